"""Bytes to text: which encoding a file is in, decided by strict decoding and by how much the result looks like Chinese.

Tried in this order: a byte order mark; strict UTF-8, undoing a second encoding where the result is no Chinese but its bytes
are (`æ•™è‚²` → 教育); then gb18030 and Big5 side by side, the more plausible of the two. Line ends become `\\n` here, once:
the text that leaves this module is the document's original, and every offset counts in it.

Search and display forms of a text are made by `index.repair` and `index.fold`, whose names are offered here too.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import NamedTuple

from index.errors import BinaryDocument, EmptyDocument, UndecodableDocument
from index.fold import Folded, fold, simplified
from index.language import plausibility
from index.repair import find_repairs, show

__all__ = ["Decoded", "Folded", "decode", "find_repairs", "fold", "show", "simplified"]

_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # Word and Excel before 2007
    b"\x7fELF",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a",
    b"RIFF",
    b"II*\x00",
    b"MM\x00*",
    b"SQLite format 3\x00",
)

_LEGACY = (("gb18030", "gb18030"), ("cp950", "big5"), ("big5hkscs", "big5"))
"""Codec and the name it goes by."""

_LEAST_PLAUSIBLE = 0.25
_HEAD = 20_000
"""Bytes in which control characters are counted."""
_CONTROLS = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r\f\v\x1a\x1b")
_MOST_CONTROLS = 0.01
"""Share of control bytes above which a file is no text."""


class Decoded(NamedTuple):
    text: str
    encoding: str
    """`utf-8`, `utf-16-le`, `utf-16-be`, `gb18030`, `big5`, or `utf-8 (double-encoded)`."""


def decode(data: bytes, source: str) -> Decoded:
    """The text of a file. `source` names it in errors.

    Raises EmptyDocument, BinaryDocument, UndecodableDocument.
    """
    if not data.strip():
        raise EmptyDocument(source)
    decoded = _by_mark(data, source) or _unmarked(data, source)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\ufeff\u200b \n\t\f\v\u3000\u00a0"):
        raise EmptyDocument(source)
    return Decoded(text, decoded.encoding)


def _by_mark(data: bytes, source: str) -> Decoded | None:
    """UTF-8 or UTF-16 as announced by a byte order mark; None without one."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            text = _strictly(data[len(mark) :], encoding)
            if text is None or "\0" in text:
                raise UndecodableDocument(source)
            return Decoded(text, encoding)
    return None


def _unmarked(data: bytes, source: str) -> Decoded:
    if _is_binary(data):
        raise BinaryDocument(source)
    text = _strictly(data, "utf-8")
    if text is not None:
        once = _decoded_once_more(text)
        return Decoded(text, "utf-8") if once is None else Decoded(once, "utf-8 (double-encoded)")
    readings = [(plausibility(text), name, text) for name, text in _legacy_readings(data)]
    best = max(readings, key=lambda reading: reading[0], default=None)
    if best is None or best[0] < _LEAST_PLAUSIBLE:
        raise UndecodableDocument(source)
    return Decoded(best[2], best[1])


def _is_binary(data: bytes) -> bool:
    if data.startswith(_MAGIC) or b"\0" in data:
        return True
    head = data[:_HEAD]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > _MOST_CONTROLS * len(head)


def _legacy_readings(data: bytes) -> Iterator[tuple[str, str]]:
    for codec, name in _LEGACY:
        text = _strictly(data, codec)
        if text is not None:
            yield name, text


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decoded_once_more(text: str) -> str | None:
    """The Chinese text whose UTF-8 bytes were taken for another encoding and encoded again; None for any other text."""
    if text.isascii() or plausibility(text) >= _LEAST_PLAUSIBLE:
        return None
    for data in _misread_bytes(text):
        once = _strictly(data, "utf-8")
        if once is not None and plausibility(once) > max(_LEAST_PLAUSIBLE, plausibility(text)):
            return once.removeprefix("\ufeff")
    return None


def _misread_bytes(text: str) -> Iterator[bytes]:
    """The bytes that a program showed as `text` when it took them for Latin-1 or Windows-1252, or for GBK."""
    latin = bytearray()
    for character in text:
        try:
            latin += character.encode("latin-1" if character < "\u0100" else "cp1252")
        except UnicodeEncodeError:
            break
    else:
        yield bytes(latin)
    try:
        yield text.encode("gb18030")
    except UnicodeEncodeError:
        return
