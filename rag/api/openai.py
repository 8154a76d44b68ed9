"""The OpenAI-compatible face: any client of theirs works by changing its base URL.

The last message is the question, the user and assistant messages before it are its history; system messages are not
instructions here and are ignored, and every model name means this assistant. Citations come under the extra key
`citations`, the rest of the answer under `youju`. Tokens are counted in the bundled encoding.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from index.errors import InvalidRequest, YoujuError
from index.tokens import count_tokens
from rag.api.answers import counted
from rag.api.bodies import ChatBody, ChatMessage
from rag.api.service import Counting, Service
from rag.api.stream import begun, respond, sse, unbroken
from rag.intake import question
from rag.settings import Settings
from rag.types import Answer, Event, Question, Turn
from rag.wire import citation_json, notice_json

MODEL = "youju"
router = APIRouter(prefix="/v1", tags=["OpenAI 兼容"])
Json = dict[str, object]


@router.get("/models", summary="模型列表")
def models() -> Json:
    return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}]}


@router.post("/chat/completions", summary="对话", response_model=None)
def chat(body: ChatBody, youju: Service, metrics: Counting) -> Response:
    asked = _question(body.messages, youju.settings)
    if body.stream:
        events = begun(counted(youju.assistant.stream(asked), metrics))
        return respond(_chunks(events, body))
    answer = youju.assistant.ask(asked)
    metrics.count_answer(answer.status)
    choice = {"index": 0, "message": {"role": "assistant", "content": answer.text}, "finish_reason": "stop"}
    return JSONResponse(_envelope("chat.completion") | {"choices": [choice], "usage": _usage(body, answer)} | _extras(answer))


def _question(messages: list[ChatMessage], settings: Settings) -> Question:
    if messages[-1].role != "user":
        raise InvalidRequest("messages 的最后一条应是用户的问题")
    history = tuple(Turn(message.role, message.text()) for message in messages[:-1] if message.role in ("user", "assistant"))
    return question(messages[-1].text(), settings, history=history)


def _chunks(events: Iterator[Event], body: ChatBody) -> Iterator[str]:
    """Chunks of one completion: the role, the pieces of text, the citations with the end, the usage when asked for."""
    base = _envelope("chat.completion.chunk")
    yield sse("", base | _delta({"role": "assistant", "content": ""}))
    written = False
    for event in unbroken(events):
        if isinstance(event, YoujuError):
            yield sse("", {"error": {"message": event.message, "type": "server_error", "param": None, "code": event.code}})
        elif isinstance(event.data, Answer):
            if not written:
                yield sse("", base | _delta({"content": event.data.text}))
            yield from _last_chunks(base, body, event.data)
        elif event.name == "delta":
            written = True
            yield sse("", base | _delta({"content": event.data}))
    yield "data: [DONE]\n\n"


def _last_chunks(base: Json, body: ChatBody, answer: Answer) -> Iterator[str]:
    yield sse("", base | _delta({}, "stop") | _extras(answer))
    if body.stream_options is not None and body.stream_options.include_usage:
        yield sse("", base | {"choices": [], "usage": _usage(body, answer)})


def _delta(delta: Json, finish_reason: str | None = None) -> Json:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]}


def _envelope(kind: str) -> Json:
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": MODEL}


def _usage(body: ChatBody, answer: Answer) -> Json:
    prompt = sum(count_tokens(message.text()) for message in body.messages)
    completion = count_tokens(answer.text)
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def _extras(answer: Answer) -> Json:
    return {
        "citations": [citation_json(citation) for citation in answer.citations],
        "youju": {"answer_id": answer.id, "status": answer.status, "notices": [notice_json(notice) for notice in answer.notices]},
    }
