from __future__ import annotations

import pytest

from index.boost import Boosts, heading_boost, most_of_headings, neighbour_boost

WEIGHTS = Boosts(neighbour=0.5, year_named=0.2, year_other=-0.1, document_year=0.3, mention=-0.2)


@pytest.mark.parametrize(
    ("years", "trail", "expected"),
    [
        pytest.param((), ("2024年工作",), (), id="no year asked"),
        pytest.param((2025,), (), (), id="no year in the headings"),
        pytest.param((2025,), ("2025年打算",), (("year_named", 0.2),), id="the heading's year"),
        pytest.param((2025,), ("工作", "2024年以来和2025年打算"), (("year_named", 0.2),), id="one of several"),
        pytest.param((2025,), ("2024年工作",), (("year_other", -0.1),), id="another year"),
    ],
)
def test_heading_boost(years: tuple[int, ...], trail: tuple[str, ...], expected: object) -> None:
    assert heading_boost(WEIGHTS, years, trail) == expected


def test_no_heading_adds_more_than_the_most() -> None:
    assert most_of_headings(WEIGHTS) == 0.2
    assert most_of_headings(Boosts(neighbour=0.0, year_named=-0.2, year_other=-0.1, document_year=0.0, mention=0.0)) == 0.0


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param({}, (), id="alone"),
        pytest.param({("a", 0): 0.4, ("a", 2): 0.8}, (("neighbour", 0.4),), id="the better of both"),
        pytest.param({("b", 0): 0.8}, (), id="another document's passage is no neighbour"),
        pytest.param({("a", 3): 0.8}, (), id="two away is no neighbour"),
    ],
)
def test_neighbour_boost(scores: dict[tuple[str, int], float], expected: object) -> None:
    assert neighbour_boost(WEIGHTS, ("a", 1), scores) == expected
