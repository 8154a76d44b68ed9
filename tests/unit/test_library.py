from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from index import library as module
from index.errors import FingerprintMismatch, HomeLocked, MissingPath, NewerHome, UnknownDocument, UnknownHome
from index.library import AnswerRecord, IngestReport, Job, Library
from index.loaders import load
from index.records import DELETED, Segment
from tests.library_world import ToyEmbedder, bytes_on_disk, document_text, found, no_embedder, open_library, opened, write_documents


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "文件"


def _finished(library: Library, job: Job) -> Job:
    deadline = time.monotonic() + 30
    while (job := library.job(job.id)).state in {"queued", "running"}:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return job


# --- opening


def test_a_home_is_made_only_when_asked_for(home: Path) -> None:
    with pytest.raises(UnknownHome):
        open_library(home, create=False)
    assert not home.exists()
    open_library(home, create=True).close()
    open_library(home, create=False).close()


def test_a_folder_with_other_things_is_not_made_a_home(tmp_path: Path) -> None:
    (tmp_path / "计划.txt").touch()
    with pytest.raises(UnknownHome):
        open_library(tmp_path, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["计划.txt"]


def test_a_home_whose_making_was_killed_is_made(home: Path) -> None:
    home.mkdir()
    (home / "youju.sqlite").touch()
    with pytest.raises(UnknownHome):
        open_library(home, create=False)
    open_library(home, create=True).close()


def test_a_file_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnknownHome):
        open_library(tmp_path / "file", create=True)


