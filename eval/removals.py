"""The mechanisms of the product that can be removed, each with what is handed in instead.

Every removal is another value for a seam that the product has: weights, a dictionary, a catalogue, a query, engines over the same
passages. What has no seam of its own is not here, and nothing was cut into the product for it: folding and typo tolerance, which
question and passages share with everything else; the chunker; what may tell an answer; lists completed by the outline; the check of
citations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from eval.learn.remembered import RememberedEngine, RememberedLibrary, RememberedPlaces
from index.boost import Boosts
from index.catalogue import Catalogue
from index.chunk import search_texts
from index.dictionary import Dictionary, bundled
from index.fuse import Weights
from index.generation import Generation
from index.learned import learned
from index.lexical import LexicalIndex
from index.library import Library
from index.passages import Passage
from index.search import Query, Shelf
from index.terms import joined_terms
from index.types import Chunk, Document, EngineQuery, Match, Vectors
from rag.build import Youju
from rag.rank import AnswerWeights
from rag.types import Understood

_NO_DICTIONARY = Dictionary({})
_RRF_CONSTANT = 60
"""As in the paper that proposed reciprocal rank fusion, and as everyone uses it since."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a search and its answers are made with."""

    weights: Weights
    boosts: Boosts
    answers: AnswerWeights
    shelf: Callable[[Library], Shelf]
    dictionary: Callable[[], Dictionary] = bundled
    catalogue: Callable[[Catalogue], Catalogue] = lambda catalogue: catalogue
    """By which questions are understood."""
    query: Callable[[Query, Understood], Query] = lambda query, _understood: query
    """What is searched for; of the search alone."""


@dataclass(frozen=True, slots=True)
class Removal:
    name: str
    instead: str
    """What stands in its place."""
    without: Callable[[Setup, Youju], Setup]
    of_search: bool = True
    of_answers: bool = False


def learned_setup(library: Library) -> Setup:
    """The product as it is, over a library whose answers to engine queries are remembered."""
    values = learned()
    remembered = RememberedLibrary(library)
    return Setup(
        values.values("fusion", Weights),
        values.values("boosts", Boosts),
        values.values("answers", AnswerWeights),
        lambda _library: remembered,
    )


# ------------------------------------------------------------------------------------------------ values instead of others
def _weights(lexical: float, vector: float) -> Callable[[Setup, Youju], Setup]:
    return lambda setup, _youju: replace(setup, weights=Weights(lexical, vector))


def _boosts(**values: float) -> Callable[[Setup, Youju], Setup]:
    return lambda setup, _youju: replace(setup, boosts=replace(setup.boosts, **values))


def _answers(**values: float) -> Callable[[Setup, Youju], Setup]:
    return lambda setup, _youju: replace(setup, answers=replace(setup.answers, **values))


def _without_share(name: str) -> Callable[[Setup, Youju], Setup]:
    """One of the weights that sum to 1 is 0, and the others take over its share, so that the threshold means the same."""

    def without(setup: Setup, _youju: Youju) -> Setup:
        left = {other: getattr(setup.answers, other) for other in _SHARES if other != name}
        total = sum(left.values())
        return replace(setup, answers=replace(setup.answers, **{name: 0.0}, **{other: value / total for other, value in left.items()}))

    return without


_SHARES = ("coverage", "nearness", "prior")


def _query(change: Callable[[Query, Understood], Query]) -> Callable[[Setup, Youju], Setup]:
    return lambda setup, _youju: replace(setup, query=change)


def _no_dictionary(setup: Setup, _youju: Youju) -> Setup:
    return replace(setup, dictionary=lambda: _NO_DICTIONARY)


class _Exact(Catalogue):
    """A catalogue that knows names only as they are written."""

    def misspelt(self, written: str) -> tuple[tuple[str, str], ...]:  # noqa: ARG002
        return ()


def _no_slips(setup: Setup, _youju: Youju) -> Setup:
    return replace(setup, catalogue=lambda catalogue: _Exact(catalogue.entries, catalogue.says))


# ------------------------------------------------------------------------------------------------ other engines over the same passages
class _OtherEngines(RememberedLibrary):
    """The same library with engines made from its own."""

    def __init__(self, library: Library, change: Callable[[Generation], Generation]) -> None:
        super().__init__(library)
        self._generation = change(self._generation)


def _engines(setup: Setup, youju: Youju, change: Callable[[Generation], Generation]) -> Setup:
    shelf = _OtherEngines(youju.library, change)
    return replace(setup, shelf=lambda _library: shelf)


def _reciprocal(matches: Sequence[Match], k: int) -> tuple[Match, ...]:
    """Scores by rank alone. Of the `k` passages asked for the last is left out, so that what only the other engine returns counts
    nothing here (`index.fuse`)."""
    return tuple(Match(match.chunk_id, 1 / (_RRF_CONSTANT + rank)) for rank, match in enumerate(matches[: k - 1], 1))


class _ReciprocalWords(RememberedEngine):
    def search(self, query: EngineQuery, k: int, documents: frozenset[str] | None = None) -> tuple[Match, ...]:
        return _reciprocal(super().search(query, k, documents), k)


