"""What a point of the grid scores: the search by evidence recall, the answers by the score of their type.

Both go through the product's own code (`Searcher`, `gather`, `answer_from`, `verify`), so that what is learned is what will be
served. A measure is asked once for each thing measured: most points rank the same passages and give the same answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from eval.asking import question_of
from eval.learn.ascent import Axis, Point, Scores
from eval.learn.material import Material
from eval.learn.remembered import RememberedLibrary
from eval.metrics import answer as answers
from eval.metrics import evidence as recall
from eval.targets import given_of
from eval.types import Given, Item, Passage
from index.boost import Boosts
from index.fuse import Weights
from index.search import Query, Searcher
from index.types import Hit
from rag.cite import verify
from rag.evidence import gather
from rag.extract import answer_from
from rag.query import understand
from rag.rank import AnswerWeights, Candidate, candidates
from rag.steps import HITS, search_query
from rag.types import Answer, Draft, Evidence, Understood
from rag.wire import answer_json

RECALL = "ER@1000c"
UNRELATED = "unrelated"
PASSAGES = 10
"""As many as fill 1,000 characters."""

SEARCH_AXES = (
    Axis("lexical", (0.35, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.85)),
    Axis("neighbour", (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)),
    Axis("year_named", (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)),
    Axis("year_other", (-0.4, -0.3, -0.25, -0.2, -0.1, 0.0)),
    Axis("document_year", (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)),
    Axis("mention", (-0.5, -0.4, -0.3, -0.2, -0.1, 0.0)),
)
"""The engines' weights sum to 1: the boosts are measured against them."""

ANSWER_AXES = (
    Axis("from_headings", (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8)),
    Axis("nearness", (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55)),
    Axis("prior", (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55)),
    Axis("figure", (0.0, 0.025, 0.05, 0.1)),
    Axis("several_figures", (0.25, 0.5, 0.75, 0.9)),
    Axis("measured_figure", (0.0, 0.05, 0.1, 0.125, 0.15, 0.2, 0.25)),
    Axis("told", (0.0, 0.05, 0.1, 0.15, 0.2, 0.3)),
    Axis("enough", tuple(round(0.3 + 0.02 * step, 2) for step in range(16))),
    Axis("nearly_as_good", (0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)),
)
"""Words, nearness and prior sum to 1, so that a threshold means the same whatever they are."""


def search_point(weights: Weights, boosts: Boosts) -> Point:
    share = weights.lexical / (weights.lexical + weights.vector)
    return (share, *(getattr(boosts, axis.name) for axis in SEARCH_AXES[1:]))


def search_values(point: Point) -> tuple[Weights, Boosts]:
    lexical, *boosts = point
    return Weights(lexical, round(1 - lexical, 6)), Boosts(**dict(zip((axis.name for axis in SEARCH_AXES[1:]), boosts, strict=True)))


def answer_point(weights: AnswerWeights) -> Point:
    return tuple(getattr(weights, axis.name) for axis in ANSWER_AXES)


