from __future__ import annotations

import subprocess
import sys

import pytest

from eval.aggregate import groups_of, plain_figures, set_figures
from eval.intervals import RESAMPLES, bootstrap, bootstrap_macro, paired_bootstrap, wilson
from eval.types import Figure, Item, Quote, Row, Values


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([0.5], (0.5, 0.5), id="one"),
        pytest.param([1.0] * 40, (1.0, 1.0), id="all the same"),
        pytest.param([0.0, 1.0], (0.0, 1.0), id="two: each corner has a quarter of the draws"),
        pytest.param([0.0, 0.0, 1.0], (0.0, 1.0), id="three: all ones in 1/27 of the draws"),
        pytest.param([0.0] * 99 + [1.0], (0.0, 0.03), id="one in a hundred: nearly Poisson"),
    ],
)
def test_bootstrap(values: list[float], expected: tuple[float, float]) -> None:
    assert bootstrap(values) == pytest.approx(expected)


def test_bootstrap_is_as_wide_as_theory_has_it() -> None:
    """200 answers, half right: 1.96 · √(0.25 / 200) = 0.0693 to either side."""
    low, high = bootstrap([0.0, 1.0] * 100)
    assert (low, high) == pytest.approx((0.5 - 0.0693, 0.5 + 0.0693), abs=0.006)


def test_many_values_are_drawn_in_batches() -> None:
    low, high = bootstrap([0.0, 1.0] * 1500)
    assert (low, high) == pytest.approx((0.5 - 0.0179, 0.5 + 0.0179), abs=0.002)


def test_macro_draws_from_each_group_by_itself() -> None:
    assert bootstrap_macro([[1.0] * 9, [0.0]]) == (0.5, 0.5)
    assert bootstrap_macro([[0.0, 1.0], [1.0]]) == (0.5, 1.0)


def test_nothing_to_draw_from() -> None:
    empty: list[float] = []
    for values in (empty, ()):
        with pytest.raises(ValueError, match="no values"):
            bootstrap(values)
    with pytest.raises(ValueError, match="no values"):
        bootstrap_macro([])
    with pytest.raises(ValueError, match="no values"):
        paired_bootstrap([], [])


def test_paired() -> None:
    """Every question a little better: sure, although both sides vary widely."""
    before = [0.0, 0.5, 0.9] * 10
    found = paired_bootstrap(before, [value + 0.1 for value in before])
    assert (found.n, found.higher, found.lower) == (30, 30, 0)
    assert (found.mean, *found.interval) == pytest.approx((0.1, 0.1, 0.1))
    assert found.p_value == 2 / (RESAMPLES + 1)


def test_paired_without_a_difference() -> None:
    same = paired_bootstrap([1.0, 0.0], [1.0, 0.0])
    assert (same.mean, same.interval, same.p_value, same.higher, same.lower) == (0.0, (0.0, 0.0), 1.0, 0, 0)
    swapped = paired_bootstrap([1.0, 0.0], [0.0, 1.0])
    assert (swapped.mean, swapped.interval, swapped.higher, swapped.lower) == (0.0, (-1.0, 1.0), 1, 1)
    assert swapped.p_value == 1.0


def test_paired_asks_for_the_same_questions() -> None:
    with pytest.raises(ValueError, match="not the same questions"):
        paired_bootstrap([1.0], [1.0, 0.0])


def test_two_runs_are_the_same_to_the_last_bit() -> None:
    code = "from eval.intervals import *; v = [i / 7 % 1 for i in range(701)]; print(bootstrap(v), paired_bootstrap(v, v[::-1]))"
    first, second = (subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2))
    assert first == second
    assert first.startswith(b"Interval(")


# --- groups

ITEMS = (
    Item("n1", "number", "？", evidence=(Quote("a.txt", "1"), Quote("a.txt", "2")), difficulty="hard"),
    Item("n2", "number", "？", evidence=(Quote("a.txt", "1"), Quote("b.txt", "2"))),
    Item("u1", "unanswerable", "？", difficulty="easy"),
)


def row(item_id: str, *values: tuple[str, float | None], variant: str = "v") -> Row:
    return Row(item_id, variant, tuple(values))


