"""Amounts: numbers with their measure words, where they stand in folded text, and how exact they claim to be.

Read from left to right: at each number first what only looks like an amount is passed over (dates, clock times, 3:1, 第5名, labels,
一人一档, 五位一体), then the number, its scale (1.2万), 余 or 多, the second number of a range, and the measure word are read. A number
without a measure word is an amount only where the sentence measures with it: 为零, 降至0.17.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from index.quantity.measures import CONTINUOUS, NONE, PERCENT, POINTS, Measure, interchangeable, measure_at, units
from index.quantity.numerals import FIRST, NUMERAL, has_digit, neighbours, number, scale

Comparator = Literal["exact", "at_least", "at_most", "about"]


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


class _Number(NamedTuple):
    low: Decimal
    high: Decimal
    written: str
    is_rough: bool
    """余, 多, 几, or two digits side by side."""
    end: int


_START = re.compile(FIRST)
_CHINESE = "零〇一二两三四五六七八九十百千万亿"
_OVER = "(?:[余几]|多(?![元样级媒种面极孩胞])|来(?=[个名人所家次项件]))?"
_NUMBER = re.compile(rf"(?P<number>{NUMERAL})\s?(?P<before>{_OVER})(?P<scale>[十百千万亿]{{0,2}})(?P<after>{_OVER})\s?")
_TO = re.compile(r"\s?(?:[-~至到]|--)\s?(?=\d|[一二两三四五六七八九十百])")

_YEAR = r"(?:(?:19|20)\d\d|[一二][零〇一二三四五六七八九]{3})"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_NOT_COUNTED = re.compile(
    rf"""(?:
      {_YEAR}\s?(?:[-~至到]\s?(?:19|20)?\d\d)?\s?(?:学年度?|年度?|届|级)(?:\s?{_DAY}\s?月(?:份|\s?{_DAY}\s?[日号])?)?
    | (?:19|20)\d\d\s?[-./]\s?\d{{1,2}}(?:\s?[-./]\s?\d{{1,2}})?(?!\d|[.]\d)
    | (?:19|20)?\d\d\s?[-~至]\s?(?:19|20)?\d\d\s?(?:学年度?|年度)
    | {_DAY}\s?月(?:份|\s?{_DAY}\s?[日号](?:\s?[-~至到]\s?{_DAY}\s?[日号](?!内))?)?
    | \d{{1,2}}\s?:\s?\d{{2}}(?:\s?:\s?\d{{2}})?
    | {_DAY}[时点]{_DAY}分 | \d+\s?:\s?\d+(?:\.\d+)?
    | \d{{3,4}}-\d{{7,8}}
    | (?:一[年类])(?=[来级度之])
    | 一(?P<each>\w)一(?!次|万)\w?
    | (?:十[六七八九]|二十[一二]?)大(?!任务|行动|工程|项目|举措)
    | 九年(?=一贯|义务|制)
    | [三五](?:年(?=毛入园|教育毛入园)|位一体)
    | [一二三四五六七八九十]+届(?=[一二三四五六七八九十]+[次中])
    | (?P<both>[二两三四五六七八九])\w(?P=both)\w
    | [一二三四五六七八九十]+次(?:全会|全体会议|会议精神)
    | 八项规定
    | 四项基本
    | 四处
    | 十分(?!之|钟)
    | [一二两三四五六七八九十]+个(?:确立|维护|意识|自信|全面|代表|一百年|务必|结合|坚持|大局|规定)
    )""",
    re.VERBOSE,
)
_BEHIND_ORDINAL = re.compile(r"(?:第|no\.?)\s?$")
_BEHIND_RANK = re.compile(r"(?<![提之以目])前$")
_RANKED = frozenset(("人", "个", "位次", "所"))
"""What can come first to third: 前三名; 提前3个月 and 前10% are amounts."""
_LABEL = re.compile(r"(?:^|[\n。;:,\"(]\s*)$")
_LABELLED = re.compile(r"\d{1,2}\.(?=\d)")
_NAME = re.compile(r"[^\",。;]{1,7}\"")
"""The rest of a quoted name that begins with a Chinese number: “三公示”."""

_FRACTION = re.compile(rf"(?P<of>{NUMERAL})分之(?P<part>{NUMERAL})")
_SLASH = re.compile(r"(?P<part>[1-9])/(?P<of>[1-9])(?=以[上下内]|的|左右)")
_HALF = re.compile(r"(?<!另|前|后|上|下|每)(?:一半|半数)(?=以[上下]|的|左右|[,。;、)])")
_TENTHS = "成"
_SHARED_POINTS = re.compile(r"个(?=(?:[、和及]\d+(?:\.\d+)?个)*[、和及]\d+(?:\.\d+)?个?百分点)")
"""分别提高1.8个、2.3个百分点: the first is points too."""

_AT_MOST_DENIED = re.compile(
    r"(?:不(?:得|应|能|可|准|宜|予|再)?|未|没有?)(?:超过|高于|大于|多于|突破|超出|超)(?P<of>[^,。;:、\d]{1,16}的)?$"
)
_AT_LEAST_DENIED = re.compile(r"(?:不(?:得|应|能|可|准|宜)?|未)(?:低于|少于|小于|短于|下于)(?P<of>[^,。;:、\d]{1,16}的)?$|不下$")
_AT_LEAST = re.compile(
    r"(?:至少|起码|最少|最低)(?!档|级|分|层)[^,。;:、\d]{0,5}$|(?:超过|超出|超|高于|大于|多于|突破|逾|(?<![不未美充圆丰])满)(?:了)?$"
)
_AT_MOST = re.compile(r"(?:至多|最多|最高|最长)(?!档|级|分|层)[^,。;:、\d]{0,5}$|(?:低于|少于|小于|不足|不到|不满|未满|未达|未达到)$")
_ABOUT = re.compile(r"(?:(?<![节公预签履违制集契])约|大约|大概|(?<![附临最就靠邻亲远])近|将近|接近|几近)(?:为|有)?\s?$")
_OPEN_ABOVE = re.compile(r"\s?(?:\(含\))?(?:及|或)?(?:以上|之上)")
_OPEN_BELOW = re.compile(r"\s?(?:\(含\))?(?:(?:及|或)?以[下内]|之内|之下)")
_ROUGHLY = re.compile(r"左右|上下(?!学|班|级)")
_BEHIND: tuple[tuple[re.Pattern[str], Comparator], ...] = ((_OPEN_ABOVE, "at_least"), (_OPEN_BELOW, "at_most"), (_ROUGHLY, "about"))
_BEFORE: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (_AT_MOST_DENIED, "at_most"),
    (_AT_LEAST_DENIED, "at_least"),
    (_ABOUT, "about"),
    (_AT_MOST, "at_most"),
    (_AT_LEAST, "at_least"),
)
_WITHIN = re.compile(r"内(?![部容外设置])")
_DURATIONS = units("年 月 天 工作日 周 小时 分钟 秒 学期 学年")
_LOOKBACK = 24
"""Characters before an amount in which its comparator stands."""

_ONE_OF_WORDS = re.compile(r"(?:(?<!提)前|[的这那上下后键同每某另任统唯再又专单万初同如全独逐期中不共])$")
_ONE_AFTER = re.compile(r"(?:至少|不少于|不低于|不超过|起码|最少|最多|仅|只|限|各|新增|新建|增[加设]?|配备?)$")
_ONE_COUNTED = units("人 次 家 所 场 节 遍 年 周 天 小时 分钟 月 学期 学年 倍 轮 % 成 人次 学时 课时 工作日 元 岁 米 公里 辆 栋 间")
_ROUND_COUNTED = units("名 所 场")
_NUMBERED = units("期 点 面 把 头 部 本 科")
"""What a Chinese numeral before it numbers, or makes a word of: 二期, 三科, 四面."""
_BARE_BEFORE = re.compile(r"(?:[为至到由从]|达|达到|[升降]到)$")
_BARE_AFTER = re.compile(r"[,。;、)\"降升提增减上下]|$|\n")


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
        start = match.start()
        amount, position = _read(folded, start)
        if amount is not None:
            yield amount


def _read(folded: str, start: int) -> tuple[Amount | None, int]:
    """The amount that begins at `start`, if one does, and where to read on."""
    if skipped := _passed_over(folded, start) or _behind_label(folded, start):
        return None, skipped
    if share := _share(folded, start):
        return share, share.end
    first = _number_at(folded, start)
    amount = _ranged(folded, start, first) or _single(folded, start, first)
    if amount is None:
        return None, start + len(first.written)
    return None if _is_part_of_word(folded, start, first, amount) else amount, amount.end


def _passed_over(folded: str, start: int) -> int:
    """Behind the date, time, ratio or set phrase that begins at `start`; 0 where none does."""
    before = folded[start - 1] if start else ""
    if before and (before in "+/[" or (before.isascii() and before.isalpha())):
        number_there = _NUMBER.match(folded, start)
        return number_there.end() if number_there else start + 1
    skipped = _NOT_COUNTED.match(folded, start)
    if not skipped:
        return 0
    if each := skipped["each"]:
        return skipped.end() if each not in _CHINESE else 0
    return skipped.end()


def _behind_label(folded: str, start: int) -> int:
    """Behind the label 1. that runs into a number (1.2024年, 2.3所); 0 where there is none."""
    label = _LABELLED.match(folded, start)
    if not label or not _LABEL.search(folded[max(0, start - 4) : start]):
        return 0
    whole = _number_at(folded, start)
    measure = measure_at(folded, whole.end)
    is_decimal = measure is not None and (
        measure.unit in CONTINUOUS or "万" in folded[start : measure.end] or "亿" in folded[start : measure.end]
    )
    return 0 if is_decimal else label.end()


def _number_at(folded: str, start: int) -> _Number:
    """The number that begins at `start`, where one does begin."""
    match = _NUMBER.match(folded, start)
    assert match is not None
    written = match["number"]
    factor = scale(match["scale"])
    rough = bool(match["before"] or match["after"])
    if pair := neighbours(written):
        return _Number(pair[0] * factor, pair[1] * factor, written, True, match.end())
    value = number(written) * factor
    return _Number(value, value, written, rough, match.end())


def _single(folded: str, start: int, first: _Number) -> Amount | None:
    points = _SHARED_POINTS.match(folded, first.end)
    measure = Measure(POINTS, points[0], points.end()) if points else measure_at(folded, first.end)
    if measure is None:
        return _bare(folded, start, first)
    return _amount(folded, start, measure, first, first)


def _ranged(folded: str, start: int, first: _Number) -> Amount | None:
    """2-3所, 200元至500元, 三至五年."""
    inner = measure_at(folded, first.end)
    to = _TO.match(folded, inner.end if inner else first.end)
    if not to:
        return None
    second = _number_at(folded, to.end())
    measure = measure_at(folded, second.end)
    if measure is None or (inner is not None and inner.unit != measure.unit):
        return None
    if inner is not None and folded[start - 1 : start] in ("由", "从"):
        return None  # 由62%到71%: two amounts
    if inner is None and first.low < second.low and second.written.isdecimal() and folded[second.end - 1 : second.end] in "万亿":
        factor = scale(folded[second.end - 1])
        first = first._replace(low=first.low * factor, high=first.high * factor)
    if first.low >= second.high:
        return None
    return _amount(folded, start, measure, first, second)


def _amount(folded: str, start: int, measure: Measure, first: _Number, last: _Number) -> Amount:
    factor = Decimal(10) if measure.written == _TENTHS else Decimal(1)
    unit = PERCENT if measure.written == _TENTHS else measure.unit
    comparator = _comparator(folded, start, measure.end, unit, is_rough=last.is_rough and last.low == last.high)
    return Amount(start, measure.end, first.low * factor, last.high * factor, unit, comparator)


def _share(folded: str, start: int) -> Amount | None:
    """三分之一, 百分之八十, 1/3以上, 一半以上: as a percentage."""
    match = _FRACTION.match(folded, start) or _SLASH.match(folded, start)
    if match:
        whole, part = number(match["of"]), number(match["part"])
        if not whole:
            return None
        end, value = match.end(), part * 100 / whole
    elif half := _HALF.match(folded, start):
        end, value = half.end(), Decimal(50)
    else:
        return None
    points = folded.startswith("个百分点", end)
    unit = POINTS if points else PERCENT
    end += 4 * points
    return Amount(start, end, value, value, unit, _comparator(folded, start, end, unit, is_rough=False))


def _bare(folded: str, start: int, first: _Number) -> Amount | None:
    """A value without a unit, where the sentence measures with it: 为零, 由0.21降至0.17."""
    end = start + len(first.written)
    is_value = first.written in ("零", "0") or (first.written.isascii() and "." in first.written)
    if not is_value or first.end != end or not _BARE_BEFORE.search(folded[max(0, start - 2) : start]) or not _BARE_AFTER.match(folded, end):
        return None
    return Amount(start, end, first.low, first.low, NONE, _comparator(folded, start, end, NONE, is_rough=False))


def _comparator(folded: str, start: int, end: int, unit: str, *, is_rough: bool) -> Comparator:
    """What the words behind the amount and before it say; behind it first, and denied ones (不超过) before plain ones."""
    if _WITHIN.match(folded, end) and unit in _DURATIONS:
        return "at_most"
    for behind, comparator in _BEHIND:
        if behind.match(folded, end):
            return comparator
    words = folded[max(0, start - _LOOKBACK) : start]
    for before, comparator in _BEFORE:
        if before.search(words):
            return comparator
    return "about" if is_rough else "exact"


def _is_part_of_word(folded: str, start: int, first: _Number, amount: Amount) -> bool:
    """Whether number and measure word belong to a word, a rank or a name, not to a count."""
    before = folded[max(0, start - 6) : start]
    if _BEHIND_ORDINAL.search(before) or (amount.unit in _RANKED and _BEHIND_RANK.search(before)):
        return True
    if not first.written[0].isdecimal():
        return _is_chinese_word(folded, before, first.written, amount)
    return amount.unit not in CONTINUOUS and amount.unit != NONE and first.low != first.low.to_integral_value()


def _is_chinese_word(folded: str, before: str, written: str, amount: Amount) -> bool:
    """The same of Chinese numerals, which are in many words: “三公示”, 百所, 二期, 一个."""
    if before.endswith('"') and folded.count('"', 0, amount.start) % 2 == 1 and _NAME.match(folded, amount.end):
        return True
    if not has_digit(written):
        return folded[amount.end - 1] not in _ROUND_COUNTED or before.endswith(("数", "几", "每"))
    if written == "一":
        return amount.unit == "批" or not _is_one(before, amount)
    return written == "二" or (amount.unit in _NUMBERED and amount.low < 10 and not before.endswith(("了", "共", "举办", "开展")))


def _is_one(before: str, amount: Amount) -> bool:
    """Whether 一 counts: 至少一项, 组织一次, but not 一些, 这一年, 同一所."""
    if _ONE_AFTER.search(before):
        return True
    return amount.unit in _ONE_COUNTED and not _ONE_OF_WORDS.search(before)
