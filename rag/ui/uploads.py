"""Uploads as they go. The page hands each file to the API, which answers with a job; here the jobs are followed until all are over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import sleep

from index.errors import YoujuError
from index.library import Library
from index.records import Job
from rag.ui import desk

POLL_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    job_id: str = ""
    outcome: desk.Outcome = "waiting"
    detail: str = ""
    share: float | None = None

    @property
    def is_over(self) -> bool:
        return self.outcome not in {"waiting", "running"}


def handed_in(name: str, job_id: str, refusal: str) -> Upload:
    """A file as the page reports it: with its job, or with the reason why the API refused it."""
    return Upload(name, job_id) if job_id else Upload(name, outcome="failed", detail=refusal)


def follow(library: Library, uploads: list[Upload]) -> Iterator[tuple[Upload, ...]]:
    """Yields how all of them stand, at once and then again and again until all are over. `uploads` may grow meanwhile."""
    while True:
        for position, upload in enumerate(uploads):
            uploads[position] = _followed(library, upload)
        yield tuple(uploads)
        if all(upload.is_over for upload in uploads):
            return
        sleep(POLL_SECONDS)


def lines(uploads: Sequence[Upload]) -> str:
    return desk.uploads([desk.upload_line(each.name, each.outcome, each.detail, each.share) for each in uploads])


def _followed(library: Library, upload: Upload) -> Upload:
    if upload.is_over:
        return upload
    try:
        return stood(upload, library.job(upload.job_id))
    except YoujuError as error:
        return replace(upload, outcome="failed", detail=error.message)


def stood(upload: Upload, job: Job) -> Upload:
    """The upload as its job stands."""
    if job.report and job.report.failed:
        return replace(upload, outcome="failed", detail=job.report.failed[0].message)
    if job.state == "failed":
        return replace(upload, outcome="failed", detail=job.error.message if job.error else YoujuError(job.id).message)
    if job.state == "queued":
        return upload
    if job.state == "running" or job.report is None:
        return replace(upload, outcome="running", detail=desk.stage(job.stage), share=job.done / job.total if job.total else None)
    report = job.report
    outcome: desk.Outcome = "added" if report.added else "updated" if report.updated else "unchanged"
    return replace(upload, outcome=outcome, detail="", share=None)
