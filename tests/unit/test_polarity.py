from __future__ import annotations

import pytest

from rag.answers.polarity import denied, is_within


@pytest.mark.parametrize(
    ("words", "stretches"),
    [
        pytest.param("任何学校不得截留挪用,违者通报", ["截留挪用"], id="to the end of the clause"),
        pytest.param("严禁使用农用车、三轮车接送学生", ["使用农用车、三轮车接送学生"], id="over enumerations"),
        pytest.param("不公布、不排名", ["公布", "排名"], id="item by item"),
        pytest.param("没有走完程序的不得停课", ["走完程序", "停课"], id="to 的"),
        pytest.param("登记先后与录取无关", ["登记先后与录取无关"], id="unrelated"),
        pytest.param("不再新增教育集团", ["新增教育集团"], id="no more"),
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
