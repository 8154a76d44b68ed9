"""Calendar years in folded or readable text."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<!\d)(?P<first>(?:19|20)\d\d)(?!\d)(?:\s*[-—~至到]\s*(?P<last>(?:19|20)\d\d)(?!\d))?")


def years_in(text: str) -> tuple[int, ...]:
    """Years named in `text`, ascending, each once; 2023-2025 names three. A number such as 2025所 is taken for a year too: rare."""
    found: set[int] = set()
    for match in _YEAR.finditer(text):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        found.update(range(first, last + 1) if first <= last <= first + 20 else (first, last))
    return tuple(sorted(found))
