from __future__ import annotations

import json
import logging
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index import crew, generation
from index import engines as module
from index.engines import Engines
from index.errors import FingerprintMismatch, IntegrityFailed, StorageFailed
from index.generation import snapshot_is_due
from index.manifest import read_manifest
from index.records import VectorSpace
from tests.engine_world import SPACE, World, query
from tests.unit.test_files import largest_file

PLAN = ("公办园覆盖率达到六成以上。", "新建学校三所,投入1231万元。")
POINTS = ("教师培训六百余次。", "珙桐zelkova计划已经完成。")


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.put("计划", PLAN)
    world.put("要点", POINTS)
    return world


@pytest.fixture
def engines(world: World) -> Engines:
    engines = world.engines()
    engines.update()
    return engines


def found(engines: Engines, world: World, text: str) -> list[str]:
    generation = engines.current()
    lexical, vector = (
        world.texts([match.chunk_id for match in engine.search(query(text), 1)]) for engine in (generation.lexical, generation.vector)
    )
    assert lexical == vector
    return lexical


def snapshots(world: World) -> list[str]:
    return sorted(path.name for path in world.folder.glob("vector-*.faiss"))


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_before_the_first_update_a_reader_serves_from_memory(world: World) -> None:
    engines = world.engines()
    assert found(engines, world, "教师培训六百余次") == ["教师培训六百余次。"]
    assert not world.folder.exists()


def test_an_empty_library(tmp_path: Path) -> None:
    world = World(tmp_path)
    engines = world.engines()
    assert (engines.current().number, engines.verify()) == (0, ())
    assert (engines.update().number, engines.verify()) == (0, ())


def test_update_serves_the_latest_change(world: World, engines: Engines) -> None:
    assert engines.current().number == world.store.change_seq() == 2
    world.put("通知", ["各校做好防汛工作。"])
    assert engines.current().number == 2
    assert engines.update().number == engines.current().number == 3
    assert found(engines, world, "防汛工作") == ["各校做好防汛工作。"]
    assert engines.verify() == ()


def test_update_without_changes_writes_nothing(world: World, engines: Engines) -> None:
    before = {path: path.stat().st_mtime_ns for path in world.folder.rglob("*")}
    assert engines.update() is engines.current()
    assert {path: path.stat().st_mtime_ns for path in world.folder.rglob("*")} == before


def test_worker_processes_read_the_same_passages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path)
    ids = [world.put(f"文件{number}", [f"第{number}所公办园。", "教师培训六百余次。"]) for number in range(5)]
    here = list(generation.stored_passages(world.store, [*ids, "f" * 32]))
    monkeypatch.setattr(generation, "CREW_PASSAGES", 1)
    monkeypatch.setattr(generation, "GROUP", 2)
    monkeypatch.setattr(crew, "cores", lambda: 2)
    assert list(generation.stored_passages(world.store, [*ids, "f" * 32])) == here
    assert len(here) == 10


def test_update_tells_its_progress(world: World) -> None:
    told: list[tuple[str, int, int]] = []
    world.engines().update(lambda stage, done, total: told.append((stage, done, total)))
    assert told == [("index", 1, 2), ("index", 2, 2)]


def test_a_small_change_leaves_the_snapshot_on_disk(world: World, engines: Engines) -> None:
    before = snapshots(world)
    world.put("要点", ["教师培训七百余次。"], version=2)
    engines.update()
    assert snapshots(world) == before
    assert found(world.engines(), world, "教师培训七百余次") == ["教师培训七百余次。"]
    assert world.engines().verify() == ()


def test_a_large_change_replaces_the_snapshot(world: World, engines: Engines) -> None:
    before = snapshots(world)
    world.put("长文", [f"第{number}条。" for number in range(1100)])
    engines.update()
    assert len(snapshots(world)) == 1
    assert snapshots(world) != before
    assert engines.verify() == ()


@pytest.mark.parametrize(
    ("rows", "hidden", "live", "due"),
    [
        (0, 0, 0, False),
        (0, 0, 1, True),
        (100, 0, 100, False),
        (100, 0, 1100, False),
        (100, 0, 1101, True),
        (100, 50, 1000, False),
        (100_000, 0, 110_000, False),
        (100_000, 0, 110_001, True),
        (100_000, 5_001, 100_000, True),
        (100_000, 10_001, 89_999, True),
    ],
)
def test_when_a_snapshot_is_due(rows: int, hidden: int, live: int, due: bool) -> None:
    assert snapshot_is_due(rows, hidden, live) is due


