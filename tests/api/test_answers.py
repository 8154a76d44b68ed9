"""Search, ask, feedback: the shapes of the contract, whole and streamed, and everything that can be wrong with a request."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from rag.types import Answer, Event, Question
from tests.api.client import client_for
from tests.fakes import TEXT, FakeAssistant, FakeYouju, fake_youju

ASKED = "新建公办幼儿园新增学位多少"
PLACE = {"document_id", "source", "title", "issuer", "region", "years", "published_on", "locator", "page", "start", "end", "shown"}


def events(body: str) -> list[tuple[str, dict[str, object]]]:
    """Name and data of each server-sent event."""
    parsed = []
    for block in body.strip().split("\n\n"):
        name, data = block.split("\n")
        parsed.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return parsed


def test_search_gives_hits_in_the_agreed_shape() -> None:
    found = client_for().post("/v1/search", json={"query": "新建公办幼儿园", "k": 2}).json()
    assert set(found) == {"hits", "seconds"}
    assert [hit["rank"] for hit in found["hits"]] == [1, 2]
    first = found["hits"][0]
    assert set(first) == PLACE | {"rank", "score", "chunk_id", "text", "reasons"}
    assert first["reasons"]["lexical"] == {"rank": 1, "score": first["score"]}
    assert first["years"] == [2025]
    assert first["published_on"] == "2025-01-24"
    assert first["page"] is None
    assert TEXT[first["start"] : first["end"]] == first["text"]


@pytest.mark.parametrize(
    ("filters", "regions"),
    [
        pytest.param({}, {"云溪区", "石桥县"}, id="none"),
        pytest.param({"regions": ["石桥县"]}, {"石桥县"}, id="region"),
        pytest.param({"years": [2025]}, {"云溪区"}, id="year"),
        pytest.param({"kinds": ["总结"]}, {"石桥县"}, id="kind"),
        pytest.param({"documents": ["云溪区2025.txt"]}, {"云溪区"}, id="document by name"),
        pytest.param({"collections": ["另一个"]}, set(), id="collection"),
    ],
)
def test_filters_reach_the_search(filters: dict[str, object], regions: set[str]) -> None:
    found = client_for().post("/v1/search", json={"query": "新建公办幼儿园", "filter": filters}).json()
    assert {hit["region"] for hit in found["hits"]} == regions


def test_ask_gives_the_answer_in_the_agreed_shape() -> None:
    answer = client_for().post("/v1/ask", json={"question": ASKED}).json()
    assert set(answer) == {
        "id", "question", "understood_as", "status", "kind", "text", "citations", "evidence", "table", "notices", "provenance",
    }  # fmt: skip
    assert answer["status"] == "answered"
    assert set(answer["citations"][0]) == PLACE | {"n", "quote", "verdict"}
    assert set(answer["evidence"][0]) == PLACE | {"key", "text", "hits"}
    citation = answer["citations"][0]
    assert TEXT[citation["start"] : citation["end"]] == citation["quote"] == "新建公办幼儿园3所，新增学位900个。"
    assert "[1]" in answer["text"]


def test_a_refusal_is_an_answer() -> None:
    response = client_for().post("/v1/ask", json={"question": "区块链"})
    assert response.status_code == 200
    assert response.json()["status"] == "refused"


def test_history_date_and_budget_reach_the_assistant() -> None:
    asked: list[Question] = []

    class Listening(FakeAssistant):
        def ask(self, question: Question) -> Answer:
            asked.append(question)
            return super().ask(question)

    youju = fake_youju(evidence_characters=1234)
    listening = FakeYouju(youju.settings, youju.library, Listening(youju.library))
    history = [{"role": "user", "content": "云溪区呢"}, {"role": "assistant", "content": "3所"}]
    client_for(listening).post("/v1/ask", json={"question": ASKED, "history": history, "asked_on": "2025-03-01"})
    question = asked[0]
    assert [(turn.role, turn.content) for turn in question.history] == [("user", "云溪区呢"), ("assistant", "3所")]
    assert str(question.asked_on) == "2025-03-01"
    assert question.budget == 1234


def test_a_streamed_answer_ends_with_the_whole_answer() -> None:
    response = client_for().post("/v1/ask", json={"question": ASKED, "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    received = events(response.text)
    names = [name for name, _ in received]
    assert names[0] == "status"
    assert names[-1] == "answer"
    assert {"delta", "citation"} < set(names)
    answer = received[-1][1]
    assert "".join(str(data["text"]) for name, data in received if name == "delta") == answer["text"]
    assert [data for name, data in received if name == "citation"] == answer["citations"]


def test_a_stream_that_cannot_begin_is_refused_with_its_status() -> None:
    response = client_for().post("/v1/ask", json={"question": " ", "stream": True})
    assert response.status_code == 422
    assert response.json()["code"] == "empty_question"


def test_an_error_after_the_first_event_travels_in_the_stream() -> None:
    class Breaking(FakeAssistant):
        def _events(self, question: Question) -> Iterator[Event]:
            yield Event("status", "正在检索")
            raise RuntimeError("secret detail")

    youju = fake_youju()
    body = client_for(FakeYouju(youju.settings, youju.library, Breaking(youju.library))).post(
        "/v1/ask", json={"question": ASKED, "stream": True}
    )
    received = events(body.text)
    assert [name for name, _ in received] == ["status", "error"]
    assert received[-1][1]["code"] == "internal_error"
    assert "secret" not in body.text


BAD = [
    pytest.param("/v1/ask", b'{"question":', 400, "invalid_request", id="broken JSON"),
    pytest.param("/v1/ask", b"", 400, "invalid_request", id="no body"),
    pytest.param("/v1/ask", b"[" * 5000, 400, "invalid_request", id="deeply nested"),
    pytest.param("/v1/ask", b'"\xff"', 400, "invalid_request", id="not utf-8"),
    pytest.param("/v1/ask", b'{"question": 3}', 400, "invalid_request", id="wrong type"),
    pytest.param("/v1/ask", b'{"question": "x", "k": 3}', 400, "invalid_request", id="unknown field"),
    pytest.param("/v1/ask", b'{"question": "x", "asked_on": "yesterday"}', 400, "invalid_request", id="not a date"),
    pytest.param("/v1/ask", b'{"question": "x", "history": [{"role": "system", "content": "y"}]}', 400, "invalid_request", id="role"),
    pytest.param("/v1/ask", b'{"question": ""}', 422, "empty_question", id="empty question"),
    pytest.param("/v1/ask", json.dumps({"question": "问" * 20000}).encode(), 422, "question_too_long", id="20,000 characters"),
    pytest.param("/v1/search", b'{"query": "x", "k": 0}', 422, "invalid_k", id="k = 0"),
    pytest.param("/v1/search", b'{"query": "x", "k": 101}', 422, "invalid_k", id="k = 101"),
    pytest.param("/v1/search", b'{"query": "x", "k": "many"}', 400, "invalid_request", id="k is no number"),
    pytest.param("/v1/feedback", b'{"answer_id": "no", "verdict": "good"}', 404, "unknown_answer", id="unknown answer"),
    pytest.param("/v1/feedback", b'{"answer_id": "no", "verdict": "fine"}', 400, "invalid_request", id="unknown verdict"),
]


@pytest.mark.parametrize(("path", "body", "status", "code"), BAD)
def test_bad_requests_are_problems_in_chinese(path: str, body: bytes, status: int, code: str) -> None:
    response = client_for().post(path, content=body, headers={"content-type": "application/json"})
    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, problem["status"], problem["code"], problem["instance"]) == (status, status, code, path)
    assert set(problem) == {"type", "title", "status", "detail", "code", "instance"}
    assert any("一" <= character <= "鿿" for character in problem["detail"])


def test_an_unexpected_error_says_nothing_of_itself() -> None:
    class Broken(FakeAssistant):
        def ask(self, question: Question) -> Answer:
            raise RuntimeError("secret detail")

    youju = fake_youju()
    response = client_for(FakeYouju(youju.settings, youju.library, Broken(youju.library))).post("/v1/ask", json={"question": ASKED})
    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_feedback_is_kept() -> None:
    youju = fake_youju()
    client: TestClient = client_for(youju)
    answer = client.post("/v1/ask", json={"question": ASKED}).json()
    response = client.post("/v1/feedback", json={"answer_id": answer["id"], "verdict": "bad", "comment": "数字不对"})
    assert response.status_code == 204
    assert youju.library.feedback == [(answer["id"], "bad", "数字不对")]
