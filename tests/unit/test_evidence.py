from __future__ import annotations

from dataclasses import replace

from rag.evidence import gather, passage_at
from tests.values import make_document, make_hits

DOCUMENT = make_document("第一句话。第二句话。第三句话。第四句话。")


def test_neighbours_become_one_piece_and_the_best_comes_first() -> None:
    first, second, _, fourth = make_hits(DOCUMENT)
    hits = (replace(fourth, rank=1), replace(second, rank=2), replace(first, rank=3))
    evidence = gather(hits, 100)
    assert [(e.key, e.text) for e in evidence] == [("e1", "第四句话。"), ("e2", "第一句话。第二句话。")]
    assert [hit.rank for hit in evidence[1].hits] == [2, 3]


def test_a_heading_between_keeps_them_apart() -> None:
    first, second, *_ = make_hits(DOCUMENT)
    apart = replace(second, chunk=replace(second.chunk, section=1))
    assert len(gather((first, apart), 100)) == 2


def test_the_budget_is_kept_but_the_best_always_fits() -> None:
    hits = make_hits(DOCUMENT)
    assert [e.text for e in gather(hits, 11)] == ["第一句话。第二句话。"]
    assert [e.text for e in gather(hits, 1)] == ["第一句话。"]


def test_nothing_found() -> None:
    assert gather((), 100) == ()


def test_passage_at_finds_the_passage_of_a_sentence() -> None:
    (item,) = gather(make_hits(DOCUMENT), 100)
    assert [passage_at(item, position).ordinal for position in (0, 5, 17)] == [0, 1, 3]
