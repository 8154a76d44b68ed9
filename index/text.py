"""Bytes to text: which encoding a file is in, decided by strict decoding and by how much the result looks like Chinese.

Tried in this order: a byte order mark; strict UTF-8, undoing a second encoding where the result is no Chinese but its bytes
are (`æ•™è‚²` → 教育); then gb18030 and Big5 side by side, the more plausible of the two. Line ends become `\\n` here, once:
the text that leaves this module is the document's original, and every offset counts in it.

Search and display forms of a text are made by `index.repair` and `index.fold`, whose names are offered here too.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from index.errors import BinaryDocument, EmptyDocument, UndecodableDocument
from index.fold import Folded, fold, fold_character, simplified
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
_SAMPLE = 20_000
"""Code points looked at when plausibility is judged."""
_ALLOWED_CONTROLS = frozenset(b"\t\n\r\f\v\x1a\x1b\x85")
_MOST_CONTROLS = 0.01
"""Share of control bytes above which a file is no text."""

_FREQUENT = frozenset(
    "的业人和一国行发中工在作政有新动大务会技为年省法实部等生理全科进用展建化上区市公关对定以学设家不机地日资产管合要开成保了力高民能制加时应体出提方是规创"
    "项员经重位企月安通社第服主术本目分门者同报事信个与强到现及办度于施推条当级单场持金下责基品可多平内任自入来专教三各点查水研过其文将育据面后性计北前构活"
    "长量台系海源标二息府导共组职期十立支电心件道程示网监并数相表院就小联情委或好向交式外处所费利局河更统收这改物美调明他供厅案评得造次防间元特权题质领运准"
    "记果审集我名范车结们校求增备指之意转培险子商效接县解由治布代城营总策域依划型完确优医升知织取协证深四按传原环参续助流引议万受正天障路核消护农司步决价称"
    "投最风究需批格起验境落预问线认也照况队整从请已际使警类号济近此快放执检广告书口军五财手训比被负做励还申众色至健态奖回村达具群融师形团党未限养积打督站两善"
    "战老山东才精常无先华南识西种看影试都该考户因如普给举气置料复选列采视革模律说超排违测见节宣斯严益促编着极园游注容劳赛款围配包带根承食智约州今补反予然京里"
    "空直措坚装房乡某变首别而非控清少身则字例急每青获习头居让维周感亿率材响康登易章器客江疗干球克低但担义图镇六显药许纳卫失观充存础突救享移降士功序住张层额速"
    "势招论购算室断互女难值稳旅挥段争牌令鼓志销热病真股岗没综德除链些属尔录界减航片托印神微送林适再份切涉米密去亚税修害官想满象返辑央副雨均绿话双止络"
)
"""The 600 commonest characters of official documents and news: 85 % of the Han characters in them."""
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》【】〔〕—…·　％「」")


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
    head = data[:_SAMPLE]
    controls = sum(byte < 0x20 and byte not in _ALLOWED_CONTROLS for byte in head)
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


def plausibility(text: str) -> float:
    """From -1 to 1: how much the characters beyond ASCII look like Chinese; 0 when there are none.

    A frequent character (in either script) or Chinese punctuation counts 1, any other Han character of GB 2312 (or whose
    simplified form is) 0, anything else -1.
    """
    characters = [character for character in text[:_SAMPLE] if character > "\x7f"]
    return sum(map(_character_plausibility, characters)) / len(characters) if characters else 0.0


@cache
def _character_plausibility(character: str) -> int:
    folded = fold_character(character)
    if folded in _FREQUENT or character in _PUNCTUATION:
        return 1
    try:
        return 0 if len(folded.encode("gb2312")) == 2 and "\u4e00" <= folded <= "\u9fff" else -1
    except UnicodeEncodeError:
        return -1


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
