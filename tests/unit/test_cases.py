"""Cases made from cases, on a library of four invented districts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from eval.cases import (
    NO_SUCH_DISTRICTS,
    asked_without,
    by_library,
    district_cases,
    district_swapped,
    names_a_region,
    names_a_year,
    regions_in,
    without_cases,
    year_cases,
    year_swapped,
)
from eval.metrics.years import years_in
from eval.sets import About
from eval.types import Item, Quote, Said

EAST, EAST_2024, WEST, NORTH, HILL = "东湖计划.txt", "东湖总结.txt", "西湖计划.txt", "北湖计划.txt", "青山计划.txt"
TEXTS = {
    EAST: "东湖区教育局2025年工作计划\n全年新增学位1200个，比2024年多200个。校门口新设护学岗16个。",
    EAST_2024: "东湖区教育局2024年工作总结\n全年新增学位1000个。",
    WEST: "西湖区教育局2025年工作计划\n全年计划新增学位900个。",
    NORTH: "北湖区教育局2025年工作计划\n开展教师培训40场。",
    HILL: "青山县教育局2025年工作计划\n修缮教室30间。",
}
CATALOGUE = {
    EAST: About("东湖区", (2025,)),
    EAST_2024: About("东湖区", (2024,)),
    WEST: About("西湖区", (2025,)),
    NORTH: About("北湖区", (2025,)),
    HILL: About("青山县", (2025,)),
}
PLACES = Item("p-1", "number", "东湖区2025年新增多少学位？", answer="1200个", evidence=(Quote(EAST, "全年新增学位1200个"),), line=3)
GUARDS = Item("g-1", "number", "东湖2025年设几个护学岗？", answer="16个", evidence=(Quote(EAST, "校门口新设护学岗16个"),))


def test_without_its_document_a_question_has_no_answer() -> None:
    found = asked_without(PLACES)
    assert found is not None
    assert (found.id, found.type, found.question, found.evidence, found.line) == ("p-1~without", "unanswerable", PLACES.question, (), 0)
    assert (found.answer, found.answer_points, found.accept) == ("", (), ())
    assert EAST in found.note


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(replace(PLACES, evidence=(*PLACES.evidence, Quote(WEST, "900个"))), id="two-documents"),
        pytest.param(replace(PLACES, type="unanswerable", evidence=()), id="unanswerable"),
        pytest.param(replace(PLACES, type="injection"), id="injection"),
        pytest.param(replace(PLACES, doc_filter=EAST), id="confined-to-it"),
    ],
)
def test_what_is_not_asked_without_a_document(item: Item) -> None:
    assert asked_without(item) is None


def test_each_case_names_the_document_to_leave_out() -> None:
    """Where no region is named, another's document may tell."""
    unnamed = replace(PLACES, id="p-2", question="新增多少学位？")
    cases = without_cases([PLACES, unnamed], CATALOGUE)
    assert [(case.of, case.without) for case in cases] == [("p-1", (EAST,))]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("新疆2025年新增多少学位？", True),
        ("内蒙古新增多少学位？", True),
        ("津2024年新增多少学位？", True),
        ("新增多少学位？", False),
        ("天水新增多少学位？", False),
    ],
)
def test_provinces_go_by_several_names(question: str, named: bool) -> None:
    provinces = {name: About(name, (2025,)) for name in ("新疆维吾尔自治区", "内蒙古自治区", "天津市")}
    assert names_a_region(replace(PLACES, question=question), provinces) is named


def test_cases_are_grouped_by_library() -> None:
    other = replace(PLACES, id="p-3", evidence=(Quote(WEST, "900个"),))
    cases = (*without_cases([PLACES, other, GUARDS], CATALOGUE), *year_cases([PLACES], CATALOGUE, TEXTS))
    grouped = [(without, [case.item.id for case in group]) for without, group in by_library(cases)]
    assert grouped == [((), ["p-1~year"]), ((EAST,), ["p-1~without", "g-1~without"]), ((WEST,), ["p-3~without"])]


def test_a_district_whose_documents_do_not_tell() -> None:
    found = district_swapped(GUARDS, CATALOGUE, TEXTS)
    assert found is not None
    assert found.question in ("西湖2025年设几个护学岗？", "北湖2025年设几个护学岗？")


def test_a_district_that_tells_is_not_asked() -> None:
    found = district_swapped(PLACES, CATALOGUE, TEXTS)
    assert found is not None
    assert found.question == "北湖区2025年新增多少学位？"


def test_an_invented_district_of_the_same_level_where_all_may_tell() -> None:
    texts = {name: text + "\n新增学位若干个。校门口新设护学岗若干个。" for name, text in TEXTS.items()}
    found = district_swapped(GUARDS, CATALOGUE, texts)
    assert found is not None
    assert found.question in {f"{stem}2025年设几个护学岗？" for stem in NO_SUCH_DISTRICTS}
    assert found.note.startswith("“东湖区”换成了“" + found.question[:2] + "区”")


