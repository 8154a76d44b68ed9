"""The single source of truth of a home: documents, sections, passages, vectors, what engines have to follow, answers, jobs.

Thread-safe. Every method is one transaction: readers see a committed state and wait for nobody, writers commit whole or leave
nothing. `Library` holds the lock of the home around writing documents; answers and jobs need no lock. What was decoded of
documents is kept in memory up to `CACHED_BYTES`; whether it still stands is asked of the database each time, so that what
another process deleted is gone here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, select

from index import history, intake, rows
from index.cache import DocumentCache
from index.database import Database, open_database, sqlite_url
from index.errors import IntegrityFailed, UnknownAnswer, UnknownDocument, UnknownJob
from index.records import AnswerRecord, CatalogueRow, Change, Content, Intake, Job, Known, VectorSpace
from index.schema import chunks, documents, vectors
from index.types import Chunk, Document, Section, Vectors

CACHED_BYTES = 96_000_000
"""Of decoded documents, sections and passages kept in memory: about 10 million characters with all their passages."""
_NO_IDS: NDArray[np.int64] = np.zeros(0, dtype=np.int64)


class Store:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._cache = DocumentCache(CACHED_BYTES)

    @classmethod
    def open(cls, path: Path, name: str) -> Store:
        """The SQLite database at `path`, made when absent and migrated when older. Raises UnknownHome, NewerHome."""
        return cls(open_database(sqlite_url(path), name))

    @property
    def url(self) -> str:
        """Of the database, with its password if it has one: for `open_database`."""
        return self._database.url

    def close(self) -> None:
        self._database.close()

    def problems(self) -> tuple[str, ...]:
        return self._database.problems()

    def purge(self) -> bool:
        """Leaves nothing of deleted documents in the database file and its log, and says so; False when a reader is in the way."""
        if self._database.purge():
            with self._database.write() as connection:
                rows.drop_meta(connection, ["purge"])
            return True
        return False

    # --- what engines follow

    def change_seq(self) -> int:
        """Number of the latest change; 0 before the first."""
        with self._database.read() as connection:
            return rows.latest_change(connection)

    def changes(self, since: int) -> tuple[Change, ...]:
        """The latest change of each document that changed after `since`, ascending."""
        with self._database.read() as connection:
            return rows.changes_since(connection, since)

    def live_documents(self) -> tuple[str, ...]:
        with self._database.read() as connection:
            return tuple(connection.execute(select(documents.c.id).order_by(documents.c.id)).scalars())

    def live_chunk_ids(self) -> NDArray[np.int64]:
        """Ascending."""
        with self._database.read() as connection:
            return rows.chunk_ids(connection)

    def vectors_of(self, document_id: str) -> tuple[NDArray[np.int64], Vectors]:
        """Chunk ids and their vectors, row by row, of the home's vector space. Raises IntegrityFailed when some are missing or damaged."""
        (found,) = self.vectors_of_each([document_id])
        return found

    def vectors_of_each(self, document_ids: Sequence[str]) -> tuple[tuple[NDArray[np.int64], Vectors], ...]:
        """As `vectors_of`, for each of the documents, all from one state. Ask for some hundred at a time."""
        with self._database.read() as connection:
            space = _space(connection)
            ids = rows.chunk_ids_of_each(connection, document_ids)
            found = rows.vectors_of_each(connection, document_ids, space.fingerprint) if space else {}
        none = np.zeros((0, space.dimension if space else 0), dtype=np.float32)
        pairs = tuple((ids.get(one, _NO_IDS), found.get(one, none)) for one in document_ids)
        for document_id, (numbers, vectors_) in zip(document_ids, pairs, strict=True):
            if len(numbers) != len(vectors_):
                raise IntegrityFailed(self._database.name, detail=f"文件 {document_id} 的向量缺失或损坏")
        return pairs

    # --- reading documents

    def documents(self) -> tuple[CatalogueRow, ...]:
        """All documents, by collection and source key."""
        with self._database.read() as connection:
            return rows.catalogue(connection)

    def document(self, document_id: str, version: int | None = None) -> Document:
        """The current version, or the one asked for. Raises UnknownDocument."""
        with self._database.read() as connection:
            current = rows.current_versions(connection, [document_id])
            if document_id in current:
                wanted = (document_id, version or current[document_id])
                found = self._cache.documents(connection, [wanted])
                if wanted in found:
                    return found[wanted]
        raise UnknownDocument(document_id)

    def resolve(self, name: str) -> str:
        """The id that `name` means: an id, or a source name that only one document has. Raises UnknownDocument."""
        with self._database.read() as connection:
            ids = rows.ids_named(connection, name)
        if len(ids) != 1:
            raise UnknownDocument(name)
        return ids[0]

    def content(self, document_id: str, version: int | None = None) -> Content:
        """The bytes a version, or else the current one, was loaded from. Raises UnknownDocument."""
        with self._database.read() as connection:
            current = rows.current_versions(connection, [document_id])
            found = rows.content_of(connection, document_id, version or current.get(document_id, 0))
        if found is None:
            raise UnknownDocument(document_id)
        return found

    def damaged_versions(self, document_id: str) -> tuple[int, ...]:
        """Versions whose original or text is not what its digest says."""
        with self._database.read() as connection:
            return rows.damaged_versions(connection, document_id)

    def documents_with_old_chunks(self) -> tuple[str, ...]:
        """Documents with passages of another than their current version; there should be none."""
        joined = chunks.join(documents, chunks.c.document_id == documents.c.id)
        statement = select(documents.c.id).select_from(joined).where(chunks.c.version != documents.c.version).distinct()
        with self._database.read() as connection:
            return tuple(connection.execute(statement.order_by(documents.c.id)).scalars())

    def chunker(self, document_id: str) -> str:
        """Version of the rules that cut the current version. Raises UnknownDocument."""
        with self._database.read() as connection:
            found = rows.chunker_of(connection, document_id)
        if found is None:
            raise UnknownDocument(document_id)
        return found

    def sections(self, document_id: str) -> tuple[Section, ...]:
        with self._database.read() as connection:
            return self._cache.sections(connection, document_id) or ()

    def outline(self, name: str) -> tuple[Section, ...]:
        """The sections of what `resolve` takes `name` for. Raises UnknownDocument."""
        with self._database.read() as connection:
            found = self._cache.sections(connection, name)
        return self.sections(self.resolve(name)) if found is None else found

    def outlines(self, document_ids: Iterable[str]) -> dict[str, tuple[Section, ...]]:
        """The sections of those of the documents that exist."""
        with self._database.read() as connection:
            return self._cache.outlines(connection, document_ids)

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """In document order."""
        with self._database.read() as connection:
            return rows.chunks_of(connection, document_id)

    def passages_of_each(self, document_ids: Sequence[str]) -> list[tuple[Document, list[Chunk]]]:
        """Those of the documents that exist, in their order, with their passages; for reading many once: nothing is kept in memory."""
        with self._database.read() as connection:
            current = rows.current_versions(connection, document_ids)
            found = {one.id: one for one in rows.load_documents(connection, list(current.items()))}
            passages = rows.chunks_of_each(connection, document_ids)
        return [(found[one], passages.get(one, [])) for one in document_ids if one in found]

    def chunks(self, ids: Iterable[int]) -> dict[int, tuple[Document, Chunk]]:
        """Those of the chunks that exist, with their documents."""
        with self._database.read() as connection:
            return self._cache.chunks_with_documents(connection, [int(one) for one in ids])

    def passages(self, ids: Iterable[int]) -> dict[int, Chunk]:
        """Those of the chunks that exist, without their documents."""
        with self._database.read() as connection:
            return {chunk.id: chunk for chunk, _ in self._cache.chunks(connection, ids)}

    def counts(self) -> tuple[int, int]:
        """Documents and chunks."""
        with self._database.read() as connection:
            numbers = [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (documents, chunks)]
        return numbers[0], numbers[1]

    def known(self, collection: str) -> dict[str, Known]:
        """What is on record in a collection, by source key."""
        with self._database.read() as connection:
            return rows.known_sources(connection, collection)

    # --- writing documents (the caller holds the lock of the home)

    def put(self, intakes: Sequence[Intake], space: VectorSpace) -> None:
        """Stores all or none. An empty home takes on the vector space; another one than the home's is an error of the caller."""
        with self._database.write() as connection:
            if _space(connection) is None:
                _set_space(connection, space)
            if _space(connection) != space:
                raise ValueError("vectors of another model")
            intake.put_documents(connection, intakes, space.fingerprint)

    def delete(self, document_ids: Sequence[str]) -> None:
        """Removes documents with all versions, and their words from stored answers, in one transaction.

        From then on `purge_pending`, until the caller has purged the engines and then this.
        """
        with self._database.write() as connection:
            history.blank_answers(connection, document_ids)
            intake.delete_documents(connection, document_ids)
            rows.set_meta(connection, {"purge": "pending"})
        self._cache.drop(document_ids)

    def purge_pending(self) -> bool:
        """True while words of deleted documents may lie on in older index generations, in the file or in its log."""
        with self._database.read() as connection:
            return "purge" in rows.get_meta(connection)

    def set_root(self, document_ids: Sequence[str], root: str) -> None:
        """Notes the folder in which documents that did not change were found this time."""
        with self._database.write() as connection:
            intake.set_root(connection, document_ids, root)

    # --- vectors

    def space(self) -> VectorSpace | None:
        """Of the vectors on record; None in a home that never held any."""
        with self._database.read() as connection:
            return _space(connection)

    def adopt_space(self, space: VectorSpace) -> bool:
        """Makes a space that of a home without documents; False, and nothing done, when there are some."""
        with self._database.write() as connection:
            if connection.execute(select(documents.c.id).limit(1)).first():
                return False
            _set_space(connection, space)
        return True

    def put_vectors(self, document_id: str, space: VectorSpace, vectors: Vectors) -> None:
        """Adds vectors of a coming space beside the current ones."""
        with self._database.write() as connection:
            intake.put_vectors(connection, document_id, space.fingerprint, vectors)

    def has_vectors(self, document_id: str, space: VectorSpace) -> bool:
        with self._database.read() as connection:
            count = connection.execute(select(func.count()).where(chunks.c.document_id == document_id)).scalar_one()
            found = rows.vectors_of_each(connection, [document_id], space.fingerprint).get(document_id)
        return found is not None and found.shape == (count, space.dimension)

    def switch_space(self, space: VectorSpace) -> None:
        """Makes a space the home's and drops the vectors of all others; every document counts as changed."""
        with self._database.write() as connection:
            connection.execute(delete(vectors).where(vectors.c.fingerprint != space.fingerprint))
            _set_space(connection, space)
            intake.note_changes(connection, list(connection.execute(select(documents.c.id)).scalars()), removed=False)

    # --- answers

    def save_answer(self, record: AnswerRecord) -> None:
        with self._database.write() as connection:
            history.put_answer(connection, record)

    def answer(self, answer_id: str) -> AnswerRecord:
        """Raises UnknownAnswer."""
        with self._database.read() as connection:
            found = history.load_answer(connection, answer_id)
        if found is None:
            raise UnknownAnswer(answer_id)
        return found

    def save_feedback(self, answer_id: str, verdict: str, comment: str) -> None:
        """Raises UnknownAnswer."""
        with self._database.write() as connection:
            if history.load_answer(connection, answer_id) is None:
                raise UnknownAnswer(answer_id)
            history.put_feedback(connection, answer_id, verdict, comment)

    # --- jobs

    def put_job(self, job: Job, owner: str) -> None:
        with self._database.write() as connection:
            history.put_job(connection, job, owner)

    def update_job(self, job: Job) -> None:
        with self._database.write() as connection:
            history.update_job(connection, job)

    def job(self, job_id: str) -> Job:
        """Raises UnknownJob."""
        with self._database.read() as connection:
            found = history.load_job(connection, job_id)
        if found is None:
            raise UnknownJob(job_id)
        return found

    def owners_at_work(self) -> tuple[str, ...]:
        """Processes with jobs that have not ended."""
        with self._database.read() as connection:
            return history.owners_at_work(connection)

    def interrupt_jobs(self, owner: str) -> None:
        """Fails what a process that is gone left unfinished."""
        with self._database.write() as connection:
            history.interrupt_jobs(connection, owner)


def _space(connection: Connection) -> VectorSpace | None:
    stored = rows.get_meta(connection)
    return VectorSpace(stored["fingerprint"], int(stored["dimension"])) if "fingerprint" in stored else None


def _set_space(connection: Connection, space: VectorSpace) -> None:
    rows.set_meta(connection, {"fingerprint": space.fingerprint, "dimension": str(space.dimension)})
