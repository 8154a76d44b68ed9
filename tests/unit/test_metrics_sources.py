from __future__ import annotations

import pytest

from eval.metrics.places import place_of, years_of
from eval.metrics.sources import read_head, resolve, stem
from eval.types import Cited
from tests.metrics_world import NEIGHBOUR, PLAN, TEXTS, cite

KNOWN = {stem(name): text for name, text in TEXTS.items()}


@pytest.mark.parametrize(
    ("name", "expected"), [("a/b/计划.txt", "计划"), ("c:\\x\\计划.docx", "计划"), ("计划", "计划"), ("2.1版.pdf", "2.1版")]
)
def test_stem(name: str, expected: str) -> None:
    assert stem(name) == expected


@pytest.mark.parametrize(
    ("text", "district"),
    [
        (PLAN, "青岚"),
        ("| 發布機構 | 汀洲區(qū)教育局 |", "汀洲"),
        ("澜安市望湖区教育局", "望湖"),
        ("雲坪縣教育局2025年方案", "云坪"),
        ("2025年河北省政府工作报告", ""),
        ("", ""),
    ],
)
def test_district_of_the_head(text: str, district: str) -> None:
    assert read_head(text).district == district


def test_years_and_dates_of_the_head() -> None:
    head = read_head(PLAN)
    assert head.years == {"2025"}
    assert head.dates == {"2025", "2025年2月18日"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (PLAN, "青岚"),
        ("2025年河北省政府工作报告\n来源：河北日报", "河北"),
        ("2025年宁夏政府工作报告\n来源：青海日报", "宁夏"),
        ("澜安市教育局关于2024年度重点工作的通报", "澜安"),
        ("关于开展检查的通知", ""),
    ],
)
def test_place(text: str, place: str) -> None:
    assert place_of(text) == place


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param(PLAN, {"2025"}, id="title"),
        pytest.param("崇川区教育局\n2019年工作总结及2020年工作谋划\n发布时间:2020-09-03\n2018年", {"2019", "2020"}, id="two years"),
        pytest.param("索引号 1133/2024-94391\n县教育局2024年工作要点\n发布日期: 2025- 05- 24", {"2024"}, id="published later"),
        pytest.param("2023—2024学年安排", {"2023", "2024"}, id="school year"),
        pytest.param("某县情况\n2022年以来", {"2022"}, id="no title with a year"),
        pytest.param("某县情况\n发布时间:2021-03-04", {"2021"}, id="only a date"),
        pytest.param("某县情况", set(), id="none"),
    ],
)
def test_years(text: str, years: set[str]) -> None:
    assert years_of(text) == years


def test_a_known_document_overrules_the_citation() -> None:
    source = resolve(cite(1, "a/青岚计划.txt", "新增学位4590个", title="望湖区教育局2023年计划", region="望湖区"), KNOWN, frozenset())
    assert (source.document, source.district, source.title, source.years) == ("青岚计划", "青岚", "", frozenset({"2025"}))


def test_a_title_that_the_document_has_counts() -> None:
    assert (
        resolve(cite(1, "青岚计划.txt", "", title="青岚区教育局2025年工作计划"), KNOWN, frozenset()).title == "青岚区教育局2025年工作计划"
    )


def test_an_unknown_name_is_found_by_its_quotation() -> None:
    assert resolve(Cited(1, "upload.bin", 0, 0, "2025年，新增学位2430个"), KNOWN, frozenset()).document == "望湖计划"


def test_an_unknown_document_is_taken_at_its_word() -> None:
    source = resolve(Cited(1, "别处.txt", 0, 0, "没有这句话", title="鹿鸣区2024年总结", region="澜安市鹿鸣区"), KNOWN, frozenset({"别处"}))
    assert (source.document, source.district, source.years) == ("别处", "鹿鸣", frozenset({"2024"}))
    assert resolve(Cited(1, "无名.txt", 0, 0, "没有这句话"), KNOWN, frozenset()).document == ""


def test_a_short_quotation_finds_nothing() -> None:
    assert "2025" in NEIGHBOUR
    assert resolve(Cited(1, "upload.bin", 0, 0, "2025年"), KNOWN, frozenset()).document == ""