def answer_values(point: Point) -> AnswerWeights:
    values = dict(zip((axis.name for axis in ANSWER_AXES), point, strict=True))
    return AnswerWeights(coverage=round(1 - values["nearness"] - values["prior"], 6), **values)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question of one set, as understood."""

    item: Item
    understood: Understood
    query: Query
    place: int
    """Of its set."""


class SearchTrial:
    """Evidence recall of the questions that a search alone can answer. The sets count the same."""

    def __init__(self, sets: Sequence[Material], day: date, point: Point) -> None:
        """`point`: any; how questions are understood does not depend on it."""
        self._shelves = [(RememberedLibrary(each.youju.library), each.youju.embedder) for each in sets]
        self._asked = _understood(sets, self._weighted(point), day)
        self._single = [one for one in self._asked if one.item.evidence and not one.item.history and not one.item.doc_filter]
        self._known: dict[tuple[int, tuple[int, ...]], float] = {}
        self.sets = tuple(sets[one.place].name for one in self._single)
        self.groups = self.sets
        self.documents = tuple(sets[one.place].rests_on(one.item) for one in self._single)

    def __call__(self, point: Point) -> Scores:
        searchers = self._weighted(point)
        return np.array([self._score(n, searchers[one.place].search(one.query, PASSAGES)) for n, one in enumerate(self._single)])

    def queries(self) -> list[Query]:
        """What the questions ask of the search, in the order of the scores."""
        return [one.query for one in self._single]

    def evidence(self, point: Point) -> list[tuple[Item, Understood, tuple[Evidence, ...], int]]:
        """For every question of every set what the answer would rest on, and the place of its set."""
        searchers = self._weighted(point)
        return [(one.item, one.understood, _evidence(searchers[one.place], one), one.place) for one in self._asked]

    def _weighted(self, point: Point) -> list[Searcher]:
        """A searcher for each set."""
        weights, boosts = search_values(point)
        return [Searcher(shelf, embedder, weights=weights, boosts=boosts) for shelf, embedder in self._shelves]

    def _score(self, n: int, hits: Sequence[Hit]) -> float:
        key = (n, tuple(hit.chunk.id for hit in hits))
        if key not in self._known:
            passages = [Passage(hit.document.source, hit.document.text[hit.chunk.start : hit.chunk.end]) for hit in hits]
            self._known[key] = dict(recall.measure(self._single[n].item, passages))[RECALL] or 0.0
        return self._known[key]


class AnswerTrial:
    """The score of every question's answer, without a language model. The types of question count the same,
    and unrelated questions are one more."""

    def __init__(self, sets: Sequence[Material], search: SearchTrial, point: Point) -> None:
        """`point`: of the search."""
        found = search.evidence(point)
        self.items = tuple(item for item, *_ in found)
        self._material = [sets[place] for *_, place in found]
        self._read = [
            _Read(understood, evidence, candidates(understood, evidence, sets[place].youju.embedder))
            for _, understood, evidence, place in found
        ]
        self._known: dict[tuple[object, ...], float] = {}
        self.sets = tuple(each.name for each in self._material)
        self.groups = tuple(
            UNRELATED if item in each.unrelated.items else item.type for item, each in zip(self.items, self._material, strict=True)
        )
        self.documents = tuple(each.rests_on(item) for item, each in zip(self.items, self._material, strict=True))

    def __call__(self, point: Point) -> Scores:
        return np.array([self._score(n, draft) for n, draft in enumerate(self.drafts(point))])

    def drafts(self, point: Point) -> list[Draft]:
        """The answers to all questions, before they are verified."""
        weights = answer_values(point)
        return [answer_from(one.understood, one.evidence, one.candidates, weights) for one in self._read]

    def _score(self, n: int, draft: Draft) -> float:
        key = (n, draft.text, draft.status, tuple((one.document.id, one.start, one.end) for one in draft.citations))
        if key not in self._known:
            given = _given(self._read[n].understood, verify(draft))
            self._known[key] = dict(answers.measure(self.items[n], given, self._material[n].texts))["score"] or 0.0
        return self._known[key]


@dataclass(frozen=True, slots=True)
class _Read:
    """A question with its evidence, read: all that an answer depends on beside the weights."""

    understood: Understood
    evidence: tuple[Evidence, ...]
    candidates: tuple[Candidate, ...]


def _understood(sets: Sequence[Material], searchers: Sequence[Searcher], day: date) -> list[_Asked]:
    asked = []
    for place, (each, searcher) in enumerate(zip(sets, searchers, strict=True)):
        catalogue = searcher.catalogue()
        for item in (*each.questions.items, *each.unrelated.items):
            understood = understand(question_of(item, day=day), catalogue, day)
            asked.append(_Asked(item, understood, search_query(understood), place))
    return asked


def _evidence(searcher: Searcher, one: _Asked) -> tuple[Evidence, ...]:
    hits = searcher.search(one.query, HITS * max(1, len(one.understood.regions)))
    return gather(hits, one.understood.question.budget)


def _given(understood: Understood, draft: Draft) -> Given:
    """The draft as outsiders would see it."""
    answer = Answer(
        id="",
        question=understood.question.text,
        understood_as=understood.text,
        status=draft.status,
        kind=draft.kind,
        text=draft.text,
        citations=draft.citations,
        evidence=(),
        table=draft.table,
        notices=draft.notices,
    )
    return given_of(answer_json(answer), 0.0)
