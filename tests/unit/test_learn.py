"""Learning: the search over the grid by hand, the trials against the product itself, the command as a whole."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from eval.asking import question_of
from eval.learn import command, material
from eval.learn.ascent import Axis, Point, ascend, learn, mean, shares_of
from eval.learn.material import Material, Place, asked_on
from eval.learn.material import material as opened
from eval.learn.outcome import Made, Stage, file_content, stage, thresholds
from eval.learn.remembered import RememberedLibrary
from eval.learn.trials import (
    ANSWER_AXES,
    SEARCH_AXES,
    AnswerTrial,
    SearchTrial,
    answer_point,
    answer_values,
    search_point,
    search_values,
)
from eval.sets import QuestionSet
from eval.types import Item
from index.boost import Boosts
from index.errors import InvalidRequest, MissingPath, UnusableFile
from index.fuse import Weights
from index.learned import learned, parse
from index.search import Searcher
from rag.cite import verify
from rag.rank import AnswerWeights

DAY = date(2025, 6, 1)
AXES = (Axis("a", (0.0, 1.0, 2.0)), Axis("b", (0.0, 1.0, 2.0)))


# ------------------------------------------------------------------------------------------------ the grid
def test_the_ascent_climbs_axis_by_axis() -> None:
    assert ascend(AXES, (0.0, 0.0), lambda point: -abs(point[0] - 2) - abs(point[1] - 1)) == (2.0, 1.0)


@pytest.mark.parametrize(
    ("worth", "end"),
    [
        pytest.param({0.0: 0.5, 1.0: 0.501, 2.0: 0.5}, 0.0, id="a gain too small to be one"),
        pytest.param({0.0: 0.5, 1.0: 0.6, 2.0: 0.601}, 1.0, id="of two about as good the nearer"),
        pytest.param({0.0: 0.5, 1.0: 0.6, 2.0: 0.7}, 2.0, id="clearly the best"),
        pytest.param({0.0: 0.5, 1.0: 0.4, 2.0: 0.5}, 0.0, id="nothing better"),
    ],
)
def test_noise_moves_nothing(worth: dict[float, float], end: float) -> None:
    assert ascend(AXES[:1], (0.0,), lambda point: worth[point[0]]) == (end,)


def test_groups_count_the_same() -> None:
    shares = shares_of(("x", "x", "x", "y"))
    assert shares.tolist() == pytest.approx([1 / 6, 1 / 6, 1 / 6, 1 / 2])
    assert mean(np.array([1.0, 1.0, 1.0, 0.0]), shares) == pytest.approx(0.5)


def test_a_document_left_out_is_scored_by_what_the_others_teach() -> None:
    """Document p is answered at 1 and not at 0, q and r the other way round; all start at 0."""

    def trial(point: Point) -> np.ndarray:
        return np.array([point[0], 1 - point[0], 1 - point[0]])

    found = learn((Axis("a", (0.0, 1.0)),), (0.0,), trial, ("g", "g", "g"), (("p",), ("q",), ("r",)))
    assert (found.point, found.fitted.tolist()) == ((0.0,), [0.0, 1.0, 1.0])
    # without q the others are p and r, one against one: nothing is worth a move
    assert found.cross_validated.tolist() == [0.0, 1.0, 1.0]
    only = learn((Axis("a", (0.0, 1.0)),), (0.0,), lambda point: np.array([point[0], 1 - point[0]]), ("g", "g"), (("p",), ("q",)))
    assert only.cross_validated.tolist() == [0.0, 0.0]
    assert only.fold_points == ((0.0,), (1.0,))


def test_a_question_on_two_documents_teaches_neither_of_them() -> None:
    def trial(point: Point) -> np.ndarray:
        return np.array([1 - point[0], point[0]])

    found = learn((Axis("a", (0.0, 1.0)),), (0.0,), trial, ("g", "g"), (("p",), ("q", "p")))
    assert found.fold_points == ((0.0,), (0.0,))


def test_every_point_is_scored_once() -> None:
    asked: list[Point] = []

    def trial(point: Point) -> np.ndarray:
        asked.append(point)
        return np.array([point[0] / 2, point[1] / 2])

    found = learn(AXES, (0.0, 0.0), trial, ("g", "g"), (("p",), ("q",)))
    assert len(asked) == len(set(asked)) == found.tried
    assert found.point == (2.0, 2.0)


def test_the_value_in_use_is_always_on_its_axis() -> None:
    found = learn((Axis("a", (0.0, 1.0)),), (0.3,), lambda _point: np.array([0.5]), ("g",), (("p",),))
    assert found.point == (0.3,)


def test_points_are_values_and_back() -> None:
    own = learned()
    weights, boosts, answers = own.values("fusion", Weights), own.values("boosts", Boosts), own.values("answers", AnswerWeights)
    assert search_values(search_point(weights, boosts)) == (weights, boosts)
    assert answer_values(answer_point(answers)) == answers
    assert len(search_point(weights, boosts)) == len(SEARCH_AXES)
    assert len(answer_point(answers)) == len(ANSWER_AXES)


@pytest.mark.parametrize(("cross_validated", "adopted"), [(0.6, True), (0.5, True), (0.4, False)])
def test_values_are_adopted_unless_they_do_worse_elsewhere(cross_validated: float, adopted: bool) -> None:
    start = (0.0,)
    found = learn((Axis("a", (0.0, 1.0)),), start, lambda point: np.array([0.5 + point[0] / 2]), ("g",), (("p",),))
    done = stage("m", replace(found, cross_validated=np.array([cross_validated])), ("g",), ("s",), start)
    assert (done.adopted, done.point) == (adopted, (1.0,) if adopted else start)
    assert [(one.set_name, one.n, one.before, one.fitted) for one in done.figures] == [("s", 1, 0.5, 1.0), ("all", 1, 0.5, 1.0)]


def test_the_day_of_questions_that_do_not_say() -> None:
    def questions(*days: date | None) -> QuestionSet:
        return QuestionSet("q", "0", tuple(Item(str(n), "fact", "问", asked_on=day) for n, day in enumerate(days)))

    assert asked_on([questions(None, DAY), questions(date(2024, 1, 1))], None) == DAY
    assert asked_on([questions(DAY)], date(2023, 1, 1)) == date(2023, 1, 1)
    with pytest.raises(UnusableFile, match="--date"):
        asked_on([questions(None)], None)


# ------------------------------------------------------------------------------------------------ the product
DOCUMENTS = {
    "云溪区2025年工作计划.txt": "云溪区教育局2025年工作计划\n一、学前教育\n新建公办幼儿园3所,新增学位900个。\n二、教师\n"
    "招聘新教师120名。\n",
    "石桥县2025年工作要点.txt": "石桥县教育局2025年工作要点\n一、学前教育\n新建公办幼儿园5所。\n二、教师\n招聘新教师80名。\n",
}
LINES = (
    ("a", "number", "云溪区2025年招聘多少名新教师？", "120名", "云溪区2025年工作计划.txt", "招聘新教师120名"),
    ("b", "number", "石桥县2025年新建几所公办幼儿园？", "5所", "石桥县2025年工作要点.txt", "新建公办幼儿园5所"),
    ("c", "unanswerable", "云溪区2025年马拉松怎么办？", "", "", ""),
)


def line(key: str, kind: str, question: str, answer: str, doc: str, quote: str) -> str:
    record = {"id": key, "type": kind, "question": question, "answer": answer, "asked_on": DAY.isoformat()}
    extra = {"accept": [answer], "answer_points": [answer], "evidence": [{"doc": doc, "quote": quote}]} if answer else {}
    return json.dumps({**record, **extra}, ensure_ascii=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("learning")
    (folder / "documents").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "documents" / name).write_text(text, encoding="utf-8")
    (folder / "questions.jsonl").write_text("\n".join(line(*each) for each in LINES), encoding="utf-8")
    return Place(str(folder / "documents"), str(folder / "questions.jsonl"), in_shared=False)


@pytest.fixture(scope="module")
def sets(place: Place) -> Iterator[tuple[Material, ...]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(material.PLACES, "tiny", place)
        with opened(["tiny"], Path("nowhere")) as found:
            yield found


@pytest.fixture(scope="module")
def in_use() -> tuple[Point, Point]:
    own = learned()
    return (
        search_point(own.values("fusion", Weights), own.values("boosts", Boosts)),
        answer_point(own.values("answers", AnswerWeights)),
    )


def test_a_remembering_library_finds_what_the_library_finds(sets: tuple[Material, ...]) -> None:
    (tiny,) = sets
    weights, boosts = search_values(search_point(Weights(0.5, 0.5), Boosts(0.1, 0.1, -0.1, 0.1, -0.1)))
    trial = SearchTrial(sets, DAY, search_point(weights, boosts))
    query = trial.queries()[0]
    searchers = [
        Searcher(each, tiny.youju.embedder, weights=weights, boosts=boosts)
        for each in (tiny.youju.library, RememberedLibrary(tiny.youju.library))
    ]
    assert searchers[0].search(query, 5) == searchers[1].search(query, 5) == searchers[1].search(query, 5)


def test_the_trials_answer_as_the_product_does(sets: tuple[Material, ...], in_use: tuple[Point, Point]) -> None:
    (tiny,) = sets
    search = SearchTrial(sets, DAY, in_use[0])
    assert search(in_use[0]).tolist() == [1.0, 1.0]
    answers = AnswerTrial(sets, search, in_use[0])
    said = [verify(draft).text for draft in answers.drafts(in_use[1])][: len(LINES)]
    assert said == [tiny.youju.assistant.ask(question_of(item, day=DAY)).text for item in tiny.questions.items]
    assert answers(in_use[1])[:2].tolist() == [1.0, 1.0]
    assert answers.groups == ("number", "number", "unanswerable", *["unrelated"] * len(tiny.unrelated.items))


def test_a_question_without_evidence_always_goes_with_the_same_document(sets: tuple[Material, ...]) -> None:
    (tiny,) = sets
    assert [tiny.rests_on(item) for item in tiny.questions.items[:2]] == [
        ("tiny/云溪区2025年工作计划.txt",),
        ("tiny/石桥县2025年工作要点.txt",),
    ]
    ((drawn,), again) = tiny.rests_on(tiny.questions.items[2]), tiny.rests_on(tiny.questions.items[2])
    assert (drawn,) == again
    assert drawn.removeprefix("tiny/") in DOCUMENTS


def test_the_trade_off_runs_from_answering_all_to_refusing_all(sets: tuple[Material, ...], in_use: tuple[Point, Point]) -> None:
    answers = AnswerTrial(sets, SearchTrial(sets, DAY, in_use[0]), in_use[0])
    low, high = thresholds(answers, in_use[1], (0.0, 9.0))
    assert (low.false_refusals, low.answerable, low.wrong_answers, low.unanswerable) == (0, 2, 1, 1)
    assert (high.false_refusals, high.wrong_answers, high.unrelated_answers) == (2, 0, 0)
    assert high.score == pytest.approx(2 / 3)
    assert low.unrelated == 40
    assert low.unrelated_answers > 20


def options(out: Path, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(["--sets", "tiny", "--out", str(out), *words])


def test_the_command_writes_a_file_that_the_product_loads(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the same one twice."""
    monkeypatch.setitem(material.PLACES, "tiny", place)
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert command.run_command(options(first)) == command.run_command(options(second)) == 0
    assert first.read_bytes() == second.read_bytes()
    written = parse(first.read_text(encoding="utf-8"))
    assert {written.values("fusion", Weights), written.values("boosts", Boosts), written.values("answers", AnswerWeights)}
    record = json.loads(first.read_text(encoding="utf-8"))["provenance"]
    assert (record["date"], record["sets"][0]["name"], record["sets"][0]["questions"]) == ("2025-06-01", "tiny", 3)
    assert [one["measure"] for one in record["stages"]] == ["ER@1000c", "score (macro)"]
    assert "交叉验证" in capsys.readouterr().out


