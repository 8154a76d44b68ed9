"""What a question wants told, and whether words tell one of it: a figure of the measure asked for, a day or another time.

Words about the very topic do not answer 哪天开跑 when no time is in them: the documents then do not tell.
"""

from __future__ import annotations

import re

from rag.figure import has_figure, units_asked

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
