from __future__ import annotations

import pytest

from rag.question.period import period_of, said_for


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("打算新增几所", "planned"),
        ("目标是多少", "planned"),
        ("要建几所", "planned"),
        ("新增了几所", "done"),
        ("实际招多少", "done"),
        ("计划完成了没有", ""),
        ("有哪些要求", ""),
        ("目标是多少,不是完成数", "planned"),
    ],
)
def test_period(text: str, period: str) -> None:
    assert period_of(text) == period


def test_what_is_not_asked_is_left_out() -> None:
    assert said_for("2025年目标多少,不是2024年完成数") == "2025年目标多少"
