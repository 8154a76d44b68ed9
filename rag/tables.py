"""Tables in the text of a document: what stands at their head, and whether that measures in the unit asked for."""

from __future__ import annotations

from collections.abc import Collection

_ABOVE = 2
"""Lines above a table that may say what all of it is measured in: 单位：万元."""
_WRITTEN = {"人": "人名位", "所": "所校园", "家": "家", "百分点": "%点"}
"""How heads of columns write a unit; others as they are called."""


def is_row(folded: str) -> bool:
    return folded.lstrip().startswith("|")


def head_of_table(text: str, position: int) -> str:
    """The first row of the table that the line at `position` is a row of, with the lines above it."""
    lines = text[:position].split("\n")
    rows = 0
    while rows < len(lines) - 1 and is_row(lines[-2 - rows]):
        rows += 1
    first = len(lines) - 1 - rows
    return "\n".join(lines[max(0, first - _ABOVE) : first + 1])


def measures_in(head: str, row: str, units: Collection[str]) -> bool:
    """Whether the head, or the row itself, names one of the units; where the head names none at all it may measure in any."""
    said = head + row
    return not units or "(" not in head or any(one in said for unit in units for one in _WRITTEN.get(unit, (unit,)) if one)
