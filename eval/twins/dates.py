"""Where the dates of one document go: months to other months, years to other years, times of day to later ones; days stay.

Months keep their order wherever that is possible: either all move by the same number of months, or those before a gap in the year
move later and those after it earlier. A document that uses every month has no such way: there the year is turned.
"""

from __future__ import annotations

import random
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_MONTH = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*(\d{1,2})\s*(?:月|[-/.]\s*\d)|(?<![\d.])(\d{1,2})\s*(?:[-—–~～至、]\s*(\d{1,2})\s*)?月")
_MINUTES = (10, 15, 20, 25, 35, 40)
_DAY_MINUTES = 24 * 60
_COMMON_YEAR = 2025
"""Of days that name no year: its February has 28."""
_CHINESE_DIGITS = "〇一二三四五六七八九"
_SAME_ZERO = {"零": "〇", "○": "〇"}


@dataclass(frozen=True, slots=True)
class DateMap:
    year_shift: int
    months: Mapping[int, int]
    minutes: int
    """Added to every time of day."""

    def moved(self, kind: str, literal: str) -> str:
        """`literal`, a date or time of day of the given kind, as it stands in the twin; its separators and zeros stay."""
        parts = re.split(r"(\d+)", literal)
        numbers = [int(part) for part in parts[1::2]]
        match kind:
            case "chinese_year":
                return _chinese_year(literal, self.year_shift)
            case "time":
                moved = list(divmod((numbers[0] * 60 + numbers[1] + self.minutes) % _DAY_MINUTES, 60))
            case "year":
                moved = [numbers[0] + self.year_shift]
            case "date":
                moved = [numbers[0] + self.year_shift, *self._month_and_day(numbers[1:], numbers[0] + self.year_shift)]
            case _:
                moved = self._month_and_day(numbers, _COMMON_YEAR)
        parts[1::2] = [_as_wide(new, old, parts) for new, old in zip(moved, parts[1::2], strict=True)]
        return "".join(parts)

    def _month_and_day(self, numbers: Sequence[int], year: int) -> list[int]:
        """A month, and its day if there is one: the last of the moved month where that has fewer."""
        month = self.months.get(numbers[0], numbers[0])
        return [month, *(min(day, monthrange(year, month)[1]) if 1 <= month <= 12 else day for day in numbers[1:])]


def _as_wide(new: int, old: str, parts: Sequence[str]) -> str:
    """With a leading zero where the old number had one, or dates are written 2025-10-08."""
    padded = old.startswith("0") or (len(old) == 2 and any(mark in part for part in parts[::2] for mark in "-/.:："))
    return f"{new:0{len(old)}d}" if padded else str(new)


def _chinese_year(literal: str, shift: int) -> str:
    year = int("".join(str(_CHINESE_DIGITS.index(_SAME_ZERO.get(digit, digit))) for digit in literal)) + shift
    return "".join(_CHINESE_DIGITS[int(digit)] for digit in str(year))


def date_map(text: str, year_shift: int, salt: str) -> DateMap:
    """Drawn from `salt`; the months that `text` names are what must move."""
    chance = random.Random(f"{salt}|dates")
    return DateMap(year_shift, month_map(sorted(set(_months(text))), chance), chance.choice(_MINUTES))


def _months(text: str) -> Iterator[int]:
    for match in _MONTH.finditer(text):
        yield from (int(group) for group in match.groups() if group and 1 <= int(group) <= 12)


def month_map(months: Sequence[int], chance: random.Random) -> dict[int, int]:
    """Each of `months` (ascending, 1–12) to another month, no two to the same; rising where there is a way."""
    ways = list(_rising_ways(months))
    if ways:
        return chance.choice(ways)
    turn = chance.choice((1, 2, 3))
    return {month: (month + turn - 1) % 12 + 1 for month in months}


def _rising_ways(months: Sequence[int]) -> Iterator[dict[int, int]]:
    for later in (1, 2, 3):
        for split in range(len(months) + 1):
            for earlier in (1, 2, 3):
                moved = [month + later for month in months[:split]] + [month - earlier for month in months[split:]]
                if all(1 <= month <= 12 for month in moved) and all(first < second for first, second in pairwise(moved)):
                    yield dict(zip(months, moved, strict=True))
