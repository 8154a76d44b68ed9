"""The chat without a screen: a question in, the exchange as it grows out; and questions to begin with."""

from __future__ import annotations

import logging
import re
import threading
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Protocol

from index.errors import YoujuError
from index.types import Header
from rag.types import Answer, Citation, Event, Notice, Question
from rag.ui.exchange import Exchange, answered, source_of, turns

PAUSE_SECONDS = 0.1
"""Least time between two views of a growing answer."""
_GLANCE_SECONDS = 0.2
"""Time after which a stop is noticed at the latest."""
_EXAMPLES = 4
_FIGURE = re.compile(
    r"(?<=[，,。；;\n])(?!其中|比|占|[一-龥]*[今去上]年)(?:力争|确保|累计|共)?([一-龥]{4,12})(?<!的)\d+(?:\.\d+)?(所|名|个|人|次|场|项|%)(?=[，,。；;])"
)
"""A clause that says how many of what."""
_SUBJECTS = ("学前教育", "校园安全", "课后服务", "教师队伍")
_OFTEN = 2
_USUAL = {"计划", "要点", "总结"}
"""Kinds that people ask about most, before notices and lists."""
_log = logging.getLogger(__name__)


class Streaming(Protocol):
    """What the chat needs of an assistant."""

    def stream(self, question: Question) -> Iterator[Event]: ...


def respond(assistant: Streaming, earlier: Sequence[Exchange], text: str, stop: threading.Event) -> Iterator[Exchange]:
    """The exchange as it grows; the last one is complete, or stopped because `stop` was set, or carries an error. Raises nothing."""
    exchange = Exchange(text)
    yield exchange
    seen = monotonic()
    try:
        for event in _until(stop, assistant.stream(Question(text=text, history=turns(earlier)))):
            exchange = stepped(exchange, event)
            if event.name != "delta" or monotonic() - seen > PAUSE_SECONDS:
                seen = monotonic()
                yield exchange
    except YoujuError as error:
        exchange = replace(exchange, error=error.message)
    except Exception:
        exchange = replace(exchange, error=unexpected().message)
    yield _ended(exchange, was_stopped=stop.is_set())


def _ended(exchange: Exchange, *, was_stopped: bool) -> Exchange:
    if not exchange.running:
        return exchange
    return replace(exchange, stopped=True) if was_stopped else replace(exchange, error=unexpected().message)


def _until(stop: threading.Event, events: Iterator[Event]) -> Iterator[Event]:
    """The events until `stop` is set. A thread waits for them, so that a slow language model does not delay stopping."""
    arrived: SimpleQueue[Event | Exception | None] = SimpleQueue()

    def gather() -> None:
        try:
            for event in events:
                arrived.put(event)
                if stop.is_set():
                    break
            arrived.put(None)
        except Exception as error:
            arrived.put(error)

    threading.Thread(target=gather, daemon=True, name="answer").start()
    while not stop.is_set():
        try:
            event = arrived.get(timeout=_GLANCE_SECONDS)
        except Empty:
            continue
        if event is None:
            return
        if isinstance(event, Exception):
            raise event
        yield event


def stepped(exchange: Exchange, event: Event) -> Exchange:
    """The exchange after one more event."""
    match event.data:
        case Answer() as answer:
            return answered(exchange, answer)
        case Citation() as citation:
            return replace(exchange, sources=(*exchange.sources, source_of(citation)))
        case Notice() as notice:
            return replace(exchange, notices=(*exchange.notices, notice.message))
        case str() as text if event.name == "delta":
            return replace(exchange, text=exchange.text + text)
        case str() as text if event.name == "error":
            return replace(exchange, error=text)
        case str() as text:
            return replace(exchange, progress=text.rstrip("….。"))


def unexpected() -> YoujuError:
    """An error of ours, logged with its trace under a code that the official can pass on."""
    error = YoujuError(uuid.uuid4().hex[:8])
    _log.exception("unexpected error %s", error.subject)
    return error


def examples(documents: Sequence[tuple[Header, str]]) -> tuple[str, ...]:
    """Questions that these documents (headers and texts) answer: a figure of each region, and a comparison of two regions."""
    usual = sorted(documents, key=lambda document: not _USUAL & set(document[0].kinds))
    figures: dict[str, str] = {}
    for header, text in usual:
        question = _about_figure(header, text)
        if question:
            figures.setdefault(header.region, question)
    found = [*list(figures.values())[: _EXAMPLES - 1], *_comparison(usual)]
    return tuple(found or [f"《{header.title}》的主要内容有哪些？" for header, _ in documents[:1]])


def _about_figure(header: Header, text: str) -> str:
    """`新增学位4590个` becomes a question; empty without a clause like it, or where region or year are not certain."""
    clause = _FIGURE.search(text)
    if not clause or not header.region or len(header.years) != 1:
        return ""
    what, unit = clause[1], clause[2].removesuffix("%")
    return f"{header.region}{header.years[0]}年{what}多少{unit}？"


def _comparison(documents: Sequence[tuple[Header, str]]) -> list[str]:
    """Two regions with a year and a subject in common, or none."""
    for (one, one_text), (other, other_text) in combinations(documents, 2):
        common = set(one.years) & set(other.years)
        subject = next((each for each in _SUBJECTS if min(one_text.count(each), other_text.count(each)) >= _OFTEN), "")
        if common and subject and one.region and other.region and one.region != other.region:
            return [f"{one.region}和{other.region}{max(common)}年在{subject}方面有什么不同？"]
    return []