def test_another_process_is_served_the_new_generation(world: World, engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = world.engines()
    world.put("通知", ["各校做好防汛工作。"])
    engines.update()
    assert reader.current().number == 2, "looks at most twice a second"
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.0)
    assert reader.current().number == 3
    assert found(reader, world, "防汛工作") == ["各校做好防汛工作。"]


def test_a_writer_builds_upon_what_another_process_published(world: World, engines: Engines) -> None:
    other = world.engines()
    world.put("通知", ["各校做好防汛工作。"])
    engines.update()
    world.put("方案", ["建设智慧校园。"])
    assert other.update().number == 4
    assert found(other, world, "防汛工作") == ["各校做好防汛工作。"]
    assert other.verify() == ()


def test_an_open_reader_behind_the_store_serves_what_is_published(world: World, engines: Engines) -> None:
    world.put("要点", ["教师培训七百余次。"], version=2)
    reader = world.engines()
    assert reader.current().number == 2
    assert reader.verify() == ("检索索引与资料库不同步：索引为第 2 次变更，资料库为第 3 次",)
    assert found(reader, world, "公办园覆盖率达到六成以上") == [PLAN[0]]


def test_purge_leaves_no_byte_of_what_was_deleted(world: World, engines: Engines) -> None:
    document_id = world.store.resolve("要点.txt")
    assert b"zelkova" in bytes_in(world.folder)
    world.store.delete([document_id])
    engines.update()
    engines.purge()
    left = bytes_in(world.folder)
    assert not [word for word in ("zelkova", "珙桐", "教师", document_id) if word.encode() in left]
    assert found(engines, world, "公办园覆盖率") == [PLAN[0]]
    assert (engines.verify(), world.engines().verify()) == ((), ())


def test_purge_leaves_no_byte_of_an_older_version(world: World, engines: Engines) -> None:
    world.put("要点", ["教师培训七百余次。"], version=2)
    engines.purge()
    left = bytes_in(world.folder)
    assert not [word for word in ("zelkova", "珙桐") if word.encode() in left]
    assert engines.current().number == 3
    assert engines.verify() == ()


def test_purge_of_the_last_document(world: World, engines: Engines) -> None:
    world.store.delete(world.store.live_documents())
    engines.purge()
    assert snapshots(world) == []
    assert engines.current().vector.search(query("教师"), 5) == ()
    assert engines.verify() == ()


def test_vectors_of_another_model_are_refused(world: World, engines: Engines) -> None:
    for space in (VectorSpace("toy-2", SPACE.dimension), VectorSpace("toy-1", 32)):
        with pytest.raises(FingerprintMismatch, match=r"toy-1.*64 维.*reembed"):
            world.engines(space)


def test_re_embedding_builds_the_next_generation(world: World, engines: Engines) -> None:
    space = VectorSpace("toy-2", 8)
    for document_id in world.store.live_documents():
        count = len(world.store.chunks_of(document_id))
        world.store.put_vectors(document_id, space, np.eye(8, dtype=np.float32)[:count])
    world.store.switch_space(space)
    with pytest.raises(FingerprintMismatch):
        engines.update()
    again = world.engines(space)
    again.update()
    assert again.verify() == ()
    assert engines.current().number == 2, "a reader with the old model keeps what it has"


def test_a_database_put_back_to_an_earlier_day_gets_its_index_made_again(world: World, engines: Engines, tmp_path: Path) -> None:
    (tmp_path / "earlier").mkdir()
    earlier = World(tmp_path / "earlier")
    earlier.put("旧文件", ["很久以前的工作。"])
    restored = Engines(world.folder, earlier.store, dimension=SPACE.dimension, fingerprint=SPACE.fingerprint)
    assert found(restored, earlier, "很久以前") == ["很久以前的工作。"]
    assert restored.verify() != ()
    restored.update()
    assert restored.verify() == ()


