"""Statements over what is recorded beside the documents: answers, feedback, jobs. Each takes an open connection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, delete, insert, select, update

from index.records import DELETED, AnswerRecord, CitedSpan, Failure, IngestReport, Job, Segment
from index.rows import insert_rows, now
from index.schema import answer_segments, answers, citations, documents, feedback, jobs, segment_documents

INTERRUPTED = Failure("", "job_interrupted", "任务在完成前被中断。已保存的文件不受影响，请重新提交其余文件。")
"""What a job reports whose process ended before it did."""


# --- answers


def put_answer(connection: Connection, record: AnswerRecord) -> None:
    """Stores an answer; words of documents that were deleted while it was written are blanked at once."""
    connection.execute(
        insert(answers),
        [
            {
                "id": record.id,
                "question": record.question,
                "understood_as": record.understood_as,
                "status": record.status,
                "kind": record.kind,
                "created_at": record.created_at.isoformat(timespec="microseconds"),
                "extra": dict(record.extra),
            }
        ],
    )
    numbered = list(enumerate(record.segments))
    insert_rows(connection, answer_segments, [{"answer_id": record.id, "ordinal": i, "text": one.text} for i, one in numbered])
    rests = [{"answer_id": record.id, "ordinal": i, "document_id": d} for i, one in numbered for d in sorted(set(one.document_ids))]
    insert_rows(connection, segment_documents, rests)
    insert_rows(connection, citations, [{"answer_id": record.id, **asdict(cited)} for cited in record.citations])
    used = {d for one in record.segments for d in one.document_ids} | {cited.document_id for cited in record.citations}
    live = set(connection.execute(select(documents.c.id).where(documents.c.id.in_(used))).scalars())
    if used - live:
        blank_answers(connection, sorted(used - live))


def load_answer(connection: Connection, answer_id: str) -> AnswerRecord | None:
    row = connection.execute(select(answers).where(answers.c.id == answer_id)).one_or_none()
    if row is None:
        return None
    return AnswerRecord(
        id=row.id,
        question=row.question,
        understood_as=row.understood_as,
        status=row.status,
        kind=row.kind,
        created_at=datetime.fromisoformat(row.created_at),
        segments=_segments(connection, answer_id),
        citations=_citations(connection, answer_id),
        extra=row.extra,
    )


def put_feedback(connection: Connection, answer_id: str, verdict: str, comment: str) -> None:
    row = {"answer_id": answer_id, "verdict": verdict, "comment": comment, "created_at": now()}
    connection.execute(insert(feedback), [row])


def blank_answers(connection: Connection, document_ids: Sequence[str]) -> None:
    """Takes the words of these documents out of every stored answer."""
    resting = select(segment_documents.c.answer_id, segment_documents.c.ordinal).where(segment_documents.c.document_id.in_(document_ids))
    affected = sa.union(
        select(segment_documents.c.answer_id).where(segment_documents.c.document_id.in_(document_ids)),
        select(citations.c.answer_id).where(citations.c.document_id.in_(document_ids)),
    )
    segment = sa.tuple_(answer_segments.c.answer_id, answer_segments.c.ordinal)
    connection.execute(update(answers).where(answers.c.id.in_(affected)).values(extra={}))
    connection.execute(update(answer_segments).where(segment.in_(resting)).values(text=DELETED))
    connection.execute(delete(citations).where(citations.c.document_id.in_(document_ids)))


def _segments(connection: Connection, answer_id: str) -> tuple[Segment, ...]:
    rests: dict[int, list[str]] = {}
    statement = select(segment_documents).where(segment_documents.c.answer_id == answer_id).order_by(segment_documents.c.document_id)
    for row in connection.execute(statement):
        rests.setdefault(row.ordinal, []).append(row.document_id)
    texts = select(answer_segments).where(answer_segments.c.answer_id == answer_id).order_by(answer_segments.c.ordinal)
    return tuple(Segment(row.text, tuple(rests.get(row.ordinal, ()))) for row in connection.execute(texts))


def _citations(connection: Connection, answer_id: str) -> tuple[CitedSpan, ...]:
    statement = select(citations).where(citations.c.answer_id == answer_id).order_by(citations.c.n)
    rows = connection.execute(statement)
    return tuple(CitedSpan(row.n, row.document_id, row.version, row.start, row.end, row.digest) for row in rows)


# --- jobs


def put_job(connection: Connection, job: Job, owner: str) -> None:
    connection.execute(insert(jobs), [{"id": job.id, "owner": owner, "created_at": now(), **_job_values(job)}])


def update_job(connection: Connection, job: Job) -> None:
    connection.execute(update(jobs).where(jobs.c.id == job.id).values(_job_values(job)))


def load_job(connection: Connection, job_id: str) -> Job | None:
    row = connection.execute(select(jobs).where(jobs.c.id == job_id)).one_or_none()
    return None if row is None else _job(row)


def owners_at_work(connection: Connection) -> tuple[str, ...]:
    """Processes with jobs that have not ended."""
    return tuple(connection.execute(select(jobs.c.owner).where(_unfinished()).distinct()).scalars())


def interrupt_jobs(connection: Connection, owner: str) -> None:
    """Fails what a process that is gone left unfinished."""
    statement = update(jobs).where(jobs.c.owner == owner, _unfinished())
    connection.execute(statement.values(state="failed", error=asdict(INTERRUPTED)))


def _unfinished() -> sa.ColumnElement[bool]:
    return jobs.c.state.in_(("queued", "running"))


def _job_values(job: Job) -> dict[str, Any]:
    values = asdict(job)
    del values["id"]
    return {**values, "report": values["report"] or sa.null(), "error": values["error"] or sa.null()}


def _job(row: sa.Row[Any]) -> Job:
    report = IngestReport(**{**row.report, "failed": tuple(Failure(**one) for one in row.report["failed"])}) if row.report else None
    return Job(row.id, row.state, row.stage, row.done, row.total, report, Failure(**row.error) if row.error else None)
