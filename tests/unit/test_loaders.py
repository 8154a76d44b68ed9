"""`load`: what it takes, what it refuses and how it says so."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import (
    BinaryDocument,
    DamagedDocument,
    DocumentError,
    DocumentTooLarge,
    DocumentWithoutText,
    EmptyDocument,
    EncryptedDocument,
    MissingPath,
    UndecodableDocument,
    UnreadableFile,
    UnsupportedType,
)
from index.loaders import SUPPORTED, Loaded, load
from tests.loader_files import (
    PLAIN,
    TRADITIONAL,
    docx_bytes,
    encrypted_docx_bytes,
    encrypted_pdf_bytes,
    image_pdf_bytes,
    old_word_bytes,
    pdf_bytes,
)

Maker = Callable[[], bytes]
PAGE = "<html><head><meta charset={charset}><title>通知</title></head><body><p>{text}</p></body></html>"
RANDOM = bytes(range(128, 256)) * 40


def read(path: Path, max_bytes: int = 25 * 1024 * 1024) -> Loaded:
    return load(path, max_bytes=max_bytes, timeout_seconds=30.0)


def page(text: str, charset: str) -> bytes:
    return PAGE.format(charset=charset, text=text).encode(charset)


def other_office_bytes() -> bytes:
    """A package that is no Word document, as when an xlsx is renamed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_bytes())) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")
            new.writestr(name, content)
    return buffer.getvalue()


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


REFUSED: list[tuple[str, str, Maker, type[DocumentError], str]] = [
    ("empty-txt", "空.txt", lambda: b"", EmptyDocument, "是空的"),
    ("white-txt", "空 白.txt", lambda: b" \r\n\t\n", EmptyDocument, "是空的"),
    ("white-utf16", "空白.txt", lambda: "\ufeff \n".encode("utf-16-le"), EmptyDocument, "是空的"),
    ("empty-docx", "空.docx", lambda: b"", EmptyDocument, "是空的"),
    ("empty-pdf", "空.pdf", lambda: b"", EmptyDocument, "是空的"),
    ("binary-txt", "图片.txt", lambda: b"\x89PNG\r\n\x1a\n" + RANDOM + b"\0" * 64, BinaryDocument, "不是文本文件"),
    ("docx-named-txt", "计划.txt", docx_bytes, BinaryDocument, "不是文本文件"),
    ("pdf-named-html", "计划.html", pdf_bytes, BinaryDocument, "不是文本文件"),
    ("no-encoding", "乱码.txt", lambda: RANDOM, UndecodableDocument, "无法识别"),
    ("unknown-type", "表格.xlsx", lambda: b"PK", UnsupportedType, "txt、md、html、htm、docx、pdf"),
    ("no-suffix", "说明", PLAIN.encode, UnsupportedType, "不支持"),
    ("old-word", "旧文件.doc", old_word_bytes, UnsupportedType, "不支持"),
    ("old-word-named-docx", "旧文件.docx", old_word_bytes, UnsupportedType, "doc"),
    ("encrypted-docx", "机密 文件.docx", encrypted_docx_bytes, EncryptedDocument, "设有密码"),
    ("text-named-docx", "正文.docx", PLAIN.encode, DamagedDocument, "已损坏"),
    ("half-docx", "半份.docx", lambda: half(docx_bytes()), DamagedDocument, "已损坏"),
    ("other-office", "表格.docx", other_office_bytes, UnsupportedType, "不是 Word 文档"),
    ("docx-without-text", "空文档.docx", lambda: docx_bytes(lambda document: None), DocumentWithoutText, "没有可读取的文字"),
    ("encrypted-pdf", "机密.pdf", encrypted_pdf_bytes, EncryptedDocument, "设有密码"),
    ("text-named-pdf", "正文.pdf", PLAIN.encode, DamagedDocument, "已损坏"),
    ("broken-pdf", "坏.pdf", lambda: b"%PDF-1.7\n" + RANDOM, DamagedDocument, "已损坏"),
    ("scanned-pdf", "扫描件.pdf", image_pdf_bytes, DocumentWithoutText, "扫描件"),
    ("html-without-text", "空页.html", lambda: b"<html><body><script>1</script></body></html>", DocumentWithoutText, "没有可读取的文字"),
]


