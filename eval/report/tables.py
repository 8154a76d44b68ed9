"""A report as tables for a terminal of 120 columns, or of any other width: every measure for each variant with its interval and
number of questions, answerable and unanswerable questions apart; the leading measures by type and difficulty; how long it took.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table
from rich.text import Text

from eval.report.names import group_name, meaning, part_name, percent, percent_range, seconds
from eval.report.reading import Figures, answer_seconds, figures_of, groups, leading, measures, quantile, search_seconds, variants
from eval.types import Figure, Report

WHOLE = ("all", "answerable", "unanswerable")
PARTS = ("macro", "type:", "difficulty:")
LABEL_WIDTH = 34
CELL_WIDTH = 24
"""Columns of the widest cell: 100.0 (100.0–100.0) 1234."""
FRAME_WIDTH = 3
"""Columns that a cell's border and padding take."""


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a report, one under the other; as many variants abreast as the terminal holds."""

    report: Report

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        known, found = figures_of(self.report), groups(self.report)
        parts = [group for kind in PARTS for group in found if group.startswith(kind)]
        yield _heading(self.report)
        for names in _abreast(variants(self.report), options.max_width):
            yield from (_by_measure(known, group, measures(self.report), names) for group in WHOLE if group in found)
            yield from (
                _by_group(known, measure, parts, names)
                for measure in _leading(measures(self.report))
                if any((name, measure, group) in known for name in names for group in parts)
            )
        yield from _durations(self.report)


def tables(report: Report) -> Tables:
    return Tables(report)


def _heading(report: Report) -> Text:
    made = report.provenance
    return Text(f"问题集 {made.set_name}，{len(report.items)} 题；程序版本 {made.commit[:12] or '未知'}\n", style="bold")


def _abreast(names: Sequence[str], width: int) -> Iterator[Sequence[str]]:
    step = max(1, (width - LABEL_WIDTH - FRAME_WIDTH - 1) // (CELL_WIDTH + FRAME_WIDTH))
    return (names[start : start + step] for start in range(0, len(names), step))


def _leading(names: Sequence[str]) -> list[str]:
    """The leading measure of answers and, beside it, that of searching."""
    return list(dict.fromkeys(name for name in (leading(names), "ER@1000c") if name in names))


def _table(title: str, first: str, names: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    table.add_column(first, no_wrap=True, max_width=LABEL_WIDTH)
    for name in names:
        table.add_column(Text(name), justify="right", no_wrap=True, max_width=CELL_WIDTH)
    return table


def _by_measure(known: Figures, group: str, names: Sequence[str], columns: Sequence[str]) -> Table:
    table = _table(f"{group_name(group)}（百分数，括号内为 95% 区间，末为题数）", "指标", columns)
    for name in names:
        cells = [known.get((variant, name, group)) for variant in columns]
        if any(cells):
            table.add_row(Text(_named(name)), *map(_cell, cells))
    return table


def _by_group(known: Figures, measure: str, rows: Sequence[str], columns: Sequence[str]) -> Table:
    table = _table(f"{_named(measure)}：按题型和难度", "组", columns)
    for group in rows:
        cells = [known.get((variant, measure, group)) for variant in columns]
        if any(cells):
            table.add_row(Text(part_name(group)), *map(_cell, cells))
    return table


def _named(measure: str) -> str:
    label = meaning(measure).label
    return label if label == measure else f"{label} {measure}"


def _cell(figure: Figure | None) -> Text:
    """87.5 (81.0–92.5)  133: percentages, then the number of questions."""
    if figure is None:
        return Text("—", style="dim")
    return Text(f"{percent(figure.mean)} ({percent_range(*figure.interval)})".replace("%", "")).append(f" {figure.n:>4}", style="dim")


def _durations(report: Report) -> Iterator[Table]:
    table = _table("用时（中位数 / 95% 的问题不超过）", "方案", ("检索", "回答"))
    for name, asked in report.asked:
        spans = [search_seconds(asked), answer_seconds(asked)]
        if any(spans):
            table.add_row(Text(name), *(_span(span) for span in spans))
    if table.row_count:
        yield table


def _span(ascending: Sequence[float]) -> str:
    return f"{seconds(quantile(ascending, 0.5))} / {seconds(quantile(ascending, 0.95))}" if ascending else "—"
