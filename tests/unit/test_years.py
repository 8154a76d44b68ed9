from __future__ import annotations

import pytest

from index.years import without_years, years_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2024年工作总结及2025年工作打算", (2024, 2025), id="two"),
        pytest.param("2025年、2024年、2025年", (2024, 2025), id="ascending, once"),
        pytest.param("2023-2025年三年行动", (2023, 2024, 2025), id="range"),
        pytest.param("总投资120250元", (), id="inside a longer number"),
        pytest.param("2025-2035年", tuple(range(2025, 2036)), id="ten years"),
        pytest.param("2035-2025", (2025, 2035), id="no range backwards"),
        pytest.param("2023年至2025年", (2023, 2024, 2025), id="range with the word twice"),
        pytest.param("新增2000个学位,投入2010.5万元,2000余人参加", (), id="a number that is counted"),
        pytest.param("2025人才引进、2024名师工程", (2024, 2025), id="a word that begins like a measure"),
        pytest.param("二〇二四年总结和二○二五年打算", (2024, 2025), id="Chinese figures"),
        pytest.param("手机13920251234", (), id="inside a telephone number"),
        pytest.param("教育", (), id="none"),
    ],
)
def test_years_in(text: str, expected: tuple[int, ...]) -> None:
    assert years_in(text) == expected


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("2025年度新增2000个", " 新增2000个"),
        ("2023-2025年行动", " 行动"),
        ("二〇二五年招聘", " 招聘"),
        ("电话13920251234", "电话13920251234"),
    ],
)
def test_without_years(text: str, left: str) -> None:
    assert without_years(text) == left
