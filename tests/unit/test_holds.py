"""What a sentence says against what it cites: told right, each way of saying it; told wrong, each way of getting it wrong."""

from __future__ import annotations

from datetime import date

import pytest

from index.text import fold
from index.types import Span
from rag.cite import cite
from rag.holds import Ground, unheld
from rag.types import Citation
from tests.values import catalogue_of, make_document

PLAN = make_document("新增学位4590个。", "云溪区", (2025,))
REPORT = make_document("新增学位3240个。", "石桥县", (2024,), title="石桥县教育局2024年工作总结")
CATALOGUE = catalogue_of(PLAN, REPORT)


def quoted(words: str, years: tuple[int, ...] = (), **header: object) -> Citation:
    """A quotation from a report of 云溪区 of 2024, unless the header says otherwise."""
    fields: dict[str, object] = {"title": "云溪区教育局2024年工作总结", "number": "云教发〔2024〕8号", **header}
    document = make_document(words, str(fields.pop("region", "云溪区")), (2024,), **fields)
    return cite(1, document, Span(0, len(words)), "第三条", years)


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        pytest.param("投入12,310元", "投入12310元", id="digit groups"),
        pytest.param("招聘一百二十名教师", "招聘120名教师", id="a count in Chinese"),
        pytest.param("招聘120名教师", "招聘一百二十名教师", id="the other way round"),
        pytest.param("惠及1.28万人次", "惠及12800人次", id="ten thousands written out"),
        pytest.param("惠及7100万群众", "惠及71000000群众", id="without a measure word"),
        pytest.param("投资4.12亿元", "投资41200万元", id="another scale"),
        pytest.param("占比90%", "占比百分之九十", id="a share in words"),
        pytest.param("比例不低于25%", "比例至少四分之一", id="a fraction"),
        pytest.param("新建3所幼儿园", "新建3家幼儿园", id="another measure word of the same things"),
        pytest.param("培育示范校2-3所", "培育示范校两到三所", id="a range in words"),
        pytest.param("补助不低于50元、不高于90元", "补助在50元至90元之间", id="a range of two bounds"),
        pytest.param("覆盖率达到65%以上", "覆盖率不低于65%", id="the same bound in other words"),
        pytest.param("增加到11个", "增加到约11个", id="less exact than it could be"),
        pytest.param("由9个增加到11个", "由9个增加到11个，增加2个", id="a difference worked out"),
        pytest.param("2024年3月18日印发", "3月18日印发", id="a day without its year"),
        pytest.param("自2月3日至2月23日", "2月3日至23日", id="a day without its month"),
        pytest.param("4月30日前完成", "四月三十日前完成", id="a day in Chinese"),
        pytest.param("不早于17:30结束", "不早于17：30结束", id="a time of day"),
        pytest.param("| 云溪区 | 3240 | 91.2 |", "云溪区3240个，91.2%", id="cells of a table"),
        pytest.param("落实责任", "云教发〔2024〕8号第三条要求落实责任", id="how the document is called"),
        pytest.param("落实责任", "2024年落实责任", id="the document's year"),
        pytest.param("比上年下降1个百分点", "比2023年下降1个百分点", id="the year before"),
        pytest.param("坚持“先建后撤”", "坚持“先建后撤”", id="words quoted"),
        pytest.param("坚持“先建、后撤”", "坚持「先建后撤」", id="words quoted with other punctuation"),
        pytest.param("落实责任", "提出三个方面、两项要求", id="points of one's own"),
        pytest.param("石桥县3240个", "石桥县3240个", id="another region, which the words name"),
    ],
)
def test_what_holds(quote: str, sentence: str) -> None:
    assert unheld(sentence, [quoted(quote)], Ground(CATALOGUE)) == ()


