"""A stored answer as JSON. Quotations are not stored: each is cut anew from its document, and left out when the words there
are no longer the words that were quoted (`moved`). What rested on a deleted document is already blank in the record.
"""

from __future__ import annotations

import hashlib
from typing import cast

from index.library import Library
from index.outline import locator
from index.records import AnswerRecord, CitedSpan
from index.text import show
from index.types import Section
from rag.shapes import CitationJson, NoticeJson, ProvenanceJson, StoredAnswerJson, TableJson
from rag.wire import source_json


def stored_answer_json(record: AnswerRecord, library: Library) -> StoredAnswerJson:
    extra = record.extra
    return {
        "id": record.id,
        "question": record.question,
        "understood_as": record.understood_as,
        "status": record.status,
        "kind": record.kind,
        "created_at": record.created_at.isoformat(),
        "text": "".join(segment.text for segment in record.segments),
        "citations": [_citation(cited, library) for cited in record.citations],
        "table": cast("TableJson | None", extra.get("table")),
        "notices": cast("list[NoticeJson]", extra.get("notices", [])),
        "provenance": cast("ProvenanceJson | None", extra.get("provenance")),
    }


def _citation(cited: CitedSpan, library: Library) -> CitationJson:
    document = library.document(cited.document_id)
    words = document.text[cited.start : cited.end]
    unchanged = hashlib.sha256(words.encode()).hexdigest() == cited.digest
    return {
        "n": cited.n,
        **source_json(document),
        "locator": _locator(library.outline(document.id), cited.start) if unchanged else "",
        "page": None,
        "start": cited.start,
        "end": cited.end,
        "quote": words if unchanged else "",
        "shown": show(document.text, document.repairs, cited.start, cited.end) if unchanged else "",
        "verdict": "exact" if unchanged else "moved",
    }


def _locator(sections: tuple[Section, ...], position: int) -> str:
    """Of the innermost section that `position` stands in."""
    around = [section for section in sections if section.start <= position < section.end]
    return locator(sections, max(around, key=lambda section: section.level).ordinal if around else None)
