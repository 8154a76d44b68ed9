"""What is measured from outside: the command line from cold, the server under load."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eval.bench.load import Load, load
from eval.memory import resident
from index.errors import TargetFailed

YOUJU = (sys.executable, "-c", "import sys; from rag.cli import main; sys.exit(main())")
"""The `youju` command with this interpreter, on the path or not."""
_STOP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Served:
    """A server, from outside."""

    start_seconds: float
    """Until it listens."""
    loads: tuple[Load, ...]
    memory_mib: float
    """Its processes, after the load."""


def cold_start(home: Path, question: str, runs: int) -> float:
    """Seconds of `youju ask` in a process of its own, the median of `runs`. Raises TargetFailed."""
    return round(statistics.median(_seconds_of_ask(home, question) for _ in range(runs)), 3)


def _seconds_of_ask(home: Path, question: str) -> float:
    started = time.perf_counter()
    done = subprocess.run([*YOUJU, "ask", "--home", str(home), "--json", question], capture_output=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        raise TargetFailed("youju ask", detail=done.stderr.decode("utf-8", "replace").strip())
    return seconds


def serve_under_load(home: Path, questions: Sequence[str], *, search_rate: float, ask_rate: float, seconds: float) -> Served:
    """`youju serve` over `home`, asked over HTTP. Raises TargetFailed."""
    started = time.perf_counter()
    with _server(home) as (process, address):
        start_seconds = round(time.perf_counter() - started, 3)
        load(address, "/v1/ask", [{"question": questions[0]}], 1, 1)
        loads = (
            load(address, "/v1/search", [{"query": text, "k": 10} for text in questions], search_rate, seconds),
            load(address, "/v1/ask", [{"question": text} for text in questions], ask_rate, seconds),
        )
        return Served(start_seconds, loads, round(resident(process.pid) / 2**20, 1))


@contextmanager
def _server(home: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server on a free port; stopped, and waited for, at the end."""
    command = [*YOUJU, "serve", "--home", str(home), "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise TargetFailed("youju serve", detail=f"没有启动（退出状态 {process.wait()}）")
        yield process, str(json.loads(line)["address"])
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()  # type: ignore[union-attr]
