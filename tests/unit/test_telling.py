"""How much words tell among the sentences of one side."""

from __future__ import annotations

from dataclasses import replace

from index.types import Document
from rag.answers.sides import best_of, for_each
from rag.answers.telling import in_their_words, told_alike
from rag.rank import Candidate, candidates
from rag.types import Understood
from tests.values import ANSWERING, BagEmbedder, make_document, make_evidence, make_understood

CANTEEN = make_document("学生运动会学生参加。学生社团服务学生。学生阅读学生爱读。食堂上线平台。")
COMMUNITY = make_document("社区学院推进终身教育。打造社区教育示范点。")
LOW = make_document("有序发展低空经济。实施低空经济三年行动,支持东山镇布局无人机产业。")


def read(question: str, document: Document) -> tuple[Understood, list[Candidate]]:
    """The question, and the candidates as the search found all of them alike."""
    understood = for_each(make_understood(question, document))
    found = candidates(understood, make_evidence(document), BagEmbedder)
    return understood, [replace(one, features=one.features._replace(prior=1.0, nearness=0.2)) for one in found]


def words_of(understood: Understood, own: list[Candidate]) -> dict[str, float]:
    return {one.folded[:4]: round(one.features.words, 2) for one in in_their_words(understood, own)}


def test_a_word_that_all_sentences_hold_tells_little() -> None:
    told = words_of(*read("云溪区学生食堂", CANTEEN))
    assert told["食堂上线"] > 0.6
    assert told["学生社团"] < 0.4


def test_words_side_by_side_as_in_the_question_tell_more() -> None:
    told = words_of(*read("云溪区社区教育", COMMUNITY))
    assert told["打造社区"] == 1.0 > told["社区学院"]


def test_the_name_of_a_measure_tells_no_more_than_the_figure() -> None:
    document = make_document("托育园占比达40%。公办园覆盖率达65%。")
    told = words_of(*read("云溪区公办园占比", document))
    assert told["公办园覆"] > told["托育园占"]


def test_what_is_told_alike() -> None:
    _, own = read("云溪区学生食堂", CANTEEN)
    *others, canteen = told_alike((("食堂", 4.0), ("学生", 4.0)), own)
    assert all(canteen > other for other in others)
    assert told_alike((), own) == [0.0] * len(own)


def test_a_sentence_that_says_no_more_than_the_question_comes_after_one_that_does() -> None:
    understood, own = read("云溪区低空经济怎么搞？", LOW)
    best = best_of(understood, in_their_words(understood, own), ANSWERING)
    assert best is not None
    assert "三年行动" in best.folded
