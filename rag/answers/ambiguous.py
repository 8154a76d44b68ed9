"""No region is named, and several have an answer of their own: each one's line, and the question back which is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answers.quoting import quotations
from rag.answers.sides import best_of
from rag.cite import WHICH_REGION
from rag.rank import AnswerWeights, Candidate
from rag.types import Draft, Understood

MOST_REGIONS = 8
_KINDS = frozenset({"number", "fact"})


def of_each_region(understood: Understood, found: Sequence[Candidate], good: Sequence[Candidate], weights: AnswerWeights) -> Draft | None:
    """A line for each region that answers nearly as well as the best; None where a region is named or only one does."""
    if understood.regions or understood.within or understood.kind not in _KINDS:
        return None
    least = weights.nearly_as_good * good[0].score
    regions = dict.fromkeys(candidate.region for candidate in good if candidate.region and candidate.score >= least)
    if len(regions) < 2:
        return None
    best = (best_of(understood, [one for one in found if one.region == region], weights) for region in list(regions)[:MOST_REGIONS])
    draft = quotations(understood, [one for one in best if one])
    return replace(draft, text=f"{draft.text}\n{_asked_back(list(regions))}")


def _asked_back(regions: Sequence[str]) -> str:
    level = {region[-1] for region in regions}
    asked = f"您问哪个{level.pop()}？" if len(level) == 1 else ""
    return asked if asked in WHICH_REGION else "您问哪里？"
