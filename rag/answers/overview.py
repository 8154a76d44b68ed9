"""What a summary asks for: the section that is about it, as its headings or, where it has none, its sentences.

The section is the one whose heading says what was asked and in which the sentences stand that answer best. Of long sentences
the first clauses are quoted; where figures are asked for, the clauses that hold them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.types import Section, Span
from rag.answers.asked import asked_count, topic_of
from rag.answers.items import Item, figure_clauses, head_of, headings, itemised, point
from rag.answers.sections import Outlined, outlined
from rag.cite import LONGEST_QUOTE
from rag.rank import Candidate
from rag.types import Draft, Understood
from rag.wanted import content_terms

_ROOM = 300
"""Characters for all points."""
_LONGEST_POINT = 90
_LEAST_POINT = 30
_FROM_ABOVE = 0.3
"""What a word of the question counts that stands only in the headings above."""
_WITH_ITEMS = 1.5
"""What a heading counts more that has others under it: these are the points."""
_FROM_WITHIN = 0.8
"""What sentences count less that stand under these others."""
_BEST = 3
"""Sentences of a section that speak for it."""
_WITH_FIGURES = re.compile(r"[带用有].{0,3}(?:数字|数据)|多少")


class _Place(NamedTuple):
    value: float
    outlined: Outlined
    section: Section


def overview(understood: Understood, good: Sequence[Candidate], least: float = 0.0) -> Draft | None:
    """The points of the section that is about what was asked; None where no heading says at least the share `least` of it, or
    nothing stands under the heading."""
    wanted = content_terms(topic_of(understood))
    places = [
        _Place(_value(wanted, one, section, good), one, section)
        for one in outlined(understood, good)
        for section in one.sections
        if is_of_years(understood.years, one.years(section)) and one.share(wanted, one.terms_of(one.heading(section))) >= least
    ]
    if not places:
        return None
    _, one, section = max(places, key=lambda place: place.value)
    return points_of(understood, one, section, good)


def points_of(understood: Understood, one: Outlined, section: Section, good: Sequence[Candidate]) -> Draft | None:
    """The points of a section; None where nothing stands under its heading."""
    points = _points(understood, one, section, good)
    return itemised(one, section, head_of(one, section), points, counted=bool(one.children(section))) if points else None


def _value(wanted: frozenset[str], one: Outlined, section: Section, good: Sequence[Candidate]) -> float:
    """How much of what was asked the headings say, and how well the sentences of the section itself answer."""
    own = one.terms_of(one.heading(section))
    above = one.terms_of(*map(one.heading, one.above(section)))
    said, said_above = one.share(wanted, own), one.share(wanted, own | above)
    answering = sum(_scores(one, Span(section.start, section.end), good)[:_BEST]) / (_BEST * good[0].score)
    if one.children(section):
        return _WITH_ITEMS * said + _FROM_WITHIN * answering
    return said + _FROM_ABOVE * (said_above - said) + answering


def _scores(one: Outlined, span: Span, good: Sequence[Candidate]) -> list[float]:
    """Of the sentences in `span`, best first."""
    return [c.score for c in good if c.evidence.document.id == one.document.id and span.start <= c.span.start < span.end]


def is_of_years(asked: Sequence[int], years: Sequence[int]) -> bool:
    """Whether what is of `years` may be of those asked for: none is asked for, or none is known, or one is the same."""
    return not asked or not years or bool(set(asked) & set(years))


def _points(understood: Understood, one: Outlined, section: Section, good: Sequence[Candidate]) -> list[Item]:
    """In document order, within the room there is."""
    under = one.children(section)
    if under:
        return headings(one.document, under, min(_LONGEST_POINT, _ROOM // len(under)))
    said = list(one.body(section))
    if _WITH_FIGURES.search(understood.folded):
        said = [held for span in said if (held := figure_clauses(one.document, span))] or said
    said = _best(said, asked_count(understood.folded) or len(said), one, good)
    is_long = sum(span.end - span.start for span in said) > _ROOM
    room = min(_LONGEST_POINT, max(_LEAST_POINT, _ROOM // len(said))) if is_long else LONGEST_QUOTE
    return [point(one.document, span, room) for span in said]


def _best(points: Sequence[Span], count: int, one: Outlined, good: Sequence[Candidate]) -> list[Span]:
    """The `count` points that answer best, in document order."""
    ranked = sorted(points, key=lambda point: -max(_scores(one, point, good), default=0.0))
    return sorted(ranked[:count])
