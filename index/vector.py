"""The vector engine: inner product of unit vectors, kept by FAISS.

An index is a few blocks. A block is a FAISS index that never changes once it is served (adding to one during a search crashes
the process), with the chunk id of each row, and the rows of one document side by side. The first block is the snapshot, read
from disk; the second is the delta, made at opening from the vectors that the database has for the documents that changed
since the snapshot, which are hidden in it. A small change thus rewrites no large file.

A block of `CODED_ROWS` rows and more has, beside the vectors themselves, product-quantised codes of a sixteenth their size, which
FAISS scans with one instruction for 32 rows: the scan proposes `PROPOSED` rows, and their scores are computed from their
vectors, so that only which rows are proposed is approximate. Sentence vectors lie too evenly in space for cells (IVF) or a
graph (HNSW): at the time of such a scan those find seven to nine of the twenty nearest out of ten, the codes all of them.

Filters act before the best are chosen: where they leave a fifth of the rows or more, that much more is proposed; where they leave
less, the vectors they leave are scanned, exactly. FAISS only proposes; the score of a proposed passage is computed again
from its vector, in one way, so that equal vectors have equal scores in whichever block.

Row numbers and the -1 with which FAISS fills up stay inside this module: what leaves it are chunk ids. FAISS files carry no
checksum, so a file is read only after its digest was compared with the manifest. FAISS is imported at
first use: a command that does not search does not load it.
"""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
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

CODED_ROWS = 20_000
"""From so many rows on a snapshot has codes; fewer are scanned as they are in less than a millisecond."""
PROPOSED = 2000
"""Rows that the codes propose, or `PROPOSED_SHARE` for each row wanted where that is more."""
PROPOSED_SHARE = 16
TRAINED_ROWS = 2048
"""Of a snapshot, evenly spaced, from which its codes are learned …"""
TRAINING_ROUNDS = 6
"""… in so many rounds. Twice the rows and four times the rounds propose the same vectors: there are sixteen codes to learn for
two dimensions."""
FLAT_SHARE = 5
"""A filter that leaves less than one row in so many is answered from the vectors themselves …"""
GATHERED_SHARE = 50
"""… and one that leaves less than one in so many by taking those vectors together first."""
ADDED_ROWS = 65_536
"""Handed to FAISS at once."""
MARGIN = 16
"""Asked for beyond k, to see whether the k-th score ends inside a tie."""
TIE = 1e-5
"""FAISS computes in single precision: a row this much below the k-th cannot belong above it."""


class Rows(NamedTuple):
    """The vectors of one document."""

    document_id: str
    ids: Ids
    vectors: Vectors


def index_type(rows: int, dimension: int) -> str:
    """FAISS factory string for a snapshot of so many rows: `PQ…x4fs,RFlat` are codes of two bits a dimension beside the vectors."""
    return "Flat" if rows < CODED_ROWS or dimension % 2 else f"PQ{dimension // 2}x4fs,RFlat"


