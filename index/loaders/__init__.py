"""A file becomes text: one format per module, one entry point, every failure an error that names the file.

Text and Markdown are only decoded. Word, PDF and HTML are read by third-party parsers of untrusted bytes, so each such
file goes to a child process of its own (`index.loaders.sandbox`) that can be stopped and can touch neither disk nor
network. What comes back is the document's text, one paragraph or table row per line; where it stood on the page is lost.

Not done here: reading headers, headings or repairs out of the text, and old binary Word files, which are refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from index.errors import DamagedDocument, DocumentTooLarge, EmptyDocument, EncryptedDocument, MissingPath, UnreadableFile, UnsupportedType
from index.loaders.sandbox import parse


@dataclass(frozen=True, slots=True)
class Loaded:
    text: str
    """For txt and md exactly what the bytes decode to; for the others lines parted by `\\n`, without control characters."""
    encoding: str
    """Of the file's bytes, as Python names it; empty for Word and PDF, which are no text files."""
    parser: str
    """`name@version` of what made `text`, with the library behind it: `docx@1+python-docx-1.2.0`."""


Reader: TypeAlias = Callable[[bytes, str, float], Loaded]
"""(bytes, file name, seconds) → text."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_CODECS = {
    "gb2312": ("gb18030", "gb18030"),
    "gbk": ("gb18030", "gb18030"),
    "gb18030": ("gb18030", "gb18030"),
    "big5": ("big5hkscs", "big5"),
    "big5-hkscs": ("big5hkscs", "big5"),
}
"""By the name a page gives: the codec that reads all of it, and the name it goes by here."""


def _read_plain(data: bytes, name: str, _timeout_seconds: float) -> Loaded:
    from index.text import decode  # noqa: PLC0415  # brings numpy, which every child would pay for

    decoded = decode(data, name)
    return Loaded(decoded.text, decoded.encoding, "text@1")


def _read_html(data: bytes, name: str, timeout_seconds: float) -> Loaded:
    text, encoding = _decode_page(data, name)
    parsed = parse("html", text.encode("utf-8"), name, timeout_seconds)
    return Loaded(parsed.text, encoding, parsed.parser)


def _read_docx(data: bytes, name: str, timeout_seconds: float) -> Loaded:
    if data.startswith(_OLE):
        raise _ole_error(data, name)
    if not data.startswith(b"PK"):
        raise DamagedDocument(name, detail="不是 Word 文档（docx）的文件头")
    parsed = parse("docx", data, name, timeout_seconds)
    return Loaded(parsed.text, "", parsed.parser)


def _read_pdf(data: bytes, name: str, timeout_seconds: float) -> Loaded:
    if b"%PDF-" not in data[:1024]:
        raise DamagedDocument(name, detail="不是 PDF 的文件头")
    parsed = parse("pdf", data, name, timeout_seconds)
    return Loaded(parsed.text, "", parsed.parser)


_READERS: Mapping[str, Reader] = MappingProxyType(
    {".txt": _read_plain, ".md": _read_plain, ".html": _read_html, ".htm": _read_html, ".docx": _read_docx, ".pdf": _read_pdf}
)
SUPPORTED: tuple[str, ...] = tuple(_READERS)
"""Suffixes that `load` takes, lower case, with their dot."""


def load(path: Path, *, max_bytes: int, timeout_seconds: float) -> Loaded:
    """The text of one file; symbolic links are followed. The time limit is for the parser, in seconds.

    Raises MissingPath, UnsupportedType, DocumentTooLarge, EmptyDocument, BinaryDocument, UndecodableDocument,
    DamagedDocument, EncryptedDocument, DocumentWithoutText, UnreadableFile or ParserFailed, each naming the file.
    """
    name = path.name
    if not path.exists():
        raise MissingPath(name)
    reader = _READERS.get(path.suffix.lower())
    if reader is None or not path.is_file():
        raise UnsupportedType(name, detail=_supported())
    data = _read_bytes(path, max_bytes)
    if not data.strip():
        raise EmptyDocument(name)
    return reader(data, name, timeout_seconds)


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    """At most `max_bytes`; one more is read to notice a file that grows meanwhile."""
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise UnreadableFile(path.name, detail=error.strerror or type(error).__name__) from error
    if len(data) > max_bytes:
        raise DocumentTooLarge(path.name, detail=_size(max_bytes))
    return data


def _ole_error(data: bytes, name: str) -> EncryptedDocument | UnsupportedType:
    """Office stores both password-protected docx and old binary doc in an OLE container; only the first holds this stream."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedDocument(name)
    return UnsupportedType(name, detail=f"{_supported()}（此文件实为旧版 Office 格式，如 doc）")


def _decode_page(data: bytes, name: str) -> tuple[str, str]:
    """A page says its encoding; believed where it decodes without error and the bytes are not UTF-8 all the same."""
    from index.text import decode  # noqa: PLC0415

    declared = _CHARSET.search(data[:4096])
    codec, encoding = _CODECS.get(declared.group(1).decode("ascii").lower(), ("", "")) if declared else ("", "")
    if codec and b"\0" not in data and not _decodes(data, "utf-8") and _decodes(data, codec):
        return data.decode(codec), encoding
    decoded = decode(data, name)
    return decoded.text, decoded.encoding


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _supported() -> str:
    return "、".join(suffix.removeprefix(".") for suffix in SUPPORTED)


def _size(count: int) -> str:
    """`25 MB`, as office software counts them."""
    for unit, size in (("MB", 1024 * 1024), ("KB", 1024)):
        if count >= size:
            return f"{count / size:.4g} {unit}"
    return f"{count} 字节"
