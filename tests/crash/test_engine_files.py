"""Damage and sudden death: whatever happens to the files of the caches, what is served is right, and the next write heals."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engine_world import World, query

ROOT = Path(__file__).resolve().parents[2]
LINES = ("公办园覆盖率达到六成以上。", "新建学校三所,投入1231万元。", "教师培训六百余次。", "户外活动每天两小时。")
SAMPLES = 2
"""Damaged positions for each file, beside its first and last byte."""

Damage = Callable[[bytes], bytes]


def flip(position: int) -> Damage:
    return lambda data: data[:position] + bytes([data[position] ^ 0x10]) + data[position + 1 :]


def cut(length: int) -> Damage:
    return lambda data: data[:length]


def damages(size: int, seed: str) -> Iterator[Damage]:
    positions = {0, size - 1, *random.Random(seed).sample(range(size), min(SAMPLES, size))}
    yield from (flip(position) for position in sorted(positions))
    yield from (cut(length) for length in sorted({0, size // 2, size - 1}))


def files(folder: Path) -> list[Path]:
    """Those that count: tantivy's lock files are empty and made again by whoever opens the folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Two generations: a segment with deleted passages, a snapshot and a delta beside it."""
    world = World(tmp_path_factory.mktemp("home"))
    world.put("计划", LINES[:2])
    world.put("要点", LINES[2:])
    engines = world.engines()
    engines.update()
    world.put("计划", LINES[:2], version=2)
    engines.update()
    return world


def assert_serves_rightly(world: World) -> None:
    generation = world.engines().current()
    for engine in (generation.lexical, generation.vector):
        for line in LINES:
            (match,) = engine.search(query(line), 1)
            assert world.texts([match.chunk_id]) == [line]
        everything = engine.search(query("".join(LINES)), 100)
        assert sorted(match.chunk_id for match in everything) == world.store.live_chunk_ids().tolist()


def test_any_damaged_byte_is_seen_and_healed(world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    pristine = tmp_path / "pristine"
    shutil.copytree(world.folder, pristine)
    seen = 0
    for path in files(pristine):
        for damage in damages(path.stat().st_size, path.name):
            shutil.rmtree(world.folder)
            shutil.copytree(pristine, world.folder)
            target = world.folder / path.relative_to(pristine)
            target.write_bytes(damage(target.read_bytes()))
            caplog.clear()
            assert_serves_rightly(world)
            assert "search index not usable" in caplog.text, path.name
            seen += 1
    assert seen > 60
    world.engines().update()
    assert world.engines().verify() == ()
    assert_serves_rightly(world)


@pytest.mark.parametrize("damage", [flip(0), cut(0), cut(20)], ids=["flipped", "empty", "cut"])
@pytest.mark.parametrize("pattern", ["manifest.json", "lexical-*/meta.json", "lexical-*/*.term", "vector-*.faiss", "vector-*.json"])
def test_the_next_write_heals(world: World, pattern: str, damage: Damage) -> None:
    (target, *_) = sorted(world.folder.glob(pattern))
    target.write_bytes(damage(target.read_bytes()))
    world.engines().update()
    assert world.engines().verify() == ()
    assert_serves_rightly(world)


WRITER = """
import os, signal, sys
from pathlib import Path
from tests.engine_world import World
from index import engines as module

die_at, home = sys.argv[1], Path(sys.argv[2])
if die_at != "anywhere":
    def die(*arguments, **keywords):
        os.kill(os.getpid(), signal.SIGKILL)
    owner = module.Engines if hasattr(module.Engines, die_at) else module
    setattr(owner, die_at, die)
world = World(home)
engines = world.engines()
version = max(row.version for row in world.store.documents())
print("ready", flush=True)
while True:
    version += 1
    world.put("通知", [f"各校做好第{version}次防汛工作。"], version)
    engines.update()
    engines.purge()
"""


def writer(world: World, die_at: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, die_at, str(world.home)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)


@pytest.fixture
def own(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.put("通知", ["各校做好第1次防汛工作。"])
    world.engines().update()
    return world


def assert_whole(world: World) -> None:
    """The index is the old generation or the new one; the next write brings it up to the store and leaves nothing over."""
    (latest,) = (chunk for document in world.store.live_documents() for chunk in world.store.chunks_of(document))
    engines = world.engines()
    engines.update()
    assert engines.verify() == ()
    assert [match.chunk_id for match in engines.current().vector.search(query("防汛工作"), 5)] == [latest.id]
    assert len(list(world.folder.iterdir())) == 4, "manifest, lexical folder and two files of the snapshot"


@pytest.mark.parametrize("die_at", ["_manifest", "open_generation", "publish_manifest", "_tidy"])
def test_killed_between_the_steps_of_publishing(own: World, die_at: str) -> None:
    published = own.engines().current().number
    with writer(own, die_at) as process:
        assert process.wait(60) == -signal.SIGKILL
    reader = own.engines()
    assert reader.current().number == (published + 1 if die_at == "_tidy" else published)
    assert_whole(own)


def test_killed_at_random_moments(own: World) -> None:
    moments = random.Random(7)
    for _ in range(5):
        with writer(own, "anywhere") as process:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "ready"
            time.sleep(moments.uniform(0.0, 0.6))
            process.kill()
        assert_whole(own)
