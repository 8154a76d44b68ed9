"""What a question wants told: its own words, and whether others tell one of it: a figure of the measure asked for, a day.

Words about the very topic do not answer 哪天开跑 when no time is in them: the documents then do not tell.
"""

from __future__ import annotations

import re

from index.specificity import words
from index.terms import terms
from rag.figure import has_figure, units_asked

_QUESTION_WORDS = re.compile(
    r"多少|几[所个名位项家次年人条块种类支批]|哪[些几个里]?|什么|啥|怎么样?|如何|是不是|有没有|是否|吗|呢|请问|一下|分别"
    r"|目标|计划|打算|具体|情况|要|的|了|是|在|和|与|有"
)
_ASKS_WHEN = re.compile(
    r"哪一?[天日]|几[月号日](?!数)|[哪几]个月份|什么时[候间]|啥时候?|何时|哪个?(?:月|时间)|截[止至]到?(?:什么|哪|几)|日期"
)
_TIME = re.compile(
    r"\d+[年月日号:]|[一二三四五六七八九十]+月|[上中下]旬|[年月][底初]|季度|学期|[寒暑]假|[春秋]季|周[一二三四五六日]|星期"
    r"|每[天周月年]|即日|当[天日]"
)
_TABLE_ROW = re.compile(r"\s*\|")


def may_tell(folded: str, kind: str, said: str) -> bool:
    """Whether folded words `said` hold something of what the `folded` question of this kind wants. A row of a table does: what its
    cells are measured in stands at the head of the table."""
    if _ASKS_WHEN.search(folded) and not _TIME.search(said):
        return False
    if kind != "number" or _TABLE_ROW.match(said):
        return True
    return has_figure(said, units_asked(folded))


def content_terms(folded: str) -> frozenset[str]:
    """Terms of a question without its question words."""
    return frozenset(terms(_QUESTION_WORDS.sub(" ", folded)))


def content_words(folded: str) -> tuple[tuple[str, float], ...]:
    """Words of a question without its question words, each with what it tells."""
    return words(_QUESTION_WORDS.sub("\n", folded))
