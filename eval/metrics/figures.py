"""Figures of folded text: numbers with their measure words, dates, ranges; and when two figures are the same.

三位一体 and the parts of 3+2 or 1+4-1 are words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from eval.metrics.folding import MEASURE, NUMBER, fold
from eval.metrics.numerals import plain

DATE = "date"
"""The unit of years and dates."""

_INTERCHANGEABLE = tuple(
    frozenset(group.split()) for group in ("人 名 位", "所 家 个", "次 回", "件 起 个", "个 项 大 块 间 条 点 方面 类 种", "部门 个")
)

FIGURE = re.compile(
    rf"""(?<![\d.+a-z-])(?:
      (?P<date>(?:19|20)\d\d年\d{{1,2}}月(?:\d{{1,2}}日)? | \d{{1,2}}月\d{{1,2}}日 | (?:19|20)\d\d(?:年|(?![\d.%-]|{MEASURE})))
    | (?P<number>{NUMBER}(?:-{NUMBER})?)[余多几]?(?:(?P<measure>{MEASURE})(?!一体)|(?!{MEASURE}|[\d+]))
    )""",
    re.VERBOSE,
)


class Figure(NamedTuple):
    value: str
    """`92.5`, `2-3`, `2025` or `2020年9月3日`."""
    unit: str
    """Measure word, `date`, or empty for a bare number."""
    position: int
    """Offset in the folded text."""

    @property
    def is_date(self) -> bool:
        return self.unit == DATE


@lru_cache(maxsize=100_000)
def figures(folded: str) -> tuple[Figure, ...]:
    """All figures of folded text, in order."""
    return tuple(_figure(match) for match in FIGURE.finditer(folded))


def _figure(match: re.Match[str]) -> Figure:
    if match["date"]:
        return Figure(match["date"].removesuffix("年"), DATE, match.start())
    value = "-".join(plain(Decimal(number)) for number in match["number"].split("-"))
    return Figure(value, match["measure"] or "", match.start())


def figures_of(*texts: str) -> tuple[Figure, ...]:
    """The figures of texts that are not folded yet."""
    return tuple(figure for text in texts for figure in figures(fold(text)))


def same(figure: Figure, other: Figure) -> bool:
    """Equal values, and equal or interchangeable measure words (人, 名 and 位); a bare first figure takes any measure word."""
    if figure.value != other.value:
        return False
    return figure.unit in ("", other.unit) or any({figure.unit, other.unit} <= group for group in _INTERCHANGEABLE)


def among(figure: Figure, due: Iterable[Figure]) -> bool:
    """Whether the figure is one of those due."""
    return any(same(other, figure) for other in due)


def backed(figure: Figure, support: Iterable[Figure]) -> bool:
    """Whether the figure stands in its support; said without a measure word, it may have one there."""
    return any(same(figure, other) for other in support)
