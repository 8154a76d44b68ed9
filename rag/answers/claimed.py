"""Whether a figure that a question claims holds against one that a document states."""

from __future__ import annotations

import re
from decimal import Decimal

from index.quantity import Amount

_MINUTES = {"分钟": 1, "小时": 60, "天": 1440, "周": 7 * 1440, "月": 30 * 1440, "年": 360 * 1440}
"""How long units of time are, about."""
_BOUNDS = frozenset(("at_least", "at_most"))
_STRICT = re.compile(r"(?<!不)(?:超过?|高于|多于|大于|低于|少于|小于)$|不[足到满]$")
_NEAR = Decimal("0.1")
"""Share by which 约 may be off."""


def in_unit(stated: Amount, unit: str) -> Amount:
    """A bound of time in another unit of time: 24小时内 is 1天内; anything else as it is."""
    if stated.comparator not in _BOUNDS or stated.unit == unit or not {stated.unit, unit} <= _MINUTES.keys():
        return stated
    factor = Decimal(_MINUTES[stated.unit]) / _MINUTES[unit]
    return Amount(stated.start, stated.end, stated.low * factor, stated.high * factor, unit, stated.comparator)


def is_strict(folded: str, amount: Amount) -> bool:
    """Whether the figure itself is not within the bound that the folded words put: 超过7所, 低于80%."""
    return _STRICT.search(folded[: amount.start]) is not None


def holds(claimed: Amount, stated: Amount, *, permission: bool, reached: bool) -> bool | None:
    """None where the statement leaves it open. `permission`: the claim asks whether so much is allowed; `reached`: whether so
    much has been reached."""
    if permission and stated.comparator in _BOUNDS:
        return _is_allowed(claimed, stated)
    is_same = (claimed.low, claimed.high) == (stated.low, stated.high)
    if claimed.comparator == stated.comparator and not reached:
        return claimed.low <= stated.low if claimed.comparator == "at_least" else is_same
    if claimed.comparator == "at_least" or (reached and claimed.comparator == "exact" and stated.comparator != "at_most"):
        return _at_least(claimed.low, stated)
    if claimed.comparator == "at_most":
        return _at_most(claimed.high, stated)
    is_rough = "about" in (claimed.comparator, stated.comparator)
    return is_same or (is_rough and abs(claimed.low - stated.low) <= _NEAR * stated.low)


def _is_allowed(claimed: Amount, bound: Amount) -> bool | None:
    """三天内 is not allowed where 24小时内 is said, nor is 一次 where 不少于2次 is."""
    if bound.comparator == "at_most":
        return claimed.low < bound.high if claimed.comparator == "at_least" else claimed.high <= bound.high
    return _at_most(claimed.high, bound) if claimed.comparator == "at_most" else claimed.low >= bound.low


def _at_least(bound: Decimal, stated: Amount) -> bool | None:
    if stated.comparator == "at_most":
        return False if stated.high < bound else None
    return True if stated.low >= bound else None if stated.comparator == "at_least" else False


def _at_most(bound: Decimal, stated: Amount) -> bool | None:
    if stated.comparator == "at_least":
        return False if stated.low > bound else None
    return True if stated.high <= bound else None if stated.comparator == "at_most" else False
