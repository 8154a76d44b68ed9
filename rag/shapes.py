"""The shapes of the outside contract, the same on the command line, over HTTP and in reports; `rag.wire` makes them.

`TypedDict`s, so that OpenAPI shows them and mypy checks them. Offsets are half-open and count Unicode code points of the
original text; dates are ISO 8601.
"""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict  # pydantic on Python 3.11 takes no other

from index.records import JobState
from rag.types import Status


class Source(TypedDict):
    """The fields that say which document a passage is from."""

    document_id: str
    source: str
    title: str
    issuer: str
    region: str
    years: list[int]
    published_on: str | None


class Place(Source):
    """A passage of a document."""

    locator: str
    page: int | None
    start: int
    end: int
    shown: str


class EngineReasonJson(TypedDict):
    rank: int
    score: float


class MeaningJson(TypedDict):
    word: str
    official: str


class EntryJson(TypedDict):
    word: str
    official: list[str]
    source: str


class ReasonsJson(TypedDict):
    lexical: EngineReasonJson | None
    vector: EngineReasonJson | None
    terms: list[str]
    boosts: dict[str, float]
    dictionary: list[MeaningJson]


class HitJson(Place):
    rank: int
    score: float
    chunk_id: str
    text: str
    reasons: ReasonsJson


class EvidenceJson(Place):
    key: str
    text: str
    hits: list[int]


class CitationJson(Place):
    n: int
    quote: str
    verdict: str


class CellJson(TypedDict):
    text: str
    citations: list[int]


class RowJson(TypedDict):
    label: str
    cells: list[CellJson]


class TableJson(TypedDict):
    columns: list[str]
    rows: list[RowJson]


class NoticeJson(TypedDict):
    code: str
    message: str


class ProvenanceJson(TypedDict):
    generation: int
    settings_digest: str
    prompt: str
    model: str
    prompt_tokens: int
    completion_tokens: int
    seconds: float


class AnswerJson(TypedDict):
    id: str
    question: str
    understood_as: str
    status: Status
    kind: Literal["extractive", "generative"]
    text: str
    citations: list[CitationJson]
    evidence: list[EvidenceJson]
    table: TableJson | None
    notices: list[NoticeJson]
    provenance: ProvenanceJson


class StoredAnswerJson(TypedDict):
    """As `AnswerJson`, from the library's records. Evidence is not kept; `provenance` is null once a cited document is deleted."""

    id: str
    question: str
    understood_as: str
    status: str
    kind: str
    created_at: str
    text: str
    citations: list[CitationJson]
    table: TableJson | None
    notices: list[NoticeJson]
    provenance: ProvenanceJson | None


class SearchJson(TypedDict):
    hits: list[HitJson]
    seconds: float


class SectionJson(TypedDict):
    ordinal: int
    parent: int | None
    level: int
    label: str
    title: str
    start: int
    end: int


class ErrorJson(TypedDict):
    code: str
    message: str


class DocumentJson(TypedDict):
    id: str
    source: str
    source_key: str
    collection: str
    title: str
    issuer: str
    issuer_raw: str
    region: str
    number: str
    kinds: list[str]
    years: list[int]
    published_on: str | None
    version: int
    chunks: int
    characters: int
    encoding: str
    parser: str
    repairs: list[str]
    ingested_at: str


class DocumentDetailJson(DocumentJson):
    outline: list[SectionJson]


class DocumentPageJson(TypedDict):
    items: list[DocumentJson]
    next: str | None


class DocumentTextJson(TypedDict):
    text: str
    outline: list[SectionJson]


class SubmittedJson(TypedDict):
    job_id: str


class FailureJson(ErrorJson):
    path: str


class ReportJson(TypedDict):
    added: int
    updated: int
    unchanged: int
    removed: int
    failed: list[FailureJson]
    documents: int
    chunks: int
    seconds: float


class JobJson(TypedDict):
    id: str
    state: JobState
    stage: str
    done: int
    total: int
    report: ReportJson | None
    error: FailureJson | None


class ReceiptJson(TypedDict):
    document_id: str
    source: str
    purged: bool
    message: str


class VerifyJson(TypedDict):
    ok: bool
    documents: int
    chunks: int
    problems: list[str]


class HealthJson(TypedDict):
    status: Literal["ok"]
    version: str


class ReadyJson(TypedDict):
    status: Literal["ready"]
    generation: int
    documents: int


class HomeJson(TypedDict):
    path: str
    exists: bool
    documents: int
    chunks: int
    problem: str


class ExaminationJson(TypedDict):
    ok: bool
    version: str
    python: str
    platform: str
    home: HomeJson
    disk_free_bytes: int
    embedding_model: str
    embedding_problem: str
    language_model: str
    has_key: bool
    packages: dict[str, str]
