from __future__ import annotations

import pytest

from eval.metrics.support import number_support
from eval.types import CellGiven, Cited, RowGiven, TableGiven
from tests.metrics_world import PLACES, PLACES_CITED, PLACES_ELSEWHERE, answered, cite, seen

STAFF = cite(2, "青岚计划.txt", "公开招聘教师210名,其中研究生不少于60名")


@pytest.mark.parametrize(
    ("text", "citations", "expected"),
    [
        pytest.param("新增4590个。[1]", (PLACES_CITED,), 1.0, id="held"),
        pytest.param("新增4591个。[1]", (PLACES_CITED,), 0.0, id="off by one"),
        pytest.param("新增4590个，教师210名。[1]", (PLACES_CITED, STAFF), 0.5, id="by its own citation only"),
        pytest.param("新增4590个，教师210名。", (PLACES_CITED, STAFF), 1.0, id="unmarked: by any"),
        pytest.param("新增4590个", (), 0.0, id="no citation"),
        pytest.param("新增4590个。[3]", (PLACES_CITED,), 0.0, id="mark without citation"),
        pytest.param("新增学位。[1]", (PLACES_CITED,), None, id="no figure"),
        pytest.param("", (), None, id="empty"),
        pytest.param("2025年新增4590个。[1]", (PLACES_CITED,), 1.0, id="year of the question"),
        pytest.param("2024年新增4590个。[1]", (PLACES_CITED,), 0.5, id="year of nobody"),
        pytest.param("2025年2月18日发布。[1]", (PLACES_CITED,), 1.0, id="date at the top of the document"),
        pytest.param("共2项：\n- 学位\n- 教师", (), None, id="counts its items"),
        pytest.param("共3项：\n- 学位\n- 教师", (), 0.0, id="miscounts its items"),
        pytest.param("青岚比望湖高出2160个（由[1][2]计算得出）", (PLACES_CITED, PLACES_ELSEWHERE), 0.0, id="difference by one citation"),
        pytest.param("教师比研究生多150名（由[1][2]计算得出）", (PLACES_CITED, STAFF), None, id="declared difference"),
        pytest.param("教师比研究生多150名[1][2]", (PLACES_CITED, STAFF), 0.0, id="undeclared difference"),
        pytest.param("兩百一十名[2]", (STAFF,), 1.0, id="traditional numeral"),
    ],
)
def test_number_support(text: str, citations: tuple[Cited, ...], expected: float | None) -> None:
    assert number_support(seen(PLACES, answered(text, *citations))) == expected


def test_cells_are_supported_by_their_own_citations() -> None:
    cells = (CellGiven("4590个", (1,)), CellGiven("210名", (1,)))
    table = TableGiven(("地区", "学位", "教师"), (RowGiven("青岚", cells),))
    assert number_support(seen(PLACES, answered("", PLACES_CITED, STAFF, table=table))) == 0.5