def test_the_same_number_of_changes_but_other_documents(world: World, engines: Engines, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = World(tmp_path / "other")
    other.put("甲", ["甲校的工作。"])
    other.put("乙", ["乙校的工作。"])
    restored = Engines(world.folder, other.store, dimension=SPACE.dimension, fingerprint=SPACE.fingerprint)
    assert restored.verify() == ("全文索引与资料库不一致：缺 2 个片段，多 4 个", "向量索引与资料库不一致：缺 2 个片段，多 4 个")
    restored.update()
    assert restored.verify() == ()


@pytest.mark.parametrize("size", [0, 100, 300, 1000, 2000], ids=str)
def test_a_full_disk_leaves_the_old_generation(world: World, engines: Engines, size: int) -> None:
    before, names = bytes_in(world.folder), sorted(world.folder.rglob("*"))
    world.put("长文", [f"第{number}条,各校做好防汛工作。" for number in range(1100)])
    with largest_file(size), pytest.raises(StorageFailed) as failure:
        engines.update()
    assert failure.value.code == "storage_failed"
    assert engines.current().number == 2
    assert found(engines, world, "教师培训六百余次") == ["教师培训六百余次。"]
    assert (bytes_in(world.folder), sorted(world.folder.rglob("*"))) == (before, names)
    assert engines.update().number == 3
    assert engines.verify() == ()


def test_leftovers_of_a_killed_writer_are_removed(world: World, engines: Engines) -> None:
    (world.folder / "lexical-9-dead").mkdir()
    (world.folder / "lexical-9-dead" / "meta.json").touch()
    (world.folder / "vector-9-dead.faiss").touch()
    (world.folder / ".manifest.json.1.tmp").touch()
    engines.update()
    manifest = read_manifest(world.folder)
    assert manifest is not None
    assert {path.name for path in world.folder.iterdir()} == {"manifest.json", manifest.lexical, *(f.name for f in manifest.vector_files)}


def test_vectors_damaged_in_the_database_stop_no_opening(world: World, engines: Engines) -> None:
    """The home must open for `rebuild --reembed`."""
    document_id = world.put("要点", ["教师培训七百余次。"], version=2)
    engines.update()
    world.store.close()
    with closing(sqlite3.connect(world.home / "library.sqlite", isolation_level=None)) as database:
        database.execute("update vectors set data = zeroblob(length(data)) where document_id = ?", (document_id,))
    again = World(world.home)
    reader = again.engines()
    assert reader.verify() != ()
    with pytest.raises(IntegrityFailed):
        reader.update()


def _remove_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _name_another_file(folder: Path) -> None:
    content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    content["vector"] = "../elsewhere"
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")


def _swap_segment_files(folder: Path) -> None:
    store, terms = (next(folder.glob(f"lexical-*/*.{suffix}")) for suffix in ("store", "term"))
    store.write_bytes(terms.read_bytes())


def _empty_the_folder(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()


@pytest.mark.parametrize("damage", [_remove_manifest, _name_another_file, _swap_segment_files, _empty_the_folder])
def test_a_reader_of_damaged_caches_serves_and_writes_nothing(
    world: World, engines: Engines, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    damage(world.folder)
    before = bytes_in(world.folder)
    with caplog.at_level(logging.WARNING, "youju.engines"):
        reader = world.engines()
        assert found(reader, world, "教师培训六百余次") == ["教师培训六百余次。"]
    assert caplog.records
    assert reader.current().number == 2
    assert bytes_in(world.folder) == before
    assert reader.verify() != ()
    reader.update()
    assert reader.verify() == ()
    assert world.engines().verify() == ()


def test_damage_while_serving_does_not_disturb_readers(world: World, engines: Engines) -> None:
    next(world.folder.glob("vector-*.faiss")).write_bytes(b"")
    assert found(engines, world, "教师培训六百余次") == ["教师培训六百余次。"]
    assert engines.verify() == (f"检索索引文件已损坏或缺失：{snapshots(world)[0]}",)
    engines.rebuild()
    assert engines.verify() == ()


def test_damage_in_a_shared_file_is_not_taken_for_truth(world: World, engines: Engines) -> None:
    """The next generation shares segment files with this one; their records must not be made anew from damaged bytes."""
    segment = next(world.folder.glob("lexical-*/*.store"))
    segment.write_bytes(bytes([segment.read_bytes()[0] ^ 1]) + segment.read_bytes()[1:])
    world.put("通知", ["各校做好防汛工作。"])
    engines.update()
    assert engines.verify() != ()
    world.engines().update()
    assert world.engines().verify() == ()


def test_importing_the_engines_loads_no_faiss() -> None:
    code = "import sys, index.engines; sys.exit('faiss' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
