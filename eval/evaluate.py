"""An evaluation: every question of a set put to every target, measured, in one report.

A question is searched for and asked. What fails on one question (a time-out, a bug) is that question's error and scores 0;
the others go on. What the report says of quality depends on nothing but the product, the documents and the set; how long it
took, how much memory and how many tokens stand apart in `timings`, named `variant:measure` (`*_seconds`, `*_tokens`), and
`peak_mib` for all variants together.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.aggregate import set_figures
from eval.memory import peak_memory
from eval.metrics import answer, evidence
from eval.provenance import provenance
from eval.report.reading import answer_seconds, quantile, search_seconds
from eval.sets import QuestionSet, read_set
from eval.targets import Target
from eval.types import Asked, Given, Item, Passage, Report, Row
from index.errors import UnusableFile, YoujuError
from index.types import Progress

PASSAGES = 50
"""Hits asked of a search: enough to fill 4,000 characters, so that it is the budget that ends the reading."""

Timings = tuple[tuple[str, float], ...]

_log = logging.getLogger("youju.eval")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What each question is put to."""

    search: bool = True
    answer: bool = True


def evaluate(
    questions: QuestionSet, targets: Sequence[Target], progress: Progress, *, wanted: Wanted | None = None, costs: Timings = ()
) -> Report:
    """Asks, measures, reports. `costs`: what preparing the targets took. Raises TargetFailed when a target gives no documents."""
    wanted = wanted or Wanted()
    made = provenance(questions.name, questions.sha256, targets)
    timings, asked, rows = list(costs), [], []
    with peak_memory() as peak:
        for target in targets:
            texts, started = target.texts(), time.perf_counter()
            found = tuple(ask_all(target, questions.items, wanted, progress))
            timings += [
                (f"{target.name}:{name}", value) for name, value in (*costs_of(found), ("run_seconds", time.perf_counter() - started))
            ]
            asked.append((target.name, found))
            rows += [measured(target.name, one, texts, wanted) for one in found]
    timings.append(("peak_mib", peak.mib))
    return Report(made, questions.items, tuple(asked), tuple(rows), set_figures(questions.items, rows), tuple(timings))


def ask_all(target: Target, items: Sequence[Item], wanted: Wanted, progress: Progress) -> Iterator[Asked]:
    progress(target.name, 0, len(items))
    for done, item in enumerate(items, 1):
        yield ask(target, item, wanted)
        progress(target.name, done, len(items))


def ask(target: Target, item: Item, wanted: Wanted) -> Asked:
    """One question put to one target. Whatever goes wrong is said in `error`, and keeps what was found before."""
    passages: tuple[Passage, ...] = ()
    seconds, given, error = 0.0, None, ""
    try:
        if wanted.search:
            passages, seconds = target.search(item, PASSAGES)
        if wanted.answer:
            given = target.ask(item)
    except YoujuError as failure:
        error = failure.code
        _log.warning("%s, %s: %s", target.name, item.id, failure.message)
    except Exception:
        error = YoujuError.code
        _log.exception("%s, %s", target.name, item.id)
    return Asked(item, passages, seconds, given, error)


def measured(variant: str, asked: Asked, texts: Mapping[str, str], wanted: Wanted) -> Row:
    """The row of one question: measures of the answer, then of the search, as far as they were wanted."""
    answered = answer.measure(asked.item, asked.given, texts) if wanted.answer else ()
    found = evidence.measure(asked.item, asked.passages) if wanted.search else ()
    return Row(asked.item.id, variant, (*answered, *found))


def costs_of(asked: Sequence[Asked]) -> Iterator[tuple[str, float]]:
    """What asking took, by the names of `timings`."""
    for name, ascending in (("search", search_seconds(asked)), ("answer", answer_seconds(asked))):
        if ascending:
            yield f"{name}_p50_seconds", quantile(ascending, 0.5)
            yield f"{name}_p95_seconds", quantile(ascending, 0.95)
    answers: list[Given] = [one.given for one in asked if one.given]
    yield "prompt_tokens", float(sum(given.prompt_tokens for given in answers))
    yield "completion_tokens", float(sum(given.completion_tokens for given in answers))


def questions_of(path: Path, texts: Mapping[str, str]) -> QuestionSet:
    """The set, checked against the documents. Raises MissingPath, or UnusableFile with every problem in its detail."""
    questions, problems = read_set(path, texts)
    if problems:
        raise UnusableFile(path.name, detail="\n".join(map(str, problems)))
    return questions
