"""From what outsiders write to the values that travel: one way in for the command line and the HTTP service.

`None` and an empty list mean "any" in filters. What cannot be read is said as InvalidRequest; nothing is guessed. Whether a
question is empty or too long, and how many hits there may be, is the assistant's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from index.errors import InvalidRequest
from index.types import Filter
from rag.settings import Settings
from rag.types import Question, Turn


def parsed_day(text: str) -> date:
    """`2025-01-24`. Raises InvalidRequest."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidRequest(f"日期“{text}”应写成 2025-01-24 的形式") from None


def selection(
    *,
    documents: Sequence[str] = (),
    regions: Sequence[str] = (),
    years: Sequence[int] = (),
    kinds: Sequence[str] = (),
    collections: Sequence[str] = (),
) -> Filter:
    return Filter(tuple(collections), tuple(documents), tuple(regions), tuple(years), tuple(kinds))


def turns(messages: object) -> tuple[Turn, ...]:
    """A history read from JSON: `[{"role": "user" | "assistant", "content": "…"}, …]`. Raises InvalidRequest."""
    if not isinstance(messages, list):
        raise InvalidRequest("对话历史应是一个列表")
    return tuple(_turn(message) for message in messages)


def _turn(message: object) -> Turn:
    fields = cast(Mapping[str, object], message) if isinstance(message, dict) else {}
    role, content = fields.get("role"), fields.get("content")
    if role not in ("user", "assistant") or not isinstance(content, str):
        raise InvalidRequest("对话历史的每一项应有 role（user 或 assistant）和 content（文字）")
    return Turn(role, content)


def question(
    text: str,
    settings: Settings,
    *,
    history: tuple[Turn, ...] = (),
    asked_on: date | None = None,
    selected: Filter | None = None,
) -> Question:
    return Question(text, history, asked_on, selected or Filter(), settings.evidence_characters)
