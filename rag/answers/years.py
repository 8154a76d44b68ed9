"""Several years asked for, or what was planned beside what was done: a line for each.

What a sentence is about is told by the heading it stands under and the document, not by the day of publication: 2024年总结及
2025年打算 reports in one part and plans in the other. What is left without an answer is named, never filled with other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from index.quantity import quantities
from rag.answers.conclusion import Told, conclusions
from rag.answers.quoting import quotations, with_gaps
from rag.answers.sides import about, best_of, for_each
from rag.marked import MARK
from rag.question.period import period_of, period_under
from rag.rank import AnswerWeights, Candidate
from rag.types import Draft, Period, Understood

_PLAN = re.compile("计划|目标|打算|预期|任务数")
_OUTCOME = re.compile("实际|完成|结果|执行|兑现|落实")
_MOST_YEARS = 5
_OF_PERIOD = 0.15
"""What a sentence of the period asked for counts more."""


class _Side(NamedTuple):
    label: str
    is_of: Callable[[Candidate], bool]
    period: Period
    year: int | None = None


def by_year(understood: Understood, found: Sequence[Candidate], weights: AnswerWeights) -> Draft | None:
    """The best of `found` for each year asked for, or for each of the latest told of where none is named (历年); None where no year
    has one."""
    years = understood.years or sorted({year for candidate in found for year in candidate.years})[-_MOST_YEARS:]
    return _draft(understood, found, weights, "year_not_covered", [_year(understood, year) for year in years]) if years else None


def by_period(understood: Understood, found: Sequence[Candidate], weights: AnswerWeights) -> Draft | None:
    """What was planned, and what was done; None where neither is told."""
    sides = [_Side("计划", lambda c: period(c) == "planned", "planned"), _Side("实际完成", lambda c: period(c) == "done", "done")]
    return _draft(understood, found, weights, "period_not_covered", sides)


def asks_plan_and_outcome(folded: str) -> bool:
    """计划和实际对一下, 目标完成得怎么样."""
    return bool(_PLAN.search(folded) and _OUTCOME.search(folded))


def period(candidate: Candidate) -> Period:
    """Whether its headings, nearest first, or its document plan or report; empty where they say neither or both."""
    header = candidate.evidence.document.header
    return period_under("、".join(header.kinds) or header.title, *candidate.chunk.trail)


def _year(understood: Understood, year: int) -> _Side:
    return _Side(f"{year}年", lambda candidate: candidate.years == (year,), _period_asked(understood, year), year)


def _names(candidate: Candidate, year: int) -> bool:
    """One of its figures is of the year: 由2023年的84.9%提高到87%."""
    return any(one.year == year for one in quantities(candidate.folded))


def _period_asked(understood: Understood, year: int) -> Period:
    """As the words behind the year say (2024年实际多少); without any, years are asked as they turned out, but the last of them as the
    question says."""
    behind = re.search(rf"{year}年?(?P<words>.*?)(?=(?:19|20)\d\d年|$)", understood.folded)
    asked = period_of(behind["words"]) if behind else ""
    is_last = year == max(understood.years, default=year)
    return asked or ("" if is_last and period_of(understood.folded) == "planned" else "done")


def _draft(understood: Understood, found: Sequence[Candidate], weights: AnswerWeights, gap: str, sides: Sequence[_Side]) -> Draft | None:
    asked = for_each(understood)
    region = understood.regions[0] if len(understood.regions) == 1 else ""
    own = [placed for candidate in found if (placed := about(candidate, region) if region else candidate)]
    chosen = [_best(asked, own, weights, side) for side in sides]
    told = list(dict.fromkeys(candidate for candidate in chosen if candidate))
    missing = [side.label for side, candidate in zip(sides, chosen, strict=True) if candidate is None]
    draft = with_gaps(quotations(asked, told), gap, missing)
    first = [] if missing or len(told) < len(sides) else conclusions(asked, _told(sides, draft), complete=True)
    return replace(draft, text="\n".join([*first, draft.text])) if told else None


def _told(sides: Sequence[_Side], draft: Draft) -> list[Told]:
    """The lines of the draft, each without the words that say whose it is."""
    lines = (MARK.sub("", line.partition("：")[2]) for line in draft.text.split("\n"))
    return [Told(side.label, line, n) for n, (side, line) in enumerate(zip(sides, lines, strict=True), 1)]


def _best(asked: Understood, own: Sequence[Candidate], weights: AnswerWeights, side: _Side) -> Candidate | None:
    """Of the side's own sentences; where none answers, of those that have a figure of its year."""

    def bonus(candidate: Candidate) -> float:
        return _OF_PERIOD * (side.period != "" and period(candidate) == side.period)

    year = side.year
    best = best_of(asked, [candidate for candidate in own if side.is_of(candidate)], weights, bonus)
    return best or (best_of(asked, [c for c in own if _names(c, year)], weights, bonus) if year else None)
