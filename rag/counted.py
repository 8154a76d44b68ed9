"""How many items an answer lists: 共4项： above four numbered lines.

The number is the answer's own, no document's: it is right when as many items follow. What removes an item corrects it.
"""

from __future__ import annotations

import re

_COUNT = re.compile(r"共(?P<number>\d+)项：")
_ITEM = re.compile(r"\s*\d{1,2}[.、] ")


def count_line(items: int) -> str:
    return f"共{items}项："


def without_count(sentence: str) -> str:
    """The sentence without the count of the items that follow it."""
    return _COUNT.sub("", sentence)


def recounted(text: str) -> str:
    """`text`, each count as many as the numbered lines that follow it, a line above these aside; one of less than two left out."""
    lines = text.split("\n")
    counted = (_count_of(lines[at:]) if _COUNT.fullmatch(line) else line for at, line in enumerate(lines, 1))
    return "\n".join(line for line in counted if line is not None)


def _count_of(following: list[str]) -> str | None:
    listed = following if following and _ITEM.match(following[0]) else following[1:]
    items = next((n for n, line in enumerate(listed) if not _ITEM.match(line)), len(listed))
    return count_line(items) if items > 1 else None
