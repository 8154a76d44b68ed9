"""The JSON of the outside contract, written out by hand once for each value."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from index.errors import UnknownJob
from index.records import CatalogueRow, Failure, IngestReport, Job
from index.types import Chunk, EngineReason, Hit, Reasons, Repair, Section
from rag.shapes import ReasonsJson
from rag.types import Answer, Cell, Citation, Event, Evidence, Notice, Provenance, Row, Table
from rag.wire import (
    answer_json,
    citation_json,
    document_detail_json,
    document_json,
    error_json,
    event_json,
    evidence_json,
    hit_json,
    job_json,
    report_json,
)
from tests.fakes import NOW, sample_documents

DOCUMENT = replace(sample_documents()[0], text="甲區(qū)新建𠮷学校3所。", repairs=(Repair("gloss", 2, 6, ""),))
SOURCE = {
    "document_id": DOCUMENT.id,
    "source": "云溪区2025.txt",
    "title": "云溪区教育局2025年工作计划",
    "issuer": "云溪区教育局",
    "region": "云溪区",
    "years": [2025],
    "published_on": "2025-01-24",
}
CHUNK = Chunk(2**62 + 1, DOCUMENT.id, 0, 0, 14, ("一、",), 12)
HIT = Hit(CHUNK, DOCUMENT, 1, 1.5, "一、", Reasons(EngineReason(2, 7.25), None, ("学校",), (("region", 1.2),), (("盖学校", "新建"),)))
REASONS: ReasonsJson = {
    "lexical": {"rank": 2, "score": 7.25},
    "vector": None,
    "terms": ["学校"],
    "boosts": {"region": 1.2},
    "dictionary": [{"word": "盖学校", "official": "新建"}],
}
CITATION = Citation(1, DOCUMENT, 6, 14, "新建𠮷学校3所。", "新建𠮷学校3所。", "一、")
EVIDENCE = Evidence("e1", DOCUMENT, 0, 14, "甲區新建𠮷学校3所。", "一、", (HIT,))


def test_a_hit() -> None:
    assert hit_json(HIT) == {
        "rank": 1,
        "score": 1.5,
        "chunk_id": "4611686018427387905",
        **SOURCE,
        "locator": "一、",
        "page": None,
        "start": 0,
        "end": 14,
        "text": "甲區(qū)新建𠮷学校3所。",
        "shown": "甲區新建𠮷学校3所。",
        "reasons": REASONS,
    }


def test_evidence() -> None:
    assert evidence_json(EVIDENCE) == {
        "key": "e1",
        **SOURCE,
        "locator": "一、",
        "page": None,
        "start": 0,
        "end": 14,
        "text": "甲區(qū)新建𠮷学校3所。",
        "shown": "甲區新建𠮷学校3所。",
        "hits": [1],
    }


def test_a_citation() -> None:
    assert citation_json(CITATION) == {
        "n": 1,
        **SOURCE,
        "locator": "一、",
        "page": None,
        "start": 6,
        "end": 14,
        "quote": "新建𠮷学校3所。",
        "shown": "新建𠮷学校3所。",
        "verdict": "exact",
    }
    assert DOCUMENT.text[6:14] == CITATION.quote


def test_an_answer_with_a_table() -> None:
    table = Table(("新建学校",), (Row("云溪区", (Cell("3所", (1,)),)),))
    provenance = Provenance(7, "abc", "answer@1", "qwen", 10, 20, 0.123456)
    answer = Answer(
        "a1", "问", "问全", "answered", "generative", "3所[1]。", (CITATION,), (EVIDENCE,), table, (Notice("n", "注意"),), provenance
    )
    assert answer_json(answer) == {
        "id": "a1",
        "question": "问",
        "understood_as": "问全",
        "status": "answered",
        "kind": "generative",
        "text": "3所[1]。",
        "citations": [citation_json(CITATION)],
        "evidence": [evidence_json(EVIDENCE)],
        "table": {"columns": ["新建学校"], "rows": [{"label": "云溪区", "cells": [{"text": "3所", "citations": [1]}]}]},
        "notices": [{"code": "n", "message": "注意"}],
        "provenance": {
            "generation": 7,
            "settings_digest": "abc",
            "prompt": "answer@1",
            "model": "qwen",
            "prompt_tokens": 10,
            "completion_tokens": 20,
            "seconds": 0.1235,
        },
    }


@pytest.mark.parametrize(
    ("event", "data"),
    [
        pytest.param(Event("status", "正在检索"), {"text": "正在检索"}, id="status"),
        pytest.param(Event("delta", "3所"), {"text": "3所"}, id="delta"),
        pytest.param(Event("notice", Notice("n", "注意")), {"code": "n", "message": "注意"}, id="notice"),
        pytest.param(Event("citation", CITATION), citation_json(CITATION), id="citation"),
    ],
)
def test_events(event: Event, data: object) -> None:
    assert event_json(event) == data


def test_a_document_without_a_date_and_with_its_outline() -> None:
    header = replace(DOCUMENT.header, published_on=None, kinds=("总结", "计划"), issuer_raw="区教育局", number="云教〔2025〕1号")
    row = CatalogueRow("d1", "a.txt", "x/a.txt", "default", header, 2, 3, 14, "gb18030", "text@1", ("注音 1 处",), NOW)
    assert document_json(row) == {
        "id": "d1",
        "source": "a.txt",
        "source_key": "x/a.txt",
        "collection": "default",
        "title": "云溪区教育局2025年工作计划",
        "issuer": "云溪区教育局",
        "issuer_raw": "区教育局",
        "region": "云溪区",
        "number": "云教〔2025〕1号",
        "kinds": ["总结", "计划"],
        "years": [2025],
        "published_on": None,
        "version": 2,
        "chunks": 3,
        "characters": 14,
        "encoding": "gb18030",
        "parser": "text@1",
        "repairs": ["注音 1 处"],
        "ingested_at": "2025-03-01T08:30:00+00:00",
    }
    section = Section(1, 0, 2, "(一)", "学前教育", 3, 9, 20)
    assert document_detail_json(row, (section,))["outline"] == [
        {"ordinal": 1, "parent": 0, "level": 2, "label": "(一)", "title": "学前教育", "start": 3, "end": 20}
    ]


def test_a_report_and_the_job_it_belongs_to() -> None:
    report = IngestReport(1, 2, 3, 4, (Failure("b.pdf", "damaged_document", "坏了"),), 5, 6, 1.23456)
    shape = {
        "added": 1,
        "updated": 2,
        "unchanged": 3,
        "removed": 4,
        "failed": [{"path": "b.pdf", "code": "damaged_document", "message": "坏了"}],
        "documents": 5,
        "chunks": 6,
        "seconds": 1.2346,
    }
    assert report_json(report) == shape
    job = {"id": "j", "state": "done", "stage": "store", "done": 1, "total": 1, "report": shape, "error": None}
    assert job_json(Job("j", "done", "store", 1, 1, report)) == job
    assert job_json(Job("j", "queued"))["report"] is None
    assert job_json(Job("j", "failed", error=Failure("a", "c", "m")))["error"] == {"path": "a", "code": "c", "message": "m"}


def test_an_error() -> None:
    assert error_json(UnknownJob("j7")) == {"code": "unknown_job", "message": "没有编号为“j7”的任务。请检查任务编号。"}


def test_everything_is_plain_json() -> None:
    answer = Answer("a1", "问", "问", "refused", "extractive", "没有。", (), (EVIDENCE,))
    assert json.loads(json.dumps(answer_json(answer), ensure_ascii=False)) == answer_json(answer)
