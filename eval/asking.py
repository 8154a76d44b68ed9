"""A question of a set as the product is asked it."""

from __future__ import annotations

from datetime import date

from eval.types import Item
from index.types import Filter
from rag.types import Question, Turn


def question_of(item: Item, *, day: date | None = None) -> Question:
    """`day`: when an item that does not say was asked; None for today."""
    history = tuple(Turn(said.role, said.content) for said in item.history)
    return Question(item.question, history, item.asked_on or day, filter_of(item))


def filter_of(item: Item) -> Filter:
    return Filter(documents=(item.doc_filter,) if item.doc_filter else ())
