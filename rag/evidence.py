"""Hits → evidence: neighbouring passages of one section become one, best first, within a budget of characters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.chunk import readable
from index.types import Chunk, Hit, Span
from rag.types import Evidence


def gather(hits: Sequence[Hit], budget: int) -> tuple[Evidence, ...]:
    """Evidence from `hits` (best first). `budget` is in characters of original text; the best passage always fits."""
    kept: list[Hit] = []
    left = budget
    for hit in hits:
        length = hit.chunk.end - hit.chunk.start
        if kept and length > left:
            break
        kept.append(hit)
        left -= length
    groups = sorted(_neighbours(kept), key=lambda group: min(hit.rank for hit in group))
    return tuple(_evidence(f"e{n}", group) for n, group in enumerate(groups, 1))


def _neighbours(hits: Sequence[Hit]) -> list[list[Hit]]:
    """Hits in groups of passages that follow one another in one section of one document."""
    ordered = sorted(hits, key=lambda hit: (hit.document.id, hit.chunk.ordinal))
    groups = [[hit] for hit in ordered[:1]]
    for before, hit in pairwise(ordered):
        if (
            hit.document.id == before.document.id
            and hit.chunk.ordinal == before.chunk.ordinal + 1
            and hit.chunk.section == before.chunk.section
        ):
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return groups


def _evidence(key: str, group: Sequence[Hit]) -> Evidence:
    """One piece of evidence of consecutive passages (in document order)."""
    document, span = group[0].document, Span(group[0].chunk.start, group[-1].chunk.end)
    best_first = tuple(sorted(group, key=lambda hit: hit.rank))
    return Evidence(key, document, span.start, span.end, readable(document, span), group[0].locator, best_first)


def passage_at(item: Evidence, position: int) -> Chunk:
    """The passage of `item` that holds `position`; evidence is made of whole passages."""
    return next((hit.chunk for hit in item.hits if hit.chunk.start <= position < hit.chunk.end), item.hits[0].chunk)
