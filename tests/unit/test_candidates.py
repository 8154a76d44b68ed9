"""The order of candidates is that of reading everything, however little is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from index.candidates import Candidate, Open, in_order
from index.fuse import Fused


@dataclass(slots=True)
class Reader:
    """Adds to scores what `gains` has for them; what it lacks falls out. Notes what was read."""

    gains: dict[int, float]
    read: list[int] = field(default_factory=list)

    def settle(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        self.read += [one.fused.chunk_id for one in candidates]
        return [
            Candidate(one.fused, one.score + self.gains[one.fused.chunk_id], ()) for one in candidates if one.fused.chunk_id in self.gains
        ]


def candidates(scores: dict[int, float]) -> list[Candidate]:
    return [Candidate(Fused(chunk_id, score, None, None), score, ()) for chunk_id, score in scores.items()]


def ids(order: Sequence[Candidate]) -> list[int]:
    return [one.fused.chunk_id for one in order]


SCORES = st.dictionaries(st.integers(1, 40), st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), max_size=20)


@given(SCORES, SCORES, st.dictionaries(st.integers(1, 80), st.sampled_from([-0.25, 0.0, 0.25])), st.integers(1, 5))
def test_the_order_is_that_of_reading_everything(
    first: dict[int, float], second: dict[int, float], gains: dict[int, float], batch: int
) -> None:
    others = {chunk_id + 40: score for chunk_id, score in second.items()}
    reader = Reader(gains)
    found = list(in_order([Open(candidates(one), 0.25, reader.settle, batch) for one in (first, others)]))
    final = {chunk_id: score + gains[chunk_id] for chunk_id, score in (first | others).items() if chunk_id in gains}
    assert ids(found) == sorted(final, key=lambda chunk_id: (-final[chunk_id], chunk_id))
    assert sorted(reader.read) == sorted(first | others)


def test_what_cannot_come_before_the_best_is_not_read() -> None:
    sure, doubtful = Reader({1: 0.0, 2: 0.0}), Reader({3: 0.25, 4: 0.0})
    groups = [Open(candidates({1: 1.0, 2: 0.9}), 0.0, sure.settle, 2), Open(candidates({3: 0.8, 4: 0.1}), 0.25, doubtful.settle, 1)]
    assert ids(list(islice(in_order(groups), 2))) == [3, 1]
    assert doubtful.read == [3]


def test_no_candidates() -> None:
    assert list(in_order([Open([], 0.5, Reader({}).settle, 4)])) == []
