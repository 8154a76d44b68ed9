"""What a list asks for: all items of the list that a document has made, completed by its outline.

The list is looked for in two places: headings under one that says what was asked (四大举措: 一是…, 二是…), and an enumeration
within a sentence that answers (撤并岱东小学、怀慈小学、长涂小学; or its parts between semicolons).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from index.chunk import readable
from index.sentences import sentences
from index.text import fold
from index.types import Section, Span
from rag.answers.asked import Counted, asked_count, counted, counts_named, topic_of
from rag.answers.enumeration import enumerated, item_counts, items_named_with, names_all
from rag.answers.items import head_of, headings, itemised, point
from rag.answers.quoting import quotations
from rag.answers.running import announced, of_aspect
from rag.answers.sections import Outlined, outlined
from rag.rank import Candidate
from rag.types import Draft, Understood
from rag.wanted import content_terms

_COUNT_MATCHES = 0.4
"""Share of the question's words that a list must hold when it has as many items as the question says …"""
_WORDS_MATCH = 0.6
"""… and when the question does not say."""
_NEARLY = 0.85
"""Share of the best sentence's score that one must reach which names two items where two were asked for: many sentences do."""
_TWO = 2
_FEW = 3
_NAMES_FEW, _NAMES_MANY = 0.1, 0.2
"""Added to the score of a sentence that names all of them: of at most `_FEW`, and of more."""
_SURELY_HEADS = 0.8
"""… and when they are called what was asked, and so come before any enumeration."""
_SURELY_LIST = 3
"""Items that make an enumeration where the question does not say how many."""
_MOST_SENTENCES = 2
_ROOM = 200
"""Characters for all items of a list of headings, beyond their titles."""
_LONGEST_ITEM = 40
_STOP = re.compile("[。！？!?\n]")
_COLON = re.compile("[：:]")
_MOST_PARTS = 12
_LONGEST_PART = 80
_NOUN = re.compile(r"(?:哪(?:些|几|[两二三四五六七八九十])|几)[个大项条种类所家]?(?P<noun>\w\w)")


class _Group(NamedTuple):
    """Headings that stand under one another, and how well what leads up to them says what was asked."""

    share: float
    outlined: Outlined
    section: Section
    items: tuple[Section, ...]


def listing(understood: Understood, good: Sequence[Candidate], near: Sequence[Candidate]) -> Draft | None:
    """The items asked for; None where the sentences that answer hold no list and no heading has one."""
    count = asked_count(understood.folded)
    wanted, documents = content_terms(topic_of(understood)), outlined(understood, good)
    as_many = [group for group in _groups(wanted, documents, with_items=True) if len(group.items) == count]
    asked = counted(understood.folded)
    best = _NEARLY * near[0].score if near and count == _TWO else 0.0
    exact = [one for one in near if asked and one.score >= best and names_all(one.folded, asked)]
    if as_many and as_many[0].share >= _COUNT_MATCHES and not (asked and exact and not _leads_up(as_many[0], asked)):
        return _headings(as_many[0])
    groups = _groups(wanted, documents, with_items=False)
    if count is None and groups and groups[0].share >= _SURELY_HEADS and _is_called(understood.folded, groups[0]):
        return _headings(groups[0])
    if exact:
        return quotations(understood, exact[:1])
    if told := _told(understood, documents, near, count or _SURELY_LIST):
        return told
    return _headings(groups[0]) if groups and groups[0].share >= _WORDS_MATCH and count is None else None


def _told(understood: Understood, documents: Sequence[Outlined], near: Sequence[Candidate], least: int) -> Draft | None:
    """A list of at least so many items that sentences make: between semicolons, one after the other, or within one."""
    enumerating = [candidate for candidate in near if enumerated(candidate.folded) >= least]
    series = next((found for candidate in near if (found := _series(candidate, least))), None)
    if series and not enumerating:
        return series
    if running := of_aspect(understood, documents) or announced(near):
        return running
    return quotations(understood, _beside(_of_what(understood.folded, enumerating))) if enumerating else None


