from __future__ import annotations

import time

import pytest

from rag.answers.polarity import denied, is_within, lacks


@pytest.mark.parametrize(
    ("words", "stretches"),
    [
        pytest.param("任何学校不得截留挪用,违者通报", ["截留挪用"], id="to the end of the clause"),
        pytest.param("严禁使用农用车、三轮车接送学生", ["使用农用车、三轮车接送学生"], id="over enumerations"),
        pytest.param("不公布、不排名", ["公布", "排名"], id="item by item"),
        pytest.param("没有走完程序的不得停课", ["走完程序", "停课"], id="to 的"),
        pytest.param("登记先后与录取无关", ["登记先后与录取无关"], id="unrelated"),
        pytest.param("登记先后,姓名和性别与录取无关", ["姓名和性别与录取无关"], id="unrelated, the whole of one clause"),
        pytest.param("不再新增教育集团", ["新增教育集团"], id="no more"),
        pytest.param("弄虚作假的,取消年度评优资格", ["年度评优资格"], id="what is taken away"),
        pytest.param("没走完程序能停课", ["走完程序"], id="to what may be done all the same"),
        pytest.param("打通教师跨学段任教限制,优化配置", ["限制"], id="what stood in the way is gone"),
        pytest.param("破除市场准入壁垒", ["壁垒"], id="nor does this deny what it opens"),
        pytest.param("确不能到校的送教上门", ["到校"], id="what one is not able to, to 的"),
        pytest.param("现有车辆难以全部覆盖,逐年增加", ["全部覆盖"], id="hardly"),
        pytest.param("不得挪用、克扣学费和经费", ["挪用、克扣"], id="misuse, not what is misused"),
        pytest.param("双方不同意调解", ["同意调解"], id="no agreement"),
        pytest.param("接种证明不作为入学前置条件", [], id="no bar"),
        pytest.param("对申报单位无成立时间要求", [], id="nothing required"),
        pytest.param("可不定期召开会议,减少不必要材料", [], id="now and then, and what is not needed"),
        pytest.param("看能不能按时完成,浪费不浪费都计入", [], id="alternatives"),
        pytest.param("学校思想政治理论课", [], id="a word across two words"),
        pytest.param("每班不得超过45人,不少于2名教师", [], id="bounds"),
        pytest.param("未来三年不断完善无障碍设施,关爱未成年人", [], id="words that only look like denials"),
    ],
)
def test_denied_stretches(words: str, stretches: list[str]) -> None:
    assert [words[start:end] for start, end in denied(words)] == stretches


def test_what_is_fought_counts_where_something_is_to_be_allowed() -> None:
    words = "从严整治有偿补课"
    assert denied(words) == ()
    assert denied(words, for_permission=True) == ((4, 8),)


def test_ends_are_left_out() -> None:
    assert is_within(2, ((2, 4),))
    assert not is_within(4, ((2, 4),))


def test_what_is_waived_counts_where_it_is_asked_for() -> None:
    words = "提供住房,免收租金2年"
    assert denied(words) == ()
    assert [words[start:end] for start, end in denied(words, waived=True)] == ["租金2年"]


@pytest.mark.parametrize(
    ("words", "before"),
    [
        ("名师、名校长依然缺乏", "名师、名校长依然"),
        ("品牌学校还不多", "品牌学校还"),
        ("国家级奖还未实现零的突破", "国家级奖"),
        ("小学不高于36%", None),
    ],
)
def test_where_too_little_is_said_to_be(words: str, before: str | None) -> None:
    place = lacks(words)
    assert (None if place is None else words[:place]) == before


def test_many_names_joined_in_one_clause_take_no_time() -> None:
    """Below 0.01 s; tried from every 和 and 与 anew they were half a minute."""
    started = time.perf_counter()
    denied("教师和学生" * 800)
    assert time.perf_counter() - started < 1