def test_a_newer_home_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3  # noqa: PLC0415 - plays the newer program

    open_library(home).close()
    with sqlite3.connect(home / "youju.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(NewerHome, match="9999"):
        open_library(home)


def test_reading_the_catalogue_needs_no_model(home: Path, folder: Path) -> None:
    write_documents(folder, [1])
    with opened(home) as library:
        library.ingest([folder])
    with opened(home, no_embedder) as library:
        (row,) = library.documents()
        assert library.document(row.source).text == document_text(1)
        assert library.original(row.id) == ("0001.txt", document_text(1).encode())
        assert library.outline(row.id)[0].title == "推进学前教育"
        assert library.chunks_of("0001.txt")
        assert library.ingest([folder]).unchanged == 1
        assert library.verify().ok
        assert library.delete(row.id).purged


# --- ingest


def test_a_report_counts_everything(home: Path, folder: Path) -> None:
    write_documents(folder, range(4))
    with opened(home) as library:
        library.ingest([folder])
        write_documents(folder, [1], version=2)
        (folder / "0002.txt").unlink()
        (folder / "new.txt").write_text("新来的一份通知。", encoding="utf-8")
        (folder / "bad.txt").touch()
        report = library.ingest([folder, folder / "没有.txt"], prune=True)
        assert (report.added, report.updated, report.unchanged, report.removed) == (1, 1, 2, 1)
        assert {failure.code for failure in report.failed} == {"empty_document", "missing_path"}
        assert (report.documents, report.chunks) == (4, sum(row.chunks for row in library.documents()))
        assert any("新增学位100200个" in passage for passage in found(library, "新增学位100200个"))
        assert library.verify().ok


def test_nothing_is_pruned_unless_asked_or_outside_the_folder(home: Path, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "别处"
    write_documents(folder, [1])
    write_documents(other, [2])
    with opened(home) as library:
        library.ingest([folder, other, *write_documents(tmp_path / "单个", [3])])
        _finished(library, library.submit_upload("上传.txt", document_text(4).encode()))
        (folder / "0001.txt").unlink()
        assert library.ingest([folder]).removed == 0
        report = library.ingest([folder], prune=True)
        assert (report.removed, report.documents) == (1, 3)


def test_what_was_taken_in_is_found_by_both_engines(home: Path, folder: Path) -> None:
    write_documents(folder, range(8))
    with opened(home) as library:
        library.ingest([folder])
        assert any("新建公办幼儿园3001所" in passage for passage in found(library, "新建公办幼儿园3001所"))
        write_documents(folder, [3], version=2)
        library.ingest([folder])
        passages = found(library, "新建公办幼儿园3001所", k=100)
        assert not any("幼儿园3001所" in passage for passage in passages)
        assert any("幼儿园3002所" in passage for passage in passages)


def test_a_second_writer_is_refused_by_name(home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_INGEST_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(module, "_WAIT_SECONDS", 0.05)
    write_documents(folder, range(3))
    with opened(home) as library, opened(home) as other:
        library.ingest([folder])
        refused = list[str]()

        def progress(stage: str, done: int, total: int) -> None:
            for attempt in (lambda: other.ingest([folder]), lambda: other.delete("0000.txt"), other.verify, other.rebuild):
                with pytest.raises(HomeLocked) as caught:
                    attempt()
                refused.append(caught.value.message)

        library.ingest(write_documents(folder, [9]), progress=progress)
        assert refused
        assert all("ingest" in message for message in refused)


def test_reading_goes_on_during_a_write(home: Path, folder: Path) -> None:
    """Twenty threads search and read while documents change; every passage is one that some version holds."""
    write_documents(folder, range(8))
    stop, broken = threading.Event(), list[str]()
    with opened(home) as library:
        library.ingest([folder])

        def read() -> None:
            try:
                while not stop.is_set():
                    for passage in found(library, "新建公办幼儿园", k=10):
                        if not any(passage in document_text(number, version) for number in range(8) for version in (1, 2, 3)):
                            broken.append(passage)
                    library.documents()
            except Exception as error:
                broken.append(repr(error))

        threads = [threading.Thread(target=read) for _ in range(20)]
        for thread in threads:
            thread.start()
        for version in (2, 3):
            write_documents(folder, range(8), version=version)
            assert library.ingest([folder]).updated == 8
        stop.set()
        for thread in threads:
            thread.join()
    assert broken == []


def test_a_reader_sees_the_documents_of_another_process_within_two_seconds(home: Path, folder: Path) -> None:
    write_documents(folder, [1])
    with opened(home) as library:
        library.ingest([folder])
        assert not any("幼儿园5001所" in passage for passage in found(library, "新建公办幼儿园5001所"))
        write_documents(folder, [5])
        _in_another_process(home, f"library.ingest([Path({str(folder)!r})])")
        deadline = time.monotonic() + 2
        while not any("幼儿园5001所" in passage for passage in found(library, "新建公办幼儿园5001所")):
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_server_catches_up_with_a_process_that_was_killed(home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_SECONDS", 0.0)
    write_documents(folder, [1])
    with opened(home) as library:
        library.ingest([folder])
        found(library, "幼儿园")
        write_documents(folder, [5])
        ending = "import os; library._catch_up = lambda *_: os.kill(os.getpid(), 9)"
        _in_another_process(home, f"{ending}\nlibrary.ingest([Path({str(folder)!r})])", returncode=-9)
        assert len(library.documents()) == 2
        assert any("幼儿园5001所" in passage for passage in found(library, "新建公办幼儿园5001所"))


def _in_another_process(home: Path, action: str, returncode: int = 0) -> None:
    opening = f"from pathlib import Path\nfrom tests.library_world import *\nlibrary = open_library(Path({str(home)!r}))"
    code = f"{opening}\n{action}\nlibrary.close()"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == returncode


# --- the model


def test_another_model_is_refused_until_all_is_embedded_again(home: Path, folder: Path) -> None:
    write_documents(folder, [1, 2])
    with opened(home) as library:
        library.ingest([folder])
    with opened(home, lambda: ToyEmbedder("toy-b", 16)) as library:
        with pytest.raises(FingerprintMismatch):
            library.generation()
        with pytest.raises(FingerprintMismatch):
            library.ingest(write_documents(folder, [3]))
        library.rebuild(reembed=True)
        assert library.generation().number == 4
        assert library.verify().ok
        assert library.ingest([folder]).added == 1
    with opened(home) as library, pytest.raises(FingerprintMismatch):
        library.generation()


def test_an_empty_home_takes_on_any_model(home: Path, folder: Path) -> None:
    write_documents(folder, [1])
    with opened(home) as library:
        library.ingest([folder])
        library.delete("0001.txt")
    with opened(home, lambda: ToyEmbedder("toy-b", 16)) as library:
        assert library.generation().lexical is not None
        assert library.ingest([folder]).added == 1
        assert library.verify().ok


# --- uploads


def test_an_upload_is_taken_in_by_a_job(home: Path) -> None:
    with opened(home) as library:
        job = library.submit_upload("目录/计划.txt", document_text(5).encode("gb18030"))
        assert job.state == "queued"
        done = _finished(library, job)
        assert (done.state, done.error) == ("done", None)
        assert done.report is not None
        assert done.report.added == 1
        document = library.document("计划.txt")
        assert (document.text, document.source_key) == (document_text(5), "计划.txt")
        assert any("幼儿园5001所" in passage for passage in found(library, "新建公办幼儿园5001所"))
        again = _finished(library, library.submit_upload("计划.txt", document_text(5).encode("gb18030")))
        assert again.report is not None
        assert again.report.unchanged == 1
        assert not list((home / "work").rglob("计划.txt"))


def test_an_upload_that_cannot_be_read_fails_with_its_reason(home: Path) -> None:
    with opened(home) as library:
        job = _finished(library, library.submit_upload("空.txt", b""))
        assert job.state == "failed"
        assert job.report is not None
        assert [(failure.path, failure.code) for failure in job.report.failed] == [("空.txt", "empty_document")]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("C:\\资料\\计划.txt", "计划.txt"),
        ("../../etc/计划.txt", "计划.txt"),
        ("长" * 200 + ".txt", "长" * 65 + ".txt"),
        (" 计划.txt ", "计划.txt"),
    ],
    ids=["windows path", "climbing", "too long", "blanks"],
)
def test_names_of_uploads(home: Path, name: str, source: str) -> None:
    with opened(home) as library:
        _finished(library, library.submit_upload(name, document_text(1).encode()))
        assert [row.source for row in library.documents()] == [source]


@pytest.mark.parametrize("name", ["", "..", "/", "目录/.."])
def test_an_upload_without_a_name(home: Path, name: str) -> None:
    with opened(home) as library, pytest.raises(MissingPath):
        library.submit_upload(name, b"x")


def test_an_upload_whose_process_was_killed_is_shown_as_interrupted(home: Path) -> None:
    action = (
        "import os, time; library._ingest = lambda *_: time.sleep(60)\n"
        "job = library.submit_upload('a.txt', b'x')\n"
        f"Path({str(home)!r}, 'job').write_text(job.id)\n"
        "while library.job(job.id).state != 'running': time.sleep(0.01)\n"
        "os.kill(os.getpid(), 9)"
    )
    home.mkdir()
    _in_another_process(home, action, returncode=-9)
    job_id = (home / "job").read_text()
    with opened(home) as library:
        job = library.job(job_id)
        assert job.state == "failed"
        assert job.error is not None
        assert job.error.code == "job_interrupted"
        assert list((home / "work").iterdir()) == []


def test_uploads_of_a_living_process_are_left_alone(home: Path) -> None:
    with opened(home) as library:
        hold = threading.Event()
        library._ingest = lambda *_: (hold.wait(30), IngestReport())[1]  # type: ignore[method-assign]
        job = library.submit_upload("a.txt", b"x")
        with opened(home) as other:
            assert other.job(job.id).state in {"queued", "running"}
        hold.set()


# --- removing


def test_deleted_is_gone(home: Path, folder: Path) -> None:
    write_documents(folder, range(4))
    (folder / "秘密.txt").write_text("澜安特色课程十七门，覆盖全部初中。", encoding="utf-8")
    with opened(home) as library:
        library.ingest([folder])
        gone = library.document("秘密.txt")
        record = AnswerRecord(
            "a1", "几门？", "几门？", "answered", "extractive", datetime.now(UTC), (Segment("澜安特色课程十七门[1]。", (gone.id,)),)
        )
        library.save_answer(record)
        chunk_ids = [chunk.id for chunk in library.chunks_of(gone.id)]
        assert any("澜安" in passage for passage in found(library, "澜安特色课程"))
        receipt = library.delete("秘密.txt")
        assert (receipt.document_id, receipt.source, receipt.purged) == (gone.id, "秘密.txt", True)
        assert "已彻底删除" in receipt.message
        assert not any("澜安" in passage for passage in found(library, "澜安特色课程"))
        assert library.chunks(chunk_ids) == {}
        assert library.answer("a1") == replace(record, segments=(Segment(DELETED, (gone.id,)),))
        assert "澜安特色".encode() not in bytes_on_disk(home)
        assert library.verify().ok
        with pytest.raises(UnknownDocument):
            library.delete("秘密.txt")
    with opened(home) as library:
        assert not any("澜安" in passage for passage in found(library, "澜安特色课程"))


def test_a_delete_that_was_killed_is_finished_by_the_next_reader(home: Path, folder: Path) -> None:
    write_documents(folder, range(4))
    (folder / "秘密.txt").write_text("澜安特色课程十七门，覆盖全部初中。", encoding="utf-8")
    with opened(home) as library:
        library.ingest([folder])
    _in_another_process(home, "import os; library._catch_up = lambda *_: os.kill(os.getpid(), 9)\nlibrary.delete('秘密.txt')", -9)
    with opened(home) as library:
        assert library._store.purge_pending()
        assert not any("澜安" in passage for passage in found(library, "澜安特色课程"))
        assert not library._store.purge_pending()
        assert "澜安特色".encode() not in bytes_on_disk(home)


# --- checking and making again


def test_lost_caches_are_made_again_without_the_model(home: Path, folder: Path) -> None:
    write_documents(folder, range(4))
    with opened(home) as library:
        library.ingest([folder])
        before = found(library, "新建公办幼儿园")
    for path in sorted((home / "index").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    with opened(home, no_embedder) as library:
        library.rebuild()
        assert library.verify().ok
    with opened(home) as library:
        assert found(library, "新建公办幼儿园") == before


def test_a_damaged_cache_is_reported_by_verify_and_mended_by_rebuild(home: Path, folder: Path) -> None:
    write_documents(folder, range(4))
    with opened(home) as library:
        library.ingest([folder])
    largest = max((path for path in (home / "index").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 0xFF
    largest.write_bytes(data)
    with opened(home) as library:
        report = library.verify()
        assert not report.ok
        assert any("已损坏" in problem for problem in report.problems)
        library.rebuild()
        assert library.verify().ok


def test_reparsing_what_comes_out_the_same_changes_nothing(home: Path, folder: Path) -> None:
    write_documents(folder, range(4))
    with opened(home) as library:
        library.ingest([folder])
        before = library._store.change_seq()
        library.rebuild(reparse=True)
        assert library._store.change_seq() == before
        assert library.verify().ok


def test_reparsing_with_another_parser_makes_the_next_version(home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index import taking  # noqa: PLC0415 - its parser is replaced

    write_documents(folder, range(3))
    with opened(home) as library:
        library.ingest([folder])

        def newer(path: Path, **limits: float) -> object:
            loaded = load(path, **limits)  # type: ignore[arg-type]
            return replace(loaded, parser="text@2", text=loaded.text.replace("保教", "保育教育"))

        monkeypatch.setattr(taking, "load", newer)
        library.rebuild(reparse=True)
        assert {(row.version, row.parser) for row in library.documents()} == {(2, "text@2")}
        document = library.document("0001.txt")
        assert "保育教育" in document.text
        assert library._store.document(document.id, 1).text == document_text(1)
        assert any("保育教育" in passage for passage in found(library, "提高保育教育质量"))
        assert library.verify().ok


def test_embedding_again_with_the_same_model_mends_vectors(home: Path, folder: Path) -> None:
    write_documents(folder, [1])
    with opened(home) as library:
        library.ingest([folder])
        (row,) = library.documents()
        space = library._store.space()
        assert space is not None
        library._store.put_vectors(row.id, space, np.full((row.chunks, space.dimension), 7, np.float32))
        assert not library.verify().ok
        library.rebuild(reembed=True)
        assert library.verify().ok
