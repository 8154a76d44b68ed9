"""A library for tests: invented documents in a real home, with a model that is a hash."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.library import Library
from index.terms import terms
from index.text import fold
from index.types import Embedder, EngineQuery, Vectors

DISTRICTS = ["云溪区", "石桥县", "松泉县", "望湖区", "青岚区", "鹿鸣区", "澜安市", "溪桥县"]


class ToyEmbedder:
    """Each term adds one at a place that is its checksum: the same in every process, and fast."""

    def __init__(self, fingerprint: str = "toy-a", dimension: int = 32) -> None:
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.calls = 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for term in terms(text):
                rows[row, zlib.crc32(term.encode()) % self.dimension] += 1
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        np.divide(rows, lengths, out=rows, where=lengths > 0)
        return rows

    encode_queries = encode_passages


def no_embedder() -> Embedder:
    raise AssertionError("the model was loaded")


def document_text(number: int, version: int = 1) -> str:
    """A work plan of about 300 characters whose figures occur in no other."""
    district = DISTRICTS[number % len(DISTRICTS)]
    figure = number * 1000 + version
    return (
        f"{district}教育局2025年第{number}号工作计划\n"
        f"一、推进学前教育\n（一）扩大普惠资源。新建公办幼儿园{figure}所，新增学位{figure}00个。\n"
        f"（二）提高保教质量。开展教研活动{figure}次。\n"
        f"二、强化教师队伍\n招聘新教师{figure}名。教师培训覆盖率达到98%。\n"
    )


def passages_of(number: int, version: int = 1) -> str:
    """What only this version says."""
    return f"新增学位{number * 1000 + version}00个"


def write_documents(folder: Path, numbers: Sequence[int], version: int = 1) -> list[Path]:
    """One file for each number, in the order in which a folder is walked."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:04}.txt" for number in numbers]
    for number, path in zip(numbers, paths, strict=True):
        path.write_text(document_text(number, version), encoding="utf-8")
    return paths


def open_library(home: Path, embedder: Callable[[], Embedder] | None = None, *, create: bool = True, max_bytes: int = 1_000_000) -> Library:
    return Library.open(home, embedder or ToyEmbedder, create=create, max_bytes=max_bytes, parse_timeout_seconds=30)


@contextmanager
def opened(home: Path, embedder: Callable[[], Embedder] | None = None) -> Iterator[Library]:
    library = open_library(home, embedder)
    try:
        yield library
    finally:
        library.close()


def found(library: Library, text: str, k: int = 20) -> set[str]:
    """What both engines return for `text`, as the passages that exist."""
    folded = fold(text).text
    generation = library.generation()
    query = EngineQuery(terms(folded), ToyEmbedder().encode_queries([folded]))
    ids = {match.chunk_id for engine in (generation.lexical, generation.vector) for match in engine.search(query, k)}
    return {document.text[chunk.start : chunk.end] for document, chunk in library.chunks(sorted(ids)).values()}


def bytes_on_disk(home: Path) -> bytes:
    """Everything in the home, one file after another."""
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())