def test_the_version_moves_on_only_with_the_values(sets: tuple[Material, ...], in_use: tuple[Point, Point]) -> None:
    def stage_at(point: Point) -> Stage:
        return stage("m", learn((Axis("a", (0.0,)),), (0.0,), lambda _point: np.array([1.0]), ("g",), (("p",),)), ("g",), ("s",), point)

    made = Made("c", DAY, "m")
    same = parse(
        file_content(
            learned(), replace(stage_at(in_use[0]), point=in_use[0]), replace(stage_at(in_use[1]), point=in_use[1]), (), sets, made
        )
    )
    moved_point = (0.5, *in_use[0][1:]) if in_use[0][0] != 0.5 else (0.6, *in_use[0][1:])
    moved = parse(
        file_content(
            learned(), replace(stage_at(in_use[0]), point=moved_point), replace(stage_at(in_use[1]), point=in_use[1]), (), sets, made
        )
    )
    assert (same.version, moved.version) == (learned().version, learned().version + 1)


def test_unknown_sets_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="没有名为“unknown”"):
        command.run_command(options(tmp_path / "out.json", "--sets", "unknown"))
    with pytest.raises(InvalidRequest, match="没有名为“enogh”的可学习的值"):
        command.run_command(options(tmp_path / "out.json", "--only", "told,enogh"))
    with pytest.raises(MissingPath):
        command.run_command(options(tmp_path / "out.json", "--sets", "seeds", "--shared", str(tmp_path)))


