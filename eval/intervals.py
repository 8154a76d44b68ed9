"""How sure a mean is: bootstrap percentile intervals, and the paired bootstrap of a difference.

The questions are drawn again, with replacement, as often as there are questions, `RESAMPLES` times; the interval holds the
middle 95 % of the means so obtained (Efron's percentile method: no correction for bias or skewness). The draws depend on
nothing but the seed and the number of questions, so the same values give the same interval, bit for bit, and two measures
over the same questions are judged by the same draws. A single question has an interval of no width, which says nothing of
how sure it is: n stands beside every figure for that reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from eval.types import Interval

RESAMPLES = 2000
SEED = 20250124
_Z = 1.959964
"""Normal quantile of 97.5 %."""
_TAILS = (2.5, 97.5)
_BATCH = 1_000_000
"""Draws made at a time: 4 MB."""


@dataclass(frozen=True, slots=True)
class Difference:
    """B against A over the same questions: positive when B is higher."""

    n: int
    mean: float
    interval: Interval
    p_value: float
    """Twice the share of resamples on the other side of zero, counting what was observed as one of them: at least
    2 / (RESAMPLES + 1), at most 1."""
    higher: int
    """Questions on which B is higher."""
    lower: int


def bootstrap(values: Sequence[float], *, seed: int = SEED) -> Interval:
    """The interval of the mean. Raises ValueError without values."""
    return _middle(_means(np.asarray(values, dtype=np.float64), seed))


def bootstrap_macro(groups: Sequence[Sequence[float]], *, seed: int = SEED) -> Interval:
    """The interval of the mean of the groups' means, each group drawn from by itself. Raises ValueError without values."""
    means = [_means(np.asarray(values, dtype=np.float64), seed + place) for place, values in enumerate(groups)]
    if not means:
        raise ValueError("no values to resample")
    return _middle(np.mean(means, axis=0))


def paired_bootstrap(before: Sequence[float], after: Sequence[float], *, seed: int = SEED) -> Difference:
    """How much `after` is above `before`, both over the same questions in the same order. Raises ValueError when they differ in
    length or are empty."""
    if len(before) != len(after):
        raise ValueError(f"{len(before)} values against {len(after)}: not the same questions")
    differences = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    means = _means(differences, seed)
    other_side = min(int((means <= 0).sum()), int((means >= 0).sum()))
    return Difference(
        n=len(differences),
        mean=float(differences.mean()),
        interval=_middle(means),
        p_value=min(1.0, 2 * (other_side + 1) / (RESAMPLES + 1)),
        higher=int((differences > 0).sum()),
        lower=int((differences < 0).sum()),
    )


def wilson(holds: int, n: int) -> Interval:
    """Wilson's 95 % interval of the share `holds / n`. Raises ValueError when `n` is 0."""
    if n == 0:
        raise ValueError("no cases")
    share, width = holds / n, _Z * _Z / n
    middle = (share + width / 2) / (1 + width)
    half = _Z * sqrt(share * (1 - share) / n + width / (4 * n)) / (1 + width)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def _middle(means: NDArray[np.float64]) -> Interval:
    low, high = np.percentile(means, _TAILS)
    return Interval(float(low), float(high))


def _means(values: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Shape (RESAMPLES,)."""
    if not len(values):
        raise ValueError("no values to resample")
    if len(values) * RESAMPLES <= _BATCH:
        return np.asarray(values[_draws(len(values), seed)].mean(axis=1))
    return np.concatenate([values[drawn].mean(axis=1) for drawn in _batches(len(values), seed)])


@lru_cache(maxsize=32)
def _draws(n: int, seed: int) -> NDArray[np.int32]:
    """Shape (RESAMPLES, n). Kept, because a report asks for the same n again and again."""
    return next(_batches(n, seed))


def _batches(n: int, seed: int) -> Iterator[NDArray[np.int32]]:
    """Places drawn, shape (some, n), RESAMPLES rows over all batches."""
    generator = np.random.default_rng(seed)
    rows = max(1, _BATCH // n)
    for done in range(0, RESAMPLES, rows):
        yield generator.integers(n, size=(min(rows, RESAMPLES - done), n), dtype=np.int32)
