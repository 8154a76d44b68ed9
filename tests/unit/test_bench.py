"""The benchmark: material that is the same everywhere, percentiles by hand, load on a server of the test's own, and a tiny whole."""

from __future__ import annotations

import argparse
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.bench import command
from eval.bench.baseline import Baseline, interpreter, measure
from eval.bench.load import load
from eval.bench.product import Run, ratios
from eval.bench.recall import share_of
from eval.bench.timing import Latency, latency, timed
from eval.bench.volume import SAMPLE, generated, questions, source, varied, volume, write
from eval.sets import read_documents
from index.errors import InvalidRequest, TargetFailed
from index.types import EngineQuery
from index.vector import Block, Rows, VectorIndex

DOCUMENTS = [("a.txt", "今年新增学位900个，招聘教师120名，培训600余次。"), ("b.txt", "召开家长学校现场推进会，全区公办幼儿园都参加了。")]


# ------------------------------------------------------------------------------------------------ material
def test_volume_repeats_the_documents_with_other_figures() -> None:
    made = list(volume(DOCUMENTS, 100))
    assert [name for name, _ in made] == ["a.txt", "b.txt", "1-a.txt", "1-b.txt"]
    assert made[:2] == DOCUMENTS
    assert made[3][1] == DOCUMENTS[1][1]
    assert made[2][1] != DOCUMENTS[0][1]
    assert len(made[2][1]) == len(DOCUMENTS[0][1])
    assert made == list(volume(DOCUMENTS, 100))


def test_volume_ends_when_there_is_enough() -> None:
    assert [name for name, _ in volume(DOCUMENTS, 1)] == ["a.txt"]


def test_varied_figures_keep_their_length_and_do_not_open_with_zero() -> None:
    texts = {varied("共7所、120名、5000元", str(key)) for key in range(20)}
    assert len(texts) > 10
    assert all(len(text) == len("共7所、120名、5000元") and "、0" not in text for text in texts)


def test_generated_documents_differ_and_are_the_same_again() -> None:
    texts = list(read_documents(SAMPLE).values())
    made = generated(texts, 50)
    assert made == generated(texts, 50)
    assert len({text for _, text in made}) == 50
    assert all(400 < len(text) < 2000 for _, text in made)


def test_source_says_where_the_documents_are_from(tmp_path: Path) -> None:
    kind, made = source(tmp_path)
    assert (kind, len(made)) == ("generated", 1000)


def test_questions_are_clauses_of_the_documents() -> None:
    made = questions(DOCUMENTS, 5)
    assert made == questions(DOCUMENTS, 5)
    assert all(any(question in text for _, text in DOCUMENTS) for question in made)


def test_write(tmp_path: Path) -> None:
    assert write(iter(DOCUMENTS), tmp_path) == (2, sum(len(text) for _, text in DOCUMENTS))
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == DOCUMENTS[0][1]


# ------------------------------------------------------------------------------------------------ recall
def test_a_passage_that_was_not_proposed_costs_recall() -> None:
    """Four passages on a circle; the engine measured knows only half of them."""
    angles = np.array([0.0, 0.1, 0.2, 0.3], np.float32)
    rows = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    whole = VectorIndex([Block.of([Rows("d", np.arange(4), rows)], 2)])
    half = VectorIndex([Block.of([Rows("d", np.arange(2), rows[:2])], 2)])
    query = EngineQuery((), rows[:1])
    assert share_of(whole, whole, query, None) == 1.0
    assert share_of(half, whole, query, None) == 0.5
    assert share_of(half, whole, query, frozenset()) == 1.0


# ------------------------------------------------------------------------------------------------ times
@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        pytest.param([0.002], Latency(1, 2.0, 2.0, 2.0), id="one"),
        pytest.param([0.001, 0.003], Latency(2, 1.0, 3.0, 3.0), id="two: the nearest rank, none in between"),
        pytest.param([n / 1000 for n in range(100, 0, -1)], Latency(100, 50.0, 95.0, 99.0), id="a hundred"),
    ],
)
def test_latency(seconds: list[float], expected: Latency) -> None:
    assert latency(seconds) == expected


def test_nothing_timed() -> None:
    with pytest.raises(ValueError, match="nothing"):
        latency([])


def test_timed_calls_each_once() -> None:
    called: list[str] = []
    assert timed(called.append, ["a", "b"]).n == 2
    assert called == ["a", "b"]


