"""Chinese numerals up to 万 into digits, and whole decimals without trailing zeros."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SCALES = {"千": 1000, "百": 100, "十": 10}
_TEN_THOUSAND = 10_000


def read_numeral(word: str) -> str | None:
    """十七 → `17`, 一千二百三十一万 → `12310000`, 两三 → `2-3`; None for what is no well-formed number, such as 十四五."""
    if pair := _neighbours(word):
        return pair
    high, ten_thousand, low = word.rpartition("万")
    below = _below_ten_thousand(low)
    above = _below_ten_thousand(high) if ten_thousand else 0
    if below is None or above is None:
        return None
    total = (above or 1) * _TEN_THOUSAND + below if ten_thousand else below
    return str(total) if total else None


def _neighbours(word: str) -> str:
    """两三, 七八: an estimate between two neighbouring digits."""
    if len(word) != 2 or word[0] not in DIGITS or word[1] not in DIGITS or DIGITS[word[1]] != DIGITS[word[0]] + 1:
        return ""
    return f"{DIGITS[word[0]]}-{DIGITS[word[1]]}"


def _below_ten_thousand(word: str) -> int | None:
    total, digit, scale_before = 0, 0, _TEN_THOUSAND
    for position, character in enumerate(word):
        if character in DIGITS and not digit:
            digit = DIGITS[character]
        elif _SCALES.get(character, _TEN_THOUSAND) < scale_before:
            scale_before = _SCALES[character]
            total, digit = total + (digit or 1) * scale_before, 0
        elif not (character == "零" and not digit and position and word[position - 1] in "百千"):
            return None
    return total + digit


def plain(number: Decimal) -> str:
    """92.50 → `92.5`, 3.0 → `3`."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
