"""Quantities: values, units, comparators and spans in sentences of official documents."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.fold import fold
from index.quantity import Amount, amounts, quantities, quantities_asked, same_quantity

PLAIN = [
    ("全年新增学位2880个", "2880个", "2880", "个", "exact"),
    ("新建公办园三所", "三所", "3", "所", "exact"),
    ("招聘教师一百二十名", "一百二十名", "120", "人", "exact"),
    ("会同十七部门印发", "十七部门", "17", "部门", "exact"),
    ("共建附属学校两所", "两所", "2", "所", "exact"),
    ("比例不低于三分之一", "三分之一", str(Decimal(100) / 3), "%", "at_least"),
    ("普及率达百分之八十", "百分之八十", "80", "%", "exact"),
    ("九成以上的学校", "九成", "90", "%", "at_least"),
    ("选派1.2万名教师", "1.2万名", "12000", "人", "exact"),
    ("培训3000余人次", "3000余人次", "3000", "人次", "about"),
    ("教研600余次", "600余次", "600", "次", "about"),
    ("投入约1231万元", "1231万元", "12310000", "元", "about"),
    ("覆盖率50%以上", "50%", "50", "%", "at_least"),
    ("比上年提高3个百分点", "3个百分点", "3", "百分点", "exact"),
    ("为期3年", "3年", "3", "年", "exact"),
    ("6个月", "6个月", "6", "月", "exact"),
    ("新增学位２，１６０个", "2,160个", "2160", "个", "exact"),
    ("红色隐患24小时内处置", "24小时", "24", "小时", "at_most"),
    ("事故为零。", "零", "0", "", "exact"),
]


@pytest.mark.parametrize(("text", "written", "value", "unit", "comparator"), PLAIN, ids=[case[0] for case in PLAIN])
def test_an_amount_is_read(text: str, written: str, value: str, unit: str, comparator: str) -> None:
    folded = fold(text).text
    (found,) = amounts(folded)
    assert folded[found.start : found.end] == written
    assert (found.value, found.unit, found.comparator) == (Decimal(value), unit, comparator)


RANGES = [
    ("每组2-3所", "2-3所", 2, 3, "所"),
    ("招收120—150名", "120-150名", 120, 150, "人"),
    ("用3至5年", "3至5年", 3, 5, "年"),
    ("每月200元至500元", "200元至500元", 200, 500, "元"),
    ("两三所学校", "两三所", 2, 3, "所"),
]


@pytest.mark.parametrize(("text", "written", "low", "high", "unit"), RANGES, ids=[case[0] for case in RANGES])
def test_a_range_has_two_ends(text: str, written: str, low: int, high: int, unit: str) -> None:
    folded = fold(text).text
    (found,) = amounts(folded)
    assert folded[found.start : found.end] == written
    assert (found.low, found.high, found.unit, found.value) == (Decimal(low), Decimal(high), unit, None)


NONE = [
    "2025年3月5日8:30",
    "位列第5名",
    "一、总体要求",
    "(二)主要任务",
    "一是加快建设",
    "教发〔2025〕3号",
    "五位一体",
    "小学三年级",
    "高二学生",
    "学前三年毛入园率",
    "坚持一人一档",
    "2024-2025学年",
    "电话:0000-4416125",
    "比例为1:3",
    "九年一贯制学校",
    "这一年来",
    "同一所学校",
    "课程“三公示”",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_quantity(text: str) -> None:
    assert amounts(fold(text).text) == ()


def test_the_words_around_say_what_when_and_whether() -> None:
    (found,) = quantities("2025年,力争新增学位3600个")
    assert (found.indicator, found.year, found.state) == ("新增学位", 2025, "planned")


def test_same_quantity_in_other_words() -> None:
    (first,), (second,), (third,) = amounts("新建3所"), amounts("新建三家"), amounts("新建3年")
    assert same_quantity(first, second)
    assert not same_quantity(first, third)
    assert isinstance(first, Amount)


def test_the_unit_asked() -> None:
    assert "所" in quantities_asked("今年新建几所学校?")
    assert "元" in quantities_asked("总共要花多少钱?")
    assert quantities_asked("谁负责?") == frozenset()
