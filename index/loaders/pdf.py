"""PDF with a text layer: characters with their places from PDFium, put together into lines, and lines into paragraphs.

A PDF knows neither lines nor paragraphs, only characters drawn at places. Characters on one baseline make a line; page numbers
and headers that run through the pages are dropped; then a line is taken to go on in the next one when it reaches the right
margin and the next begins at the left margin, as Chinese text with a two-character first-line indent is set. Page boundaries
leave no trace, because a paragraph may run across them. Columns of a table stay on one line, parted by a space.

Not done: recognising scanned pages, table borders, text in two columns beyond the order in which it is stored.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from pypdfium2.version import PYPDFIUM_INFO  # type: ignore[import-untyped]

from index.errors import DamagedDocument, DocumentWithoutText, EncryptedDocument

_TOP_ZONE, _BOTTOM_ZONE = 0.09, 0.12
"""Shares of the page height where running headers and footers stand."""
_PAGE_NUMBER = re.compile(r"[-—–－―·•\s]*第?\s*[0-9０-９]{1,4}\s*页?(?:\s*[/,，共]+\s*[0-9０-９]{1,4}\s*页?)?[-—–－―·•\s]*")
_NUMBERED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十百]{1,4}[)）、．.]|第[一二三四五六七八九十百零0-9]{1,5}[章节条编]|[（(]?\d{1,3}[)）、．.](?!\d)|附件|[一二三四五六七八九十]是)"
)
_WIDE = re.compile("[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’—…·]")
_UNMAPPED = re.compile("[\x00-\x08\x0e-\x1f\ufffd-\uffff\ue000-\uf8ff]")
_CLOSES = tuple("。！？；：!?;:")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character in points of the page turned so that its text is upright: origin bottom left, x to the right."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    generated: bool
    """Put in by PDFium, which guesses spaces and line ends; not in the file."""


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    left: float
    right: float
    baseline: float
    size: float
    page: int
    """0-based."""
    height: float
    """Share of the page height above the bottom edge, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of running text begin and end, and how far apart they stand, in points."""

    left: float
    right: float
    pitch: float
    size: float
    """Of the letters, in points."""


def parser_name() -> str:
    return f"pdf@1+pypdfium2-{PYPDFIUM_INFO}"


def parse(data: bytes) -> str:
    """One paragraph per line. Raises DamagedDocument, EncryptedDocument or DocumentWithoutText."""
    lines = _without_running_lines(list(_lines(data)))
    text = "\n".join(join_lines(lines))
    if len(_UNMAPPED.findall(text)) * 2 >= len(text.strip()):
        raise DocumentWithoutText
    return text


def _lines(data: bytes) -> Iterator[Line]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise EncryptedDocument from error
        raise DamagedDocument(detail=str(error)) from error
    if not len(document):
        raise DamagedDocument(detail="没有页面")
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError as error:
            raise DamagedDocument(detail=f"第 {number + 1} 页无法读取") from error
        text, box = page.get_textpage(), page.get_mediabox()
        quarters = _quarters(text)
        if (page.get_rotation() // 90 + quarters) % 4:  # shown lying on its side; PDFium's order of lines follows the showing
            page.set_rotation(-quarters % 4 * 90)
            text = document[number].get_textpage()
        height = box[2] - box[0] if quarters % 2 else box[3] - box[1]
        for line in _glyph_lines(list(_glyphs(text, _turn(quarters, *box)))):
            yield _line(line, number, height or 1.0)


Turn = Callable[[float, float], tuple[float, float]]


def _quarters(page: pypdfium2.PdfTextPage) -> int:
    """Quarter turns by which most characters are turned against the page, clockwise, 0 to 3."""
    angles = (pdfium.FPDFText_GetCharAngle(page.raw, index) for index in range(page.count_chars()))
    counts = Counter(round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    return max(counts, key=lambda quarters: counts[quarters], default=0)


def _turn(quarters: int, left: float, bottom: float, right: float, top: float) -> Turn:
    """From the page's own coordinates to those in which its text runs from left to right."""
    turns: dict[int, Turn] = {
        1: lambda x, y: (top - y, x - left),
        2: lambda x, y: (right - x, top - y),
        3: lambda x, y: (y - bottom, right - x),
    }
    return turns.get(quarters, lambda x, y: (x - left, y - bottom))


def _glyphs(page: pypdfium2.PdfTextPage, turn: Turn) -> Iterator[Glyph]:
    """Characters in the order stored. A character beyond U+FFFF comes from PDFium in two halves."""
    raw, box = page.raw, pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    half = ""
    for index in range(page.count_chars()):
        character = half + chr(pdfium.FPDFText_GetUnicode(raw, index))
        if len(character) == 1 and "\ud800" <= character <= "\udbff":
            half = character
            continue
        half = ""
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        first, second = turn(box.left, box.bottom)[0], turn(box.right, box.top)[0]
        yield Glyph(
            text=character.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
            left=first if first < second else second,
            right=second if first < second else first,
            baseline=turn(x.value, y.value)[1],
            size=pdfium.FPDFText_GetFontSize(raw, index) or 1.0,
            generated=pdfium.FPDFText_IsGenerated(raw, index) == 1,
        )


