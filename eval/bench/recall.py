"""What the vector engine's approximation loses, and what it gains: beside the same engine looking at every vector.

Under filters too, which leave every document, every tenth, and so on: an approximate index may lose most under a narrow one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.bench.timing import Latency, timed
from index.library import Library
from index.types import EngineQuery
from index.vector import VectorIndex

DEPTH = 20
QUESTIONS = 200
ONE_IN = (1, 10, 100, 1000)
_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Recall:
    """Under one filter."""

    one_in: int
    """Documents that the filter leaves: one in so many."""
    questions: int
    recall_at_20: float
    """Share of the best 20 that were found; a passage that is as near as the twentieth counts as one of them."""
    found: Latency
    exact: Latency


def recalls(library: Library, questions: Sequence[str]) -> tuple[Recall, ...]:
    """For each filter that leaves a document, over at most 200 of the questions."""
    engine = library.generation().vector
    if not isinstance(engine, VectorIndex):
        return ()
    rows = library.embedder().encode_queries(list(questions[:QUESTIONS]))
    asked = [EngineQuery((), row[None]) for row in rows if row.any()]
    documents = sorted(row.id for row in library.documents())
    return tuple(_recall(engine, asked, documents, one_in) for one_in in ONE_IN if one_in <= len(documents))


def _recall(engine: VectorIndex, asked: Sequence[EngineQuery], documents: Sequence[str], one_in: int) -> Recall:
    chosen = None if one_in == 1 else frozenset(documents[::one_in])
    exact = engine.exact()
    shares = [share_of(engine, exact, query, chosen) for query in asked]
    quick = timed(lambda query: engine.search(query, DEPTH, chosen), asked)
    slow = timed(lambda query: exact.search(query, DEPTH, chosen), asked)
    return Recall(one_in, len(asked), round(sum(shares) / len(shares), 4), quick, slow)


def share_of(engine: VectorIndex, exact: VectorIndex, query: EngineQuery, documents: frozenset[str] | None) -> float:
    """How much of the best that `exact` finds `engine` finds; all of it where there is nothing to find."""
    wanted = exact.search(query, DEPTH, documents)
    if not wanted:
        return 1.0
    found = engine.search(query, DEPTH, documents)
    return sum(match.score >= wanted[-1].score - _NEAR for match in found) / len(wanted)
