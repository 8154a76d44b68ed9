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

    def take(self, rows: NDArray[np.int64], dropout: float, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Ids and bag offsets of some texts, as EmbeddingBag wants them, without a random share of the tokens."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        bags = np.repeat(np.arange(len(rows)), lengths)
        places = np.arange(len(bags)) + (self.starts[rows] - np.cumsum(lengths) + lengths)[bags]
        if dropout:
            kept = rng.random(len(bags), dtype=np.float32) >= dropout
            places, bags = places[kept], bags[kept]
        offsets = np.searchsorted(bags, np.arange(len(rows)))
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
    epochs: int = 3
    batch: int = 2048
    rate: float = 0.1
    dropout: float = 0.25
    """Share of the tokens of a passage that are left out, each time others."""
    seed: int = 20250124


def train(examples: Examples, weights: Tensor, recipe: Recipe, report: Callable[[int, int, float], None]) -> Tensor:
    """`weights` (vocabulary, dimension) trained in place and returned; `report` is told step, steps and loss."""
    rng = np.random.default_rng(recipe.seed)
    weights.requires_grad_(True)
    optimiser = torch.optim.Adam([weights], lr=recipe.rate, fused=True)
    batches = _batches(examples.sources, recipe, rng)
    for step, rows in enumerate(batches):
        optimiser.param_groups[0]["lr"] = recipe.rate * _schedule(step / len(batches))
        loss = _loss(examples, rows, weights, recipe.dropout, rng)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        report(step, len(batches), loss.item())
    return weights.detach()


def initial_weights(passages: Ragged, vocabulary: int, recipe: Recipe, smoothing: float = 1e-4) -> Tensor:
    """Random directions; the length of each falls with the token's share of all tokens (smooth inverse frequency)."""
    shares = np.bincount(passages.ids, minlength=vocabulary) / len(passages.ids)
    generator = torch.Generator().manual_seed(recipe.seed)
    directions = torch.randn(vocabulary, recipe.dimension, generator=generator)
    return directions * torch.from_numpy(smoothing / (smoothing + shares)).float()[:, None]


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


def _loss(examples: Examples, rows: NDArray[np.int64], weights: Tensor, dropout: float, rng: np.random.Generator) -> Tensor:
    queries = _embed(*examples.queries.take(rows, 0.0, rng), weights)
    passages = _embed(*examples.passages.take(rows, dropout, rng), weights)
    scores = SCALE * queries @ passages.T
    scores = scores.masked_fill(_same(examples.queries.keys[rows]) | _same(examples.passages.keys[rows]), -math.inf)
    target = torch.arange(len(rows))
    return (functional.cross_entropy(scores, target) + functional.cross_entropy(scores.T, target)) / 2


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
