"""How exact an amount claims to be: 至少, 不超过, 约 before it; 以上, 以内, 左右 behind it."""

from __future__ import annotations

import re
from typing import Literal

from index.quantity.measures import units

Comparator = Literal["exact", "at_least", "at_most", "about"]

_BEHIND = re.compile(r"\s?(?:\(含\))?[及或]?(?:(?P<at_least>以上|之上)|(?P<at_most>以[下内]|之[内下])|(?P<about>左右|上下(?![学班级])))")
_OF = r"(?:(?:[^,。;:、\d]|(?:19|20)\d\d年){1,20}的|[^,。;:、\d]{1,5})?"
"""不低于[当年交流教师总数的]25%, 不超过[违法所得]3倍."""
_LEVEL = r"(?![档级分层])[^,。;:、\d]{0,5}"
_BEFORE = re.compile(
    rf"""(?:
      不[得应能可准宜予再]?(?:超过|高于|大于|多于|突破|超出|超){_OF}$(?P<denied_above>)
    | 未(?:超过|高于|突破){_OF}$(?P<not_above>) | 没有?(?:超过|高于|突破){_OF}$(?P<none_above>)
    | 不[得应能可准宜]?(?:低于|少于|小于|短于|下于){_OF}$(?P<denied_below>) | 不下$(?P<not_below>)
    | 至少{_LEVEL}$(?P<least>) | 起码{_LEVEL}$(?P<at_any_rate>) | 最[少低](?!工资|生活|价){_LEVEL}$(?P<lowest>)
    | (?<![年期权界不有上下时局无])限[报招选购填乘住]?$(?P<limited>)
    | 至多{_LEVEL}$(?P<most>) | 最[多高长]{_LEVEL}$(?P<highest>)
    | 大?约(?<![节公预签履违制集契]约)[为有]?\s?$(?P<about>) | 大概[为有]?\s?$(?P<roughly>)
    | [将接几]?近(?<![附临最就靠邻亲远]近)[为有]?\s?$(?P<nearly>)
    | [低少小]于$(?P<below>) | 不[足到满]$(?P<short_of>) | 未[满达]到?$(?P<not_reached>)
    | [≤<]=?$(?P<sign_below>) | [≥>]=?$(?P<sign_above>)
    | [高大多]于$(?P<above>) | 超[过出]?了?$(?P<over>) | 突破了?$(?P<broken>) | 逾$(?P<past>) | 满(?<![不未美充圆丰]满)$(?P<full>)
    )""",
    re.VERBOSE,
)
_MEANT: dict[str, Comparator] = {
    "at_least": "at_least",
    "at_most": "at_most",
    **dict.fromkeys(
        ("denied_above", "not_above", "none_above", "limited", "most", "highest", "below", "short_of", "not_reached", "sign_below"),
        "at_most",
    ),
    **dict.fromkeys(
        ("denied_below", "not_below", "least", "at_any_rate", "lowest", "above", "over", "broken", "past", "full", "sign_above"), "at_least"
    ),
    **dict.fromkeys(("about", "roughly", "nearly"), "about"),
}
"""What each alternative of `_BEFORE` says; the leftmost that matches is taken, so 不超过 before 超过."""
_WITHIN = re.compile(r"内(?![部容外设置])")
_DURATIONS = units("年 月 天 工作日 周 小时 分钟 秒 学期 学年")
_LOOKBACK = 24
"""Characters before an amount in which its comparator stands."""


def comparator_at(folded: str, start: int, end: int, unit: str, *, is_rough: bool) -> Comparator:
    """What the words behind `folded[start:end]` say, else those before it; `is_rough` says that the number itself has 余 or 多."""
    if unit in _DURATIONS and _WITHIN.match(folded, end):
        return "at_most"
    if behind := _BEHIND.match(folded, end):
        return _MEANT.get(behind.lastgroup or "", "exact")
    if before := _BEFORE.search(folded, max(0, start - _LOOKBACK), start):
        return _MEANT.get(before.lastgroup or "", "exact")
    return "about" if is_rough else "exact"
