"""What is written to docs/results/: every part there is, each a file of figures, one page of them all, and a check that they still hold."""

from __future__ import annotations

import argparse
import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval import results
from eval.report.json import load, save
from eval.suites import Suite

QUESTION = {
    "id": "a",
    "type": "number",
    "question": "云溪区2025年招聘多少名新教师？",
    "answer": "120名",
    "answer_points": ["招聘新教师120名"],
    "accept": ["120名"],
    "evidence": [{"doc": "云溪区2025年工作计划.txt", "quote": "招聘新教师120名"}],
    "difficulty": "easy",
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the one beside a checkout, with one passage set."""
    folder = tmp_path_factory.mktemp("shared")
    (folder / "data" / "bench").mkdir(parents=True)
    judged = {"passages": ["招聘新教师120名。", "新建幼儿园3所。"], "queries": [{"text": "招聘几名教师", "relevant": [0]}]}
    with gzip.open(folder / "data" / "bench" / "cmrc_trial.json.gz", "wt", encoding="utf-8") as out:
        json.dump(judged, out, ensure_ascii=False)
    return folder


@pytest.fixture
def sample(documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample of one question."""
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(QUESTION, ensure_ascii=False), encoding="utf-8")
    here = Suite("sample", path, (str(documents),))
    monkeypatch.setattr(results, "suites", lambda *_: (here, replace(here, name="away", questions=tmp_path / "away.jsonl")))


def command(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    results.add_arguments(parser)
    return results.run_command(parser.parse_args([str(argument) for argument in arguments]))


@pytest.mark.usefixtures("sample")
def test_every_part_is_written_and_holds_when_measured_again(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "results"
    asked = ("--shared", shared, "--out", out)
    assert command(*asked) == 0
    names = ["sample", "sample-without", "sample-district", "sample-year", "cmrc_trial", "broken", "ablation"]
    pages = ["sample.html", "evaluation.md", "ablation.md"]
    assert sorted(path.name for path in out.iterdir()) == sorted([*pages, *(f"{name}.json" for name in names)])
    told = (out / "evaluation.md").read_text(encoding="utf-8")
    for part in (
        "## sample\n",
        "| score | **100.0** (100.0–100.0) 1 | **100.0** (100.0–100.0) 1 | **100.0** (100.0–100.0) 1 |",
        "(in use) | 100.0 | 0.0 | 100.0 |",
        "| sample-year | **100.0** (100.0–100.0) 1 |",
        "| cmrc_trial | hybrid | **100.0** (100.0–100.0) |",
        "| always refusing | score | answerable | gold | 1 | 100.0 | 0.0 | -100.0 … -100.0 | caught |",
    ):
        assert part in told
    figures = load(out / "sample.json")
    assert (figures.items, figures.rows, figures.asked) == ((), (), ())
    assert not [figure for figure in figures.figures if figure.group.startswith("document:")]
    capsys.readouterr()

    assert command(*asked, "--check") == 0
    assert [line for line in capsys.readouterr().out.splitlines() if "秒" not in line] == [f"{name}：一致" for name in names]


@pytest.mark.usefixtures("sample")
def test_a_figure_that_no_longer_holds_is_named(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--shared", shared, "--out", tmp_path, "--only", "cmrc_trial")
    assert command(*asked) == 0
    written = load(tmp_path / "cmrc_trial.json")
    save(replace(written, figures=tuple(replace(figure, mean=0.5) for figure in written.figures)), tmp_path / "cmrc_trial.json")
    assert command(*asked, "--check") == 1
    assert "cmrc_trial：不一致" in capsys.readouterr().out


@pytest.mark.usefixtures("sample")
def test_a_part_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--shared", tmp_path, "--out", tmp_path, "--only", "drcd_dev") == 2
    assert "没有名为“drcd_dev”的项目，可选 sample、sample-without、sample-district、sample-year、broken" in capsys.readouterr().err
