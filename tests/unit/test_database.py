from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, text

from index import database as module
from index.database import Database, open_database, sqlite_url
from index.errors import HomeLocked, IntegrityFailed, NewerHome, StorageFailed, UnknownHome
from index.schema import REVISION, meta, metadata


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "资料 100% #1.sqlite"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    database = open_database(sqlite_url(path), "home")
    yield database
    database.close()


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", "index:migrations")
    return ScriptDirectory.from_config(config)


def test_newest_migration_is_the_one_the_tables_name() -> None:
    assert _scripts().get_heads() == [REVISION]


def test_migrations_make_exactly_the_tables_of_the_schema(database: Database) -> None:
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_first_migration_makes_every_table_of_the_first_version(database: Database) -> None:
    with database.read() as connection:
        found = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
    assert found - {"sqlite_sequence"} == {"alembic_version", *metadata.tables}


def test_settings_of_a_connection(database: Database) -> None:
    with database.write() as connection:
        values = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous", "secure_delete")}
        assert values == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_migration_that_fails_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def upgrade(connection: Connection, name: str) -> None:
        connection.execute(text("CREATE TABLE half (id INTEGER)"))
        connection.execute(text("INSERT INTO half VALUES (1)"))
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_upgrade", upgrade)
    with pytest.raises(KeyboardInterrupt):
        open_database(sqlite_url(path), "home")
    monkeypatch.undo()
    database = open_database(sqlite_url(path), "home")
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'half'")).scalar() == 0
    database.close()


def test_a_newer_schema_is_refused_by_name(path: Path, database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerHome, match="9999"):
        open_database(sqlite_url(path), "home")


def test_a_database_of_another_program_is_no_home_and_stays_as_it_is(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER)")
    connection.close()
    with pytest.raises(UnknownHome):
        open_database(sqlite_url(path), "home")
    with sqlite3.connect(path) as connection:
        assert [row[0] for row in connection.execute("SELECT name FROM sqlite_master")] == ["notes"]
    connection.close()


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(IntegrityFailed):
        open_database(sqlite_url(path), "home")


def test_a_write_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.execute(insert(meta), [{"key": "a", "value": "1"}])
        raise ZeroDivisionError
    with database.read() as connection:
        assert connection.execute(select(meta)).all() == []


def test_readers_see_the_committed_state_and_do_not_wait(database: Database) -> None:
    with database.write() as writing:
        writing.execute(insert(meta), [{"key": "a", "value": "1"}])
        with database.read() as reading:
            assert reading.execute(select(meta)).all() == []
    with database.read() as reading:
        assert len(reading.execute(select(meta)).all()) == 1


def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(StorageFailed), database.read() as connection:
        connection.execute(insert(meta), [{"key": "a", "value": "1"}])


def test_a_busy_database_is_a_locked_home(path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PRAGMAS", ("PRAGMA busy_timeout=10",))
    other = open_database(sqlite_url(path), "home")
    with database.write(), pytest.raises(HomeLocked), other.write():
        pass
    other.close()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(sqlite3.SQLITE_BUSY_SNAPSHOT, HomeLocked, id="busy, extended code"),
        pytest.param(sqlite3.SQLITE_FULL, StorageFailed, id="disk full"),
        pytest.param(sqlite3.SQLITE_IOERR_WRITE, StorageFailed, id="write error, extended code"),
        pytest.param(sqlite3.SQLITE_CORRUPT, IntegrityFailed, id="damaged file"),
        pytest.param(sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, IntegrityFailed, id="broken reference"),
    ],
)
def test_errors_of_the_driver_become_ours(code: int, expected: type[Exception]) -> None:
    error = sqlite3.OperationalError("why")
    error.sqlite_errorcode = code
    with pytest.raises(expected, match="why" if expected is not HomeLocked else "忙"), module.mapped_errors("home"):
        raise error


def test_purging_empties_the_log(path: Path, database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(meta), [{"key": "a", "value": "松泉" * 1000}])
    log = path.with_name(path.name + "-wal")
    assert log.stat().st_size > 0
    assert database.purge()
    assert log.stat().st_size == 0


def test_damage_in_the_file_is_reported(path: Path, database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(meta), [{"key": str(number), "value": "望湖" * 500} for number in range(50)])
    database.purge()
    assert database.problems() == ()
    database.close()
    data = bytearray(path.read_bytes())
    last_page = len(data) - 4096
    data[last_page : last_page + 16] = b"\xff" * 16
    path.write_bytes(data)
    damaged = open_database(sqlite_url(path), "home")
    problems = damaged.problems()
    damaged.close()
    assert problems
    assert all("数据库文件损坏" in problem for problem in problems)