def counted_first(understood: Understood, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The ranked sentences with the best that names as many as were asked for above its rank where it says, too, that they are so many:
    such a list is hardly another one by chance."""
    asked = counted(understood.folded) if understood.kind == "list" else None
    if asked is None or asked.number <= _TWO:
        return list(ranked)
    naming = next((n for n, one in enumerate(ranked) if asked.number in item_counts(one.folded)), None)
    if naming is None or not names_all(ranked[naming].folded, asked):
        return list(ranked)
    bonus = _NAMES_MANY if asked.number > _FEW else _NAMES_FEW
    raised = replace(ranked[naming], score=ranked[naming].score + bonus)
    return sorted([*ranked[:naming], raised, *ranked[naming + 1 :]], key=lambda one: -one.score)


def _leads_up(group: _Group, asked: Counted) -> bool:
    """What stands above the headings says that they are so many, and does not name them itself."""
    head = _head(group)
    return any(named.number == asked.number for named in counts_named(head)) and not names_all(head, asked)


def _is_called(folded: str, group: _Group) -> bool:
    """What leads up to the headings calls them what was asked: 有几种方式, 采取下列方式."""
    asked = _NOUN.search(folded)
    return bool(asked and asked["noun"] in _head(group))


def _head(group: _Group) -> str:
    """Folded: the heading, and the sentence that leads up to the items."""
    one, section = group.outlined, group.section
    spans = (one.heading(section), one.lead(section))
    return fold("\n".join(readable(one.document, span) for span in spans if span)).text


def _of_what(folded: str, found: Sequence[Candidate]) -> Sequence[Candidate]:
    """Those whose enumeration is of what was asked (哪些学生: …家庭学生、残疾学生); all where none says so."""
    asked = _NOUN.search(folded)
    named = [c for c in found if asked and items_named_with(c.folded, asked["noun"])]
    return named or found


def _beside(found: Sequence[Candidate]) -> list[Candidate]:
    """The best and the next of its section, in document order."""
    best = found[0]
    beside = [c for c in found if (c.evidence.document.id, c.chunk.section) == (best.evidence.document.id, best.chunk.section)]
    return sorted(beside[:_MOST_SENTENCES], key=lambda candidate: candidate.span)


def _series(candidate: Candidate, least: int) -> Draft | None:
    """The parts of a sentence between semicolons, when the candidate leads up to them with a colon: 分为三个阶段:自查阶段,…;抽查阶段,…"""
    document = candidate.evidence.document
    text = document.text
    stop = _STOP.search(text, candidate.span.start)
    parts = sentences(text, candidate.span.start, stop.end() if stop else len(text))
    colon = _COLON.search(text, *candidate.span)
    if colon is None or not parts or not least <= len(parts) <= _MOST_PARTS:
        return None
    one = Outlined(document)
    section = next((part for part in reversed(one.sections) if part.start <= candidate.span.start < part.end), None)
    items = [Span(colon.end(), parts[0].end), *parts[1:]]
    head = Span(candidate.span.start, colon.start())
    return itemised(one, section, head, [point(document, item, _LONGEST_PART) for item in items], counted=True)


def _groups(wanted: frozenset[str], documents: Sequence[Outlined], *, with_items: bool) -> list[_Group]:
    """Headings with headings under them, best first: by the heading and the sentence that leads up to the items, or by one of
    these too."""
    found = [
        _Group(_share(wanted, one, section, items if with_items else ()), one, section, items)
        for one in documents
        for section in one.sections
        if len(items := one.children(section)) > 1
    ]
    return sorted(found, key=lambda group: (-group.share, -group.section.level))


def _share(wanted: frozenset[str], one: Outlined, section: Section, items: Sequence[Section]) -> float:
    """How much of what was asked stands in the heading, in the sentence that leads up to the items, and in one of these."""
    head = one.terms_of(one.heading(section), one.lead(section))
    return max((one.share(wanted, head | one.terms_of(one.heading(item))) for item in items), default=one.share(wanted, head))


def _headings(group: _Group) -> Draft:
    one = group.outlined
    items = headings(one.document, group.items, min(_LONGEST_ITEM, _ROOM // len(group.items)))
    return itemised(one, group.section, head_of(one, group.section), items, counted=True)
