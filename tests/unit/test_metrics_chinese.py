"""Expected values by hand from the definition: 2PR/(P+R) over the longest common run."""

from __future__ import annotations

import pytest

from eval.metrics.chinese import exact_match, f1, longest_run, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增省优质园2所", ["新", "增", "省", "优", "质", "园", "2", "所"]),
        ("KPL电竞", ["kpl", "电", "竞"]),
        ("92.5%", ["92.5", "%"]),
        ("2025年。", ["2025", "年"]),
        ("，。", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("said", "references", "expected"),
    [
        pytest.param("2所", ["2所"], 1.0, id="equal"),
        pytest.param("两 所。", ["2所"], 1.0, id="folded"),
        pytest.param("優質園", ["优质园"], 1.0, id="traditional"),
        pytest.param("“蓬莱季”", ["蓬莱季"], 1.0, id="punctuation"),
        pytest.param("3所", ["2所"], 0.0, id="other figure"),
        pytest.param("新增2所", ["2所"], 0.0, id="more"),
        pytest.param("2所", ["3所", "2所"], 1.0, id="any reference"),
        pytest.param("", ["2所"], 0.0, id="empty"),
        pytest.param("2所", [], 0.0, id="no reference"),
    ],
)
def test_exact_match(said: str, references: list[str], expected: float) -> None:
    assert exact_match(said, references) == expected


@pytest.mark.parametrize(
    ("said", "references", "expected"),
    [
        pytest.param("2所", ["2所"], 1.0, id="equal"),
        pytest.param("新增2所", ["2所"], 2 * 2 / (4 + 2), id="run of 2 in 4"),
        pytest.param("蓬莱研修季", ["蓬莱季"], 2 * 2 / (5 + 3), id="contiguous: 蓬莱, not 蓬莱季"),
        pytest.param("甲乙丙丁", ["丙丁甲乙"], 2 * 2 / (4 + 4), id="order counts"),
        pytest.param("2所", ["3人"], 0.0, id="nothing in common"),
        pytest.param("2所", ["新增优质园2所", "2所"], 1.0, id="best reference"),
        pytest.param("", ["2所"], 0.0, id="empty"),
        pytest.param("2所", [], 0.0, id="no reference"),
    ],
)
def test_f1(said: str, references: list[str], expected: float) -> None:
    assert f1(said, references) == pytest.approx(expected)


def test_longest_run() -> None:
    assert longest_run("abcabd", "xabdx") == 3
    assert longest_run("", "a") == 0
