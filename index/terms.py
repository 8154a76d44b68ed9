"""Search terms of folded text: what the lexical engine counts.

Chinese has no spaces, so a run of Han characters becomes its overlapping pairs (教育局 → 教育, 育局): a pair needs no
dictionary and matches every word that contains it. A run of one character stays as it is. Latin words and numbers are terms
as they stand; a percentage counts with its sign and without: 92.5% is found by 92.5.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from operator import add

_RUN = re.compile(r"([\u3400-\u9fff\U00020000-\U000323af]+)|(\d+(?:\.\d+)?%?|[a-z]+)")
"""A run of Han characters, or a number or a word."""
_PAIR = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]{2}")


def terms(folded: str) -> tuple[str, ...]:
    """Terms of `folded` text in order, repeats included."""
    return tuple(_terms(folded))


def held_terms(asked: Collection[str], folded: str) -> tuple[str, ...]:
    """Those of the terms that `folded` text has. A pair of Han characters is a term wherever it stands."""
    others = frozenset(_terms(folded)) if not all(map(_is_pair, asked)) else frozenset()
    return tuple([term for term in asked if (term in folded if _is_pair(term) else term in others)])


def joined_terms(folded: str) -> str:
    """The same, joined by single spaces."""
    return " ".join(_terms(folded))


@lru_cache(maxsize=1 << 14)
def _is_pair(term: str) -> bool:
    return bool(_PAIR.fullmatch(term))


def _terms(folded: str) -> list[str]:
    found: list[str] = []
    for han, other in _RUN.findall(folded):
        if len(han) > 1:
            found += map(add, han, han[1:])
        elif other.endswith("%"):
            found += (other, other[:-1])
        else:
            found.append(han or other)
    return found
