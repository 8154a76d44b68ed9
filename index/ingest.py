"""Files in, documents stored: load → repairs → header → outline → passages → vectors → store.

Files are read one by one, by worker processes where there are many, and stored here, in their order and in batches: one call of
the model, one transaction, one sync of the disk. Each batch is stored whole or not at all, and `progress("store", done,
total)` is called when it is durable: the first `done` files of the plan survive whatever happens then. A file that fails is
reported and stops nothing. The same bytes under the same key are not even parsed; other bytes become the next version of
their document.

Bringing the engines up to date is the caller's part, as is the lock of the home.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from index import crew
from index.chunk import CHUNKER, search_texts
from index.passages import Passage
from index.plan import Candidate
from index.records import Failure, Intake, Known, Limits, NewId, VectorSpace, random_id
from index.store import Store
from index.summary import repair_lines
from index.taking import Parsed, Task, embedded_text, stamp_of, take_in
from index.types import Chunk, Document, Embedder, Progress, Vectors

BATCH_FILES = 64
BATCH_CHARACTERS = 400_000
BATCH_SECONDS = 5.0
"""A batch is stored when it reaches one of these."""
CREW_BYTES = 2_000_000
"""From files of so many bytes together on, worker processes read them: about four seconds' work."""

FRESH_BYTES = 16_000_000
FRESH_CHARACTERS = 6_000_000
"""Of files, and of their text: up to so many what the lexical index is to keep is made with the passages and stays in memory (about
6 bytes a character) until the index is made. Of the others it is made from the database: they are read and folded again."""


@dataclass(slots=True)
class Outcome:
    """What became of the files of a plan."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    moved: dict[str, list[str]] = field(default_factory=dict)
    """Unchanged documents by the folder in which they were found this time, where it is another one."""
    fresh: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    """What the lexical index is to keep of documents that were stored: of the first ones, up to `FRESH_CHARACTERS`."""


def ingest(
    store: Store,
    candidates: Sequence[Candidate],
    embedder: Callable[[], Embedder],
    *,
    collection: str,
    limits: Limits,
    progress: Progress,
    new_id: NewId = random_id,
) -> Outcome:
    """Takes in all candidates. The model is loaded when there is something to embed."""
    known = store.known(collection)
    outcome, batch = Outcome(), _Batch()
    sizes = [_bytes_of(candidate) for candidate in candidates]
    tasks = [
        _task(candidate, collection, known.get(candidate.key), limits, new_id, for_index=before < FRESH_BYTES)
        for candidate, before in zip(candidates, accumulate(sizes, initial=0), strict=False)
    ]
    fresh = _Fresh(outcome.fresh)
    with closing(crew.in_order(take_in, tasks, worthwhile=len(tasks) > 1 and sum(sizes) >= CREW_BYTES)) as read:
        for done, task in enumerate(tasks, 1):
            progress("load", done - 1, len(tasks))
            taken = next(read)
            _count(outcome, task, taken)
            if isinstance(taken, Parsed):
                batch.add(taken)
                fresh.add(taken)
            if batch.is_full() or (done == len(tasks) and batch.parsed):
                progress("embed", done - 1, len(tasks))
                store_parsed(store, batch.parsed, embedder())
                batch = _Batch()
            if not batch.parsed:
                progress("store", done, len(tasks))
    for root, ids in outcome.moved.items():
        store.set_root(ids, root)
    return outcome


def store_parsed(store: Store, parsed: Sequence[Parsed], embedder: Embedder) -> None:
    """Embeds and stores documents in one transaction."""
    blocks = _embedded(embedder, [one.texts for one in parsed])
    intakes = [_intake(one, rows) for one, rows in zip(parsed, blocks, strict=True)]
    store.put(intakes, VectorSpace(embedder.fingerprint, embedder.dimension))


def embed_passages(embedder: Embedder, document: Document, chunks: Sequence[Chunk]) -> Vectors:
    """Vectors of a document's passages."""
    (rows,) = _embedded(embedder, [[embedded_text(text) for text in search_texts(document, chunks)]])
    return rows


def _embedded(embedder: Embedder, texts: Sequence[Sequence[str]]) -> Iterator[Vectors]:
    """Vectors of the texts of each document, all from one call of the model."""
    rows = np.zeros((0, embedder.dimension), dtype=np.float32)
    if any(texts):
        rows = embedder.encode_passages([text for block in texts for text in block])
    ends = np.cumsum([len(block) for block in texts])
    return (rows[end - len(block) : end] for block, end in zip(texts, ends, strict=True))


def _intake(parsed: Parsed, rows: Vectors) -> Intake:
    document = parsed.document
    lines = repair_lines(document.text, document.repairs)
    return Intake(document, parsed.sections, parsed.chunks, rows, parsed.original, parsed.root, CHUNKER, lines)


class _Batch:
    """Parsed files that are not stored yet."""

    def __init__(self) -> None:
        self.parsed: list[Parsed] = []
        self._characters = 0
        self._since = time.monotonic()

    def add(self, parsed: Parsed) -> None:
        self.parsed.append(parsed)
        self._characters += len(parsed.document.text)

    def is_full(self) -> bool:
        waited = time.monotonic() - self._since
        return bool(self.parsed) and (len(self.parsed) >= BATCH_FILES or self._characters >= BATCH_CHARACTERS or waited >= BATCH_SECONDS)


class _Fresh:
    """Passages for the lexical index, up to a bound."""

    def __init__(self, kept: dict[str, tuple[Passage, ...]]) -> None:
        self._kept = kept
        self._characters = 0

    def add(self, parsed: Parsed) -> None:
        self._characters += len(parsed.document.text)
        if parsed.passages and self._characters <= FRESH_CHARACTERS:
            self._kept[parsed.document.id] = parsed.passages


def _task(candidate: Candidate, collection: str, known: Known | None, limits: Limits, new_id: NewId, *, for_index: bool) -> Task:
    return Task(candidate, collection, known, known.document_id if known else new_id(collection, candidate.key), limits, for_index)


def _bytes_of(candidate: Candidate) -> int:
    stamp = stamp_of(candidate.path)
    return stamp[1] if stamp else 0


def _count(outcome: Outcome, task: Task, taken: Parsed | Failure | None) -> None:
    known, root = task.known, task.candidate.root
    if isinstance(taken, Failure):
        outcome.failed.append(taken)
    elif known is None:
        outcome.added += 1
    elif taken is not None:
        outcome.updated += 1
    else:
        outcome.unchanged += 1
        if root not in {"", known.root}:
            outcome.moved.setdefault(root, []).append(known.document_id)
