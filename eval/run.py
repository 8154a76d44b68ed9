"""`python -m eval run`: every question of a set put to every variant, measured, and told in one report.

A question is searched for and asked. What fails on one question (a time-out, a bug) is that question's error and scores 0;
the others go on. What the report says of quality depends on nothing but the product, the documents and the set; how long it
took, how much memory and how many tokens stand apart in `timings`, named `variant:measure` (`*_seconds`, `*_tokens`), and
`peak_mib` for all variants together.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from eval.aggregate import set_figures
from eval.documents import documents_at
from eval.memory import peak_memory
from eval.metrics import answer, evidence
from eval.provenance import provenance
from eval.report.json import save
from eval.report.reading import answer_seconds, quantile, search_seconds
from eval.sets import QuestionSet, read_set
from eval.targets import ServerTarget, Target, folder_targets, home_targets
from eval.types import Asked, Given, Item, Passage, Report, Row
from eval.variants import variants
from index.errors import UnusableFile, YoujuError
from index.types import Progress
from rag.settings import Settings

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


# --- the command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--documents", nargs="+", metavar="资料", help="文件夹、文件，或 名称.jsonl[.gz][#字段=开头]；放入临时资料库后评测")
    target.add_argument("--home", type=Path, metavar="资料库", help="评测已有的资料库；不会在其中留下回答")
    target.add_argument("--server", action="append", metavar="地址", help="评测运行中的服务，可多次给出；密钥取自 --key 或 YOUJU_API_KEY")
    parser.add_argument("--key", default="", metavar="密钥", help="服务的访问密钥")
    parser.add_argument("--questions", type=Path, required=True, metavar="问题集", help="JSONL 或 CSV")
    parser.add_argument(
        "--variants", default="hybrid", metavar="方案", help="逗号分隔：bm25、dense、hybrid、llm，可加 @向量模型；默认 hybrid"
    )
    parser.add_argument("--no-answers", action="store_true", help="只检索，不作答")
    parser.add_argument("--out", type=Path, metavar="文件", help="写入的报告（JSON）")


def run_command(options: argparse.Namespace) -> int:
    """Returns 0; a low figure is no failure (see the gate). Raises YoujuError."""
    from rich.console import Console  # noqa: PLC0415

    from eval.report.tables import tables  # noqa: PLC0415
    from rag.progress import progress_bar  # noqa: PLC0415

    with ExitStack() as stack:
        progress = stack.enter_context(progress_bar())
        targets, costs = _targets(stack, options, progress)
        questions = questions_of(options.questions, targets[0].texts())
        report = evaluate(questions, targets, progress, wanted=Wanted(answer=not options.no_answers), costs=costs)
    if options.out:
        save(report, options.out)
    Console().print(tables(report))
    return 0


def _targets(stack: ExitStack, options: argparse.Namespace, progress: Progress) -> tuple[Sequence[Target], Timings]:
    base = Settings()
    if options.server:
        key = options.key or (base.api_key.get_secret_value() if base.api_key else "")
        return [ServerTarget(url, key) for url in options.server], ()
    chosen = variants(options.variants)
    if options.home:
        return stack.enter_context(home_targets(options.home, chosen, base)), ()
    paths = stack.enter_context(documents_at(options.documents))
    return stack.enter_context(folder_targets(paths, chosen, base, progress))


def questions_of(path: Path, texts: Mapping[str, str]) -> QuestionSet:
    """The set, checked against the documents. Raises MissingPath, or UnusableFile with every problem in its detail."""
    questions, problems = read_set(path, texts)
    if problems:
        raise UnusableFile(path.name, detail="\n".join(map(str, problems)))
    return questions
