"""Retrieval measures under their standard names, computed by ir-measures (trec_eval behind it, no download at any time).

The denominator is the judged set: a judged query that the run lacks scores 0 in every measure, and a query of the run that
nobody judged is left out. A judged query without a relevant passage scores 0 too. Without judgements there are no values.

trec_eval and the other providers of ir-measures break ties differently (by key descending, by order of appearance), so one
table could hold two orders of the same run. Here a run is put in order first, by score descending and then by key ascending,
and what is handed on is its places: no provider sees a tie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import ir_measures
from ir_measures import RR, P, R, nDCG

from eval.types import Values

_MEASURES = (nDCG @ 10, R @ 1, R @ 10, R @ 100, RR @ 10, P @ 1, P @ 10)

MEASURES: tuple[str, ...] = tuple(str(measure) for measure in _MEASURES)
"""nDCG@10 (gain = judgement, discount log2(place + 1)), R@k (recall), RR@10 (reciprocal rank), P@k (precision)."""


def measure(judgements: Mapping[str, Mapping[str, int]], run: Mapping[str, Sequence[tuple[str, float]]]) -> dict[str, Values]:
    """The values of each judged query, in the order of the judgements.

    `judgements[query][key]` is how relevant a passage is: from 1 it is relevant. `run[query]` are (key, score) in any order;
    of a key that comes twice only the better place counts.
    """
    judged = [ir_measures.Qrel(query, key, relevance) for query, keys in judgements.items() for key, relevance in keys.items()]
    found = [ir_measures.ScoredDoc(query, key, score) for query in judgements for key, score in _places(run.get(query, ()))]
    values = {(one.query_id, str(one.measure)): float(one.value) for one in ir_measures.iter_calc(_MEASURES, judged, found)}
    return {query: tuple((name, values.get((query, name), 0.0)) for name in MEASURES) for query in judgements}


def ranked(found: Sequence[tuple[str, float]]) -> list[str]:
    """Keys, best first: by score descending, ties by key ascending; each key once."""
    return list(dict.fromkeys(key for key, _ in sorted(found, key=lambda one: (-one[1], one[0]))))


def _places(found: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """Keys with scores that fall by one from place to place."""
    keys = ranked(found)
    return ((key, float(len(keys) - place)) for place, key in enumerate(keys))
