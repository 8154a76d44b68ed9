from __future__ import annotations

from datetime import date

import pytest

from index.catalogue import Catalogue
from index.dictionary import Dictionary, Entry
from rag.query import understand
from rag.question.reading import read
from rag.question.spelling import Slip, slips
from rag.types import Question
from tests.values import catalogue_of, make_document

ENTRIES = catalogue_of(make_document("", "海门区")).entries
TOLD = (
    "学生近视率为42%。教师编制规划已印发。新增托幼机构5家。培训教师300人次。课后托管服务全覆盖。文化内涵不断丰富。集团化办学。"
    "公示名单。普惠性幼儿园覆盖率90%。乡村教师岗位。招收大学生。一贯制学校。学校每周有家访。有机融合。老师应邀参加。文化中心开放。"
)


def says(word: str, documents: frozenset[str] | None) -> bool:
    return documents is None and word in TOLD


LIBRARY = Catalogue(ENTRIES, says)


@pytest.mark.parametrize(
    ("topic", "written", "meant"),
    [
        pytest.param("学生进视率是多少", "进视率", "近视率", id="no word"),
        pytest.param("陪训教师多少人次", "陪训", "培训", id="at the start"),
        pytest.param("脱幼机构有几家", "脱幼", "托幼", id="of two single characters"),
        pytest.param("课后拖管怎么收费", "拖管", "托管", id="before a question word"),
        pytest.param("文化内函怎么提升", "内函", "内涵", id="behind a word"),
        pytest.param("集团话办学有哪些", "集团话", "集团化", id="the last of three"),
        pytest.param("普慧性幼儿园有几所", "普慧性", "普惠性", id="a word that official documents use"),
        pytest.param("教师编织规划有哪些", "编织", "编制", id="a word, but not of these documents, which say the other beside the same"),
        pytest.param("公式名单多久", "公式", "公示", id="the same, before its neighbour"),
        pytest.param("学生进士率是多少", "进士率", "近视率", id="a word of the same sound throughout"),
        pytest.param("学生近似率是多少", "近似率", "近视率", id="a word within a longer one"),
    ],
)
def test_a_slip_is_understood(topic: str, written: str, meant: str) -> None:
    assert slips(topic, LIBRARY) == ((written, meant),)


@pytest.mark.parametrize(
    "topic",
    [
        pytest.param("学生近视率是多少", id="what the documents say"),
        pytest.param("编织课怎么上", id="a word that they do not say, with nothing beside it that they say of another"),
        pytest.param("公式怎么推导", id="another"),
        pytest.param("重新开哪所学校", id="a common word, though they say another of that sound"),
        pytest.param("动手打学生的老师", id="a verb before a word"),
        pytest.param("谁过那一关", id="a figure before a word"),
        pytest.param("学校有几间教室", id="question words"),
        pytest.param("老师要请家长吗", id="two words beside each other"),
        pytest.param("abc 2025", id="no Chinese"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_slip_is_left_alone(topic: str) -> None:
    assert slips(topic, LIBRARY) == ()


def test_without_passages_to_ask_nothing_is_a_slip() -> None:
    assert slips("学生进视率是多少", Catalogue(ENTRIES)) == ()


def test_two_slips_in_one_question() -> None:
    assert slips("陪训教师和课后拖管", LIBRARY) == (Slip("陪训", "培训"), Slip("拖管", "托管"))


def test_the_topic_is_what_was_meant() -> None:
    found = read("海门2025年学生进视率是多少", LIBRARY, date(2025, 3, 1))
    assert (found.topic, found.misspelt) == ("学生近视率是多少", (("进视率", "近视率"),))
    assert "近视" in found.folded


def test_the_name_of_an_unknown_place_is_spelt_as_it_is() -> None:
    found = read("脱幼2025年的目标", LIBRARY, date(2025, 3, 1))
    assert (found.unknown, found.misspelt) == (("脱幼",), ())


def test_a_word_of_the_dictionary_is_no_slip() -> None:
    own = Dictionary({"陪训": Entry("陪训", ("跟岗学习",))})
    assert read("陪训教师多少人次", LIBRARY, date(2025, 3, 1), lambda: own).misspelt == ()


def test_people_are_told() -> None:
    understood = understand(Question("海门学生进视率是多少"), LIBRARY, date(2025, 3, 1))
    assert understood.text == "海门学生近视率是多少（“进视率”按“近视率”理解）"
