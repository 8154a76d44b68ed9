"""An answer as the library keeps it: sentences with the documents they rest on, citations as places and digests, no quotations."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from index.records import AnswerRecord, CitedSpan, JsonValue, Segment
from rag.marked import MARK, split_marked
from rag.types import Answer, Citation, Table


def record_of(answer: Answer) -> AnswerRecord:
    """The record of `answer`, made now."""
    documents = {citation.n: citation.document.id for citation in answer.citations}
    return AnswerRecord(
        id=answer.id,
        question=answer.question,
        understood_as=answer.understood_as,
        status=answer.status,
        kind=answer.kind,
        created_at=datetime.now(UTC),
        segments=tuple(_segments(answer.text, documents)),
        citations=tuple(_cited(citation) for citation in answer.citations),
        extra=_extra(answer),
    )


def _segments(text: str, documents: dict[int, str]) -> list[Segment]:
    return [
        Segment(sentence, tuple(dict.fromkeys(documents[int(n)] for n in MARK.findall(sentence) if int(n) in documents)))
        for sentence in split_marked(text)
    ]


def _cited(citation: Citation) -> CitedSpan:
    digest = hashlib.sha256(citation.quote.encode()).hexdigest()
    return CitedSpan(citation.n, citation.document.id, citation.document.version, citation.start, citation.end, digest)


def _extra(answer: Answer) -> dict[str, JsonValue]:
    provenance = answer.provenance
    return {
        "table": None if answer.table is None else _table(answer.table),
        "notices": [{"code": notice.code, "message": notice.message} for notice in answer.notices],
        "provenance": {name: getattr(provenance, name) for name in provenance.__slots__},
    }


def _table(table: Table) -> dict[str, JsonValue]:
    rows: list[JsonValue] = [
        {"label": row.label, "cells": [{"text": cell.text, "citations": list(cell.citations)} for cell in row.cells]} for row in table.rows
    ]
    return {"columns": list(table.columns), "rows": rows}
