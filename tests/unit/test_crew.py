from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing

import psutil  # type: ignore[import-untyped]
import pytest

from index import crew
from index.crew import in_order
from index.loaders.sandbox import environment

HERE = os.getpid()


@pytest.fixture(autouse=True)
def _workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two, whatever the machine has, that find this module."""
    monkeypatch.setattr(crew, "cores", lambda: 2)
    monkeypatch.setattr(crew, "environment", lambda: environment() | {"YOUJU_TEST_CREW": "worker"})


def is_worker() -> bool:
    return os.environ.get("YOUJU_TEST_CREW") == "worker"


def who(task: int) -> tuple[int, int]:
    return task, os.getpid()


def slow_first(task: int) -> int:
    time.sleep(0.2 if task == 0 else 0.0)
    return task


def dies_at_three(task: int) -> tuple[int, bool]:
    if task == 3 and is_worker():
        os.kill(os.getpid(), signal.SIGKILL)
    return task, is_worker()


def fails_at_two(task: int) -> int:
    if task == 2:
        raise ValueError("two")
    return task


def test_two_processes_and_the_order_of_the_tasks() -> None:
    results = list(in_order(who, range(10)))
    assert [task for task, _ in results] == list(range(10))
    assert len({process for _, process in results}) == 2
    assert HERE not in {process for _, process in results}


def test_a_slow_task_holds_up_none_but_itself() -> None:
    assert list(in_order(slow_first, range(20))) == list(range(20))


@pytest.mark.parametrize("why", ["one core", "not worthwhile"])
def test_without_need_everything_is_done_here(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if why == "one core":
        monkeypatch.setattr(crew, "cores", lambda: 1)
    assert list(in_order(who, range(3), worthwhile=why == "one core")) == [(task, HERE) for task in range(3)]


def test_tasks_of_a_worker_that_died_are_done_here() -> None:
    results = list(in_order(dies_at_three, range(12)))
    assert [task for task, _ in results] == list(range(12))
    assert [task for task, by_worker in results if not by_worker] == [3, 5, 7, 9, 11]


def test_what_a_task_raises_is_raised_at_its_place() -> None:
    results = in_order(fails_at_two, range(5))
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(ValueError, match="two"):
        next(results)


@pytest.mark.parametrize("end", [list, next], ids=["to the end", "broken off"])
def test_no_worker_is_left_behind(end: Callable[[object], object]) -> None:
    before = set(psutil.Process().children(recursive=True))
    with closing(in_order(who, range(10))) as results:
        end(results)
    assert set(psutil.Process().children(recursive=True)) <= before


def test_workers_end_with_the_process_that_started_them() -> None:
    """Also when that is killed and can tell them nothing."""
    code = "import time\nfrom index import crew\nfrom tests.unit.test_crew import who\ncrew.cores = lambda: 2\n"
    code += "results = crew.in_order(who, range(100))\nprint(next(results)[1], next(results)[1], flush=True)\ntime.sleep(60)\n"
    started = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment())
    assert started.stdout is not None
    with started.stdout as output:
        workers = [int(number) for number in output.readline().split()]
    started.kill()
    started.wait()
    deadline = time.monotonic() + 30
    while any(map(psutil.pid_exists, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(psutil.pid_exists, workers))
