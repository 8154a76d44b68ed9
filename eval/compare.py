"""`python -m eval compare BEFORE.json AFTER.json`: what got better and what got worse, question by question."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from eval.paired import compare
from eval.report.changes import Changes, changes_page
from eval.report.json import load
from eval.report.reading import variants
from eval.types import Report
from index.errors import UnusableFile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="之前.json", help="作为基准的报告")
    parser.add_argument("after", type=Path, metavar="之后.json", help="与之比较的报告；可以是同一份")
    parser.add_argument("--variants", nargs=2, metavar="方案", help="各取哪个方案；默认比较同名的方案")
    parser.add_argument("--html", type=Path, metavar="文件", help="另存为一个网页文件")


def run_command(options: argparse.Namespace) -> int:
    """Returns 0, whatever changed. Raises UnusableFile when a file is no report or there is nothing to compare."""
    before, after = load(options.before), load(options.after)
    pairs = [_known(options, before, after)] if options.variants else []
    found = compare(before, after, pairs)
    if not found:
        names = f"{'、'.join(variants(before))}；{'、'.join(variants(after))}"
        raise UnusableFile(str(options.after), detail=f"两份报告没有同名的方案（{names}），可用 --variants 指明")
    Console().print(Changes(found))
    if options.html:
        options.html.write_text(changes_page(found, before.provenance, after.provenance), encoding="utf-8", newline="\n")
    return 0


def _known(options: argparse.Namespace, before: Report, after: Report) -> tuple[str, str]:
    first, second = options.variants
    for path, report, name in ((options.before, before, first), (options.after, after, second)):
        if name not in variants(report):
            raise UnusableFile(str(path), detail=f"没有名为“{name}”的方案，只有 {'、'.join(variants(report))}")
    return first, second
