"""The vector engine: inner product of unit vectors, kept by FAISS.

An index is a few blocks. A block is a FAISS index that never changes once it is served (adding to one during a search crashes
the process), with the chunk id of each row, and the rows of one document side by side. The first block is the snapshot, read
from disk; the second is the delta, made at opening from the vectors that the database has for the documents that changed
since the snapshot, which are hidden in it. A small change thus rewrites no large file.

Filters act before the best are chosen: as a bitmap of rows inside FAISS, or, where they leave less than a fifth of the rows,
by a flat scan of those rows (a graph index loses most neighbours under a narrow filter). FAISS only proposes; the score of a
proposed passage is computed again from its vector, in one way, so that equal vectors have equal scores in whichever block.

Row numbers and the -1 with which FAISS fills up stay inside this module: what leaves it are chunk ids. FAISS files carry no
checksum, so a file is read only after its digest was compared with the manifest. FAISS is imported at
first use: a command that does not search does not load it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.files import FileDamaged, FileRecord, Write, write_whole
from index.types import EngineQuery, Match, Vectors

if TYPE_CHECKING:
    import faiss

Ids: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

FLAT_SHARE = 5
"""A filter that leaves less than one row in so many is answered by a flat scan."""
MARGIN = 16
"""Asked for beyond k, to see whether the k-th score ends inside a tie."""
TIE = 1e-5
"""FAISS computes in single precision: a row this much below the k-th cannot belong above it."""


class Rows(NamedTuple):
    """The vectors of one document."""

    document_id: str
    ids: Ids
    vectors: Vectors


def index_type(_rows: int) -> str:
    """FAISS factory string for a snapshot of so many rows.

    Flat at every size so far: exact, and 100,000 rows of 256 dimensions take 9 ms on one core. An approximate index may
    take over from a size where it keeps recall@20 at 0.97 or more.
    """
    return "Flat"


class Block:
    """Vectors that no longer change. Thread-safe."""

    def __init__(self, index: faiss.IndexIDMap2, documents: Iterable[tuple[str, int]], hidden: Collection[str] = ()) -> None:
        """`documents`: id and number of rows of each, in the order of the rows. Those in `hidden` are not found."""
        import faiss  # noqa: PLC0415

        self._index = index
        self._rows = faiss.downcast_index(index.index)
        self._ids: Ids = faiss.vector_to_array(index.id_map)
        self._spans = _spans(documents)
        if sum(end - start for start, end in self._spans.values()) != len(self._ids):
            raise FileDamaged("the rows of the documents do not add up")
        self._shown = self._mask(self._spans.keys() - set(hidden))

    @classmethod
    def of(cls, parts: Sequence[Rows], dimension: int, kind: str = "Flat") -> Block:
        """A new block with the rows of `parts`."""
        import faiss  # noqa: PLC0415

        rows = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
        index = faiss.IndexIDMap2(rows)
        if parts:
            index.add_with_ids(np.concatenate([part.vectors for part in parts]), np.concatenate([part.ids for part in parts]))
        return cls(index, [(part.document_id, len(part.ids)) for part in parts])

    def hiding(self, documents: Collection[str]) -> Block:
        """The same vectors without those documents."""
        return Block(self._index, [(document_id, end - start) for document_id, (start, end) in self._spans.items()], documents)

    def ids(self) -> Ids:
        """Of the rows that can be found."""
        return self._ids[self._shown]

    def __len__(self) -> int:
        """All rows, hidden ones too."""
        return len(self._ids)

    def nearest(self, vector: Vectors, size: int, documents: frozenset[str] | None) -> tuple[Ids, NDArray[np.float64]]:
        """Ids and scores of the `size` nearest rows (fewer where there are fewer), in no order."""
        import faiss  # noqa: PLC0415

        faiss.omp_set_num_threads(1)  # holds for the calling thread only
        allowed = self._shown if documents is None else self._shown & self._mask(self._spans.keys() & documents)
        count = int(np.count_nonzero(allowed))
        if count * FLAT_SHARE < len(allowed) or count <= size:
            rows = self._scan(vector, size, np.flatnonzero(allowed))
        else:
            rows = self._ask(vector, size, None if count == len(allowed) else allowed)
        return self._ids[rows], _scores(self._rows.reconstruct_batch(rows), vector)

    def _scan(self, vector: Vectors, size: int, rows: Ids) -> Ids:
        if len(rows) <= size:
            return rows
        scores = self._rows.reconstruct_batch(rows) @ vector[0]
        return rows[np.argpartition(-scores, size)[:size]]

    def _ask(self, vector: Vectors, size: int, allowed: Mask | None) -> Ids:
        import faiss  # noqa: PLC0415

        parameters = faiss.SearchParameters()
        if allowed is not None:
            bitmap = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(bitmap), faiss.swig_ptr(bitmap))
            parameters.sel = selector
        _, rows = self._rows.search(vector, size, params=parameters)
        found: Ids = rows[0][rows[0] >= 0]
        return found

    def _mask(self, documents: Iterable[str]) -> Mask:
        mask = np.zeros(len(self._ids), np.bool_)
        for document_id in documents:
            start, end = self._spans[document_id]
            mask[start:end] = True
        return mask

    def write(self, folder: Path, name: str) -> tuple[FileRecord, ...]:
        """Writes the vectors and the order of the documents under `name`, with endings of their own. Raises OSError."""
        import faiss  # noqa: PLC0415

        order = [(document_id, end - start) for document_id, (start, end) in self._spans.items()]

        def vectors(write: Write) -> None:
            faiss.write_index(self._index, faiss.PyCallbackIOWriter(write))  # type: ignore[attr-defined]

        return (
            write_whole(folder, name + ".faiss", vectors),
            write_whole(folder, name + ".json", lambda write: write(json.dumps(order).encode())),
        )

    @classmethod
    def read(cls, folder: Path, name: str) -> Block:
        """Files whose digests were checked before. Raises FileDamaged where they are not what `write` writes."""
        import faiss  # noqa: PLC0415

        try:
            index = faiss.read_index(str(folder / (name + ".faiss")))
            order = json.loads((folder / (name + ".json")).read_bytes())
        except (RuntimeError, OSError, ValueError) as error:
            raise FileDamaged(f"{name}: {error}") from error
        if not isinstance(index, faiss.IndexIDMap2):
            raise FileDamaged(name)
        return cls(index, [(str(document_id), int(count)) for document_id, count in order])


class VectorIndex:
    """Blocks searched as one. Thread-safe; what it serves does not change. No id is shown by two blocks."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = tuple(block for block in blocks if len(block))

    def search(self, query: EngineQuery, k: int, documents: frozenset[str] | None = None) -> tuple[Match, ...]:
        """Best `k` passages by cosine; equal scores in order of chunk id. A vector of zeros is near nothing."""
        if k < 1 or not self._blocks or not query.vector.any():
            return ()
        vector = np.ascontiguousarray(query.vector, np.float32)
        size = k + MARGIN
        while True:
            matches = self._best(vector, size, documents)
            if len(matches) < size or matches[k - 1].score - matches[-1].score > TIE:
                return matches[:k]
            size *= 4

    def ids(self) -> Ids:
        """Of all passages, ascending."""
        return np.sort(np.concatenate([np.empty(0, np.int64), *(block.ids() for block in self._blocks)]))

    def _best(self, vector: Vectors, size: int, documents: frozenset[str] | None) -> tuple[Match, ...]:
        found = [block.nearest(vector, size, documents) for block in self._blocks]
        ids = np.concatenate([ids for ids, _ in found])
        scores = np.concatenate([scores for _, scores in found])
        order = np.lexsort((ids, -scores))[:size]
        return tuple(Match(int(ids[row]), float(scores[row])) for row in order)


def _scores(rows: Vectors, vector: Vectors) -> NDArray[np.float64]:
    """Inner products in double precision, each from its own row alone: the same however many rows there are."""
    products: NDArray[np.float64] = rows.astype(np.float64) * vector[0].astype(np.float64)
    scores: NDArray[np.float64] = products.sum(axis=1)
    return scores


def _spans(documents: Iterable[tuple[str, int]]) -> dict[str, tuple[int, int]]:
    spans: dict[str, tuple[int, int]] = {}
    start = 0
    for document_id, count in documents:
        spans[document_id] = (start, start + count)
        start += count
    return spans
