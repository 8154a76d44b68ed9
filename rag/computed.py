"""Figures that an answer works out from two that it cites: 由[1][2]计算得出，相差20万人。

Such a sentence is checked like any other, with the working: what it states must be the sum, the difference or the ratio, as its
words say, of one amount from each of the two quotations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import product

from index.quantity import Amount, amounts, interchangeable

_DECLARED = re.compile(r"计算得出")
_SUM = re.compile(r"合计|一共|总共|共计|相加")
_RATIO = re.compile(r"倍")
_POINTS = frozenset(("%", "百分点"))
_CLOSE = Decimal("0.05")
"""What rounding a ratio may change."""


def is_computed(claimed: str) -> bool:
    """Whether a folded sentence says that it was worked out."""
    return _DECLARED.search(claimed) is not None


def holds(claimed: str, quotes: Sequence[str]) -> bool:
    """Whether every amount of the folded sentence `claimed`, marks left out, follows from two of the folded `quotes`."""
    if len(quotes) != 2:
        return False
    first, second = map(amounts, quotes)
    stated = amounts(claimed)
    return bool(stated) and all(any(follows(claimed, one, a, b) for a, b in product(first, second)) for one in stated)


def follows(claimed: str, stated: Amount, first: Amount, second: Amount) -> bool:
    """Whether the amount `stated` is the sum, the difference or the ratio of the two others, as the words of `claimed` say."""
    if stated.value is None or first.value is None or second.value is None or not interchangeable(first.unit, second.unit):
        return False
    if _RATIO.search(claimed) and stated.unit == "倍":
        return bool(second.value and first.value) and any(
            abs(stated.value - ratio) <= _CLOSE for ratio in (first.value / second.value, second.value / first.value)
        )
    same_unit = interchangeable(stated.unit, first.unit) or {stated.unit, first.unit} <= _POINTS
    expected = first.value + second.value if _SUM.search(claimed) else abs(first.value - second.value)
    return same_unit and stated.value == expected
