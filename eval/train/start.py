"""The vectors that training starts from: random directions, made longer for rare tokens and alike for tokens that share characters.

The length of a token's own direction is its inverse document frequency, so that the untrained model already ranks about
as tf-idf does. To it the directions of its characters are added, each with the character's own inverse frequency: the same
name is cut into other tokens in other surroundings, and a longer word holds a shorter one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from eval.train.contrastive import Ragged, Recipe

_LEAST = 0.3
"""Inverse document frequency of a character that stands everywhere."""


def initial_weights(passages: Ragged, tokens: Sequence[str], recipe: Recipe) -> Tensor:
    """Shape (tokens, dimension), root mean square 1. `tokens[i]` is the text of token i, empty for parts of a character."""
    count, holding = len(passages.starts) - 1, _holding(passages, len(tokens))
    generator = torch.Generator().manual_seed(recipe.seed)
    directions = torch.randn(len(tokens), recipe.dimension, generator=generator)
    weights = directions * torch.from_numpy(np.log((count + 1) / (holding + 1))).float()[:, None]
    weights += recipe.parts * _of_characters(tokens, directions, np.minimum(holding, count), count, generator)
    return weights / weights.square().mean().sqrt()


def _holding(passages: Ragged, vocabulary: int) -> NDArray[np.int64]:
    """For each token the number of passages that hold it."""
    passage = np.repeat(np.arange(len(passages.starts) - 1), np.diff(passages.starts))
    distinct = np.unique(passage * vocabulary + passages.ids)
    return np.bincount(distinct % vocabulary, minlength=vocabulary)


def _of_characters(tokens: Sequence[str], directions: Tensor, holding: NDArray[np.int64], count: int, generator: torch.Generator) -> Tensor:
    """For each token of several characters the sum over them; zeros for others. A character that is a token has its direction."""
    numbers = {character: number for number, character in enumerate(sorted(set("".join(tokens))))}
    own = {token: place for place, token in enumerate(tokens) if len(token) == 1}
    rows = torch.randn(len(numbers), directions.shape[1], generator=generator)
    frequency = np.zeros(len(numbers))
    for token, passages in zip(tokens, holding, strict=True):
        for character in set(token):
            frequency[numbers[character]] += passages
    for character, number in numbers.items():
        if character in own:
            rows[number] = directions[own[character]]
    rare = np.maximum(_LEAST, np.log((count + 1) / (np.minimum(frequency, count) + 1)))
    parts = [[numbers[character] for character in token] if len(token) > 1 else [] for token in tokens]
    ids = torch.tensor([number for part in parts for number in part], dtype=torch.long)
    offsets = torch.from_numpy(np.cumsum([0, *(len(part) for part in parts[:-1])]))
    return functional.embedding_bag(ids, rows * torch.from_numpy(rare).float()[:, None], offsets, mode="sum")
