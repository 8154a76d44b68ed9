"""Sentence and clause boundaries of Chinese text, as spans. Nothing is copied or changed.

A sentence ends at 。！？；; or at a line end; a clause also at ，, and ：:. Closing quotes and brackets stay with what they
close, and nothing ends between an opening quote or bracket and its closing one when that comes within the same sentence.
"""

from __future__ import annotations

import re

from index.types import Span

_LONGEST_ASIDE = 60
"""Code points after which an opening mark without its partner is taken for a slip of the pen."""
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"), ("（", "）"), ("(", ")"))
_ASIDE = "|".join(rf"{re.escape(opening)}[^{closing}\n]{{0,{_LONGEST_ASIDE}}}{re.escape(closing)}" for opening, closing in _PAIRS)
_CLOSING = r"[”’」』）)》\"]*"
_SENTENCE_END = re.compile(rf"(?P<aside>{_ASIDE})|[。！？!?；;]+{_CLOSING}|\n+")
_CLAUSE_END = re.compile(rf"(?P<aside>{_ASIDE})|[，,。！？!?；;：:]+{_CLOSING}|\n+")
"""A short quoted or bracketed stretch is taken whole, so that nothing ends inside it: “学在岱山，家育课堂”."""


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Spans of the sentences in `text[start:end]`, in order, without surrounding white space; blank ones are left out."""
    return _split(text, start, len(text) if end is None else end, _SENTENCE_END)


def clauses(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Spans of the clauses in `text[start:end]`: like `sentences`, cut at commas and colons too."""
    return _split(text, start, len(text) if end is None else end, _CLAUSE_END)


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
