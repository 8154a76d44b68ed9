"""Answers to a question set, as the product gives them, for a scorer of one's own."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.asking import question_of
from eval.library import folder_library
from eval.sets import read_set
from eval.types import Item
from rag.build import Youju
from rag.types import Answer
from rag.wire import answer_json

SAMPLE = Path(__file__).parent / "datasets" / "sample"


def read_items(path: Path) -> tuple[Item, ...]:
    """The questions of a set, in order."""
    return read_set(path)[0].items


def ask_all(youju: Youju, items: Sequence[Item]) -> Iterator[tuple[Item, Answer]]:
    for item in items:
        yield item, youju.assistant.ask(question_of(item))


def add_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--documents", type=Path, default=SAMPLE / "documents", metavar="文件夹", help="文件所在的文件夹；默认为示例资料")
    parser.add_argument("--questions", type=Path, default=SAMPLE / "questions.jsonl", metavar="问题集", help="默认为示例问题")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_set(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="文件", help="写入的文件，每行一个回答")


def run_command(options: argparse.Namespace) -> int:
    """Returns 0."""
    with folder_library(options.documents) as youju, options.out.open("w", encoding="utf-8") as out:
        for item, answer in ask_all(youju, read_items(options.questions)):
            out.write(json.dumps({"id": item.id, "answer": answer_json(answer)}, ensure_ascii=False) + "\n")
    return 0
