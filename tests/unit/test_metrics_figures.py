from __future__ import annotations

import pytest

from eval.metrics.figures import Figure, among, backed, figures, figures_of, same
from eval.metrics.folding import fold


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("新增学位4590个", [("4590", "个")]),
        ("92.50%以上", [("92.5", "%")]),
        ("2-3所", [("2-3", "所")]),
        ("600余次", [("600", "次")]),
        ("2025年1月24日", [("2025年1月24日", "date")]),
        ("9月12日交付", [("9月12日", "date")]),
        ("2025年新增3所", [("2025", "date"), ("3", "所")]),
        ("2000所", [("2000", "所")]),
        ("12345热线", [("12345", "")]),
        ("三位一体", []),
        ("12类45件实事", [("12", "类"), ("45", "件")]),
        ("“3+2”特培计划", []),
        ("1+4-1", []),
        ("约1231万元", [("12310000", "元")]),
        ("3个亿", [("3", "")]),
        ("", []),
    ],
    ids=lambda value: str(value)[:20],
)
def test_figures(text: str, found: list[tuple[str, str]]) -> None:
    assert [figure[:2] for figure in figures(fold(text))] == found


def test_positions_are_of_the_folded_text() -> None:
    assert [figure.position for figure in figures_of("共两所，三人")] == [1, 4]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("20名", "20人", True),
        ("20位", "20人", True),
        ("111家", "111所", True),
        ("2次", "2回", True),
        ("2所", "2人", False),
        ("2所", "3所", False),
        ("20", "20人", True),
        ("20人", "20", False),
        ("2-3所", "2—3个", True),
        ("50人", "50%", False),
    ],
)
def test_same(one: str, other: str, equal: bool) -> None:
    assert same(figures_of(one)[0], figures_of(other)[0]) is equal


def test_among_and_backed_differ_for_a_bare_figure() -> None:
    bare, counted = Figure("20", "", 0), Figure("20", "名", 0)
    assert (among(counted, [bare]), among(bare, [counted])) == (True, False)
    assert (backed(counted, [bare]), backed(bare, [counted])) == (False, True)
