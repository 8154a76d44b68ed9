from __future__ import annotations

from decimal import Decimal

import pytest

from rag.answers.conclusion import Told, asks_order, conclusions, plain
from tests.values import make_understood

TWO = (Told("云溪区", "招聘教师120名。", 1), Told("石桥县", "招聘教师80名。", 2))
THREE = (*TWO, Told("青岚区", "招聘教师150名。", 3))


@pytest.mark.parametrize(
    ("question", "told", "said"),
    [
        pytest.param("谁招聘的教师多？", TWO, ["云溪区更多：云溪区120名，石桥县80名。[1][2]"], id="more"),
        pytest.param("哪个招聘教师少？", TWO, ["石桥县更少：云溪区120名，石桥县80名。[1][2]"], id="less"),
        pytest.param("哪个区招聘教师最多？", THREE, ["青岚区最多：云溪区120名，石桥县80名，青岚区150名。[1][2][3]"], id="most"),
        pytest.param("招聘教师一样吗？", TWO, ["不一样：云溪区120名，石桥县80名。[1][2]"], id="sameness"),
        pytest.param("一共招聘教师多少名？", TWO, ["由[1][2]计算得出，合计200人。"], id="sum"),
        pytest.param("招聘教师相差多少名？", TWO, ["由[1][2]计算得出，云溪区比石桥县多40人。"], id="difference"),
        pytest.param("一共招聘教师多少名？", THREE, [], id="a sum of more than two is left to the reader"),
        pytest.param("各招聘教师多少名？", TWO, [], id="not asked"),
        pytest.param("谁更多？", (TWO[0], Told("石桥县", "新建幼儿园5所。", 2)), [], id="different things"),
        pytest.param(
            "谁建的学校多？", (Told("云溪区", "新建学校7所。", 1), Told("石桥县", "接入学校86所。", 2)), [], id="another thing done to them"
        ),
        pytest.param("谁更多？", (TWO[0], Told("石桥县", "加强教师招聘。", 2)), [], id="no figure"),
        pytest.param("谁更多？", (TWO[0], Told("石桥县", "招聘教师80-100名。", 2)), [], id="a range"),
    ],
)
def test_what_the_figures_say_together(question: str, told: tuple[Told, ...], said: list[str]) -> None:
    assert conclusions(make_understood(question), told, complete=True) == said


def test_where_some_are_silent_those_that_tell_are_named() -> None:
    assert conclusions(make_understood("哪些区写了招聘人数？"), TWO, complete=False) == ["写明的有云溪区、石桥县："]
    assert conclusions(make_understood("谁招聘的教师多？"), TWO, complete=False)[0].startswith("写明的当中，云溪区更多：")


@pytest.mark.parametrize(("folded", "asks"), [("谁高?", True), ("哪个县花得多", True), ("各有多少所?", False), ("哪个更大,差多少", True)])
def test_whether_an_order_is_asked(folded: str, asks: bool) -> None:
    assert asks_order(folded) is asks


@pytest.mark.parametrize(
    ("value", "said"), [("200000", "20万"), ("41400000000", "414亿"), ("12345", "1.2345万"), ("0.50", "0.5"), ("900", "900")]
)
def test_values_are_said_plainly(value: str, said: str) -> None:
    assert plain(Decimal(value)) == said
