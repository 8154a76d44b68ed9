"""What every search engine must do, whichever it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from index.engines import Engines, Generation
from index.types import EngineQuery, Match, SearchEngine
from tests.engine_world import DIMENSION, World, query

PLAN = ("公办园覆盖率达到六成以上。", "新建学校三所,投入1231万元。", "户外活动每天两小时。")
POINTS = ("公办园在园幼儿占比提高。", "教师培训六百余次。")
TWIN = ("公办园覆盖率达到六成以上。", "同一句话写在两份文件里。")

Pick = Callable[[Generation], SearchEngine]
PICKS: dict[str, Pick] = {"lexical": lambda generation: generation.lexical, "vector": lambda generation: generation.vector}


class Case(NamedTuple):
    world: World
    engines: Engines
    pick: Pick

    def search(self, text: str, k: int = 10, documents: frozenset[str] | None = None) -> tuple[Match, ...]:
        return self.pick(self.engines.current()).search(query(text), k, documents)

    def texts(self, text: str, k: int = 10, documents: frozenset[str] | None = None) -> list[str]:
        return self.world.texts([match.chunk_id for match in self.search(text, k, documents)])


class Ids(NamedTuple):
    plan: str
    points: str
    twin: str


@pytest.fixture(params=list(PICKS))
def pick(request: pytest.FixtureRequest) -> Pick:
    return PICKS[request.param]


@pytest.fixture
def empty(pick: Pick, tmp_path: Path) -> Case:
    world = World(tmp_path)
    return Case(world, world.engines(), pick)


def _fill(world: World) -> Engines:
    for name, lines in (("计划", PLAN), ("要点", POINTS), ("孪生", TWIN)):
        world.put(name, lines)
    engines = world.engines()
    engines.update()
    return engines


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Engines]:
    world = World(tmp_path_factory.mktemp("home"))
    return world, _fill(world)


@pytest.fixture
def case(library: tuple[World, Engines], pick: Pick) -> Case:
    """Three documents, for reading only."""
    return Case(*library, pick)


@pytest.fixture
def own(pick: Pick, tmp_path: Path) -> Case:
    """The same three documents, for a test that changes them."""
    world = World(tmp_path)
    return Case(world, _fill(world), pick)


@pytest.fixture(scope="module")
def ids(library: tuple[World, Engines]) -> Ids:
    """Of the documents; the same in every library of this module."""
    return Ids(*(library[0].store.resolve(f"{name}.txt") for name in ("计划", "要点", "孪生")))


def test_an_empty_library_finds_nothing(empty: Case) -> None:
    assert empty.search("公办园") == ()
    empty.engines.update()
    assert empty.search("公办园") == ()


def test_the_passage_itself_comes_first(case: Case) -> None:
    assert case.texts("教师培训六百余次", k=1) == ["教师培训六百余次。"]


def test_best_first_and_ids_distinct(case: Case) -> None:
    found = case.search("公办园覆盖率,教师培训,户外活动")
    assert list(found) == sorted(found, key=lambda match: (-match.score, match.chunk_id))
    assert len({match.chunk_id for match in found}) == len(found)


def test_equal_scores_in_order_of_id_also_at_the_cut(case: Case) -> None:
    both = case.search("公办园覆盖率达到六成以上", k=2)
    assert both[0].score == both[1].score
    assert both[0].chunk_id < both[1].chunk_id
    assert case.search("公办园覆盖率达到六成以上", k=1) == both[:1]


@pytest.mark.parametrize("k", [1, 2, 5])
def test_k_is_a_prefix(case: Case, k: int) -> None:
    assert case.search("公办园覆盖率教师", k) == case.search("公办园覆盖率教师", 100)[:k]


def test_k_beyond_the_library_returns_what_there_is(case: Case) -> None:
    found = case.search("公办园覆盖率教师培训户外活动学校同一句话", 10_000)
    assert len(found) == len(PLAN) + len(POINTS) + len(TWIN)
    assert all(match.chunk_id >= 0 for match in found)


@pytest.mark.parametrize("k", [0, -1])
def test_nothing_wanted_nothing_found(case: Case, k: int) -> None:
    assert case.search("公办园", k) == ()


def test_a_filter_lets_only_its_documents_through(case: Case, ids: Ids) -> None:
    assert set(case.texts("公办园", documents=frozenset({ids.points}))) <= set(POINTS)
    assert case.texts("公办园", 1, frozenset({ids.points})) == [POINTS[0]]


def test_a_filter_leaves_scores_and_order_as_they_are(case: Case, ids: Ids) -> None:
    allowed = frozenset({ids.plan, ids.twin})
    of_allowed = {chunk.id for document_id in allowed for chunk in case.world.store.chunks_of(document_id)}
    expected = [match for match in case.search("公办园覆盖率同一句话") if match.chunk_id in of_allowed]
    found = case.search("公办园覆盖率同一句话", documents=allowed)
    assert [match.chunk_id for match in found] == [match.chunk_id for match in expected]
    assert [match.score for match in found] == pytest.approx([match.score for match in expected])


@pytest.mark.parametrize("documents", [frozenset[str](), frozenset({"0" * 32})], ids=["empty", "unknown"])
def test_a_filter_that_allows_nothing(case: Case, documents: frozenset[str]) -> None:
    assert case.search("公办园", documents=documents) == ()


def test_ids_are_those_of_the_store(case: Case) -> None:
    found = case.search("公办园覆盖率教师培训户外活动学校同一句话", 100)
    assert sorted(match.chunk_id for match in found) == case.world.store.live_chunk_ids().tolist()


def test_deleted_is_gone(own: Case, ids: Ids) -> None:
    own.world.store.delete([ids.points])
    own.engines.update()
    gone = {match.chunk_id for match in own.search("公办园教师培训", 100)} - set(own.world.store.live_chunk_ids().tolist())
    assert not gone
    assert own.search("公办园", documents=frozenset({ids.points})) == ()


def test_a_new_version_replaces_the_old(own: Case) -> None:
    own.world.put("要点", ["教师培训七百余次。"], version=2)
    own.engines.update()
    assert own.texts("教师培训", 1) == ["教师培训七百余次。"]
    assert "教师培训六百余次。" not in own.texts("教师培训", 100)
    assert sorted(match.chunk_id for match in own.search("公办园户外学校教师同一句话", 100)) == own.world.store.live_chunk_ids().tolist()


def test_a_question_without_terms_finds_nothing(case: Case) -> None:
    assert case.pick(case.engines.current()).search(EngineQuery((), np.zeros((1, DIMENSION), np.float32)), 10) == ()


def test_replay_and_rebuild_find_the_same(own: Case, ids: Ids) -> None:
    own.world.put("要点", ["教师培训七百余次。", "公办园占比提高。"], version=2)
    own.world.store.delete([ids.twin])
    own.engines.update()
    replayed = own.search("公办园教师培训", 100)
    own.engines.rebuild()
    assert {match.chunk_id for match in own.search("公办园教师培训", 100)} == {match.chunk_id for match in replayed}


def test_a_generation_in_hand_keeps_working_after_it_was_replaced(own: Case, ids: Ids) -> None:
    old = own.engines.current()
    before = own.pick(old).search(query("公办园"), 10)
    own.world.store.delete([ids.plan])
    own.engines.update()
    own.engines.purge()
    assert own.pick(old).search(query("公办园"), 10) == before
    assert old.number < own.engines.current().number


@pytest.fixture
def searching(own: Case, ids: Ids) -> Iterator[list[BaseException]]:
    """Eight threads that search while the test goes on; what they raise is in the list."""
    failures: list[BaseException] = []
    done = threading.Event()

    def search(number: int) -> None:
        documents = frozenset({ids.plan, ids.twin}) if number % 2 else None
        try:
            while not done.is_set():
                found = own.search("公办园覆盖率", 5, documents)
                assert len({match.chunk_id for match in found}) == len(found)
                time.sleep(0.001)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=search, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    yield failures
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_eight_threads_search_during_updates(own: Case, searching: list[BaseException]) -> None:
    for version in range(2, 5):
        own.world.put("要点", [f"公办园占比提高到{version}成。"], version)
        own.engines.update()
    own.engines.purge()
    assert searching == []
    assert own.texts("公办园占比提高到4成", 1) == ["公办园占比提高到4成。"]
