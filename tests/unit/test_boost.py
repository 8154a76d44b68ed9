from __future__ import annotations

import pytest

from index.boost import Boosts, Place, neighbour_boost, place_of, year_boosts
from index.types import Chunk

WEIGHTS = Boosts(neighbour=0.5, year_named=0.2, year_other=-0.1, document_year=0.3, mention=-0.2)


def chunk(*trail: str, ordinal: int = 1) -> Chunk:
    return Chunk(ordinal, "a", ordinal, 0, 1, trail, 1)


@pytest.mark.parametrize(
    ("years", "trail", "covered", "expected"),
    [
        pytest.param((), ("2024年工作",), True, (), id="no year asked"),
        pytest.param((2025,), (), True, (("document_year", 0.3),), id="the document's year"),
        pytest.param((2025,), (), False, (), id="nobody's year"),
        pytest.param((2025,), ("2025年打算",), True, (("document_year", 0.3), ("year_named", 0.2)), id="the heading's year"),
        pytest.param((2025,), ("2024年工作",), True, (("document_year", 0.3), ("year_other", -0.1)), id="another heading's year"),
    ],
)
def test_year_boosts(years: tuple[int, ...], trail: tuple[str, ...], covered: bool, expected: object) -> None:
    assert year_boosts(WEIGHTS, years, chunk(*trail), covered=covered) == expected


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
    assert neighbour_boost(WEIGHTS, chunk(), {Place(*key): value for key, value in scores.items()}) == expected


def test_place_of() -> None:
    assert place_of(chunk(ordinal=3)) == Place("a", 3)
