"""An answer cut into units, the pieces that are judged one by one: clause groups of the text, then the cells of the table.

The text is cut at 。！？； and line ends, though not inside “…”. A mark after the full stop belongs to the sentence before it.
List numbers and marks are no content. A short line without marks that ends in a colon, or begins with #, is the heading
of what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from eval.metrics.folding import fold, strip
from eval.types import Given, TableGiven

MARK = re.compile(r"\[(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\]")
"""[1], or several citations in one: [1, 2]."""

_LATE_MARKS = re.compile(r"([。！？；;，,])\s*((?:\[[\d,，、 ]+\]\s*)+)")
_LINE_NUMBER = r"(?m)^[ \t>*#•·-]*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．](?!\d))?[ \t*]*"
_INLINE_NUMBER = r"[（(]\d{1,2}[)）]|[①-⑳]|(?<=[;；。：:])\s*\d{1,2}[.、．)](?!\d)"
_NUMBERING = re.compile(f"{_LINE_NUMBER}|{_INLINE_NUMBER}")
_QUOTED_SPAN = re.compile("“[^”]*”")
_PIECE = re.compile(r"[^。！？!?；;]+(?:[。！？!?；;]+|$)")
_LONGEST_HEADING = 40

QUOTATION = re.compile(r"(?m)^\s*>|(?:原文|引文|依据|出处|来源|引用)[^。\n]{0,8}[:：]|[“「『](?=[^”」』\n]{12,}[”」』])")
"""Where an answer stops speaking for itself: a quoted line, 原文：, 来源：, or a long quotation."""


class Unit(NamedTuple):
    text: str
    """Folded, without marks and list numbers."""
    marks: tuple[int, ...] = ()
    label: str = ""
    """Folded heading; for a cell its row and column heads."""
    before: str = ""
    """Folded earlier text of the same line."""
    quoted: bool = False
    """Behind the start of a quotation or a list of sources."""
    is_cell: bool = False


def read_marks(text: str) -> tuple[int, ...]:
    return tuple(int(number) for match in MARK.finditer(text) for number in re.findall(r"\d+", match[1]))


def without_marks(text: str) -> str:
    return MARK.sub("", text)


def units(given: Given) -> tuple[Unit, ...]:
    """The units of the text, then those of the table, in reading order."""
    return (*_of_text(given.text.replace("\r", "\n")), *(_of_table(given.table) if given.table else ()))


def _of_text(text: str) -> Iterator[Unit]:
    quotation = QUOTATION.search(text)
    quoted_from = quotation.start() if quotation else len(text)
    heading, line_start = "", 0
    for line in text.split("\n"):
        opens = _opens_section(line)
        heading = fold(_readable(line)) if opens else heading
        yield from _of_line(line, "" if opens else heading, quoted_from - line_start)
        line_start += len(line) + 1


def _readable(line: str) -> str:
    return without_marks(_NUMBERING.sub("", line).replace("**", "")).strip()


def _opens_section(line: str) -> bool:
    readable = _readable(line)
    if not readable or MARK.search(line) or len(readable) > _LONGEST_HEADING:
        return False
    return readable.endswith((":", "：")) or line.lstrip().startswith(("#", "**"))


def _of_line(line: str, label: str, quoted_from: int) -> Iterator[Unit]:
    """`quoted_from`: offset in the line (may lie outside it) where quotation begins."""
    before = ""
    for piece in _PIECE.findall(_prepared(line)):
        shown = without_marks(piece)
        folded = fold(shown)
        if strip(folded):
            start = max(0, line.find(shown.strip()[:8]))
            yield Unit(folded, read_marks(piece), label, before, quoted=start >= quoted_from)
            before += folded


def _prepared(line: str) -> str:
    """Marks before the full stop they follow; no numbering; no full stops inside quotation marks."""
    line = _NUMBERING.sub("", _LATE_MARKS.sub(r"\2\1", line)).replace("**", "")
    return _QUOTED_SPAN.sub(lambda match: re.sub("[。！？；;]", "，", match[0]), line)


def _of_table(table: TableGiven) -> Iterator[Unit]:
    """Cells stand under the last columns: the first columns may head the row labels."""
    for row in table.rows:
        shift = len(table.columns) - len(row.cells)
        for position, cell in enumerate(row.cells):
            column = table.columns[position + shift] if position + shift >= 0 else ""
            folded = fold(without_marks(cell.text))
            if strip(folded):
                yield Unit(folded, cell.citations, fold(f"{row.label}|{column}"), is_cell=True)
