"""Sentence and clause boundaries of Chinese text, as spans. Nothing is copied or changed.

A sentence ends at 。！？；; or at a line end; a clause also at ，, and ：:. Closing quotes and brackets stay with what they
close, and nothing ends between an opening quote or bracket and its closing one when that comes within the same sentence.
A clause that would be longer than a quotation may be (600 names in a row, a wide row of a table) is divided further: at 、,
white space and the bars of a table, and where there are none, at its length.
"""

from __future__ import annotations

import re

from index.types import Span

LONGEST_CLAUSE = 200
"""Code points."""
_LONGEST_ASIDE = 60
"""Code points after which an opening mark without its partner is taken for a slip of the pen."""
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"), ("（", "）"), ("(", ")"))
_ASIDE = "|".join(rf"{re.escape(opening)}[^{closing}\n]{{0,{_LONGEST_ASIDE}}}{re.escape(closing)}" for opening, closing in _PAIRS)
_CLOSING = r"[”’」』）)》\"]*"
_SENTENCE_END = re.compile(rf"(?P<aside>{_ASIDE})|[。！？!?；;]+{_CLOSING}|\n+")
_CLAUSE_END = re.compile(rf"(?P<aside>{_ASIDE})|[，,。！？!?；;：:]+{_CLOSING}|\n+")
"""A short quoted or bracketed stretch is taken whole, so that nothing ends inside it: “学在岱山，家育课堂”."""
_ITEM = re.compile(rf"[^、|\s]{{0,{LONGEST_CLAUSE - 1}}}(?:[、|\s]|.)", re.DOTALL)
"""An item of a list with the mark after it, or as much as a clause may hold."""


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Spans of the sentences in `text[start:end]`, in order, without surrounding white space; blank ones are left out."""
    return _split(text, start, len(text) if end is None else end, _SENTENCE_END)


def clauses(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Spans of the clauses in `text[start:end]`: like `sentences`, cut at commas and colons too; none over LONGEST_CLAUSE."""
    whole = _split(text, start, len(text) if end is None else end, _CLAUSE_END)
    return tuple(part for span in whole for part in _divided(text, span))


def _split(text: str, start: int, end: int, boundary: re.Pattern[str]) -> tuple[Span, ...]:
    spans: list[Span] = []
    begin = start
    for match in boundary.finditer(text, start, end):
        if match["aside"] or _inside_number(text, match):
            continue
        spans.append(_trimmed(text, begin, match.end()))
        begin = match.end()
    spans.append(_trimmed(text, begin, end))
    return tuple(span for span in spans if span.start < span.end)


def _divided(text: str, clause: Span) -> list[Span]:
    if clause.end - clause.start <= LONGEST_CLAUSE:
        return [clause]
    items = (_trimmed(text, *match.span()) for match in _ITEM.finditer(text, clause.start, clause.end))
    return [item for item in items if item.start < item.end]


def _inside_number(text: str, match: re.Match[str]) -> bool:
    """A colon or comma between digits is no boundary: 17:35, 12,310."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return match[0] in {":", "：", ",", "，"} and before.isdigit() and after.isdigit()


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
