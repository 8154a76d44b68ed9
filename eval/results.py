"""`python -m eval results`: what this project says of its own quality, measured again and written to docs/results/.

One file for each thing measured, in the form of a report and with its figures alone: no questions, no answers, no text of the
documents. Only the sample, which is invented, also gets its whole page. `evaluation.md` is made from the files that are there,
so that one part can be measured by itself. With `--check` nothing is written: what is measured now must be, byte for byte, what
the files hold, but for the commit and the time it took.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from eval.ablation import ablate, with_mix
from eval.ablation import as_json as ablated_as_json
from eval.broken import as_json, findings_on
from eval.cases import Kind
from eval.documents import documents_at
from eval.missing import KINDS, report_of_cases
from eval.peers import SHARED
from eval.report.ablation import ablation_page
from eval.report.command import save_page
from eval.report.json import from_json, load, to_json, without_timings
from eval.report.markdown import markdown
from eval.retrieve import evaluate_retrieval
from eval.sets import load_retrieval_set, read_documents
from eval.suites import Suite, questions_of_suite, report_of, suites
from eval.types import Report
from eval.variants import variants
from index.types import Progress
from rag.progress import progress_bar
from rag.settings import Settings

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "results"
VARIANTS = "bm25,dense,hybrid"
MAIN = "hybrid"
RETRIEVAL_SETS = ("drcd_dev", "cmrc_trial", "xquad_zh")
CASES_OF = ("sample", "seedqa_dev_seeds", "pvqa_dev_provinces")
PAGE_OF = "sample"
BROKEN = "broken"
ABLATION = "ablation"
SUMMARY = "evaluation.md"

Part: TypeAlias = Callable[[Progress], Report | str]
"""Measures one thing: a report, or the text of a file of its own form."""


def parts(shared: Path) -> dict[str, Part]:
    """Name → how it is measured, of all whose material is there."""
    there = {suite.name: suite for suite in suites(shared) if not suite.absent}
    made: dict[str, Part] = {name: partial(_of_suite, suite) for name, suite in there.items()}
    made |= {f"{name}-{kind}": partial(_of_cases, there[name], kind) for name in CASES_OF if name in there for kind in KINDS}
    sets = {name: shared / "data" / "bench" / f"{name}.json.gz" for name in RETRIEVAL_SETS}
    made |= {name: partial(_of_passages, path) for name, path in sets.items() if path.exists()}
    return made | {BROKEN: partial(_of_defects, there[PAGE_OF]), ABLATION: partial(_of_mechanisms, shared)}


def _of_suite(suite: Suite, progress: Progress) -> Report:
    return report_of(suite, VARIANTS, progress, sweep=MAIN)


def _of_cases(suite: Suite, kind: Kind, progress: Progress) -> Report:
    with documents_at(suite.documents) as paths:
        texts = read_documents(*paths)
        return report_of_cases(questions_of_suite(suite, texts), kind, paths, texts, MAIN, progress)


def _of_passages(path: Path, progress: Progress) -> Report:
    return evaluate_retrieval(load_retrieval_set(path), variants(VARIANTS), Settings(), progress)


def _of_defects(suite: Suite, progress: Progress) -> str:
    return as_json(findings_on(suite.documents, suite.questions, MAIN, progress))


def _of_mechanisms(shared: Path, progress: Progress) -> str:
    return ablated_as_json([row for suite in with_mix(suites(shared), shared) for row in ablate(suite, progress)])


def figures_alone(report: Report) -> Report:
    """Without questions, answers and passages; figures by document go too, since they name the documents."""
    kept = tuple(figure for figure in report.figures if not figure.group.startswith("document:"))
    return replace(report, items=(), asked=(), rows=(), figures=kept)


def lasting(text: str) -> str:
    """What two runs of the same product have in common of a part's file."""
    if text.startswith("["):
        return text
    report = without_timings(from_json(text))
    return to_json(replace(report, provenance=replace(report.provenance, commit="")))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", default="", metavar="名称", help="逗号分隔，只测这几项；默认全部")
    parser.add_argument("--check", action="store_true", help="不写文件，只核对：再测一遍，指标须与已有文件逐字节一致")
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="文件夹", help="默认为 docs/results")
    parser.add_argument("--shared", type=Path, default=SHARED, metavar="文件夹", help="开发集所在的文件夹；没有则只测示例资料")


def run_command(options: argparse.Namespace) -> int:
    """0; with `--check` 1 when something differs. Raises YoujuError."""
    known = parts(options.shared)
    wanted = [name.strip() for name in options.only.split(",") if name.strip()] or list(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"没有名为“{'”“'.join(unknown)}”的项目，可选 {'、'.join(known)}", file=sys.stderr)  # noqa: T201
        return 2
    same = [_checked(name, known[name], options.out) if options.check else _written(name, known[name], options.out) for name in wanted]
    return 0 if all(same) else 1


def _measured(name: str, part: Part) -> Report | str:
    started = time.perf_counter()
    with progress_bar() as progress:
        found = part(progress)
    seconds = time.perf_counter() - started
    print(f"{name}：{seconds:.0f} 秒", flush=True)  # noqa: T201
    return found if isinstance(found, str) else replace(found, timings=(*found.timings, ("wall_seconds", seconds)))


def _text(found: Report | str) -> str:
    return found if isinstance(found, str) else to_json(figures_alone(found))


def _written(name: str, part: Part, folder: Path) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    found = _measured(name, part)
    (folder / f"{name}.json").write_text(_text(found), encoding="utf-8", newline="\n")
    if name == PAGE_OF and isinstance(found, Report):
        save_page(found, folder / f"{name}.html")
    if name == ABLATION and isinstance(found, str):
        (folder / f"{name}.md").write_text(ablation_page(found), encoding="utf-8", newline="\n")
    (folder / SUMMARY).write_text(_summary(folder), encoding="utf-8", newline="\n")
    return True


def _checked(name: str, part: Part, folder: Path) -> bool:
    """Whether what is measured now is what the file holds; says so."""
    path = folder / f"{name}.json"
    same = path.exists() and lasting(path.read_text(encoding="utf-8")) == lasting(_text(_measured(name, part)))
    print(f"{name}：{'一致' if same else '不一致'}", flush=True)  # noqa: T201
    return same


def _summary(folder: Path) -> str:
    """Of the files that are there, in the order of the parts."""
    names = [suite.name for suite in suites()]
    return markdown(
        sets=_there(folder, names),
        cases=_there(folder, [f"{name}-{kind}" for name in CASES_OF for kind in KINDS]),
        passages=_there(folder, RETRIEVAL_SETS),
        broken=(folder / f"{BROKEN}.json").read_text(encoding="utf-8") if (folder / f"{BROKEN}.json").exists() else "[]",
    )


def _there(folder: Path, names: Sequence[str]) -> dict[str, Report]:
    return {name: load(folder / f"{name}.json") for name in names if (folder / f"{name}.json").exists()}
