"""Where something stands in an order: 第一, 首位, 位列全市第六, 末位; and whether that bears out what a question claims (前三吗)."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.quantity import amounts

_RANKED = r"(?:位[列居]|排名?[在第]?|列|居|名列|全[国省市区县])[^,。;]{0,6}?第"
_NUMBER = r"(?P<n>[一二三四五六七八九十]{1,3}|\d{1,3})"
_PLACE = re.compile(rf"(?:{_RANKED}{_NUMBER}|第{_NUMBER.replace('<n>', '<m>')}[位名]|(?P<first>首位|居首|榜首))(?![个批次届期轮])")
_WITHIN = re.compile(rf"前{_NUMBER}(?:[位名强]|\W|吗|没|$)")


class Standing(NamedTuple):
    place: int
    is_within: bool = False
    """前三: this place or a better one."""


def standing(folded: str) -> Standing | None:
    """The place that folded words give."""
    within = _WITHIN.search(folded)
    found = within or _PLACE.search(folded)
    if found is None:
        return None
    place = _value(found["n"]) if within else 1 if found["first"] else _value(found["n"] or found["m"])
    return None if place is None else Standing(place, is_within=within is not None)


def bears_out(claimed: Standing, stated: Standing) -> bool:
    return stated.place <= claimed.place if claimed.is_within else stated.place == claimed.place


def _value(numeral: str) -> int | None:
    """三 → 3; read as a count of places. None for what is no one place: 一二."""
    return next((int(amount.low) for amount in amounts(f"{numeral}名")), None)
