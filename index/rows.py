"""Statements over documents: how rows become values of `index.types`, as `index.intake` stored them. Each takes an open connection."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, insert, select

from index.records import CatalogueRow, Change, Content, Known
from index.schema import changes, chunks, contents, documents, meta, sections, vectors, versions
from index.types import Chunk, Document, Header, Repair, Section, Vectors

_BATCH = 10_000
"""Ids in one statement; SQLite takes 32,766."""
FLOAT32 = np.dtype("<f4")
_LATEST_CHANGE = f"SELECT max(seq) FROM {changes.name}"  # noqa: S608 - a name of ours
_CHUNKS = select(*(chunks.c[name] for name in ("id", "document_id", "ordinal", "start", "end", "trail", "tokens", "section", "version")))
"""What `_chunk` takes, in its order, and the version."""
_CHUNKS_WITH_IDS = _CHUNKS.where(chunks.c.id.in_(sa.bindparam("ids", expanding=True)))
_CHUNKS_OF_EACH = _CHUNKS.where(chunks.c.document_id.in_(sa.bindparam("ids", expanding=True))).order_by(
    chunks.c.document_id, chunks.c.ordinal
)
_CHUNK_IDS_OF_EACH = (
    select(chunks.c.document_id, chunks.c.id)
    .where(chunks.c.document_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(chunks.c.document_id, chunks.c.ordinal)
)
_VECTORS_OF_EACH = select(vectors.c.document_id, vectors.c.dimension, vectors.c.data, vectors.c.sha256).where(
    vectors.c.document_id.in_(sa.bindparam("ids", expanding=True)), vectors.c.fingerprint == sa.bindparam("fingerprint")
)
_DOCUMENTS = (
    select(
        versions.c.document_id,
        versions.c.version,
        versions.c.content_sha256,
        versions.c.source,
        documents.c.source_key,
        documents.c.collection,
        contents.c.text,
        versions.c.encoding,
        versions.c.parser,
        contents.c.repairs,
        versions.c.header,
        versions.c.ingested_at,
        versions.c.valid_from,
        versions.c.valid_until,
    )
    .join(documents, documents.c.id == versions.c.document_id)
    .join(contents, sa.and_(contents.c.document_id == versions.c.document_id, contents.c.version == versions.c.version))
    .where(versions.c.document_id.in_(sa.bindparam("ids", expanding=True)))
    .where(versions.c.version.in_(sa.bindparam("numbers", expanding=True)))
)
"""What `_document` takes, in its order."""
_SECTIONS = (
    select(documents.c.id, *(sections.c[field.name] for field in fields(Section)))
    .outerjoin(sections, sections.c.document_id == documents.c.id)
    .where(documents.c.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(documents.c.id, sections.c.ordinal)
)
"""Document, and what `Section` takes in its order: nulls for one without sections."""


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def insert_rows(connection: Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    many = list(rows)
    if many:
        connection.execute(insert(table), many)


def set_meta(connection: Connection, values: dict[str, str]) -> None:
    drop_meta(connection, list(values))
    insert_rows(connection, meta, ({"key": key, "value": value} for key, value in values.items()))


def drop_meta(connection: Connection, keys: Sequence[str]) -> None:
    connection.execute(delete(meta).where(meta.c.key.in_(keys)))


def digest_of(data: bytes) -> str:
    """sha256, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


# --- reading


def get_meta(connection: Connection) -> dict[str, str]:
    return {row.key: row.value for row in connection.execute(select(meta))}


