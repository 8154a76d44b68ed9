"""The gate: what passes, what does not, and why."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from eval.gate import add_arguments, run_command
from eval.report.json import save
from eval.thresholds import Threshold, check, passes, read_thresholds, verdict
from eval.types import Figure, Interval, Report
from index.errors import UnusableFile
from tests.reports import REPORT, figure

HALF = Threshold("score", "须答对一半。", minimum=0.5, variant="hybrid")


def report_of(*figures: Figure) -> Report:
    return replace(REPORT, asked=(), rows=(), figures=figures)


@pytest.mark.parametrize(
    ("threshold", "value", "met"),
    [
        (HALF, 0.75, True),
        (HALF, 0.5, True),
        (HALF, 0.499, False),
        (HALF, float("nan"), False),
        (replace(HALF, minimum=None, maximum=0.25), 0.25, True),
        (replace(HALF, minimum=None, maximum=0.25), 0.26, False),
        (replace(HALF, minimum=None, maximum=0.0), 0.0, True),
    ],
    ids=["above", "at the minimum", "below", "no number", "at the maximum", "above the maximum", "none at all"],
)
def test_a_bound_belongs_to_what_is_permitted(threshold: Threshold, value: float, met: bool) -> None:
    checks = check(report_of(Figure("score", "all", "hybrid", 3, value, Interval(0.0, 1.0))), [threshold])
    assert [each.is_met for each in checks] == [met] == [passes(checks)]


@pytest.mark.parametrize(
    "threshold",
    [
        replace(HALF, measure="citation_exact"),
        replace(HALF, group="type:number"),
        replace(HALF, variant="dense"),
        replace(HALF, questions=4),
    ],
    ids=["measure", "group", "variant", "too few questions"],
)
def test_what_is_not_measured_does_not_pass(threshold: Threshold) -> None:
    assert not passes(check(report_of(figure("score", 1.0)), [threshold]))


def test_without_requirements_or_figures_nothing_passes() -> None:
    assert not passes(check(REPORT, []))
    assert "没有为问题集“other”规定要求" in verdict("other", [])
    assert not passes(check(report_of(), [replace(HALF, variant="")]))


def test_without_a_variant_every_variant_is_judged() -> None:
    checks = check(REPORT, [replace(HALF, variant="")])
    assert [(each.variant, each.is_met) for each in checks] == [("bm25", False), ("hybrid", True)]


def test_the_reason_names_measure_group_value_interval_and_bound() -> None:
    said = verdict("sample", check(report_of(figure("score", 0.25, group="type:number")), [replace(HALF, group="type:number")]))
    for part in ("score", "答对得分", "题型：数字", "hybrid", "25.0%", "12.5–37.5%", "3 题", "不低于 50.0%", "须答对一半。"):
        assert part in said


def command(report: Report, folder: Path, thresholds: str) -> int:
    save(report, folder / "report.json")
    (folder / "thresholds.toml").write_text(thresholds, encoding="utf-8")
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run_command(parser.parse_args([str(folder / "report.json"), "--thresholds", str(folder / "thresholds.toml")]))


REQUIRED = '[[sample]]\nmeasure = "citation_exact"\nminimum = 1.0\nvariant = "hybrid"\nreason = "引文须逐字一致。"\n'


def test_a_planted_regression_fails_and_its_removal_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worse = replace(REPORT, figures=tuple(replace(each, mean=each.mean - 0.01) for each in REPORT.figures))
    assert command(worse, tmp_path, REQUIRED) == 1
    said = capsys.readouterr()
    assert "引文无误（citation_exact），全部问题，方案 hybrid：99.0%" in said.err
    assert said.out == ""
    assert command(REPORT, tmp_path, REQUIRED) == 0
    assert "通过：问题集“sample”的 1 项要求全部达到。" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[[sample]]\nmeasure = "score"\nreason = "因为"\n', "须写且只写一个"),
        ('[[sample]]\nmeasure = "score"\nminimum = 0.5\nmaximum = 0.6\nreason = "因为"\n', "须写且只写一个"),
        ('[[sample]]\nmeasure = "score"\nminimum = 0.5\nreason = " "\n', "须写明理由"),
        ('[[sample]]\nmeasure = "score"\nminimum = 0.5\n', "sample.0.reason"),
        ('[[sample]]\nmeasure = "score"\nminimun = 0.5\nreason = "因为"\n', "sample.0.minimun"),
        ("[[sample]\n", "line 1"),
    ],
    ids=["no bound", "two bounds", "blank reason", "no reason", "misspelt key", "no TOML"],
)
def test_malformed_requirements_are_named(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "thresholds.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableFile, match=reason):
        read_thresholds(path)


def test_our_own_requirements_can_be_read() -> None:
    required = read_thresholds()
    assert "sample" in required
    assert all(threshold.questions > 1 for thresholds in required.values() for threshold in thresholds)
