"""One generation of the caches: what is served, how it is opened from its files, and how it is made from the store."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.chunk import search_texts
from index.database import open_database
from index.errors import IntegrityFailed
from index.files import FileDamaged
from index.lexical import LexicalIndex
from index.manifest import Manifest, digest_ids
from index.passages import Passage, passages_of
from index.store import Store
from index.types import PlacingEngine, Progress, SearchEngine
from index.vector import Block, Rows, VectorIndex

DELTA_SHARE = 0.1
"""Part of the snapshot's rows that may be hidden or added beside it before a new snapshot is due …"""
DELTA_ROWS = 1000
"""… and how many always may."""
STAGE = "index"
GROUP = 32
"""Documents whose passages are read at a time."""
CREW_PASSAGES = 25_000
"""From about so many passages on, worker processes read them: two seconds' work."""
VECTOR_GROUP = 256
"""Documents whose vectors are read at a time."""

Fresh: TypeAlias = Mapping[str, Sequence[Passage]]
"""Passages of documents as they are stored, by document, at hand because they were made a moment ago."""
_NONE: Fresh = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Generation:
    """What is served, as of one change of the store."""

    number: int
    lexical: SearchEngine
    vector: PlacingEngine


@dataclass(frozen=True, slots=True)
class Published:
    """A generation with the files it is served from."""

    manifest: Manifest
    generation: Generation
    lexical: LexicalIndex
    vector: VectorIndex
    snapshot: Block | None
    """Of the vectors, nothing hidden."""


def open_generation(folder: Path, store: Store, manifest: Manifest, snapshot: Block | None = None) -> Published:
    """Opens what the manifest names, but for the snapshot where it is at hand. Raises FileDamaged."""
    if snapshot is None and manifest.vector:
        snapshot = Block.read(folder, manifest.vector)
    lexical = LexicalIndex.open(folder / manifest.lexical)
    try:
        vector = VectorIndex(_blocks(store, snapshot, manifest.vector_number, manifest.number, manifest.dimension))
    except IntegrityFailed as error:
        raise FileDamaged(f"the vectors in the database: {error.detail}") from error
    return Published(manifest, Generation(manifest.number, lexical, vector), lexical, vector, snapshot)


def generation_in_memory(store: Store, dimension: int) -> Generation:
    """All of the store, without a file."""
    number = store.change_seq()
    documents = store.live_documents()
    block = Block.of(list(rows_of(store, documents)), dimension)
    return Generation(number, LexicalIndex.in_memory(stored_passages(store, documents)), VectorIndex([block]))


def check_ids(manifest: Manifest, **found: NDArray[np.int64]) -> None:
    """Raises FileDamaged where what was found, by the name of its holder, is not the ids of the manifest."""
    for holder, ids in found.items():
        if digest_ids(ids) != manifest.ids:
            raise FileDamaged(f"the ids of the {holder} are others than published")


def check_against_store(store: Store, published: Published) -> None:
    """The ids of the engines are those of the store, unless that has moved on. Raises FileDamaged."""
    manifest = published.manifest
    latest = store.change_seq()
    if manifest.number > latest:
        raise FileDamaged("the index is ahead of the database")
    check_ids(manifest, lexical=published.lexical.ids())
    if manifest.number == latest:
        vector, database = published.vector.ids(), store.live_chunk_ids()
        if store.change_seq() == latest:  # no writer came between
            check_ids(manifest, vector=vector, database=database)


def stored_passages(store: Store, documents: Sequence[str], progress: Progress | None = None, fresh: Fresh = _NONE) -> Iterator[Passage]:
    """What the lexical index is to keep of `documents`; one that was deleted meanwhile is left out. `fresh` ones are at hand."""
    others = [document_id for document_id in documents if document_id not in fresh]
    groups = [others[first : first + GROUP] for first in range(0, len(others), GROUP)]
    with closing(_read(store, groups)) as read:
        following = chain.from_iterable(read)
        for done, document_id in enumerate(documents, 1):
            yield from fresh[document_id] if document_id in fresh else next(following)
            if progress:
                progress(STAGE, done, len(documents))


def _read(store: Store, groups: Sequence[Sequence[str]]) -> Generator[list[Sequence[Passage]], None, None]:
    """Of each document of each group. Worker processes read many of them, through connections of their own."""
    documents, passages = store.counts()
    share = sum(map(len, groups)) / max(1, documents)
    if share * passages < CREW_PASSAGES:
        yield from (_passages(store, group) for group in groups)
    else:
        from index import crew  # noqa: PLC0415  starts processes: nothing that a question needs

        yield from crew.in_order(passages_at, [(store.url, tuple(group)) for group in groups])


def passages_at(task: tuple[str, tuple[str, ...]]) -> list[Sequence[Passage]]:
    """`task`: the store's URL and documents."""
    url, documents = task
    store = Store(open_database(url, url))
    try:
        return _passages(store, documents)
    finally:
        store.close()


def _passages(store: Store, documents: Sequence[str]) -> list[Sequence[Passage]]:
    found = {document.id: passages_of(chunks, search_texts(document, chunks)) for document, chunks in store.passages_of_each(documents)}
    return [found.get(document_id, ()) for document_id in documents]


def rows_of(store: Store, documents: Sequence[str]) -> Iterator[Rows]:
    """The vectors of those of the documents that have any."""
    for first in range(0, len(documents), VECTOR_GROUP):
        group = documents[first : first + VECTOR_GROUP]
        for document_id, (ids, vectors) in zip(group, store.vectors_of_each(group), strict=True):
            if len(ids):
                yield Rows(document_id, ids, vectors)


def hidden_rows(store: Store, published: Published) -> int:
    """How many rows of the snapshot belong to what was changed or deleted since."""
    if published.snapshot is None:
        return 0
    changed = frozenset(change.document_id for change in store.changes(published.manifest.vector_number))
    return len(published.snapshot) - len(published.snapshot.hiding(changed).ids())


def snapshot_is_due(rows: int, hidden: int, live: int) -> bool:
    """Whether what is hidden in a snapshot of so many rows, and what would stand beside it, is too much of `live` chunks in all."""
    added = live - (rows - hidden)
    return added + hidden > (max(DELTA_ROWS, DELTA_SHARE * rows) if rows else 0)


def difference(name: str, found: NDArray[np.int64], expected: NDArray[np.int64]) -> tuple[str, ...]:
    """In Chinese, how the ids of an engine differ from those of the store; empty where they do not."""
    missing, extra = len(np.setdiff1d(expected, found)), len(np.setdiff1d(found, expected))
    return (f"{name}与资料库不一致：缺 {missing} 个片段，多 {extra} 个",) if missing or extra or len(found) != len(expected) else ()


def _blocks(store: Store, snapshot: Block | None, since: int, number: int, dimension: int) -> list[Block]:
    """The snapshot without what changed after `since` and up to `number`, and that from the database."""
    changed = [change.document_id for change in store.changes(since) if change.seq <= number]
    delta = Block.of(list(rows_of(store, changed)), dimension) if changed else None
    kept = snapshot.hiding(frozenset(changed)) if snapshot and changed else snapshot
    return [block for block in (kept, delta) if block is not None]
