from __future__ import annotations

import pytest

from eval.metrics.points import focus, score_fact, score_points
from eval.types import CellGiven, Cited, Item, RowGiven, TableGiven
from tests.metrics_world import PLACES, PLACES_CITED, PLACES_ELSEWHERE, answered, cite, item, seen

MEASURES = item(
    "list",
    "青岚优化布局有哪些举措？",
    "整合乡村学校；创新监管机制",
    ["整合乡村小规模学校", "创新监管机制"],
    [],
    [("青岚计划.txt", "整合乡村小规模学校,创新监管机制")],
)
COMPARED = item(
    "compare",
    "青岚和望湖2025年新增学位各多少，哪个多？",
    "青岚4590个，望湖2430个，青岚多",
    ["青岚新增学位4590个", "望湖新增学位2430个", "青岚更多"],
    [],
    [("青岚计划.txt", "新增学位4590个"), ("望湖计划.txt", "新增学位2430个")],
)
YEARS = item(
    "temporal",
    "青岚招聘教师，2024年实际多少，2025年打算多少？",
    "2024年186名；2025年210名",
    ["2024年招聘186名", "2025年招聘210名"],
    ["186名、210名"],
    [("青岚总结.txt", "招聘教师186名"), ("青岚计划.txt", "公开招聘教师210名")],
)
NEGATIVE = item("fact", "青岚示范校创成了吗？", "未创成省级示范校", ["未创成省级示范校"], [], [("青岚计划.txt", "未创成省级示范校")])
POSITIVE = item("fact", "青岚创建得怎样？", "建成省级示范校", ["建成省级示范校"], [], [("青岚计划.txt", "建成省级示范校")])
UNCLEAR = item(
    "ambiguous",
    "2025年新增多少个学位？",
    "青岚4590个；望湖2430个",
    ["青岚新增学位4590个", "望湖新增学位2430个"],
    [],
    [("青岚计划.txt", "新增学位4590个"), ("望湖计划.txt", "新增学位2430个")],
)
BRAND = item("fact", "青岚的研修品牌", "云锦季", ["云锦季"], ["云锦季"], [("青岚计划.txt", "推进云锦季研修品牌打造")])
GRADE = item("fact", "青岚结项评的什么等次", "优秀", ["获评优秀"], ["优秀"], [("青岚计划.txt", "结项工作获评优秀等次")])
RATE = item("fact", "青岚失业率", "1%", ["1%"], ["1%"], [("青岚计划.txt", "失业率1%")])
PAIR = item(
    "fact",
    "青岚为何推迟，何时交付",
    "雨季停工，9月12日",
    ["雨季停工", "9月12日交付"],
    ["雨季停工,9月12日"],
    [("青岚计划.txt", "因雨季停工,9月12日交付")],
)
OTHER = cite(2, "望湖计划.txt", "新增学位2430个")


