"""`python -m eval ablate`: what each mechanism is worth: the product whole, and without each of them in turn.

A mechanism is removed by handing another value to the product's own code (`eval.removals`): weights of zero, an empty dictionary, a
query without its years. The search is measured by the evidence within 1,000 characters, the answers by their score, question by
question, so that each difference has the interval of a paired bootstrap. Nothing is learned anew: the rest of the product stays as
it was tuned with the mechanism in it, so a difference is what removing it costs, not what a product built without it would lose.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypedDict

from eval.asking import question_of
from eval.documents import documents_at
from eval.intervals import bootstrap, bootstrap_macro, paired_bootstrap
from eval.library import loaded
from eval.metrics import answer as answers
from eval.metrics import evidence as recall
from eval.peers import SHARED
from eval.removals import REMOVALS, Removal, Setup, learned_setup
from eval.suites import Suite, questions_of_suite, suites
from eval.targets import given_of
from eval.types import Interval, Item, Passage
from index.search import Searcher
from index.types import Progress
from rag.answers.imprint import about_documents
from rag.build import Youju
from rag.extract import ExtractiveAnswerer
from rag.progress import progress_bar
from rag.query import understand
from rag.steps import Working, in_turn, search_query, steps_over
from rag.types import Answer, Understood
from rag.wire import answer_json

RECALL, SCORE = "ER@1000c", "score"
WHOLE = "whole"
PASSAGES = 10
"""As many as fill 1,000 characters."""
ANSWERED = ("seedqa_dev_seeds", "sample")
"""Suites whose questions are also answered."""
_DAY = date(2025, 6, 1)
"""Of questions that do not say when they were asked."""


class FoundRow(TypedDict):
    """One mechanism on one set, as written to the file."""

    measure: str
    set: str
    removed: str
    instead: str
    n: int
    mean: float
    interval_95: list[float]
    difference: float
    difference_95: list[float]
    higher: int
    lower: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A library with its questions."""

    name: str
    youju: Youju
    texts: Mapping[str, str]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """What the questions of one set score under one measure, in their order; `kinds` are their types."""

    scores: tuple[float, ...]
    kinds: tuple[str, ...] = field(default=())
    """Only where types count the same: the score of answers."""

    def mean(self) -> tuple[float, Interval]:
        if not self.kinds:
            return sum(self.scores) / len(self.scores), bootstrap(self.scores)
        groups = [[score for score, kind in zip(self.scores, self.kinds, strict=True) if kind == one] for one in dict.fromkeys(self.kinds)]
        return sum(sum(group) / len(group) for group in groups) / len(groups), bootstrap_macro(groups)

    def weighed(self) -> list[float]:
        """Scores whose plain mean is that of `mean`: those of rare types count more."""
        if not self.kinds:
            return list(self.scores)
        count = Counter(self.kinds)
        return [score * len(self.kinds) / (len(count) * count[kind]) for score, kind in zip(self.scores, self.kinds, strict=True)]


@contextmanager
def asked(suite: Suite, progress: Progress) -> Iterator[Asked]:
    """The library of a suite and its questions; gone at the end. Raises YoujuError."""
    with documents_at(suite.documents) as paths, loaded(paths, progress=progress) as (youju, _):
        texts = {row.source: youju.library.document(row.id).text for row in youju.library.documents()}
        yield Asked(suite.name, youju, texts, questions_of_suite(suite, texts).items)


def recalls(world: Asked, setup: Setup) -> Values:
    """Evidence recall of the questions that a search alone can answer."""
    searcher = _searcher(world, setup)
    items = [item for item in world.items if item.evidence and not item.history and not item.doc_filter]
    return Values(tuple(_recall(item, searcher, setup) for item in items))


def scores(world: Asked, setup: Setup) -> Values:
    """The score of every answer without a language model. Types count the same."""
    searcher = _searcher(world, setup)
    answerer = ExtractiveAnswerer(world.youju.embedder, setup.answers)
    run = in_turn(steps_over(searcher, about_documents(searcher.catalogue, world.youju.library.document, answerer)))
    given = []
    for item in world.items:
        understood = _understood(item, searcher, setup)
        draft = run(Working(understood, _ignored)).draft
        assert draft is not None
        answer = Answer(
            "", item.question, understood.text, draft.status, draft.kind, draft.text, draft.citations, (), draft.table, draft.notices
        )
        given.append(given_of(answer_json(answer), 0.0))
    measured = (dict(answers.measure(item, each, world.texts))[SCORE] or 0.0 for item, each in zip(world.items, given, strict=True))
    return Values(tuple(measured), tuple(item.type for item in world.items))


