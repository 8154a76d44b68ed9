"""Score fusion, pure: two ranked lists of the same passages become one.

Each engine's scores are put on its own scale first: divided by the best, above a floor. A passage that one engine did not
return counts there as if it had the score of the last one returned, since all that is known is that it is no better; where
the engine returned fewer than it was asked for, a missing passage matched nothing and counts zero. An engine without weight
proposes nothing either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.types import EngineReason, Match


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each engine counts. The product's are learned: `index.learned`."""

    lexical: float
    vector: float


class Fused(NamedTuple):
    """A passage that either engine returned."""

    chunk_id: int
    score: float
    """Between 0 and the sum of the weights."""
    in_lexical: tuple[int, float] | None
    """Rank (1-based) and score in the engine's own list; None where it did not return the passage."""
    in_vector: tuple[int, float] | None

    @property
    def lexical(self) -> EngineReason | None:
        return EngineReason(*self.in_lexical) if self.in_lexical else None

    @property
    def vector(self) -> EngineReason | None:
        return EngineReason(*self.in_vector) if self.in_vector else None


def fuse(lexical: Sequence[Match], vector: Sequence[Match], depth: int, weights: Weights, most: int | None = None) -> list[Fused]:
    """All passages of both lists, or the best `most`, best first; ties by id. Both lists are best first; `depth` is how many were asked
    for."""
    in_lexical = _ranked(lexical if weights.lexical else ())
    in_vector = _ranked(vector if weights.vector else ())
    words, sense = _scaled(in_lexical), _scaled(in_vector)
    without_words = min(words.values()) if len(words) >= depth else 0.0
    without_sense = min(sense.values()) if len(sense) >= depth else 0.0
    by_words, by_sense = weights.lexical, weights.vector
    fused = sorted(
        [
            (-(by_words * words.get(chunk_id, without_words) + by_sense * sense.get(chunk_id, without_sense)), chunk_id)
            for chunk_id in in_lexical | in_vector
        ]
    )
    return [Fused(chunk_id, -score, in_lexical.get(chunk_id), in_vector.get(chunk_id)) for score, chunk_id in fused[:most]]


def _ranked(matches: Sequence[Match]) -> dict[int, tuple[int, float]]:
    """Rank and score by id, best first."""
    return {chunk_id: (rank, score) for rank, (chunk_id, score) in enumerate(matches, 1)}


def _scaled(ranked: Mapping[int, tuple[int, float]]) -> dict[int, float]:
    """Scores as a share of the best; a list whose best is not positive says nothing."""
    best = next((score for _, score in ranked.values()), 0.0)
    if best <= 0:
        return dict.fromkeys(ranked, 0.0)
    return {chunk_id: score / best if score > 0 else 0.0 for chunk_id, (_, score) in ranked.items()}
