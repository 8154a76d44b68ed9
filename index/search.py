"""Hybrid search: what is asked → passages, best first, each with its reasons.

Both engines are asked for candidates among the documents the question is about: those of the regions it names (each region
gets its turn, so that a comparison sees every side), and, for a region, also passages of other documents that mention it.
Their scores are fused; then what the question says about the year and what the headings say about the topic moves passages
up or down. An explicit filter is a wall; a region or year named in the question is a preference, because headers can be wrong
or silent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, zip_longest
from typing import Protocol

from index.boost import Applied, Boosts, neighbour_boost, place_of, year_boosts
from index.catalogue import Catalogue, Entry
from index.chunk import readable
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
MENTIONS = 30
"""Of them, those of other regions' documents that are looked at for the region's name."""


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


class Searcher:
    """Search over one library. Thread-safe: it keeps nothing but caches."""

    def __init__(self, library: Shelf, embedder: Callable[[], Embedder], *, weights: Weights, boosts: Boosts) -> None:
        self._library = library
        self._embedder = embedder
        self._weights = weights
        self._boosts = boosts
        self._catalogue = lru_cache(maxsize=2)(self._read_catalogue)
        self._outline = lru_cache(maxsize=512)(self._read_outline)

    def weighted(self, weights: Weights, boosts: Boosts) -> Searcher:
        """Search over the same library with other weights."""
        return Searcher(self._library, self._embedder, weights=weights, boosts=boosts)

    def catalogue(self) -> Catalogue:
        """What the library holds now."""
        return self._catalogue(self._library.generation().number)

    def search(self, query: Query, k: int) -> tuple[Hit, ...]:
        """The best `k` passages. With several regions they take turns, in the order named."""
        generation = self._library.generation()
        catalogue = self._catalogue(generation.number)
        prepared = EngineQuery(terms(query.topic), self._embedder().encode_queries([query.topic]))
        allowed = catalogue.select(query.filter)
        engines = (generation.lexical, generation.vector)
        if not query.regions:
            hits = self._ranked(query, self._candidates(engines, prepared, allowed), catalogue)
        else:
            hits = _in_turn([self._of_region(query, region, engines, prepared, allowed, catalogue) for region in query.regions])
        return tuple(self._shown(hit, rank, query.topic) for rank, hit in enumerate(hits[:k], 1))

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

    def _shown(self, hit: Hit, rank: int, topic: str) -> Hit:
        """The hit with its rank, its place in the outline and the terms of the question that it holds."""
        passage = _folded_passage(hit.document, hit.chunk)
        matched = tuple(dict.fromkeys(term for term in terms(topic) if term in passage))
        place = locator(self._outline(hit.document.id, hit.document.version), hit.chunk.section)
        return replace(hit, rank=rank, locator=place, reasons=replace(hit.reasons, terms=matched))

    def _read_outline(self, document_id: str, _version: int) -> tuple[Section, ...]:
        return self._library.outline(document_id)

    def _read_catalogue(self, _generation: int) -> Catalogue:
        return Catalogue(tuple(Entry(row.id, row.source, row.collection, row.header) for row in self._library.documents()))


def _folded_passage(document: Document, chunk: Chunk) -> str:
    return fold(readable(document, Span(chunk.start, chunk.end))).text


def _boosted(hit: Hit, name: str, value: float) -> Hit:
    return replace(hit, score=hit.score + value, reasons=replace(hit.reasons, boosts=(*hit.reasons.boosts, (name, value))))


def _in_turn(lists: Sequence[Sequence[Hit]]) -> list[Hit]:
    """First of each list, then second of each …; a passage that is in several lists comes once."""
    taken = [hit for hit in chain.from_iterable(zip_longest(*lists)) if hit is not None]
    return list({hit.chunk.id: hit for hit in reversed(taken)}.values())[::-1]
