from __future__ import annotations

import pytest

from eval.metrics.units import Unit, read_marks, units, without_marks
from eval.types import CellGiven, Given, RowGiven, TableGiven


def of(text: str) -> tuple[Unit, ...]:
    return units(Given("answered", text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("……[1]", [], id="nothing but marks"),
        pytest.param("甲。乙；丙", [("甲。", ()), ("乙;", ()), ("丙", ())], id="cut"),
        pytest.param("新增两所。[1]招聘三人[2]。", [("新增2所。", (1,)), ("招聘3人。", (2,))], id="late mark"),
        pytest.param("甲[1, 3]乙[2]", [("甲乙", (1, 3, 2))], id="marks in one"),
        pytest.param("1. 甲项\n（二）乙项\n③丙项", [("甲项", ()), ("乙项", ()), ("丙项", ())], id="numbering"),
        pytest.param("2025年新增3所", [("2025年新增3所", ())], id="a year is no list number"),
        pytest.param("他说“好。好。”就走", [("他说“好,好,”就走", ())], id="inside quotation marks"),
    ],
)
def test_text(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(unit.text, unit.marks) for unit in of(text)] == expected


def test_heading_labels_what_follows_but_not_itself() -> None:
    heading, first, second = of("望湖区：\n新增2所。\n招聘3人")
    assert (heading.label, first.label, second.label) == ("", "望湖区:", "望湖区:")


def test_earlier_text_of_the_line() -> None:
    assert [unit.before for unit in of("青岚新增3所。望湖5所。\n鹿鸣2所")] == ["", "青岚新增3所。", ""]


def test_quoted_begins_at_the_quotation() -> None:
    assert [unit.quoted for unit in of("3所。[1]\n> 新增学位3所。")] == [False, True]
    assert [unit.quoted for unit in of("3所。原文：新增3所")] == [False, True]


def test_cells_carry_row_and_column_and_stand_under_the_last_columns() -> None:
    table = TableGiven(("地区", "学位", "教师"), (RowGiven("青岚", (CellGiven("4590个", (1,)), CellGiven(""))),))
    assert units(Given("answered", "", table=table)) == (Unit("4590个", (1,), "青岚|学位", is_cell=True),)


def test_more_cells_than_columns() -> None:
    table = TableGiven((), (RowGiven("青岚", (CellGiven("3所"),)),))
    assert [unit.label for unit in units(Given("answered", "", table=table))] == ["青岚|"]


def test_marks() -> None:
    assert read_marks("甲[1]乙[2、3]丙[1234]") == (1, 2, 3)
    assert without_marks("甲[1]乙[2、3]") == "甲乙"
