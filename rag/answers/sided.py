"""Which sides a question has: several regions, several years, or plan and outcome; none for most."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answers.comparison import comparison
from rag.answers.years import asks_plan_and_outcome, by_period, by_year
from rag.rank import AnswerWeights, Candidate
from rag.types import Draft, Understood

_SIDED = frozenset({"compare", "arithmetic", "temporal"})


def by_sides(understood: Understood, found: Sequence[Candidate], weights: AnswerWeights) -> Draft | None:
    """A line for each side of the question; None where it has none, or the documents tell of none."""
    if understood.kind not in _SIDED:
        return None
    if compares_regions(understood):
        return comparison(understood, found, weights)
    if understood.kind == "temporal" or len(understood.years) > 1:
        return by_year(understood, found, weights)
    return by_period(understood, found, weights) if asks_plan_and_outcome(understood.folded) else None


def compares_regions(understood: Understood) -> bool:
    """Several regions are asked about side by side: where none of them answers, nothing else does."""
    return understood.kind in _SIDED - {"temporal"} and len(understood.regions) + len(understood.within) > 1
