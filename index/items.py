"""The items of a list whose lead was found: 重点实施四大举措, and under it 一是…, 二是…, each a passage that says nothing of the question.

Whoever asks for a list wants them all, so they follow their lead, in document order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.outline import locator
from index.types import Chunk, Hit, Reasons, Section

_LEAST, _MOST = 2, 12
"""Headings right under one another that are a list."""
_ROOM = 1200
"""Characters of all items; longer ones are chapters."""


def with_items(hits: Sequence[Hit], sections: Sequence[Section], chunks: Sequence[Chunk], k: int) -> tuple[Hit, ...]:
    """The first `k` of the `hits`, with the items under the heading of the best one behind it; `sections` and `chunks` are those of its
    document, in its order."""
    lead, *others = hits
    items = _items(lead.chunk, sections, chunks)
    ids = {item.id for item in items}
    known = {hit.chunk.id: hit for hit in others if hit.chunk.id in ids}
    following = [
        known.get(item.id) or Hit(item, lead.document, 0, lead.score, locator(tuple(sections), item.section), Reasons()) for item in items
    ]
    ordered = [lead, *following, *(hit for hit in others if hit.chunk.id not in ids)]
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(ordered[:k], 1))


def _items(lead: Chunk, sections: Sequence[Section], chunks: Sequence[Chunk]) -> list[Chunk]:
    """Passages of the headings right under that of the lead; none where these are no list."""
    under = {section.ordinal for section in sections if lead.section is not None and section.parent == lead.section}
    found = [chunk for chunk in chunks if chunk.section in under and chunk.id != lead.id]
    is_list = _LEAST <= len(under) <= _MOST and sum(chunk.end - chunk.start for chunk in found) <= _ROOM
    return found if is_list else []
