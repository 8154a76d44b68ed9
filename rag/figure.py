"""Figures: which measure a question asks for, and whether words hold a figure of that measure.

A figure is a number with its measure word (13所, 三分之一, 92.5%, 约1231万元); numbers of headings and of the years are none,
nor are those in set phrases (五位一体).
"""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = r"(?:\d+(?:[.,]\d+)*|[一二两三四五六七八九十百千万]+)"
_SCALE = r"(?:[余多几]|左右)?[十百千万亿]*(?:[余多几]|左右)?个?"
_UNITS = (
    "人名位",
    "所家个园校处",
    "次回",
    "件起个",
    "个项大块条点方面类种批",
    "年月天日周时分期",
    "元块",
    "%成分",
    "米里亩",
    "辆台套门节课场届轮",
    "间座栋床张户",
)
"""Measure words that count the same things."""
_TOPICS = (
    (re.compile(r"多少钱|几[块元万亿]|经费|花(?:多少|了|费)|投(?:资|入)?(?:了|的)?(?:多少|几)|补[贴助](?:多少|标准)|总投资|收费"), "元块"),
    (re.compile(r"比例|占比|战比|几成|百分|多大比|率(?!先)"), "%成分"),
    (re.compile(r"多久|多长时间|多少天|几天|几个?月|几年|年限|几点|几周|多少(?:分钟|小时)|几个?小时|几分钟"), "年月天日周时分期"),
    (re.compile(r"(?:多少|几[个名位]?)(?:老师|教师|学生|人|孩子|娃|校长|干部|保安)|(?:招|聘|派).{0,6}(?:多少|几)|人数"), "人名位个"),
)
"""What words of a question tell about the measure, tried in order."""
_COUNT = re.compile(rf"(?:多少|几)大?(?P<unit>[{''.join(sorted(set(''.join(_UNITS)) - set('分成时')))}])")
_LABEL = re.compile(
    r"第[一二三四五六七八九十百零\d]+[条章节款项届期]|^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[一二三四五六七八九]是|(?:19|20)\d\d(?:年|-\d\d)|一[些个体批方]|[三四五六七八九]位一体"
)
_CHINESE = re.compile(
    r"(?<![第十百千万亿\d])(?P<number>[一二两三四五六七八九十百]+)(?P<unit>["
    + "".join(sorted(set("".join(_UNITS)) - set("成分期周时%")))
    + r"])(?!一体)"
)
_SURELY_COUNTED = frozenset("所家名位人次元米亩辆间")
"""Measure words that stand behind real counts: not 三个方面, 一条."""
_DIGITS = {**{digit: value for value, digit in enumerate("一二三四五六七八九", 1)}, "两": 2}
_SCALES = {"十": 10, "百": 100}


@lru_cache(maxsize=1024)
def units_asked(folded: str) -> str:
    """Measure words (one character each) that would answer the folded question; empty when it does not show."""
    for pattern, units in _TOPICS:
        if pattern.search(folded):
            return units
    return "".join(group for group in _UNITS if unit_named(folded) in group) if unit_named(folded) else ""


def unit_named(folded: str) -> str:
    """The measure word that the folded question names after 几 or 多少; empty where it names none."""
    asked = _COUNT.search(folded)
    return asked["unit"] if asked else ""


def asks_for_several(folded: str) -> bool:
    """Whether the folded question wants a figure for each of several things."""
    return re.search("各|分别|每个|哪些", folded) is not None


def has_figure(folded: str, units: str = "") -> bool:
    """Whether folded words hold a figure: of one of `units`, or of any measure."""
    return figure_count(folded, units) > 0


def figure_count(folded: str, units: str = "") -> int:
    """How many figures folded words hold: of one of `units`, or of any measure."""
    bare = _LABEL.sub(" ", folded)
    wanted = units or "".join(_UNITS)
    return len(re.findall(rf"{_NUMBER}{_SCALE}[{re.escape(wanted)}]", bare))


def counts(folded: str, *, surely: bool = False) -> frozenset[str]:
    """Chinese numerals before a measure word, in digits: 三所, 一百二十名 → 3, 120. With `surely`, only where nothing but a count
    can be meant: not 三个方面, 一名."""
    found = [(_value(match["number"]), match["unit"]) for match in _CHINESE.finditer(folded)]
    return frozenset(str(value) for value, unit in found if not surely or (unit in _SURELY_COUNTED and value > 1))


def _value(numeral: str) -> int:
    """一百二十 → 120, 十二 → 12."""
    total, digit = 0, 0
    for character in numeral:
        if character in _SCALES:
            total, digit = total + max(digit, 1) * _SCALES[character], 0
        else:
            digit = _DIGITS[character]
    return total + digit