def means(figures: tuple[Figure, ...]) -> dict[tuple[str, str], tuple[int, float]]:
    return {(figure.measure, figure.group): (figure.n, figure.mean) for figure in figures}


def test_groups() -> None:
    assert groups_of(ITEMS[0]) == ("all", "answerable", "type:number", "document:a.txt", "difficulty:hard")
    assert groups_of(ITEMS[1])[3:] == ("document:a.txt", "document:b.txt", "difficulty:medium")
    assert groups_of(ITEMS[2]) == ("all", "unanswerable", "type:unanswerable", "difficulty:easy")


def test_figures_of_a_set() -> None:
    rows = [
        row("n1", ("right", 1.0), ("cited", 0.5)),
        row("n2", ("right", 0.0), ("cited", None)),
        row("u1", ("right", 1.0), ("cited", None)),
    ]
    figures = set_figures(ITEMS, rows)
    assert means(figures) == {
        ("right", "all"): (3, 2 / 3),
        ("right", "answerable"): (2, 0.5),
        ("right", "unanswerable"): (1, 1.0),
        ("right", "type:number"): (2, 0.5),
        ("right", "type:unanswerable"): (1, 1.0),
        ("right", "document:a.txt"): (2, 0.5),
        ("right", "document:b.txt"): (1, 0.0),
        ("right", "difficulty:hard"): (1, 1.0),
        ("right", "difficulty:medium"): (1, 0.0),
        ("right", "difficulty:easy"): (1, 1.0),
        ("right", "macro"): (3, 0.75),
        ("cited", "all"): (1, 0.5),
        ("cited", "answerable"): (1, 0.5),
        ("cited", "type:number"): (1, 0.5),
        ("cited", "document:a.txt"): (1, 0.5),
        ("cited", "difficulty:hard"): (1, 0.5),
        ("cited", "macro"): (1, 0.5),
    }
    assert [figure.group for figure in figures[:3]] == ["all", "answerable", "unanswerable"]
    assert all(figure.interval.low <= figure.mean <= figure.interval.high for figure in figures)


def test_a_question_without_a_row_counts_nothing() -> None:
    """n2 is missing: `right` and `cited` apply to numbers; to the unanswerable question neither `cited` nor a missing row matter."""
    found = means(set_figures(ITEMS, [row("n1", ("right", 1.0), ("cited", 1.0)), row("u1", ("right", 1.0), ("cited", None))]))
    assert found["right", "all"] == (3, 2 / 3)
    assert found["cited", "all"] == (2, 0.5)


def test_a_question_without_a_row_has_cited_nothing_wrong_and_nothing_right() -> None:
    found = means(set_figures(ITEMS, [row("n1", ("wrong_year", 1.0))]))
    assert found["wrong_year", "all"] == (1, 1.0)


def test_variants_apart() -> None:
    figures = set_figures(ITEMS[:1], [row("n1", ("right", 1.0)), row("n1", ("right", 0.0), variant="w")])
    assert [(one.variant, one.mean) for one in figures if one.group == "all"] == [("v", 1.0), ("w", 0.0)]


def test_no_rows() -> None:
    assert set_figures(ITEMS, []) == set_figures((), []) == plain_figures([], ["q"]) == ()


def test_figures_of_a_retrieval_set() -> None:
    values: Values = (("nDCG@10", 1.0),)
    figures = plain_figures([Row("q1", "v", values)], ["q1", "q2"])
    assert [(one.measure, one.group, one.variant, one.n, one.mean) for one in figures] == [("nDCG@10", "all", "v", 2, 0.5)]


@pytest.mark.parametrize(
    ("holds", "n", "expected"),
    [
        pytest.param(81, 263, (0.2553, 0.3662), id="Newcombe 1998, table I"),
        pytest.param(15, 148, (0.0624, 0.1605), id="Newcombe 1998, table I, a small share"),
        pytest.param(0, 20, (0.0, 0.1611), id="none"),
        pytest.param(29, 29, (0.8830, 1.0), id="all"),
    ],
)
def test_wilson(holds: int, n: int, expected: tuple[float, float]) -> None:
    assert wilson(holds, n) == pytest.approx(expected, abs=5e-5)


def test_wilson_of_nothing() -> None:
    with pytest.raises(ValueError, match="no cases"):
        wilson(0, 0)
