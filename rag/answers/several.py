"""Questions that want several items: a list that the documents make, or the points of a section."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answers.listing import listing
from rag.answers.overview import overview
from rag.rank import Candidate
from rag.types import Draft, Understood

_SAYS_WHAT_WAS_ASKED = 0.8
"""Share of the question's words that a heading must hold for its section to stand in for a list."""

_NEAR = 0.7
"""Share of the best sentence's score at which another may hold the list that it lacks."""


def several(understood: Understood, good: Sequence[Candidate], ranked: Sequence[Candidate], nearly_as_good: float) -> Draft | None:
    """The items; an enumeration may stand in any of the `ranked` sentences that come near the best. None where neither a list
    nor a section answers, or several regions do and none was named."""
    near = [candidate for candidate in ranked if candidate.score >= _NEAR * good[0].score]
    if len({c.region for c in good if c.score >= nearly_as_good * good[0].score}) > 1 and not understood.regions:
        return None
    if understood.kind == "summary":
        return overview(understood, good)
    return listing(understood, good, near) or overview(understood, good, _SAYS_WHAT_WAS_ASKED)
