"""Answers to a question set, as the product gives them; and a walk over every citation of every answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from index.sentences import clauses
from index.types import Filter
from rag.build import Youju
from rag.cite import LONGEST_QUOTE
from rag.types import Answer, Citation, Question, Turn


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a question set, as far as asking needs it."""

    id: str
    question: Question


def read_items(path: Path) -> list[Item]:
    """The questions of a JSONL file, in order."""
    return [_item(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _item(record: dict[str, object]) -> Item:
    history = tuple(Turn(turn["role"], turn["content"]) for turn in cast("list[dict[str, str]]", record.get("history") or []))  # type: ignore[arg-type]
    filters = cast("dict[str, str]", record.get("filters") or {})
    asked_on = record.get("asked_on")
    question = Question(
        str(record["question"]),
        history,
        date.fromisoformat(str(asked_on)) if asked_on else None,
        Filter(documents=(filters["doc"],) if "doc" in filters else ()),
    )
    return Item(str(record["id"]), question)


def ask_all(youju: Youju, items: Sequence[Item]) -> Iterator[tuple[Item, Answer]]:
    for item in items:
        yield item, youju.assistant.ask(item.question)


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk over all citations found."""

    citations: int = 0
    exact: int = 0
    """`text[start:end] == quote`, against the text as the library holds it now."""
    whole: int = 0
    """Quotations that begin and end where clauses do."""
    short: int = 0
    """Quotations of at most 200 characters."""


def walk(youju: Youju, answers: Sequence[Answer]) -> Walk:
    """Check every citation of `answers` against the library."""
    cited = [citation for answer in answers for citation in answer.citations]
    texts = {name: youju.library.document(name).text for name in {citation.document.id for citation in cited}}
    return Walk(
        citations=len(cited),
        exact=sum(texts[c.document.id][c.start : c.end] == c.quote for c in cited),
        whole=sum(_is_whole(texts[c.document.id], c) for c in cited),
        short=sum(len(c.quote) <= LONGEST_QUOTE for c in cited),
    )


def _is_whole(text: str, citation: Citation) -> bool:
    """Whether the quotation starts at the start of a clause and ends at the end of one, judged within its paragraph."""
    first = text.rfind("\n", 0, citation.start) + 1
    last = text.find("\n", citation.end)
    spans = clauses(text, first, len(text) if last < 0 else last)
    return any(span.start == citation.start for span in spans) and any(span.end == citation.end for span in spans)
