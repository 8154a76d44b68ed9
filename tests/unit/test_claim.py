from __future__ import annotations

import pytest

from rag.answers.claim import Claim, Wording, read_claim
from rag.answers.words import Word, plain, turned, weights


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("有没有体育家庭作业", "有", "没有"),
        ("会不会组建教育集团", "会", "不会"),
        ("能不能讲新课", "可以", "不可以"),
        ("让不让推销眼镜", "允许", "不允许"),
        ("是不是要新建幼儿园", "是", "不是"),
        ("招聘计划完成了没有", "是", "没有"),
        pytest.param("失能护理保险是不是全覆盖", "是", "不是", id="失能 asks for no permission"),
        pytest.param("社会实践是不是必修", "是", "不是", id="社会 is no 会"),
    ],
)
def test_a_verdict_is_worded_as_asked(question: str, yes: str, no: str) -> None:
    assert read_claim(question, ()).wording == Wording(yes, no)


def read(question: str) -> Claim:
    return read_claim(question, ())


def test_how_far_a_claim_goes() -> None:
    assert read("民办幼儿园都要关停吗").all_of
    assert read("是不是只有部分学校有").some_of
    assert read("学生必须参加吗").obliged
    assert read("能不能收费").permission
    assert read("按计划完成了吗").fulfilment
    assert read("按计划完成了吗").of_plan
    assert not read("会不会新建幼儿园").fulfilment
    assert not read("优良率要达到80%吗").fulfilment
    assert read("优良率有没有达到80%").fulfilment


def test_what_asks_is_no_word_of_the_claim() -> None:
    claim = read("有没有心理热线吗？")
    assert [word.text for word in claim.words] == ["心理", "理热", "热线"]
    assert {word.text for word in claim.predicate} == {"心理", "理热", "热线"}


def test_figures_are_no_words() -> None:
    claim = read("要新增900个学位吗")
    assert [(str(amount.value), amount.unit) for amount in claim.amounts] == [("900", "个")]
    assert [word.text for word in claim.words] == ["新增", "学位"]


def test_denied_words_are_known() -> None:
    assert {word.text: word.is_denied for word in read("成绩是不是不排名").words} == {"成绩": False, "排名": True}


def test_a_denial_ends_where_the_question_asks() -> None:
    assert {word.text: word.is_denied for word in read("没有确认会不会放弃").words} == {"确认": True, "放弃": False}


def test_everyday_words_are_put_as_documents_write_them() -> None:
    assert plain("老师让孩子回家") == "教师让学生返家"


def test_a_pair_that_joins_two_words_is_held_with_them() -> None:
    joint = Word("聘教", beside=("招聘", "教师"))
    assert joint.is_in("招聘中小学教师")
    assert not joint.is_in("招聘保安")


def test_an_order_turned_round() -> None:
    assert turned(Word("课停"), ("不得停课",)).text == "停课"
    assert turned(Word("课停"), ("课停了",)).text == "课停"
    assert turned(Word("课停"), ("食堂",)).text == "课停"


def test_rare_and_late_words_count_more() -> None:
    first, second, last = Word("学校"), Word("食堂"), Word("外包")
    counted = weights((first, second, last), ("学校食堂", "学校课程", "学校教师"))
    assert counted[first] < counted[second] < counted[last]
    assert sum(counted.values()) == pytest.approx(1.0)
    assert weights((), ("学校",)) == {}
