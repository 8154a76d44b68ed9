"""Years as people say them, written out: 今年 → 2025年, 24年 → 2024年, 近两年 → 2024-2025年."""

from __future__ import annotations

import re
from datetime import date

_RELATIVE = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上一年度": -1,
    "上一年": -1,
    "上年度": -1,
    "上年": -1,
    "今年": 0,
    "本年度": 0,
    "当年": 0,
}
_RELATIVE |= {"本年": 0, "明年": 1, "下一年": 1, "来年": 1, "后年": 2}
_RELATIVE_YEAR = re.compile(rf"(?<![以此之])(?P<word>{'|'.join(_RELATIVE)})(?![级纪])")
_SHORT_YEAR = re.compile(r"(?<![\d.满龄校办教近达超过于第])'?(?P<year>[0-3]\d)年(?![级内以来间制前后教期历]|的?(?:教|工)龄|周年)")
_SHORT_SPAN = re.compile(
    r"(?<![\d.])(?P<first>[12]\d)\s*[-—~至到和、]\s*(?P<last>[12]\d)年(?![级内以来间制前后教期历]|的?(?:教|工)龄|周年)"
)
_LATEST = re.compile(r"(?:最近|近|过去|这)(?P<count>[两二三四五2-5])年(?![级内来]|行动|计划|规划)")
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_SCHOOL_YEAR = re.compile(r"(?P<which>本|这|这个|今|上|上个|去|下|下个)学年")
_SCHOOL_YEARS = {"上": -1, "去": -1, "下": 1}
_AUGUST = 8
"""A school year begins in it or the month after."""
_WRITTEN = re.compile(r"(?:19|20)\d\d\s*年?")


def spelled_out_years(folded: str, asked_on: date) -> str:
    """Folded text with every way to name a year as 2025年; not 教龄25年, 三年级. 近两年 ends with the year of asking, and is none where
    the years are written out beside it."""
    folded = _SHORT_SPAN.sub(lambda match: f"20{match['first']}-20{match['last']}年", folded)
    folded = _SHORT_YEAR.sub(lambda match: f"20{match['year']}年", folded)
    folded = _SCHOOL_YEAR.sub(lambda match: _school_year(match["which"], asked_on), folded)
    folded = _RELATIVE_YEAR.sub(lambda match: f"{asked_on.year + _RELATIVE[match['word']]}年", folded)
    return folded if _WRITTEN.search(folded) else _LATEST.sub(lambda match: _latest(match["count"], asked_on), folded)


def names_relative_year(folded: str) -> bool:
    """Whether a year is named by its distance from the day of asking: 今年, 去年, 近两年, 本学年."""
    return any(pattern.search(folded) for pattern in (_RELATIVE_YEAR, _SCHOOL_YEAR, _LATEST))


def years_later(day: date, years: int) -> date:
    """The same day of another year; 28 February for 29."""
    return date(day.year + years, day.month, min(day.day, 28 if day.month == 2 else day.day))


def _latest(count: str, asked_on: date) -> str:
    return f"{asked_on.year + 1 - _COUNTS.get(count, 0) if count in _COUNTS else asked_on.year + 1 - int(count)}-{asked_on.year}年"


def _school_year(which: str, asked_on: date) -> str:
    first = asked_on.year - (asked_on.month < _AUGUST) + _SCHOOL_YEARS.get(which[0], 0)
    return f"{first}-{first + 1}学年"
