"""The document desk: list, search, results of uploads, and the question before a deletion."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from index.records import Failure, IngestReport, Job
from rag.ui import desk, uploads
from rag.ui.masthead import masthead
from rag.ui.uploads import Upload
from tests.fakes import FakeLibrary, document, sample_documents

ROWS = FakeLibrary(sample_documents()).documents()


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("", ["云溪区", "石桥县"]),
        ("  ", ["云溪区", "石桥县"]),
        ("云溪", ["云溪区"]),
        ("2024", ["石桥县"]),
        ("总结 石桥", ["石桥县"]),
        ("总结 云溪", []),
        ("TXT", ["云溪区", "石桥县"]),
    ],
    ids=["all", "blank", "region", "year", "two words", "no match", "file name, any case"],
)
def test_words_narrow_the_list(words: str, titles: list[str]) -> None:
    assert [row.header.region for row in desk.narrowed(ROWS, words)] == titles


def test_the_list_shows_what_a_row_knows() -> None:
    markup = desk.documents(ROWS)
    for fact in ("共 2 份文件", "云溪区教育局2025年工作计划", "2025年", "计划", "2025-01-24", "石桥县2024.txt"):
        assert fact in markup


@pytest.mark.parametrize(("rows", "words", "said"), [((), "", "还没有文件"), (ROWS, "海岛<b>", "没有与“海岛&lt;b&gt;”相符")])
def test_an_empty_list_says_what_to_do(rows: tuple[desk.Row, ...], words: str, said: str) -> None:
    markup = desk.documents(rows, words)
    assert said in markup
    assert "请" in markup


def test_a_long_list_is_cut_and_says_so() -> None:
    many = FakeLibrary(document(f"第{n}号文件", f"{n}.txt") for n in range(desk.LISTED + 5)).documents()
    markup = desk.documents(many)
    assert markup.count("<tr>") == desk.LISTED + 1
    assert f"共 {desk.LISTED + 5} 份文件，显示前 {desk.LISTED} 份" in markup


def test_a_deletion_is_asked_about_by_name() -> None:
    hostile = FakeLibrary([document("<img src=x>计划", "<b>.txt")]).documents()[0]
    markup = desk.confirmation(hostile)
    assert "&lt;img src=x&gt;计划" in markup
    assert "&lt;b&gt;.txt" in markup
    value = re.search(r'data-event="erase" data-value="([^"]*)"', markup)
    assert value
    assert json.loads(unescape(value[1])) == {"id": hostile.id}


def report(added: int = 0, updated: int = 0, unchanged: int = 0, *failed: Failure) -> IngestReport:
    return IngestReport(added, updated, unchanged, 0, failed, 1, 3, 0.1)


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        (Job("j", "queued"), ("waiting", "", None)),
        (Job("j", "running", "embed", 1, 4), ("running", "计算向量", 0.25)),
        (Job("j", "running", "unheard of", 0, 0), ("running", "", None)),
        (Job("j", "done", report=report(1)), ("added", "", None)),
        (Job("j", "done", report=report(0, 1)), ("updated", "", None)),
        (Job("j", "done", report=report(0, 0, 1)), ("unchanged", "", None)),
        (Job("j", "done", report=report(0, 0, 0, Failure("a", "empty_document", "是空的"))), ("failed", "是空的", None)),
        (Job("j", "failed", error=Failure("a", "home_locked", "正被写入")), ("failed", "正被写入", None)),
    ],
    ids=["queued", "running", "unknown stage", "added", "updated", "unchanged", "failed file", "failed job"],
)
def test_an_upload_stands_as_its_job_does(job: Job, expected: tuple[str, str, float | None]) -> None:
    now = uploads.stood(Upload("甲.txt", "j"), job)
    assert (now.outcome, now.detail, now.share) == expected


def test_uploads_are_followed_until_all_are_over() -> None:
    library = FakeLibrary()
    job = library.submit_upload("甲.txt", "甲区计划".encode())
    handed = [uploads.handed_in("甲.txt", job.id, ""), uploads.handed_in("乙.exe", "", "不支持"), uploads.handed_in("丙.txt", "lost", "")]
    last = list(uploads.follow(library, handed))[-1]  # type: ignore[arg-type]
    assert [each.outcome for each in last] == ["added", "failed", "failed"]
    assert "没有编号为“lost”的任务" in uploads.lines(last)


def test_a_file_handed_in_later_is_followed_too() -> None:
    library = FakeLibrary()
    handed = [uploads.handed_in("甲.txt", library.submit_upload("甲.txt", "甲区计划".encode()).id, "")]
    states = uploads.follow(library, handed)  # type: ignore[arg-type]
    assert len(next(states)) == 1
    handed.append(uploads.handed_in("乙.txt", library.submit_upload("乙.txt", "乙区计划".encode()).id, ""))
    assert [each.outcome for each in list(states)[-1]] == ["added", "added"]


def test_the_banner_is_there_when_set() -> None:
    assert "示例资料" in masthead("示例资料：均为虚构")
    assert "banner" not in masthead("")
