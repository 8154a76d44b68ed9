"""Hybrid search: what is asked → passages, best first, each with its reasons.

Both engines are asked for candidates among the documents the question is about: those of the regions it names (each region
gets its turn, so that a comparison sees every side), and, for a region, also passages of other documents that mention it.
Their scores are fused; then what the question says about the year and what the headings say about the topic moves passages
up or down. An explicit filter is a wall; a region or year named in the question is a preference, because headers can be wrong
or silent.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, islice, zip_longest
from typing import Protocol

import numpy as np

from index.boost import Applied, Boosts, neighbour_boost, place_of, year_boosts
from index.catalogue import Catalogue, Entry
from index.chunk import readable
from index.dictionary import Dictionary, Expansion, bundled
from index.errors import UnknownDocument
from index.fuse import Fused, Weights, fuse
from index.generation import Generation
from index.outline import locator
from index.records import CatalogueRow
from index.region import short_name
from index.terms import terms
from index.text import fold
from index.types import Chunk, Document, Embedder, EngineQuery, Filter, Hit, Reasons, SearchEngine, Section, Span

CANDIDATES = 100
"""Passages asked of each engine, for each region named."""
DICTIONARY_WEIGHT = 0.3
"""What a term of an official word counts beside one of the question itself, where the dictionary knows its everyday word."""
MENTIONS = 30
"""Of them, those of other regions' documents that are looked at for the region's name."""
LOOKED_AT = 20
"""Passages in which a word of three characters or more is looked for."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for."""

    topic: str
    """Folded; without the regions and years, which are given apart."""
    filter: Filter = field(default_factory=Filter)
    regions: tuple[str, ...] = ()
    """Canonical, as in the catalogue."""
    years: tuple[int, ...] = ()


class Shelf(Protocol):
    """What search needs of a library: two live, the library itself and one that remembers what it was asked."""

    def generation(self) -> Generation: ...

    def documents(self) -> tuple[CatalogueRow, ...]: ...

    def outline(self, document_id: str) -> tuple[Section, ...]: ...

    def chunks(self, chunk_ids: Sequence[int]) -> dict[int, tuple[Document, Chunk]]:
        """Live ones only."""


@dataclass(frozen=True, slots=True)
class _View:
    """What is remembered of one generation, and forgotten with it."""

    catalogue: Catalogue
    outline: Callable[[str], tuple[Section, ...]]
    """Raises UnknownDocument."""


