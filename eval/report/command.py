"""`python -m eval report REPORT.json`: a finished report again as tables, and as one HTML file."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from eval.report.html import page
from eval.report.json import load
from eval.report.tables import tables
from eval.thresholds import THRESHOLDS, read_thresholds
from eval.types import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("report", type=Path, metavar="REPORT.json", help="评测报告")
    parser.add_argument("--html", type=Path, metavar="文件", help="另存为一个网页文件")
    parser.add_argument("--thresholds", type=Path, default=THRESHOLDS, metavar="TOML", help="要求；默认为 eval/thresholds.toml")


def run_command(options: argparse.Namespace) -> int:
    """Returns 0, whatever the report says (see the gate). Raises UnusableFile."""
    report = load(options.report)
    Console().print(tables(report))
    if options.html:
        save_page(report, options.html, options.thresholds)
    return 0


def save_page(report: Report, path: Path, thresholds: Path = THRESHOLDS) -> None:
    """As one HTML file, with the requirements of its set. Raises UnusableFile for malformed requirements."""
    required = read_thresholds(thresholds).get(report.provenance.set_name, ())
    path.write_text(page(report, required), encoding="utf-8", newline="\n")
