"""One file becomes a document with its passages: load → repairs → header → outline → passages.

No model and no database: worker processes do this (`index.crew`), and start without what they do not need.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from index.chunk import SearchText, cut_chunks, search_texts
from index.errors import DocumentTooLarge, ParserFailed, UnreadableFile, YoujuError
from index.header import read_header
from index.loaders import load
from index.outline import read_outline
from index.passages import Passage, passages_of
from index.plan import Candidate
from index.records import Failure, Known, Limits
from index.repair import find_repairs
from index.text import fold
from index.tokens import count_tokens
from index.types import Chunk, Document, Section

_log = logging.getLogger("youju.ingest")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file with everything made from it but its vectors."""

    document: Document
    sections: tuple[Section, ...]
    chunks: tuple[Chunk, ...]
    texts: tuple[str, ...]
    """What the model sees of each passage."""
    original: bytes
    root: str
    passages: tuple[Passage, ...] = ()
    """What the lexical index is to keep of them, where that was asked for."""


class Task(NamedTuple):
    """A file to be taken in, and what is on record under its key."""

    candidate: Candidate
    collection: str
    known: Known | None
    document_id: str
    limits: Limits
    for_index: bool = False
    """Whether the passages are wanted for the lexical index, too."""


def take_in(task: Task) -> Parsed | Failure | None:
    """The parsed file, or what is wrong with it; None when it is as it is on record."""
    candidate, known = task.candidate, task.known
    try:
        if known is not None and _is_unchanged(candidate, known, task.limits):
            return None
        document, sections, original = parse_file(candidate.path, candidate.source, task.limits)
        version = known.version + 1 if known else 1
        document = replace(document, id=task.document_id, version=version, collection=task.collection, source_key=candidate.key)
        return cut(document, sections, original, candidate.root, for_index=task.for_index)
    except Exception as error:
        return failure_of(candidate.key, error)


def parse_file(path: Path, source: str, limits: Limits) -> tuple[Document, tuple[Section, ...], bytes]:
    """A first version of a document without id, key and collection, and the bytes it was made from. Raises DocumentError."""
    stamp = stamp_of(path)
    loaded = load(path, max_bytes=limits.max_bytes, timeout_seconds=limits.parse_timeout_seconds)
    original = _read(path, source, limits.max_bytes)
    if stamp_of(path) != stamp:
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


def cut(document: Document, sections: tuple[Section, ...], original: bytes, root: str, *, for_index: bool = False) -> Parsed:
    """The document, under the id and version it has by now, with its passages."""
    folded = fold(document.text, document.repairs)
    chunks = cut_chunks(document, sections, count_tokens, folded=folded)
    texts = search_texts(document, chunks, folded=folded)
    passages = passages_of(chunks, texts) if for_index else ()
    return Parsed(document, sections, chunks, tuple(map(embedded_text, texts)), original, root, passages)


def embedded_text(text: SearchText) -> str:
    """What the model sees of a passage."""
    return f"{text.context} {text.body}"


def failure_of(path: str, error: Exception) -> Failure:
    """What is reported of a file. An error that is no DocumentError is a mistake of ours: logged, and only that file is lost."""
    if not isinstance(error, YoujuError):
        _log.error("%s could not be taken in", path, exc_info=error)
        error = YoujuError(path)
    return Failure(path, error.code, error.message)


def _is_unchanged(candidate: Candidate, known: Known, limits: Limits) -> bool:
    return hashlib.sha256(_read(candidate.path, candidate.source, limits.max_bytes)).hexdigest() == known.content_sha256


def stamp_of(path: Path) -> tuple[int, int] | None:
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
