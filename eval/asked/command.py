"""`python -m eval asked --documents …/gov_documents.jsonl.gz`: thousands of everyday questions, each to its own document.

Of the questions whose documents are kept for measuring: how often the answer cites the sentence that answers, how often it stands in
the evidence at all, how many are refused; how many near misses get an answer; and of yes/no questions how many verdicts are given and
how many of them are right. Each share comes with its 95 % interval.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import track

from eval.asked.questions import Asked, is_kept, read_asked
from eval.documents import read_records
from eval.intervals import wilson
from eval.library import library_of
from eval.metrics.verdict import verdict
from index.errors import MissingPath
from index.types import Filter, Span
from rag.build import Youju
from rag.types import Answer, Question

_MOST = 0.5
"""Share of the sentence that a citation, or the evidence, must hold."""
_SAYS = {"是": "Y", "否": "N"}


class Outcome(NamedTuple):
    """What became of a question; None where it is not of the kind that is counted."""

    cited: bool | None
    """Of those that the document answers …"""
    in_evidence: bool | None
    refused: bool | None
    near_miss_answered: bool | None
    verdict_given: bool | None
    """Of those with a verdict …"""
    verdict_right: bool | None
    """… and of the verdicts given."""


_LABELS = ("引用了作答的句子", "依据里有这一句", "能答而未答", "文件未答而作答", "是非题下了判断", "判断正确")


def measured(youju: Youju, questions: Iterable[Asked]) -> Iterator[Outcome]:
    """Each question put to its document alone."""
    ids = {record.source: record.id for record in youju.library.documents()}
    for asked in questions:
        alone = Filter(documents=(ids[asked.document],))
        yield outcome(asked, youju.assistant.ask(Question(asked.question, filter=alone)))


def outcome(asked: Asked, answer: Answer) -> Outcome:
    refused = answer.status == "refused"
    if not asked.spans:
        return Outcome(None, None, None, not refused, None, None)
    said = _SAYS.get(verdict(answer.text), "")
    judged = asked.verdict in _SAYS.values()
    return Outcome(
        cited=_is_held(asked.spans, [Span(one.start, one.end) for one in answer.citations]),
        in_evidence=_is_held(asked.spans, [Span(one.start, one.end) for one in answer.evidence]),
        refused=refused,
        near_miss_answered=None,
        verdict_given=bool(said) if judged else None,
        verdict_right=said == asked.verdict if judged and said else None,
    )


def _is_held(sentences: Sequence[Span], found: Sequence[Span]) -> bool:
    """Whether one of the sentences, or as much of a long one as is quoted, stands in what was found."""
    return any(_overlap(one, other) >= _MOST * min(one.end - one.start, other.end - other.start) for one in sentences for other in found)


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--documents", type=Path, required=True, metavar="资料", help="问题所依据的文件：gov_documents.jsonl.gz")
    parser.add_argument("--limit", type=int, metavar="数", help="只问前这么多题")


def run_command(options: argparse.Namespace) -> int:
    """Returns 0. Raises MissingPath, UnusableFile."""
    if not options.documents.exists():
        raise MissingPath(str(options.documents))
    questions = list(islice((one for one in read_asked() if is_kept(one.document)), options.limit))
    named = {one.document for one in questions}
    documents = [(name, text) for name, text in read_records(options.documents) if name in named]
    with library_of(documents) as loaded:
        shown = track(questions, description="提问", console=Console(stderr=True))
        sys.stdout.write(_report(list(measured(loaded.youju, shown))))
    return 0


def _report(outcomes: Sequence[Outcome]) -> str:
    columns = zip(_LABELS, zip(*outcomes, strict=True), strict=True)
    return "".join(f"{label}：{_share([value for value in values if value is not None])}\n" for label, values in columns)


def _share(held: Sequence[bool]) -> str:
    if not held:
        return "没有这样的问题"
    low, high = wilson(sum(held), len(held))
    return f"{100 * sum(held) / len(held):.1f} %（{100 * low:.1f}–{100 * high:.1f}，n = {len(held)}）"
