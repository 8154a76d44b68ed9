"""A library and an assistant in memory, small but honest: what they quote is in the text, what is deleted is gone.

They meet the same signatures as `index.library.Library` and `rag.assistant.Assistant`, so that the command line, the HTTP
service and the page can be tested without an index, a model or a disk. One sentence is one passage; passages are ranked by
the number of character pairs they share with the question.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from index.errors import (
    EmptyDocument,
    EmptyQuestion,
    InvalidK,
    MissingPath,
    QuestionTooLong,
    UnknownAnswer,
    UnknownDocument,
    UnknownJob,
    YoujuError,
)
from index.records import AnswerRecord, CatalogueRow, Failure, IngestReport, Job, Receipt, VerifyReport
from index.sentences import sentences
from index.types import Chunk, Document, EngineReason, Filter, Header, Hit, Progress, Reasons, Section
from rag.record import record_of
from rag.settings import Settings
from rag.types import Answer, Citation, Event, Evidence, Notice, Provenance, Question

NOW = datetime(2025, 3, 1, 8, 30, tzinfo=UTC)
LONGEST_QUESTION = 2000
LARGEST_K = 100

TEXT = """云溪区教育局2025年工作计划
一、推进学前教育
新建公办幼儿园3所，新增学位900个。公办园覆盖率达到100%。
二、强化教师队伍
招聘新教师120名。开展“青蓝结对”培训600余次。😀全区教师培训覆盖率达到98%。
"""
OTHER_TEXT = """石桥县教育局2024年工作总结
一、学前教育
新建公办幼儿园2所，普惠率达到92%。
"""


def document(text: str, source: str = "001.txt", **header: object) -> Document:
    """A document whose header is what the keywords say."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    fields = {"title": text.partition("\n")[0], **header}
    return Document(
        id=hashlib.sha256(source.encode()).hexdigest()[:32],
        version=1,
        content_sha256=digest,
        source=source,
        source_key=source,
        collection="default",
        text=text,
        encoding="utf-8",
        parser="text@1",
        repairs=(),
        header=Header(**fields),  # type: ignore[arg-type]
        ingested_at=NOW,
    )


def sample_documents() -> tuple[Document, ...]:
    """Two short documents of invented districts."""
    return (
        document(
            TEXT, "云溪区2025.txt", issuer="云溪区教育局", region="云溪区", years=(2025,), kinds=("计划",), published_on=date(2025, 1, 24)
        ),
        document(
            OTHER_TEXT,
            "石桥县2024.txt",
            issuer="石桥县教育局",
            region="石桥县",
            years=(2024,),
            kinds=("总结",),
            published_on=date(2024, 12, 30),
        ),
    )


@dataclass(frozen=True, slots=True)
class FakeGeneration:
    number: int


