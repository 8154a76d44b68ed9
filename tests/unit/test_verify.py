from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.database import open_database, sqlite_url
from index.store import Store
from index.verify import store_problems
from tests.library_world import opened, write_documents


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a home with three documents, one of them in its second version."""
    folder = tmp_path_factory.mktemp("verify")
    with opened(folder / "home") as library:
        write_documents(folder / "文件", range(3))
        library.ingest([folder / "文件"])
        write_documents(folder / "文件", [1], version=2)
        library.ingest([folder / "文件"])
    return folder / "home" / "youju.sqlite"


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "youju.sqlite"))


@pytest.fixture
def outside(path: Path) -> Iterator[sqlite3.Connection]:
    """The database without its guards."""
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def _problems(path: Path) -> tuple[str, ...]:
    store = Store(open_database(sqlite_url(path), "home"))
    try:
        return store_problems(store)
    finally:
        store.close()


def test_a_sound_home_has_no_problems(path: Path) -> None:
    assert _problems(path) == ()


DAMAGES = {
    "a byte of an original": ("UPDATE contents SET original = CAST('!' || substr(original, 2) AS BLOB) WHERE version = 2", "摘要不符"),
    "a character of a text": ("UPDATE contents SET text = '另' || substr(text, 2) WHERE version = 2", "摘要不符"),
    "an older version": (
        "UPDATE contents SET text = '' WHERE version = 1 AND document_id IN (SELECT id FROM documents WHERE version = 2)",
        "第 1 版",
    ),
    "a lost content": ("DELETE FROM contents WHERE version = 1", "摘要不符"),
    "the place of a passage": ("UPDATE chunks SET start = start + 1 WHERE ordinal = 2", "编号与位置不符"),
    "a passage beyond the text": ('UPDATE chunks SET "end" = 100000 WHERE ordinal = 0', "超出全文"),
    "the id of a passage": ("UPDATE chunks SET id = id + 1 WHERE ordinal = 0", "编号与位置不符"),
    "a lost passage": ("DELETE FROM chunks WHERE ordinal = 0", "编号不连续"),
    "a passage of an older version": ("UPDATE chunks SET version = 1", "旧版本的段落"),
    "a byte of a vector": ("UPDATE vectors SET data = zeroblob(length(data))", "向量缺失或损坏"),
    "lost vectors": ("DELETE FROM vectors", "向量缺失或损坏"),
    "vectors of another model": ("UPDATE vectors SET fingerprint = 'other'", "向量缺失或损坏"),
    "a lost change": ("DELETE FROM changes WHERE seq = 4", "变更记录与文件不符"),
    "a broken reference": ("DELETE FROM documents WHERE version = 2", "引用缺失"),
}


@pytest.mark.parametrize(("statement", "expected"), DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_named(path: Path, outside: sqlite3.Connection, statement: str, expected: str) -> None:
    assert outside.execute(statement).rowcount > 0
    outside.commit()
    problems = _problems(path)
    assert any(expected in problem for problem in problems), problems


def test_vectors_that_are_not_of_length_one(path: Path) -> None:
    store = Store(open_database(sqlite_url(path), "home"))
    space = store.space()
    assert space is not None
    document_id = store.live_documents()[0]
    wrong = np.full((len(store.chunks_of(document_id)), space.dimension), np.nan, np.float32)
    store.put_vectors(document_id, space, wrong)
    store.close()
    assert any("向量长度不符" in problem for problem in _problems(path))
