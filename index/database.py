"""Connections to the database of a home: the only place that knows which database it is.

SQLite by default. Writing goes through one connection whose transactions open with `BEGIN IMMEDIATE` (the driver's own
transactions leave tables half migrated after a kill); reading has connections of its own, which see the last committed state
and wait for nobody. With WAL and `synchronous=FULL` what was committed survives a kill and a power cut; `secure_delete`
overwrites what is deleted, and `purge` what was left of it elsewhere. Another database by URL has none of these settings and needs none.

Errors of the driver become errors of `index.errors` here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Engine, event, inspect, text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from index.errors import HomeLocked, IntegrityFailed, NewerHome, StorageFailed, UnknownHome, YoujuError
from index.schema import REVISION

BUSY_TIMEOUT_SECONDS = 15.0
"""How long a transaction waits for another process's."""

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={int(BUSY_TIMEOUT_SECONDS * 1000)}",
    "PRAGMA cache_size=-8192",  # KiB, for each connection
)
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_STORAGE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}


@dataclass(frozen=True, slots=True)
class Database:
    """Thread-safe. `name` stands in error messages."""

    name: str
    writer: Engine
    readers: Engine

    @property
    def url(self) -> str:
        return self.readers.url.render_as_string(hide_password=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection inside one read transaction: everything read from it is of one state."""
        with mapped_errors(self.name), self.readers.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection inside a transaction that commits at the end, or leaves nothing behind when an error is raised."""
        with mapped_errors(self.name), self.writer.begin() as connection:
            yield connection

    def purge(self) -> bool:
        """Leaves nothing of deleted rows in the file or its write-ahead log. False when a reader is in the way of the log.

        `secure_delete` overwrites a row where it lies, but not the copies that stay behind when SQLite moves rows between
        pages, so the file is written anew: about a second for 100 MB.
        """
        if self.writer.dialect.name != "sqlite":
            return True
        with mapped_errors(self.name), _outside_transaction(self.writer) as cursor:
            cursor.execute("VACUUM")
            [(busy, _, _)] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return not busy

    def problems(self) -> tuple[str, ...]:
        """What the database itself finds wrong with its file; empty when nothing."""
        if self.writer.dialect.name != "sqlite":
            return ()
        try:
            with self.read() as connection:
                found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
                orphans = [f"{row[0]} → {row[2]}" for row in connection.execute(text("PRAGMA foreign_key_check"))]
        except IntegrityFailed as error:
            return (f"数据库文件损坏：{error.detail}",)
        damage = [f"数据库文件损坏：{line}" for line in found if line != "ok"]
        return (*damage, *(f"数据库引用缺失：{orphan}" for orphan in orphans))

    def close(self) -> None:
        self.readers.dispose()
        self.writer.dispose()


def open_database(url: str, name: str) -> Database:
    """Opens, and migrates to the newest schema. Raises UnknownHome for another program's database, NewerHome."""
    writer, readers = _engine(url, "BEGIN IMMEDIATE"), _engine(url, "BEGIN", read_only=True)
    database = Database(name, writer, readers)
    try:
        _migrate(database)
    except YoujuError:
        database.close()
        raise
    return database


def sqlite_url(path: Path) -> str:
    return str(sqlalchemy.URL.create("sqlite", database=str(path)))


@contextmanager
def mapped_errors(name: str) -> Iterator[None]:
    """Raises what the database raises as HomeLocked, StorageFailed or IntegrityFailed of the home `name`."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _as_ours(error, name) from error


def _as_ours(error: Exception, name: str) -> YoujuError:
    cause = error.orig if isinstance(error, DatabaseError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    if code in _BUSY:
        return HomeLocked(name, detail="数据库忙")
    return (StorageFailed if code in _STORAGE else IntegrityFailed)(name, detail=str(cause))


def _engine(url: str, begin: str, *, read_only: bool = False) -> Engine:
    engine = sqlalchemy.create_engine(url, json_serializer=partial(json.dumps, ensure_ascii=False), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        pragmas = (*_PRAGMAS, "PRAGMA query_only=ON") if read_only else _PRAGMAS
        event.listen(engine, "connect", partial(_configure, pragmas))
        event.listen(engine, "begin", partial(_begin, begin))
    return engine


def _configure(pragmas: tuple[str, ...], connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # no transactions of the driver's own
    for pragma in pragmas:
        connection.execute(pragma)


def _begin(statement: str, connection: Connection) -> None:
    """Straight to the driver: executed by SQLAlchemy the word costs as much as all the rest of a short transaction."""
    driver = connection.connection.dbapi_connection
    if driver is not None:
        driver.cursor().execute(statement)


@contextmanager
def _outside_transaction(engine: Engine) -> Iterator[Any]:
    connection = engine.raw_connection()
    try:
        yield connection.cursor()
    finally:
        connection.close()


def _migrate(database: Database) -> None:
    with database.read() as connection:
        current = _revision(connection, database.name)
    if current != REVISION:
        with database.write() as connection:
            _upgrade(connection, database.name)


def _revision(connection: Connection, name: str) -> str:
    """Revision of the tables, empty for an empty database."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or "")
    if tables:
        raise UnknownHome(name)
    return ""


def _upgrade(connection: Connection, name: str) -> None:
    from alembic import command  # noqa: PLC0415 - only a new or an older home needs it
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "index:migrations")
    current = _revision(connection, name)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current and current not in known:
        raise NewerHome(name, detail=f"版本 {current}")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
