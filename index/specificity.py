"""How much a word tells: 学位 narrows a question down, 工作 hardly.

Words are the tokens of the bundled encoding: a frequent word is one token. A rare one comes as several single characters,
which are taken in overlapping pairs, as `index.terms` does, but never across a mark or white space. Latin letters with digits are
one word: pm2.5. The weight of a token is its inverse document frequency,
ln((N + 1) / (n + 1)), with n of N passages holding it (Spärck Jones, "A statistical interpretation of term specificity", 1972),
over the texts that the bundled model was trained on: a small library has too few passages to tell. `python -m
eval.train.specificity` makes the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np

from index.tokens import encoding
from index.types import Vectors

TABLE = Path(__file__).parent / "specificity.npy"
_COMPOUND = re.compile(r"((?<![a-z0-9])(?:[a-z]+\d+(?:\.\d+)?|\d+[a-z]+)(?![a-z0-9]))")
_LEAST = 0.25
"""Of any word: the most frequent ones tell little, but not nothing."""


@lru_cache(maxsize=4096)
def words(folded: str, without: frozenset[str] = frozenset()) -> tuple[tuple[str, float], ...]:
    """The words of a short folded text with their weights, in order, repeats included, but for those `without`; these part the ones
    beside them. A character by itself counts half: it is found in too many words."""
    found: list[tuple[str, float]] = []
    for (is_left_out, alone), group in groupby(
        _tokens(folded), key=lambda token: (token[0] in without or not token[0], _is_single(token[0]))
    ):
        tokens = list(group)
        if is_left_out:
            continue
        if not alone:
            found += tokens
        elif len(tokens) == 1:
            found.append((tokens[0][0], tokens[0][1] / 2))
        else:
            found += [(first + second, (one + other) / 2) for (first, one), (second, other) in pairwise(tokens)]
    return tuple(found)


def _is_single(word: str) -> bool:
    return len(word) == 1 and not word.isdigit()


@lru_cache(maxsize=1 << 14)
def weight(word: str) -> float | None:
    """Of a word that is one token; None for any other."""
    try:
        return max(float(_weights()[encoding().encode_single_token(word)]), _LEAST)
    except KeyError:
        return None


def _tokens(folded: str) -> Iterator[tuple[str, float]]:
    """Tokens, an empty one for marks and white space between them; pieces of a character are left out."""
    for part in _COMPOUND.split(folded):
        found = list(_tokens_of(part))
        if _COMPOUND.fullmatch(part):
            yield part, max(weight for _, weight in found)
        else:
            yield from found


def _tokens_of(folded: str) -> Iterator[tuple[str, float]]:
    weights, vocabulary = _weights(), encoding()
    for token in vocabulary.encode_ordinary(folded):
        word = vocabulary.decode_single_token_bytes(token).decode("utf-8", errors="ignore")
        if any(map(str.isalnum, word)):
            yield word.strip(), max(float(weights[token]), _LEAST)
        elif word:
            yield "", 0.0


@lru_cache(maxsize=1)
def _weights() -> Vectors:
    """By token. Shape (tokens,)."""
    table: Vectors = np.load(TABLE, allow_pickle=False).astype(np.float32)
    return table
