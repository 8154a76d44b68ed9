"""What stands at the head of a table."""

from __future__ import annotations

import pytest

from rag.tables import head_of_table, is_row, measures_in

TEXT = "二、进度\n单位：万元\n| 项目 | 投资 |\n| --- | --- |\n| 一小 | 420 |\n| 二小 | 380 |\n另有说明。"


def test_the_head_of_a_table_and_the_lines_above_it() -> None:
    assert head_of_table(TEXT, TEXT.index("| 二小")) == "二、进度\n单位：万元\n| 项目 | 投资 |"
    assert head_of_table(TEXT, TEXT.index("| 项目")) == "二、进度\n单位：万元\n| 项目 | 投资 |"
    assert head_of_table("| 项目 |\n| 一小 |", 7) == "| 项目 |"


@pytest.mark.parametrize(
    ("head", "units", "measured"),
    [
        pytest.param("| 县 | 新增学位(个) | 覆盖率(%) |", {"元"}, False, id="no money"),
        pytest.param("| 县 | 投资(万元) |", {"元"}, True, id="money"),
        pytest.param("| 县 | 招聘教师(名) |", {"人", "人次"}, True, id="people as they are written"),
        pytest.param("| 学校 | 班数 | 人数 |", {"人"}, True, id="no unit named"),
        pytest.param("| 县 | 覆盖率(%) |", set(), True, id="no unit asked for"),
    ],
)
def test_measures_in(head: str, units: set[str], measured: bool) -> None:
    assert measures_in(head, "| 云溪区 | 89 |", units) is measured


def test_is_row() -> None:
    assert is_row(" | 一小 | 420 |")
    assert not is_row("一小420万元")
