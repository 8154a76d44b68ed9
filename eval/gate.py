"""`python -m eval gate`: stops what does not meet the requirements of `eval.thresholds`.

Judges a report that was made before; or asks the product now, on every suite of `eval.suites` that is there. What is not there
is named and skipped: the sample always is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from eval.peers import SHARED
from eval.report.json import load, save
from eval.suites import report_of, suites
from eval.thresholds import THRESHOLDS, Threshold, check, passes, read_thresholds, verdict
from eval.types import Report
from rag.progress import progress_bar

VARIANT = "hybrid"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("report", type=Path, nargs="?", metavar="REPORT.json", help="评测报告；不给出时，当场评测示例资料和开发集")
    parser.add_argument("--thresholds", type=Path, default=THRESHOLDS, metavar="TOML", help="要求；默认为 eval/thresholds.toml")
    parser.add_argument("--shared", type=Path, default=SHARED, metavar="文件夹", help="开发集所在的文件夹；没有则略过")
    parser.add_argument("--out", type=Path, metavar="文件夹", help="当场评测时，把各份报告（JSON）写入其中")


def run_command(options: argparse.Namespace) -> int:
    """0 when every requirement is met, else 1. Raises YoujuError."""
    required = read_thresholds(options.thresholds)
    reports = [load(options.report)] if options.report else _reports(options.shared, required, options.out)
    judged = [_judged(report, required) for report in reports]  # all of them, whatever the first says
    return 0 if all(judged) else 1


def _judged(report: Report, required: Mapping[str, tuple[Threshold, ...]]) -> bool:
    """Whether it passes; says so on standard output, or why not on standard error."""
    name = report.provenance.set_name
    checks = check(report, required.get(name, ()))
    print(verdict(name, checks), file=sys.stdout if passes(checks) else sys.stderr, flush=True)
    return passes(checks)


def _reports(shared: Path, required: Mapping[str, tuple[Threshold, ...]], out: Path | None) -> Iterator[Report]:
    """The product as set up, on each suite that has requirements and is there."""
    for suite in suites(shared):
        if suite.name not in required:
            continue
        if suite.absent:
            print(f"略过：问题集“{suite.name}”不在这里（没有 {suite.absent[0]}）。")  # noqa: T201
            continue
        with progress_bar() as progress:
            report = report_of(suite, VARIANT, progress)
        if out:
            out.mkdir(parents=True, exist_ok=True)
            save(report, out / f"{suite.name}.json")
        yield report
