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
    if within := _WITHIN.search(folded):
        return Standing(_value(within["n"]), is_within=True)
    found = _PLACE.search(folded)
    if found is None:
        return None
    return Standing(1 if found["first"] else _value(found["n"] or found["m"]))


def bears_out(claimed: Standing, stated: Standing) -> bool:
    return stated.place <= claimed.place if claimed.is_within else stated.place == claimed.place


def _value(numeral: str) -> int:
    """三 → 3; read as a count of places."""
    (amount, *_) = amounts(f"{numeral}名")
    return int(amount.low)
