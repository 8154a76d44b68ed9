from __future__ import annotations

import pytest

from index.dictionary import Expansion
from rag.answers.claim import Claim, Wording, read_claim
from rag.answers.standing import Standing
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


def claimed(question: str) -> list[str]:
    return [f"{amount.low}{amount.unit}" for amount in read(question).amounts]


def test_what_a_figure_is_for_is_not_claimed() -> None:
    assert claimed("一学期可以收500元吗") == ["500元"]
    assert claimed("一间宿舍住12个人吗") == ["12个"]
    assert claimed("演练一学期一次够了吗") == ["1次"]
    assert claimed("要建一个体育馆吗") == []
    assert claimed("近视率降了一个点吗") == ["1百分点"]


def test_what_goes_without_saying_of_money_is_no_word() -> None:
    assert {word.text for word in read("伙食费可以收500元吗").words} == {"伙食费"}
    assert "收" in {word.text for word in read("公办园收留学生吗").words} | {"收"}


def test_a_word_of_the_dictionary_may_stand_in_parts() -> None:
    (word,) = read_claim("年轻干部够不够", (), [Expansion("年轻干部", ("后备干部",))]).words
    assert word.is_in("年轻教师和干部")
    assert word.is_in("后备干部")
    assert not word.is_in("领导干部")


def test_how_far_a_claim_goes() -> None:
    assert read("民办幼儿园都要关停吗").all_of
    assert read("是不是只有部分学校有").some_of
    assert read("是不是还有一部分学校没接入").some_of
    assert read("是不是还有学校没接入").some_of
    assert read("是不是只挑几所学校").some_of
    assert not read("还有些学校会新建吗").some_of
    assert read("首都和成都市会建体育馆吗").all_of is False
    assert read("家里不愿意也得打疫苗吗").obliged
    assert read("已经建好了吗").already
    assert not read("公办园覆盖率的目标定到80%了吗").fulfilment
    assert read("学生必须参加吗").obliged
    assert read("能不能收费").permission
    assert read("按计划完成了吗").fulfilment
    assert read("按计划完成了吗").of_plan
    assert not read("会不会新建幼儿园").fulfilment
    assert not read("优良率要达到80%吗").fulfilment
    assert read("优良率有没有达到80%").fulfilment


def test_what_asks_is_no_word_of_the_claim() -> None:
    claim = read("有没有心理热线吗？")
    assert [word.text for word in claim.words] == ["心理", "热线"]
    assert {word.text for word in claim.predicate} == {"心理", "热线"}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        pytest.param("鼓不鼓励民办园转型", ["鼓励", "民办", "幼儿园", "转型"], id="a verb asked by itself and its denial stays"),
        pytest.param("电梯换完了吗", ["电梯", "换"], id="what is behind a verb is none"),
        pytest.param("登记是4月28日开始吗", ["登记"], id="days are compared by themselves"),
    ],
)
def test_words_of_a_claim(question: str, words: list[str]) -> None:
    assert [word.text for word in read(question).words] == words


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


def test_a_word_is_held_by_its_forms_or_by_half_of_its_characters() -> None:
    word = Word("作假", around=(("虚作", "作假"), ("作假",)))
    assert word.share_in("弄虚作假") == 1.0
    assert word.share_in("弄虚作为") == 0.5
    assert not word.is_in("工作")
    assert Word("换").is_in("更换灯具")
    assert Word("摇号", official=("派位",)).is_in("电脑随机派位")


def test_what_the_dictionary_knows_is_a_word() -> None:
    claim = read_claim("双胞胎能一起摇号吗", (), (Expansion("摇号", ("派位",)),))
    assert next(word for word in claim.words if word.text == "摇号").official == ("派位",)


def test_an_order_turned_round() -> None:
    assert turned(Word("课停"), ("不得停课",)).text == "停课"
    assert turned(Word("课停"), ("课停了",)).text == "课停"
    assert turned(Word("课停"), ("食堂",)).text == "课停"


def test_rare_and_late_words_count_more() -> None:
    first, second, last = Word("学校", 2.0), Word("食堂", 2.0), Word("外包", 2.0)
    counted = weights((first, second, last), ("学校食堂", "学校课程", "学校教师"))
    assert counted[first] < counted[second] < counted[last]
    assert sum(counted.values()) == pytest.approx(1.0)
    assert weights((), ("学校",)) == {}


def test_how_a_claim_is_meant() -> None:
    assert read("编辑能自己直接发布吗").unasked
    assert not read("食堂都是自己经营的吗").unasked
    assert read("一学期一次够了吗").enough
    assert read("品牌学校比梁溪强吗").compares
    assert not read("优良率比上年提高了吗").compares
    assert read("满意度排在全市前三吗").standing == Standing(3, is_within=True)
    assert read("是不是不排名").is_denied
    assert not read("每天都有体育课吗").all_of


def test_only_what_is_asked_takes_a_side() -> None:
    (side,) = read("还能留用吗").sides
    assert read("是不是不再留用").sides == {side.reverse}
    assert not read("近视率上升的学校能评优吗").sides
