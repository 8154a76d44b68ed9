"""The lexical engine: BM25 over the terms of `index.terms`, kept by tantivy.

One tantivy document per passage, with two searched fields: the body, and, counting less, its context (title and headings).
Terms come cut already and are only joined by spaces here. A folder with an index is never changed: the next generation is a
new folder that shares the segment files, which tantivy writes once, by hard link. Deleted passages are hidden at once; their
terms leave the disk when `compact` copies what is live into a new folder (term texts are stored for that, because folding
the documents again takes far longer than reading them back).

tantivy counts hidden passages in its statistics until they are compacted away, so scores after an update differ slightly from
those of a fresh index; which passages match does not. Ids are given as unsigned through `add_unsigned`: a keyword
construction makes the field signed and kills the writer.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Occur, Query

from index.files import FileDamaged, share_file, sync_folder
from index.passages import Passage
from index.types import EngineQuery, Match

CONTEXT_WEIGHT = 0.5
"""What a term in title or headings counts beside one in the passage."""
HEAP_BYTES = 64_000_000
MARGIN = 16
"""Asked for beyond k, to see whether the k-th score ends inside a tie."""
FEW_DOCUMENTS = 1000
"""So many documents of a filter, or fewer, are asked for one by one. A set of terms is looked up by going through all terms of the field,
which takes four times as long for one document and twice as long for a thousand; one by one each takes two KB meanwhile."""
_LOCKS = frozenset({".tantivy-meta.lock", ".tantivy-writer.lock"})


class LexicalIndex:
    """An open index. Thread-safe; what it serves does not change."""

    def __init__(self, index: tantivy.Index, *, context_weight: float = CONTEXT_WEIGHT) -> None:
        index.config_reader("manual")
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()
        self._context_weight = context_weight

    @classmethod
    def open(cls, folder: Path, *, context_weight: float = CONTEXT_WEIGHT) -> LexicalIndex:
        """Raises FileDamaged where tantivy cannot read the folder."""
        try:
            return cls(tantivy.Index.open(str(folder)), context_weight=context_weight)
        except (ValueError, OSError) as error:
            raise FileDamaged(f"{folder.name}: {error}") from error

    @classmethod
    def in_memory(cls, passages: Iterable[Passage], *, context_weight: float = CONTEXT_WEIGHT) -> LexicalIndex:
        index = tantivy.Index(_schema())
        _write(index, (), map(_document, passages))
        return cls(index, context_weight=context_weight)

    def search(self, query: EngineQuery, k: int, documents: frozenset[str] | None = None) -> tuple[Match, ...]:
        """Best `k` passages with at least one term of the query; equal scores in order of chunk id."""
        if k < 1 or not query.terms or (documents is not None and not documents):
            return ()
        parsed = self._within(self._any_of(query), documents)
        size = k + MARGIN
        while True:
            matches = self._best(parsed, size)
            if len(matches) < size or matches[k - 1].score > matches[-1].score:
                return matches[:k]
            size *= 4

    def ids(self) -> NDArray[np.int64]:
        """Of all passages, ascending."""
        hits = self._searcher.search(Query.all_query(), limit=max(1, len(self)), count=False).hits
        return np.sort(np.array(self._searcher.fast_field_values("chunk_id", [address for _, address in hits]), np.int64))

    def __len__(self) -> int:
        return self._searcher.num_docs

    def documents(self) -> Iterator[tantivy.Document]:
        """All passages as tantivy keeps them, ready to be added to another index."""
        for _, address in self._searcher.search(Query.all_query(), limit=max(1, len(self)), count=False).hits:
            yield self._searcher.doc(address)

    def _best(self, query: Query, size: int) -> tuple[Match, ...]:
        hits = self._searcher.search(query, limit=size, count=False).hits
        ids = self._searcher.fast_field_values("chunk_id", [address for _, address in hits])
        ordered = sorted([(-score, int(chunk_id)) for (score, _), chunk_id in zip(hits, ids, strict=True) if chunk_id is not None])
        return tuple([Match(chunk_id, -score) for score, chunk_id in ordered])

    def _any_of(self, query: EngineQuery) -> Query:
        """Sum over terms of BM25 in the body and, weighted, in the context; a term asked twice counts twice."""
        weights = (("body", 1.0), ("context", self._context_weight))
        counts = (*Counter(query.terms).items(), *query.also)
        return Query.boolean_query(
            [
                (Occur.Should, Query.boost_query(Query.term_query(self._schema, field, term, "freq"), count * weight))
                for term, count in counts
                for field, weight in weights
                if count * weight > 0
            ]
        )

    def _within(self, query: Query, documents: frozenset[str] | None) -> Query:
        """Only passages of `documents`, with the scores they have without the filter."""
        if documents is None:
            return query
        return Query.boolean_query([(Occur.Must, Query.const_score_query(self._of(documents), 0.0)), (Occur.Must, query)])

    def _of(self, documents: frozenset[str]) -> Query:
        """All passages of `documents`."""
        if len(documents) > FEW_DOCUMENTS:
            return Query.term_set_query(self._schema, "document_id", sorted(documents))
        each = [Query.term_query(self._schema, "document_id", one, "basic") for one in documents]
        return Query.boolean_query([(Occur.Should, one) for one in each])


def build(folder: Path, passages: Iterable[Passage]) -> None:
    """Writes a new index into `folder`, which must not exist. Raises OSError."""
    _build(folder, map(_document, passages))


def extend(folder: Path, base: Path, removed: Iterable[str], passages: Iterable[Passage]) -> None:
    """Writes into `folder` (new) what `base` holds without the documents `removed`, and with `passages`. Raises OSError."""
    folder.mkdir()
    for name in segment_files(base):
        share_file(base / name, folder / name)
    for name in ("meta.json", ".managed.json"):
        shutil.copyfile(base / name, folder / name)
    _write(tantivy.Index.open(str(folder)), removed, map(_document, passages))
    _settle(folder)


def compact(folder: Path, base: Path) -> None:
    """Writes into `folder` (new) what is live in `base`, and nothing of what was deleted. Raises OSError."""
    _build(folder, LexicalIndex.open(base).documents())


def has_deleted(folder: Path) -> bool:
    """True when the files still hold terms of deleted passages."""
    return any(segment["deletes"] for segment in _meta_segments(folder))


def index_files(folder: Path) -> list[str]:
    """Names of the files that make up the index, sorted; lock files are not among them."""
    return sorted(path.name for path in folder.iterdir() if path.name not in _LOCKS)


def segment_files(folder: Path) -> list[str]:
    return [name for name in index_files(folder) if name not in {"meta.json", ".managed.json"}]


def _schema() -> tantivy.Schema:
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("chunk_id", stored=True, fast=True)
    schema.add_text_field("document_id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in ("context", "body"):
        schema.add_text_field(field, stored=True, tokenizer_name="whitespace", index_option="freq")
    return schema.build()


def _build(folder: Path, documents: Iterable[tantivy.Document]) -> None:
    folder.mkdir()
    _write(tantivy.Index(_schema(), path=str(folder)), (), documents)
    _settle(folder)


def _write(index: tantivy.Index, removed: Iterable[str], documents: Iterable[tantivy.Document]) -> None:
    """Raises OSError where tantivy cannot write."""
    with _disk_errors():
        writer = index.writer(HEAP_BYTES, 1)
        for document_id in removed:
            writer.delete_documents_by_term("document_id", document_id)
    for document in documents:
        with _disk_errors():
            writer.add_document(document)
    with _disk_errors():
        writer.commit()
        writer.wait_merging_threads()


def _document(passage: Passage) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("chunk_id", passage.chunk_id)
    document.add_text("document_id", passage.document_id)
    document.add_text("context", passage.context)
    document.add_text("body", passage.body)
    return document


def _settle(folder: Path) -> None:
    """Removes the files of segments that were merged away, and makes the rest durable."""
    live = {segment["segment_id"].replace("-", "") for segment in _meta_segments(folder)}
    for name in segment_files(folder):
        if name.split(".")[0] not in live:
            (folder / name).unlink()
    sync_folder(folder)


def _meta_segments(folder: Path) -> list[dict[str, str]]:
    segments: list[dict[str, str]] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["segments"]
    return segments


@contextmanager
def _disk_errors() -> Iterator[None]:
    """tantivy reports a full disk as ValueError, and only at the next call when its thread met it."""
    try:
        yield
    except ValueError as error:
        raise OSError(str(error)) from error
