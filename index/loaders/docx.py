"""Word documents (docx) in document order: paragraphs with the numbers Word gives them, tables as `| a | b |` rows.

python-docx opens the package; the walk over its XML is ours, because `Paragraph.text` leaves out tracked insertions, content
controls, text boxes and automatic numbers. What a reader does not see as running text stays out: deletions, field codes, tables
of contents (they would double every heading), headers and footers. A cell merged over several rows is repeated in each, so that
every row can be understood alone; a table of one column is layout and comes out as paragraphs.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from lxml import etree

from index.errors import DamagedDocument, DocumentTooLarge, DocumentWithoutText, EncryptedDocument, UnsupportedType
from index.loaders.numbering import Labels, Numbering, W, integer, read_numberings, value

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = f"{W}txbxContent"
_CONTAINERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"})
_UNSEEN = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}rt", f"{W}sdtPr", _TEXT_BOX, _FALLBACK})
_PRINTED = {f"{W}tab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_CONTENTS_STYLE = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, OpcError, etree.XMLSyntaxError, KeyError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    based_on: str
    number_id: str
    level: int | None


@dataclass(frozen=True, slots=True)
class _Context:
    labels: Labels
    styles: Mapping[str, Style]


def parser_name() -> str:
    return f"docx@1+python-docx-{docx.__version__}"


def parse(data: bytes) -> str:
    """One paragraph or table row per line.

    Raises DamagedDocument, EncryptedDocument, DocumentTooLarge, DocumentWithoutText or UnsupportedType.
    """
    document = _open(data)
    context = _Context(Labels(_numberings(document)), _styles(document))
    lines = (line.strip() for block in _blocks(document.element.body, context) for line in block.split("\n"))
    text = "\n".join(line for line in lines if line)
    if not text:
        raise DocumentWithoutText
    return text


def _open(data: bytes) -> Document:
    try:
        _check_package(data)
        return docx.Document(io.BytesIO(data))
    except ValueError as error:  # python-docx: the package is another kind of Office file
        raise UnsupportedType(detail="docx（此文件不是 Word 文档）") from error
    except _BROKEN as error:
        raise DamagedDocument(detail=str(error)) from error


def _check_package(data: bytes) -> None:
    """Declared sizes bind: zipfile reads no more of a member than its entry declares."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = package.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise EncryptedDocument
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise DocumentTooLarge(detail=f"解压后 {MAX_UNPACKED_BYTES // 1024**2} MB")


def _numberings(document: Document) -> dict[str, Numbering]:
    parts = (relation.target_part for relation in document.part.rels.values() if relation.reltype.endswith("/numbering"))
    return {key: found for part in parts for key, found in read_numberings(etree.fromstring(part.blob)).items()}


def _styles(document: Document) -> dict[str, Style]:
    return {element.get(f"{W}styleId", ""): _style(element) for element in document.styles.element.iter(f"{W}style")}


def _style(element: etree._Element) -> Style:
    level = value(element.find(f"{W}pPr/{W}numPr/{W}ilvl"))
    return Style(
        name=value(element.find(f"{W}name")),
        based_on=value(element.find(f"{W}basedOn")),
        number_id=value(element.find(f"{W}pPr/{W}numPr/{W}numId")),
        level=integer(level, 0) if level else None,
    )


def _blocks(parent: etree._Element, context: _Context) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{W}p":
            yield from _paragraph(element, context)
        elif element.tag == f"{W}tbl":
            yield from _table(element, context)
        elif element.tag in _CONTAINERS and not _is_contents(element):
            yield from _blocks(element, context)


def _is_contents(element: etree._Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return value(gallery) == "Table of Contents"


def _paragraph(element: etree._Element, context: _Context) -> Iterator[str]:
    """The paragraph, then the text boxes anchored in it."""
    style = value(element.find(f"{W}pPr/{W}pStyle"))
    if not _CONTENTS_STYLE.match(context.styles[style].name if style in context.styles else style):
        label, text = _label(element, style, context), "".join(_pieces(element)).strip()
        yield label + text if text else ""  # an empty item counts all the same
    for box in _text_boxes(element):
        yield from _blocks(box, context)


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}br":
            yield "" if child.get(f"{W}type") in {"page", "column"} else "\n"
        elif child.tag in _PRINTED:
            yield _PRINTED[child.tag]
        elif child.tag not in _UNSEEN:
            yield from _pieces(child)


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Each box once: the fallback drawing repeats it for old versions of Word."""
    for child in element:
        if child.tag == _TEXT_BOX:
            yield child
        elif child.tag != _FALLBACK:
            yield from _text_boxes(child)


def _label(element: etree._Element, style: str, context: _Context) -> str:
    """The automatic number; the paragraph's own properties outrank its style's. Instance 0 switches numbering off."""
    properties = element.find(f"{W}pPr/{W}numPr")
    own = "" if properties is None else value(properties.find(f"{W}numId"))
    level = "" if properties is None else value(properties.find(f"{W}ilvl"))
    if own:
        return context.labels.next(own, integer(level, 0))
    inherited = _numbered_style(style, context)
    if inherited is None:
        return ""
    number_id = context.styles[inherited].number_id
    index = context.styles[inherited].level
    if index is None:
        index = context.labels.level_of_style(number_id, inherited)
    return context.labels.next(number_id, integer(level, index))


def _numbered_style(style: str, context: _Context) -> str | None:
    """The nearest style up the chain that has a numbering; a chain that bites its tail ends."""
    seen: set[str] = set()
    while style in context.styles and style not in seen:
        if context.styles[style].number_id:
            return style
        seen.add(style)
        style = context.styles[style].based_on
    return None


def _table(element: etree._Element, context: _Context) -> Iterator[str]:
    rows = [list(_cells(row)) for row in _rows(element)]
    if all(len(row) <= 1 for row in rows):
        for row in rows:
            for cell in row:
                yield from _blocks(cell, context)
        return
    above: dict[int, str] = {}
    for row in rows:
        above = _filled(row, above, context)
        yield "| " + " | ".join(above[column] for column in sorted(above)) + " |"


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Rows, also those inside content controls."""
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in _CONTAINERS:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _CONTAINERS:
            yield from _cells(child)


def _filled(row: list[etree._Element], above: Mapping[int, str], context: _Context) -> dict[int, str]:
    """Texts of a row by the grid column each cell starts in; a cell merged with the one above takes its text."""
    texts: dict[int, str] = {}
    column = 0
    for cell in row:
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        continues = merge is not None and value(merge) != "restart"
        own = " ".join(" ".join(block.split()) for block in _blocks(cell, context) if block)
        texts[column] = above.get(column, "") if continues else own
        column += integer(value(cell.find(f"{W}tcPr/{W}gridSpan")), 1)
    return texts
