"""The product with a language model: an OpenAI-compatible endpoint on this machine that says what the test wants."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from rag.build import Youju, build
from rag.settings import Settings
from rag.types import Answer, Question

QUESTION = Question("云溪区2025年招聘多少名新教师？")


class _Endpoint(BaseHTTPRequestHandler):
    """Streams `said` (set on the server) as a chat completion; `None` fails with 500."""

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.asked.append((self.path, self.headers["Authorization"], body))
        if server.said is None:
            self.send_error(500)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for n in range(0, len(server.said), 3):
            self._send({"choices": [{"index": 0, "delta": {"role": "assistant", "content": server.said[n : n + 3]}}]})
        self._send({"choices": [], "usage": {"prompt_tokens": 321, "completion_tokens": 12, "total_tokens": 333}})
        self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, part: dict[str, object]) -> None:
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", **part}
        self.wfile.write(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    said: str | None = ""
    asked: list[tuple[str, str, dict[str, object]]]


@contextmanager
def endpoint(said: str | None) -> Iterator[_Server]:
    server = _Server(("127.0.0.1", 0), _Endpoint)
    server.said, server.asked = said, []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def product(home: Path, server: _Server) -> Iterator[Youju]:
    youju = build(
        Settings(
            home=home,
            llm_base_url=f"http://127.0.0.1:{server.server_port}/v1",
            llm_model="test-model",
            llm_api_key=SecretStr("secret"),
            llm_timeout_seconds=5,
        )
    )
    try:
        yield youju
    finally:
        youju.close()


def ask(home: Path, said: str | None) -> tuple[Answer, _Server]:
    with endpoint(said) as server, product(home, server) as youju:
        return youju.assistant.ask(QUESTION), server


def test_the_model_writes_and_its_keys_become_citations(home: Path) -> None:
    answer, server = ask(home, "云溪区2025年计划招聘新教师120名[e1]。")
    assert (answer.kind, answer.status) == ("generative", "answered")
    assert answer.text == "云溪区2025年计划招聘新教师120名。[1]"
    assert answer.citations[0].quote == "招聘新教师120名。"
    assert (answer.provenance.model, answer.provenance.prompt) == ("test-model", "answer@1")
    assert (answer.provenance.prompt_tokens, answer.provenance.completion_tokens) == (321, 12)
    path, authorization, body = server.asked[0]
    assert (path, authorization, body["model"]) == ("/v1/chat/completions", "Bearer secret", "test-model")


@pytest.mark.parametrize(
    ("said", "kind", "notice"),
    [
        pytest.param("云溪区2025年计划招聘新教师220名[e1]。", "extractive", "language_model_unsupported", id="a figure nobody wrote"),
        pytest.param(
            "云溪区2025年计划招聘新教师120名[e77]。", "extractive", "language_model_unsupported", id="a citation that does not exist"
        ),
        pytest.param(None, "extractive", "language_model_failed", id="the endpoint fails"),
    ],
)
def test_never_worse_for_having_a_model(home: Path, said: str | None, kind: str, notice: str) -> None:
    answer, _ = ask(home, said)
    assert answer.kind == kind
    assert notice in [one.code for one in answer.notices]
    assert "120名" in answer.text
    assert "220" not in answer.text


def test_supported_sentences_are_streamed_as_they_are_completed(home: Path) -> None:
    with endpoint("招聘新教师120名[e1]。招聘新教师999名[e1]。") as server, product(home, server) as youju:
        events = list(youju.assistant.stream(QUESTION))
    deltas = [event.data for event in events if event.name == "delta"]
    assert deltas == ["招聘新教师120名。[1]"]
    last = events[-1].data
    assert isinstance(last, Answer)
    assert (last.text, last.status) == ("招聘新教师120名。[1]", "partial")
