"""Quantities of any text at all: reading never fails, and every span leads back to its value."""

from __future__ import annotations

import itertools
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from index.fold import fold
from index.quantity import Amount, amounts, quantities

OFFICIAL = '一二两三十百千万亿零〇半第个所名人次年月日级大成元%分之点至到-.,。、;:"“”以上内约不少于余多几0123456789 \n的教师校'
TEXTS = st.one_of(st.text(), st.text(alphabet=OFFICIAL, max_size=40))


@given(TEXTS)
@example("3/0")
@example("9" * 5000 + "个")
@example("一" * 5000 + "个")
@example("亿" * 5000 + "所")
@example("达到" * 5000)
@example("1.5个、" * 200)
@example("零分之三")
@example("〇〇〇年")
@example("万亿万亿所")
@example("1,0000所")
@example("٣所")
@example("一二三四五六七八九十百千万亿个")
def test_reading_never_fails_and_amounts_ascend(text: str) -> None:
    folded = fold(text).text
    found = amounts(folded)
    assert all(0 <= amount.start < amount.end <= len(folded) for amount in found)
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))
    assert all(amount.low <= amount.high for amount in found)
    assert [_stated(one) for one in quantities(folded, 2025)] == [_stated(one) for one in found]


@given(TEXTS)
@example("新增学位２，１６０个,提高1.8个、2.3个百分点")
def test_a_span_alone_says_the_same(text: str) -> None:
    """Unless the words around decide (7日内, 1.8个、2.3个百分点, 至少一项, 为零), the span alone reads as the amount."""
    folded = fold(text).text
    for amount in amounts(folded):
        alone = amounts("有" + folded[amount.start : amount.end])  # at the start of a line 2.3所 is the label 2. and 3所
        due = (1, 1 + amount.end - amount.start, amount.low, amount.high, amount.unit)
        assert [_stated(one) for one in alone] in ([], [due]) or amount.unit == "百分点"


@given(TEXTS)
def test_spans_lead_back_to_the_original(text: str) -> None:
    folded = fold(text)
    for amount in amounts(folded.text):
        span = folded.span(amount.start, amount.end)
        assert folded.text[amount.start : amount.end] in fold(text[span.start : span.end]).text


def _stated(amount: Amount) -> tuple[int, int, Decimal, Decimal, str]:
    return amount.start, amount.end, amount.low, amount.high, amount.unit
