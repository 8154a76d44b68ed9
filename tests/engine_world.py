"""A small library for the tests of the engines: invented documents in a real store, with vectors of a toy model."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np

from index.chunk import chunk_id
from index.engines import Engines
from index.records import Intake, VectorSpace
from index.store import Store
from index.terms import terms
from index.types import Chunk, Document, EngineQuery, Header, Span, Vectors

DIMENSION = 64
SPACE = VectorSpace("toy-1", DIMENSION)


def toy_vectors(texts: Sequence[str]) -> Vectors:
    """Each term points somewhere, the same place in every process; a text is the sum of its terms."""
    rows = np.zeros((len(texts), DIMENSION), np.float32)
    for row, text in enumerate(texts):
        for term in terms(text):
            seed = int.from_bytes(hashlib.sha256(term.encode()).digest()[:4], "big")
            rows[row] += np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    np.divide(rows, lengths, out=rows, where=lengths > 0)
    return rows


def query(text: str) -> EngineQuery:
    return EngineQuery(terms(text), toy_vectors([text]))


def intake(name: str, lines: Sequence[str], version: int = 1, space: VectorSpace = SPACE) -> Intake:
    """A document called `name` with one passage for each line."""
    identity = hashlib.sha256(name.encode()).hexdigest()[:32]
    text = "\n".join(lines)
    chunks, start = [], 0
    for ordinal, line in enumerate(lines):
        span = Span(start, start + len(line))
        chunks.append(Chunk(chunk_id(identity, version, span), identity, ordinal, span.start, span.end, (), len(line)))
        start = span.end + 1
    document = Document(
        id=identity,
        version=version,
        content_sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=f"{name}.txt",
        source_key=f"{name}.txt",
        collection="default",
        text=text,
        encoding="utf-8",
        parser="text@1",
        repairs=(),
        header=Header(title=name),
        ingested_at=datetime(2025, 1, 1, tzinfo=UTC),
    )
    vectors = toy_vectors(lines) if space.dimension == DIMENSION else np.ones((len(lines), space.dimension), np.float32)
    return Intake(document, (), tuple(chunks), vectors, text.encode(), "", "test-1", ())


class World:
    """A home with a store and its engines."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "index"
        database = home / "library.sqlite"
        if not database.exists():
            database.write_bytes(_empty_database())
        self.store = Store.open(database, str(home))

    def put(self, name: str, lines: Sequence[str], version: int = 1) -> str:
        """Stores one version of a document; returns its id."""
        made = intake(name, lines, version)
        self.store.put([made], SPACE)
        return made.document.id

    def engines(self, space: VectorSpace = SPACE) -> Engines:
        return Engines(self.folder, self.store, dimension=space.dimension, fingerprint=space.fingerprint)

    def texts(self, ids: Sequence[int]) -> list[str]:
        """The passages with these ids, in order; a deleted one is missing."""
        found = self.store.chunks(ids)
        return [found[i][0].text[found[i][1].start : found[i][1].end] for i in ids if i in found]


@cache
def _empty_database() -> bytes:
    """A migrated database without documents: made once, because migrating takes most of the time of a small test."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.sqlite"
        Store.open(path, folder).close()
        return path.read_bytes()
