"""The JSON shapes of the outside contract: the same on the command line, over HTTP and in reports.

Each shape is a `TypedDict` (so that OpenAPI shows it and mypy checks it) and one function that makes it from a value that
travels. Nothing is computed here but the readable form of a passage; reading requests is the business of
`rag.intake`. Offsets are half-open and count Unicode code points of the original text.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from typing_extensions import TypedDict  # pydantic on Python 3.11 takes no other

from index.errors import YoujuError
from index.text import show
from index.types import Document, EngineReason, Hit, Reasons, Section
from rag.types import Answer, Citation, Event, Evidence, Notice, Provenance, Status, Table


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


class ReasonsJson(TypedDict):
    lexical: EngineReasonJson | None
    vector: EngineReasonJson | None
    terms: list[str]
    boosts: dict[str, float]


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


def day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def source_json(document: Document) -> Source:
    header = document.header
    return {
        "document_id": document.id,
        "source": document.source,
        "title": header.title,
        "issuer": header.issuer,
        "region": header.region,
        "years": list(header.years),
        "published_on": day(header.published_on),
    }


def reasons_json(reasons: Reasons) -> ReasonsJson:
    return {
        "lexical": _engine_reason(reasons.lexical),
        "vector": _engine_reason(reasons.vector),
        "terms": list(reasons.terms),
        "boosts": dict(reasons.boosts),
    }


def _engine_reason(reason: EngineReason | None) -> EngineReasonJson | None:
    return None if reason is None else {"rank": reason.rank, "score": reason.score}


def hit_json(hit: Hit) -> HitJson:
    """`text` is the original passage; `chunk_id` is text because JavaScript rounds 63-bit numbers."""
    document, chunk = hit.document, hit.chunk
    return {
        "rank": hit.rank,
        "score": hit.score,
        "chunk_id": str(chunk.id),
        **source_json(document),
        "locator": hit.locator,
        "page": None,
        "start": chunk.start,
        "end": chunk.end,
        "text": document.text[chunk.start : chunk.end],
        "shown": show(document.text, document.repairs, chunk.start, chunk.end),
        "reasons": reasons_json(hit.reasons),
    }


def search_json(hits: Iterable[Hit], seconds: float) -> SearchJson:
    return {"hits": [hit_json(hit) for hit in hits], "seconds": round(seconds, 4)}


def evidence_json(evidence: Evidence) -> EvidenceJson:
    return {
        "key": evidence.key,
        **source_json(evidence.document),
        "locator": evidence.locator,
        "page": None,
        "start": evidence.start,
        "end": evidence.end,
        "text": evidence.text,
        "shown": evidence.shown,
        "hits": [hit.rank for hit in evidence.hits],
    }


def citation_json(citation: Citation) -> CitationJson:
    return {
        "n": citation.n,
        **source_json(citation.document),
        "locator": citation.locator,
        "page": None,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "shown": citation.shown,
        "verdict": citation.verdict,
    }


def table_json(table: Table | None) -> TableJson | None:
    if table is None:
        return None
    rows: list[RowJson] = [
        {"label": row.label, "cells": [{"text": cell.text, "citations": list(cell.citations)} for cell in row.cells]} for row in table.rows
    ]
    return {"columns": list(table.columns), "rows": rows}


def notice_json(notice: Notice) -> NoticeJson:
    return {"code": notice.code, "message": notice.message}


def provenance_json(provenance: Provenance) -> ProvenanceJson:
    return {
        "generation": provenance.generation,
        "settings_digest": provenance.settings_digest,
        "prompt": provenance.prompt,
        "model": provenance.model,
        "prompt_tokens": provenance.prompt_tokens,
        "completion_tokens": provenance.completion_tokens,
        "seconds": round(provenance.seconds, 4),
    }


def answer_json(answer: Answer) -> AnswerJson:
    return {
        "id": answer.id,
        "question": answer.question,
        "understood_as": answer.understood_as,
        "status": answer.status,
        "kind": answer.kind,
        "text": answer.text,
        "citations": [citation_json(citation) for citation in answer.citations],
        "evidence": [evidence_json(evidence) for evidence in answer.evidence],
        "table": table_json(answer.table),
        "notices": [notice_json(notice) for notice in answer.notices],
        "provenance": provenance_json(answer.provenance),
    }


def event_json(event: Event) -> AnswerJson | CitationJson | NoticeJson | dict[str, str]:
    """The data of one server-sent event; text travels as `{"text": …}`."""
    match event.data:
        case Answer() as answer:
            return answer_json(answer)
        case Citation() as citation:
            return citation_json(citation)
        case Notice() as notice:
            return notice_json(notice)
        case text:
            return {"text": text}


def section_json(section: Section) -> SectionJson:
    return {
        "ordinal": section.ordinal,
        "parent": section.parent,
        "level": section.level,
        "label": section.label,
        "title": section.title,
        "start": section.start,
        "end": section.end,
    }


def error_json(error: YoujuError) -> ErrorJson:
    return {"code": error.code, "message": error.message}
