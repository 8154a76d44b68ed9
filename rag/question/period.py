"""Whether a question asks what was planned or what was done, and whether headings say that what stands under them was."""

from __future__ import annotations

import re

from index.text import fold
from rag.types import Period

_NEGATED = re.compile(r"(?:^|[,，(（])\s*(?:而?不是|不要|别给我?|不问|除了)[^,，。;；?？)）]*")
_PLANNED = re.compile(
    r"计划|打算|目标|准备|拟(?=[新招建增])|力争|争取|预计|预期|将(?=[要会新招建])|要(?![求点闻素害不是])|想(?!知道|问|了解)|安排|年初|再[开建加新增办招]"
)
_DONE = re.compile(
    r"完成|实际|实现了|达到了|兑现|已经?(?=[建新完招落实])|[干做办建落实]成了?|落实了|到底|最后|最终|结果|了(?:多少|几|哪|什么|啥|没有|吗|[?？]?$)"
)

_EXPRESSLY = {
    "planned": re.compile(r"计划|打算|目标|准备|拟(?=[新招建增])|力争|争取|预[计期]|年初|原定|想(?=[\u4e00-\u9fff]{0,4}(?:多少|几))"),
    "done": re.compile(r"实际|完成(?!主体)|实现了|兑现|最[后终]|到底|结果|花了"),
}
"""What leaves no doubt which is meant; 要 and 了 are said of either."""
_PLANS = re.compile("计划|打算|思路|安排|目标|要点|谋划|部署|方案|下一步|下步|预算|任务")
_REPORTS_AND_PLANS = "工作报告"
_REPORTS = re.compile("总结|回顾|完成|成效|通报|报告|执行|过去一年|20\\d\\d年(?:开展的)?(?:主要|重点)?工作$")


def period_under(*headings: str) -> Period:
    """What the innermost of the headings (last) says that says either; empty where none does."""
    for words in reversed(headings):
        folded = fold(words).text
        if _REPORTS_AND_PLANS in folded:
            continue
        plans, reports = bool(_PLANS.search(folded)), bool(_REPORTS.search(folded))
        if plans != reports:
            return "planned" if plans else "done"
    return ""


def period_of(folded: str) -> Period:
    """Empty where the question says neither, or both (计划完成了没有)."""
    asked = said_for(folded)
    planned, done = bool(_PLANNED.search(asked)), bool(_DONE.search(asked))
    if planned == done:
        return ""
    return "planned" if planned else "done"


def period_named(folded: str) -> Period:
    """As `period_of`, where the question says so in as many words."""
    period = period_of(folded)
    return period if period and _EXPRESSLY[period].search(said_for(folded)) else ""


def said_for(folded: str) -> str:
    """The question without what it says it does not ask: …目标是多少,不是2024年完成数."""
    return _NEGATED.sub("", folded) or folded
