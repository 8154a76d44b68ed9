from __future__ import annotations

import pytest

from eval.metrics.answer import LOWER_IS_BETTER, measure
from eval.types import Given, Item, ItemType
from tests.metrics_world import PLACES, PLACES_CITED, TEXTS, answered, item

NAMES = [
    "score", "em", "f1", "concise", "verdict", "focus", "number_support", "citation_exact", "citation_recall", "citation_precision",
    "quote_short", "wrong_district", "wrong_year",
]  # fmt: skip


def of(about: Item, given: Given | None) -> dict[str, float | None]:
    return dict(measure(about, given, TEXTS))


def test_a_right_answer() -> None:
    assert of(PLACES, answered("新增学位4590个。[1]", PLACES_CITED)) == {
        "score": 1.0,
        "em": 0.0,
        "f1": pytest.approx(2 * 2 / (6 + 2)),
        "concise": 1.0,
        "verdict": None,
        "focus": 1.0,
        "number_support": 1.0,
        "citation_exact": 1.0,
        "citation_recall": 1.0,
        "citation_precision": 1.0,
        "quote_short": 1.0,
        "wrong_district": 0.0,
        "wrong_year": 0.0,
    }


@pytest.mark.parametrize("given", [None, answered("")], ids=["missing", "empty"])
def test_no_answer_scores_nothing(given: Given | None) -> None:
    assert of(PLACES, given)["score"] == 0.0


EVIDENCE = [("青岚计划.txt", "新增学位4590个")]


@pytest.mark.parametrize(
    ("about", "applying"),
    [
        (PLACES, {"score", "em", "f1", "concise", "focus"}),
        (item("yesno", "青岚新增学位4590个吗？", "是", ["是"], [], EVIDENCE), {"score", "em", "f1", "verdict", "focus"}),
        (item("list", "青岚有哪些？", "甲、乙", ["甲", "乙"], [], EVIDENCE), {"score", "em", "f1", "focus"}),
        (item("unanswerable", "青岚2026年新增多少？"), {"score"}),
    ],
    ids=["number", "yesno", "list", "unanswerable"],
)
def test_a_missing_answer_scores_nothing_wherever_its_question_is_measured(about: Item, applying: set[str]) -> None:
    values = of(about, None)
    assert {name for name, value in values.items() if value is not None} == applying
    assert {values[name] for name in applying} == {0.0}
    assert applying == {name for name, value in of(about, answered("新增学位4590个。")).items() if value is not None} & set(NAMES[:6])


def test_names_stand_in_one_order() -> None:
    assert [name for name, _ in measure(PLACES, None, TEXTS)] == [name for name, _ in measure(PLACES, answered("4590个"), TEXTS)] == NAMES
    assert set(LOWER_IS_BETTER) <= set(NAMES)


def test_without_texts_places_in_documents_are_not_judged() -> None:
    values = dict(measure(PLACES, answered("4590个[1]", PLACES_CITED), {}))
    assert (values["score"], values["citation_exact"], values["wrong_district"]) == (1.0, None, None)


@pytest.mark.parametrize(
    ("kind", "measured"),
    [("number", "concise"), ("yesno", "verdict")],
)
def test_measures_of_one_type(kind: ItemType, measured: str) -> None:
    answer = of(item(kind, "青岚？", "是", ["是"], [], [("青岚计划.txt", "新增学位4590个")]), answered("是"))
    others = {"concise", "verdict"} - {measured}
    assert answer[measured] is not None
    assert {answer[name] for name in others} == {None}


def test_unanswerable_has_no_reference() -> None:
    values = of(item("unanswerable", "青岚2026年新增多少？"), answered("未找到。", status="refused"))
    assert (values["score"], values["em"], values["f1"], values["focus"]) == (1.0, None, None, None)
