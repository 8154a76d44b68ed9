"""What a list asks for: all items of the list that a document has made, completed by its outline.

The list is looked for in two places: headings under one that says what was asked (四大举措: 一是…, 二是…), and an enumeration
within a sentence that answers (撤并岱东小学、怀慈小学、长涂小学; or its parts between semicolons).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.sentences import clauses
from index.types import Section
from rag.answers.items import itemised, titles
from rag.answers.quoting import quotations
from rag.answers.sections import Outlined, outlined
from rag.rank import Candidate, content_terms
from rag.types import Draft, Understood

_COUNT = re.compile(
    r"(?P<number>十[一二三四五六七八九]?|[两二三四五六七八九]|(?<!\d)(?:1\d|[2-9])(?!\d))(?:[个大项条种点方件类所家步位名句样段栏处支道]|要(?![求点素闻]))"
)
_NUMBERS = {**{digit: value for value, digit in enumerate("一二三四五六七八九", 1)}, "两": 2}
_COUNT_MATCHES = 0.4
"""Share of the question's words that a list must hold when it has as many items as the question says …"""
_WORDS_MATCH = 0.6
"""… and when the question does not say."""
_SURELY_LIST = 3
"""Items that make an enumeration where the question does not say how many."""
_ROOM = 200
"""Characters for all items of a list of headings, beyond their titles."""
_LONGEST_ITEM = 40
_JOINED = re.compile(r"[^、,，。;；:：!?！？()（）]{1,30}(?:、[^、,，。;；:：!?！？()（）]{1,30})+")


class _Group(NamedTuple):
    """Headings that stand under one another, and how well what leads up to them says what was asked."""

    share: float
    outlined: Outlined
    section: Section
    items: tuple[Section, ...]


def listing(understood: Understood, good: Sequence[Candidate], nearly_as_good: float) -> Draft | None:
    """The items asked for; None where the sentences that answer hold no list and no heading has one."""
    count = asked_count(understood.folded)
    groups = _groups(content_terms(understood.topic), outlined(understood, good))
    counted = next((group for group in groups if len(group.items) == count and group.share >= _COUNT_MATCHES), None)
    if counted is not None:
        return _headings(counted)
    near = [candidate for candidate in good if candidate.score >= nearly_as_good * good[0].score]
    enumerating = next((candidate for candidate in near if enumerated(candidate.folded) >= (count or _SURELY_LIST)), None)
    if enumerating is not None:
        return quotations(understood, [enumerating])
    if groups and groups[0].share >= _WORDS_MATCH and count is None:
        return _headings(groups[0])
    return None


def asked_count(folded: str) -> int | None:
    """How many items the question says there are: 哪三项 → 3, 四个要 → 4."""
    found = _COUNT.search(folded)
    if found is None:
        return None
    number = found["number"]
    return int(number) if number.isdigit() else _value(number)


def _value(numeral: str) -> int:
    """二 → 2, 十 → 10, 十二 → 12."""
    return 10 + _NUMBERS.get(numeral[1:], 0) if numeral[0] == "十" else _NUMBERS[numeral]


def enumerated(folded: str) -> int:
    """Items of the longest enumeration in a folded sentence: of 、, or of clauses that begin alike (严禁…, 严禁…)."""
    joined = [run[0].count("、") + 1 for run in _JOINED.finditer(folded)]
    openings = [folded[part.start : part.start + 2] for part in clauses(folded)]
    return max([*joined, *(openings.count(opening) for opening in openings)], default=0)


def _groups(wanted: frozenset[str], documents: Sequence[Outlined]) -> list[_Group]:
    """Headings with headings under them, best first."""
    found = [
        _Group(_share(wanted, one, section, items), one, section, items)
        for one in documents
        for section in one.sections
        if len(items := one.children(section)) > 1
    ]
    return sorted(found, key=lambda group: -group.share)


def _share(wanted: frozenset[str], one: Outlined, section: Section, items: Sequence[Section]) -> float:
    """How much of what was asked stands in the heading, in the sentence that leads up to the items, and in one of these."""
    head = one.terms_of(one.heading(section), one.lead(section))
    return max(one.share(wanted, head | one.terms_of(one.heading(item))) for item in items)


def _headings(group: _Group) -> Draft:
    one = group.outlined
    items = titles(one.document, group.items, min(_LONGEST_ITEM, _ROOM // len(group.items)))
    return itemised(one, group.section, one.lead(group.section) or one.heading(group.section), items, counted=True)
