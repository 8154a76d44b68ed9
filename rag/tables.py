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
    start = text.rfind("\n", 0, position) + 1
    while start and is_row(text[_line_before(text, start) : start]):
        start = _line_before(text, start)
    end = text.find("\n", start)
    for _ in range(_ABOVE):
        start = _line_before(text, start)
    return text[start : end if end >= 0 else len(text)]


def _line_before(text: str, start: int) -> int:
    """Where the line begins that ends before `start`."""
    return text.rfind("\n", 0, start - 1) + 1 if start else 0


def measures_in(head: str, row: str, units: Collection[str]) -> bool:
    """Whether the head, or the row itself, names one of the units; where the head names none at all it may measure in any."""
    said = head + row
    return not units or "(" not in head or any(one in said for unit in units for one in _WRITTEN.get(unit, (unit,)) if one)
