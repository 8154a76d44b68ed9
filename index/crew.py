"""Worker processes that do one kind of work side by side; results come in the order of the tasks.

A worker is a fresh interpreter, not a fork: it has none of this process's threads and locks, none of its settings and keys, and
it does not run the caller's main module again. Tasks and results are values of the product's own, exchanged over a pipe
between processes of one version that were started for this; nothing else reads or writes that pipe. When the process that
started it is gone, however it ended, the pipe closes and the worker ends.

A worker keeps nothing and writes nothing. One that dies costs nothing but time: its tasks are done in this process, as is
everything where there is one core only.
"""

from __future__ import annotations

import importlib
import logging
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from multiprocessing import connection
from typing import Generic, TypeVar

from index.loaders.sandbox import environment

T = TypeVar("T")
R = TypeVar("R")

MOST = 8
"""Workers: each takes some hundred MB."""
AHEAD = 3
"""Tasks that a worker has been given and whose results nobody has taken."""
_END_SECONDS = 5.0

_log = logging.getLogger("youju.crew")


def cores() -> int:
    """That this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(function: Callable[[T], R], tasks: Iterable[T], *, worthwhile: bool = True) -> Generator[R, None, None]:
    """`function` of each task, in order. Workers find it by its module and name; it must raise where it is not to be asked again.

    Tasks should be small (names, not contents). With `worthwhile` false no workers are started: they take a second.
    """
    size = min(MOST, cores()) if worthwhile and os.name == "posix" else 1
    if size < 2:
        yield from map(function, tasks)
        return
    crew = [_Worker(function) for _ in range(size)]
    given: deque[tuple[_Worker[T, R], T]] = deque()
    try:
        for number, task in enumerate(tasks):
            worker = crew[number % size]
            worker.give(task)
            given.append((worker, task))
            if len(given) == AHEAD * size:
                yield _taken(given)
        while given:
            yield _taken(given)
    finally:
        for worker in crew:
            worker.end()


def _taken(given: deque[tuple[_Worker[T, R], T]]) -> R:
    worker, task = given.popleft()
    return worker.take(task)


class _Worker(Generic[T, R]):
    """Takes tasks one after another and answers them in the same order."""

    def __init__(self, function: Callable[[T], R]) -> None:
        self._function = function
        self._pipe, theirs = connection.Pipe()
        number = theirs.fileno()
        command = [sys.executable, "-P", "-m", "index.crew", str(number), function.__module__, function.__name__]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=(number,), env=environment(), start_new_session=True)
        theirs.close()
        self._lost = False

    def give(self, task: T) -> None:
        try:
            if not self._lost:
                self._pipe.send(task)
        except OSError:
            self._lose()

    def take(self, task: T) -> R:
        """The result of the oldest task that was given, which is `task`."""
        try:
            if not self._lost:
                done, result = self._pipe.recv()
                if done:
                    return result  # type: ignore[no-any-return]
        except (EOFError, OSError):
            self._lose()
        return self._function(task)  # what went wrong there is raised here

    def end(self) -> None:
        self._pipe.close()
        self._process.terminate()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _lose(self) -> None:
        _log.warning("a worker process is gone, its tasks are done here")
        self._lost = True


def _work(number: int, module: str, name: str) -> None:
    """The life of a worker: until its pipe closes."""
    function = getattr(importlib.import_module(module), name)
    pipe: connection.Connection[tuple[bool, object], object] = connection.Connection(number)
    try:
        while True:
            pipe.send(_answer(function, pipe.recv()))
    except (EOFError, OSError):
        return


def _answer(function: Callable[[object], object], task: object) -> tuple[bool, object]:
    try:
        return True, function(task)
    except Exception:
        return False, None


if __name__ == "__main__":
    _work(int(sys.argv[1]), sys.argv[2], sys.argv[3])
