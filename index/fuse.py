"""Score fusion, pure: two ranked lists of the same passages become one.

Each engine's scores are put on its own scale first: divided by the best, above a floor. A passage that one engine did not
return counts there as if it had the score of the last one returned, since all that is known is that it is no better; where
the engine returned fewer than it was asked for, a missing passage matched nothing and counts zero. An engine without weight
proposes nothing either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.types import EngineReason, Match


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each engine counts. The product's are learned: `index.learned`."""

    lexical: float
    vector: float


@dataclass(frozen=True, slots=True)
class Fused:
    chunk_id: int
    score: float
    """Between 0 and the sum of the weights."""
    lexical: EngineReason | None
    vector: EngineReason | None


def fuse(lexical: Sequence[Match], vector: Sequence[Match], depth: int, weights: Weights) -> list[Fused]:
    """All passages of both lists, best first; ties by id. Both lists are best first; `depth` is how many were asked for."""
    lists = (lexical if weights.lexical else (), vector if weights.vector else ())
    scaled = tuple(map(_scaled, lists))
    reasons = tuple(map(_reasons, lists))
    floors = tuple(min(scores.values()) if len(scores) >= depth else 0.0 for scores in scaled)
    fused = [
        Fused(
            chunk_id,
            weights.lexical * scaled[0].get(chunk_id, floors[0]) + weights.vector * scaled[1].get(chunk_id, floors[1]),
            reasons[0].get(chunk_id),
            reasons[1].get(chunk_id),
        )
        for chunk_id in reasons[0] | reasons[1]
    ]
    return sorted(fused, key=lambda one: (-one.score, one.chunk_id))


def _scaled(matches: Sequence[Match]) -> dict[int, float]:
    """Scores as a share of the best; a list whose best is not positive says nothing."""
    best = matches[0].score if matches else 0.0
    return {match.chunk_id: max(match.score, 0.0) / best if best > 0 else 0.0 for match in matches}


def _reasons(matches: Sequence[Match]) -> dict[int, EngineReason]:
    return {match.chunk_id: EngineReason(rank, match.score) for rank, match in enumerate(matches, 1)}
