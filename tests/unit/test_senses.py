from __future__ import annotations

import pytest

from rag.answers.senses import related, sides


@pytest.mark.parametrize(
    ("words", "others"),
    [
        pytest.param("继续留用", "一律清退", id="stays and goes"),
        pytest.param("另外收费", "不再另行收费", id="denied is the other side"),
        pytest.param("可以增加", "只减不增", id="more and less"),
        pytest.param("诈骗又多了", "分别下降7%、14%", id="more again and falling"),
        pytest.param("放松管理", "持续高压整治", id="lax and strict"),
        pytest.param("要考试", "免试入学", id="a test and none"),
        pytest.param("项目过关", "责令重新整改", id="passed and sent back"),
        pytest.param("名列首位", "在全市垫底", id="first and last"),
        pytest.param("立即整改", "拖到月底", id="at once and later"),
    ],
)
def test_opposite_sides(words: str, others: str) -> None:
    assert {side.reverse for side in sides(words)} & sides(others)


def test_what_only_holds_such_a_word_takes_no_side() -> None:
    assert sides("公示收费标准") == sides("公示")


def test_words_of_either_side_speak_about_the_same() -> None:
    assert {"考试", "免试"} <= set(related("考试"))
    assert related("操场") == ("操场",)