class Block:
    """Vectors that no longer change. Thread-safe."""

    def __init__(self, index: faiss.IndexIDMap, documents: Iterable[tuple[str, int]], hidden: Collection[str] = ()) -> None:
        """`documents`: id and number of rows of each, in the order of the rows. Those in `hidden` are not found."""
        import faiss  # noqa: PLC0415

        self._index = index
        rows = faiss.downcast_index(index.index)
        refined = rows if isinstance(rows, faiss.IndexRefineFlat) else None
        flat = faiss.downcast_index(refined.refine_index) if refined else rows
        if not isinstance(flat, faiss.IndexFlat):
            raise FileDamaged("the vectors themselves are missing")
        self._rows = flat
        self._codes = faiss.downcast_index(refined.base_index) if refined else None
        self._vectors: Vectors = faiss.rev_swig_ptr(flat.get_xb(), index.ntotal * index.d).reshape(-1, index.d)
        self._ids: Ids = faiss.vector_to_array(index.id_map)
        order = list(documents)
        self._places = {document_id: place for place, (document_id, _) in enumerate(order)}
        self._counts = np.array([count for _, count in order], np.int64)
        if self._counts.sum() != len(self._ids):
            raise FileDamaged("the rows of the documents do not add up")
        self._shown = ~self._mask(hidden)

    @classmethod
    def of(cls, parts: Sequence[Rows], dimension: int, kind: str = "Flat") -> Block:
        """A new block with the rows of `parts`."""
        import faiss  # noqa: PLC0415

        rows = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
        index = faiss.IndexIDMap(rows)
        if not rows.is_trained:
            _train(rows, _evenly([part.vectors for part in parts], TRAINED_ROWS))
        for batch in _batches(parts, ADDED_ROWS):
            index.add_with_ids(np.concatenate([part.vectors for part in batch]), np.concatenate([part.ids for part in batch]))
        return cls(index, [(part.document_id, len(part.ids)) for part in parts])

    def hiding(self, documents: Collection[str]) -> Block:
        """The same vectors without those documents."""
        return Block(self._index, zip(self._places, self._counts.tolist(), strict=True), documents)

    def places(self, ids: Ids) -> dict[int, tuple[str, int]]:
        """Document and ordinal of those of the passages that can be found: the rows of a document are its passages in order."""
        at = np.searchsorted(self._ids, ids, sorter=self._by_id)
        rows = self._by_id[np.minimum(at, len(self._by_id) - 1)]
        held = (self._ids[rows] == ids) & self._shown[rows]
        found, rows = ids[held], rows[held]
        documents = np.searchsorted(self._starts, rows, side="right") - 1
        ordinals = rows - self._starts[documents]
        named = zip(map(self._names.__getitem__, documents.tolist()), ordinals.tolist(), strict=True)
        return dict(zip(found.tolist(), named, strict=True))

    @cached_property
    def _by_id(self) -> Ids:
        """Rows in the order of their ids."""
        return np.argsort(self._ids)

    @cached_property
    def _starts(self) -> Ids:
        """First row of each document; of those without rows, the next one's."""
        return np.cumsum(self._counts) - self._counts

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self._places)

    def exact(self) -> Block:
        """The same rows, every vector looked at."""
        twin = copy.copy(self)
        twin._codes = None
        return twin

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
        rows = self._near_rows(vector, size, documents)
        return self._ids[rows], _scores(self._vectors[rows], vector)

    def _near_rows(self, vector: Vectors, size: int, documents: frozenset[str] | None) -> Ids:
        few = None if documents is None else self._rows_of(documents, len(self) // GATHERED_SHARE)
        if few is not None:
            return self._best_of(vector, size, few)
        allowed = self._shown if documents is None else self._shown & self._mask(documents)
        count = int(np.count_nonzero(allowed))
        if count <= size:
            return np.flatnonzero(allowed)
        if self._codes is not None and count * FLAT_SHARE >= len(allowed):
            return self._proposed(self._codes, vector, size, allowed, count)
        return self._ask(vector, size, None if count == len(allowed) else allowed)

    def _best_of(self, vector: Vectors, size: int, rows: Ids) -> Ids:
        import faiss  # noqa: PLC0415

        if len(rows) <= size:
            return rows
        rows, scores = np.ascontiguousarray(rows), np.empty(len(rows), np.float32)
        score = self._rows.compute_distance_subset  # type: ignore[attr-defined]  # not in its stubs
        score(1, faiss.swig_ptr(vector), len(rows), faiss.swig_ptr(scores), faiss.swig_ptr(rows))
        return rows[np.argpartition(-scores, size)[:size]]

    def _proposed(self, codes: faiss.Index, vector: Vectors, size: int, allowed: Mask, count: int) -> Ids:
        """The best of what the codes find near, as much more than `size` as the filter will take away again."""
        wanted = max(PROPOSED, PROPOSED_SHARE * size) * len(allowed) // count
        while True:
            _, found = codes.search(vector, min(wanted, len(allowed)))
            rows = found[0][found[0] >= 0]
            rows = rows[allowed[rows]]
            if len(rows) >= size or wanted >= len(allowed):
                return self._best_of(vector, size, rows)
            wanted *= 4

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

    def _rows_of(self, documents: Collection[str], most: int) -> Ids | None:
        """Those rows of the documents that can be found; None where there are more than `most`, found or not."""
        if len(documents) > most:
            return None
        held = [self._places[document_id] for document_id in documents if document_id in self._places]
        starts, counts = self._starts[held].tolist(), self._counts[held].tolist()
        if sum(counts) > most:
            return None
        rows = np.concatenate([np.arange(0), *(np.arange(start, start + count) for start, count in zip(starts, counts, strict=True))])
        shown: Ids = rows[self._shown[rows]]
        return shown

    def _mask(self, documents: Collection[str]) -> Mask:
        """Rows of those of the documents that are here."""
        chosen = np.zeros(len(self._counts), np.bool_)
        chosen[[self._places[document_id] for document_id in documents if document_id in self._places]] = True
        mask: Mask = np.repeat(chosen, self._counts)
        return mask

    def write(self, folder: Path, name: str) -> tuple[FileRecord, ...]:
        """Writes the vectors and the order of the documents under `name`, with endings of their own. Raises OSError."""
        import faiss  # noqa: PLC0415

        order = list(zip(self._places, self._counts.tolist(), strict=True))

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
        if not isinstance(index, faiss.IndexIDMap):
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

    def places(self, chunk_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
        """Document and ordinal of those of the passages that are here."""
        ids = np.fromiter(chunk_ids, np.int64, len(chunk_ids))
        return {chunk_id: place for block in self._blocks for chunk_id, place in block.places(ids).items()}

    def exact(self) -> VectorIndex:
        """The same passages without approximation: what this one is measured against."""
        return VectorIndex([block.exact() for block in self._blocks])

    def ids(self) -> Ids:
        """Of all passages, ascending."""
        return np.sort(np.concatenate([np.empty(0, np.int64), *(block.ids() for block in self._blocks)]))

    def _best(self, vector: Vectors, size: int, documents: frozenset[str] | None) -> tuple[Match, ...]:
        found = [block.nearest(vector, size, documents) for block in self._blocks]
        ids = np.concatenate([ids for ids, _ in found])
        scores = np.concatenate([scores for _, scores in found])
        order = np.lexsort((ids, -scores))[:size]
        return tuple(map(Match, ids[order].tolist(), scores[order].tolist()))


def _scores(rows: Vectors, vector: Vectors) -> NDArray[np.float64]:
    """Inner products in double precision, each from its own row alone: the same however many rows there are."""
    products: NDArray[np.float64] = np.multiply(rows, vector[0], dtype=np.float64)
    scores: NDArray[np.float64] = products.sum(axis=1)
    return scores


def _train(rows: faiss.Index, vectors: Vectors) -> None:
    import faiss  # noqa: PLC0415

    refined = faiss.downcast_index(rows)
    codes = faiss.downcast_index(refined.base_index) if isinstance(refined, faiss.IndexRefineFlat) else None
    if isinstance(codes, faiss.IndexPQFastScan):
        codes.pq.cp.niter = TRAINING_ROUNDS
    rows.train(vectors)


def _evenly(blocks: Sequence[Vectors], count: int) -> Vectors:
    """About `count` of all rows, evenly spaced."""
    starts = np.cumsum([0, *map(len, blocks)])
    step = max(1, int(starts[-1]) // count)
    return np.concatenate([block[-start % step :: step] for block, start in zip(blocks, starts.tolist(), strict=False)])


def _batches(parts: Sequence[Rows], rows: int) -> Iterator[Sequence[Rows]]:
    """Consecutive parts, about so many rows together."""
    numbers = np.cumsum([len(part.ids) for part in parts]) // rows
    edges = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(parts)]
    return (parts[start:end] for start, end in itertools.pairwise(edges) if end > start)
