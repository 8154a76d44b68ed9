"""Builders of small files in every format the loaders take, good and broken, for tests. All texts are invented."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Sequence
from typing import Final

import docx
from docx.document import Document
from docx.oxml import parse_xml
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

OLE_HEADER: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PLAIN: Final = "青溪区教育局2025年工作要点\n一、扩大学位供给\n新建幼儿园3所，新增学位1080个。\n"
TRADITIONAL: Final = "青溪區教育局2025年工作要點\n一、擴大學位供給\n新建幼兒園3所，新增學位1080個。\n"
_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

Page = Sequence[str]
"""Paragraphs of one page."""


def docx_bytes(build: Callable[[Document], None] | None = None) -> bytes:
    """A Word document with PLAIN as its paragraphs, or with what `build` puts into an empty one."""
    document = docx.Document()
    if build is None:
        for line in PLAIN.splitlines():
            document.add_paragraph(line)
    else:
        build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def number_levels(document: Document, levels: Sequence[tuple[str, str]], number_id: int = 50) -> None:
    """Adds a numbering instance whose levels are (format, text): `("chineseCounting", "%1、")`."""
    described = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for index, (form, text) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {_W} w:abstractNumId="{number_id}">{described}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {_W} w:numId="{number_id}"><w:abstractNumId w:val="{number_id}"/></w:num>'))


def numbered(document: Document, text: str, level: int = 0, number_id: int = 50) -> None:
    """Adds a paragraph with an automatic number."""
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {_W}><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>'))


def add_xml(document: Document, xml: str) -> None:
    """Appends a WordprocessingML block; the prefix `w` is bound."""
    head, rest = xml.split(">", 1)
    closing = "/" if head.endswith("/") else ""
    document.element.body.insert_element_before(parse_xml(f"{head.removesuffix('/')} {_W}{closing}>{rest}"), "w:sectPr")


def old_word_bytes() -> bytes:
    """The beginning of a binary doc of Word 97–2003."""
    return OLE_HEADER + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 1024


def encrypted_docx_bytes() -> bytes:
    """The container that Office puts a password-protected docx into."""
    return OLE_HEADER + b"\0" * 504 + "EncryptionInfo\0EncryptedPackage".encode("utf-16-le") + b"\0" * 1024


def pdf_bytes(pages: Sequence[Page] = (), *, header: str = "", footer: str = "", columns: int = 36, indent: str = "　　") -> bytes:
    """A4 pages of Chinese text in 12 pt, set like an office does: each paragraph indented and broken after `columns` characters.

    A paragraph that begins with ` ` is centred. `footer` may hold `{page}`.
    """
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for number, paragraphs in enumerate(pages or [PLAIN.splitlines()], start=1):
        _draw_page(canvas, paragraphs, columns, indent)
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 40, header)
        canvas.drawCentredString(A4[0] / 2, 40, footer.format(page=number))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw_page(canvas: Canvas, paragraphs: Page, columns: int, indent: str) -> None:
    canvas.setFont("STSong-Light", 12)
    height = A4[1] - 110
    for paragraph in paragraphs:
        if paragraph.startswith(" "):
            canvas.drawCentredString(A4[0] / 2, height, paragraph.strip())
            height -= 22
            continue
        for line in textwrap.wrap(indent + paragraph, columns, drop_whitespace=False):
            canvas.drawString(80, height, line)
            height -= 22


def encrypted_pdf_bytes(password: str = "secret") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes())))
    writer.encrypt(password, algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def turned_pdf_bytes(data: bytes, turned: int, shown: int) -> bytes:
    """The pages with their text turned by so many degrees clockwise, and shown turned by `shown` degrees more."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        page.rotate(turned)
        page.transfer_rotation_to_content()
        page.rotate(shown)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def image_pdf_bytes() -> bytes:
    """A scanned page: a picture and no text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawImage(ImageReader(Image.new("RGB", (100, 140), "white")), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
