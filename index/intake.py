"""How documents become rows, are replaced and go: statements over an open connection; `index.rows` reads what these stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, insert, select, update

from index.records import Intake
from index.rows import FLOAT32, current_versions, digest_of, insert_rows, now
from index.schema import changes, chunks, collections, contents, documents, facets, sections, vectors, versions
from index.types import Chunk, Document, Header, Section, Vectors

_SECTION, _HEADER = (tuple(field.name for field in fields(kind)) for kind in (Section, Header))


def put_documents(connection: Connection, intakes: Sequence[Intake], fingerprint: str) -> None:
    """Stores new documents and next versions, each document once; what was made from an earlier version goes, its content stays."""
    many = [intake.document.id for intake in intakes]
    stored = current_versions(connection, many)
    for intake in intakes:
        _check_version(intake.document, stored.get(intake.document.id, 0))
    again = [intake for intake in intakes if intake.document.id in stored]
    for intake in again:
        _make_way(connection, intake)
    for table in (sections, chunks, vectors, facets) if again else ():
        connection.execute(delete(table).where(table.c.document_id.in_(list(stored))))
    _put_new(connection, [intake for intake in intakes if intake.document.id not in stored])
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


def _check_version(document: Document, stored: int) -> None:
    if document.version not in {stored + 1, stored or 1}:
        raise ValueError(f"version {document.version} of {document.id} does not follow {stored}")


def _make_way(connection: Connection, intake: Intake) -> None:
    """Moves a document on to its next version, or makes way for its current version made anew."""
    document = intake.document
    same = (versions.c.document_id == document.id, versions.c.version == document.version)
    connection.execute(delete(versions).where(*same))
    connection.execute(update(documents).where(documents.c.id == document.id).values(version=document.version, root=intake.root))


def _put_new(connection: Connection, intakes: Sequence[Intake]) -> None:
    """Adds documents, and collections where they are the first ones."""
    names = {intake.document.collection for intake in intakes}
    known = set(connection.execute(select(collections.c.name).where(collections.c.name.in_(names))).scalars()) if names else set()
    insert_rows(connection, collections, ({"name": name, "created_at": now()} for name in sorted(names - known)))
    insert_rows(connection, documents, map(_document_row, intakes))


def _document_row(intake: Intake) -> dict[str, Any]:
    document = intake.document
    return {"id": document.id, "collection": document.collection, "source_key": document.source_key, "root": intake.root, "version": 1}


def _version_row(intake: Intake) -> dict[str, Any]:
    document = intake.document
    return {
        "document_id": document.id,
        "version": document.version,
        "content_sha256": document.content_sha256,
        "text_sha256": digest_of(document.text.encode()),
        "source": document.source,
        "encoding": document.encoding,
        "parser": document.parser,
        "chunker": intake.chunker,
        "header": _header_json(document.header),
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
    data = np.ascontiguousarray(rows, dtype=FLOAT32).tobytes()
    row = {"document_id": document_id, "fingerprint": fingerprint, "dimension": rows.shape[1]}
    return {**row, "data": data, "sha256": digest_of(data)}


def _header_json(header: Header) -> dict[str, Any]:
    published = header.published_on.isoformat() if header.published_on else None
    return {name: getattr(header, name) for name in _HEADER} | {"published_on": published}
