"""What moves a passage up or down after fusion, pure: the year asked for, its neighbours, and whose document it stands in.

Each boost has a name and a value; both travel in the hit's reasons, so that everyone can see why a passage stands where it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from index.years import years_in

Applied: TypeAlias = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Boosts:
    """Added to a fused score (about 0 to 1). The product's are learned: `index.learned`."""

    neighbour: float
    """Share of the better neighbour's score: where much of a section answers, all of it is wanted."""
    year_named: float
    """The passage's headings name a year that was asked for."""
    year_other: float
    """They name only other years."""
    document_year: float
    """The document covers a year that was asked for."""
    mention: float
    """A passage of another region's document that mentions the region."""


Place: TypeAlias = tuple[str, int]
"""A passage by its document and its ordinal there: its neighbours stand at the ordinals before and after."""


def heading_boost(weights: Boosts, years: tuple[int, ...], trail: tuple[str, ...]) -> Applied:
    """For a question that names `years`; `trail`: the headings above the passage."""
    named = _years_of(trail) if years else frozenset()
    if not named.isdisjoint(years):
        return (("year_named", weights.year_named),)
    return (("year_other", weights.year_other),) if named else ()


def most_of_headings(weights: Boosts) -> float:
    """What `heading_boost` adds at most."""
    return max(0.0, weights.year_named, weights.year_other)


def neighbour_boost(weights: Boosts, place: Place, scores: Mapping[Place, float]) -> Applied:
    """`scores`: fused scores of all candidates, before any boost."""
    document_id, ordinal = place
    best = max(scores.get((document_id, ordinal - 1), 0.0), scores.get((document_id, ordinal + 1), 0.0))
    return (("neighbour", round(weights.neighbour * best, 6)),) if best > 0 else ()


@lru_cache(maxsize=4096)
def _years_of(trail: tuple[str, ...]) -> frozenset[int]:
    return frozenset(years_in(" ".join(trail)))
