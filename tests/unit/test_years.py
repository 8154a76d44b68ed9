from __future__ import annotations

import pytest

from index.years import years_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2024年工作总结及2025年工作打算", (2024, 2025), id="two"),
        pytest.param("2025年、2024年、2025年", (2024, 2025), id="ascending, once"),
        pytest.param("2023-2025年三年行动", (2023, 2024, 2025), id="range"),
        pytest.param("总投资120250元", (), id="inside a longer number"),
        pytest.param("2025-2035年", tuple(range(2025, 2036)), id="ten years"),
        pytest.param("2035-2025", (2025, 2035), id="no range backwards"),
        pytest.param("教育", (), id="none"),
    ],
)
def test_years_in(text: str, expected: tuple[int, ...]) -> None:
    assert years_in(text) == expected
