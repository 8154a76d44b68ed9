"""A library that remembers what it was asked: the same search with other weights then costs no engine and no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from index.generation import Generation
from index.library import Library
from index.records import CatalogueRow
from index.types import Chunk, Document, EngineQuery, Match, PlacingEngine, SearchEngine, Section


class RememberedLibrary:
    """What `index.search` needs of a library that does not change meanwhile."""

    def __init__(self, library: Library) -> None:
        generation = library.generation()
        self._library = library
        self._generation = replace(generation, lexical=RememberedEngine(generation.lexical), vector=RememberedPlaces(generation.vector))
        self._chunks: dict[int, tuple[Document, Chunk]] = {}
        self._outlines: dict[str, tuple[Section, ...]] = {}
        self.documents = cache(self._read_documents)
        self.chunks_of = cache(library.chunks_of)

    def generation(self) -> Generation:
        return self._generation

    def passages(self, chunk_ids: Sequence[int]) -> dict[int, Chunk]:
        return {chunk_id: chunk for chunk_id, (_, chunk) in self.chunks(chunk_ids).items()}

    def outlines(self, document_ids: Iterable[str]) -> dict[str, tuple[Section, ...]]:
        wanted = list(document_ids)
        if unknown := [one for one in wanted if one not in self._outlines]:
            self._outlines |= self._library.outlines(unknown)
        return {one: self._outlines[one] for one in wanted if one in self._outlines}

    def chunks(self, chunk_ids: Sequence[int]) -> dict[int, tuple[Document, Chunk]]:
        if unknown := [one for one in chunk_ids if one not in self._chunks]:
            self._chunks |= self._library.chunks(unknown)
        return {one: self._chunks[one] for one in chunk_ids if one in self._chunks}

    def _read_documents(self) -> tuple[CatalogueRow, ...]:
        return self._library.documents()


class RememberedEngine:
    """A search engine that is asked every question once."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self._answers: dict[
            tuple[tuple[str, ...], tuple[tuple[str, float], ...], bytes, int, frozenset[str] | None], tuple[Match, ...]
        ] = {}

    def search(self, query: EngineQuery, k: int, documents: frozenset[str] | None = None) -> tuple[Match, ...]:
        key = (query.terms, query.also, query.vector.tobytes(), k, documents)
        if key not in self._answers:
            self._answers[key] = self._engine.search(query, k, documents)
        return self._answers[key]


class RememberedPlaces(RememberedEngine):
    """One that is asked for each place once, too."""

    def __init__(self, engine: PlacingEngine) -> None:
        super().__init__(engine)
        self._placing = engine
        self._places: dict[int, tuple[str, int]] = {}

    def places(self, chunk_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
        if unknown := [one for one in chunk_ids if one not in self._places]:
            self._places |= self._placing.places(unknown)
        return {one: self._places[one] for one in chunk_ids if one in self._places}
