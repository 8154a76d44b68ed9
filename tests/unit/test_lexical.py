from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from index.files import FileDamaged
from index.lexical import LexicalIndex, build, compact, extend, has_deleted, index_files
from index.passages import Passage
from index.types import EngineQuery, Match

PLAN, POINTS = "a" * 32, "b" * 32
PASSAGES = (
    Passage(2**63 - 1, PLAN, "工作 计划", "学前 公办 办园"),
    Passage(5, PLAN, "工作 计划 公办", "教师 培训"),
    Passage(9, POINTS, "", "公办 公办 教师"),
)


def ask(index: LexicalIndex, *terms: str, k: int = 10, documents: frozenset[str] | None = None) -> tuple[Match, ...]:
    return index.search(EngineQuery(terms, np.zeros((1, 4), np.float32)), k, documents)


def ids(matches: tuple[Match, ...]) -> list[int]:
    return [match.chunk_id for match in matches]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path / "one", PASSAGES)
    return tmp_path / "one"


def test_an_index_comes_back_from_disk(folder: Path) -> None:
    index = LexicalIndex.open(folder)
    assert ask(index, "公办", "培训", "计划") == ask(LexicalIndex.in_memory(PASSAGES), "公办", "培训", "计划")
    assert index.ids().tolist() == [5, 9, 2**63 - 1]
    assert len(index) == 3


def test_scores_are_bm25_of_each_field() -> None:
    """BM25 with k1 = 1.2, b = 0.75 and ln(1 + (N - n + 0.5) / (n + 0.5)), by hand: 培训 is in one body of three."""
    index = LexicalIndex.in_memory(PASSAGES)
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    average = (3 + 2 + 3) / 3
    expected = idf * 2.2 / (1 + 1.2 * (1 - 0.75 + 0.75 * 2 / average))
    assert ask(index, "培训")[0].score == pytest.approx(expected, rel=1e-5)


def test_a_term_asked_twice_counts_twice() -> None:
    index = LexicalIndex.in_memory(PASSAGES)
    assert ask(index, "培训", "培训")[0].score == pytest.approx(2 * ask(index, "培训")[0].score)


@pytest.mark.parametrize(("weight", "found"), [(0.0, {9, 2**63 - 1}), (0.5, {5, 9, 2**63 - 1})], ids=["without", "with"])
def test_context_counts_by_its_weight(weight: float, found: set[int]) -> None:
    assert set(ids(ask(LexicalIndex.in_memory(PASSAGES, context_weight=weight), "公办"))) == found


def test_a_term_in_the_context_weighs_less_than_in_the_body() -> None:
    assert ids(ask(LexicalIndex.in_memory(PASSAGES), "公办"))[-1] == 5


def test_a_filter_does_not_change_scores() -> None:
    index = LexicalIndex.in_memory(PASSAGES)
    free = {match.chunk_id: match.score for match in ask(index, "公办", "教师")}
    for match in ask(index, "公办", "教师", documents=frozenset({PLAN})):
        assert match.score == free[match.chunk_id]


def test_many_documents_are_a_set_and_few_asked_for_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    index = LexicalIndex.in_memory(PASSAGES)
    one_by_one = [ask(index, "公办", "培训", documents=frozenset(some)) for some in ({PLAN}, {PLAN, POINTS}, {"c" * 32})]
    monkeypatch.setattr("index.lexical.FEW_DOCUMENTS", 0)
    assert [ask(index, "公办", "培训", documents=frozenset(some)) for some in ({PLAN}, {PLAN, POINTS}, {"c" * 32})] == one_by_one
    assert list(map(len, one_by_one)) == [2, 3, 0]


def test_terms_are_taken_as_they_are() -> None:
    index = LexicalIndex.in_memory([Passage(1, PLAN, "", "92.5% 92.5 abc 教"), Passage(2, PLAN, "", "92 5")])
    assert [ids(ask(index, term)) for term in ("92.5%", "92.5", "5", "abc", "教", "ab")] == [[1], [1], [2], [1], [1], []]


def test_more_ties_than_asked_for_are_cut_by_id() -> None:
    index = LexicalIndex.in_memory([Passage(number, PLAN, "", "同样 的话") for number in range(500, 0, -1)])
    assert ids(ask(index, "同样", k=3)) == [1, 2, 3]


def test_extending_leaves_the_base_alone(folder: Path, tmp_path: Path) -> None:
    before = {name: (folder / name).read_bytes() for name in index_files(folder)}
    extend(tmp_path / "two", folder, [PLAN], [Passage(11, PLAN, "", "新的 计划")])
    assert {name: (folder / name).read_bytes() for name in index_files(folder)} == before
    assert LexicalIndex.open(tmp_path / "two").ids().tolist() == [9, 11]
    assert LexicalIndex.open(folder).ids().tolist() == [5, 9, 2**63 - 1]


def test_segments_merged_away_leave_no_file(folder: Path, tmp_path: Path) -> None:
    base = folder
    for step in range(12):
        extend(tmp_path / f"step{step}", base, [], [Passage(100 + step, POINTS, "", f"第{step}步")])
        base = tmp_path / f"step{step}"
    segments = {name.split(".")[0] for name in index_files(base) if not name.startswith((".", "meta"))}
    assert len(segments) < 12
    assert len(LexicalIndex.open(base)) == 3 + 12


def test_compacting_removes_the_words_of_deleted_passages(folder: Path, tmp_path: Path) -> None:
    extend(tmp_path / "two", folder, [POINTS], [])
    assert not has_deleted(folder)
    assert has_deleted(tmp_path / "two")
    compact(tmp_path / "three", tmp_path / "two")
    assert not has_deleted(tmp_path / "three")
    compacted = LexicalIndex.open(tmp_path / "three")
    assert ask(compacted, "公办", "培训", "计划") == ask(LexicalIndex.in_memory(PASSAGES[:2]), "公办", "培训", "计划")
    assert ask(compacted, "公办", documents=frozenset({POINTS})) == ()
    assert compacted.ids().tolist() == [5, 2**63 - 1]


def test_an_empty_index(tmp_path: Path) -> None:
    build(tmp_path / "empty", [])
    index = LexicalIndex.open(tmp_path / "empty")
    assert (len(index), index.ids().tolist(), ask(index, "公办"), list(index.documents())) == (0, [], (), [])


def test_a_folder_without_an_index_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(FileDamaged):
        LexicalIndex.open(tmp_path)
