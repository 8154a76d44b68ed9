"""Which measure a question asks for: 几所 → 所, 多少钱 → 元, 占比 → %."""

from __future__ import annotations

import re
from functools import lru_cache

from index.quantity.measures import PERCENT, POINTS, is_measure, kin, unit_of, units

_FREQUENCY = re.compile(r"(?:多久|多长时间|多少时间|几(?:天|周|年|个?月|个?学期)|隔多)[^,。;?]{0,8}[一1][次回趟]")
"""多长时间做一次 wants 每学期一次, not a time."""

_TOPICS = (
    (_FREQUENCY, units("次")),
    (
        re.compile(
            r"(?:多少|多大)的?(?:比例|占比|比重)|(?:占比|比例|比重)[是有达到为]*多少|百分之(?:多少|几)|几成(?!都)|(?:几|多少)个百分点"
        ),
        frozenset((PERCENT, POINTS)),
    ),
    (
        re.compile(
            r"^(?!.*(?:[津补]贴|补助|工资|奖金|收费|标准|钱)).*(?:增长|增速|增幅|涨)(?:目标|预期|[了是到]|大概|约)*(?:多少|几)(?![\u4e00-\u9fff])"
        ),
        frozenset((PERCENT, POINTS)),
    ),
    (
        re.compile(
            r"多少钱|(?:多少|几).{0,5}的钱|[贴补拨奖领交拿]到?了?(?:多少|几)(?![\u4e00-\u9fff])|钱.{0,12}多少|几(?:块|元|个亿|[万亿](?:元|块|$|\W))|经费|花(?:多少|了|费)|投(?:资|入)?(?:了|的)?(?:多少|几)|总投资|收费|挣(?:多少|几)"
            r"|(?:补[贴助]|奖金|津贴|工资|学费|费用)(?:标准|是)*(?:多少|几)|补[贴助]标准|(?:多少|几)(?:补[贴助]|奖金|津贴|工资|\w?\w费)"
        ),
        units("元"),
    ),
    (re.compile(r"多长的?[路线街管]|[建修铺装架改]了?多长(?!时[间候])|多远"), units("公里 米")),
    (re.compile(r"得分|评分|分数(?!线)|(?:多少|几)分(?!钟|之|类|校|园|班)"), units("分")),
    (re.compile(r"多大(?:岁数|年纪)|年龄.{0,4}(?:多少|多大|几)|多少岁|几岁"), units("岁")),
    (re.compile(r"比例|占比|战比|几成|百分|多大比|率(?!先)|(?:几|多少)个(?:百分)?点(?![位心子阵评播])"), frozenset((PERCENT, POINTS))),
    (
        re.compile(r"多久|多长时间|多少天|几天|几个?月|几年|年限|几周|多少(?:分钟|小时)|几个?小时|几分钟"),
        units("年 月 天 周 小时 分钟 工作日 学期 学年"),
    ),
    (
        re.compile(r"(?:多少|几[个名位]?)(?:老师|教师|学生|人(?!次)|孩子|娃|校长|干部|保安)|(?:招|聘|派).{0,6}(?:多少|几)|人数"),
        units("人 人次"),
    ),
)
"""What words of a question tell about the units of its answer, tried in order. 战比 is how speech comes out where 占比 was said."""
_COUNT = re.compile(r"(?:多少|几)[万亿]?大?(?P<measure>人次|名额|地方|方面|部门|平方米|公里|课时|学时|\w)")

_NEVER = {"人": units("个")}
"""What documents do not count by, where people ask by the more exact word; the other way round they do: 几个老师, 3名."""
_PLACES = {"地方": "处", "名额": "个"}
"""What people count by a noun, and documents by a measure word."""


@lru_cache(maxsize=1024)
def quantities_asked(folded: str) -> frozenset[str]:
    """Units that would answer the folded question; empty when it does not show that it asks for a quantity."""
    for pattern, answering in _TOPICS:
        if pattern.search(folded):
            return answering
    named = unit_named(folded)
    return kin(named) - _NEVER.get(named, frozenset()) if named else frozenset()


def unit_named(folded: str) -> str:
    """The unit that the folded question names after 几 or 多少; empty where it names none."""
    count = _COUNT.search(folded)
    measure = _PLACES.get(count["measure"], count["measure"]) if count else ""
    return unit_of(measure) if is_measure(measure) else ""


def asks_frequency(folded: str) -> bool:
    """How often is asked, not how long: 多长时间做一次."""
    return _FREQUENCY.search(folded) is not None
