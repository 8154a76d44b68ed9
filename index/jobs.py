"""Uploads are worked off one after another in a thread of this process, and their state is kept in the store.

Whoever asks for a job, from whichever process, reads it there. Each working process holds a lock file of its own as long as
it lives; a job whose process let go of its lock without finishing it was interrupted, and is shown as failed.
"""

from __future__ import annotations

import logging
import queue
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from filelock import FileLock, Timeout

from index.errors import YoujuError
from index.records import Failure, IngestReport, Job
from index.store import Store
from index.types import Progress

Work: TypeAlias = Callable[[Progress], IngestReport]

_STOP_SECONDS = 30.0
"""What closing waits for the job in hand."""
_STEP_SECONDS = 0.3

_log = logging.getLogger("youju.jobs")


class Jobs:
    """A queue and the thread that empties it. Thread-safe; the thread starts with the first job."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._owner = secrets.token_hex(16)
        self._lock = FileLock(folder / f"{self._owner}.lock", thread_local=False)
        self._queue: queue.SimpleQueue[tuple[Job, Work] | None] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def workspace(self) -> Path:
        """A new folder for the files of one job. The job removes it; if it cannot, the next process does."""
        self._start()
        folder = self._folder / self._owner / secrets.token_hex(8)
        folder.mkdir(parents=True)
        return folder

    def submit(self, work: Work) -> Job:
        """Returns at once; what `work` reports or raises becomes the end of the job."""
        self._start()
        job = Job(secrets.token_hex(16), "queued")
        self._store.put_job(job, self._owner)
        self._queue.put((job, work))
        return job

    def close(self) -> None:
        """Waits a while for the job in hand; jobs not begun are interrupted."""
        with self._starting:
            if self._thread is None:
                return
            self._queue.put(None)
            self._thread.join(_STOP_SECONDS)
            self._store.interrupt_jobs(self._owner)
            self._lock.release(force=True)
            _discard(self._folder, self._owner)

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._folder.mkdir(exist_ok=True)
                self._lock.acquire()
                self._thread = threading.Thread(target=self._run, name="youju-jobs", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while (entry := self._queue.get()) is not None:
            job, work = entry
            self._store.update_job(self._finished(replace(job, state="running"), work))

    def _finished(self, job: Job, work: Work) -> Job:
        self._store.update_job(job)
        progress = _Recorder(self._store, job)
        try:
            report = work(progress)
        except Exception as error:
            if not isinstance(error, YoujuError):
                _log.error("job %s failed", job.id, exc_info=error)
                error = YoujuError(job.id)
            return replace(progress.job, state="failed", error=Failure("", error.code, error.message))
        nothing_taken_in = report.failed and not (report.added or report.updated or report.unchanged)
        return replace(progress.job, state="failed" if nothing_taken_in else "done", report=report)


class _Recorder:
    """Keeps the progress of a job in the store: every new stage, and steps within one a few times a second."""

    def __init__(self, store: Store, job: Job) -> None:
        self._store = store
        self._written = float("-inf")
        self.job = job

    def __call__(self, stage: str, done: int, total: int) -> None:
        is_new = stage != self.job.stage
        self.job = replace(self.job, stage=stage, done=done, total=total)
        if is_new or time.monotonic() - self._written > _STEP_SECONDS:
            self._written = time.monotonic()
            self._store.update_job(self.job)


def interrupt_orphans(store: Store, folder: Path) -> None:
    """Fails the jobs of processes that are gone and removes their files."""
    left = {path.name.removesuffix(".lock") for path in folder.iterdir()} if folder.is_dir() else set()
    for owner in {*store.owners_at_work(), *left}:
        if _is_gone(folder, owner):
            store.interrupt_jobs(owner)
            _discard(folder, owner)
            _log.info("cleared up after a process that ended")


def _is_gone(folder: Path, owner: str) -> bool:
    """True when no process holds the lock file of this owner."""
    if not (folder / f"{owner}.lock").exists():
        return True
    try:
        with FileLock(folder / f"{owner}.lock", thread_local=False).acquire(timeout=0):
            return True
    except Timeout:
        return False


def _discard(folder: Path, owner: str) -> None:
    shutil.rmtree(folder / owner, ignore_errors=True)
    with suppress(OSError):
        (folder / f"{owner}.lock").unlink(missing_ok=True)
