"""The values that travel between the parts of `index`, and the seams between them.

Everything here is immutable. Offsets are half-open and count Unicode code points of `Document.text`, the decoded
original, which never changes: a quotation is always `text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""Shape (n, dimension), float32, rows of Euclidean length 1 (a row of zeros for a text without tokens)."""

RepairKind = Literal["gloss", "mojibake", "kangxi", "space", "markup"]


class Span(NamedTuple):
    """Half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Repair:
    """What a reader should see in place of `text[start:end]`: a pinyin gloss dropped, shifted bytes put right."""

    kind: RepairKind
    start: int
    end: int
    shown: str


@dataclass(frozen=True, slots=True)
class Header:
    """What a document says about itself. Empty strings and tuples where it says nothing."""

    title: str
    issuer: str = ""
    """As resolved: 岱山县教育局."""
    issuer_raw: str = ""
    """As printed: 县教育局."""
    region: str = ""
    """One canonical form: 岱山县, 海门区, 河北省."""
    number: str = ""
    """发文字号, such as 教基〔2025〕3号. A 索引号 is not one."""
    published_on: date | None = None
    years: tuple[int, ...] = ()
    """Years the document reports on or plans for, ascending."""
    kinds: tuple[str, ...] = ()
    """Of 计划 要点 总结 通知 方案 意见 报告 办法 …, in the order of the title."""
    raw: tuple[tuple[str, str], ...] = ()
    """Label and value of each field found, as printed."""


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one document."""

    id: str
    """32 hexadecimal digits, random, the same over all versions."""
    version: int
    """1-based."""
    content_sha256: str
    """Hexadecimal digest of the bytes that were loaded."""
    source: str
    """File name, for people."""
    source_key: str
    """Path relative to the ingested root (POSIX), or upload name: unique within a collection."""
    collection: str
    text: str
    encoding: str
    parser: str
    """`name@version` of what made `text`."""
    repairs: tuple[Repair, ...]
    """Ascending and non-overlapping."""
    header: Header
    ingested_at: datetime
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and all that stands under it."""

    ordinal: int
    """0-based, in document order (a parent before its children)."""
    parent: int | None
    level: int
    """1 for the outermost."""
    label: str
    """The number as printed, without white space: `(一)`, `一是`, `1.`, `第三条`; empty for a bare heading."""
    title: str
    """Readable heading without its label; for a run-in heading its first clause."""
    start: int
    title_end: int
    """Where the heading ends: `text[start:title_end]` is label and title as printed."""
    end: int
    run_in: bool = False
    """True when the heading opens its paragraph (一是…。) instead of standing on a line of its own."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage: whole sentences of one section."""

    id: int
    """63 bits of sha256 over document id, version, start, end and chunker version. A key, never a position."""
    document_id: str
    ordinal: int
    """0-based within the document, in document order."""
    start: int
    end: int
    trail: tuple[str, ...]
    """Titles of the headings above, outermost first."""
    tokens: int
    """Of the bundled encoding, of the folded passage alone."""
    section: int | None = None
    """Ordinal of the innermost section."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What may be searched. An empty tuple means any; several values of one field are alternatives; fields combine with and."""

    collections: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    """Document ids or source names."""
    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.collections, self.documents, self.regions, self.years, self.kinds))


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """One question, prepared once for both engines."""

    terms: tuple[str, ...]
    """From `index.terms`, of the folded question; repeated terms count."""
    vector: Vectors
    """Shape (1, dimension)."""
    also: tuple[tuple[str, float], ...] = ()
    """Further terms, each once, with what it counts beside a term of the question."""

    @classmethod
    def of_terms(cls, *terms: str) -> EngineQuery:
        """For the lexical engine only."""
        return cls(terms, np.zeros((1, 0), np.float32))


class Match(NamedTuple):
    """What an engine returns: a chunk id and its own score, best first, ids distinct."""

    chunk_id: int
    score: float


@dataclass(frozen=True, slots=True)
class EngineReason:
    """Where one engine ranked a passage (1-based) and with what score of its own scale."""

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a passage was found. Fusion adds to this and overwrites nothing."""

    lexical: EngineReason | None = None
    vector: EngineReason | None = None
    terms: tuple[str, ...] = ()
    boosts: tuple[tuple[str, float], ...] = ()
    dictionary: tuple[tuple[str, str], ...] = ()
    """(everyday word of the question, official one that the passage holds), as `index.dictionary` has them."""


@dataclass(frozen=True, slots=True)
class Hit:
    chunk: Chunk
    document: Document
    rank: int
    """1-based."""
    score: float
    locator: str
    """Where in the document, for people: `三、2. › 一是`."""
    reasons: Reasons = field(default_factory=Reasons)


class Embedder(Protocol):
    """Turns texts into vectors. Never truncates silently."""

    @property
    def fingerprint(self) -> str:
        """Digest of weights, tokenizer, pooling and dimension: vectors with different fingerprints never mix."""

    @property
    def dimension(self) -> int: ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...


class SearchEngine(Protocol):
    """Best k chunks for a query, only from `documents` (None: from all). Thread-safe; never mutated while serving."""

    def search(self, query: EngineQuery, k: int, documents: frozenset[str] | None = None) -> tuple[Match, ...]: ...


class PlacingEngine(SearchEngine, Protocol):
    """An engine that also knows where its passages stand."""

    def places(self, chunk_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
        """Document and ordinal of those of the passages that it holds."""


class Progress(Protocol):
    """Told as work goes on: what is being done, how many are done, and of how many (0: not yet known)."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...
