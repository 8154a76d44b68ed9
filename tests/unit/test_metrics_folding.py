from __future__ import annotations

import pytest

from eval.metrics.folding import bare, bigrams, fold, shared, strip


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("新建两所", "新建2所", id="两所"),
        pytest.param("新建二所", "新建2所", id="二所"),
        pytest.param("新建 ２ 所", "新建2所", id="full width and spaces"),
        pytest.param("十七部门", "17部门", id="tens"),
        pytest.param("两三年", "2-3年", id="estimate"),
        pytest.param("二至三所", "2-3所", id="Chinese range"),
        pytest.param("2所至3所", "2-3所", id="measure word twice"),
        pytest.param("2—3所", "2-3所", id="dash"),
        pytest.param("2～3所", "2-3所", id="wave"),
        pytest.param("3至2所", "3至2所", id="falling is no range"),
        pytest.param("2024至2025年", "2024至2025年", id="years are no range"),
        pytest.param("百分之七十", "70%", id="百分之"),
        pytest.param("七成", "70%", id="成"),
        pytest.param("成员三人", "成员3人", id="成员 is no share"),
        pytest.param("提高0.4个百分点", "提高0.4%", id="百分点"),
        pytest.param("零点五个百分点", "0.5%", id="spoken decimal"),
        pytest.param("1231万元", "12310000元", id="万"),
        pytest.param("5.86亿元", "586000000元", id="亿"),
        pytest.param("12,310,000元", "12310000元", id="thousands"),
        pytest.param("3千米", "3千米", id="千米 is a measure"),
        pytest.param("2020-09-03", "2020年9月3日", id="ISO date"),
        pytest.param("2020 年 9 月 3 日", "2020年9月3日", id="spaced date"),
        pytest.param("二零二五年", "2025年", id="spoken year"),
        pytest.param("二〇二四年", "2024年", id="〇"),
        pytest.param("8个小时", "8小时", id="个小时"),
        pytest.param("一批教师", "一批教师", id="weak 一"),
        pytest.param("一所学校", "1所学校", id="strong 一"),
        pytest.param("十四五规划", "十四五规划", id="numeral without measure word"),
        pytest.param("第一时间", "第一时间", id="第一"),
        pytest.param("三位一体", "3位一体", id="三位一体"),
        pytest.param("區(qū)教育局優(yōu)質園", "区教育局优质园", id="traditional with glosses"),
        pytest.param("(等候區)", "(等候区)", id="real brackets"),
        pytest.param("KPL", "kpl", id="case"),
        pytest.param("甲——乙", "甲,乙", id="long dash"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_bare_keeps_letters_digits_percent_and_plus() -> None:
    assert bare("《“互联网+培训”》，_92.5％。") == "互联网+培训925%"


def test_strip_does_not_fold_again() -> None:
    assert strip("两所,三所") == "两所三所"


def test_bigrams() -> None:
    assert bigrams("新增学位") == {"新增", "增学", "学位"}
    assert bigrams("新") == frozenset()


def test_shared() -> None:
    assert shared(bigrams("新增学位"), bigrams("新增托位")) == pytest.approx(1 / 3)
    assert shared(frozenset(), frozenset()) == 1.0
