"""Amounts: numbers with their measure words, where they stand in folded text, and how exact they claim to be.

Read from left to right: at each numeral the number, its scale (1.2万), 余 or 多, the second number of a range, and the measure word
are read; what then turns out to be a date, a set phrase or part of a word is passed over (`index.quantity.lookalike`). A number
without a measure word is an amount only where the sentence measures with it: 为零, 降至0.17.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from index.quantity.comparator import Comparator, comparator_at
from index.quantity.lookalike import behind_label, behind_lookalike, is_word
from index.quantity.measures import NONE, PERCENT, POINTS, Measure, interchangeable, measure_at
from index.quantity.numerals import FIRST, NUMERAL, Number, has_digit, number, number_at, read_number, scale


@dataclass(frozen=True, slots=True)
class Amount:
    """A value or a range with its unit. `folded[start:end]` is number and measure word, without 至少 or 以上."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    """Equal to `low` except in a range: 2-3所."""
    unit: str
    """人, 所, %, 百分点 …; empty for a bare value. 万 and 亿 are in the value, not here."""
    comparator: Comparator

    @property
    def value(self) -> Decimal | None:
        """The one value; None for a range."""
        return self.low if self.low == self.high else None


_START = re.compile(FIRST)
_TO = re.compile(r"\s?[-~至到]{1,2}\s?(?=[\d一二两三四五六七八九十百])")
_TO_FIRST = frozenset(" -~至到")
_FROM = frozenset("由从")

_FRACTION = re.compile(rf"({NUMERAL})分之({NUMERAL})")
_SLASH = re.compile(r"(?<=[的于为占达过])([1-9])/([1-9])(?!\d)|([1-9])/([1-9])(?=以[上下内]|的|左右)")
_HALF = re.compile(r"(?<![另前后上下每])一半(?=以[上下]|的|左右|[,。;、)])")
_SHARES = frozenset("分/半")
"""What stands behind the first numeral of a share."""
_TENTHS = "成"
_POINTS = "个百分点"
_SHARED_POINTS = re.compile(r"个(?=(?:[、和及]\d+(?:\.\d+)?个){0,4}[、和及]\d+(?:\.\d+)?个?百分点)")
"""分别提高1.8个、2.3个百分点: the first is points too."""
_HALF_MORE = Decimal("0.5")
"""两年半, 3个半小时."""
_DIMES = re.compile(r"([1-9一二三四五六七八九])角")
"""一元二角."""

_LARGE = ("万", "亿")
_BARE_BEFORE = re.compile(r"[为至到由从达]$")
_REACHING = re.compile(r"(?:有|[到达]|超过?|[过破]|突破)了?$")
"""有两千万了: how many people count in speech."""
_BARE_AFTER = re.compile(r"[,。;、)\"\n降升提增减上下]|$")


@lru_cache(maxsize=8192)
def amounts(folded: str) -> tuple[Amount, ...]:
    """All amounts of folded text, in order, not overlapping."""
    return tuple(_amounts(folded))


def same_quantity(first: Amount, second: Amount) -> bool:
    """Whether two amounts state the same: equal values, and units that mean the same things (3所, 三家); comparators do not count."""
    return (first.low, first.high) == (second.low, second.high) and interchangeable(first.unit, second.unit)


def _amounts(folded: str) -> Iterator[Amount]:
    position = 0
    while match := _START.search(folded, position):
        amount, position = _read(folded, match.start())
        if amount is not None:
            yield amount


def _read(folded: str, start: int) -> tuple[Amount | None, int]:
    """The amount that begins at `start`, if one does, and where to read on."""
    written = number_at(folded, start)
    if share := _share(folded, written):
        return share, share.end
    amount = _ranged(folded, written) or _single(folded, written)
    if amount is None:
        return None, written.end(1)
    skipped = behind_label(folded, start, amount.unit, is_scaled=bool(written[3])) or behind_lookalike(folded, start)
    if skipped:
        return None, skipped
    return None if is_word(folded, start, amount.end, written[1], amount.low, amount.unit) else amount, amount.end


def _single(folded: str, written: re.Match[str]) -> Amount | None:
    measure = measure_at(folded, written.end())
    if measure is None:
        return _bare(folded, written)
    if measure.written == "个" and (points := _SHARED_POINTS.match(folded, written.end())):
        measure = Measure(POINTS, points[0], points.end())
    read = read_number(written)
    if measure.written == "元" and (tenths := _DIMES.match(folded, measure.end)):
        exact = read.low + number(tenths[1]) / 10
        measure, read = measure._replace(end=tenths.end()), Number(exact, exact, read.is_rough)
    if "半" in measure.written:
        read = Number(read.low + _HALF_MORE, read.high + _HALF_MORE, read.is_rough)
    return _amount(folded, written.start(), measure, read, read)


def _ranged(folded: str, written: re.Match[str]) -> Amount | None:
    """2-3所, 200元至500元, 三至五年; but 由62%到71% is two amounts."""
    inner = measure_at(folded, written.end())
    behind = inner.end if inner else written.end()
    to = _TO.match(folded, behind) if folded[behind : behind + 1] in _TO_FIRST else None
    if to is None:
        return None
    second = number_at(folded, to.end())
    measure = measure_at(folded, second.end())
    if measure is None or (
        inner is not None and (inner.unit != measure.unit or folded[max(0, written.start() - 1) : written.start()] in _FROM)
    ):
        return None
    first, last = read_number(written), read_number(second)
    if inner is None and not written[3] and second[3] and first.low < number(second[1]):
        first = Number(first.low * scale(second[3]), first.high * scale(second[3]), first.is_rough)  # 3-5万人
    return _amount(folded, written.start(), measure, first, last) if first.low < last.high else None


def _amount(folded: str, start: int, measure: Measure, first: Number, last: Number) -> Amount:
    low, high, unit = first.low, last.high, measure.unit
    if measure.written == _TENTHS:
        low, high, unit = low * 10, high * 10, PERCENT
    return Amount(start, measure.end, low, high, unit, comparator_at(folded, start, measure.end, unit, is_rough=last.is_rough))


def _share(folded: str, written: re.Match[str]) -> Amount | None:
    """三分之一, 百分之八十, 1/3以上, 一半以上: as a percentage."""
    start = written.start()
    if folded[written.end(1) : written.end(1) + 1] not in _SHARES:
        return None
    if half := _HALF.match(folded, start):
        return _percentage(folded, start, half.end(), Decimal(50))
    if fraction := _FRACTION.match(folded, start):
        whole, part = number(fraction[1]), number(fraction[2])
        return _percentage(folded, start, fraction.end(), part * 100 / whole) if whole else None
    if fraction := _SLASH.match(folded, start):
        return _percentage(folded, start, fraction.end(), number(fraction[1] or fraction[3]) * 100 / number(fraction[2] or fraction[4]))
    return None


def _percentage(folded: str, start: int, end: int, value: Decimal) -> Amount:
    is_points = folded.startswith(_POINTS, end)  # 百分之三个百分点 is said, too
    unit, end = (POINTS, end + len(_POINTS)) if is_points else (PERCENT, end)
    return Amount(start, end, value, value, unit, comparator_at(folded, start, end, unit, is_rough=False))


def _bare(folded: str, written: re.Match[str]) -> Amount | None:
    """A value without a unit: of tens of thousands and more (10.6万群众), or where the sentence measures with it (为零, 降至0.17)."""
    start, numeral = written.start(), written[1]
    before = folded[max(0, start - 3) : start]
    if written[3][-1:] in _LARGE and numeral[0].isdecimal():
        value, end = read_number(written).low, written.end(4)
    elif numeral[-1] in _LARGE and len(numeral) > 1 and has_digit(numeral) and _REACHING.search(before):
        value, end = number(numeral), written.end(1)
    else:
        value, end = number(numeral), written.end(1)
        is_value = numeral in ("零", "0") or (numeral.isascii() and "." in numeral)
        measures = _BARE_BEFORE.search(before) and _BARE_AFTER.match(folded, end)
        if not is_value or written.end() != end or not measures:
            return None
    return Amount(start, end, value, value, NONE, comparator_at(folded, start, end, NONE, is_rough=bool(written[2] or written[4])))
