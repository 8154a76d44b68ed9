"""Hybrid search: what is asked → passages, best first, each with its reasons.

Both engines are asked for candidates among the documents the question is about: those of the regions it names (each region
gets its turn, so that a comparison sees every side), and, for a region, also passages of other documents that mention it.
Their scores are fused; then what the question says about the year and what the headings say about the topic moves passages
up or down. Passages and documents are read from the database only as far as the best need it (`index.candidates`).

An explicit filter is a wall; a region or year named in the question is a preference, because headers can be wrong
or silent.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import accumulate, chain, islice, zip_longest
from typing import Protocol

from index.boost import Applied, Boosts, Place, heading_boost, most_of_headings, neighbour_boost
from index.candidates import Candidate, Open, in_order
from index.catalogue import Catalogue, Entry
from index.chunk import readable
from index.dictionary import Dictionary, Expansion, bundled
from index.errors import UnknownDocument
from index.fuse import Fused, Weights, fuse
from index.generation import Generation
from index.items import with_items
from index.mentions import Mentions, Saying, holds, may_mention
from index.outline import locator
from index.records import CatalogueRow
from index.region import short_name
from index.terms import held_terms, terms
from index.text import fold
from index.types import Chunk, Document, Embedder, EngineQuery, Filter, Hit, Match, Reasons, Section, Span

CANDIDATES = 100
"""Passages asked of each engine, for each region named."""
DICTIONARY_WEIGHT = 0.3
"""What a term of an official word counts beside one of the question itself, where the dictionary knows its everyday word."""
MENTIONS = 30
"""Of them, those of other regions' documents that are looked at for the region's name."""
TEXTS_AT_ONCE, HEADINGS_AT_ONCE = 6, 32
"""Candidates read at a time where it takes their documents, and where it takes their headings."""
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
    meant: tuple[Expansion, ...] | None = None
    """What the dictionary has for the topic, where that was looked up already."""
    whole_lists: bool = False
    """Items follow the lead of their list, when that is found first."""


class Shelf(Protocol):
    """What search needs of a library: two live, the library itself and one that remembers what it was asked."""

    def generation(self) -> Generation: ...

    def documents(self) -> tuple[CatalogueRow, ...]: ...

    def passages(self, chunk_ids: Sequence[int]) -> dict[int, Chunk]:
        """Live ones only, as with the others."""

    def chunks(self, chunk_ids: Sequence[int]) -> dict[int, tuple[Document, Chunk]]: ...

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """In document order. Raises UnknownDocument."""

    def outlines(self, document_ids: Iterable[str]) -> dict[str, tuple[Section, ...]]: ...


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
        self._catalogue_of = lru_cache(maxsize=1)(self._read_catalogue)
        self._mentions_of = lru_cache(maxsize=1)(lambda _generation: Mentions())
        self._turn = threading.Lock()

    def catalogue(self) -> Catalogue:
        """What the library holds now."""
        return self._catalogue_of(self._library.generation().number)

    def search(self, query: Query, k: int) -> tuple[Hit, ...]:
        """The best `k` passages. With several regions they take turns, in the order named."""
        with self._turn:
            meant = self._meant(query)
            asked = tuple(dict.fromkeys(terms(query.topic)))
            found: list[Hit] = []
            for batch in self._read(self._in_order(query, meant), k):
                outlines = self._library.outlines({document.id for _, document, _ in batch})
                passages = _folded_passages([(document, chunk) for _, document, chunk in batch])
                for (candidate, document, chunk), passage in zip(batch, passages, strict=True):
                    sections = outlines.get(document.id)
                    if len(found) < k and sections is not None and (chunk.section is None or chunk.section < len(sections)):
                        reasons = _reasons(candidate, asked, meant, passage)
                        found.append(Hit(chunk, document, len(found) + 1, candidate.score, locator(sections, chunk.section), reasons))
                if len(found) >= k:
                    break
            return self._with_items(found, k) if query.whole_lists and found else tuple(found)

    def rank(self, query: Query, k: int) -> tuple[Hit, ...]:
        """As `search`, without what a reader is shown of a hit (place in the outline, terms it holds): for measuring the order."""
        with self._turn:
            read = islice(chain.from_iterable(self._read(self._in_order(query, self._meant(query)), k)), k)
            return tuple(
                Hit(chunk, document, rank, candidate.score, "", _engines_reasons(candidate))
                for rank, (candidate, document, chunk) in enumerate(read, 1)
            )

    def _meant(self, query: Query) -> tuple[Expansion, ...]:
        return self.dictionary().expand(query.topic) if query.meant is None else query.meant

    def _with_items(self, found: Sequence[Hit], k: int) -> tuple[Hit, ...]:
        """Of a document that was deleted meanwhile nothing follows."""
        document_id = found[0].document.id
        try:
            chunks = self._library.chunks_of(document_id)
        except UnknownDocument:
            return tuple(found)
        return with_items(found, self._library.outlines({document_id}).get(document_id, ()), chunks, k)

    def _in_order(self, query: Query, meant: Sequence[Expansion]) -> Iterator[Candidate]:
        generation = self._library.generation()
        asked = terms(query.topic)
        prepared = EngineQuery(asked, self._embedder().encode_queries([query.topic]), _further_terms(asked, meant))
        catalogue, mentions = self._catalogue_of(generation.number), self._mentions_of(generation.number)
        ranking = _Ranking(self._library, generation, catalogue, query, prepared, self._weights, self._boosts, mentions)
        if not query.regions:
            return ranking.anywhere()
        return _in_turn([ranking.of_region(region) for region in query.regions])

    def _read(self, order: Iterator[Candidate], size: int) -> Iterator[list[tuple[Candidate, Document, Chunk]]]:
        """Candidates with their documents and passages, about `size` of them at a time. What was deleted meanwhile is not there."""
        while batch := list(islice(order, size)):
            found = self._library.chunks([one.fused.chunk_id for one in batch])
            yield [(one, *found[one.fused.chunk_id]) for one in batch if one.fused.chunk_id in found]

    def _says(self, word: str, documents: frozenset[str] | None) -> bool:
        """Whether a passage, its headings included, says a folded word. One of two characters is a term; a longer one is looked for in the
        `LOOKED_AT` passages that hold its terms best."""
        asked, generation = terms(word), self._library.generation()
        if not all(holds(generation, term, documents) for term in asked):
            return False
        if len(asked) == 1:
            return True
        best = generation.lexical.search(EngineQuery.of_terms(*asked), LOOKED_AT, documents)
        found = self._library.chunks([match.chunk_id for match in best])
        passages = _folded_passages(list(found.values()))
        return any(word in passage or word in _folded_headings(*one) for one, passage in zip(found.values(), passages, strict=True))

    def _read_catalogue(self, _generation: int) -> Catalogue:
        entries = tuple(Entry(row.id, row.source, row.collection, row.header) for row in self._library.documents())
        return Catalogue(entries, lru_cache(maxsize=4096)(self._says))


@dataclass(frozen=True)
class _Ranking:
    """One question over one generation."""

    library: Shelf
    generation: Generation
    catalogue: Catalogue
    query: Query
    prepared: EngineQuery
    weights: Weights
    boosts: Boosts
    mentions: Mentions

    def anywhere(self) -> Iterator[Candidate]:
        """Candidates of all documents that may be searched, in order."""
        return in_order([self._open(self._fused(self.prepared, self._allowed))])

    def of_region(self, region: str) -> Iterator[Candidate]:
        """Candidates of the region's own documents and of passages elsewhere that mention it, in order."""
        name = fold(short_name(region)).text
        own = self.catalogue.of_region(region) if self._allowed is None else self.catalogue.of_region(region) & self._allowed
        with_name = replace(self.prepared, terms=(*self.prepared.terms, *terms(name)))
        groups = [self._open(self._fused(self.prepared, own))] if own else []
        saying = self.mentions.of(name, self.generation)
        if saying is None or saying.reaches(own, self._allowed):
            groups.append(self._open(self._fused(with_name, self._allowed, MENTIONS), name, own, saying))
        return in_order(groups)

    def _fused(self, prepared: EngineQuery, documents: frozenset[str] | None, most: int | None = None) -> list[Fused]:
        said = self.generation.lexical.search(prepared, CANDIDATES, documents)
        near = self._near if documents is self._allowed else self._nearest(documents)
        return fuse(said, near, CANDIDATES, self.weights, most)

    def _nearest(self, documents: frozenset[str] | None) -> tuple[Match, ...]:
        return self.generation.vector.search(self.prepared, CANDIDATES, documents)

    @cached_property
    def _near(self) -> tuple[Match, ...]:
        return self._nearest(self._allowed)

    @cached_property
    def _allowed(self) -> frozenset[str] | None:
        return self.catalogue.select(self.query.filter)

    @cached_property
    def _covering(self) -> frozenset[str]:
        """Documents of the years asked for."""
        return self.catalogue.of_years(self.query.years)

    def _open(self, fused: Sequence[Fused], name: str = "", without: frozenset[str] = frozenset(), saying: Saying | None = None) -> Open:
        """Candidates with the boosts that their place alone decides; with `name`, mentions of it in other documents than `without`,
        among those `saying` it where they are known."""
        places = self.generation.vector.places([one.chunk_id for one in fused])
        scores = {places[one.chunk_id]: one.score for one in fused if one.chunk_id in places}
        others = {chunk_id: place for chunk_id, place in places.items() if place[0] not in without}
        kept: Collection[int] = others
        if name and others:
            kept = may_mention(name, others, self.generation) if saying is None else others.keys() & saying.passages
        candidates = [self._candidate(one, places[one.chunk_id], scores, mentions=bool(name)) for one in fused if one.chunk_id in kept]
        most = most_of_headings(self.boosts) if self.query.years else 0.0
        return Open(candidates, most, lambda some: self._settled(some, name), TEXTS_AT_ONCE if name else HEADINGS_AT_ONCE)

    def _candidate(self, one: Fused, place: Place, scores: Mapping[Place, float], *, mentions: bool) -> Candidate:
        applied = neighbour_boost(self.boosts, place, scores)
        if self.query.years and place[0] in self._covering:
            applied = (*applied, ("document_year", self.boosts.document_year))
        return Candidate(one, self._score(one, applied, mentions=mentions), applied)

    def _settled(self, candidates: Sequence[Candidate], name: str) -> list[Candidate]:
        """With what their headings say about the year; without passages that do not mention `name`, or were deleted meanwhile."""
        ids = [one.fused.chunk_id for one in candidates]
        if name:
            chunks = self._mentioning(ids, name)
        elif self.query.years:
            chunks = self.library.passages(ids)
        else:
            return list(candidates)
        return [self._moved(one, chunks[one.fused.chunk_id], mentions=bool(name)) for one in candidates if one.fused.chunk_id in chunks]

    def _mentioning(self, chunk_ids: Sequence[int], name: str) -> dict[int, Chunk]:
        """Those of the passages that say the folded name."""
        found = self.library.chunks(chunk_ids)
        said = _folded_passages(list(found.values()))
        return {chunk_id: chunk for (chunk_id, (_, chunk)), passage in zip(found.items(), said, strict=True) if name in passage}

    def _moved(self, one: Candidate, chunk: Chunk, *, mentions: bool) -> Candidate:
        applied = (*one.boosts, *heading_boost(self.boosts, self.query.years, chunk.trail))
        mention = (("mention", self.boosts.mention),) if mentions else ()
        return Candidate(one.fused, self._score(one.fused, applied, mentions=mentions), (*applied, *mention))

    def _score(self, one: Fused, applied: Applied, *, mentions: bool) -> float:
        score = one.score + sum([value for _, value in applied])
        return score + self.boosts.mention if mentions else score


