from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index import crew, taking
from index import ingest as module
from index.generation import stored_passages
from index.ingest import Outcome, ingest
from index.loaders import load
from index.outline import read_outline
from index.plan import plan_ingest
from index.records import Limits, NewId, random_id
from index.store import Store
from index.taking import failure_of
from index.types import Embedder
from tests.library_world import ToyEmbedder, document_text, no_embedder, write_documents

LIMITS = Limits(max_bytes=100_000, parse_timeout_seconds=30)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "youju.sqlite", str(tmp_path))
    yield store
    store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "文件"


def _ingest(
    store: Store, *paths: Path, embedder: Embedder | None = None, collection: str = "default", new_id: NewId = random_id
) -> Outcome:
    def load() -> Embedder:
        return embedder or ToyEmbedder()

    candidates = plan_ingest(paths).candidates
    return ingest(store, candidates, load, collection=collection, limits=LIMITS, progress=lambda *_: None, new_id=new_id)


def _counts(outcome: Outcome) -> tuple[int, int, int, list[str]]:
    return outcome.added, outcome.updated, outcome.unchanged, [failure.code for failure in outcome.failed]


def test_a_file_becomes_a_document_with_all_its_parts(store: Store, folder: Path) -> None:
    (path,) = write_documents(folder, [3])
    assert _counts(_ingest(store, folder)) == (1, 0, 0, [])
    (row,) = store.documents()
    document = store.document(row.id)
    assert document.text == document_text(3)
    assert document.content_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (document.source, document.source_key, document.version) == ("0003.txt", "0003.txt", 1)
    assert (document.header.region, document.header.years, document.header.kinds) == ("望湖区", (2025,), ("计划",))
    assert [section.title for section in store.sections(row.id)] == ["推进学前教育", "扩大普惠资源", "提高保教质量", "强化教师队伍"]
    assert len(store.vectors_of(row.id)[0]) == len(store.chunks_of(row.id)) > 0
    assert store.content(row.id).original == path.read_bytes()


def test_what_the_lexical_index_keeps_is_at_hand_as_the_database_has_it(store: Store, folder: Path) -> None:
    write_documents(folder, [1, 2, 3])
    fresh = _ingest(store, folder).fresh
    ids = store.live_documents()
    assert sorted(fresh) == list(ids)
    assert [passage for one in ids for passage in fresh[one]] == list(stored_passages(store, ids)) != []
    assert list(stored_passages(store, ids, fresh={ids[1]: fresh[ids[1]]})) == list(stored_passages(store, ids))


