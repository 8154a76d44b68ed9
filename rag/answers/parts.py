"""Questions for a part that official documents have by custom: the problems they admit, what they plan next, what they achieved.

The part is named by its heading (存在的不足和难点), and asked for in other words (有哪些短板, 哪些没做好). What stands under the
heading is the answer, whatever words it shares with the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.text import fold
from index.types import Document, Section
from rag.answers.overview import is_of_years, points_of
from rag.answers.sections import Outlined
from rag.types import Draft, Evidence, Understood
from rag.wanted import content_terms

_DOCUMENTS = 3
"""Of the evidence, best first, that are looked through for the part."""


class _Part(NamedTuple):
    asked: re.Pattern[str]
    heading: re.Pattern[str]
    year: int
    """Place, among the years of a document that reports on one and plans the next, of the year the part is about."""


_PARTS = (
    _Part(
        re.compile(
            r"短板|毛病|不足(?!\d)|缺点|弱项|薄弱(?:环节|之处)|差距|(?:没有?|不)(?:做|干|办|抓)[得好够到位]+|(?:问题|困难|难点)(?!.{0,4}(?:怎么|如何|解决))"
        ),
        re.compile(r"问题|不足|短板|困难|难点|差距|薄弱|挑战"),
        0,
    ),
    _Part(
        re.compile(r"下一步|接下来|往后|(?:工作|总体)?(?:打算|安排|思路|谋划)"),
        re.compile(r"下一步|打算|思路|谋划|计划|工作安排|主要任务|重点任务"),
        -1,
    ),
    _Part(
        re.compile(r"成绩|成效|亮点|成果|做得好|干得好|干成了|办成了"),
        re.compile(r"成绩|成效|亮点|回顾|完成情况|工作总结|主要工作|工作情况"),
        0,
    ),
)
_SAYS_NO_MORE = re.compile(
    r"自己|自身|承认|认账?了?|总结|文件|报告|材料|那份|这份|里面?|教育[体局]*|教体局|工作|方面|还|存在|面临|主要|归纳|概括|一下|几[条点个样件]|样|给|挑|有|都|哪[些几]?|什么|啥|的"
    r"|提到|说|讲|写|今后|全区|全县|全市|全省|[我他它]们|一共|[两二三四五六七八九十\d]+[个大条点项]|条|大|年|\d+"
)
"""What such a question says besides, without naming a topic within the part."""


def part(understood: Understood, evidence: Sequence[Evidence]) -> Draft | None:
    """The points of the part asked for; None where the question asks for none, or for something within it, or no document has it."""
    asked = next((one for one in _PARTS if one.asked.search(understood.topic)), None)
    if asked is None or understood.kind not in {"summary", "list", "fact"} or not understood.regions:
        return None
    if content_terms(_SAYS_NO_MORE.sub("\n", asked.asked.sub("\n", understood.topic))):
        return None
    documents = {item.document.id: item.document for item in evidence if item.document.header.region in understood.regions}
    for document in sorted(list(documents.values())[:_DOCUMENTS], key=lambda one: _preference(one, asked, understood.years)):
        one = Outlined(document)
        for section in sorted(one.sections, key=lambda section: section.level):
            if _is(one, section, asked, understood.years) and (found := points_of(understood, one, section, ())):
                return found
    return None


def _preference(document: Document, asked: _Part, years: Sequence[int]) -> tuple[bool, int]:
    """First those whose part is of a year asked for, then the latest."""
    of = document.header.years[asked.year] if document.header.years else 0
    return bool(years) and of not in years, -of


def _is(one: Outlined, section: Section, asked: _Part, years: Sequence[int]) -> bool:
    return asked.heading.search(fold(section.title).text) is not None and is_of_years(years, one.years(section))
