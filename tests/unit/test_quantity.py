"""Quantities: values, units, comparators and spans in sentences of official documents, and what is no quantity."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.fold import fold
from index.quantity import amounts, quantities, quantities_asked, same_quantity, unit_named


def read(text: str) -> list[tuple[str, str, str, str]]:
    """(written, value, unit, comparator) of each amount; a range as `low-high`."""
    folded = fold(text).text
    return [(folded[a.start : a.end], _value(a.low, a.high), a.unit, a.comparator) for a in amounts(folded)]


def _value(low: Decimal, high: Decimal) -> str:
    return f"{low.normalize():f}" if low == high else f"{low.normalize():f}-{high.normalize():f}"


ONE = [
    ("全年新增学位2880个", "2880个", "2880", "个", "exact"),
    ("新建公办园三所", "三所", "3", "所", "exact"),
    ("共建附属学校两所", "两所", "2", "所", "exact"),
    ("招聘教师一百二十名", "一百二十名", "120", "人", "exact"),
    ("一千零五十人", "一千零五十人", "1050", "人", "exact"),
    ("十二个部门", "十二个", "12", "个", "exact"),
    ("会同十七部门印发", "十七部门", "17", "部门", "exact"),
    ("教育部等五部委", "五部委", "5", "部门", "exact"),
    ("新增学位２，１６０个", "2,160个", "2160", "个", "exact"),
    ("选派1.2万名教师", "1.2万名", "12000", "人", "exact"),
    ("投资5.86亿元", "5.86亿元", "586000000", "元", "exact"),
    ("发放一千二百万元", "一千二百万元", "12000000", "元", "exact"),
    ("收费一元二角", "一元二角", "1.2", "元", "exact"),
    ("约3.2万㎡", "3.2万m2", "32000", "平方米", "about"),
    ("远离危险的10.62万群众", "10.62万", "106200", "", "exact"),
    ("普及率达百分之八十", "百分之八十", "80", "%", "exact"),
    ("合格率百分之九十五点五", "百分之九十五点五", "95.5", "%", "exact"),
    ("占二分之一", "二分之一", "50", "%", "exact"),
    ("不超过总数的1/4", "1/4", "25", "%", "at_most"),
    ("一半以上的学校", "一半", "50", "%", "at_least"),
    ("九成以上的学校", "九成", "90", "%", "at_least"),
    ("八成左右", "八成", "80", "%", "about"),
    ("比上年提高3个百分点", "3个百分点", "3", "百分点", "exact"),
    ("增长2.3倍", "2.3倍", "2.3", "倍", "exact"),
    ("事故为零。", "零", "0", "", "exact"),
    ("系数降至0.17。", "0.17", "0.17", "", "exact"),
    ("每千人口托位数4.5个", "4.5个", "4.5", "个", "exact"),
    ("培训3000余人次", "3000余人次", "3000", "人次", "about"),
    ("教研600余次", "600余次", "600", "次", "about"),
    ("投入约1231万元", "1231万元", "12310000", "元", "about"),
    ("十余项赛事", "十余项", "10", "项", "about"),
    ("三十多万元", "三十多万元", "300000", "元", "about"),
    ("近百所学校", "百所", "100", "所", "about"),
    ("创建10所左右", "10所", "10", "所", "about"),
    ("覆盖率50%以上", "50%", "50", "%", "at_least"),
    ("选派2名及以上教师", "2名", "2", "人", "at_least"),
    ("不少于交流总数的25%", "25%", "25", "%", "at_least"),
    ("至少帮扶2所薄弱学校", "2所", "2", "所", "at_least"),
    ("超过1000名", "1000名", "1000", "人", "at_least"),
    ("降到33微克/立方米", "33微克", "33", "微克", "exact"),
    ("突破6万人次", "6万人次", "60000", "人次", "at_least"),
    ("≥95%", "95%", "95", "%", "at_least"),
    ("连续任教满6年的", "6年", "6", "年", "at_least"),
    ("一般不超过2次", "2次", "2", "次", "at_most"),
    ("处违法所得不超过3倍", "3倍", "3", "倍", "at_most"),
    ("控制在40分钟以内", "40分钟", "40", "分钟", "at_most"),
    ("降到12%以下", "12%", "12", "%", "at_most"),
    ("人数不足60人", "60人", "60", "人", "at_most"),
    ("奖励最高100万元", "100万元", "1000000", "元", "at_most"),
    ("最高档每月600元", "600元", "600", "元", "exact"),
    ("最低工资标准的90%", "90%", "90", "%", "exact"),
    ("每人限报1个岗位", "1个", "1", "个", "at_most"),
    ("红色隐患24小时内处置", "24小时", "24", "小时", "at_most"),
    ("黄色隐患7日内整改", "7日", "7", "天", "at_most"),
    ("公示不少于15日", "15日", "15", "天", "at_least"),
    ("5个工作日答复", "5个工作日", "5", "工作日", "exact"),
    ("为期3年", "3年", "3", "年", "exact"),
    ("暂停6个月", "6个月", "6", "月", "exact"),
    ("工期两年半", "两年半", "2.5", "年", "exact"),
    ("活动3个半小时", "3个半小时", "3.5", "小时", "exact"),
    ("男年满六十周岁", "六十周岁", "60", "岁", "at_least"),
    ("提前一个学期启用", "一个学期", "1", "学期", "exact"),
    ("每学期开展一次筛查", "一次", "1", "次", "exact"),
    ("至少掌握一种技能", "一种", "1", "种", "at_least"),
    ("三个方面的问题", "三个", "3", "个", "exact"),
    ("五大任务", "五大", "5", "个", "exact"),
    ("六大类任务", "六大类", "6", "类", "exact"),
    ("五大学科奥林匹克竞赛", "五大", "5", "个", "exact"),
    ("三大城市群", "三大", "3", "个", "exact"),
    ("全县32所学校", "32所", "32", "所", "exact"),
    ("1.2024年新建3所", "3所", "3", "所", "exact"),
    ("2.3所学校开园", "3所", "3", "所", "exact"),
    ("三大奖总数", "三大", "3", "个", "exact"),
    ("语文、数学、英语三科", "三科", "3", "科", "exact"),
    ("每年召开一次全体会议", "一次", "1", "次", "exact"),
    ("应在变更后的一个月内办理", "一个月", "1", "月", "at_most"),
    ("不得低于本校2022年度招生总计划的70%", "70%", "70", "%", "at_least"),
    ("对77家校外培训机构", "77家", "77", "家", "exact"),
    ("提前两个月交付", "两个月", "2", "月", "exact"),
]


@pytest.mark.parametrize(("text", "written", "value", "unit", "comparator"), ONE, ids=[case[0] for case in ONE])
def test_an_amount_is_read(text: str, written: str, value: str, unit: str, comparator: str) -> None:
    assert read(text) == [(written, value, unit, comparator)]


SEVERAL = [
    ("每组2-3所", [("2-3所", "2-3", "所", "exact")]),
    ("招收120—150名", [("120-150名", "120-150", "人", "exact")]),
    ("用3至5年", [("3至5年", "3-5", "年", "exact")]),
    ("每月200元至500元", [("200元至500元", "200-500", "元", "exact")]),
    ("资助5-10万元", [("5-10万元", "50000-100000", "元", "exact")]),
    ("两三所学校", [("两三所", "2-3", "所", "about")]),
    ("七八十人", [("七八十人", "70-80", "人", "about")]),
    ("由62%提高到71%", [("62%", "62", "%", "exact"), ("71%", "71", "%", "exact")]),
    ("由19项到11项", [("19项", "19", "项", "exact"), ("11项", "11", "项", "exact")]),
    ("分别提高1.8个、2.3个百分点", [("1.8个", "1.8", "百分点", "exact"), ("2.3个百分点", "2.3", "百分点", "exact")]),
    ("2025年3月5日前新建3所、改建两所", [("3所", "3", "所", "exact"), ("两所", "2", "所", "exact")]),
    ("一万元以上三万元以下", [("一万元", "10000", "元", "at_least"), ("三万元", "30000", "元", "at_most")]),
    ("每两周一次", [("两周", "2", "周", "exact"), ("一次", "1", "次", "exact")]),
]


@pytest.mark.parametrize(("text", "found"), SEVERAL, ids=[case[0] for case in SEVERAL])
def test_ranges_and_rows_of_amounts(text: str, found: list[tuple[str, str, str, str]]) -> None:
    assert read(text) == found


NONE = [
    "2025年3月5日8:30",
    "2024-2025学年",
    "2025届毕业生",
    "二〇二五年三月",
    "3月至5月",
    "每月25日前",
    "上午8时30分",
    "位列第5名",
    "全市前三名",
    "第二、三、四项",
    "第二批",
    "新桥中学二期",
    "一、总体要求",
    "(二)主要任务",
    "一是加快建设",
    "1.加快建设",
    "教发〔2025〕3号",
    "电话:0000-4416125",
    "比例为1:3",
    "3+2贯通培养",
    "YP01岗位",
    "五位一体",
    "党的二十大精神",
    "二十届二中、三中全会",
    "十三届七次全会",
    "中央八项规定",
    "三审三校",
    "做到“两个维护”",
    "坚持一人一档",
    "一校一品、一生多能",
    "防止一人多岗",
    "双人、三人赛项",
    "结余一次结清",
    "小学三年级",
    "三至六年级",
    "高二学生",
    "学前三年毛入园率",
    "九年一贯制学校",
    "五年制高职",
    "课程“三公示”",
    "这一年来",
    "同一所学校",
    "一批名师",
    "打造一支队伍",
    "一些学校",
    "十分重视",
    "数十所学校",
    "千家万户",
    "统一管理",
    "三角洲",
    "12345热线",
    "一次性补贴",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_quantity(text: str) -> None:
    assert read(text) == []


AROUND = [
    ("2025年,力争新增学位3600个", "新增学位", 2025, "planned"),
    ("计划招聘教师160名", "招聘教师", None, "planned"),
    ("累计发放补助864万元", "发放补助", None, "achieved"),
    ("今年已建成4所", "建成", 2024, "achieved"),
    ("去年招聘教师92名", "招聘教师", 2023, ""),
    ("公办园在园幼儿占比51.8%", "公办园在园幼儿占比", None, ""),
    ("比上年下降0.6个百分点的目标", "", None, "planned"),
    ("新增省优质园2所", "新增省优质园", None, ""),
    ("停办2所民办园", "民办园", None, ""),
    ("按计划推进新建学校13所", "新建学校", None, ""),
    ("确保获奖5个", "获奖", None, "planned"),
]


@pytest.mark.parametrize(("text", "indicator", "year", "state"), AROUND, ids=[case[0] for case in AROUND])
def test_the_words_around(text: str, indicator: str, year: int | None, state: str) -> None:
    (found,) = quantities(fold(text).text, 2024)
    assert (indicator in found.indicator, found.year, found.state) == (True, year, state)


def test_the_year_of_a_comparison_is_only_of_what_follows_it() -> None:
    found = quantities("普惠园覆盖率由2024年的91.2%提高到93%,比2023年提高2.9个百分点")
    assert [(one.indicator, one.year) for one in found] == [("普惠园覆盖率", 2024), ("普惠园覆盖率", None), ("普惠园覆盖率", None)]


def test_what_the_section_is_about_fills_in_the_state() -> None:
    first, second = quantities("计划新建3所,实际建成2所", period="achieved")
    (third,) = quantities("新建3所", period="achieved")
    assert [first.state, second.state, third.state] == ["planned", "achieved", "achieved"]


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        pytest.param("新建3所", "新建三家", True, id="numerals and kindred measures"),
        pytest.param("1.2万元", "12000元", True, id="scale"),
        pytest.param("不少于60名", "60人", True, id="the comparator does not count"),
        pytest.param("三分之一", "1/3以上", True, id="shares"),
        pytest.param("新建3所", "为期3年", False, id="other things"),
        pytest.param("3个百分点", "3%", False, id="points are no percentage"),
        pytest.param("2-3所", "3所", False, id="a range is not one of its ends"),
    ],
)
def test_same_quantity(first: str, second: str, holds: bool) -> None:
    (one,), (other,) = amounts(fold(first).text), amounts(fold(second).text)
    assert same_quantity(one, other) is holds
    assert same_quantity(other, one) is holds


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("今年新建几所学校?", "所"),
        ("新建几所学校?", "家"),
        ("招多少老师?", "人"),
        ("总共要花多少钱?", "元"),
        ("占比多少?", "%"),
        ("存多久?", "天"),
        ("培训多少人次?", "人次"),
        ("每学期检查几次?", "次"),
        ("涉及多少平方米?", "平方米"),
        ("满意度得分是多少?", "分"),
        ("旅游花费增长多少?", "%"),
        ("班主任津贴涨多少钱?", "元"),
        ("收的钱至少拿多少比例补给老师", "%"),
        ("给多少安顿的钱", "元"),
        ("民生上的钱占比多少", "%"),
        ("每月还能再领多少?", "元"),
        ("护栏去年装了多长?", "公里"),
        ("公办园多了多少名额", "个"),
    ],
)
def test_the_unit_asked(question: str, unit: str) -> None:
    assert unit in quantities_asked(fold(question).text)


def test_documents_count_people_by_no_general_measure_word() -> None:
    assert "个" not in quantities_asked("新增就业多少人?")
    assert "人" in quantities_asked("有几个代表?")


def test_no_unit_asked() -> None:
    assert quantities_asked("谁负责?") == frozenset()
    assert unit_named("谁负责?") == ""


def test_a_claimed_quantity_is_a_quantity() -> None:
    assert read("是不是新建3所?") == [("3所", "3", "所", "exact")]
