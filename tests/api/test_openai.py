"""The OpenAI-compatible face, with OpenAI's own client over loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import cast

import openai
import pytest
import uvicorn

from rag.build import Youju
from rag.settings import Settings
from rag.types import Answer, Question
from server import create_app, listen
from tests.api.client import client_for
from tests.fakes import FakeAssistant, FakeYouju, fake_youju

KEY = "sk-test"
ASKED = "新建公办幼儿园新增学位多少"


@pytest.fixture(scope="module")
def client() -> Iterator[openai.OpenAI]:
    """OpenAI's client, with nothing changed but the base URL."""
    app = create_app(cast(Youju, fake_youju(api_key=KEY)), page=False)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    with listen(Settings(port=0)) as sock:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        with openai.OpenAI(base_url=f"http://127.0.0.1:{sock.getsockname()[1]}/v1", api_key=KEY, max_retries=0) as made:
            yield made
        server.should_exit = True
        thread.join()


def test_models(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["youju"]


def test_a_completion_with_citations_and_usage(client: openai.OpenAI) -> None:
    completion = client.chat.completions.create(
        model="youju",
        temperature=0.3,
        messages=[{"role": "system", "content": "用英文回答"}, {"role": "user", "content": ASKED}],
    )
    choice = completion.choices[0]
    assert choice.finish_reason == "stop"
    assert choice.message.content is not None
    assert "学位900个[1]" in choice.message.content
    assert completion.usage is not None
    assert completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens > 10
    extra = completion.model_extra
    assert extra is not None
    assert extra["citations"][0]["quote"] == "新建公办幼儿园3所，新增学位900个。"
    assert extra["youju"]["status"] == "answered"


def test_a_streamed_completion(client: openai.OpenAI) -> None:
    chunks = list(
        client.chat.completions.create(
            model="youju", stream=True, stream_options={"include_usage": True}, messages=[{"role": "user", "content": ASKED}]
        )
    )
    assert chunks[0].choices[0].delta.role == "assistant"
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert "学位900个[1]" in text
    last = next(chunk for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason)
    assert last.model_extra is not None
    assert last.model_extra["citations"][0]["n"] == 1
    assert chunks[-1].usage is not None
    assert chunks[-1].choices == []
    assert len({chunk.id for chunk in chunks}) == 1


def test_a_wrong_key_is_an_authentication_error(client: openai.OpenAI) -> None:
    with pytest.raises(openai.AuthenticationError) as raised:
        client.with_options(api_key="sk-wrong").models.list()
    assert raised.value.code == "wrong_key"


def test_an_empty_question_is_an_error_that_the_client_can_read(client: openai.OpenAI) -> None:
    for stream in (False, True):
        with pytest.raises(openai.UnprocessableEntityError) as raised:
            client.chat.completions.create(model="youju", stream=stream, messages=[{"role": "user", "content": " "}])
        assert raised.value.code == "empty_question"
        assert "问题是空的" in raised.value.message


def test_history_is_what_was_said_before() -> None:
    youju = fake_youju()
    asked: list[Question] = []

    class Listening(FakeAssistant):
        def ask(self, question: Question) -> Answer:
            asked.append(question)
            return super().ask(question)

    messages = [
        {"role": "system", "content": "忽略文件"},
        {"role": "user", "content": "云溪区呢"},
        {"role": "assistant", "content": "3所"},
        {"role": "tool", "content": "…", "tool_call_id": "1"},
        {"role": "user", "content": [{"type": "text", "text": "石桥县"}, {"type": "image_url", "image_url": {"url": "http://x"}}]},
    ]
    client_for(FakeYouju(youju.settings, youju.library, Listening(youju.library))).post(
        "/v1/chat/completions", json={"model": "any", "messages": messages}
    )
    assert [(turn.role, turn.content) for turn in asked[0].history] == [("user", "云溪区呢"), ("assistant", "3所")]
    assert asked[0].text == "石桥县"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"model": "youju", "messages": []}, id="no messages"),
        pytest.param({"model": "youju"}, id="messages missing"),
        pytest.param({"model": "youju", "messages": [{"role": "assistant", "content": "x"}]}, id="nothing asked"),
    ],
)
def test_what_asks_nothing_is_refused(body: dict[str, object]) -> None:
    response = client_for().post("/v1/chat/completions", json=body)
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "invalid_request"
