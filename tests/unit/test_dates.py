from __future__ import annotations

from datetime import date

import pytest

from rag.question.dates import spelled_out_years


@pytest.mark.parametrize(
    ("text", "spelled_out"),
    [
        pytest.param("今年招多少", "2025年招多少", id="this year"),
        pytest.param("前年和明年", "2023年和2026年", id="two years ago and next year"),
        pytest.param("24年招多少", "2024年招多少", id="two digits"),
        pytest.param("24-25年招多少", "2024-2025年招多少", id="a span of two digits"),
        pytest.param("近两年招多少", "2024-2025年招多少", id="the last two years"),
        pytest.param("这三年:2023年、2024年", "这三年:2023年、2024年", id="years written out beside it"),
        pytest.param("本学年招多少", "2024-2025学年招多少", id="a school year, asked in June"),
        pytest.param("近两年级的课", "近两年级的课", id="a year at school"),
        pytest.param("教龄25年", "教龄25年", id="a length of service"),
        pytest.param("三年行动计划", "三年行动计划", id="a plan"),
        pytest.param("近三年行动计划", "近三年行动计划", id="a plan named beside"),
    ],
)
def test_spelled_out_years(text: str, spelled_out: str) -> None:
    assert spelled_out_years(text, date(2025, 6, 1)) == spelled_out


def test_a_school_year_begins_in_autumn() -> None:
    assert spelled_out_years("本学年", date(2025, 9, 1)) == "2025-2026学年"
