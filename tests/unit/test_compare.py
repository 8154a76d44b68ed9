"""The command that compares two reports, and what it shows."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.compare import add_arguments, run_command
from eval.report.json import save
from eval.types import Report
from index.errors import UnusableFile
from tests.reports import HOSTILE, REPORT, hostile

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "120")

    def run_with(before: Report, after: Report, *options: str) -> int:
        paths = []
        for name, report in (("a", before), ("b", after)):
            paths.append(str(tmp_path / f"{name}.json"))
            save(report, tmp_path / f"{name}.json")
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        return run_command(parser.parse_args([*paths, *options]))

    return run_with


def test_flipped_questions_are_listed(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(REPORT, REPORT, "--variants", "bm25", "hybrid") == 0
    said = capsys.readouterr().out
    assert "方案 bm25 → hybrid：共同的 3 题中，2 题变好，0 题变差" in said
    assert re.search(r"答对得分 +│ +33.3% │ +100.0% │ \+66.7 │ +\+0.0 … \+100.0 │ +3 │ +2 / 0 │ 看不出差别", said)
    assert re.search(r"q-2 +│ 无答案 +│ 0.0% +│ 100.0% +│ 由错变对", said)


def test_worse_answers_are_no_failure_of_the_command(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(REPORT, REPORT, "--variants", "hybrid", "bm25") == 0
    assert "由对变错" in capsys.readouterr().out


def test_the_page_shows_both_answers(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(REPORT, REPORT, "--variants", "bm25", "hybrid", "--html", str(tmp_path / "c.html")) == 0
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    for part in ("由错变对（2 题）", "之前（已回答）", "之后（未找到依据）", "language_model_failed", "资料中没有答案，应当拒答。"):
        assert part in page


def test_texts_of_others_are_never_markup(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = hostile()
    after = replace(before, rows=tuple(replace(row, values=(("score", 1.0),)) for row in before.rows))
    assert run(before, after, "--html", str(tmp_path / "c.html")) == 0
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert HOSTILE not in page
    assert "<img" not in page
    assert "由错变对（1 题）" in page


@pytest.mark.parametrize(
    ("after", "options", "reason"),
    [
        (replace(hostile(), rows=()), (), "没有同名的方案"),
        (REPORT, ("--variants", "bm25", "llm"), "没有名为“llm”的方案，只有 bm25、hybrid"),
    ],
    ids=["nothing in common", "no such variant"],
)
def test_what_cannot_be_compared_is_said(run: Run, after: Report, options: tuple[str, ...], reason: str) -> None:
    with pytest.raises(UnusableFile, match=reason):
        run(REPORT, after, *options)
