"""Search, ask, stored answers and what people think of them."""

from __future__ import annotations

import time
from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.responses import Response

from rag.api.bodies import AskBody, FeedbackBody, SearchBody
from rag.api.metrics import Metrics
from rag.api.service import Counting, Service
from rag.api.stream import begun, event_stream
from rag.intake import question
from rag.shapes import AnswerJson, SearchJson, StoredAnswerJson
from rag.stored import stored_answer_json
from rag.types import Answer, Event
from rag.wire import answer_json, search_json

router = APIRouter(prefix="/v1", tags=["问答"])


@router.post("/search", summary="检索")
def search(body: SearchBody, youju: Service) -> SearchJson:
    started = time.perf_counter()
    hits = youju.assistant.search(body.query, body.k, body.filter.value())
    return search_json(hits, time.perf_counter() - started)


@router.post("/ask", summary="提问", response_model=AnswerJson, responses={200: {"content": {"text/event-stream": {}}}})
def ask(body: AskBody, youju: Service, metrics: Counting) -> AnswerJson | Response:
    history = tuple(turn.value() for turn in body.history)
    asked = question(body.question, youju.settings, history=history, asked_on=body.asked_on, selected=body.filter.value())
    if body.stream:
        return event_stream(begun(counted(youju.assistant.stream(asked), metrics)))
    answer = youju.assistant.ask(asked)
    metrics.count_answer(answer.status)
    return answer_json(answer)


def counted(events: Iterator[Event], metrics: Metrics) -> Iterator[Event]:
    """The same events; the answer among them is counted."""
    for event in events:
        if isinstance(event.data, Answer):
            metrics.count_answer(event.data.status)
        yield event


@router.get("/answers/{answer_id}", summary="以往的回答")
def stored_answer(answer_id: str, youju: Service) -> StoredAnswerJson:
    return stored_answer_json(youju.library.answer(answer_id), youju.library)


@router.post("/feedback", summary="评价回答", status_code=204)
def feedback(body: FeedbackBody, youju: Service) -> None:
    youju.library.save_feedback(body.answer_id, body.verdict, body.comment)
