"""What a summary asks for: the section that is about it, as its headings or, where it has none, its sentences.

The section is the one whose heading says what was asked and in which the sentences stand that answer best. Of long sentences
the first clauses are quoted; where figures are asked for, the clauses that hold them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.types import Section, Span
from rag.answers.items import figure_clauses, first_clauses, itemised, titles
from rag.answers.listing import asked_count
from rag.answers.sections import Outlined, outlined
from rag.rank import Candidate, content_terms
from rag.types import Draft, Understood

_ROOM = 420
"""Characters for all points."""
_LONGEST_POINT = 90
_LEAST_POINT = 30
_FROM_ABOVE = 0.3
"""What a word of the question counts that stands only in the headings above."""
_BEST = 3
"""Sentences of a section that speak for it."""
_MANNER = re.compile(
    r"[带用]上?(?:具体)?(?:数字|数据)(?:说说)?|(?:概括|归纳|总结|梳理|压缩|捋)(?:一下|成|出)?|[一二两三四五六几](?:句话|点|条|方面)|几?件事"
    r"|哪些事|(?:干|做)了|怎么[做管办]|方面|这块|那一?[条块]|主要|简要"
)
"""How the summary is wanted, not what of."""
_WITH_FIGURES = re.compile(r"[带用有].{0,3}(?:数字|数据)|多少")


class _Place(NamedTuple):
    value: float
    outlined: Outlined
    section: Section


def overview(understood: Understood, good: Sequence[Candidate]) -> Draft | None:
    """The points of the section that is about what was asked; None where no document has sections or the section says nothing."""
    wanted = content_terms(_MANNER.sub(" ", understood.topic))
    places = [
        _Place(_value(wanted, one, section, good), one, section)
        for one in outlined(understood, good)
        for section in one.sections
        if _is_of_years(understood.years, one.years(section))
    ]
    if not places:
        return None
    _, one, section = max(places, key=lambda place: place.value)
    points = _points(understood, one, section, good)
    return itemised(one, section, one.heading(section), points, counted=bool(one.children(section))) if points else None


def _value(wanted: frozenset[str], one: Outlined, section: Section, good: Sequence[Candidate]) -> float:
    """How much of what was asked the headings say, and how well the sentences of the section itself answer."""
    own = one.terms_of(one.heading(section))
    above = one.terms_of(*map(one.heading, one.above(section)))
    said, said_above = one.share(wanted, own), one.share(wanted, own | above)
    return said + _FROM_ABOVE * (said_above - said) + sum(_scores(one, one.own(section), good)[:_BEST]) / (_BEST * good[0].score)


def _scores(one: Outlined, span: Span, good: Sequence[Candidate]) -> list[float]:
    """Of the sentences in `span`, best first."""
    return [c.score for c in good if c.evidence.document.id == one.document.id and span.start <= c.span.start < span.end]


def _is_of_years(asked: Sequence[int], years: Sequence[int]) -> bool:
    return not asked or not years or bool(set(asked) & set(years))


def _points(understood: Understood, one: Outlined, section: Section, good: Sequence[Candidate]) -> list[Span]:
    """In document order, within the room there is."""
    headings = one.children(section)
    if headings:
        return titles(one.document, headings, min(_LONGEST_POINT, _ROOM // len(headings)))
    points = list(one.body(section))
    if _WITH_FIGURES.search(understood.folded):
        points = [held for point in points if (held := figure_clauses(one.document, point))] or points
    points = _best(points, asked_count(understood.folded) or len(points), one, good)
    if sum(point.end - point.start for point in points) <= _ROOM:
        return points
    room = min(_LONGEST_POINT, max(_LEAST_POINT, _ROOM // len(points)))
    return [first_clauses(one.document, point, room) for point in points]


def _best(points: Sequence[Span], count: int, one: Outlined, good: Sequence[Candidate]) -> list[Span]:
    """The `count` points that answer best, in document order."""
    ranked = sorted(points, key=lambda point: -max(_scores(one, point, good), default=0.0))
    return sorted(ranked[:count])
