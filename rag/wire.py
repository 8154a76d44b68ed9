"""From the values that travel to the JSON shapes of `rag.shapes`: one function for each, used by everything that speaks JSON.

Nothing is computed here but the readable form of a passage; reading what others send is the business of `rag.intake`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from index.errors import YoujuError
from index.records import CatalogueRow, Failure, IngestReport, Job, Receipt, VerifyReport
from index.text import show
from index.types import Document, EngineReason, Hit, Reasons, Section
from rag.types import Answer, Citation, Event, Evidence, Notice, Provenance, Table

if TYPE_CHECKING:
    from rag.shapes import (
        AnswerJson,
        CitationJson,
        DocumentDetailJson,
        DocumentJson,
        EngineReasonJson,
        ErrorJson,
        EvidenceJson,
        FailureJson,
        HitJson,
        JobJson,
        NoticeJson,
        ProvenanceJson,
        ReasonsJson,
        ReceiptJson,
        ReportJson,
        RowJson,
        SearchJson,
        SectionJson,
        Source,
        TableJson,
        VerifyJson,
    )


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
        "dictionary": [{"word": word, "official": official} for word, official in reasons.dictionary],
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


def document_json(row: CatalogueRow) -> DocumentJson:
    header = row.header
    return {
        "id": row.id,
        "source": row.source,
        "source_key": row.source_key,
        "collection": row.collection,
        "title": header.title,
        "issuer": header.issuer,
        "issuer_raw": header.issuer_raw,
        "region": header.region,
        "number": header.number,
        "kinds": list(header.kinds),
        "years": list(header.years),
        "published_on": day(header.published_on),
        "version": row.version,
        "chunks": row.chunks,
        "characters": row.characters,
        "encoding": row.encoding,
        "parser": row.parser,
        "repairs": list(row.repairs),
        "ingested_at": row.ingested_at.isoformat(),
    }


def document_detail_json(row: CatalogueRow, sections: Iterable[Section]) -> DocumentDetailJson:
    return {**document_json(row), "outline": [section_json(section) for section in sections]}


def failure_json(failure: Failure) -> FailureJson:
    return {"path": failure.path, "code": failure.code, "message": failure.message}


def report_json(report: IngestReport) -> ReportJson:
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": [failure_json(failure) for failure in report.failed],
        "documents": report.documents,
        "chunks": report.chunks,
        "seconds": round(report.seconds, 4),
    }


def job_json(job: Job) -> JobJson:
    return {
        "id": job.id,
        "state": job.state,
        "stage": job.stage,
        "done": job.done,
        "total": job.total,
        "report": None if job.report is None else report_json(job.report),
        "error": None if job.error is None else failure_json(job.error),
    }


def receipt_json(receipt: Receipt) -> ReceiptJson:
    return {"document_id": receipt.document_id, "source": receipt.source, "purged": receipt.purged, "message": receipt.message}


def verify_json(report: VerifyReport) -> VerifyJson:
    return {"ok": report.ok, "documents": report.documents, "chunks": report.chunks, "problems": list(report.problems)}
