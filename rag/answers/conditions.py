"""Conditions with a figure: 满意率低于80%的项目责令整改 speaks of a project with 70 %, and says nothing of one with 90 %."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.quantity import Amount, amounts, interchangeable, same_quantity
from rag.answers.claim import Claim
from rag.answers.claimed import is_strict
from rag.answers.statement import Statement

_OF = re.compile(r"(?:以[上下内]|及以[上下])?(?:\(含\))?(?:的|[且并][^,。;]{1,24}的(?=[,。;]|$))")


def is_condition(amount: Amount, folded: str) -> bool:
    """低于85分的学校, 满2年且本人自愿的: whoever is meant, not how many."""
    return amount.comparator in ("at_least", "at_most") and _OF.match(folded, amount.end) is not None


def meets(claimed: Amount, statement: Statement) -> bool:
    """Whether the claimed figure meets a condition of the sentence."""
    return any(_is_met(claimed, condition, statement.text) for condition in _conditions(claimed, statement))


def excepts(claim: Claim, statement: Statement) -> bool:
    """Whether the sentence is about figures other than a claimed one."""
    return any(any(_conditions(claimed, statement)) and not meets(claimed, statement) for claimed in claim.amounts)


def _conditions(claimed: Amount, statement: Statement) -> Iterator[Amount]:
    found = (amount for amount in amounts(statement.text) if is_condition(amount, statement.text))
    return (amount for amount in found if interchangeable(amount.unit, claimed.unit))


def _is_met(claimed: Amount, condition: Amount, folded: str) -> bool:
    if claimed.comparator == condition.comparator and same_quantity(claimed, condition):
        return True
    is_least = condition.comparator == "at_least"
    reached, bound = (claimed.low, condition.low) if is_least else (claimed.high, condition.high)
    return (reached == bound and not is_strict(folded, condition)) or (reached > bound if is_least else reached < bound)
