"""One writer for each home, across threads and processes.

The lock is on an open file, so the system releases it when its process ends, however it ends. It is held only while a job
runs. Who holds it stands in a file beside it, for the error message alone: that file decides nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import HomeLocked, StorageFailed

_POLL_SECONDS = 0.05


class HomeLock:
    """Thread-safe. Not reentrant: a thread that holds it must not ask again."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._path = home / "lock"
        self._holder = home / "lock.json"

    @contextmanager
    def held(self, command: str, *, wait_seconds: float = 0.0) -> Iterator[None]:
        """Holds the lock. Raises HomeLocked, naming the holder, when it is not free within the time; StorageFailed."""
        lock = FileLock(self._path, thread_local=False)
        try:
            lock.acquire(timeout=wait_seconds, poll_interval=_POLL_SECONDS)
        except Timeout as error:
            raise HomeLocked(str(self._home), detail=self._describe_holder()) from error
        except OSError as error:
            raise StorageFailed(str(self._home), detail=error.strerror or type(error).__name__) from error
        try:
            self._sign(command)
            yield
        finally:
            with suppress(OSError):
                self._holder.unlink(missing_ok=True)
            lock.release()

    def _sign(self, command: str) -> None:
        entry = {"pid": os.getpid(), "command": command, "since": datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")}
        with suppress(OSError):
            self._holder.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")

    def _describe_holder(self) -> str:
        try:
            entry = json.loads(self._holder.read_text(encoding="utf-8"))
            return f"进程 {entry['pid']}，{entry['command']}，开始于 {entry['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "进程不明"
