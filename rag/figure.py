"""Figures: whether words hold a figure of the measure a question asks for, read as `index.quantity` reads quantities.

A question that asks for a time of day (几点) is answered by one.
"""

from __future__ import annotations

import re

from index.quantity import amounts, quantities_asked, unit_named

__all__ = ["asks_for_several", "figure_count", "has_figure", "unit_named", "units_asked"]

_ASKS_CLOCK = re.compile(r"几点(?!建议|意见|要求)")
_CLOCK = "clock"
_TIME = re.compile(r"\d{1,2}(?::\d\d|[时点](?!间))")

_ASKED = re.compile(r"多少|几[个名位所家人次项]")


def units_asked(folded: str) -> frozenset[str]:
    """Units that would answer the folded question; empty when it does not show."""
    return frozenset((_CLOCK,)) if _ASKS_CLOCK.search(folded) else quantities_asked(folded)


def asks_for_several(folded: str) -> bool:
    """Whether the folded question wants a figure for each of several things."""
    return re.search("各|分别|每个[区县市校镇]|哪些", folded) is not None or len(_ASKED.findall(folded)) > 1


def has_figure(folded: str, units: frozenset[str] | str = "") -> bool:
    """Whether folded words hold a figure: of one of `units` (or of the one), or of any measure."""
    return figure_count(folded, units) > 0


def figure_count(folded: str, units: frozenset[str] | str = "") -> int:
    """How many figures folded words hold: of one of `units` (or of the one), or of any measure."""
    wanted = frozenset((units,)) if isinstance(units, str) and units else units
    found = amounts(folded)
    times = len(_TIME.findall(folded)) if _CLOCK in wanted else 0
    return times + (sum(amount.unit in wanted for amount in found) if wanted else len(found))