# ------------------------------------------------------------------------------------------------ load
class _Slow(BaseHTTPRequestHandler):
    """Answers after `seconds`, one request at a time; every third fails where the server says so."""

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with server.lock:
            time.sleep(server.seconds)
            server.bodies.append(body)
            failed = server.fails and len(server.bodies) % 3 == 0
        self.send_response(500 if failed else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    seconds: float = 0.0
    fails: bool = False
    lock: threading.Lock
    bodies: list[object]


@contextmanager
def serving(seconds: float = 0.0, *, fails: bool = False) -> Iterator[tuple[_Server, str]]:
    server = _Server(("127.0.0.1", 0), _Slow)
    server.seconds, server.fails, server.lock, server.bodies = seconds, fails, threading.Lock(), []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_load_sends_every_request_and_counts_failures() -> None:
    with serving(fails=True) as (server, address):
        found = load(address, "/v1/ask", [{"n": 1}, {"n": 2}], rate=100, seconds=0.09)
    assert (found.latency.n, found.failed, len(server.bodies)) == (9, 3, 9)
    assert sorted(body["n"] for body in server.bodies if isinstance(body, dict)) == [1] * 5 + [2] * 4


def test_a_server_that_falls_behind_cannot_hide_it() -> None:
    """20 requests within 0.1 s at 20 ms each: the last waits 0.4 - 0.1 s, although answering it took 20 ms."""
    with serving(0.02) as (_, address):
        found = load(address, "/", [{}], rate=200, seconds=0.1)
    assert found.latency.p99 > 250
    assert found.answered_per_second < 55


def test_nobody_there() -> None:
    with serving() as (_, address):
        pass
    assert load(address, "/", [{}], rate=100, seconds=0.03).failed == 3


@pytest.mark.parametrize("address", ["http://192.0.2.1:80", "http://example.org:80", "127.0.0.1:80", "http://127.0.0.1"])
def test_load_stays_on_this_machine(address: str) -> None:
    with pytest.raises(InvalidRequest):
        load(address, "/", [{}], 1, 1)


# ------------------------------------------------------------------------------------------------ baseline
def test_without_its_packages_there_is_no_baseline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("eval.bench.baseline.find_spec", lambda _name: None)
    assert interpreter(None) is None
    assert interpreter(tmp_path) == tmp_path


def test_a_baseline_is_what_its_process_prints(tmp_path: Path) -> None:
    found = {"passages": 3, "ingest_seconds": 1.5, "ingest_characters_per_second": 2000, "memory_mib": 500.0}
    printed = json.dumps({**found, "search": {"n": 2, "p50": 1.0, "p95": 2.0, "p99": 2.0}})
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\ncat >/dev/null\necho a warning\necho '{printed}'\n", encoding="utf-8")
    python.chmod(0o755)
    assert measure(python, tmp_path, ["问"]) == Baseline(3, 1.5, 2000, Latency(2, 1.0, 2.0, 2.0), 500.0)


def test_a_baseline_that_fails_says_why(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\ncat >/dev/null\necho no module named x >&2\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    with pytest.raises(TargetFailed, match="no module named x"):
        measure(python, tmp_path, ["问"])


def test_ratios_are_ours_over_theirs() -> None:
    ours = Run(1, 1, 1, 1, 1.0, 4000, 10, Latency(1, 3.0, 8.0, 9.0), Latency(1, 1.0, 1.0, 1.0), 1.0, 250.0, 1)
    theirs = Baseline(1, 1.0, 2000, Latency(1, 6.0, 4.0, 4.0), 500.0)
    assert dict(ratios(ours, theirs)) == {"ingest_characters_per_second": 2.0, "search_p50": 0.5, "search_p95": 2.0, "memory": 0.5}


# ------------------------------------------------------------------------------------------------ the whole
def run(out: Path, *words: str) -> dict[str, Any]:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert command.run_command(parser.parse_args(["--out", str(out), *words])) == 0
    record: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return record


def test_a_tiny_benchmark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--passages", "200", "--searches", "5", "--asked", "3", "--cold-starts", "1", "--no-baseline", "--shared", str(tmp_path))
    record = run(tmp_path / "bench.json", *words)
    (found,) = record["runs"]
    assert 150 < found["passages"] < 260
    assert found["search"]["n"] == 5
    assert found["answer"]["n"] == 3
    assert 0 < found["search"]["p50"] <= found["search"]["p95"] <= found["search"]["p99"]
    assert found["cold_start_seconds"] > 0
    assert found["home_bytes"] > 100_000
    assert (found["served"], found["baseline"], found["ratios"]) == (None, None, [])
    assert record["made"]["source"] == "generated"
    assert "检索 p50" in capsys.readouterr().out


@pytest.mark.long
def test_the_whole_benchmark(tmp_path: Path) -> None:
    """10,000 passages, with a server under load; with the baseline where its packages are."""
    record = run(tmp_path / "bench.json", "--passages", "10000", "--server")
    (found,) = record["runs"]
    assert 9000 < found["passages"] < 11000
    assert all(one["failed"] == 0 for one in found["served"]["loads"])


@pytest.mark.parametrize("passages", ["", "0", "many", "10,", "10,x", "99999999"])
def test_sizes_that_are_none(passages: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest):
        run(tmp_path / "bench.json", "--passages", passages)


@pytest.mark.parametrize("word", ["--searches", "--load-seconds", "--ask-rate"])
def test_plans_that_measure_nothing(word: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest):
        run(tmp_path / "bench.json", word, "0")
