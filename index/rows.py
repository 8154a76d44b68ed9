"""Statements over documents: how values of `index.types` become rows and rows values. Each takes an open connection."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, insert, select, update

from index.records import CatalogueRow, Change, Content, Intake, Known
from index.schema import changes, chunks, collections, contents, documents, facets, meta, sections, vectors, versions
from index.types import Chunk, Document, Header, Repair, Section, Vectors

_BATCH = 10_000
"""Ids in one statement; SQLite takes 32,766."""
_FLOAT32 = np.dtype("<f4")
_SECTION, _HEADER = (tuple(field.name for field in fields(kind)) for kind in (Section, Header))
_LATEST_CHANGE = select(func.max(changes.c.seq))
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


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


# --- writing


def put_documents(connection: Connection, intakes: Sequence[Intake], fingerprint: str) -> None:
    """Stores new documents and next versions; what was made from an earlier version goes, its content stays."""
    for intake in intakes:
        _put_identity(connection, intake)
    many = [intake.document.id for intake in intakes]
    for table in (sections, chunks, vectors, facets):
        connection.execute(delete(table).where(table.c.document_id.in_(many)))
    insert_rows(connection, versions, (_version_row(intake) for intake in intakes))
    insert_rows(connection, contents, (_content_row(intake) for intake in intakes))
    insert_rows(connection, facets, (row for intake in intakes for row in _facet_rows(intake.document)))
    insert_rows(connection, sections, (row for intake in intakes for row in _section_rows(intake)))
    insert_rows(connection, chunks, (_chunk_row(chunk, intake.document.version) for intake in intakes for chunk in intake.chunks))
    insert_rows(connection, vectors, (_vector_row(intake.document.id, fingerprint, intake.vectors) for intake in intakes))
    note_changes(connection, many, removed=False)


def delete_documents(connection: Connection, ids: Sequence[str]) -> None:
    """Removes the documents with all their versions."""
    connection.execute(delete(documents).where(documents.c.id.in_(ids)))
    note_changes(connection, ids, removed=True)


def note_changes(connection: Connection, ids: Sequence[str], *, removed: bool) -> None:
    connection.execute(delete(changes).where(changes.c.document_id.in_(ids)))
    insert_rows(connection, changes, ({"document_id": one, "removed": removed} for one in ids))


def put_vectors(connection: Connection, document_id: str, fingerprint: str, rows: Vectors) -> None:
    connection.execute(delete(vectors).where(vectors.c.document_id == document_id, vectors.c.fingerprint == fingerprint))
    connection.execute(insert(vectors), [_vector_row(document_id, fingerprint, rows)])


def set_root(connection: Connection, ids: Sequence[str], root: str) -> None:
    connection.execute(update(documents).where(documents.c.id.in_(ids)).values(root=root))


def set_meta(connection: Connection, values: dict[str, str]) -> None:
    drop_meta(connection, list(values))
    insert_rows(connection, meta, ({"key": key, "value": value} for key, value in values.items()))


def drop_meta(connection: Connection, keys: Sequence[str]) -> None:
    connection.execute(delete(meta).where(meta.c.key.in_(keys)))


def _put_identity(connection: Connection, intake: Intake) -> None:
    """Adds the document, or moves it on to its next version, or makes way for its current version made anew."""
    document = intake.document
    stored = connection.execute(select(documents.c.version).where(documents.c.id == document.id)).scalar_one_or_none() or 0
    if document.version not in {stored + 1, stored or 1}:
        raise ValueError(f"version {document.version} of {document.id} does not follow {stored}")
    if stored:
        same = (versions.c.document_id == document.id, versions.c.version == document.version)
        connection.execute(delete(versions).where(*same))
        connection.execute(update(documents).where(documents.c.id == document.id).values(version=document.version, root=intake.root))
        return
    if connection.execute(select(collections.c.name).where(collections.c.name == document.collection)).first() is None:
        connection.execute(insert(collections), [{"name": document.collection, "created_at": now()}])
    row = {"id": document.id, "collection": document.collection, "source_key": document.source_key, "root": intake.root, "version": 1}
    connection.execute(insert(documents), [row])


def insert_rows(connection: Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    many = list(rows)
    if many:
        connection.execute(insert(table), many)


def _version_row(intake: Intake) -> dict[str, Any]:
    document = intake.document
    return {
        "document_id": document.id,
        "version": document.version,
        "content_sha256": document.content_sha256,
        "text_sha256": _sha256(document.text.encode()),
        "source": document.source,
        "encoding": document.encoding,
        "parser": document.parser,
        "chunker": intake.chunker,
        "header": header_json(document.header),
        "repair_lines": list(intake.repair_lines),
        "characters": len(document.text),
        "valid_from": document.valid_from,
        "valid_until": document.valid_until,
        "ingested_at": document.ingested_at.isoformat(timespec="microseconds"),
    }


def _content_row(intake: Intake) -> dict[str, Any]:
    document = intake.document
    return {
        "document_id": document.id,
        "version": document.version,
        "text": document.text,
        "repairs": [[repair.kind, repair.start, repair.end, repair.shown] for repair in document.repairs],
        "original": intake.original,
    }


def _facet_rows(document: Document) -> list[dict[str, Any]]:
    header = document.header
    pairs = {("region", header.region), *(("year", str(year)) for year in header.years), *(("kind", kind) for kind in header.kinds)}
    return [{"document_id": document.id, "field": name, "value": value} for name, value in sorted(pairs) if value]


def _section_rows(intake: Intake) -> list[dict[str, Any]]:
    return [{"document_id": intake.document.id, **{name: getattr(section, name) for name in _SECTION}} for section in intake.sections]


def _chunk_row(chunk: Chunk, version: int) -> dict[str, Any]:
    return {
        "id": chunk.id,
        "document_id": chunk.document_id,
        "ordinal": chunk.ordinal,
        "version": version,
        "start": chunk.start,
        "end": chunk.end,
        "tokens": chunk.tokens,
        "section": chunk.section,
        "trail": list(chunk.trail),
    }


def _vector_row(document_id: str, fingerprint: str, rows: Vectors) -> dict[str, Any]:
    data = np.ascontiguousarray(rows, dtype=_FLOAT32).tobytes()
    row = {"document_id": document_id, "fingerprint": fingerprint, "dimension": rows.shape[1]}
    return {**row, "data": data, "sha256": _sha256(data)}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def header_json(header: Header) -> dict[str, Any]:
    published = header.published_on.isoformat() if header.published_on else None
    return {name: getattr(header, name) for name in _HEADER} | {"published_on": published}


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
        if row.text is None or (_sha256(row.original), _sha256(row.text.encode())) != (row.content_sha256, row.text_sha256)
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
        document_id: np.frombuffer(data, dtype=_FLOAT32).reshape(-1, dimension)
        for document_id, dimension, data, digest in found
        if _sha256(data) == digest
    }


def latest_change(connection: Connection) -> int:
    """Number of the latest change; 0 before the first."""
    return connection.execute(_LATEST_CHANGE).scalar_one() or 0


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