def test_what_is_asked_widely_goes_to_an_invented_district() -> None:
    found = district_swapped(replace(GUARDS, type="summary"), CATALOGUE, TEXTS)
    assert found is not None
    assert found.question[:2] in NO_SUCH_DISTRICTS


def test_a_name_in_traditional_characters() -> None:
    found = district_swapped(replace(GUARDS, question="東湖區2025年設幾個護學崗？"), CATALOGUE, TEXTS)
    assert found is not None
    assert found.question in ("西湖区2025年设几个护学岗？", "北湖区2025年设几个护学岗？")


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(replace(GUARDS, question="2025年设几个护学岗？"), id="no-district"),
        pytest.param(replace(GUARDS, question="那2025年呢？", history=(Said("user", "东湖有几个护学岗？"),)), id="district-only-before"),
        pytest.param(replace(GUARDS, evidence=(*GUARDS.evidence, Quote(WEST, "900个"))), id="two-districts"),
        pytest.param(replace(GUARDS, type="ambiguous"), id="ambiguous"),
    ],
)
def test_what_is_not_asked_of_another_district(item: Item) -> None:
    assert district_swapped(item, CATALOGUE, TEXTS) is None


@pytest.mark.parametrize(
    ("question", "asked_on", "expected", "day"),
    [
        pytest.param("东湖区2025年新增多少学位？", None, "东湖区2026年新增多少学位？", None, id="next-free-year"),
        pytest.param("东湖2024年新增多少学位？", None, "东湖2023年新增多少学位？", None, id="before"),
        pytest.param("东湖2024年、2025年各多少？", None, "东湖2022年、2023年各多少？", None, id="together"),
        pytest.param("东湖去年新增多少学位？", date(2025, 6, 1), "东湖去年新增多少学位？", date(2024, 6, 1), id="asked-earlier"),
        pytest.param("北湖2025年多少场？", None, "北湖2024年多少场？", None, id="other-districts-years-are-free"),
    ],
)
def test_years_are_moved_to_free_ones(question: str, asked_on: date | None, expected: str, day: date | None) -> None:
    evidence = (Quote(NORTH, "40场"),) if "北湖" in question else PLACES.evidence
    found = year_swapped(replace(PLACES, question=question, asked_on=asked_on, evidence=evidence), CATALOGUE, TEXTS)
    assert found is not None
    assert (found.question, found.asked_on) == (expected, day)


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(replace(PLACES, question="东湖新增多少学位？"), id="no-year"),
        pytest.param(replace(PLACES, question="东湖今年新增多少学位？"), id="this-year-of-unknown-day"),
        pytest.param(replace(PLACES, history=(Said("user", "2024年呢？"),)), id="after-a-conversation"),
        pytest.param(replace(PLACES, question="东湖要招2025名教师吗？"), id="no-year-but-a-count"),
    ],
)
def test_what_is_not_asked_of_another_year(item: Item) -> None:
    assert year_swapped(item, CATALOGUE, TEXTS) is None


def test_a_document_that_mentions_many_years_leaves_the_nearest_free_one() -> None:
    texts = {**TEXTS, EAST: TEXTS[EAST] + "2026年、2027年、2023年、2022年"}
    found = year_swapped(PLACES, CATALOGUE, texts)
    assert found is not None
    assert found.question == "东湖区2028年新增多少学位？"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("東湖区和西湖谁多？", ("东湖区", "西湖区")), ("南湖呢", ()), ("全区新增多少", ())],
)
def test_regions_of_the_catalogue_in_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert regions_in(text, CATALOGUE) == expected


@pytest.mark.parametrize(
    ("text", "asked_on", "expected"),
    [
        ("2023—2024学年", None, (2023, 2024)),
        ("去年和明年", date(2025, 6, 1), (2024, 2026)),
        ("去年", None, ()),
        ("电话12345，投资2025万元", None, ()),
    ],
)
def test_years_in_a_text(text: str, asked_on: date | None, expected: tuple[int, ...]) -> None:
    assert years_in(text, asked_on) == expected


def test_a_conversation_names_district_and_year() -> None:
    item = replace(PLACES, question="那护学岗呢？", history=(Said("user", "东湖2025年新增多少学位？"), Said("assistant", "1200个。")))
    assert (names_a_region(item, CATALOGUE), names_a_year(item)) == (True, True)


def test_the_same_cases_in_every_run() -> None:
    first = district_cases([PLACES, GUARDS], CATALOGUE, TEXTS)
    second = district_cases([GUARDS, PLACES], dict(reversed(CATALOGUE.items())), dict(reversed(TEXTS.items())))
    assert sorted(first, key=lambda case: case.of) == sorted(second, key=lambda case: case.of)
