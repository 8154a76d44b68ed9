"""Coordinate ascent over a grid, and its cross-validation. Pure: what a point scores is asked of a function.

From the point in use, each axis in turn takes the value with which the training questions score best, the other axes being
held, until a round changes nothing. A move must be worth `LEAST_GAIN`; among values worth about the same the one nearest
to the value in use stays, so that noise moves nothing. Questions come in groups that count the same however many they are:
the objective is the mean of the groups' means.

For cross-validation every document is left out in turn: its questions are scored at the point found without any question
that rests on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

LEAST_GAIN = 0.01
"""Of the objective, which lies between 0 and 1: about what one question of a small group moves."""
MOST_ROUNDS = 6

Point: TypeAlias = tuple[float, ...]
"""A value for each axis, in their order."""
Scores: TypeAlias = NDArray[np.float64]
"""Shape (questions,), each between 0 and 1."""
Trial: TypeAlias = Callable[[Point], Scores]


@dataclass(frozen=True, slots=True)
class Axis:
    name: str
    values: tuple[float, ...]
    """Ascending."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search over the grid came to."""

    point: Point
    before: Scores
    """At the point in use."""
    fitted: Scores
    """At `point`: of the very questions it was chosen by."""
    cross_validated: Scores
    """Of each question at the point chosen without its document."""
    fold_points: tuple[Point, ...]
    """For each document left out, by name."""
    tried: int
    """Points scored."""


def learn(axes: Sequence[Axis], start: Point, trial: Trial, groups: Sequence[str], documents: Sequence[tuple[str, ...]]) -> Found:
    """The best point from `start`. For each question `groups` names its group and `documents` what it rests on; it is scored for
    cross-validation when the first of them is left out."""
    known: dict[Point, Scores] = {}

    def remembered(point: Point) -> Scores:
        if point not in known:
            known[point] = trial(point)
        return known[point]

    shares = shares_of(groups)
    axes = [Axis(axis.name, tuple(sorted({*axis.values, value}))) for axis, value in zip(axes, start, strict=True)]

    def best(counted: Scores) -> Point:
        return ascend(axes, start, lambda point: mean(remembered(point), counted)) if counted.any() else start

    point = best(shares)
    cross_validated = np.zeros(len(groups))
    without: dict[str, Point] = {}
    for left_out in sorted({named[0] for named in documents}):
        without[left_out] = best(np.where([left_out in named for named in documents], 0.0, shares))
        scored = [named[0] == left_out for named in documents]
        cross_validated[scored] = remembered(without[left_out])[scored]
    return Found(point, remembered(start), remembered(point), cross_validated, tuple(without.values()), len(known))


def ascend(axes: Sequence[Axis], start: Point, objective: Callable[[Point], float]) -> Point:
    """The point at which no axis alone is worth moving."""
    point = start
    for _ in range(MOST_ROUNDS):
        before = point
        for place, axis in enumerate(axes):
            point = _moved(point, place, axis, start[place], objective)
        if point == before:
            break
    return point


def _moved(point: Point, place: int, axis: Axis, in_use: float, objective: Callable[[Point], float]) -> Point:
    """`point` with the best value of one axis, if it is worth moving."""
    worth: Mapping[float, float] = {value: objective((*point[:place], value, *point[place + 1 :])) for value in axis.values}
    best = max(worth.values())
    if best < worth[point[place]] + LEAST_GAIN:
        return point
    good = [value for value in axis.values if worth[value] > best - LEAST_GAIN / 2]
    value = min(good, key=lambda one: (abs(one - in_use), one))
    return (*point[:place], value, *point[place + 1 :])


def shares_of(groups: Sequence[str]) -> Scores:
    """What each question counts: the groups count the same, and so do the questions within a group. Sums to 1."""
    sizes = {group: groups.count(group) for group in set(groups)}
    return np.array([1 / (len(sizes) * sizes[group]) for group in groups])


def mean(scores: Scores, shares: Scores) -> float:
    return float(scores @ shares / shares.sum())
