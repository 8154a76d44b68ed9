"""Which of the sentences that answer are quoted."""

from __future__ import annotations

from collections.abc import Sequence

from rag.rank import Candidate
from rag.types import Understood

SENTENCES = {"list": 3, "summary": 6}
"""How many sentences a kind of question may get; the others get one."""
_CLOSE = 0.85
"""Share of the best sentence's score from which on another is quoted beside it: in one of five questions, and then each may be meant."""


def chosen(understood: Understood, good: Sequence[Candidate], nearly_as_good: float) -> list[Candidate]:
    """The best sentence; for lists and summaries those of its section nearly as good; without a region one for each region."""
    best = good[0]
    least = nearly_as_good * best.score if understood.kind != "summary" else 0.0
    section = (best.evidence.document.id, best.chunk.section)
    beside = [c for c in good if (c.evidence.document.id, c.chunk.section) == section and c.score >= least]
    chosen = sorted(beside[: SENTENCES.get(understood.kind, 1)], key=lambda c: c.span)
    if not understood.regions:
        others: dict[str, Candidate] = {}
        for candidate in good:
            if candidate.region != best.region and candidate.score >= nearly_as_good * best.score:
                others.setdefault(candidate.region, candidate)
        chosen += others.values()
    return chosen


def close_second(understood: Understood, good: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The second best sentence of the same region where a fact is asked for and the two can hardly be told apart; not where a figure
    is asked for: two figures are worse than one."""
    best, *others = [one for one in good if one.region == good[0].region]
    if understood.kind != "fact":
        return ()
    return tuple(one for one in others[:1] if one.score >= _CLOSE * best.score)