def _glyph_lines(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs cut where the baseline changes or the next one stands further left; PDFium's own line ends are not needed."""
    line: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text in "\r\n":
            continue
        if line and not glyph.generated and not _same_line(line[-1], glyph):
            yield line
            line = []
        if line or not glyph.generated:
            line.append(glyph if not glyph.generated else replace(line[-1], text=" ", generated=True))
    if line:
        yield line


def _same_line(before: Glyph, after: Glyph) -> bool:
    size = max(before.size, after.size)
    return abs(before.baseline - after.baseline) < 0.5 * size and after.left > before.left - 0.5 * size


def _line(glyphs: Sequence[Glyph], page: int, page_height: float) -> Line:
    printed = [glyph for glyph in glyphs if glyph.text.strip()] or list(glyphs)
    return Line(
        text=_line_text(glyphs),
        left=printed[0].left,
        right=max(glyph.right for glyph in printed),
        baseline=printed[0].baseline,
        size=median(glyph.size for glyph in printed),
        page=page,
        height=printed[0].baseline / page_height,
    )


def _line_text(glyphs: Sequence[Glyph]) -> str:
    """Guessed spaces count only between columns and between Latin words: justified Chinese text is full of false ones."""
    kept = [glyph for glyph in glyphs if not glyph.generated]
    text = kept[0].text if kept else ""
    guessed = {id(after) for before, after in pairwise(glyphs) if before.generated}
    for before, after in pairwise(kept):
        gap = after.left - before.right
        spaced = before.text.isspace() or after.text.isspace()
        if not spaced and (gap > max(before.size, after.size) or (id(after) in guessed and not _is_wide(before.text + after.text))):
            text += " "
        text += after.text
    return text.strip()


def _is_wide(text: str) -> bool:
    return _WIDE.search(text) is not None


def _without_running_lines(lines: Sequence[Line]) -> list[Line]:
    """Without page numbers, and without what stands in the margin of at least half of the pages (two at least)."""
    pages = {line.page for line in lines}
    margin = [line for line in lines if _in_margin(line)]
    seen = Counter(key for _, key in {(line.page, _running_key(line)) for line in margin})
    running = {key for key, count in seen.items() if count >= 2 and count * 2 >= len(pages)}
    return [
        line
        for line in lines
        if line.text and not (_in_margin(line) and (_running_key(line) in running or _PAGE_NUMBER.fullmatch(line.text)))
    ]


def _in_margin(line: Line) -> bool:
    return line.height < _BOTTOM_ZONE or line.height > 1 - _TOP_ZONE


def _running_key(line: Line) -> tuple[bool, str]:
    return line.height > 0.5, re.sub(r"\d+", "#", "".join(line.text.split()))


def join_lines(lines: Sequence[Line]) -> list[str]:
    """Paragraphs of these lines, which come in reading order."""
    if not lines:
        return []
    margins = _margins(lines)
    paragraphs = [lines[0].text]
    for before, after in pairwise(lines):
        if _goes_on(before, after, margins):
            paragraphs[-1] += _joint(before.text, after.text) + after.text
        else:
            paragraphs.append(after.text)
    return paragraphs


def _margins(lines: Sequence[Line]) -> Margins:
    """The outermost places where enough lines begin and end for it to be no accident."""
    size = median(line.size for line in lines)
    enough = max(2, len(lines) // 8)
    rights = sorted((line.right for line in lines), reverse=True)
    lefts = sorted(line.left for line in lines)
    pitches = [a.baseline - b.baseline for a, b in pairwise(lines) if a.page == b.page and a.baseline > b.baseline]
    return Margins(
        left=next((left for left, other in zip(lefts, lefts[enough - 1 :], strict=False) if other - left < 0.5 * size), lefts[0]),
        right=next((right for right, other in zip(rights, rights[enough - 1 :], strict=False) if right - other < 1.5 * size), rights[0]),
        pitch=median(pitches) if pitches else 2 * size,
        size=size,
    )


def _goes_on(before: Line, after: Line, margins: Margins) -> bool:
    """True when `after` is the same paragraph as `before`."""
    size = before.size
    full = before.right > margins.right - 2.2 * size
    apart = before.page == after.page and before.baseline - after.baseline > 1.6 * max(margins.pitch, size)
    if not full or apart or abs(size - after.size) > 0.15 * size:
        return False
    indent = after.left - margins.left
    if _NUMBERED.match(after.text) and (indent > size or before.text.endswith(_CLOSES)):
        return False
    return indent <= size or _is_hanging(before, after, indent) or _is_long_title(before, after, margins)


def _is_hanging(before: Line, after: Line, indent: float) -> bool:
    """Both lines of an indented block, such as a list item; far right stand signatures and dates."""
    return indent < 5 * before.size and abs(before.left - after.left) < 0.5 * before.size and not before.text.endswith(_CLOSES)


def _is_long_title(before: Line, after: Line, margins: Margins) -> bool:
    """Both centred and larger than the text."""
    middles = (before.left + before.right) / 2, (after.left + after.right) / 2
    return before.size > 1.15 * margins.size and abs(middles[0] - middles[1]) < before.size


def _joint(before: str, after: str) -> str:
    """Nothing between Chinese characters and inside numbers; a space between Latin words."""
    return " " if before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha() else ""
