from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from index.generation import Generation
from index.mentions import Mentions, Saying, may_mention
from index.terms import terms
from index.types import EngineQuery, Match

PASSAGES = {1: ("云溪区", "云溪区新建学校3所"), 2: ("云溪区", "招聘教师12名"), 3: ("石桥县", "与云溪区结对"), 4: ("石桥县", "招聘教师20名")}


@dataclass(frozen=True, slots=True)
class ListedEngine:
    """Finds passages with a term of the question, in their order, and notes what it was asked."""

    asked: list[tuple[str, ...]] = field(default_factory=list)

    def search(self, query: EngineQuery, k: int, documents: frozenset[str] | None = None) -> tuple[Match, ...]:
        self.asked.append(query.terms)
        held = [number for number, (_, text) in PASSAGES.items() if not {*query.terms}.isdisjoint(terms(text))]
        return tuple(Match(number, 1.0) for number in held if documents is None or PASSAGES[number][0] in documents)[:k]

    def places(self, chunk_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
        return {number: (PASSAGES[number][0], number) for number in chunk_ids}


def _generation() -> tuple[Generation, ListedEngine]:
    engine = ListedEngine()
    return Generation(1, engine, engine), engine


def test_a_name_is_looked_up_once() -> None:
    mentions, (generation, engine) = Mentions(), _generation()
    assert mentions.of("云溪", generation) is mentions.of("云溪", generation)
    assert engine.asked == [("云溪",)]


def test_the_names_kept_are_the_last_ones_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.mentions._NAMES", 2)
    mentions, (generation, _) = Mentions(), _generation()
    first = mentions.of("云溪", generation)
    mentions.of("石桥", generation)
    assert mentions.of("云溪", generation) is first
    mentions.of("棠坡", generation)
    assert list(mentions._kept) == ["云溪", "棠坡"]


@pytest.mark.parametrize(
    ("name", "documents"),
    [
        pytest.param("云溪", {"云溪区", "石桥县"}, id="said in two documents"),
        pytest.param("石桥", set(), id="said nowhere"),
    ],
)
def test_all_documents_that_say_a_name_are_known(name: str, documents: set[str]) -> None:
    saying = Mentions().of(name, _generation()[0])
    assert saying is not None
    assert saying.documents == documents


@pytest.mark.parametrize("name", ["kpl", "云", "云溪a"], ids=["no Chinese", "one character", "both"])
def test_of_what_is_no_row_of_chinese_nothing_is_known(name: str) -> None:
    generation, engine = _generation()
    assert Mentions().of(name, generation) is None
    places = engine.places([2, 4])
    assert set(may_mention(name, places, generation)) == set(places)


@pytest.mark.parametrize(("most", "expected"), [(500, {1, 3}), (2, {1, 2, 3})], ids=["few say it", "more may say it than were asked for"])
def test_of_some_passages_those_that_may_say_a_name(monkeypatch: pytest.MonkeyPatch, most: int, expected: set[int]) -> None:
    monkeypatch.setattr("index.mentions.SAYING", most)
    generation, engine = _generation()
    assert set(may_mention("云溪", engine.places([1, 2, 3]), generation)) == expected


def test_of_a_name_that_too_many_passages_say_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.mentions.SAYING", 2)
    assert Mentions().of("云溪", _generation()[0]) is None


@pytest.mark.parametrize(
    ("own", "allowed", "expected"),
    [
        pytest.param({"甲"}, None, True, id="another says it"),
        pytest.param({"甲", "乙"}, None, False, id="only its own say it"),
        pytest.param({"甲"}, {"甲", "丙"}, False, id="the other is left out"),
        pytest.param({"甲"}, {"甲", "乙"}, True, id="the other is allowed"),
        pytest.param(set(), None, True, id="it has none of its own"),
    ],
)
def test_whether_a_name_reaches_beyond_its_own_documents(own: set[str], allowed: set[str] | None, expected: bool) -> None:
    saying = Saying(frozenset({1, 2}), frozenset({"甲", "乙"}))
    assert saying.reaches(frozenset(own), None if allowed is None else frozenset(allowed)) is expected