@pytest.mark.parametrize(("name", "make", "error", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_bad_file_is_refused_by_name(tmp_path: Path, name: str, make: Maker, error: type[DocumentError], words: str) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(error) as raised:
        read(path)
    assert raised.value.subject == name
    assert f"“{name}”" in raised.value.message
    assert words in raised.value.message
    assert str(tmp_path) not in raised.value.message


TAKEN: list[tuple[str, str, Maker, str, str, str]] = [
    ("utf-8", "要点.txt", PLAIN.encode, PLAIN, "utf-8", "text@1"),
    ("gb18030", "工作 要点.txt", lambda: PLAIN.encode("gb18030"), PLAIN, "gb18030", "text@1"),
    ("big5", "要點.txt", lambda: TRADITIONAL.encode("big5"), TRADITIONAL, "big5", "text@1"),
    ("upper-case-suffix", "要点.TXT", PLAIN.encode, PLAIN, "utf-8", "text@1"),
    ("markdown", "要点.md", lambda: b"# \xe4\xb8\x80\xe3\x80\x81\n\n- a\n", "# 一、\n\n- a\n", "utf-8", "text@1"),
    ("docx", "要点.docx", docx_bytes, PLAIN.strip(), "", "docx@1+python-docx-"),
    ("pdf", "要点.pdf", pdf_bytes, PLAIN.strip(), "", "pdf@1+pypdfium2-"),
    ("html-utf-8", "通知.html", lambda: page("请按时报到。", "utf-8"), "通知\n请按时报到。", "utf-8", "html@1+lxml-"),
    ("html-gb2312", "通知.htm", lambda: page("请按时报到。", "gb2312"), "通知\n请按时报到。", "gb18030", "html@1+lxml-"),
    ("html-big5", "通知.htm", lambda: page("請按時報到。", "big5"), "通知\n請按時報到。", "big5", "html@1+lxml-"),
    (
        "html-says-gb2312-is-utf-8",
        "通知.htm",
        lambda: PAGE.format(charset="gb2312", text="请按时报到。").encode("utf-8"),
        "通知\n请按时报到。",
        "utf-8",
        "html@1+lxml-",
    ),
]


@pytest.mark.parametrize(("name", "make", "text", "encoding", "parser"), [case[1:] for case in TAKEN], ids=[case[0] for case in TAKEN])
def test_good_file_becomes_its_text(tmp_path: Path, name: str, make: Maker, text: str, encoding: str, parser: str) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    loaded = read(path)
    assert loaded.text == text
    assert loaded.encoding == encoding
    assert loaded.parser.startswith(parser)


def test_supported_suffixes() -> None:
    assert SUPPORTED == (".txt", ".md", ".html", ".htm", ".docx", ".pdf")


def test_missing_path(tmp_path: Path) -> None:
    with pytest.raises(MissingPath, match=r"找不到“没有 这份.txt”"):
        read(tmp_path / "没有 这份.txt")


@pytest.mark.parametrize("name", ["目录", "目录.txt"])
def test_directory_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(UnsupportedType, match=name):
        read(tmp_path / name)


def test_symbolic_links(tmp_path: Path) -> None:
    (tmp_path / "原件.txt").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "链接.txt").symlink_to("原件.txt")
    (tmp_path / "断链.txt").symlink_to("不存在.txt")
    (tmp_path / "环.txt").symlink_to("环.txt")
    assert read(tmp_path / "链接.txt").text == PLAIN
    for broken in ("断链.txt", "环.txt"):
        with pytest.raises(MissingPath, match=broken):
            read(tmp_path / broken)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    with pytest.raises(UnsupportedType, match=r"管道\.txt"):
        read(tmp_path / "管道.txt")


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that opens and cannot be read")
def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "坏扇区.txt").symlink_to("/proc/self/mem")
    with pytest.raises(UnreadableFile, match=r"坏扇区\.txt"):
        read(tmp_path / "坏扇区.txt")


@pytest.mark.parametrize(
    ("limit", "shown"), [(25 * 1024 * 1024, "25 MB"), (1536 * 1024, "1.5 MB"), (64 * 1024, "64 KB"), (100, "100 字节")]
)
def test_limit_is_said(tmp_path: Path, limit: int, shown: str) -> None:
    path = tmp_path / "大文件.txt"
    path.write_bytes(b"a" * limit)
    assert len(read(path, limit).text) == limit
    path.write_bytes(b"a" * (limit + 1))
    with pytest.raises(DocumentTooLarge) as raised:
        read(path, limit)
    assert raised.value.subject == "大文件.txt"
    assert f"（{shown}）" in raised.value.message


def test_package_that_unpacks_to_too_much(tmp_path: Path) -> None:
    path = tmp_path / "炸弹.docx"
    path.write_bytes(docx_bytes())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package, package.open("word/bomb.bin", "w") as member:
        for _ in range(257):
            member.write(b"\0" * 1024**2)
    assert path.stat().st_size < 2 * 1024**2
    with pytest.raises(DocumentTooLarge, match=r"炸弹\.docx.*解压后 256 MB"):
        read(path)


def test_corpus_is_taken_as_it_is(corpus: Path) -> None:
    for path in sorted(corpus.glob("*.txt")):
        assert read(path).text == path.read_text(encoding="utf-8")
