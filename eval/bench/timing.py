"""Latency as percentiles, and how it is taken."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of `n` calls. Percentiles are observed values (the nearest rank above), none in between."""

    n: int
    p50: float
    p95: float
    p99: float


def latency(seconds: Sequence[float]) -> Latency:
    """Raises ValueError without values."""
    if not seconds:
        raise ValueError("nothing was timed")
    p50, p95, p99 = (round(float(value) * 1000, 3) for value in np.percentile(seconds, (50, 95, 99), method="inverted_cdf"))
    return Latency(len(seconds), p50, p95, p99)


def timed(call: Callable[[T], object], arguments: Sequence[T]) -> Latency:
    """One call after the other, in one thread."""
    taken = []
    for argument in arguments:
        started = time.perf_counter()
        call(argument)
        taken.append(time.perf_counter() - started)
    return latency(taken)