def current_versions(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    statement = select(documents.c.id, documents.c.version).where(documents.c.id.in_(ids))
    return {row.id: row.version for row in connection.execute(statement)}


def load_documents(connection: Connection, wanted: Sequence[tuple[str, int]]) -> tuple[Document, ...]:
    """The (id, version) pairs that exist, in no order."""
    if not wanted:
        return ()
    many = {"ids": list({identity for identity, _ in wanted}), "numbers": list({version for _, version in wanted})}
    pairs = frozenset(wanted)
    found = connection.execute(_DOCUMENTS, many)
    return tuple(_document(row) for row in found if (row[0], row[1]) in pairs)


def content_of(connection: Connection, document_id: str, version: int) -> Content | None:
    statement = (
        select(versions.c.source, documents.c.root, contents.c.original)
        .join(documents, documents.c.id == versions.c.document_id)
        .join(contents, sa.and_(contents.c.document_id == versions.c.document_id, contents.c.version == versions.c.version))
        .where(versions.c.document_id == document_id, versions.c.version == version)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else Content(row.source, row.root, bytes(row.original))


def chunker_of(connection: Connection, document_id: str) -> str | None:
    statement = (
        select(versions.c.chunker)
        .join(documents, sa.and_(documents.c.id == versions.c.document_id, documents.c.version == versions.c.version))
        .where(documents.c.id == document_id)
    )
    return connection.execute(statement).scalar_one_or_none()


def damaged_versions(connection: Connection, document_id: str) -> tuple[int, ...]:
    """Versions whose original or text is not what its digest says, ascending."""
    statement = (
        select(versions.c.version, versions.c.content_sha256, versions.c.text_sha256, contents.c.original, contents.c.text)
        .outerjoin(contents, sa.and_(contents.c.document_id == versions.c.document_id, contents.c.version == versions.c.version))
        .where(versions.c.document_id == document_id)
        .order_by(versions.c.version)
    )
    return tuple(
        row.version
        for row in connection.execute(statement)
        if row.text is None or (digest_of(row.original), digest_of(row.text.encode())) != (row.content_sha256, row.text_sha256)
    )


def catalogue(connection: Connection) -> tuple[CatalogueRow, ...]:
    """All documents, by collection and source key."""
    counts = select(chunks.c.document_id, func.count().label("number")).group_by(chunks.c.document_id).subquery()
    statement = (
        select(versions, documents.c.collection, documents.c.source_key, func.coalesce(counts.c.number, 0).label("number"))
        .join(documents, sa.and_(documents.c.id == versions.c.document_id, documents.c.version == versions.c.version))
        .outerjoin(counts, counts.c.document_id == versions.c.document_id)
        .order_by(documents.c.collection, documents.c.source_key)
    )
    return tuple(_catalogue_row(row) for row in connection.execute(statement))


def known_sources(connection: Connection, collection: str) -> dict[str, Known]:
    """By source key."""
    statement = (
        select(documents, versions.c.content_sha256)
        .join(versions, sa.and_(versions.c.document_id == documents.c.id, versions.c.version == documents.c.version))
        .where(documents.c.collection == collection)
    )
    return {row.source_key: Known(row.id, row.version, row.content_sha256, row.root) for row in connection.execute(statement)}


def ids_named(connection: Connection, name: str) -> tuple[str, ...]:
    """Documents with this id, or else with this source name (current version)."""
    if connection.execute(select(documents.c.id).where(documents.c.id == name)).first():
        return (name,)
    statement = (
        select(documents.c.id)
        .join(versions, sa.and_(versions.c.document_id == documents.c.id, versions.c.version == documents.c.version))
        .where(sa.or_(versions.c.source == name, documents.c.source_key == name))
    )
    return tuple(connection.execute(statement).scalars())


def sections_of(connection: Connection, document_id: str) -> tuple[Section, ...]:
    statement = select(sections).where(sections.c.document_id == document_id).order_by(sections.c.ordinal)
    return tuple(_section(row) for row in connection.execute(statement))


def sections_of_each(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Section, ...]]:
    """Of the current versions of those of the documents that exist, in order."""
    found: dict[str, list[Section]] = {}
    for row in connection.execute(_SECTIONS, {"ids": ids}):
        held = found.setdefault(row[0], [])
        if row[1] is not None:
            held.append(Section(*row[1:]))
    return {one: tuple(held) for one, held in found.items()}


def chunks_of(connection: Connection, document_id: str) -> tuple[Chunk, ...]:
    statement = _CHUNKS.where(chunks.c.document_id == document_id).order_by(chunks.c.ordinal)
    return tuple(_chunk(row) for row in connection.execute(statement))


def chunks_of_each(connection: Connection, ids: Sequence[str]) -> dict[str, list[Chunk]]:
    """Those of each document that has any, in document order."""
    found: dict[str, list[Chunk]] = {}
    for row in connection.execute(_CHUNKS_OF_EACH, {"ids": list(ids)}):
        chunk = _chunk(row)
        found.setdefault(chunk.document_id, []).append(chunk)
    return found


def chunks_with_ids(connection: Connection, ids: Sequence[int]) -> list[tuple[Chunk, int]]:
    """The chunks that exist, each with the version it was cut from, in no order."""
    found: list[tuple[Chunk, int]] = []
    for first in range(0, len(ids), _BATCH):
        many = connection.execute(_CHUNKS_WITH_IDS, {"ids": ids[first : first + _BATCH]})
        found += [(_chunk(row), row[-1]) for row in many]
    return found


def chunk_ids(connection: Connection) -> NDArray[np.int64]:
    """Of all documents, ascending."""
    return np.fromiter(connection.execute(select(chunks.c.id).order_by(chunks.c.id)).scalars(), dtype=np.int64)


def chunk_ids_of_each(connection: Connection, ids: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    """Of each document that has any, in document order."""
    found: dict[str, list[int]] = {}
    for document_id, chunk_id in connection.execute(_CHUNK_IDS_OF_EACH, {"ids": list(ids)}):
        found.setdefault(document_id, []).append(chunk_id)
    return {document_id: np.array(many, dtype=np.int64) for document_id, many in found.items()}


def vectors_of_each(connection: Connection, ids: Sequence[str], fingerprint: str) -> dict[str, Vectors]:
    """Shape (chunks, dimension), in the order of the chunks, of each document that has vectors of this fingerprint, undamaged."""
    found = connection.execute(_VECTORS_OF_EACH, {"ids": list(ids), "fingerprint": fingerprint})
    return {
        document_id: np.frombuffer(data, dtype=FLOAT32).reshape(-1, dimension)
        for document_id, dimension, data, digest in found
        if digest_of(data) == digest
    }


def latest_change(connection: Connection) -> int:
    """Number of the latest change; 0 before the first."""
    cursor = connection.connection.cursor()  # the driver's: every look at the cache asks this, and SQLAlchemy takes five times as long
    cursor.execute(_LATEST_CHANGE)
    row = cursor.fetchone()
    return row[0] or 0 if row else 0


def changes_since(connection: Connection, since: int) -> tuple[Change, ...]:
    statement = select(changes).where(changes.c.seq > since).order_by(changes.c.seq)
    return tuple(Change(row.seq, row.document_id, row.removed) for row in connection.execute(statement))


def _document(row: Sequence[Any]) -> Document:
    identity, version, digest, source, key, collection, text, encoding, parser, repairs, header, ingested, valid_from, valid_until = row
    return Document(
        id=identity,
        version=version,
        content_sha256=digest,
        source=source,
        source_key=key,
        collection=collection,
        text=text,
        encoding=encoding,
        parser=parser,
        repairs=tuple(Repair(*repair) for repair in repairs),
        header=_header(header),
        ingested_at=datetime.fromisoformat(ingested),
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _catalogue_row(row: sa.Row[Any]) -> CatalogueRow:
    return CatalogueRow(
        id=row.document_id,
        source=row.source,
        source_key=row.source_key,
        collection=row.collection,
        header=_header(row.header),
        version=row.version,
        chunks=row.number,
        characters=row.characters,
        encoding=row.encoding,
        parser=row.parser,
        repairs=tuple(row.repair_lines),
        ingested_at=datetime.fromisoformat(row.ingested_at),
    )


def _header(stored: dict[str, Any]) -> Header:
    published = stored["published_on"]
    return Header(
        title=stored["title"],
        issuer=stored["issuer"],
        issuer_raw=stored["issuer_raw"],
        region=stored["region"],
        number=stored["number"],
        published_on=date.fromisoformat(published) if published else None,
        years=tuple(stored["years"]),
        kinds=tuple(stored["kinds"]),
        raw=tuple((label, value) for label, value in stored["raw"]),
    )


def _section(row: sa.Row[Any]) -> Section:
    return Section(row.ordinal, row.parent, row.level, row.label, row.title, row.start, row.title_end, row.end, row.run_in)


def _chunk(row: Sequence[Any]) -> Chunk:
    identity, document_id, ordinal, start, end, trail, tokens, section, _version = row
    return Chunk(identity, document_id, ordinal, start, end, tuple(trail), tokens, section)
