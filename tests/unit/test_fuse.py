from __future__ import annotations

import pytest

from index.fuse import Weights, fuse
from index.types import EngineReason, Match

HALF = Weights(lexical=0.5, vector=0.5)


def test_scores_are_shares_of_the_best_and_a_missing_one_counts_as_the_last() -> None:
    lexical = [Match(1, 20.0), Match(2, 10.0)]
    vector = [Match(2, 0.8), Match(3, 0.4)]
    fused = fuse(lexical, vector, 2, HALF)
    # 1: .5·1 + .5·.5 (floor of the vector list); 2: .5·.5 + .5·1; 3: .5·.5 (floor) + .5·.5
    assert [one.chunk_id for one in fused] == [1, 2, 3]
    assert [one.score for one in fused] == pytest.approx([0.75, 0.75, 0.5])


def test_reasons_keep_each_engines_own_rank_and_score() -> None:
    fused = {one.chunk_id: one for one in fuse([Match(1, 20.0), Match(2, 10.0)], [Match(2, 0.8)], 2, HALF)}
    assert fused[2].lexical == EngineReason(2, 10.0)
    assert fused[2].vector == EngineReason(1, 0.8)
    assert fused[1].vector is None


def test_an_engine_that_returned_fewer_than_asked_found_nothing_else() -> None:
    fused = {one.chunk_id: one.score for one in fuse([Match(1, 20.0)], [Match(2, 0.8), Match(1, 0.4)], 2, HALF)}
    assert fused == {1: pytest.approx(0.75), 2: pytest.approx(0.5)}


@pytest.mark.parametrize(
    ("lexical", "vector", "order"),
    [
        pytest.param([], [], [], id="nothing found"),
        pytest.param([Match(5, 3.0), Match(4, 3.0)], [], [4, 5], id="ties by id"),
        pytest.param([], [Match(1, -0.1), Match(2, -0.2)], [1, 2], id="no positive score says nothing"),
        pytest.param([Match(1, 2.0)], [Match(2, 0.9), Match(1, 0.8)], [1, 2], id="both beat one"),
    ],
)
def test_order(lexical: list[Match], vector: list[Match], order: list[int]) -> None:
    assert [one.chunk_id for one in fuse(lexical, vector, 2, HALF)] == order


def test_an_engine_without_weight_proposes_nothing() -> None:
    lexical, vector = [Match(1, 20.0)], [Match(2, 0.8), Match(1, 0.4)]
    assert [(one.chunk_id, one.vector) for one in fuse(lexical, vector, 2, Weights(1.0, 0.0))] == [(1, None)]
    assert [one.chunk_id for one in fuse(lexical, vector, 2, Weights(0.0, 1.0))] == [2, 1]
