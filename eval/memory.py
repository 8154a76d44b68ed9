"""The most memory a piece of work took: this process and all it started, sampled."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil  # type: ignore[import-untyped]

_INTERVAL_SECONDS = 0.1


class Peak:
    """Resident memory, in bytes. Pages that processes share are counted for each."""

    def __init__(self) -> None:
        self.bytes = 0

    @property
    def mib(self) -> float:
        return self.bytes / 2**20

    def sample(self) -> None:
        self.bytes = max(self.bytes, resident())


@contextmanager
def peak_memory() -> Iterator[Peak]:
    """Watches until the end of the block; a peak of less than a tenth of a second may go unseen."""
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.wait(_INTERVAL_SECONDS):
            peak.sample()

    peak.sample()
    thread = threading.Thread(target=watch, name="youju-memory", daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()
        peak.sample()


def resident(pid: int | None = None) -> int:
    """Bytes that a process (None: this one) and all it started hold now."""
    process = psutil.Process(pid)
    total = 0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # it ended meanwhile
            total += int(one.memory_info().rss)
    return total
