"""What looks like an amount and is none: dates, ordinals, labels, set phrases, names, and 一 as an article."""

from __future__ import annotations

import re
from decimal import Decimal

from index.quantity.measures import CONTINUOUS, units
from index.quantity.numerals import CHINESE, has_digit

_YEAR = r"(?:(?:19|20)\d\d|[一二][零〇一二三四五六七八九]{3})"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_SET = re.compile(
    rf"""(?:
      {_YEAR}\s?(?:[-~至到]\s?(?:19|20)?\d\d)?\s?(?:学年度?|年度?|届|级)(?:\s?{_DAY}\s?月(?:份|\s?{_DAY}\s?[日号])?)?
    | (?:19|20)?\d\d\s?[-~至]\s?(?:19|20)?\d\d\s?(?:学年度?|年度)
    | (?:一[年类])(?=[来级度之])
    | 一(?P<each>\w)[一多双](?!次|万)\w?
    | (?:十[六七八九]|二十[一二]?)大(?!任务|行动|工程|项目|举措)
    | 九年(?=一贯|义务|制)
    | [三五](?:年(?=毛入园|教育毛入园)|位一体)
    | [一二三四五六七八九十]+届(?=[一二三四五六七八九十]+[次中])
    | (?P<both>[二两三四五六七八九])\w(?P=both)\w
    | (?<=届)[一二三四五六七八九十]+次
    | 八项规定
    | 四项基本
    | 四处
    | 十分(?!之|钟)
    | [一二两三四五六七八九十]+个(?:确立|维护|意识|自信|全面|代表|一百年|务必|结合|坚持|大局|规定)
    )""",
    re.VERBOSE,
)
_CONTINUES = re.compile(r"(?:第\s?(?:[\d一二三四五六七八九十]+[、至和到-]){0,3}|第[十一二三四五六七八九]+个|no\.\s?|[a-z+/\[\d]|\d:)$")
"""Before the rest of an ordinal, a code, a fraction, a document number, a ratio or an endless number: 第3名, yp01, 3+2, 1:3."""
_BEHIND_RANK = re.compile(r"(?<![提之以目])前$")
_RANKED = units("人 个 位次 所")
"""What can come first to third: 前三名; 提前3个月 and 前10% are amounts."""
_NOWHERE = frozenset[str]()
_CLOCK = {"分": frozenset("时点"), "天": frozenset("月")}
"""Unit → what stands before it in times and dates: 8时30分, 3月5日内."""
_DAYS_BEFORE = re.compile(r"(?:不得?[少低]于|不得?超过|至少|不足|超过|[届期]?满|为期|共|之日起)\s?$")
_DAYS_BEHIND = re.compile(r"之?内|以[内上下]")
"""Around 日 where it counts days: 公示不少于15日, 7日内; elsewhere it is a date."""
_LABEL = re.compile(r"(?:^|[\n。;:,\"(]\s*)$")
_LABELLED = re.compile(r"\d{1,2}\.(?=\d)")
_QUOTES = ('"', "'")
_NAME = re.compile(r"[^\"',。;]{1,7}[\"']")
"""The rest of a quoted name that begins with a Chinese number: “三公示”."""
_ONE_OF_WORDS = re.compile(r"(?:(?<!提)前|[的这那上下后键同每某另任统唯再又专单万初同如全独逐期中不共])$")
_ONE_AFTER = re.compile(r"(?:(?:至少|起码|最少|最多)[^,。;\d]{0,5}|不少于|不低于|不超过|仅|只|限|各|新增|新建|增[加设]?|配备?)$")
_ONE_COUNTED = units(
    "百分点 人 次 家 所 场 节 堂 遍 年 周 天 小时 分钟 月 学期 学年 倍 番 轮 % 成 人次 学时 课时 工作日 元 岁 米 公里 辆 栋 间"
)
_ROUND_COUNTED = units("名 所 场")
_UNCOUNTABLE = frozenset("数几" + CHINESE)
"""Before the rest of what has no value: 数十, 几百."""
_NUMBERED = units("期 点 面 把 头 部 本")
"""What a Chinese numeral before it numbers, or makes a word of: 二期, 四面."""


def behind_lookalike(folded: str, start: int) -> int:
    """Behind the date or set phrase that begins at `start`; 0 where none does."""
    skipped = _SET.match(folded, start)
    if skipped is None or (skipped["each"] or "-") in CHINESE:
        return 0
    return skipped.end()


def behind_label(folded: str, start: int, unit: str, *, is_scaled: bool) -> int:
    """Behind the label 1. that runs into a number (1.2024年, 2.3所); 0 where there is none, or where the unit has parts."""
    label = _LABELLED.match(folded, start)
    if not label or unit in CONTINUOUS - {"年"} or is_scaled or not _LABEL.search(folded[max(0, start - 4) : start]):
        return 0
    return label.end()


def is_word(folded: str, start: int, end: int, written: str, low: Decimal, unit: str) -> bool:
    """Whether the numeral `written` and the measure word that ends at `end` belong to a word, a rank or a name, not to a count."""
    before = folded[max(0, start - 8) : start]
    if _CONTINUES.search(before) or before[-1:] in _CLOCK.get(unit, _NOWHERE) or (unit in _RANKED and _BEHIND_RANK.search(before)):
        return True
    if unit == "天" and folded[end - 1] == "日" and not _DAYS_BEHIND.match(folded, end) and not _DAYS_BEFORE.search(before):
        return True
    if written[0].isdecimal():
        return False
    quoted = before.endswith(_QUOTES) and folded.count(before[-1], 0, start) % 2 == 1
    return (quoted and _NAME.match(folded, end) is not None) or _is_chinese_word(
        before, written, folded[end - 1], low, unit, is_within=folded.startswith("内", end)
    )


def _is_chinese_word(before: str, written: str, measure: str, low: Decimal, unit: str, *, is_within: bool) -> bool:
    """The same of Chinese numerals, which are in many words: 百所, 二期, 一个. `is_within`: 内 follows, as in 一个月内."""
    if before[-2:-1] == written and before[-1].isalpha() and measure != "大":
        return True  # 三审三校
    if before[-1:] in _UNCOUNTABLE or (len(written) > 1 and written[0] in "零〇"):
        return True  # 数十, 〇三年
    if not has_digit(written):
        return measure not in _ROUND_COUNTED or before.endswith("每")
    if written == "一":
        return unit == "批" or not (is_within or _is_one(before, unit))
    return written == "二" or (unit in _NUMBERED and low < 10 and not before.endswith(("了", "共", "举办", "开展")))


def _is_one(before: str, unit: str) -> bool:
    """Whether 一 counts: 至少一项, 组织一次, but not 一些, 这一年, 同一所."""
    if _ONE_AFTER.search(before):
        return True
    return unit in _ONE_COUNTED and not _ONE_OF_WORDS.search(before)
