"""Search terms of folded text: what the lexical engine counts.

Chinese has no spaces, so a run of Han characters becomes its overlapping pairs (教育局 → 教育, 育局): a pair needs no
dictionary and matches every word that contains it. A run of one character stays as it is. Latin words and numbers are terms
as they stand; a percentage counts with its sign and without: 92.5% is found by 92.5.
"""

from __future__ import annotations

import re

_RUN = re.compile(r"(?P<han>[\u3400-\u9fff\U00020000-\U000323af]+)|(?P<number>\d+(?:\.\d+)?%?)|(?P<word>[a-z]+)")


def terms(folded: str) -> tuple[str, ...]:
    """Terms of `folded` text in order, repeats included."""
    found: list[str] = []
    for match in _RUN.finditer(folded):
        run = match[0]
        if match.lastgroup == "han":
            found += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        elif run.endswith("%"):
            found += [run, run[:-1]]
        else:
            found.append(run)
    return tuple(found)
