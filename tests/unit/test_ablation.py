"""Mechanisms removed in turn: what is handed in, what is measured, and the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.ablation import RECALL, SCORE, WHOLE, Asked, Values, ablate, as_json, recalls
from eval.library import library_of
from eval.removals import REMOVALS, learned_setup
from eval.report.ablation import ablation_page
from eval.sets import read_set
from eval.suites import Suite

PLAN = "云溪区教育局2025年工作计划\n一、招聘\n招聘新教师120名。\n二、建设\n新建幼儿园3所。\n"
REPORT = "云溪区教育局2024年工作总结\n一、招聘\n招聘新教师90名。\n"
OTHER = "石桥县教育局2025年工作计划\n一、招聘\n招聘新教师80名。\n"
DOCUMENTS = [("计划.txt", PLAN), ("总结.txt", REPORT), ("石桥.txt", OTHER)]
QUESTION = {
    "id": "a",
    "type": "number",
    "question": "云溪区2025年招聘多少名新教师？",
    "answer": "120名",
    "answer_points": ["招聘新教师120名"],
    "accept": ["120名"],
    "evidence": [{"doc": "计划.txt", "quote": "招聘新教师120名"}],
    "difficulty": "easy",
}


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in DOCUMENTS:
        (folder / name).write_text(text, encoding="utf-8")
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(QUESTION, ensure_ascii=False), encoding="utf-8")
    return Suite("sample", path, (str(folder),))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    path = tmp_path_factory.mktemp("questions") / "questions.jsonl"
    path.write_text(json.dumps(QUESTION, ensure_ascii=False), encoding="utf-8")
    with library_of(DOCUMENTS) as found:
        texts = dict(DOCUMENTS)
        yield Asked("world", found.youju, texts, read_set(path, texts)[0].items)


@pytest.mark.parametrize("removal", [one for one in REMOVALS if one.of_search], ids=lambda one: one.name)
def test_without_any_mechanism_the_search_still_searches(world: Asked, removal: object) -> None:
    whole = learned_setup(world.youju.library)
    found = next(one for one in REMOVALS if one is removal)
    assert recalls(world, found.without(whole, world.youju)).scores == (1.0,)


@pytest.mark.parametrize("removal", [one for one in REMOVALS if one.name.startswith("answers")], ids=lambda one: one.name)
def test_the_weights_of_answers_that_are_shares_still_sum_to_one(world: Asked, removal: object) -> None:
    found = next(one for one in REMOVALS if one is removal)
    left = found.without(learned_setup(world.youju.library), world.youju).answers
    assert left.coverage + left.nearness + left.prior == pytest.approx(1.0)
    assert left != learned_setup(world.youju.library).answers


def test_every_removal_is_named_once() -> None:
    assert len({one.name for one in REMOVALS}) == len(REMOVALS)


def test_types_count_the_same() -> None:
    values = Values((1.0, 1.0, 1.0, 0.0), ("number", "number", "number", "list"))
    assert values.mean()[0] == 0.5
    assert sum(values.weighed()) / 4 == pytest.approx(0.5)
    assert Values((1.0, 0.0)).mean()[0] == 0.5


def test_rows_of_a_suite_and_their_page(suite: Suite) -> None:
    few = [one for one in REMOVALS if one.name in {"dense engine", "dictionary"}]
    rows = ablate(suite, lambda *_: None, few)
    assert [(row["measure"], row["removed"]) for row in rows] == [
        (measure, name) for measure in (RECALL, SCORE) for name in (WHOLE, "dense engine", "dictionary")
    ]
    assert {row["n"] for row in rows} == {1}
    page = ablation_page(as_json(rows))
    assert "| whole |  | 100.0 [100.0, 100.0] |" in page
    assert "| dictionary | empty | 0 |" in page


def test_a_difference_beyond_chance_is_bold() -> None:
    whole = {"measure": RECALL, "set": "s", "removed": WHOLE, "instead": "", "n": 9, "mean": 0.9, "interval_95": [0.8, 1.0]}
    same = {"difference": 0.0, "difference_95": [0.0, 0.0], "higher": 0, "lower": 0}
    less = {"difference": -0.1, "difference_95": [-0.2, -0.05], "higher": 0, "lower": 3}
    page = ablation_page(json.dumps([whole | same, whole | less | {"removed": "x", "instead": "y"}]))
    assert "| x | y | **-10.0 [-20.0, -5.0]** |" in page


def test_a_set_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["ablate", "--only", "nowhere", "--shared", str(tmp_path)]) == 2
    assert "nowhere" in capsys.readouterr().err
