from __future__ import annotations

import pytest

from eval.metrics.number import is_concise, score_number
from eval.types import CellGiven, Cited, Item, RowGiven, TableGiven
from tests.metrics_world import PLACES, PLACES_BEFORE, PLACES_CITED, PLACES_ELSEWHERE, answered, cite, item, seen

SHARE = item(
    "number", "青岚普惠园覆盖率目标", "92.5%以上", ["普惠园覆盖率达92.5%以上"], ["92.5%"], [("青岚计划.txt", "普惠园覆盖率达92.5%以上")]
)
SCHOOLS = item("number", "青岚新建几所学校？", "2所", ["新建2所"], [], [("青岚计划.txt", "新建学校2所")])
RANGE = item("number", "青岚创建几所示范校？", "2-3所", ["创建2-3所"], [], [("青岚计划.txt", "创建2-3所")])
DRILLS = item("number", "青岚演练几次？", "每学期2次", ["每学期组织演练2次"], [], [("青岚计划.txt", "每学期组织演练2次")])
STAFF = item(
    "number",
    "青岚2025年招多少教师，其中研究生多少？",
    "教师210名，研究生60名",
    ["公开招聘教师210名", "研究生不少于60名"],
    ["210名、60名"],
    [("青岚计划.txt", "公开招聘教师210名,其中研究生不少于60名")],
)
EITHER = item("number", "青岚的办法是2024年还是2025年印发的？", "2024年", ["2024年印发"], [], [("青岚总结.txt", "2024年")])


@pytest.mark.parametrize(
    ("about", "text", "citation", "expected"),
    [
        pytest.param(PLACES, "4590个", None, 1.0, id="bare answer"),
        pytest.param(PLACES, "青岚区（2025年）：新增学位4590个。[1]", PLACES_CITED, 1.0, id="sentence with citation"),
        pytest.param(PLACES, "青嵐區新增學位4590個", None, 1.0, id="traditional"),
        pytest.param(PLACES, "约4590个", None, 1.0, id="qualifier"),
        pytest.param(PLACES, "4590", None, 0.0, id="without measure word"),
        pytest.param(PLACES, "4591个", None, 0.0, id="off by one"),
        pytest.param(PLACES, "4590人", None, 0.0, id="other measure word"),
        pytest.param(PLACES, "", None, 0.0, id="empty"),
        pytest.param(PLACES, "未找到相关内容，4590个", None, 0.0, id="refusal"),
        pytest.param(PLACES, "3240个、2430个、4590个", None, 0.0, id="sprayed"),
        pytest.param(PLACES, "不是3240个，是4590个", None, 1.0, id="rejects another"),
        pytest.param(PLACES, "《2023年3所学校方案》要求新增4590个", None, 1.0, id="figure in a title"),
        pytest.param(PLACES, "望湖新增4590个", None, 0.0, id="named for another district"),
        pytest.param(PLACES, "新增4590个。[1]", PLACES_ELSEWHERE, 0.0, id="cited from another district"),
        pytest.param(PLACES, "新增4590个。[1]", PLACES_BEFORE, 0.0, id="cited from another year"),
        pytest.param(PLACES, "2025年新增4590个", None, 1.0, id="year of the question"),
        pytest.param(SCHOOLS, "新建两所", None, 1.0, id="两所"),
        pytest.param(SCHOOLS, "新建二所", None, 1.0, id="二所"),
        pytest.param(SCHOOLS, "新建2家", None, 1.0, id="interchangeable"),
        pytest.param(SCHOOLS, "新建1-2所", None, 0.0, id="range for a number"),
        pytest.param(RANGE, "两到三所", None, 1.0, id="spoken range"),
        pytest.param(RANGE, "2—3所", None, 1.0, id="dashed range"),
        pytest.param(RANGE, "2所", None, 0.0, id="half a range"),
        pytest.param(SHARE, "92.5%以上", None, 1.0, id="percentage"),
        pytest.param(SHARE, "92.5%以内", None, 0.0, id="opposite bound"),
        pytest.param(SHARE, "百分之九十二点五", None, 0.0, id="spoken decimal is not read"),
        pytest.param(DRILLS, "每学期2次", None, 1.0, id="period"),
        pytest.param(DRILLS, "每学年2次", None, 0.0, id="other period"),
        pytest.param(DRILLS, "2次", None, 0.0, id="period of the answer missing"),
        pytest.param(STAFF, "教师210名，其中研究生60名", None, 1.0, id="two figures"),
        pytest.param(STAFF, "研究生60名，教师210名", None, 1.0, id="two in other order, labelled"),
        pytest.param(STAFF, "60名、210名", None, 0.0, id="two in other order, bare"),
        pytest.param(STAFF, "研究生210名，教师60名", None, 0.0, id="labels exchanged"),
        pytest.param(STAFF, "教师210名", None, 0.0, id="one of two"),
        pytest.param(EITHER, "2024年", None, 1.0, id="one of the years in question"),
        pytest.param(EITHER, "2025年", None, 0.0, id="the other year"),
    ],
)
def test_score_number(about: Item, text: str, citation: Cited | None, expected: float) -> None:
    assert score_number(seen(about, answered(text, *[citation] if citation else []))) == expected


def test_figures_before_a_quotation_count_first() -> None:
    text = "新增4590个。[1]\n原文：总投资5.86亿元,新增学位4590个"
    assert score_number(seen(PLACES, answered(text, PLACES_CITED))) == 1.0
    assert score_number(seen(PLACES, answered("原文：总投资5.86亿元,新增学位4590个"))) == 0.0


def test_a_cell_of_the_table_counts() -> None:
    table = TableGiven(("地区", "学位"), (RowGiven("青岚", (CellGiven("4590个"),)),))
    assert score_number(seen(PLACES, answered("见下表。", table=table))) == 1.0


def test_the_title_of_the_cited_document_is_no_answer() -> None:
    title = cite(1, "青岚计划.txt", "新增学位4590个", title="青岚区教育局2025年工作计划")
    assert score_number(seen(PLACES, answered("青岚区教育局2025年工作计划：4590个[1]", title))) == 1.0


def test_what_lies_behind_the_budget_is_not_read() -> None:
    assert score_number(seen(PLACES, answered("全区上下共同努力" * 20 + "。4590个"))) == 0.0


def test_is_concise() -> None:
    assert is_concise(answered("4590个。[1]")) == 1.0
    assert is_concise(answered("甲" * 160 + "[1]")) == 1.0
    assert is_concise(answered("甲" * 161)) == 0.0
    assert is_concise(answered("4590个。\n> " + "甲" * 300)) == 1.0