@pytest.mark.parametrize(
    ("quote", "sentence", "told"),
    [
        pytest.param("招聘120名", "招聘130名", ("130名",), id="another count"),
        pytest.param("招聘两名教师", "招聘三名教师", ("三名",), id="another count in Chinese"),
        pytest.param("新建2个集团", "新建三个集团", ("三个",), id="one of the same name counted"),
        pytest.param("投资5.86亿元", "投资5.86万元", ("5.86万元",), id="another scale"),
        pytest.param("提高2.3个百分点", "提高2.3%", ("2.3%",), id="points are no percentage"),
        pytest.param("新增学位900个", "新增学位900所", ("900所",), id="a measure word of other things"),
        pytest.param("办理2.6个工作日", "办理2.6个小时", ("2.6个小时",), id="another unit"),
        pytest.param("每组4-5人", "每组3-5人", ("3-5人",), id="another end of a range"),
        pytest.param("不低于30%", "30%", ("30%",), id="a bound dropped"),
        pytest.param("不低于30%", "低于30%", ("30%",), id="a bound turned round"),
        pytest.param("620余次", "620次", ("620次",), id="about dropped"),
        pytest.param("新增3240个", "2026年新增3240个", ("2026年", "3240个"), id="another year"),
        pytest.param("2023年80个、2024年90个", "2023年90个", ("90个",), id="the figure of the other year"),
        pytest.param("8月20日前交付", "8月25日前交付", ("8月25",), id="another day"),
        pytest.param("9月底前交付", "8月底前交付", ("8月",), id="another month"),
        pytest.param("17:30结束", "17:00结束", ("17:00",), id="another time of day"),
        pytest.param("落实责任", "云教发〔2024〕18号要求落实责任", ("云教发[2024]18号",), id="another number of a document"),
        pytest.param("比例为1:3", "比例为1:2", ("2",), id="another ratio"),
        pytest.param("坚持“先建后撤”", "坚持“先撤后建”", ("先撤后建",), id="words nobody wrote"),
        pytest.param("新增3240个", "石桥县新增3240个", ("石桥县", "3240个"), id="another region"),
        pytest.param("新增3240个", "石桥新增3240个", ("石桥", "3240个"), id="another region by its short name"),
        pytest.param("新增3240个", "海门区新增3240个", ("海门区",), id="a region of no document"),
        pytest.param("计划新增3240个", "已新增3240个", ("3240个",), id="planned, told as done"),
        pytest.param("建设五位一体体系", "5位教师", ("5位",), id="a set phrase counts nothing"),
    ],
)
def test_what_does_not_hold(quote: str, sentence: str, told: tuple[str, ...]) -> None:
    assert unheld(sentence, [quoted(quote)], Ground(CATALOGUE)) == told


def test_figures_of_two_regions_are_not_exchanged() -> None:
    plan, report = (cite(n, document, Span(0, len(document.text)), "") for n, document in enumerate((PLAN, REPORT), 1))
    assert unheld("云溪区4590个，石桥县3240个", [plan, report], Ground(CATALOGUE)) == ()
    assert unheld("云溪区和石桥县分别为4590个、3240个", [plan, report], Ground(CATALOGUE)) == ()
    assert unheld("云溪区3240个，石桥县4590个", [plan, report], Ground(CATALOGUE)) == ("3240个", "4590个")


def test_the_years_of_the_headings_come_before_those_of_the_document() -> None:
    cited = quoted("新增3240个", (2025,))
    assert unheld("2025年新增3240个", [cited]) == ()
    assert unheld("2024年新增3240个", [cited]) == ("2024年", "3240个")
    assert unheld("2024年工作总结提出，新增3240个", [cited]) == ("3240个",)


def test_in_a_plan_nothing_is_done_yet() -> None:
    plan = quoted("新增学位3240个", title="云溪区教育局2024年工作计划")
    assert unheld("新增学位3240个", [plan]) == ()
    assert unheld("已新增学位3240个", [plan]) == ("3240个",)


def test_the_question_s_figure_may_be_denied_unless_it_is_right() -> None:
    asked = Ground(CATALOGUE, fold("新增学位5000个吗？").text)
    assert unheld("不是5000个，是3240个", [quoted("新增学位3240个")], asked) == ()
    assert unheld("不是5000个，是3240个", [quoted("新增学位3240个")]) == ("5000个",)
    assert unheld("不是5000个", [quoted("新增学位4000个，其中城区5000个以内")], asked) == ("5000个",)


def test_words_of_the_question_may_be_quoted() -> None:
    assert unheld("关于“入园难”，新建3所", [quoted("新建3所")], Ground(CATALOGUE, "入园难怎么办")) == ()


def test_the_day_of_publication_is_no_count() -> None:
    cited = quoted("新建3所", published_on=date(2024, 1, 24))
    assert unheld("1月24日印发的文件要求新建3所", [cited]) == ()
    assert unheld("新建24所", [cited]) == ("24所",)


def test_what_is_worked_out_names_both_figures_cited() -> None:
    cited = [quoted("新增3240个"), quoted("新增4590个")]
    assert unheld("由此计算得出，相差1350个", cited) == ()
    assert unheld("由此计算得出，相差1400个", cited) == ("由此计算得出,相差1400个",)
