"""Numbers as officials write them: 2,160, 92.5, 1.2万, 3000余, 一百二十, 两三, 十七, 二〇二五."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

NUMERAL = (
    r"(?:\d{1,3}(?:,\d{3}){1,5}(?!\d)(?:\.\d{1,9})?|\d{1,18}(?:\.\d{1,9})?"
    r"|[零〇一二两三四五六七八九十百千万亿]{1,16}(?:点[零〇一二三四五六七八九]{1,9})?)"
)
"""One number of folded text, without the scale that may follow digits; longer runs of digits are no numbers anybody counts with."""
FIRST = r"[\d零〇一二两三四五六七八九十百千万亿]"
"""What a number can begin with."""

CHINESE = "零〇一二两三四五六七八九十百千万亿"

_OVER = "(?:[余几]|多(?![元样级媒种面极孩胞])|来(?=[个名人所家次项件]))?"
_NUMBER = re.compile(rf"({NUMERAL})\s?({_OVER})([十百千万亿]{{0,2}})({_OVER})\s?")

_DIGITS = {**{digit: value for value, digit in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_NEIGHBOURS = re.compile(r"(?P<low>[一二两三四五六七八])(?P<high>[二三四五六七八九])(?P<scale>[十百千万亿]?)")


class Number(NamedTuple):
    low: Decimal
    high: Decimal
    """Above `low` where two digits side by side mean a range: 两三."""
    is_rough: bool
    """With 余, 多 or 几, or two digits side by side."""


def number_at(folded: str, start: int) -> re.Match[str]:
    """The number written at `start`, where one begins: group 1 is the numeral; the end is behind scale, 余 and a blank."""
    match = _NUMBER.match(folded, start)
    assert match is not None
    return match


def read_number(match: re.Match[str]) -> Number:
    """The value of what `number_at` found: 1.2万 → 12000, 3000余 → rough 3000, 两三 → 2 to 3."""
    return _read_number(*match.groups())


@lru_cache(maxsize=4096)
def _read_number(written: str, before: str, scaled: str, after: str) -> Number:
    factor = scale(scaled)
    low, high = neighbours(written) or (number(written),) * 2
    return Number(low * factor, high * factor, low < high or bool(before or after))


@lru_cache(maxsize=4096)
def number(written: str) -> Decimal:
    """The value of one NUMERAL: 2,160 → 2160, 一百二十 → 120, 二〇二五 → 2025, 三点五 → 3.5."""
    if written.isascii():
        return Decimal(written.replace(",", ""))
    if written[0].isdecimal():
        return Decimal("".join(str(int(digit)) if digit.isdecimal() else digit for digit in written).replace(",", ""))
    whole, _, fraction = written.partition("点")
    value = Decimal(_whole(whole))
    return value + Decimal("0." + "".join(str(_DIGITS[digit]) for digit in fraction)) if fraction else value


def scale(characters: str) -> Decimal:
    """What 十, 百, 千, 万, 亿 and their combinations multiply by: 万 → 10000, 千万 → 10000000, nothing → 1."""
    product = 1
    for character in characters:
        product *= _SMALL.get(character) or _LARGE.get(character) or 1
    return Decimal(product)


def neighbours(written: str) -> tuple[Decimal, Decimal] | None:
    """Two digits side by side that mean a range: 两三 → 2 and 3, 七八十 → 70 and 80; None for any other number."""
    match = _NEIGHBOURS.fullmatch(written)
    if not match:
        return None
    low, high = _DIGITS[match["low"]], _DIGITS[match["high"]]
    if not low < high <= low + 2:
        return None
    factor = scale(match["scale"])
    return low * factor, high * factor


def has_digit(written: str) -> bool:
    """Whether more than a bare scale is written: not 百, 千万; but 十."""
    return any(character in _DIGITS or character == "十" or character.isdecimal() for character in written)


def _whole(written: str) -> int:
    if not any(character in _SMALL or character in _LARGE for character in written):
        return int("".join(str(_DIGITS[digit]) for digit in written))
    total = section = digit = 0
    for character in written:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _SMALL:
            section, digit = section + (digit or 1) * _SMALL[character], 0
        elif character == "万":
            total, section, digit = total + (section + digit or 1) * _LARGE[character], 0, 0
        else:
            total, section, digit = (total + section + digit or 1) * _LARGE[character], 0, 0
    return total + section + digit
