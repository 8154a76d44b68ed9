from __future__ import annotations

from dataclasses import replace

import pytest

from eval.metrics import owners
from eval.metrics.figures import figures
from tests.metrics_world import PLACES, PLACES_CITED, PLACES_ELSEWHERE, answered, seen


@pytest.mark.parametrize(
    ("text", "districts", "years"),
    [
        pytest.param("青岚新增3所", "青岚", "", id="before"),
        pytest.param("青岚和望湖新增3所", "望湖", "", id="nearest before"),
        pytest.param("新增3所的是望湖", "望湖", "", id="after"),
        pytest.param("2024年3所", "", "2024", id="year before"),
        pytest.param("3所是2024年的，2025年另计", "", "2024", id="first year after"),
        pytest.param("新增3所", "", "", id="nowhere"),
        pytest.param("新增3所[1]", "青岚", "2025", id="of the cited document"),
        pytest.param("新增3所[2]", "望湖", "2025", id="of the other document"),
        pytest.param("望湖新增3所[1]", "望湖", "2025", id="said before cited"),
        pytest.param("望湖：\n新增3所", "望湖", "", id="heading"),
        pytest.param("望湖很好。新增3所", "望湖", "", id="earlier in the line"),
    ],
)
def test_owner(text: str, districts: str, years: str) -> None:
    view = seen(PLACES, answered(text, PLACES_CITED, replace(PLACES_ELSEWHERE, n=2)))
    unit, figure = next((u, f) for u in view.units for f in figures(u.text) if f.value == "3")
    assert owners.district(view, unit, figure.position) == ({districts} if districts else set())
    assert owners.year(view, unit, figure.position) == ({years} if years else set())


def test_respectively_pairs_in_order() -> None:
    view = seen(PLACES, answered("青岚、望湖分别新增3所、5所"))
    (unit,) = view.units
    assert [owners.district(view, unit, figure.position) for figure in figures(unit.text)] == [{"青岚"}, {"望湖"}]