def _further_terms(asked: Sequence[str], meant: Sequence[Expansion]) -> tuple[tuple[str, float], ...]:
    """Terms of the official words, with what each counts; those of the question are none."""
    official = dict.fromkeys(term for one in meant for word in one.official for term in terms(word))
    return tuple((term, DICTIONARY_WEIGHT) for term in official if term not in asked)


def _engines_reasons(candidate: Candidate) -> Reasons:
    return Reasons(candidate.fused.lexical, candidate.fused.vector, (), candidate.boosts)


def _reasons(candidate: Candidate, asked: Sequence[str], meant: Sequence[Expansion], passage: str) -> Reasons:
    """With the terms and the official words that the folded passage holds."""
    official = tuple([(one.word, word) for one in meant for word in one.official if word in passage])
    return Reasons(candidate.fused.lexical, candidate.fused.vector, held_terms(asked, passage), candidate.boosts, official)


def _folded_passages(passages: Sequence[tuple[Document, Chunk]]) -> list[str]:
    """Of each passage what a person reads of it, folded. Folded together: nothing folds across a line end."""
    shown = [readable(document, Span(chunk.start, chunk.end)) for document, chunk in passages]
    folded = fold("\n".join(shown))
    starts = accumulate((len(text) + 1 for text in shown), initial=0)
    return [folded.cut(start, start + len(text)) for text, start in zip(shown, starts, strict=False)]


def _folded_headings(document: Document, chunk: Chunk) -> str:
    """Title of the document and headings above the passage, one a line."""
    return fold("\n".join((document.header.title, *chunk.trail))).text


def _in_turn(lists: Sequence[Iterator[Candidate]]) -> Iterator[Candidate]:
    """First of each list, then second of each …; a passage that is in several lists comes once, at its first place."""
    taken: set[int] = set()
    for one in chain.from_iterable(zip_longest(*lists)):
        if one is not None and one.fused.chunk_id not in taken:
            taken.add(one.fused.chunk_id)
            yield one
