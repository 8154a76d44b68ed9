"""A report as tables for a terminal of 120 columns: every measure for each variant with its interval and number of questions,
answerable and unanswerable questions apart; the leading measures by type and difficulty; how long it took.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from eval.report.names import group_name, meaning, part_name, percent, percent_range, seconds
from eval.report.reading import Figures, answer_seconds, figures_of, groups, leading, measures, quantile, search_seconds, variants
from eval.types import Figure, Report

WHOLE = ("all", "macro", "answerable", "unanswerable")
PARTS = ("type:", "difficulty:")
VARIANTS_ABREAST = 3


def tables(report: Report) -> Group:
    """All tables, one under the other."""
    known, found = figures_of(report), groups(report)
    shown: list[Table | Text] = [_heading(report)]
    for names in _abreast(variants(report)):
        shown += [_by_measure(known, group, measures(report), names) for group in WHOLE if group in found]
        for measure in _leading(measures(report)):
            parts = [group for kind in PARTS for group in found if group.startswith(kind)]
            if any((name, measure, group) in known for name in names for group in parts):
                shown.append(_by_group(known, measure, parts, names))
    shown += _durations(report)
    return Group(*shown)


def _heading(report: Report) -> Text:
    made = report.provenance
    return Text(f"问题集 {made.set_name}，{len(report.items)} 题；程序版本 {made.commit[:12] or '未知'}\n", style="bold")


def _abreast(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + VARIANTS_ABREAST] for start in range(0, len(names), VARIANTS_ABREAST))


def _leading(names: Sequence[str]) -> list[str]:
    """The leading measure of answers and, beside it, that of searching."""
    return list(dict.fromkeys(name for name in (leading(names), "ER@1000c") if name in names))


def _table(title: str, first: str, names: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    table.add_column(first, no_wrap=True, max_width=34)
    for name in names:
        table.add_column(Text(name), justify="right", no_wrap=True, max_width=26)
    return table


def _by_measure(known: Figures, group: str, names: Sequence[str], columns: Sequence[str]) -> Table:
    table = _table(f"{group_name(group)}（括号内为 95% 区间，末为题数）", "指标", columns)
    for name in names:
        cells = [known.get((variant, name, group)) for variant in columns]
        if any(cells):
            table.add_row(Text(_named(name)), *map(_cell, cells))
    return table


def _by_group(known: Figures, measure: str, rows: Sequence[str], columns: Sequence[str]) -> Table:
    table = _table(f"{_named(measure)}：按题型和难度", "题型、难度", columns)
    for group in rows:
        cells = [known.get((variant, measure, group)) for variant in columns]
        if any(cells):
            table.add_row(Text(part_name(group)), *map(_cell, cells))
    return table


def _named(measure: str) -> str:
    label = meaning(measure).label
    return label if label == measure else f"{label} {measure}"


def _cell(figure: Figure | None) -> Text:
    """87.5% (81.0–92.5%) 133."""
    if figure is None:
        return Text("—", style="dim")
    return Text(f"{percent(figure.mean)} ({percent_range(*figure.interval)})").append(f" {figure.n:>4}", style="dim")


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
