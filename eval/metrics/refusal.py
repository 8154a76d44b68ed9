"""Whether an answer refuses, and whether it does so without inventing anything."""

from __future__ import annotations

import re

from eval.metrics.folding import fold
from eval.metrics.seen import Seen, unasked
from eval.metrics.support import number_support

ABSENT = (
    "(?:未能?|没有?|没能|尚未|暂未)(?:直接|明确|具体|相关)?"
    "(?:找到|检索到|查到|提及|提到|提|涉及|说明|说|写明|写|载明|明确|收录|给出|列出|公布)|无法(?:确定|判断|回答|提供|核实|找到)"
)
"""未找到, 没有提到, 无法确定 …"""

NOT_FOUND = re.compile(f"{ABSENT}|暂无|查不到|不在.{{0,10}}范围|(?:没有|无)相关|抱歉|不能(?:编造|回答|确定)|拒绝")
_OPENING = 80
"""Folded characters of the first unit in which a refusal must show itself."""


def opening(seen: Seen) -> str:
    return seen.units[0].text[:_OPENING] if seen.units else ""


def refuses(seen: Seen) -> bool:
    """Status refused, or the text opens by saying that nothing was found.

    It does not refuse when a new figure comes first, when the gold answer itself is such a statement, or when (comparing)
    the statement is about one named district only: 「望湖未提及，青岚3所」.
    """
    if seen.given.status == "refused":
        return True
    lead = opening(seen)
    found = NOT_FOUND.search(lead)
    if not found or unasked(seen, lead[: found.start()]):
        return False
    if seen.item.type in ("compare", "ambiguous"):
        clause = next((part for part in re.split("[,:]", lead) if found[0] in part), "")
        if seen.districts.search(clause):
            return False
    return seen.item.type == "injection" or not NOT_FOUND.search(fold(seen.item.answer))


def score_refusal(seen: Seen) -> float:
    """1 for an answer that refuses, in words or without any new figure; what it still tells must stand in its own quotations."""
    says_so = NOT_FOUND.search(opening(seen)) is not None
    silent = not any(unasked(seen, unit.text) for unit in seen.shown)
    return float(refuses(seen) and (says_so or silent) and number_support(seen) in (None, 1.0))
