"""Files in, documents stored: load → repairs → header → outline → passages → vectors → store.

Files are read one after another and stored in batches: one call of the model, one transaction, one sync of the disk. Each
batch is stored whole or not at all, and `progress("store", done, total)` is called when it is durable: the first `done`
files of the plan survive whatever happens then. A file that fails is reported and stops nothing. The same bytes under the
same key are not even parsed; other bytes become the next version of their document.

Bringing the engines up to date is the caller's part, as is the lock of the home.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import numpy as np

from index.chunk import CHUNKER, SearchText, cut_chunks, search_texts
from index.errors import DocumentTooLarge, ParserFailed, UnreadableFile, YoujuError
from index.header import read_header
from index.loaders import load
from index.outline import read_outline
from index.plan import Candidate
from index.records import Failure, Intake, Known, VectorSpace
from index.repair import find_repairs
from index.store import Store
from index.summary import repair_lines
from index.tokens import count_tokens
from index.types import Chunk, Document, Embedder, Progress, Section, Vectors

BATCH_FILES = 64
BATCH_CHARACTERS = 400_000
BATCH_SECONDS = 5.0
"""A batch is stored when it reaches one of these."""

_log = logging.getLogger("youju.ingest")


NewId: TypeAlias = Callable[[str, str], str]
"""(collection, source key) → id of a document that is new there: 32 hexadecimal digits."""


def random_id(_collection: str, _key: str) -> str:
    """An id that nobody can guess, and that a file does not get again after it was deleted."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Limits:
    max_bytes: int
    """Of one file."""
    parse_timeout_seconds: float


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file with everything made from it but its vectors."""

    document: Document
    sections: tuple[Section, ...]
    chunks: tuple[Chunk, ...]
    original: bytes
    root: str


@dataclass(slots=True)
class Outcome:
    """What became of the files of a plan."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    moved: dict[str, list[str]] = field(default_factory=dict)
    """Unchanged documents by the folder in which they were found this time, where it is another one."""


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
    for done, candidate in enumerate(candidates, 1):
        progress("load", done - 1, len(candidates))
        parsed = _taken_in(candidate, collection, known.get(candidate.key), limits, outcome, new_id)
        if parsed is not None:
            batch.add(parsed)
        if batch.is_full() or (done == len(candidates) and batch.parsed):
            progress("embed", done - 1, len(candidates))
            store_parsed(store, batch.parsed, embedder())
            batch = _Batch()
        if not batch.parsed:
            progress("store", done, len(candidates))
    for root, ids in outcome.moved.items():
        store.set_root(ids, root)
    return outcome


def parse_file(path: Path, source: str, limits: Limits) -> tuple[Document, tuple[Section, ...], bytes]:
    """A first version of a document without id, key and collection, and the bytes it was made from. Raises DocumentError."""
    stamp = _stamp(path)
    loaded = load(path, max_bytes=limits.max_bytes, timeout_seconds=limits.parse_timeout_seconds)
    original = _read(path, source, limits.max_bytes)
    if _stamp(path) != stamp:
        raise ParserFailed(source, detail="读取期间文件被改动")
    repairs = find_repairs(loaded.text)
    document = Document(
        id="",
        version=1,
        content_sha256=hashlib.sha256(original).hexdigest(),
        source=source,
        source_key=source,
        collection="",
        text=loaded.text,
        encoding=loaded.encoding,
        parser=loaded.parser,
        repairs=repairs,
        header=read_header(loaded.text, repairs, source),
        ingested_at=datetime.now(UTC),
    )
    return document, read_outline(loaded.text, repairs), original


def cut(document: Document, sections: tuple[Section, ...], original: bytes, root: str) -> Parsed:
    """The document, under the id and version it has by now, with its passages."""
    return Parsed(document, sections, cut_chunks(document, sections, count_tokens), original, root)


def store_parsed(store: Store, parsed: Sequence[Parsed], embedder: Embedder) -> None:
    """Embeds and stores documents in one transaction."""
    blocks = embed_passages(embedder, [(one.document, one.chunks) for one in parsed])
    intakes = [_intake(one, rows) for one, rows in zip(parsed, blocks, strict=True)]
    store.put(intakes, VectorSpace(embedder.fingerprint, embedder.dimension))


def embed_passages(embedder: Embedder, documents: Sequence[tuple[Document, Sequence[Chunk]]]) -> Iterator[Vectors]:
    """Vectors of each document's passages, all from one call of the model."""
    texts = [[embedded_text(text) for text in search_texts(document, chunks)] for document, chunks in documents]
    rows = np.zeros((0, embedder.dimension), dtype=np.float32)
    if any(texts):
        rows = embedder.encode_passages([text for block in texts for text in block])
    ends = np.cumsum([len(block) for block in texts])
    return (rows[end - len(block) : end] for block, end in zip(texts, ends, strict=True))


def embedded_text(text: SearchText) -> str:
    """What the model sees of a passage."""
    return f"{text.context} {text.body}"


def failure_of(path: str, error: Exception) -> Failure:
    """What is reported of a file. An error that is no DocumentError is a mistake of ours: logged, and only that file is lost."""
    if not isinstance(error, YoujuError):
        _log.error("%s could not be taken in", path, exc_info=error)
        error = YoujuError(path)
    return Failure(path, error.code, error.message)


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


def _taken_in(candidate: Candidate, collection: str, known: Known | None, limits: Limits, outcome: Outcome, new_id: NewId) -> Parsed | None:
    """The parsed file, counted as added or updated; None, counted as well, when there is nothing to store."""
    try:
        if known is not None and _is_unchanged(candidate, known, limits):
            if candidate.root not in {"", known.root}:
                outcome.moved.setdefault(candidate.root, []).append(known.document_id)
            outcome.unchanged += 1
            return None
        document, sections, original = parse_file(candidate.path, candidate.source, limits)
        identity = (new_id(collection, candidate.key), 1) if known is None else (known.document_id, known.version + 1)
        document = replace(document, id=identity[0], version=identity[1], collection=collection, source_key=candidate.key)
        parsed = cut(document, sections, original, candidate.root)
    except Exception as error:
        outcome.failed.append(failure_of(candidate.key, error))
        return None
    if known is None:
        outcome.added += 1
    else:
        outcome.updated += 1
    return parsed


def _is_unchanged(candidate: Candidate, known: Known, limits: Limits) -> bool:
    return hashlib.sha256(_read(candidate.path, candidate.source, limits.max_bytes)).hexdigest() == known.content_sha256


def _stamp(path: Path) -> tuple[int, int] | None:
    """Changes with the file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _read(path: Path, source: str, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise UnreadableFile(source, detail=error.strerror or type(error).__name__) from error
    if len(data) > max_bytes:
        raise DocumentTooLarge(source, detail=f"{max_bytes / 1024 / 1024:.4g} MB")
    return data
