"""Candidates of a search on their way into order: as much is read of each as its place in the order needs, pure but for the reading.

What fusion says of a passage, its neighbours and the years of its document are known without the database. Two things are not:
the years in its headings, and whether it mentions a region. Until they are read a candidate stands at the best score it may
still get; reading goes from the top down and ends where no other can come before the best that are settled. The order is that
of reading everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple, TypeAlias

from index.boost import Applied
from index.fuse import Fused

_ROUNDING = 1e-9
"""By how much a sum in another order may differ."""


class Candidate(NamedTuple):
    """A passage that may be found."""

    fused: Fused
    score: float
    boosts: Applied


Settle: TypeAlias = Callable[[Sequence[Candidate]], list[Candidate]]
"""Reads what is open of candidates; those that fall out are not there."""


class Open(NamedTuple):
    """Candidates of which something is still to be read."""

    candidates: Sequence[Candidate]
    most: float
    """What settling may add to a score at most."""
    settle: Settle
    batch: int
    """How many are read at a time."""


def in_order(groups: Sequence[Open]) -> Iterator[Candidate]:
    """All candidates that stay, by score, equal ones by id."""
    settled: list[tuple[float, int, Candidate]] = []
    waiting = [_Waiting(group) for group in groups]
    while waiting:
        first = min(waiting, key=lambda group: group.top)
        if first.top < inf and (not settled or first.top - _ROUNDING <= settled[0][0]):
            for one in first.settle():
                heappush(settled, (-one.score, one.fused.chunk_id, one))
        elif settled:
            yield heappop(settled)[2]
        else:
            return


class _Waiting:
    """A group from its best candidate down."""

    def __init__(self, group: Open) -> None:
        self._group = group
        self._order = sorted(group.candidates, key=lambda one: -one.score)
        self._position = 0

    @property
    def top(self) -> float:
        """Of what is left, the best score it may get, negative; infinite where nothing is left."""
        return -self._order[self._position].score - self._group.most if self._position < len(self._order) else inf

    def settle(self) -> list[Candidate]:
        """The next ones."""
        some = self._order[self._position : self._position + self._group.batch]
        self._position += len(some)
        return self._group.settle(some)
