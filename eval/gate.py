"""`python -m eval gate`: stops what does not meet the requirements of `eval.thresholds`.

Judges a report that was made before, or asks the product the sample questions now.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from eval.answers import SAMPLE
from eval.evaluate import evaluate
from eval.report.json import load, save
from eval.sets import load_set
from eval.targets import folder_targets
from eval.thresholds import THRESHOLDS, check, passes, read_thresholds, verdict
from eval.types import Report
from eval.variants import variants
from rag.progress import progress_bar
from rag.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("report", type=Path, nargs="?", metavar="REPORT.json", help="评测报告；不给出时，当场用示例资料评测")
    parser.add_argument("--thresholds", type=Path, default=THRESHOLDS, metavar="TOML", help="要求；默认为 eval/thresholds.toml")
    parser.add_argument("--out", type=Path, metavar="文件", help="当场评测时，写入的报告（JSON）")


def run_command(options: argparse.Namespace) -> int:
    """0 when every requirement is met, else 1. Raises YoujuError."""
    required = read_thresholds(options.thresholds)
    report = load(options.report) if options.report else sample_report()
    if options.out:
        save(report, options.out)
    name = report.provenance.set_name
    checks = check(report, required.get(name, ()))
    passed = passes(checks)
    print(verdict(name, checks), file=sys.stdout if passed else sys.stderr)
    return 0 if passed else 1


def sample_report() -> Report:
    """The product as set up, on the sample set. Raises YoujuError."""
    documents = SAMPLE / "documents"
    with progress_bar() as progress, folder_targets([documents], variants("hybrid"), Settings(), progress) as (targets, costs):
        return evaluate(load_set(SAMPLE / "questions.jsonl", documents), targets, progress, costs=costs)
