"""What moves a passage up or down after fusion, pure: the year asked for, its neighbours, and whose document it stands in.

Each boost has a name and a value; both travel in the hit's reasons, so that everyone can see why a passage stands where it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from index.types import Chunk
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


class Place(NamedTuple):
    """A passage by its position: its neighbours stand at the ordinals before and after."""

    document_id: str
    ordinal: int


def place_of(chunk: Chunk) -> Place:
    return Place(chunk.document_id, chunk.ordinal)


def year_boosts(weights: Boosts, years: tuple[int, ...], chunk: Chunk, *, covered: bool) -> Applied:
    """For a question that names `years`; `covered`: the document's header has one of them."""
    if not years:
        return ()
    applied = [("document_year", weights.document_year)] if covered else []
    named = set(years_in(" ".join(chunk.trail)))
    if named & set(years):
        applied.append(("year_named", weights.year_named))
    elif named:
        applied.append(("year_other", weights.year_other))
    return tuple(applied)


def neighbour_boost(weights: Boosts, chunk: Chunk, scores: Mapping[Place, float]) -> Applied:
    """`scores`: fused scores of all candidates, before any boost."""
    beside = [scores.get(Place(chunk.document_id, chunk.ordinal + step), 0.0) for step in (-1, 1)]
    best = max(beside)
    return (("neighbour", round(weights.neighbour * best, 6)),) if best > 0 else ()
