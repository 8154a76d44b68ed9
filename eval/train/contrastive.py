"""Contrastive training of one vector per token; a text is the mean of its tokens' vectors, at length 1.

The loss is cross entropy over cosine similarities times `SCALE`, within the batch and in both directions (multiple
negatives ranking). What is the same question or the same passage is not a negative. A plain loop over an EmbeddingBag:
the general trainers spend most of their time beside the arithmetic of a model this small.
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


@dataclass(frozen=True, slots=True)
class Ragged:
    """Token ids of many texts: text i is `ids[starts[i]:starts[i + 1]]`; equal texts share a key."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    keys: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Ids and bag offsets of some texts, as EmbeddingBag wants them."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        offsets = np.cumsum(lengths) - lengths
        places = np.arange(int(lengths.sum())) + np.repeat(self.starts[rows] - offsets, lengths)
        return torch.from_numpy(self.ids[places]), torch.from_numpy(offsets)


@dataclass(frozen=True, slots=True)
class Examples:
    """Row i of `queries` belongs to row i of `passages`; `sources` number the origin of each."""

    queries: Ragged
    passages: Ragged
    sources: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train."""

    dimension: int = 256
    epochs: float = 6.0
    batch: int = 2048
    rate: float = 0.05
    dropout: float = 0.1
    homogeneous: bool = True
    seed: int = 20250124


def train(examples: Examples, weights: Tensor, recipe: Recipe, report: Callable[[int, int, float], None]) -> Tensor:
    """`weights` (vocabulary, dimension) trained in place and returned; `report` is told step, steps and loss."""
    rng = np.random.default_rng(recipe.seed)
    weights.requires_grad_(True)
    optimiser = torch.optim.Adam([weights], lr=recipe.rate, fused=True)
    batches = _batches(examples.sources, recipe, rng)
    for step, rows in enumerate(batches):
        optimiser.param_groups[0]["lr"] = recipe.rate * _schedule(step / len(batches))
        loss = _loss(examples, rows, weights, recipe.dropout)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        report(step, len(batches), float(loss))
    return weights.detach()


def _batches(sources: NDArray[np.int64], recipe: Recipe, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    batches: list[NDArray[np.int64]] = []
    for _ in range(math.ceil(recipe.epochs)):
        groups = [np.flatnonzero(sources == s) for s in np.unique(sources)] if recipe.homogeneous else [np.arange(len(sources))]
        epoch = [batch for group in groups for batch in _cut(rng.permutation(group), recipe.batch)]
        batches += [epoch[i] for i in rng.permutation(len(epoch))]
    return batches[: round(len(batches) * recipe.epochs / math.ceil(recipe.epochs))]


def _cut(rows: NDArray[np.int64], size: int) -> Iterator[NDArray[np.int64]]:
    for start in range(0, len(rows), size):
        if len(rows) - start >= min(size, len(rows)) // 2:
            yield rows[start : start + size]


def _schedule(done: float) -> float:
    """Linear warm-up over the first twentieth, then down along a cosine."""
    return min(1.0, done / 0.05 + 0.02) * 0.5 * (1.0 + math.cos(math.pi * done))


def _loss(examples: Examples, rows: NDArray[np.int64], weights: Tensor, dropout: float) -> Tensor:
    queries = _embed(*examples.queries.take(rows), weights, 0.0)
    passages = _embed(*examples.passages.take(rows), weights, dropout)
    scores = SCALE * queries @ passages.T
    scores = scores.masked_fill(_same(examples.queries.keys[rows]) | _same(examples.passages.keys[rows]), -math.inf)
    target = torch.arange(len(rows))
    return (functional.cross_entropy(scores, target) + functional.cross_entropy(scores.T, target)) / 2


def _embed(ids: Tensor, offsets: Tensor, weights: Tensor, dropout: float) -> Tensor:
    shares = (torch.rand(ids.shape) >= dropout).to(weights.dtype) if dropout else None
    return functional.normalize(functional.embedding_bag(ids, weights, offsets, mode="sum", per_sample_weights=shares))


def _same(keys: NDArray[np.int64]) -> Tensor:
    """True where two different rows have the same key."""
    column = torch.from_numpy(keys)
    return (column[:, None] == column[None, :]).fill_diagonal_(False)


def ragged(encoded: Sequence[Sequence[int]], texts: Sequence[str]) -> Ragged:
    """From token ids, one sequence a text; texts without tokens are not allowed."""
    lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded))
    ids = np.concatenate([np.asarray(one, dtype=np.int64) for one in encoded])
    numbers: dict[str, int] = {}
    keys = np.fromiter((numbers.setdefault(text, len(numbers)) for text in texts), dtype=np.int64, count=len(texts))
    return Ragged(ids, np.concatenate([[0], np.cumsum(lengths)]), keys)
