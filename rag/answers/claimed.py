"""Whether a figure that a question claims holds against one that a document states."""

from __future__ import annotations

from decimal import Decimal

from index.quantity import Amount

_NEAR = Decimal("0.1")
"""Share by which 约 may be off."""


def holds(claimed: Amount, stated: Amount, *, permission: bool, reached: bool) -> bool | None:
    """None where the statement leaves it open. `permission`: the claim asks whether so much is allowed; `reached`: whether so
    much has been reached."""
    is_same = (claimed.low, claimed.high) == (stated.low, stated.high)
    if claimed.comparator == stated.comparator and not (reached or permission):
        return claimed.low <= stated.low if claimed.comparator == "at_least" else is_same
    if permission and (claimed.comparator, stated.comparator) == ("at_least", "at_most"):
        return claimed.low < stated.high
    if claimed.comparator == "at_least" or (reached and claimed.comparator == "exact" and stated.comparator != "at_most"):
        return _at_least(claimed.low, stated)
    if claimed.comparator == "at_most":
        return _at_most(claimed.high, stated)
    if permission and stated.comparator in ("at_least", "at_most"):
        return claimed.high <= stated.high if stated.comparator == "at_most" else claimed.low >= stated.low
    is_rough = "about" in (claimed.comparator, stated.comparator)
    return is_same or (is_rough and abs(claimed.low - stated.low) <= _NEAR * stated.low)


def _at_least(bound: Decimal, stated: Amount) -> bool | None:
    if stated.comparator == "at_most":
        return False if stated.high < bound else None
    return True if stated.low >= bound else None if stated.comparator == "at_least" else False


def _at_most(bound: Decimal, stated: Amount) -> bool | None:
    if stated.comparator == "at_least":
        return False if stated.low > bound else None
    return True if stated.high <= bound else None if stated.comparator == "at_most" else False
