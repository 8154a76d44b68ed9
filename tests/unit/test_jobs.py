from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import HomeLocked
from index.jobs import Jobs, interrupt_orphans
from index.records import Failure, IngestReport, Job
from index.store import Store
from index.types import Progress


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "youju.sqlite", str(tmp_path))
    yield store
    store.close()


@pytest.fixture
def jobs(store: Store, tmp_path: Path) -> Iterator[Jobs]:
    jobs = Jobs(store, tmp_path / "work")
    yield jobs
    jobs.close()


def _finished(store: Store, job: Job) -> Job:
    deadline = time.monotonic() + 30
    while (job := store.job(job.id)).state in {"queued", "running"}:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return job


def test_jobs_are_done_one_after_another_in_order(store: Store, jobs: Jobs) -> None:
    running, seen = list[int](), list[tuple[int, int]]()

    def work(number: int, progress: Progress) -> IngestReport:
        running.append(number)
        time.sleep(0.02)
        seen.append((number, len(running)))
        running.remove(number)
        return IngestReport(added=number)

    submitted = [jobs.submit(lambda progress, number=number: work(number, progress)) for number in range(1, 5)]  # type: ignore[misc]
    reports = [_finished(store, job).report for job in submitted]
    assert [report.added for report in reports if report] == [1, 2, 3, 4]
    assert seen == [(1, 1), (2, 1), (3, 1), (4, 1)]


def test_progress_can_be_read_while_it_runs(store: Store, jobs: Jobs) -> None:
    told, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> IngestReport:
        progress("embed", 1, 3)
        told.set()
        go_on.wait(30)
        return IngestReport()

    job = jobs.submit(work)
    told.wait(30)
    assert store.job(job.id) == Job(job.id, "running", "embed", 1, 3)
    go_on.set()
    assert _finished(store, job).state == "done"


BAD = Failure("甲.txt", "empty_document", "空")


@pytest.mark.parametrize(
    ("report", "state"),
    [
        pytest.param(IngestReport(failed=(BAD,)), "failed", id="nothing taken in"),
        pytest.param(IngestReport(added=1, failed=(BAD,)), "done", id="something taken in"),
        pytest.param(IngestReport(unchanged=1), "done", id="already there"),
    ],
)
def test_the_state_follows_from_the_report(store: Store, jobs: Jobs, report: IngestReport, state: str) -> None:
    job = _finished(store, jobs.submit(lambda progress: report))
    assert (job.state, job.report) == (state, report)


@pytest.mark.parametrize(
    ("error", "code"),
    [pytest.param(HomeLocked("home"), "home_locked", id="of ours"), pytest.param(RuntimeError("secret"), "internal_error", id="a mistake")],
)
def test_an_error_fails_the_job_and_the_next_one_runs(store: Store, jobs: Jobs, error: Exception, code: str) -> None:
    def fail(progress: Progress) -> IngestReport:
        raise error

    failed = _finished(store, jobs.submit(fail))
    assert failed.state == "failed"
    assert failed.error is not None
    assert failed.error.code == code
    assert "secret" not in failed.error.message
    assert _finished(store, jobs.submit(lambda progress: IngestReport())).state == "done"


def test_closing_interrupts_what_is_not_begun_and_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    jobs, begun = Jobs(store, tmp_path / "work"), threading.Event()

    def work(progress: Progress) -> IngestReport:
        begun.set()
        time.sleep(0.2)
        return IngestReport(added=1)

    jobs.workspace()
    first = jobs.submit(work)
    begun.wait(30)
    jobs.close()
    assert store.job(first.id).state == "done"
    assert list((tmp_path / "work").iterdir()) == []


def test_a_closed_queue_that_never_ran(store: Store, tmp_path: Path) -> None:
    Jobs(store, tmp_path / "work").close()
    assert not (tmp_path / "work").exists()


def test_only_processes_that_are_gone_are_cleared_up(store: Store, jobs: Jobs, tmp_path: Path) -> None:
    kept = jobs.workspace()
    (tmp_path / "work" / "gone" / "1").mkdir(parents=True)
    (tmp_path / "work" / "gone.lock").touch()
    store.put_job(Job("j1", "running"), "gone")
    store.put_job(Job("j2", "running"), "gone without a trace")
    interrupt_orphans(store, tmp_path / "work")
    assert kept.is_dir()
    assert [store.job(identity).state for identity in ("j1", "j2")] == ["failed", "failed"]
    assert not (tmp_path / "work" / "gone").exists()
    assert not (tmp_path / "work" / "gone.lock").exists()