class _ReciprocalSense(RememberedPlaces):
    def search(self, query: EngineQuery, k: int, documents: frozenset[str] | None = None) -> tuple[Match, ...]:
        return _reciprocal(super().search(query, k, documents), k)


def _reciprocal_ranks(setup: Setup, youju: Youju) -> Setup:
    def change(generation: Generation) -> Generation:
        return replace(generation, lexical=_ReciprocalWords(generation.lexical), vector=_ReciprocalSense(generation.vector))

    return replace(_engines(setup, youju, change), weights=Weights(1.0, 1.0))


class _Flat:
    """Cosine over all vectors, without an index."""

    def __init__(self, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        self._chunks = chunks
        self._vectors = vectors

    def search(self, query: EngineQuery, k: int, documents: frozenset[str] | None = None) -> tuple[Match, ...]:
        near = self._vectors @ query.vector[0]
        shown = (row for row in np.argsort(-near, kind="stable") if documents is None or self._chunks[row].document_id in documents)
        return tuple(Match(self._chunks[row].id, float(near[row])) for row, _ in zip(shown, range(k), strict=False))

    def places(self, chunk_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
        wanted = frozenset(chunk_ids)
        return {chunk.id: (chunk.document_id, chunk.ordinal) for chunk in self._chunks if chunk.id in wanted}


def _passages(library: Library) -> Iterator[tuple[Document, tuple[Chunk, ...]]]:
    return ((library.document(row.id), library.chunks_of(row.id)) for row in library.documents())


def _words_without_context(setup: Setup, youju: Youju) -> Setup:
    """BM25 of the passages' own words."""
    rows = (
        Passage(chunk.id, document.id, "", joined_terms(text.body))
        for document, chunks in _passages(youju.library)
        for chunk, text in zip(chunks, search_texts(document, chunks), strict=True)
    )
    engine = LexicalIndex.in_memory(rows)
    return _engines(setup, youju, lambda generation: replace(generation, lexical=RememberedEngine(engine)))


def _sense_without_context(setup: Setup, youju: Youju) -> Setup:
    """Vectors of the passages' own words."""
    found = list(_passages(youju.library))
    texts = [text.body for document, chunks in found for text in search_texts(document, chunks)]
    engine = _Flat(list(chain.from_iterable(chunks for _, chunks in found)), youju.embedder().encode_passages(texts))
    return _engines(setup, youju, lambda generation: replace(generation, vector=RememberedPlaces(engine)))


# ------------------------------------------------------------------------------------------------ all of them
REMOVALS = (
    Removal("dense engine", "the lexical engine alone", _weights(1.0, 0.0), of_answers=True),
    Removal("lexical engine", "the dense engine alone", _weights(0.0, 1.0), of_answers=True),
    Removal("learned weights", "both engines count the same", _weights(0.5, 0.5)),
    Removal("fusion by scores", "reciprocal rank fusion of equal weights", _reciprocal_ranks),
    Removal("boost: neighbour", "0", _boosts(neighbour=0.0)),
    Removal("boost: year in the headings", "0", _boosts(year_named=0.0)),
    Removal("boost: other year in the headings", "0", _boosts(year_other=0.0)),
    Removal("boost: year of the document", "0", _boosts(document_year=0.0)),
    Removal("boosts of years, all three", "0", _boosts(year_named=0.0, year_other=0.0, document_year=0.0), of_answers=True),
    Removal("boost: mention", "0", _boosts(mention=0.0)),
    Removal("regions named", "all documents are searched alike", _query(lambda query, _understood: replace(query, regions=()))),
    Removal("years named", "none", _query(lambda query, _understood: replace(query, years=()))),
    Removal(
        "names taken out of the topic",
        "the whole question is searched for",
        _query(lambda query, understood: replace(query, topic=understood.folded)),
    ),
    Removal(
        "kind of document named",
        "any kind",
        _query(lambda query, understood: replace(query, filter=understood.question.filter)),
    ),
    Removal("dictionary", "empty", _no_dictionary, of_answers=True),
    Removal("districts with a wrong character", "names as written", _no_slips, of_answers=True),
    Removal("headings and title, lexical", "the passage's own words", _words_without_context),
    Removal("headings and title, dense", "the passage's own words", _sense_without_context),
    Removal("answers: words of the question", "nearness and place", _without_share("coverage"), of_search=False, of_answers=True),
    Removal("answers: words of the headings", "0", _answers(from_headings=0.0), of_search=False, of_answers=True),
    Removal("answers: nearness", "words and place", _without_share("nearness"), of_search=False, of_answers=True),
    Removal("answers: place in the search", "words and nearness", _without_share("prior"), of_search=False, of_answers=True),
    Removal("answers: figures, measure words", "0", _answers(figure=0.0, measured_figure=0.0), of_search=False, of_answers=True),
    Removal("answers: words with the figure", "0", _answers(told=0.0), of_search=False, of_answers=True),
    Removal("answers: refusing", "every best sentence answers", _answers(enough=0.0), of_search=False, of_answers=True),
)