@pytest.mark.parametrize("bound", ["FRESH_BYTES", "FRESH_CHARACTERS"])
def test_beyond_the_bound_it_is_left_to_the_database(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    write_documents(folder, [1, 2])
    monkeypatch.setattr(module, bound, len(document_text(1).encode()) if bound == "FRESH_BYTES" else len(document_text(1)))
    assert len(_ingest(store, folder).fresh) == 1


def test_the_same_bytes_are_not_even_parsed(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_documents(folder, [1, 2])
    _ingest(store, folder)
    monkeypatch.setattr(taking, "parse_file", None)
    outcome = ingest(store, plan_ingest([folder]).candidates, no_embedder, collection="default", limits=LIMITS, progress=lambda *_: None)
    assert _counts(outcome) == (0, 0, 2, [])


def test_other_bytes_become_the_next_version(store: Store, folder: Path) -> None:
    write_documents(folder, [1, 2])
    _ingest(store, folder)
    before = {row.source: row.id for row in store.documents()}
    write_documents(folder, [2], version=2)
    assert _counts(_ingest(store, folder)) == (0, 1, 1, [])
    assert {row.source: (row.id, row.version) for row in store.documents()} == {
        "0001.txt": (before["0001.txt"], 1),
        "0002.txt": (before["0002.txt"], 2),
    }
    assert store.document(before["0002.txt"]).text == document_text(2, 2)


def test_the_same_key_in_another_collection_is_another_document(store: Store, folder: Path) -> None:
    write_documents(folder, [1])
    _ingest(store, folder)
    assert _counts(_ingest(store, folder, collection="other")) == (1, 0, 0, [])
    assert {row.collection for row in store.documents()} == {"default", "other"}


def test_a_moved_folder_is_noted(store: Store, folder: Path, tmp_path: Path) -> None:
    write_documents(folder, [1])
    _ingest(store, folder)
    moved = folder.rename(tmp_path / "新位置")
    assert _counts(_ingest(store, moved)) == (0, 0, 1, [])
    assert store.known("default")["0001.txt"].root == str(moved)
    assert _counts(_ingest(store, moved / "0001.txt")) == (0, 0, 1, [])
    assert store.known("default")["0001.txt"].root == str(moved)


BAD_FILES = {
    "empty.txt": (b"", "empty_document"),
    "blank.txt": (b" \n", "empty_document"),
    "binary.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "binary_document"),
    "damaged.pdf": (b"%PDF-1.7 nothing", "damaged_document"),
    "table.xlsx": (b"PK\x03\x04", "unsupported_type"),
    "large.txt": ("长".encode() * 40_000, "document_too_large"),
}


def test_a_bad_file_is_reported_and_stops_nothing(store: Store, folder: Path) -> None:
    write_documents(folder, range(3))
    for name, (data, _) in BAD_FILES.items():
        (folder / name).write_bytes(data)
    outcome = _ingest(store, folder)
    assert outcome.added == 3
    assert {failure.path: failure.code for failure in outcome.failed} == {name: code for name, (_, code) in BAD_FILES.items()}
    assert all(failure.path in failure.message for failure in outcome.failed)


def _made(home: Path, folder: Path) -> list[object]:
    """All that two ingests of the folder make and report; ids depend on the files alone."""
    store = Store.open(home, "home")
    first, second = (_ingest(store, folder, new_id=lambda _, key: hashlib.sha256(key.encode()).hexdigest()[:32]) for _ in range(2))
    made: list[object] = [replace(first, moved={}), replace(second, moved={})]
    for change in store.changes(0):
        document = replace(store.document(change.document_id), ingested_at=datetime(2025, 1, 1, tzinfo=UTC))
        ids, vectors = store.vectors_of(document.id)
        made += [change, document, store.sections(document.id), store.chunks_of(document.id), ids.tolist(), vectors.tolist()]
        made += [store.content(document.id)]
    store.close()
    return made


def test_worker_processes_change_nothing_but_the_time(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_documents(folder, range(8))
    for name, (data, _) in BAD_FILES.items():
        (folder / name).write_bytes(data)
    here = _made(tmp_path / "here.sqlite", folder)
    monkeypatch.setattr(module, "CREW_BYTES", 0)
    monkeypatch.setattr(crew, "cores", lambda: 2)
    assert _made(tmp_path / "workers.sqlite", folder) == here
    assert isinstance(here[1], Outcome)
    assert (here[1].unchanged, len(here[1].failed)) == (8, len(BAD_FILES))


def test_worker_processes_find_files_by_relative_paths(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_documents(folder, range(3))
    monkeypatch.setattr(module, "CREW_BYTES", 0)
    monkeypatch.setattr(crew, "cores", lambda: 2)
    monkeypatch.chdir(folder.parent)
    assert _counts(_ingest(store, Path(folder.name))) == (3, 0, 0, [])


def test_a_file_without_permission(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    write_documents(folder, [1])
    monkeypatch.setattr(Path, "open", refuse)
    assert [failure.code for failure in _ingest(store, folder).failed] == ["unreadable_file"]


def test_a_file_of_a_known_document_that_cannot_be_read_keeps_its_last_version(store: Store, folder: Path) -> None:
    (path,) = write_documents(folder, [1])
    _ingest(store, folder)
    path.write_bytes(b"")
    assert _counts(_ingest(store, folder)) == (0, 0, 0, ["empty_document"])
    assert store.documents()[0].version == 1


def test_a_mistake_of_ours_costs_one_file_only(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_documents(folder, range(3))
    monkeypatch.setattr(taking, "read_outline", lambda text, repairs: 1 // 0 if "石桥县" in text else read_outline(text, repairs))
    outcome = _ingest(store, folder)
    assert _counts(outcome) == (2, 0, 0, ["internal_error"])
    assert outcome.failed[0].path == "0001.txt"


def test_a_file_that_changes_while_it_is_read(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = write_documents(folder, [1])

    def loads_then_changes(*args: object, **limits: object) -> object:
        loaded = load(*args, **limits)  # type: ignore[arg-type]
        path.write_text("另外的内容。", encoding="utf-8")
        return loaded

    monkeypatch.setattr(taking, "load", loads_then_changes)
    assert [failure.code for failure in _ingest(store, folder).failed] == ["parser_failed"]
    assert store.counts() == (0, 0)


def test_batches_are_stored_as_they_fill(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_FILES", 2)
    write_documents(folder, range(5))
    (folder / "0002.txt").write_bytes(b"")
    seen = list[tuple[int, int, int]]()

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "store":
            seen.append((done, total, store.counts()[0]))

    embedder = ToyEmbedder()
    ingest(store, plan_ingest([folder]).candidates, lambda: embedder, collection="default", limits=LIMITS, progress=progress)
    assert seen == [(2, 5, 2), (3, 5, 2), (5, 5, 4)]
    assert embedder.calls == 2


def test_progress_never_goes_back(store: Store, folder: Path) -> None:
    write_documents(folder, range(4))
    seen = list[tuple[str, int, int]]()
    ingest(
        store, plan_ingest([folder]).candidates, ToyEmbedder, collection="default", limits=LIMITS, progress=lambda *step: seen.append(step)
    )
    assert {total for _, _, total in seen} == {4}
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
    assert seen[-1] == ("store", 4, 4)


def test_failures_of_unknown_kind_say_no_more_than_the_file() -> None:
    failure = failure_of("甲.txt", RuntimeError("secret detail"))
    assert (failure.path, failure.code) == ("甲.txt", "internal_error")
    assert "secret" not in failure.message