@pytest.mark.parametrize(
    ("about", "text", "citations", "expected"),
    [
        pytest.param(MEASURES, "整合乡村小规模学校；创新监管机制。", (), 1.0, id="all"),
        pytest.param(MEASURES, "整合鄉村小規模學校。", (), 0.5, id="half, traditional"),
        pytest.param(MEASURES, "推动乡村的小规模学校整合", (), 0.5, id="reworded"),
        pytest.param(MEASURES, "不整合乡村小规模学校", (), 0.0, id="negated"),
        pytest.param(MEASURES, "不断整合乡村小规模学校", (), 0.5, id="不断 negates nothing"),
        pytest.param(MEASURES, "", (), 0.0, id="empty"),
        pytest.param(MEASURES, "未找到相关内容。整合乡村小规模学校", (), 0.0, id="refusal"),
        pytest.param(MEASURES, "整合乡村小规模学校[1]", (cite(1, "望湖计划.txt", "新增学位2430个"),), 0.0, id="cited from elsewhere"),
        pytest.param(COMPARED, "青岚新增学位4590个，望湖新增学位2430个。青岚多", (), 1.0, id="compared"),
        pytest.param(COMPARED, "青岚新增学位2430个，望湖新增学位4590个。望湖多", (), 0.0, id="exchanged"),
        pytest.param(COMPARED, "青岚、望湖分别新增学位4590个、2430个。", (), 2 / 3, id="分别"),
        pytest.param(COMPARED, "新增学位4590个[1]；新增学位2430个[2]", (PLACES_CITED, OTHER), 2 / 3, id="districts by citation"),
        pytest.param(COMPARED, "新增学位4590个[2]；新增学位2430个[1]", (PLACES_CITED, OTHER), 0.0, id="citations exchanged"),
        pytest.param(COMPARED, "青岚新增学位4590个，望湖未提及", (), 1 / 3, id="names what it misses"),
        pytest.param(YEARS, "2024年招聘186名，2025年招聘210名", (), 1.0, id="years"),
        pytest.param(YEARS, "2024年招聘210名，2025年招聘186名", (), 0.0, id="years exchanged"),
        pytest.param(YEARS, "186名、210名", (), 1.0, id="without years, which the question names"),
        pytest.param(UNCLEAR, "青岚新增学位4590个；望湖新增学位2430个", (), 1.0, id="every district"),
        pytest.param(UNCLEAR, "新增学位4590个", (), 0.0, id="no district"),
        pytest.param(UNCLEAR, "您问的是哪个区？青岚还是望湖？", (), 1.0, id="asks back, then names"),
        pytest.param(UNCLEAR, "青岚、望湖都有，您问的是哪个区？", (), 1.0, id="asks back"),
        pytest.param(UNCLEAR, "您问的是哪个区？", (), 0.0, id="asks back about nothing"),
    ],
)
def test_score_points(about: Item, text: str, citations: tuple[Cited, ...], expected: float) -> None:
    assert score_points(seen(about, answered(text, *citations))) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("about", "text", "expected"),
    [
        pytest.param(NEGATIVE, "未创成省级示范校", 1.0, id="negative kept"),
        pytest.param(NEGATIVE, "创成省级示范校", 0.0, id="negative lost"),
        pytest.param(POSITIVE, "建成省级示范校", 1.0, id="positive"),
        pytest.param(POSITIVE, "没有建成省级示范校", 0.0, id="negated"),
        pytest.param(BRAND, "研修品牌是“云锦季”。", 1.0, id="accepted form"),
        pytest.param(BRAND, "不是云锦季", 0.0, id="rejected form"),
        pytest.param(GRADE, "优秀", 1.0, id="short form, short answer"),
        pytest.param(GRADE, "全区教师队伍优秀，大家共同努力做好各方面的工作", 0.0, id="short form about something else"),
        pytest.param(RATE, "1%", 1.0, id="1%"),
        pytest.param(RATE, "11%", 0.0, id="1% is not in 11%"),
        pytest.param(PAIR, "因为雨季停工。9月12日才交付。", 1.0, id="parts in two units"),
        pytest.param(PAIR, "因为雨季停工。", 0.0, id="one part"),
        pytest.param(BRAND, "", 0.0, id="empty"),
    ],
)
def test_score_fact(about: Item, text: str, expected: float) -> None:
    assert score_fact(seen(about, answered(text))) == expected


def test_a_table_is_read_by_row_and_column() -> None:
    rows = (RowGiven("青岚", (CellGiven("新增学位4590个"),)), RowGiven("望湖", (CellGiven("新增学位2430个"),)))
    table = TableGiven(("地区", "学位"), rows)
    assert score_points(seen(COMPARED, answered("见下表。", table=table))) == pytest.approx(2 / 3)
    swapped = TableGiven(("地区", "学位"), (RowGiven("望湖", rows[0].cells), RowGiven("青岚", rows[1].cells)))
    assert score_points(seen(COMPARED, answered("见下表。", table=swapped))) == 0.0


def test_guesses_earn_nothing() -> None:
    guesses = "、".join(f"{n}个" for n in (1000, 2000, 3000, 4000, 4590))
    assert score_points(seen(COMPARED, answered(f"青岚新增学位{guesses}"))) == 0.0


def test_focus_falls_with_what_does_not_serve() -> None:
    good = "新增学位4590个。[1]"
    assert focus(seen(PLACES, answered(good, PLACES_CITED))) == 1.0
    assert focus(seen(PLACES, answered(good + "积极组织各类体育活动。", PLACES_CITED))) == 0.5
    assert focus(seen(PLACES, answered("好"))) is None


def test_a_reading_of_another_district_serves_nothing() -> None:
    assert focus(seen(PLACES, answered("望湖的教师招聘工作顺利。[1]", PLACES_ELSEWHERE))) == 0.0
