from __future__ import annotations

import pytest

from index.quantity import Amount, amounts
from rag.answers.claimed import holds, in_unit, is_strict


def amount(words: str) -> Amount:
    (found,) = amounts(words)
    return found


@pytest.mark.parametrize(
    ("claimed", "stated", "verdict"),
    [
        pytest.param("31所", "31所", True, id="equal"),
        pytest.param("31所", "5所", False, id="different"),
        pytest.param("超过90%", "90.3%", True, id="more than, and more"),
        pytest.param("超过95%", "90.3%", False, id="more than, and less"),
        pytest.param("超过2000家", "超过2100家", True, id="more than, and more than more"),
        pytest.param("超过95%", "不低于90%", False, id="another lower bound"),
        pytest.param("不超过95%", "不低于90%", None, id="bounds that leave it open"),
        pytest.param("不超过50人", "45人", True, id="at most, and less"),
        pytest.param("不超过40人", "45人", False, id="at most, and more"),
        pytest.param("不超过46%", "不超过46%", True, id="the same bound"),
        pytest.param("不超过46%", "不超过5%", False, id="another bound"),
        pytest.param("约100名", "105名", True, id="about"),
        pytest.param("约100名", "150名", False, id="not about"),
    ],
)
def test_a_claimed_figure_against_a_stated_one(claimed: str, stated: str, verdict: bool | None) -> None:
    assert holds(amount(claimed), amount(stated), permission=False, reached=False) is verdict


def test_what_is_allowed_keeps_within_bounds() -> None:
    assert holds(amount("40人"), amount("不超过45人"), permission=True, reached=False) is True
    assert holds(amount("50人"), amount("不超过45人"), permission=True, reached=False) is False
    assert holds(amount("超过30%"), amount("不超过30%"), permission=True, reached=False) is False
    assert holds(amount("2次"), amount("不少于4次"), permission=True, reached=False) is False


@pytest.mark.parametrize(
    ("claimed", "bound", "verdict"),
    [
        pytest.param("12小时内", "24小时内", True, id="sooner than asked for"),
        pytest.param("36小时内", "24小时内", False, id="later than asked for"),
        pytest.param("至少2次", "至少2次", True, id="as often as asked for"),
        pytest.param("至少1次", "至少2次", False, id="less often"),
        pytest.param("不超过1次", "至少2次", False, id="never so often"),
    ],
)
def test_what_is_allowed_beside_a_bound(claimed: str, bound: str, verdict: bool) -> None:
    assert holds(amount(claimed), amount(bound), permission=True, reached=False) is verdict


def test_bounds_of_time_are_put_into_the_unit_claimed() -> None:
    assert in_unit(amount("24小时内"), "天").high == 1
    assert in_unit(amount("2周内"), "天").high == 14
    assert in_unit(amount("24小时"), "天").unit == "小时"
    assert in_unit(amount("45人以内"), "天").unit == "人"


def test_what_was_reached_may_be_exceeded() -> None:
    assert holds(amount("超过95%"), amount("不低于90%"), permission=False, reached=True) is None
    assert holds(amount("1个百分点"), amount("1.1个百分点"), permission=False, reached=True) is True
    assert holds(amount("20%"), amount("18.6%"), permission=False, reached=True) is False


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("超过7所", True),
        ("高于80%", True),
        ("低于80%", True),
        ("不到7所", True),
        ("不超过7所", False),
        ("不少于7所", False),
        ("7所以上", False),
    ],
)
def test_bounds_that_the_figure_itself_is_not_within(words: str, expected: bool) -> None:
    assert is_strict(words, amount(words)) is expected
