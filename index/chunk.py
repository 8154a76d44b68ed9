"""Cuts a document into passages: whole sentences of one section, up to a budget of tokens.

A passage never crosses a heading. A heading with nothing under it but other headings makes no passage of its own: its title
travels with the passages below it, in their trail. What is searched is the passage and, apart from it, its context: the
title of the document and the trail, because a clause seldom repeats what its heading says.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from index.sentences import clauses, sentences
from index.text import Folded, fold, show
from index.types import Chunk, Document, Section, Span

CHUNKER = "outline-1"
"""Version of the cutting rules: part of every chunk id, so that a change makes new chunks."""
BUDGET_TOKENS = 80
"""Where a passage is closed. Tuned on the development questions for evidence recall within 1,000 characters."""
LEAST_TOKENS = 24
"""A last passage smaller than this joins the one before it."""


@dataclass(frozen=True, slots=True)
class SearchText:
    """What the engines see of one passage, folded."""

    context: str
    body: str


def chunk_id(document_id: str, version: int, span: Span) -> int:
    """63 bits of sha256 over what makes a passage what it is."""
    name = f"chunk:{CHUNKER}:{document_id}:{version}:{span.start}:{span.end}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 1


def cut_chunks(
    document: Document,
    sections: Sequence[Section],
    count_tokens: Callable[[str], int],
    budget: int = BUDGET_TOKENS,
    *,
    folded: Folded | None = None,
) -> tuple[Chunk, ...]:
    """Passages of `document` in document order. Tokens are counted of the folded text, so that the script makes no difference.

    `folded`: the document's text with its repairs, where the caller has it.
    """
    folded = folded or fold(document.text, document.repairs)

    def tokens_of(span: Span) -> int:
        return count_tokens(folded.cut(span.start, span.end))

    chunks: list[Chunk] = []
    for span, section in _regions(document.text, sections):
        if section is not None and not document.text[max(span.start, sections[section].title_end) : span.end].strip():
            continue
        trail = _trail(sections, section)
        for piece, tokens in _pack(document.text, span, tokens_of, budget):
            identity = chunk_id(document.id, document.version, piece)
            chunks.append(Chunk(identity, document.id, len(chunks), piece.start, piece.end, trail, tokens, section))
    return tuple(chunks)


def search_texts(document: Document, chunks: Sequence[Chunk], *, folded: Folded | None = None) -> tuple[SearchText, ...]:
    """Folded context and body of each chunk, in order. `folded` as for `cut_chunks`."""
    folded = folded or fold(document.text, document.repairs)
    headings = {heading: fold(heading).text for heading in {document.header.title, *chain.from_iterable(chunk.trail for chunk in chunks)}}
    return tuple(
        SearchText(" ".join(headings[heading] for heading in (document.header.title, *chunk.trail)), folded.cut(chunk.start, chunk.end))
        for chunk in chunks
    )


def readable(document: Document, span: Span) -> str:
    """What a person reads in place of `document.text[span]`."""
    return show(document.text, document.repairs, span.start, span.end)


def _regions(text: str, sections: Sequence[Section]) -> Iterator[tuple[Span, int | None]]:
    """The document cut at every heading and every end of a section: each stretch with its innermost section."""
    edges = sorted({0, len(text), *(s.start for s in sections), *(s.end for s in sections)})
    following, open_sections = 0, list[Section]()
    for start, end in itertools.pairwise(edges):
        while open_sections and open_sections[-1].end <= start:
            open_sections.pop()
        while following < len(sections) and sections[following].start <= start:
            if sections[following].end > start:
                open_sections.append(sections[following])
            following += 1
        yield Span(start, end), open_sections[-1].ordinal if open_sections else None


def _trail(sections: Sequence[Section], ordinal: int | None) -> tuple[str, ...]:
    titles: list[str] = []
    while ordinal is not None:
        titles.append(sections[ordinal].title)
        ordinal = sections[ordinal].parent
    return tuple(title for title in reversed(titles) if title)


def _pack(text: str, region: Span, tokens_of: Callable[[Span], int], budget: int) -> list[tuple[Span, int]]:
    """Consecutive sentences put together while they fit the budget; a longer sentence stands alone."""
    packed: list[tuple[Span, int]] = []
    for span, tokens in _pieces(text, region, tokens_of, budget):
        if packed and packed[-1][1] + tokens <= budget:
            last, sofar = packed.pop()
            packed.append((Span(last.start, span.end), sofar + tokens))
        else:
            packed.append((span, tokens))
    if len(packed) > 1 and packed[-1][1] < LEAST_TOKENS:
        last, tokens = packed.pop()
        before, sofar = packed.pop()
        packed.append((Span(before.start, last.end), sofar + tokens))
    return packed


def _pieces(text: str, region: Span, tokens_of: Callable[[Span], int], budget: int) -> Iterator[tuple[Span, int]]:
    """Sentences with their tokens; one of more than four budgets (a list of 600 names) is cut at its clauses."""
    for span in sentences(text, region.start, region.end):
        tokens = tokens_of(span)
        if tokens <= 4 * budget:
            yield span, tokens
        else:
            yield from ((clause, tokens_of(clause)) for clause in clauses(text, span.start, span.end))
