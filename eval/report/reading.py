"""What tables, pages and comparisons read off a report. Pure functions; nothing is measured here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from eval.types import Asked, Figure, Item, Report

LEADING = ("score", "ER@1000c", "nDCG@10")
"""Measures by which a question counts as failed, in order of preference."""

FAILED_BELOW = 0.5
"""A question whose leading measure is lower counts as failed."""

Figures: TypeAlias = Mapping[tuple[str, str, str], Figure]
"""(variant, measure, group) → figure."""


def figures_of(report: Report) -> Figures:
    return {(figure.variant, figure.measure, figure.group): figure for figure in report.figures}


def variants(report: Report) -> tuple[str, ...]:
    """In the order of the report."""
    named = [name for name, _ in report.asked] + [figure.variant for figure in report.figures]
    return tuple(dict.fromkeys(named))


def measures(report: Report) -> tuple[str, ...]:
    """All that have a figure, in the order of the report."""
    return tuple(dict.fromkeys(figure.measure for figure in report.figures))


def groups(report: Report) -> tuple[str, ...]:
    return tuple(dict.fromkeys(figure.group for figure in report.figures))


def leading(names: Sequence[str]) -> str:
    """The measure a question is judged by; empty when there is none."""
    return next((name for name in LEADING if name in names), names[0] if names else "")


def best_variant(report: Report) -> str:
    """The one with the highest leading measure over all questions; the last one of equals; empty without figures."""
    measure = leading(measures(report))
    found = [figure for figure in report.figures if (figure.measure, figure.group) == (measure, "all")]
    return max(reversed(found), key=lambda figure: figure.mean).variant if found else ""


def answered(asked: Asked) -> bool:
    """Whether an answer came that is no refusal."""
    return asked.given is not None and asked.given.status != "refused"


def refused(asked: Asked) -> bool:
    return asked.given is not None and asked.given.status == "refused"


def is_answerable(item: Item) -> bool:
    return bool(item.evidence)


def share(claims: Iterable[bool]) -> float | None:
    """Share of true ones; None of nothing."""
    known = list(claims)
    return sum(known) / len(known) if known else None


def answer_seconds(asked: Sequence[Asked]) -> tuple[float, ...]:
    """Ascending, of the questions that were answered."""
    return tuple(sorted(each.given.seconds for each in asked if each.given))


def search_seconds(asked: Sequence[Asked]) -> tuple[float, ...]:
    """Ascending, of the questions that were searched."""
    return tuple(sorted(each.search_seconds for each in asked if each.passages))


def quantile(ascending: Sequence[float], part: float) -> float:
    """The smallest value that at least `part` of the values do not exceed (nearest rank). Raises IndexError without values."""
    rank = -(-len(ascending) * part // 1)
    return ascending[max(0, int(rank) - 1)]
