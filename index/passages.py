"""What the lexical index is to keep of a document's passages: their search texts as terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.chunk import SearchText
from index.terms import joined_terms
from index.types import Chunk


class Passage(NamedTuple):
    """What the index keeps of one chunk."""

    chunk_id: int
    document_id: str
    context: str
    """Terms joined by single spaces."""
    body: str


def passages_of(chunks: Sequence[Chunk], texts: Sequence[SearchText]) -> tuple[Passage, ...]:
    """Of the chunks of one document with the search text of each."""
    contexts = {text.context: joined_terms(text.context) for text in texts}
    return tuple(
        [
            Passage(chunk.id, chunk.document_id, contexts[text.context], joined_terms(text.body))
            for chunk, text in zip(chunks, texts, strict=True)
        ]
    )
