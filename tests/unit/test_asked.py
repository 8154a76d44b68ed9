"""Which figure of a sentence is meant."""

from __future__ import annotations

import pytest

from rag.asked import asked_figure, asked_figures, may_count, of_another_period
from tests.values import make_document, make_understood

DOCUMENT = make_document("招聘教师120名。")


@pytest.mark.parametrize(
    ("question", "said", "figure"),
    [
        pytest.param(
            "特殊教育公用经费提高到多少元？", "将特殊教育公用经费从每生每年6000元提高至7000元,学前教育2000元", "7000元", id="after a change"
        ),
        pytest.param("班主任津贴原来每月多少钱？", "班主任津贴由每月600元提高到每月800元", "600元", id="before it, when asked"),
        pytest.param("班主任津贴每月多少钱？", "班主任津贴由每月600元提高到每月800元", "800元", id="after it, else"),
        pytest.param("农村公路改造多少公里？", "改造农村户厕42座,改造农村公路735.7公里", "735.7公里", id="of the measure asked for"),
        pytest.param("招聘保安多少名？", "新建幼儿园3所,招聘教师120名、保安40名", "40名", id="with its own words"),
        pytest.param("幼儿园新建几所？", "新建公办幼儿园3所,改造小学5所", "3所", id="words before it"),
        pytest.param("优良率目标是多少？", "学生体质健康合格率达97%以上,优良率达54%以上", "54%", id="of what is measured"),
        pytest.param("多少个老旧小区增设夜间停车区域？", "在310个老旧小区周边增设夜间停车区域,便民圈190个", "310个", id="words behind"),
        pytest.param("每校起码几类样本？", "实施四类样本建设行动,每校至少2类样本", "2类", id="bounded as asked"),
        pytest.param("近视防控总共花多少钱？", "近视防控先进学校每校奖励2万元,近视防控经费486万元", "486万元", id="a total"),
        pytest.param("津贴原来600元，现在加到多少元？", "班主任津贴由每月600元提高到每月800元", "800元", id="after it, by the question"),
        pytest.param("还有几个大班额没消掉？", "消除大班额19个,年底仍剩7个", "7个", id="what is left"),
        pytest.param("去年补充的老师里头，到村里教书的有几多？", "补充教师280名,其中乡村教师91名", "91名", id="a part told with few words"),
        pytest.param("补充的教师里头乡村的有多少？", "补充教师280名,其中乡村教师91名", "91名", id="a part"),
        pytest.param(
            "除了乡镇那一笔，津贴能领多少元？", "乡镇工作补贴每月400元、山区岗位津贴每月300元", "300元", id="what is not left out"
        ),
        pytest.param("民生上的钱占比多少？", "民生支出占预算支出80.2%,居民收入增长6.4%", "80.2%", id="a share, no growth"),
        pytest.param("研发强度多少？", "研发支出约5100亿元、研发强度3.6%左右,企业约7万家", "3.6%", id="no measure named"),
        pytest.param("学生优良率,各区定多少？", "学生健康合格率97%,优良率54%", "54%", id="named in the clause before"),
        pytest.param("助餐点建了多少？", "普惠托育服务点30处,为老年人上门服务358万人", "", id="no measure named and little told"),
        pytest.param("生产总值增长多少？", "生产总值增长5%,投资增长6%,零售增长4%,就业45万人,价格增长2%", "5%", id="not carried over many"),
        pytest.param("怎么管食堂？", "每学期检查食堂2次", "", id="no figure asked for"),
        pytest.param("招聘教师多少名？", "新建幼儿园3所", "", id="none of the measure"),
    ],
)
def test_asked_figure(question: str, said: str, figure: str) -> None:
    clauses = said.split(",")
    found = asked_figure(make_understood(question, DOCUMENT), clauses)
    assert (clauses[found.clause][found.amount.start : found.amount.end] if found else "") == figure


@pytest.mark.parametrize(
    ("question", "said", "may"),
    [
        pytest.param("计划新增多少个学位？", "城镇新增就业32万人", False, id="another measure word, of something else"),
        pytest.param("计划新增多少个学位？", "新增小学学位900座", True, id="another measure word, of the thing"),
        pytest.param("计划新增多少个学位？", "招生计划增加120个", False, id="the very measure word, of what documents call otherwise"),
        pytest.param("给村里学堂添多少台计算机？", "配置电脑30万台", True, id="a measure word of few things"),
        pytest.param("要招多少学生？", "招聘教师110名", False, id="other people"),
        pytest.param("要招多少学生？", "招生计划增加120人", True, id="what is short for it"),
        pytest.param("招教师有多少人报了名？", "公开招聘教师68名", False, id="another thing done"),
        pytest.param("得有几位老师看着？", "每班不超过35人", False, id="what they do behind them"),
        pytest.param("幼儿园一共有几个班？", "支持2个示范性幼儿园", False, id="a noun of one character"),
        pytest.param("生活补助总共多少元？", "按每月200元至500元发放", False, id="what each gets, for a total"),
        pytest.param("生活补助总共多少元？", "全年发放864万元,每人每月300元", True, id="a total, too"),
        pytest.param("县城小学老师平均多大岁数？", "村小教师平均年龄49.6岁", False, id="the other side"),
        pytest.param("建成的6所学校里，幼儿园占几所？", "建成学校、幼儿园6所", False, id="but what the question states itself"),
        pytest.param("筛查多长时间做一次？", "每学年开展一次筛查", True, id="how often, stated or not"),
        pytest.param("开多少家活动场所？", "新建少年宫20家", True, id="a noun that stands for any"),
        pytest.param("计划新增学位多少个？", "城镇新增就业32万人", True, id="no thing named behind"),
    ],
)
def test_may_count(question: str, said: str, may: bool) -> None:
    assert may_count(make_understood(question, DOCUMENT), said) is may


@pytest.mark.parametrize(
    ("question", "said", "above", "other"),
    [
        pytest.param("年初打算新增多少学位？", "全年新增学位1530个。", "2024年工作总结", True, id="the outcome for the plan"),
        pytest.param("年初打算新增多少学位？", "全年计划新增学位1710个。", "2024年工作总结", False, id="the plan in a report"),
        pytest.param("实际新增多少学位？", "新增学位1710个。", "2025年工作要点", True, id="the plan for the outcome"),
        pytest.param("新增了多少学位？", "新增学位1710个。", "2025年工作要点", False, id="not said which"),
        pytest.param("计划新增多少学位？", "新增学位1710个。", "政府工作报告", False, id="a report of either"),
    ],
)
def test_of_another_period(question: str, said: str, above: str, other: bool) -> None:
    assert of_another_period(make_understood(question, DOCUMENT), said, [above]) is other


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        pytest.param("要招多少老师，里面研究生起码几个？", ["210名", "60名"], id="two in one question"),
        pytest.param("要招多少老师？", [], id="one"),
        pytest.param("要招多少老师，投多少钱？", [], id="one of them is not told"),
    ],
)
def test_asked_figures(question: str, figures: list[str]) -> None:
    clauses = ["公开招聘教师210名", "其中研究生学历不少于60名", "音体美教师占比不低于30%"]
    found = asked_figures(make_understood(question, DOCUMENT), clauses)
    assert [clauses[one.clause][one.amount.start : one.amount.end] for one in found] == figures
