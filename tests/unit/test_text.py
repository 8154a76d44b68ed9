from __future__ import annotations

import codecs

import pytest

from index.errors import BinaryDocument, EmptyDocument, UndecodableDocument
from index.text import decode

SIMPLIFIED = "青禾区教育局2025年工作计划\n一、加强党对教育工作的全面领导,落实立德树人根本任务。"
TRADITIONAL = "青禾區教育局2025年工作計劃\n一、加強黨對教育工作的全面領導,落實立德樹人根本任務。"
ONCE = "utf-8 (double-encoded)"


@pytest.mark.parametrize(
    ("text", "data", "encoding"),
    [
        pytest.param(SIMPLIFIED, SIMPLIFIED.encode(), "utf-8", id="utf-8"),
        pytest.param(SIMPLIFIED, codecs.BOM_UTF8 + SIMPLIFIED.encode(), "utf-8", id="utf-8 with mark"),
        pytest.param(SIMPLIFIED, codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le"), "utf-16-le", id="utf-16 little endian"),
        pytest.param(SIMPLIFIED, codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), "utf-16-be", id="utf-16 big endian"),
        pytest.param(SIMPLIFIED, SIMPLIFIED.encode("gb18030"), "gb18030", id="simplified in gb18030"),
        pytest.param(TRADITIONAL, TRADITIONAL.encode("gb18030"), "gb18030", id="traditional in gb18030"),
        pytest.param(TRADITIONAL, TRADITIONAL.encode("big5"), "big5", id="traditional in big5"),
        pytest.param("教育", "教育".encode("gb18030"), "gb18030", id="two simplified characters"),
        pytest.param("學校", "學校".encode("big5"), "big5", id="two traditional characters"),
        pytest.param("１９９５年施行", "１９９５年施行".encode("gb18030"), "gb18030", id="mostly full-width figures"),
        pytest.param(SIMPLIFIED, SIMPLIFIED.encode().decode("latin-1").encode(), ONCE, id="read as latin-1"),
        pytest.param("学校", "学校".encode().decode("cp1252", "ignore").encode(), ONCE, id="read as windows-1252"),
        pytest.param("学习教育", "学习教育".encode().decode("gbk").encode(), ONCE, id="read as gbk"),
        pytest.param("plain ASCII", b"plain ASCII", "utf-8", id="ascii"),
        pytest.param("café, naïve", "café, naïve".encode(), "utf-8", id="accented letters are no second encoding"),
        pytest.param("𠮷野家", "𠮷野家".encode(), "utf-8", id="beyond the basic plane"),
    ],
)
def test_encodings(text: str, data: bytes, encoding: str) -> None:
    assert decode(data, "x.txt") == (text, encoding)


@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n"], ids=["crlf", "cr", "lf"])
def test_line_ends_become_one_character(end: bytes) -> None:
    assert decode("一".encode() + end + "二".encode(), "x.txt").text == "一\n二"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"", EmptyDocument, id="no bytes"),
        pytest.param(b" \r\n\t ", EmptyDocument, id="blanks"),
        pytest.param("\u3000\n\u200b".encode(), EmptyDocument, id="wide and zero-width blanks"),
        pytest.param(codecs.BOM_UTF8, EmptyDocument, id="only a mark"),
        pytest.param(b"%PDF-1.7 ...", BinaryDocument, id="pdf"),
        pytest.param(b"PK\x03\x04...", BinaryDocument, id="zip or docx"),
        pytest.param(b"\x89PNG\r\n\x1a\n", BinaryDocument, id="png"),
        pytest.param(b"MZ\x90\x00\x03", BinaryDocument, id="exe"),
        pytest.param(b"text with \x00 in it", BinaryDocument, id="nul"),
        pytest.param(bytes(range(1, 32)) * 4, BinaryDocument, id="control characters"),
        pytest.param("教育".encode()[:-1] + b"\xff\xff\xfe", UndecodableDocument, id="broken utf-8"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8\x41", UndecodableDocument, id="broken utf-16"),
        pytest.param(bytes([0x82, 0x30, 0x81, 0x31] * 8), UndecodableDocument, id="gb18030 but no Chinese"),
    ],
)
def test_what_is_no_text(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"报告\.txt"):
        decode(data, "报告.txt")