def _searcher(world: Asked, setup: Setup) -> Searcher:
    shelf = setup.shelf(world.youju.library)
    return Searcher(shelf, world.youju.embedder, weights=setup.weights, boosts=setup.boosts, dictionary=setup.dictionary)


def _recall(item: Item, searcher: Searcher, setup: Setup) -> float:
    understood = _understood(item, searcher, setup)
    hits = searcher.rank(setup.query(search_query(understood), understood), PASSAGES)
    passages = [Passage(hit.document.source, hit.document.text[hit.chunk.start : hit.chunk.end]) for hit in hits]
    return dict(recall.measure(item, passages))[RECALL] or 0.0


def _understood(item: Item, searcher: Searcher, setup: Setup) -> Understood:
    return understand(question_of(item, day=_DAY), setup.catalogue(searcher.catalogue()), _DAY, setup.dictionary)


def _ignored(_piece: str) -> None:
    """Nobody listens while an answer is written."""


def ablate(suite: Suite, progress: Progress, removals: Sequence[Removal] = REMOVALS) -> list[FoundRow]:
    """The rows of one suite: the whole product first, then each removal that can tell there."""
    with asked(suite, progress) as world:
        whole = learned_setup(world.youju.library)
        rows = [*_rows(RECALL, world, whole, [one for one in removals if one.of_search], progress)]
        if world.name in ANSWERED:
            rows += _rows(SCORE, world, whole, [one for one in removals if one.of_answers], progress)
    return rows


def _rows(measure: str, world: Asked, whole: Setup, removals: Sequence[Removal], progress: Progress) -> Iterator[FoundRow]:
    measured = recalls if measure == RECALL else scores
    before = measured(world, whole)
    yield _row(measure, world.name, WHOLE, "", before, before)
    for done, one in enumerate(removals, 1):
        progress(f"{world.name} {measure}", done, len(removals))
        yield _row(measure, world.name, one.name, one.instead, before, measured(world, one.without(whole, world.youju)))


def _row(measure: str, suite: str, removed: str, instead: str, before: Values, after: Values) -> FoundRow:
    mean, interval = after.mean()
    difference = paired_bootstrap(before.weighed(), after.weighed())
    return {
        "measure": measure,
        "set": suite,
        "removed": removed,
        "instead": instead,
        "n": len(after.scores),
        "mean": round(mean, 6),
        "interval_95": [round(end, 6) for end in interval],
        "difference": round(difference.mean, 6),
        "difference_95": [round(end, 6) for end in difference.interval],
        "higher": difference.higher,
        "lower": difference.lower,
    }


def with_mix(found: Sequence[Suite], shared: Path) -> tuple[Suite, ...]:
    """The suites that are there, and the five documents of one among 1,457 others, if they are."""
    mix = Suite(
        "seedqa_dev_mix",
        shared / "qa" / "seedqa_dev.jsonl",
        (str(shared / "corpus"), str(shared / "data" / "gov_documents.jsonl.gz")),
    )
    return tuple(suite for suite in (*found, mix) if not suite.absent)


def as_json(rows: Sequence[FoundRow]) -> str:
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", default="", metavar="名称", help="逗号分隔，只测这几个问题集；默认全部")
    parser.add_argument("--out", type=Path, metavar="文件", help="写入 JSON；默认打印")
    parser.add_argument("--shared", type=Path, default=SHARED, metavar="文件夹", help="开发集所在的文件夹；没有则只测示例资料")


def run_command(options: argparse.Namespace) -> int:
    """0; 2 for a set that is not there. Raises YoujuError."""
    there = {suite.name: suite for suite in with_mix(suites(options.shared), options.shared)}
    wanted = [name.strip() for name in options.only.split(",") if name.strip()] or list(there)
    if unknown := [name for name in wanted if name not in there]:
        print(f"没有名为“{'”“'.join(unknown)}”的问题集，可选 {'、'.join(there)}", file=sys.stderr)  # noqa: T201
        return 2
    with progress_bar() as progress:
        rows = [row for name in wanted for row in ablate(there[name], progress)]
    if options.out:
        options.out.write_text(as_json(rows), encoding="utf-8", newline="\n")
    else:
        print(as_json(rows), end="")  # noqa: T201
    return 0
