"""Search over a shelf in memory: two engines that count shared terms, and documents that may vanish at any moment."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from index.boost import Boosts
from index.dictionary import Dictionary, Entry
from index.fuse import Weights
from index.generation import Generation
from index.records import CatalogueRow
from index.search import Query, Searcher
from index.terms import terms
from index.types import Chunk, Document, EngineQuery, Filter, Match, Section
from tests.values import BagEmbedder, make_document, make_hits

YUNXI = make_document("新建幼儿园3所。招聘教师120名。", "云溪区")
SHIQIAO = make_document("新建幼儿园5所。招聘教师80名。与云溪区结对招聘教师。", "石桥县")


@dataclass(frozen=True, slots=True)
class CountingEngine:
    passages: dict[int, tuple[Document, Chunk]]

    def search(self, query: EngineQuery, k: int, documents: frozenset[str] | None = None) -> tuple[Match, ...]:
        found = [
            Match(chunk.id, float(len({*query.terms, *dict(query.also)} & set(terms(document.text[chunk.start : chunk.end])))))
            for document, chunk in self.passages.values()
            if documents is None or document.id in documents
        ]
        return tuple(sorted((match for match in found if match.score), key=lambda match: (-match.score, match.chunk_id))[:k])

    def places(self, chunk_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
        held = (self.passages[chunk_id][1] for chunk_id in chunk_ids if chunk_id in self.passages)
        return {chunk.id: (chunk.document_id, chunk.ordinal) for chunk in held}


@dataclass(slots=True)
class MemoryShelf:
    """`gone` are documents that vanish between finding a passage and looking up its place."""

    held: dict[int, tuple[Document, Chunk]]
    number: int = 1
    gone: set[str] = field(default_factory=set)

    def generation(self) -> Generation:
        engine = CountingEngine(self.held)
        return Generation(self.number, engine, engine)

    def documents(self) -> tuple[CatalogueRow, ...]:
        return tuple(row_of(document) for document in {document.id: document for document, _ in self.held.values()}.values())

    def outlines(self, document_ids: Iterable[str]) -> dict[str, tuple[Section, ...]]:
        return {document_id: () for document_id in document_ids if document_id not in self.gone}

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        return tuple(chunk for document, chunk in self.held.values() if document.id == document_id)

    def passages(self, chunk_ids: Sequence[int]) -> dict[int, Chunk]:
        return {chunk_id: self.held[chunk_id][1] for chunk_id in chunk_ids if chunk_id in self.held}

    def chunks(self, chunk_ids: Sequence[int]) -> dict[int, tuple[Document, Chunk]]:
        return {chunk_id: self.held[chunk_id] for chunk_id in chunk_ids if chunk_id in self.held}


def row_of(document: Document) -> CatalogueRow:
    return CatalogueRow(
        document.id,
        document.source,
        document.source_key,
        document.collection,
        document.header,
        1,
        1,
        1,
        "utf-8",
        "text@1",
        (),
        datetime(2025, 1, 1, tzinfo=UTC),
    )


def shelf_of(*documents: Document) -> MemoryShelf:
    return MemoryShelf({hit.chunk.id: (hit.document, hit.chunk) for hit in make_hits(*documents)})


def searcher_of(shelf: MemoryShelf) -> Searcher:
    boosts = Boosts(neighbour=0.0, year_named=0.0, year_other=0.0, document_year=0.0, mention=-0.2)
    return Searcher(shelf, BagEmbedder, weights=Weights(0.5, 0.5), boosts=boosts)


def found(searcher: Searcher, query: Query, k: int = 10) -> list[str]:
    return [hit.document.text[hit.chunk.start : hit.chunk.end] for hit in searcher.search(query, k)]


def test_regions_take_turns_in_the_order_named() -> None:
    hits = searcher_of(shelf_of(YUNXI, SHIQIAO)).search(Query("招聘教师", regions=("石桥县", "云溪区")), 2)
    assert [hit.document.id for hit in hits] == ["石桥县", "云溪区"]


def test_a_passage_elsewhere_that_mentions_the_region_is_found() -> None:
    hits = searcher_of(shelf_of(YUNXI, SHIQIAO)).search(Query("招聘教师", regions=("云溪区",)), 10)
    assert [hit.document.id for hit in hits if "招聘" in hit.document.text[hit.chunk.start : hit.chunk.end]] == ["云溪区", "石桥县"]
    assert ("mention", -0.2) in hits[1].reasons.boosts


@pytest.mark.parametrize("regions", [(), ("石桥县", "云溪区")], ids=["no region", "two regions"])
def test_ranking_is_the_order_of_search(regions: tuple[str, ...]) -> None:
    searcher, query = searcher_of(shelf_of(YUNXI, SHIQIAO)), Query("招聘教师", regions=regions)
    ranked, shown = searcher.rank(query, 3), searcher.search(query, 3)
    assert [(hit.rank, hit.chunk.id, hit.score) for hit in ranked] == [(hit.rank, hit.chunk.id, hit.score) for hit in shown] != []
    assert {hit.reasons.terms for hit in ranked} == {()}


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(Query("招聘教师", Filter(regions=("云溪区",))), id="no region named"),
        pytest.param(Query("招聘教师", Filter(regions=("云溪区",)), regions=("石桥县",)), id="another region named"),
        pytest.param(Query("招聘教师", Filter(documents=("云溪区.txt",)), regions=("石桥县", "云溪区")), id="both named"),
        pytest.param(Query("云溪区结对", Filter(documents=("云溪区",)), regions=("云溪区",)), id="mentioned elsewhere"),
    ],
)
def test_a_filter_is_a_wall(query: Query) -> None:
    hits = searcher_of(shelf_of(YUNXI, SHIQIAO)).search(query, 10)
    assert {hit.document.id for hit in hits} <= {"云溪区"}


def test_a_filter_that_nothing_meets_finds_nothing() -> None:
    assert found(searcher_of(shelf_of(YUNXI)), Query("招聘教师", Filter(years=(1999,)))) == []


def test_a_document_deleted_while_it_is_found_is_left_out() -> None:
    shelf = shelf_of(YUNXI, SHIQIAO)
    shelf.gone.add("云溪区")
    hits = searcher_of(shelf).search(Query("招聘教师"), 2)
    assert [(hit.rank, hit.document.id) for hit in hits] == [(1, "石桥县"), (2, "石桥县")]


def test_a_passage_replaced_while_it_is_found_is_left_out() -> None:
    shelf = shelf_of(YUNXI)
    shelf.held = {chunk_id: (document, replace(chunk, section=7)) for chunk_id, (document, chunk) in shelf.held.items()}
    assert searcher_of(shelf).search(Query("招聘教师"), 2) == ()


def test_a_new_generation_is_seen_and_the_old_one_forgotten() -> None:
    shelf = shelf_of(YUNXI, SHIQIAO)
    searcher = searcher_of(shelf)
    before = searcher.catalogue()
    assert searcher.catalogue() is before
    shelf.held, shelf.number = shelf_of(YUNXI).held, 2
    assert [entry.id for entry in searcher.catalogue().entries] == ["云溪区"]
    shelf.number = 1
    assert searcher.catalogue() is not before


def test_terms_are_those_the_passage_holds_as_terms() -> None:
    (hit,) = searcher_of(shelf_of(make_document("招聘教师120名。"))).search(Query("招聘12名"), 1)
    assert hit.reasons.terms == ("招聘", "名")


def test_an_everyday_word_finds_the_official_one_and_says_so() -> None:
    shelf = shelf_of(make_document("引进教师120名。新建学校3所。"))
    boosts = Boosts(neighbour=0.0, year_named=0.0, year_other=0.0, document_year=0.0, mention=-0.2)
    dictionary = Dictionary({"挖人": Entry("挖人", ("引进", "引才"))})
    searcher = Searcher(shelf, BagEmbedder, weights=Weights(1.0, 0.0), boosts=boosts, dictionary=lambda: dictionary)
    (hit,) = searcher.search(Query("怎么挖人"), 1)
    assert (hit.chunk.ordinal, hit.reasons.dictionary, hit.reasons.terms) == (0, (("挖人", "引进"),), ())


@dataclass(slots=True)
class CrowdedShelf(MemoryShelf):
    """Counts how many searches look up passages at a time."""

    inside: int = 0
    most: int = 0

    def chunks(self, chunk_ids: Sequence[int]) -> dict[int, tuple[Document, Chunk]]:
        self.inside += 1
        self.most = max(self.most, self.inside)
        time.sleep(0.01)
        self.inside -= 1
        return MemoryShelf.chunks(self, chunk_ids)


def test_searches_take_turns() -> None:
    shelf = CrowdedShelf(shelf_of(YUNXI, SHIQIAO).held)
    searcher = searcher_of(shelf)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: found(searcher, Query("招聘教师")), range(12)))
    assert results == [results[0]] * 12
    assert results[0]
    assert shelf.most == 1


@pytest.mark.parametrize("most", [1, 500], ids=["many passages say it", "few passages say it"])
def test_a_place_told_of_above_is_found_among_the_documents_above(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr("index.mentions.SAYING", most)
    city = make_document("棠坡县新建学校3所。棠坡县招聘教师。", "云州市")
    beside = make_document("与棠坡县结对。与墨溪县结对。", "云溪区")
    catalogue = searcher_of(shelf_of(city, beside)).catalogue()
    assert [catalogue.holds_above(name, 1) for name in ("棠坡", "墨溪", "石桥")] == [True, False, False]
    assert [catalogue.holds(name) for name in ("棠坡", "墨溪", "石桥")] == [True, True, False]


@pytest.mark.parametrize("most", [1, 500], ids=["many passages say the name", "few passages say it"])
def test_mentions_do_not_depend_on_how_many_passages_say_the_name(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    query = Query("招聘教师", regions=("云溪区",))
    expected = found(searcher_of(shelf_of(YUNXI, SHIQIAO)), query)
    monkeypatch.setattr("index.mentions.SAYING", most)
    assert found(searcher_of(shelf_of(YUNXI, SHIQIAO)), query) == expected
    assert any("结对" in passage for passage in expected)


class SealedEngine(CountingEngine):
    """Nobody may look through all documents, but for the name 石桥."""

    def search(self, query: EngineQuery, k: int, documents: frozenset[str] | None = None) -> tuple[Match, ...]:
        assert documents is not None or query.terms == ("石桥",)
        return CountingEngine.search(self, query, k, documents)


class SealedShelf(MemoryShelf):
    def generation(self) -> Generation:
        engine = SealedEngine(self.held)
        return Generation(self.number, engine, engine)


def test_a_region_that_only_its_own_documents_name_is_not_looked_for_elsewhere() -> None:
    shelf, query = shelf_of(YUNXI, SHIQIAO), Query("招聘教师", regions=("石桥县",))
    expected = found(searcher_of(shelf), query)
    assert found(searcher_of(SealedShelf(shelf.held)), query) == expected != []