def test_values_that_are_not_named_stay(sets: tuple[Material, ...], in_use: tuple[Point, Point]) -> None:
    search, answers, _ = command.run(sets, DAY, learned(), frozenset({"enough"}))
    assert search.point == in_use[0]
    moved = [axis.name for axis, value, kept in zip(ANSWER_AXES, answers.point, in_use[1], strict=True) if value != kept]
    assert set(moved) <= {"enough"}


# ------------------------------------------------------------------------------------------------ the page
def test_the_page_shows_the_figures_of_the_file() -> None:
    root = Path(__file__).resolve().parents[2]
    page = (root / "docs" / "learning.md").read_text(encoding="utf-8")
    record = json.loads((root / "index" / "learned.json").read_text(encoding="utf-8"))["provenance"]
    rows = [
        f"| {one['set_name']} | {one['n']} | {one['before']:.3f} | {one['fitted']:.3f} | {one['cross_validated']:.3f} |"
        f" {one['interval'][0]:.3f}–{one['interval'][1]:.3f} |"
        for each in record["stages"]
        for one in each["figures"]
    ]
    curve = [
        f"| {one['enough']:.3f} | {one['false_refusals']} of {one['answerable']} | {one['wrong_answers']} of {one['unanswerable']} |"
        f" {one['unrelated_answers']} of {one['unrelated']} | {one['score']:.3f} |"
        for one in record["thresholds"]
    ]
    assert [row for row in (*rows, *curve) if row not in page] == []
