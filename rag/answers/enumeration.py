"""Enumerations within a folded sentence: how many items they hold, and whether they are of what was asked.

Items stand between 、, the last one behind 和 or 及; or in quotation marks side by side; or are clauses that begin alike (严禁…, 严禁…).
"""

from __future__ import annotations

import re

from index.sentences import clauses
from rag.answers.asked import Counted, counts_named, counts_quoted, may_count_same

_JOINED = re.compile(r"[^、,，。;；:：!?！？()（）]{1,30}(?:、[^、,，。;；:：!?！？()（）]{1,30})+")
_QUOTED = re.compile(r'(?:"[^"\n]{1,30}"\s*){2,}')
_LAST_TWO = re.compile(r"[^和与及](?:和|与|以及|及)[^和与及]")


def enumerated(folded: str) -> int:
    """Items of the longest enumeration."""
    return max(item_counts(folded), default=1)


def item_counts(folded: str) -> frozenset[int]:
    """Items of each enumeration; where 和 may stand before the last item or within it, either number."""
    found = set[int]()
    for run in _JOINED.finditer(folded):
        *others, last = run[0].split("、")
        found |= {len(others) + 1} | ({len(others) + 2} if _LAST_TWO.search(last) else set())
    found |= {run[0].count('"') // 2 for run in _QUOTED.finditer(folded)}
    openings = [folded[part.start : part.start + 2] for part in clauses(folded)]
    return frozenset(found | {n for opening in openings if (n := openings.count(opening)) > 1})


def names_all(folded: str, asked: Counted) -> bool:
    """The sentence says that there are so many of the kind asked for, and names so many: 五大工程, 三项机制."""
    said = (named for named in (*counts_named(folded), *counts_quoted(folded)) if named.number == asked.number)
    return any(may_count_same(asked.measure, named.measure) for named in said) and asked.number in item_counts(folded)


def items_named_with(folded: str, noun: str) -> bool:
    """An enumeration is of what the noun calls: …家庭学生、残疾学生."""
    return any(noun in run[0] for run in _JOINED.finditer(folded))