class FakeLibrary:
    """Documents in a dictionary; an upload is a job that is done at once."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self.live = {document.id: document for document in documents}
        self.jobs: dict[str, Job] = {}
        self.answers: dict[str, Answer] = {}
        self.feedback: list[tuple[str, str, str]] = []
        self.problems: tuple[str, ...] = ()
        self.rebuilt: list[tuple[bool, bool]] = []

    def ingest(
        self, paths: Sequence[Path], *, collection: str = "default", prune: bool = False, progress: Progress | None = None
    ) -> IngestReport:
        outcomes = [self._take(path.name, path.read_bytes() if path.is_file() else None, collection) for path in paths]
        if progress is not None:
            progress("embed", len(paths), len(paths))
        return self._report(outcomes)

    def submit_upload(self, name: str, data: bytes, *, collection: str = "default") -> Job:
        report = self._report([self._take(name, data, collection)])
        job = Job(f"job{len(self.jobs) + 1}", "failed" if report.failed else "done", "done", 1, 1, report)
        self.jobs[job.id] = job
        return job

    def job(self, job_id: str) -> Job:
        if job_id not in self.jobs:
            raise UnknownJob(job_id)
        return self.jobs[job_id]

    def documents(self) -> tuple[CatalogueRow, ...]:
        return tuple(self._row(document) for document in self.live.values())

    def document(self, document_id: str) -> Document:
        named = [each for each in self.live.values() if document_id in {each.id, each.source}]
        if len(named) != 1:
            raise UnknownDocument(document_id)
        return named[0]

    def outline(self, document_id: str) -> tuple[Section, ...]:
        """Every line that opens with 一、 and the like is a heading."""
        text = self.document(document_id).text
        starts = [span for span in sentences(text) if text[span.start + 1 : span.start + 2] == "、"]
        ends = [span.start for span in starts[1:]] + [len(text)]
        return tuple(
            Section(ordinal, None, 1, text[span.start : span.start + 2], text[span.start + 2 : span.end], span.start, span.end, end)
            for ordinal, (span, end) in enumerate(zip(starts, ends, strict=True))
        )

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        found = self.document(document_id)
        return tuple(
            Chunk(int(found.id[:12], 16) + ordinal, found.id, ordinal, span.start, span.end, (), span.end - span.start)
            for ordinal, span in enumerate(sentences(found.text))
        )

    def original(self, document_id: str) -> tuple[str, bytes]:
        found = self.document(document_id)
        return found.source, found.text.encode()

    def delete(self, document_id: str) -> Receipt:
        gone = self.live.pop(self.document(document_id).id)
        return Receipt(gone.id, gone.source, True, f"“{gone.source}”已彻底删除。")

    def verify(self) -> VerifyReport:
        return VerifyReport(not self.problems, len(self.live), self._chunks(), self.problems)

    def rebuild(self, *, reembed: bool = False, reparse: bool = False, progress: Progress | None = None) -> None:
        self.rebuilt.append((reembed, reparse))

    def generation(self) -> FakeGeneration:
        return FakeGeneration(1)

    def answer(self, answer_id: str) -> AnswerRecord:
        if answer_id not in self.answers:
            raise UnknownAnswer(answer_id)
        return record_of(self.answers[answer_id])

    def save_feedback(self, answer_id: str, verdict: str, comment: str) -> None:
        if answer_id not in self.answers:
            raise UnknownAnswer(answer_id)
        self.feedback.append((answer_id, verdict, comment))

    def close(self) -> None:
        self.live.clear()

    def _take(self, name: str, data: bytes | None, collection: str) -> str | Failure:
        if data is None:
            return _failure(name, MissingPath(name))
        if not data:
            return _failure(name, EmptyDocument(name))
        made = replace(document(data.decode(), name), collection=collection)
        known = self.live.get(made.id)
        self.live[made.id] = made
        return "added" if known is None else "unchanged" if known.content_sha256 == made.content_sha256 else "updated"

    def _report(self, outcomes: list[str | Failure]) -> IngestReport:
        failed = tuple(each for each in outcomes if isinstance(each, Failure))
        counts = [outcomes.count(name) for name in ("added", "updated", "unchanged")]
        return IngestReport(counts[0], counts[1], counts[2], 0, failed, len(self.live), self._chunks(), 0.01)

    def _chunks(self) -> int:
        return sum(len(self.chunks_of(each)) for each in self.live)

    def _row(self, document: Document) -> CatalogueRow:
        return CatalogueRow(
            id=document.id,
            source=document.source,
            source_key=document.source_key,
            collection=document.collection,
            header=document.header,
            version=document.version,
            chunks=len(self.chunks_of(document.id)),
            characters=len(document.text),
            encoding=document.encoding,
            parser=document.parser,
            repairs=(),
            ingested_at=document.ingested_at,
        )


class FakeAssistant:
    """Quotes the sentences that share most character pairs with the question; refuses when none shares four."""

    def __init__(self, library: FakeLibrary) -> None:
        self.library = library

    def search(self, text: str, k: int, filter: Filter) -> tuple[Hit, ...]:
        _check(text)
        if not 1 <= k <= LARGEST_K:
            raise InvalidK(str(k), detail=str(LARGEST_K))
        asked = _pairs(text)
        found = [
            (len(asked & _pairs(each.text[chunk.start : chunk.end])), each, chunk)
            for each in self.library.live.values()
            if _selected(each, filter)
            for chunk in self.library.chunks_of(each.id)
        ]
        best = sorted((each for each in found if each[0]), key=lambda each: -each[0])[:k]
        return tuple(
            Hit(chunk, each, rank, float(shared), "一、", Reasons(lexical=EngineReason(rank, float(shared)), terms=("学前",)))
            for rank, (shared, each, chunk) in enumerate(best, 1)
        )

    def ask(self, question: Question) -> Answer:
        hits = [hit for hit in self.search(question.text, 3, question.filter) if hit.score >= 4]
        citations = tuple(_citation(n, hit) for n, hit in enumerate(hits, 1))
        text = "".join(f"{citation.quote.rstrip('。')}[{citation.n}]。" for citation in citations)
        answer = Answer(
            id=f"a{len(self.library.answers) + 1}",
            question=question.text,
            understood_as=question.text,
            status="answered" if citations else "refused",
            kind="extractive",
            text=text or "资料库中没有找到与此有关的内容。",
            citations=citations,
            evidence=tuple(_evidence(n, hit) for n, hit in enumerate(hits, 1)),
            notices=() if citations else (Notice("no_evidence", "没有找到依据。"),),
            provenance=Provenance(generation=1, settings_digest="0" * 12, seconds=0.01),
        )
        self.library.answers[answer.id] = answer
        return answer

    def stream(self, question: Question) -> Iterator[Event]:
        _check(question.text)
        return self._events(question)

    def _events(self, question: Question) -> Iterator[Event]:
        yield Event("status", "正在检索")
        answer = self.ask(question)
        for start in range(0, len(answer.text), 8):
            yield Event("delta", answer.text[start : start + 8])
        for citation in answer.citations:
            yield Event("citation", citation)
        for notice in answer.notices:
            yield Event("notice", notice)
        yield Event("answer", answer)


@dataclass(frozen=True, slots=True)
class FakeYouju:
    """What `rag.build.build` returns, over the fakes."""

    settings: Settings
    library: FakeLibrary
    assistant: FakeAssistant

    def close(self) -> None:
        self.library.close()


def fake_youju(documents: Iterable[Document] | None = None, **settings: Any) -> FakeYouju:  # noqa: ANN401
    """The two sample documents unless others are given; `settings` as in `rag.settings.Settings`."""
    library = FakeLibrary(sample_documents() if documents is None else documents)
    return FakeYouju(Settings(**settings), library, FakeAssistant(library))


def _failure(path: str, error: YoujuError) -> Failure:
    return Failure(path, error.code, error.message)


def _check(text: str) -> None:
    if not text.strip():
        raise EmptyQuestion
    if len(text) > LONGEST_QUESTION:
        raise QuestionTooLong(detail=f"{len(text)} 字，上限 {LONGEST_QUESTION} 字")


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(text))


def _selected(document: Document, filter: Filter) -> bool:
    return (
        (not filter.collections or document.collection in filter.collections)
        and (not filter.documents or bool({document.id, document.source} & set(filter.documents)))
        and (not filter.regions or document.header.region in filter.regions)
        and (not filter.years or bool(set(document.header.years) & set(filter.years)))
        and (not filter.kinds or bool(set(document.header.kinds) & set(filter.kinds)))
    )


def _citation(n: int, hit: Hit) -> Citation:
    start, end = hit.chunk.start, hit.chunk.end
    quote = hit.document.text[start:end]
    return Citation(n, hit.document, start, end, quote, quote, hit.locator)


def _evidence(n: int, hit: Hit) -> Evidence:
    start, end = hit.chunk.start, hit.chunk.end
    return Evidence(f"e{n}", hit.document, start, end, hit.document.text[start:end], hit.locator, (hit,))
