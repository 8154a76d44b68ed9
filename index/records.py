"""What the library keeps and reports beside documents and passages. Values only; `index.store` writes and reads them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

from index.types import Chunk, Document, Header, Section, Vectors

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JobState = Literal["queued", "running", "done", "failed"]

DELETED = "（文件已删除）"
"""Stands where the words of a deleted document stood."""


class Change(NamedTuple):
    """The latest change of one document: what an engine has to follow."""

    seq: int
    """Ascending; never given twice, also after deletes."""
    document_id: str
    removed: bool


class Known(NamedTuple):
    """What is on record under a source key."""

    document_id: str
    version: int
    content_sha256: str
    root: str


class VectorSpace(NamedTuple):
    """Which model the vectors of a home are of."""

    fingerprint: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Intake:
    """One version of one document with everything made from it, ready to be stored."""

    document: Document
    sections: tuple[Section, ...]
    chunks: tuple[Chunk, ...]
    vectors: Vectors
    """Row i belongs to chunk i."""
    original: bytes
    root: str
    """Folder it was taken in from, absolute; empty for an upload."""
    chunker: str
    """Version of the rules that cut the chunks."""
    repair_lines: tuple[str, ...]
    """What was repaired, for people."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a version was made from."""

    source: str
    root: str
    """Folder it was last found in; empty for an upload."""
    original: bytes


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A document without its text."""

    id: str
    source: str
    source_key: str
    collection: str
    header: Header
    version: int
    chunks: int
    characters: int
    """Code points."""
    encoding: str
    parser: str
    repairs: tuple[str, ...]
    """One readable line for each kind, with counts."""
    ingested_at: datetime


NewId: TypeAlias = Callable[[str, str], str]
"""(collection, source key) → id of a document that is new there: 32 hexadecimal digits."""


def random_id(_collection: str, _key: str) -> str:
    """An id that nobody can guess, and that a file does not get again after it was deleted."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one file that is taken in."""

    max_bytes: int
    parse_timeout_seconds: float


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was not taken in."""

    path: str
    code: str
    message: str

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class IngestReport:
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[Failure, ...] = ()
    documents: int = 0
    """In the library now."""
    chunks: int = 0
    """In the library now."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Job:
    id: str
    state: JobState
    stage: str = ""
    done: int = 0
    total: int = 0
    """0 while unknown."""
    report: IngestReport | None = None
    error: Failure | None = None
    """Why it failed as a whole; single files that failed are in the report."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Of a delete."""

    document_id: str
    source: str
    purged: bool
    """Nothing of it is left in the database, its log or any index generation."""
    message: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    ok: bool
    documents: int
    chunks: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or a cell of a table, of a stored answer, with the documents it rests on."""

    text: str
    document_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """A citation as it is stored: where the words stand and what they hash to, never the words."""

    n: int
    document_id: str
    version: int
    start: int
    end: int
    digest: str
    """sha256 of the quotation, hexadecimal."""


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """A stored answer. When a document is deleted, segments resting on it become `DELETED`, its citations go, and `extra`, in
    which its words may stand, is emptied."""

    id: str
    question: str
    understood_as: str
    status: str
    kind: str
    created_at: datetime
    segments: tuple[Segment, ...]
    """Joined without a separator they are the answer's text."""
    citations: tuple[CitedSpan, ...] = ()
    extra: Mapping[str, JsonValue] = field(default_factory=dict)
