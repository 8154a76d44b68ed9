"""A report in a terminal."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace

import pytest
from rich.console import Console

from eval.report.reading import quantile
from eval.report.tables import tables
from eval.types import Interval, Report
from tests.reports import REPORT, figure, hostile

WIDTH = 120


def shown(report: Report, width: int = WIDTH) -> str:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(tables(report))
    return out.getvalue()


def cells(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in line)


def test_each_measure_of_each_variant_has_interval_and_number() -> None:
    lines = shown(REPORT).splitlines()
    score = next(line for line in lines if "答对得分 score" in line)
    assert "33.3 (20.8–45.8)    3" in score
    assert "100.0 (87.5–100.0)    3" in score


def test_answerable_and_unanswerable_stand_apart() -> None:
    said = shown(REPORT)
    parts = [said.index(each) for each in ("全部问题", "资料中有答案", "资料中没有答案", "按题型和难度", "用时")]
    assert parts == sorted(parts)


def test_latency_is_told_in_quantiles() -> None:
    line = next(line for line in shown(REPORT).splitlines() if line.startswith("│ hybrid"))
    assert "125 毫秒 / 125 毫秒" in line
    assert "250 毫秒 / 500 毫秒" in line


@pytest.mark.parametrize(("part", "expected"), [(0.5, 2.0), (0.95, 4.0), (0.25, 1.0), (0.0, 1.0), (1.0, 4.0)])
def test_quantiles_by_nearest_rank(part: float, expected: float) -> None:
    assert quantile((1.0, 2.0, 3.0, 4.0), part) == expected


@pytest.mark.parametrize("width", [80, 120, 200])
def test_many_variants_still_fit(width: int) -> None:
    names = [f"variant-with-a-long-name-{n}" for n in range(7)]
    many = replace(REPORT, asked=tuple((name, ()) for name in names), figures=tuple(figure("score", 1.0, variant=name) for name in names))
    said = shown(many, width)
    assert max(map(cells, said.splitlines())) <= width
    assert said.count("variant-with-a-long") >= len(names)
    assert said.count("100.0 (87.5–100.0)    3") == len(names)


def test_three_variants_stand_abreast() -> None:
    names = ("bm25", "dense", "hybrid")
    wide = [figure("wrong_document_first", 1.0, variant=name, n=1234) for name in names]
    said = shown(replace(REPORT, asked=(), figures=tuple(replace(each, interval=Interval(1.0, 1.0)) for each in wide)))
    line = next(line for line in said.splitlines() if "首段错文件 wrong_document_first" in line)
    assert line.count("100.0 (100.0–100.0) 1234") == len(names)


@pytest.mark.parametrize("report", [replace(REPORT, items=(), asked=(), rows=(), figures=()), hostile()], ids=["empty", "hostile"])
def test_any_report_can_be_shown(report: Report) -> None:
    assert max(map(cells, shown(report).splitlines())) <= WIDTH


def test_brackets_of_a_name_are_no_markup() -> None:
    named = replace(REPORT, asked=(("[red]x[/red]", ()),), figures=(figure("[bold]y", 1.0, variant="[red]x[/red]"),))
    assert "[red]x[/red]" in shown(named)
    assert "[bold]y" in shown(named)