class Searcher:
    """Search over one library. Thread-safe: it keeps nothing but a cache, and of the newest generation only, so that nothing of
    a deleted document stays in it.

    Searches take turns. Each is Python between short calls that let go of the interpreter (rows of SQLite above all); side by
    side they would wait at each of these calls for one another, some milliseconds hundreds of times.
    """

    def __init__(
        self,
        library: Shelf,
        embedder: Callable[[], Embedder],
        *,
        weights: Weights,
        boosts: Boosts,
        dictionary: Callable[[], Dictionary] = bundled,
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._weights = weights
        self._boosts = boosts
        self.dictionary = dictionary
        self._view = lru_cache(maxsize=1)(self._read_view)
        self._turn = threading.Lock()

    def catalogue(self) -> Catalogue:
        """What the library holds now."""
        return self._view(self._library.generation().number).catalogue

    def search(self, query: Query, k: int) -> tuple[Hit, ...]:
        """The best `k` passages. With several regions they take turns, in the order named."""
        with self._turn:
            generation = self._library.generation()
            outline = self._view(generation.number).outline
            meant = self.dictionary().expand(query.topic)
            shown = (_shown(hit, query.topic, meant, outline) for hit in self._in_order(query, generation))
            return tuple(replace(hit, rank=rank) for rank, hit in enumerate(islice(filter(None, shown), k), 1))

    def rank(self, query: Query, k: int) -> tuple[Hit, ...]:
        """As `search`, without what a reader is shown of a hit (place in the outline, terms it holds): for measuring the order."""
        with self._turn:
            found = self._in_order(query, self._library.generation())
        return tuple(replace(hit, rank=rank) for rank, hit in enumerate(islice(found, k), 1))

    def _in_order(self, query: Query, generation: Generation) -> list[Hit]:
        catalogue = self._view(generation.number).catalogue
        asked = terms(query.topic)
        further = _further_terms(asked, self.dictionary().expand(query.topic))
        prepared = EngineQuery(asked, self._embedder().encode_queries([query.topic]), further)
        allowed = catalogue.select(query.filter)
        engines = (generation.lexical, generation.vector)
        if not query.regions:
            return self._ranked(query, self._candidates(engines, prepared, allowed), catalogue)
        return _in_turn([self._of_region(query, region, engines, prepared, allowed, catalogue) for region in query.regions])

    def _candidates(
        self, engines: tuple[SearchEngine, SearchEngine], prepared: EngineQuery, documents: frozenset[str] | None
    ) -> list[Fused]:
        lexical, vector = (engine.search(prepared, CANDIDATES, documents) for engine in engines)
        return fuse(lexical, vector, CANDIDATES, self._weights)

    def _of_region(
        self,
        query: Query,
        region: str,
        engines: tuple[SearchEngine, SearchEngine],
        prepared: EngineQuery,
        allowed: frozenset[str] | None,
        catalogue: Catalogue,
    ) -> list[Hit]:
        """Hits of the region's own documents and of passages elsewhere that mention it."""
        name = fold(short_name(region)).text
        own = catalogue.of_region(region) if allowed is None else catalogue.of_region(region) & allowed
        hits = self._ranked(query, self._candidates(engines, prepared, own), catalogue) if own else []
        with_name = replace(prepared, terms=(*prepared.terms, *terms(name)))
        elsewhere = self._ranked(query, self._candidates(engines, with_name, allowed)[:MENTIONS], catalogue)
        mentions = [
            _boosted(hit, "mention", self._boosts.mention)
            for hit in elsewhere
            if hit.document.id not in own and name in _folded_passage(hit.document, hit.chunk)
        ]
        return sorted([*hits, *mentions], key=lambda hit: (-hit.score, hit.chunk.id))

    def _ranked(self, query: Query, fused: Sequence[Fused], catalogue: Catalogue) -> list[Hit]:
        """Fused candidates with document and reasons, boosted and in order. What was deleted meanwhile is not there."""
        found = self._library.chunks([one.chunk_id for one in fused])
        present = [(one, *found[one.chunk_id]) for one in fused if one.chunk_id in found]
        scores = {place_of(chunk): one.score for one, _, chunk in present}
        covering = catalogue.of_years(query.years)
        hits = [
            self._hit(
                one,
                document,
                chunk,
                (
                    *neighbour_boost(self._boosts, chunk, scores),
                    *year_boosts(self._boosts, query.years, chunk, covered=document.id in covering),
                ),
            )
            for one, document, chunk in present
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.chunk.id))

    @staticmethod
    def _hit(one: Fused, document: Document, chunk: Chunk, boosts: Applied) -> Hit:
        score = one.score + sum(value for _, value in boosts)
        return Hit(chunk, document, 0, score, "", Reasons(one.lexical, one.vector, (), boosts))

    def _says(self, word: str, documents: frozenset[str] | None) -> bool:
        """Whether a passage, its headings included, says a folded word. One of two characters is a term; a longer one is looked for in the
        `LOOKED_AT` passages that hold its terms best."""
        asked, lexical = terms(word), self._library.generation().lexical
        if not all(lexical.search(_terms_alone(term), 1, documents) for term in asked):
            return False
        if len(asked) == 1:
            return True
        found = self._library.chunks([match.chunk_id for match in lexical.search(_terms_alone(*asked), LOOKED_AT, documents)])
        return any(word in _folded_passage(*one) or word in _folded_headings(*one) for one in found.values())

    def _read_view(self, _generation: int) -> _View:
        rows = self._library.documents()
        catalogue = Catalogue(tuple(Entry(row.id, row.source, row.collection, row.header) for row in rows), self._says)
        return _View(catalogue, lru_cache(maxsize=512)(self._library.outline))


def _terms_alone(*asked: str) -> EngineQuery:
    """For the lexical engine only."""
    return EngineQuery(asked, np.zeros((1, 0), np.float32))


def _further_terms(asked: Sequence[str], meant: Sequence[Expansion]) -> tuple[tuple[str, float], ...]:
    """Terms of the official words, with what each counts; those of the question are none."""
    official = dict.fromkeys(term for one in meant for word in one.official for term in terms(word))
    return tuple((term, DICTIONARY_WEIGHT) for term in official if term not in asked)


def _shown(hit: Hit, topic: str, meant: Sequence[Expansion], outline: Callable[[str], tuple[Section, ...]]) -> Hit | None:
    """The hit with its place in the outline and the terms of the question that it holds; None if it was deleted or replaced
    meanwhile."""
    try:
        sections = outline(hit.document.id)
    except UnknownDocument:
        return None
    if hit.chunk.section is not None and hit.chunk.section >= len(sections):
        return None
    place = locator(sections, hit.chunk.section)
    passage = _folded_passage(hit.document, hit.chunk)
    held = set(terms(passage))
    matched = tuple(term for term in dict.fromkeys(terms(topic)) if term in held)
    official = tuple((one.word, word) for one in meant for word in one.official if word in passage)
    return replace(hit, locator=place, reasons=replace(hit.reasons, terms=matched, dictionary=official))


def _folded_passage(document: Document, chunk: Chunk) -> str:
    return fold(readable(document, Span(chunk.start, chunk.end))).text


def _folded_headings(document: Document, chunk: Chunk) -> str:
    """Title of the document and headings above the passage, one a line."""
    return fold("\n".join((document.header.title, *chunk.trail))).text


def _boosted(hit: Hit, name: str, value: float) -> Hit:
    return replace(hit, score=hit.score + value, reasons=replace(hit.reasons, boosts=(*hit.reasons.boosts, (name, value))))


def _in_turn(lists: Sequence[Sequence[Hit]]) -> list[Hit]:
    """First of each list, then second of each …; a passage that is in several lists comes once, at its first place."""
    taken: dict[int, Hit] = {}
    for hit in chain.from_iterable(zip_longest(*lists)):
        if hit is not None:
            taken.setdefault(hit.chunk.id, hit)
    return list(taken.values())
