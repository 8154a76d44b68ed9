"""Answers of several items: a line that says whose list it is and of what, then each item on a line of its own.

Every line is a quotation with its mark. How many items there are (共4项) is what the answer shows, not what a document claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.chunk import readable
from index.sentences import clauses, sentences
from index.types import Document, Section, Span
from rag.answers.quoting import as_sentence, marked
from rag.answers.sections import Outlined
from rag.cite import LONGEST_QUOTE, cite
from rag.counted import count_line
from rag.types import Draft

_FIGURE = re.compile(r"\d")
_LONGEST_HEAD = 60
"""Characters of the line above the items."""
_LEAST_WORDS = 10
"""Characters behind a heading that say something: not 监测数据显示,"""
_BEHIND_LABEL = r"[\s:：,，]*"
_PURPOSE = re.compile(
    r"(?:从而|以此?|来)?(?:确保|推动|促进|不断|提[高升]|营造|切实|进一步|实现|做到|有效|形成|织密|筑牢|助力|保障|增强|努力|全面|为)"
)
"""How a clause begins that says what something is for."""


class Item(NamedTuple):
    """What one line quotes: a heading, or words, or a heading and words behind it. All but one may be None."""

    title: Span | None
    words: Span | None = None

    @property
    def span(self) -> Span:
        spans = [span for span in self if span is not None]
        return Span(spans[0].start, spans[-1].end)


def itemised(outlined: Outlined, section: Section | None, head: Span, items: Sequence[Item], *, counted: bool) -> Draft:
    """`items` under `head`: the heading, or the sentence that leads up to them. With `counted` it is said first how many."""
    document = outlined.document
    place, years = (outlined.place(section), outlined.years(section)) if section else ("", document.header.years)
    head = last_clauses(document, head, _LONGEST_HEAD)
    citations = tuple(cite(n, document, span, place, years) for n, span in enumerate([head, *(item.span for item in items)], 1))
    lines = [
        *([count_line(len(items))] if counted else []),
        f"{_owner(document, years)}{_without_stop(readable(document, head))}：[1]",
        *(marked(f"{n}. {_shown(document, item)}", n + 1) for n, item in enumerate(items, 1)),
    ]
    return Draft("\n".join(lines), citations, "answered", "extractive")


def headings(document: Document, sections: Iterable[Section], room: int) -> list[Item]:
    """Each heading, with as many whole clauses of the sentence behind it as `room` characters hold."""
    return [_heading(document, section, room) for section in sections]


def head_of(outlined: Outlined, section: Section) -> Span:
    """What the items under `section` are of: the sentence that leads up to them with a colon, else the heading."""
    document, lead = outlined.document, outlined.lead(section)
    return lead if lead and document.text[lead.end - 1] in ":：" else title(document, section)


def title(document: Document, section: Section) -> Span:
    """The heading without its label."""
    label = r"\s*".join(map(re.escape, section.label)) + _BEHIND_LABEL
    found = re.compile(label).match(document.text, section.start, section.title_end)
    return Span(found.end() if found and found.end() < section.title_end else section.start, section.title_end)


def point(document: Document, sentence: Span, room: int) -> Item:
    """A sentence; of one longer than `room` the clauses that say what it is for are left out, then all that do not fit."""
    span = sentence if sentence.end - sentence.start <= room else first_clauses(document, _without_purpose(document, sentence), room)
    return Item(None, first_clauses(document, span, LONGEST_QUOTE))


def first_clauses(document: Document, span: Span, room: int) -> Span:
    """The first whole clauses of `span` that fit in `room` characters; the first one always."""
    ends = [part.end for part in clauses(document.text, *span)]
    return Span(span.start, max((end for end in ends if end - span.start <= room), default=ends[0]))


def last_clauses(document: Document, span: Span, room: int) -> Span:
    """The last whole clauses of `span` that fit in `room` characters; the last one always."""
    starts = [part.start for part in clauses(document.text, *span)]
    return Span(min((start for start in starts if span.end - start <= room), default=starts[-1]), span.end)


def figure_clauses(document: Document, span: Span) -> Span | None:
    """From the first to the last clause of `span` that holds a figure; None where none does."""
    holding = [part for part in clauses(document.text, *span) if _FIGURE.search(readable(document, part))]
    return Span(holding[0].start, holding[-1].end) if holding else None


def _heading(document: Document, section: Section, room: int) -> Item:
    heading = title(document, section)
    behind = sentences(document.text, section.title_end, section.end)
    said = next((span for span in behind if re.search(r"\w{2}", document.text[span.start : span.end])), None)
    left = min(room, LONGEST_QUOTE) - (heading.end - heading.start)
    words = said and first_clauses(document, said, left)
    return Item(heading, words if words and _LEAST_WORDS <= words.end - words.start <= left else None)


def _without_purpose(document: Document, sentence: Span) -> Span:
    """Without the last clauses as long as they say what something is for and hold no figure."""
    parts = list(clauses(document.text, *sentence))
    while len(parts) > 1 and _PURPOSE.match(shown := readable(document, parts[-1])) and not _FIGURE.search(shown):
        parts.pop()
    return Span(sentence.start, parts[-1].end)


def _shown(document: Document, item: Item) -> str:
    """通学问题突出：全县单程上学超过5公里的小学生有1320人。"""
    if item.title is None or item.words is None:
        return as_sentence(readable(document, item.span))
    return f"{_without_stop(readable(document, item.title))}：{as_sentence(readable(document, item.words))}"


def _without_stop(shown: str) -> str:
    return as_sentence(shown).rstrip("。！？!?；;")


def _owner(document: Document, years: tuple[int, ...]) -> str:
    said = f"（{years[0]}年）" if len(years) == 1 else ""
    return f"{document.header.region or document.header.title}{said}："
