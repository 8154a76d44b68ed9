from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index.errors import HomeLocked, StorageFailed
from index.lock import HomeLock

_HOLD = """
import sys
from pathlib import Path
from index.lock import HomeLock
with HomeLock(Path(sys.argv[1])).held("ingest"):
    print("held", flush=True)
    sys.stdin.read()
"""


def _holder(home: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its standard input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_error_names_the_process_that_holds_the_lock(tmp_path: Path) -> None:
    with _holder(tmp_path) as process:
        with pytest.raises(HomeLocked) as caught, HomeLock(tmp_path).held("delete"):
            pass
        process.communicate("")
    assert f"进程 {process.pid}" in caught.value.message
    assert "ingest" in caught.value.message


def test_a_kill_releases_the_lock(tmp_path: Path) -> None:
    with _holder(tmp_path) as process:
        process.kill()
        process.wait()
        with HomeLock(tmp_path).held("delete"):
            pass


def test_a_lock_is_waited_for(tmp_path: Path) -> None:
    with _holder(tmp_path) as process:
        assert process.stdin is not None
        threading.Timer(0.3, process.stdin.close).start()
        with HomeLock(tmp_path).held("delete", wait_seconds=30):
            pass


def test_two_threads_of_one_process_exclude_each_other(tmp_path: Path) -> None:
    refused = list[HomeLocked]()

    def ask() -> None:
        try:
            with HomeLock(tmp_path).held("delete"):
                pass
        except HomeLocked as error:
            refused.append(error)

    with HomeLock(tmp_path).held("ingest"):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert [f"进程 {os.getpid()}" in error.message for error in refused] == [True]
    ask()
    assert len(refused) == 1


def test_an_error_inside_releases_the_lock(tmp_path: Path) -> None:
    lock = HomeLock(tmp_path)
    with pytest.raises(ZeroDivisionError), lock.held("ingest"):
        raise ZeroDivisionError
    with lock.held("ingest"):
        pass
    assert not (tmp_path / "lock.json").exists()


def test_an_unreadable_note_about_the_holder_does_not_matter(tmp_path: Path) -> None:
    with _holder(tmp_path) as process:
        (tmp_path / "lock.json").write_text("{", encoding="utf-8")
        with pytest.raises(HomeLocked, match="进程不明"), HomeLock(tmp_path).held("delete"):
            pass
        process.communicate("")


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed), HomeLock(tmp_path / "file").held("ingest"):
        pass
