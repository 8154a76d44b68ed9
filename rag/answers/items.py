"""Answers of several items: a line that says whose list it is and of what, then each item on a line of its own.

Every line is a quotation with its mark. How many items there are (共4项) is what the answer shows, not what a document claims.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.chunk import readable
from index.sentences import clauses
from index.types import Document, Section, Span
from rag.answers.quoting import as_sentence, marked
from rag.answers.sections import Outlined
from rag.cite import LONGEST_QUOTE, cite
from rag.types import Draft

_FIGURE = re.compile(r"\d")
_LONGEST_HEAD = 60
"""Characters of the line above the items."""


def itemised(outlined: Outlined, section: Section | None, head: Span, items: Sequence[Span], *, counted: bool) -> Draft:
    """`items` under `head`: the heading, or the sentence that leads up to them. With `counted` the line says how many they are."""
    document = outlined.document
    place, years = (outlined.place(section), outlined.years(section)) if section else ("", document.header.years)
    spans = [last_clauses(document, head, _LONGEST_HEAD), *(first_clauses(document, item, LONGEST_QUOTE) for item in items)]
    citations = tuple(cite(n, document, span, place, years) for n, span in enumerate(spans, 1))
    count = f"，共{len(items)}项" if counted else ""
    said = as_sentence(citations[0].shown).rstrip("。！？!?；;")
    lines = [marked(f"{n - 1}. {as_sentence(citation.shown)}", n) for n, citation in enumerate(citations[1:], 2)]
    return Draft("\n".join([f"{_owner(document, years)}{said}{count}：[1]", *lines]), citations, "answered", "extractive")


def titles(document: Document, headings: Sequence[Section], room: int) -> list[Span]:
    """Each heading without its label, and whole clauses behind it within `room` characters."""
    return [_title(document, heading, room) for heading in headings]


def _title(document: Document, heading: Section, room: int) -> Span:
    label = re.compile(r"\s*".join(map(re.escape, heading.label)) + r"[\s:：,，]*").match(document.text, heading.start, heading.title_end)
    start = label.end() if label and label.end() < heading.title_end else heading.start
    longer = first_clauses(document, Span(start, heading.end), room) if heading.run_in else Span(start, start)
    return Span(start, max(heading.title_end, longer.end))


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


def _owner(document: Document, years: tuple[int, ...]) -> str:
    said = f"（{years[0]}年）" if len(years) == 1 else ""
    return f"{document.header.region or document.header.title}{said}："
