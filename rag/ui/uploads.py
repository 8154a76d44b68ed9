"""Uploads as they go: each file is a job of the library, asked about until it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from time import sleep

from index.errors import YoujuError
from index.library import Job, Library
from rag.ui import desk
from rag.ui.chat import unexpected

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


def follow(library: Library, files: Iterable[tuple[str, Callable[[], bytes]]]) -> Iterator[tuple[Upload, ...]]:
    """Hands the files in one by one, then yields how all of them stand until all are over. Raises nothing."""
    uploads: tuple[Upload, ...] = ()
    for name, read in files:
        uploads = (*uploads, _submitted(library, name, read))
        yield uploads
    while not all(upload.is_over for upload in uploads):
        sleep(POLL_SECONDS)
        uploads = tuple(upload if upload.is_over else _followed(library, upload) for upload in uploads)
        yield uploads


def lines(uploads: Sequence[Upload]) -> str:
    return desk.uploads([desk.upload_line(each.name, each.outcome, each.detail, each.share) for each in uploads])


def _submitted(library: Library, name: str, read: Callable[[], bytes]) -> Upload:
    try:
        return stood(Upload(name), library.submit_upload(name, read()))
    except YoujuError as error:
        return Upload(name, outcome="failed", detail=error.message)
    except Exception:
        return Upload(name, outcome="failed", detail=unexpected().message)


def _followed(library: Library, upload: Upload) -> Upload:
    try:
        return stood(upload, library.job(upload.job_id))
    except YoujuError as error:
        return replace(upload, outcome="failed", detail=error.message)


def stood(upload: Upload, job: Job) -> Upload:
    """The upload as its job stands."""
    now = replace(upload, job_id=job.id)
    if job.report and job.report.failed:
        return replace(now, outcome="failed", detail=job.report.failed[0].message)
    if job.state == "failed":
        return replace(now, outcome="failed", detail=str(job.error or YoujuError(job.id)))
    if job.state == "queued":
        return replace(now, outcome="waiting")
    if job.state == "running" or job.report is None:
        return replace(now, outcome="running", detail=desk.stage(job.stage), share=job.done / job.total if job.total else None)
    report = job.report
    outcome: desk.Outcome = "added" if report.added else "updated" if report.updated else "unchanged"
    return replace(now, outcome=outcome, detail="", share=None)
