"""Contrastive training of one vector per token; a text is the mean of its tokens' vectors, at length 1.

The loss is cross entropy over cosine similarities times `SCALE`, within the batch and in both directions (multiple
negatives ranking). What is the same question or the same passage is not a negative. Beside its question every passage
must also be found by a few of its own words in a row, drawn anew each time: what keeps names and rare words apart, which
the questions alone would give up for topics. A plain loop over an EmbeddingBag: the general trainers spend most of
their time beside the arithmetic of a model this small.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

SCALE = 20.0
SPAN = (4, 16)
"""Fewest and most tokens of a passage that stand for a question."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Token ids of many texts: text i is `ids[starts[i]:starts[i + 1]]`; equal texts share a key."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    keys: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64], dropout: float, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Ids and bag offsets of some texts, as EmbeddingBag wants them, without a random share of the tokens."""
        starts = self.starts[rows]
        bags, places = _runs(starts, self.starts[rows + 1] - starts)
        if dropout:
            kept = rng.random(len(bags), dtype=np.float32) >= dropout
            places, bags = places[kept], bags[kept]
        return self._bagged(bags, places, len(rows))

    def take_spans(self, rows: NDArray[np.int64], rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """As `take`, of each text a run of `SPAN` tokens at a random place, or all of a shorter text."""
        starts = self.starts[rows]
        lengths = self.starts[rows + 1] - starts
        spans = np.minimum(rng.integers(SPAN[0], SPAN[1], len(rows), endpoint=True), lengths)
        bags, places = _runs(starts + rng.integers(0, lengths - spans, endpoint=True), spans)
        return self._bagged(bags, places, len(rows))

    def _bagged(self, bags: NDArray[np.int64], places: NDArray[np.int64], count: int) -> tuple[Tensor, Tensor]:
        offsets = np.searchsorted(bags, np.arange(count))
        return torch.from_numpy(self.ids[places]), torch.from_numpy(offsets)


def _runs(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers from `starts[i]` on, `lengths[i]` of them, for all i one behind the other; and the i of each."""
    bags = np.repeat(np.arange(len(starts)), lengths)
    return bags, np.arange(len(bags)) + (starts - np.cumsum(lengths) + lengths)[bags]


@dataclass(frozen=True, slots=True)
class Examples:
    """Row i of `queries` belongs to row i of `passages`; `sources` number the origin of each."""

    queries: Ragged
    passages: Ragged
    sources: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train."""

    dimension: int = 512
    epochs: int = 1
    batch: int = 2048
    rate: float = 0.04
    dropout: float = 0.25
    """Share of the tokens of a passage that are left out, each time others."""
    spans: float = 1.0
    """Weight of the loss of spans; the loss of questions has 1."""
    parts: float = 0.7
    """Share of a token's characters in the vector that it starts with."""
    seed: int = 20250124


def train(examples: Examples, weights: Tensor, recipe: Recipe, report: Callable[[int, int, float], None]) -> Tensor:
    """`weights` (vocabulary, dimension) trained in place and returned; `report` is told step, steps and loss."""
    rng = np.random.default_rng(recipe.seed)
    weights.requires_grad_(True)
    optimiser = torch.optim.Adam([weights], lr=recipe.rate, fused=True)
    batches = _batches(examples.sources, recipe, rng)
    for step, rows in enumerate(batches):
        optimiser.param_groups[0]["lr"] = recipe.rate * _schedule(step / len(batches))
        loss = _loss(examples, rows, weights, recipe, rng)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        report(step, len(batches), loss.item())
    return weights.detach()


def _batches(sources: NDArray[np.int64], recipe: Recipe, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """All rows once an epoch; a batch holds one source only, so that its negatives are of the same kind."""
    batches: list[NDArray[np.int64]] = []
    for _ in range(recipe.epochs):
        groups = [rng.permutation(np.flatnonzero(sources == source)) for source in np.unique(sources)]
        epoch = [batch for group in groups for batch in _cut(group, recipe.batch)]
        batches += [epoch[i] for i in rng.permutation(len(epoch))]
    return batches


def _cut(rows: NDArray[np.int64], size: int) -> Iterator[NDArray[np.int64]]:
    for start in range(0, len(rows), size):
        if len(rows) - start >= min(size, len(rows)) // 2:
            yield rows[start : start + size]


def _schedule(done: float) -> float:
    """Linear warm-up over the first twentieth, then down along a cosine."""
    return min(1.0, done / 0.05 + 0.02) * 0.5 * (1.0 + math.cos(math.pi * done))


def _loss(examples: Examples, rows: NDArray[np.int64], weights: Tensor, recipe: Recipe, rng: np.random.Generator) -> Tensor:
    passages = _embed(*examples.passages.take(rows, recipe.dropout, rng), weights)
    queries = _embed(*examples.queries.take(rows, 0.0, rng), weights)
    spans = _embed(*examples.passages.take_spans(rows, rng), weights)
    same_passage = _same(examples.passages.keys[rows])
    asked = _scores(queries, passages, same_passage | _same(examples.queries.keys[rows]))
    target = torch.arange(len(rows))
    both_ways = (functional.cross_entropy(asked, target) + functional.cross_entropy(asked.T, target)) / 2
    return both_ways + recipe.spans * functional.cross_entropy(_scores(spans, passages, same_passage), target)


def _scores(queries: Tensor, passages: Tensor, excluded: Tensor) -> Tensor:
    return (SCALE * queries @ passages.T).masked_fill(excluded, -math.inf)


def _embed(ids: Tensor, offsets: Tensor, weights: Tensor) -> Tensor:
    return functional.normalize(functional.embedding_bag(ids, weights, offsets, mode="sum"))


def _same(keys: NDArray[np.int64]) -> Tensor:
    """Shape (n, n): true where two different rows have the same key."""
    column = torch.from_numpy(keys)
    return (column[:, None] == column[None, :]).fill_diagonal_(False)


def ragged(encoded: Sequence[Sequence[int]], texts: Sequence[str]) -> Ragged:
    """From token ids, one sequence a text; texts without tokens are not allowed."""
    lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded))
    ids = np.concatenate([np.asarray(one, dtype=np.int64) for one in encoded])
    numbers: dict[str, int] = {}
    keys = np.fromiter((numbers.setdefault(text, len(numbers)) for text in texts), dtype=np.int64, count=len(texts))
    return Ragged(ids, np.concatenate([[0], np.cumsum(lengths)]), keys)
