"""Small documents, hits and evidence of invented districts, for tests of what stands above the engines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zlib import crc32

import numpy as np

from index.catalogue import Catalogue, Entry
from index.sentences import sentences
from index.terms import terms
from index.text import find_repairs
from index.types import Chunk, Document, Header, Hit, Vectors
from rag.evidence import gather
from rag.query import understand
from rag.rank import AnswerWeights
from rag.types import Evidence, Question, Turn, Understood

TODAY = date(2025, 6, 1)
ANSWERING = AnswerWeights(
    coverage=0.5,
    from_headings=0.4,
    nearness=0.25,
    prior=0.25,
    figure=0.025,
    several_figures=0.75,
    measured_figure=0.125,
    told=0.1,
    enough=0.416667,
    nearly_as_good=0.8,
)
"""Fixed, so that no test depends on what was learned last."""


def make_document(text: str, region: str = "云溪区", years: tuple[int, ...] = (2025,), **header: object) -> Document:
    fields = {"title": f"{region}教育局{years[-1]}年工作计划", "region": region, "years": years, **header}
    return Document(
        id=region,
        version=1,
        content_sha256="0" * 64,
        source=f"{region}.txt",
        source_key=f"{region}.txt",
        collection="default",
        text=text,
        encoding="utf-8",
        parser="text@1",
        repairs=find_repairs(text),
        header=Header(**fields),  # type: ignore[arg-type]
        ingested_at=datetime(2025, 3, 1, tzinfo=UTC),
    )


def make_hits(*documents: Document) -> tuple[Hit, ...]:
    """Each sentence a passage, in document order, one document after the other."""
    pairs = [
        (document, Chunk(crc32(f"{document.id}:{n}".encode()), document.id, n, span.start, span.end, (), 10))
        for document in documents
        for n, span in enumerate(sentences(document.text))
    ]
    return tuple(Hit(chunk, document, rank, 1 / rank, "一、") for rank, (document, chunk) in enumerate(pairs, 1))


def make_evidence(*documents: Document) -> tuple[Evidence, ...]:
    return gather(make_hits(*documents), 4000)


def make_understood(text: str, *documents: Document, history: Sequence[Turn] = ()) -> Understood:
    return understand(Question(text, tuple(history)), catalogue_of(*documents), TODAY)


def catalogue_of(*documents: Document) -> Catalogue:
    return Catalogue(tuple(Entry(d.id, d.source, d.collection, d.header) for d in documents))


def renamed(document: Document, **fields: object) -> Document:
    return replace(document, **fields)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class BagEmbedder:
    """A tiny predictable embedder: pairs of characters hashed into 64 counts, rows of length 1."""

    fingerprint: str = "bag-64"
    dimension: int = 64

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for term in terms(text):
                row[sum(map(ord, term)) % self.dimension] += 1
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)
