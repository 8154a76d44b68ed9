"""What was decoded of documents, kept in memory: their text, sections and passages.

Nothing is believed because it is kept. Every look begins, inside the caller's read transaction, with the number of the latest
change: what changed since the last look is forgotten first, so that a document that was deleted or replaced, by whichever
process, is gone with the commit. A transaction that sees an older state than the cache neither takes from it nor adds to it.

Documents leave least recently used first, with all that is kept of them, when their weight passes the budget.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from index import rows
from index.types import Chunk, Document, Section

_CHARACTER_BYTES = 2
_ROW_BYTES = 400
"""Of a passage or a section, about."""


@dataclass(slots=True)
class _Held:
    """Of one document."""

    versions: dict[int, Document] = field(default_factory=dict)
    sections: tuple[Section, ...] | None = None
    chunks: list[int] = field(default_factory=list)
    weight: int = 0


class DocumentCache:
    """Thread-safe. Connections are inside a read transaction; what is asked for is of its state.

    What is held of a document is held of one that exists.
    """

    def __init__(self, budget_bytes: int) -> None:
        self._budget = budget_bytes
        self._weight = 0
        self._seq = 0
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._chunks: dict[int, tuple[Chunk, int]] = {}
        self._lock = threading.Lock()

    def documents(self, connection: Connection, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Document]:
        """Those of the (id, version) pairs that exist."""
        return self._documents(connection, self._follow(connection), wanted)

    def chunks_with_documents(self, connection: Connection, ids: Iterable[int]) -> dict[int, tuple[Document, Chunk]]:
        """Those of the chunks that exist, each with the document it was cut from."""
        seq = self._follow(connection)
        found = self._chunks_of(connection, seq, ids)
        texts = self._documents(connection, seq, ((chunk.document_id, version) for chunk, version in found))
        return {chunk.id: (texts[chunk.document_id, version], chunk) for chunk, version in found}

    def _documents(self, connection: Connection, seq: int, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Document]:
        keys = list(dict.fromkeys(wanted))
        with self._lock:
            found = {key: document for key in keys if (document := self._version(key, seq)) is not None}
        if len(found) == len(keys):
            return found
        loaded = rows.load_documents(connection, [key for key in keys if key not in found])
        with self._lock:
            if seq == self._seq:
                for document in loaded:
                    self._keep_document(document)
        return found | {(document.id, document.version): document for document in loaded}

    def chunks(self, connection: Connection, ids: Iterable[int]) -> list[tuple[Chunk, int]]:
        """Those of the chunks that exist, each with the version it was cut from, in no order."""
        return self._chunks_of(connection, self._follow(connection), ids)

    def _chunks_of(self, connection: Connection, seq: int, ids: Iterable[int]) -> list[tuple[Chunk, int]]:
        keys = list(dict.fromkeys(ids))
        with self._lock:
            held = self._chunks if seq == self._seq else {}
            found = [held[key] for key in keys if key in held]
            missing = [key for key in keys if key not in held]
        if not missing:
            return found
        loaded = rows.chunks_with_ids(connection, missing)
        with self._lock:
            if seq == self._seq:
                for chunk, version in loaded:
                    self._keep_chunk(chunk, version)
        return found + loaded

    def sections(self, connection: Connection, document_id: str) -> tuple[Section, ...] | None:
        """Of the current version, in order; None where there are none and it is not known that the document exists."""
        seq = self._follow(connection)
        with self._lock:
            held = self._held.get(document_id) if seq == self._seq else None
            if held is not None and held.sections is not None:
                return held.sections
        loaded = rows.sections_of(connection, document_id)
        with self._lock:
            if seq == self._seq and (loaded or document_id in self._held):
                self._keep_sections(document_id, loaded)
                return loaded
        return loaded or None

    def outlines(self, connection: Connection, document_ids: Iterable[str]) -> dict[str, tuple[Section, ...]]:
        """`sections` of many; those of the documents that exist."""
        seq = self._follow(connection)
        keys = list(dict.fromkeys(document_ids))
        with self._lock:
            held = {key: self._held.get(key) for key in keys} if seq == self._seq else {}
            found = {key: one.sections for key, one in held.items() if one is not None and one.sections is not None}
        missing = [key for key in keys if key not in found]
        loaded = rows.sections_of_each(connection, missing) if missing else {}
        with self._lock:
            if seq == self._seq:
                for key, sections in loaded.items():
                    self._keep_sections(key, sections)
        return found | loaded

    def drop(self, document_ids: Iterable[str]) -> None:
        """Forgets documents that the caller has deleted."""
        with self._lock:
            for document_id in document_ids:
                self._forget(document_id)

    def kept(self) -> tuple[str, ...]:
        """Ids of the documents of which something is kept, least recently used first."""
        with self._lock:
            return tuple(self._held)

    def _follow(self, connection: Connection) -> int:
        """Number of the latest change in the state that `connection` sees; what changed up to it is forgotten."""
        seq = rows.latest_change(connection)
        with self._lock:
            if seq > self._seq:
                if self._held:
                    for change in rows.changes_since(connection, self._seq):
                        self._forget(change.document_id)
                self._seq = seq
        return seq

    def _version(self, key: tuple[str, int], seq: int) -> Document | None:
        held = self._held.get(key[0]) if seq == self._seq else None
        if held is None or key[1] not in held.versions:
            return None
        self._held.move_to_end(key[0])
        return held.versions[key[1]]

    def _keep_document(self, document: Document) -> None:
        held = self._held.setdefault(document.id, _Held())
        if document.version not in held.versions:
            held.versions[document.version] = document
            self._add(document.id, held, _CHARACTER_BYTES * len(document.text))

    def _keep_sections(self, document_id: str, sections: Sequence[Section]) -> None:
        held = self._held.setdefault(document_id, _Held())
        if held.sections is None:
            held.sections = tuple(sections)
            self._add(document_id, held, _ROW_BYTES * len(sections))

    def _keep_chunk(self, chunk: Chunk, version: int) -> None:
        held = self._held.setdefault(chunk.document_id, _Held())
        if chunk.id not in self._chunks:
            self._chunks[chunk.id] = chunk, version
            held.chunks.append(chunk.id)
            self._add(chunk.document_id, held, _ROW_BYTES)

    def _add(self, document_id: str, held: _Held, weight: int) -> None:
        """Counts what was just kept of the document; makes room at the cost of others."""
        self._held.move_to_end(document_id)
        held.weight += weight
        self._weight += weight
        while self._weight > self._budget and len(self._held) > 1:
            self._forget(next(iter(self._held)))

    def _forget(self, document_id: str) -> None:
        held = self._held.pop(document_id, None)
        if held is not None:
            self._weight -= held.weight
            for chunk_id in held.chunks:
                del self._chunks[chunk_id]
