"""Whose figure it is: the district, or the year, that a figure in a unit belongs to.

The nearest name before it in its unit; else the next one after it; else what the cited document is of; else the name in
the heading, in the table's labels, or earlier in the line. In a table the labels come before the document. 分别 pairs
names and figures off in order: 「青岚、望湖分别为3所、5所」.
"""

from __future__ import annotations

import re

from eval.metrics.figures import figures
from eval.metrics.folding import YEAR
from eval.metrics.seen import Seen
from eval.metrics.units import Unit


def stated_district(seen: Seen, unit: Unit, position: int) -> frozenset[str]:
    """District of the figure at `position`, by the words of the answer alone."""
    return _owner(unit, position, seen.districts, frozenset())


def district(seen: Seen, unit: Unit, position: int) -> frozenset[str]:
    return _owner(unit, position, seen.districts, cited_districts(seen, unit))


def year(seen: Seen, unit: Unit, position: int) -> frozenset[str]:
    return _owner(unit, position, YEAR, cited_years(seen, unit))


def cited_districts(seen: Seen, unit: Unit) -> frozenset[str]:
    return frozenset(seen.sources[n].district for n in unit.marks if n in seen.sources) - {""}


def cited_years(seen: Seen, unit: Unit) -> frozenset[str]:
    return frozenset().union(*(seen.sources[n].years for n in unit.marks if n in seen.sources))


def _owner(unit: Unit, position: int, names: re.Pattern[str], cited: frozenset[str]) -> frozenset[str]:
    if paired := _respectively(unit.text, position, names):
        return frozenset({paired})
    if before := names.findall(unit.text, 0, position):
        return frozenset(before[-1:])
    if after := names.findall(unit.text[position:]):
        return frozenset(after[:1])
    labels = frozenset(names.findall(unit.label))
    if unit.is_cell and labels:
        return labels
    return cited or labels or frozenset(names.findall(unit.before)[-1:])


def _respectively(text: str, position: int, names: re.Pattern[str]) -> str:
    """The name that 分别 pairs with the figure at `position`; empty without as many names as figures."""
    cut = text.find("分别")
    if not 0 <= cut < position:
        return ""
    named = names.findall(text[:cut])
    counted = [figure.position for figure in figures(text) if figure.position > cut and not figure.is_date]
    return str(named[counted.index(position)]) if len(named) == len(counted) > 1 and position in counted else ""
