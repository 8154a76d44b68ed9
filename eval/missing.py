"""`python -m eval cases`: what the product does when the documents do not tell.

The cases of one kind are made from a question set (see `eval.cases`) and asked; nothing is searched for, since there is nothing
to find. A case that leaves a document out is asked of a library that never had it: one temporary library for each document
that answers something. The set in the report is named `SET~KIND`.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from eval.aggregate import set_figures
from eval.cases import Case, Kind, by_library, district_cases, without_cases, year_cases
from eval.documents import documents_at
from eval.evaluate import Wanted, ask_all, costs_of, measured, questions_of
from eval.memory import peak_memory
from eval.provenance import provenance
from eval.report.json import save
from eval.sets import QuestionSet, catalogue_of, read_documents
from eval.targets import Target, folder_targets
from eval.types import Asked, Provenance, Report, Row
from eval.variants import variants
from index.errors import UnusableFile
from index.types import Progress
from rag.settings import Settings

KINDS: tuple[Kind, ...] = ("without", "district", "year")
ANSWERS = Wanted(search=False)

Opened = Callable[[tuple[str, ...]], AbstractContextManager[Sequence[Target]]]
"""The targets over a library without the files of these names."""


def cases_of(questions: QuestionSet, kind: Kind, texts: Mapping[str, str]) -> tuple[Case, ...]:
    """The cases in the order they are asked. Raises UnusableFile when the set yields none."""
    catalogue = catalogue_of(texts)
    if kind == "without":
        cases = without_cases(questions.items, catalogue)
    else:
        cases = (district_cases if kind == "district" else year_cases)(questions.items, catalogue, texts)
    if not cases:
        raise UnusableFile(questions.name, detail=f"没有可以改成“{kind}”的问题")
    return tuple(case for _, group in by_library(cases) for case in group)


def evaluate_cases(questions: QuestionSet, cases: Sequence[Case], opened: Opened, progress: Progress) -> Report:
    """Asks each case, in the order of `cases_of`, where its answer is missing."""
    made, rows = Provenance(), list[Row]()
    asked: dict[str, list[Asked]] = {}
    started = time.perf_counter()
    with peak_memory() as peak:
        for without, group in by_library(cases):
            with opened(without) as targets:
                made = made if made.variants else provenance(f"{questions.name}~{cases[0].kind}", questions.sha256, targets)
                for target in targets:
                    texts, before = target.texts(), asked.setdefault(target.name, [])
                    found = list(ask_all(target, [case.item for case in group], ANSWERS, _after(before, len(cases), progress)))
                    before += found
                    rows += [measured(target.name, one, texts, ANSWERS) for one in found]
    items = tuple(case.item for case in cases)
    costs = [(f"{name}:{measure}", value) for name, found in asked.items() for measure, value in costs_of(found)]
    timings = (*costs, ("run_seconds", time.perf_counter() - started), ("peak_mib", peak.mib))
    return Report(made, items, tuple((name, tuple(found)) for name, found in asked.items()), tuple(rows), set_figures(items, rows), timings)


def _after(before: Sequence[Asked], total: int, progress: Progress) -> Progress:
    """Progress over all libraries."""
    offset = len(before)
    return lambda stage, done, _: progress(stage, offset + done, total)


def report_of_cases(
    questions: QuestionSet, kind: Kind, paths: Sequence[Path], texts: Mapping[str, str], names: str, progress: Progress
) -> Report:
    """The cases of one kind put to the variants of these names. `texts`: of the documents at `paths`. Raises YoujuError."""
    chosen = variants(names)

    @contextmanager
    def opened(without: tuple[str, ...]) -> Iterator[Sequence[Target]]:
        with copied(paths, without) as folder, folder_targets([folder], chosen, Settings()) as (targets, _):
            yield targets

    return evaluate_cases(questions, cases_of(questions, kind, texts), opened, progress)


@contextmanager
def copied(paths: Sequence[Path], without: Sequence[str]) -> Iterator[Path]:
    """A temporary folder with the files of `paths`, but for those of the names given."""
    with tempfile.TemporaryDirectory(prefix="youju-documents-") as folder:
        for place in paths:
            for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
                if path.is_file() and path.name not in without:
                    target = Path(folder, path.relative_to(place) if place.is_dir() else path.name)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, target)
        yield Path(folder)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--documents", nargs="+", required=True, metavar="资料", help="文件夹、文件，或 名称.jsonl[.gz][#字段=开头]")
    parser.add_argument("--questions", type=Path, required=True, metavar="问题集", help="JSONL 或 CSV")
    parser.add_argument("--kind", choices=KINDS, default="without", help="without 去掉答案所在的文件，district 换地区，year 换年份")
    parser.add_argument(
        "--variants", default="hybrid", metavar="方案", help="逗号分隔：bm25、dense、hybrid、llm，可加 @向量模型；默认 hybrid"
    )
    parser.add_argument("--out", type=Path, metavar="文件", help="写入的报告（JSON）")


def run_command(options: argparse.Namespace) -> int:
    """Returns 0. Raises YoujuError."""
    from rich.console import Console  # noqa: PLC0415

    from eval.report.tables import tables  # noqa: PLC0415
    from rag.progress import progress_bar  # noqa: PLC0415

    with documents_at(options.documents) as paths, progress_bar() as progress:
        texts = read_documents(*paths)
        report = report_of_cases(questions_of(options.questions, texts), options.kind, paths, texts, options.variants, progress)
    if options.out:
        save(report, options.out)
    Console().print(tables(report))
    return 0
