"""Whether words tell something of what a question wants."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.wanted import content_words, may_tell, names_quoted
from tests.values import make_document, make_understood

DOCUMENT = make_document("招聘教师120名。")


@pytest.mark.parametrize(
    ("question", "kind", "said", "tells"),
    [
        pytest.param("马拉松哪天开跑?", "fact", "举办马拉松赛,打造赛事名区。", False, id="no day"),
        pytest.param("综合楼哪天交付?", "fact", "8月15日前交付。", True, id="a day"),
        pytest.param("规划什么时候拿出来?", "fact", "9月底前形成初稿。", True, id="the end of a month"),
        pytest.param("摇号截止到几号?", "fact", "摇号由公证处监督。", False, id="no date to end at"),
        pytest.param("2025年招了多少名教师?", "number", "举办了四期教育大讲坛。", False, id="another measure"),
        pytest.param("2025年招了多少名教师?", "number", "招聘教师120名。", True, id="the measure asked for"),
        pytest.param("每月补贴多少?", "number", "争取20名教师跟岗锻炼。", False, id="people for money"),
        pytest.param("每月补贴多少?", "number", "每人每月补贴500元。", True, id="money"),
        pytest.param("这个项目投资多少?", "number", "| 1 | 县二小北校区 | 6400 |", True, id="a row of a table"),
        pytest.param("覆盖率目标?", "number", "稳步提升覆盖率。", False, id="no figure"),
        pytest.param("检查几号开始?", "fact", "一个学期原则上不超过2次。", False, id="a term is no day"),
        pytest.param("几月颁奖?", "fact", "每年9月颁奖。", True, id="a month"),
        pytest.param("到几号之前申请,向谁申请?", "number", "于6月20日前向学校提出。", True, id="a day is no figure"),
        pytest.param("办公室电话多少?", "number", "会同办公室组织6个督导组。", False, id="no number to call"),
        pytest.param("咨询电话是多少?", "number", "咨询电话:0513-86543210。", True, id="a number to call"),
        pytest.param("平台网址是什么?", "fact", "建立信息管理平台。", False, id="no address"),
        pytest.param("那两家医院叫什么名字?", "fact", "与两家医院建立转介通道。", False, id="only how many"),
        pytest.param("项目叫什么?", "fact", "“新苗计划”对新教师跟踪培养。", True, id="a name"),
        pytest.param("搞的叫什么机制?", "fact", "建立作业总量审核监管机制。", True, id="the kind of thing named"),
        pytest.param("跟哪5家企业合作?", "list", "与5家企业共建产业学院2个。", False, id="only how many of them"),
        pytest.param(
            "先撤的是哪两个?",
            "fact",
            "按照“一点一案、先建后撤、群众同意”调整,年内先撤2个。",
            False,
            id="only how many, beside quoted words",
        ),
        pytest.param("八大举措是哪八条?", "list", "推进八大举措,坚持关怀、理解、服务、发展教师。", False, id="only how many, beside fewer"),
        pytest.param("先撤哪3所?", "list", "先撤东村、西村、南村3所教学点。", True, id="a list"),
        pytest.param("3个实验室叫什么?", "list", "东村、西村、南村3个实验室挂牌运行。", True, id="names of several"),
        pytest.param("两位老师叫什么?", "list", "新增名师、骨干37名,2名教师获奖。", False, id="an enumeration of something else"),
        pytest.param("要建哪三个机制?", "list", "建立“预警”“调整”“匹配”三个机制。", True, id="names in quotation marks"),
        pytest.param("开给几年级?", "number", "在四年级全部开课。", True, id="an ordinal"),
        pytest.param("普惠园覆盖率目标是多少?", "number", "确保公办园覆盖率达到65%以上。", False, id="another rate"),
        pytest.param("公办园覆盖率目标是多少?", "number", "确保公办幼儿园覆盖率达到65%以上。", True, id="the rate, its name longer"),
        pytest.param("城镇调查失业率控制在多少?", "number", "地区生产总值增长5%以上。", False, id="no such rate"),
        pytest.param("怎么管住小权?", "fact", "落实小微权力清单制度。", True, id="nothing particular wanted"),
    ],
)
def test_may_tell(question: str, kind: str, said: str, tells: bool) -> None:
    assert may_tell(replace(make_understood(question, DOCUMENT), kind=kind), said) is tells


def test_an_everyday_word_is_wanted_as_documents_have_it() -> None:
    by_first = {word.forms[0]: word for word in content_words(make_understood("老师们怎么安排?", DOCUMENT))}
    assert by_first["老师"].held("组织教师参加活动。") == 1
    assert by_first["老师"].held("组织学生参加活动。") == 0


def test_a_phrase_is_held_as_documents_put_it_or_by_its_words() -> None:
    by_first = {word.forms[0]: word for word in content_words(make_understood("学生吃饭怎么安排?", DOCUMENT))}
    phrase = by_first["学生吃饭"]
    assert phrase.held("办好校园餐。") == 1
    assert phrase.held("学生集中就餐。") == 1
    assert 0 < phrase.held("学生每天锻炼。") < 1
    assert phrase.held("教师每天备课。") == 0


def test_question_words_are_not_wanted() -> None:
    assert [word.forms[0] for word in content_words(make_understood("新增学位的目标是多少?", DOCUMENT))] == ["新增", "学位"]


def test_words_that_name_nothing_are_not_wanted() -> None:
    held = [word.forms[0] for word in content_words(make_understood("学位这块给残疾儿童准备了哪些?", DOCUMENT))]
    assert held == ["学位", "残疾", "儿童"]


@pytest.mark.parametrize(
    ("said", "tells"),
    [("每学年开展一次心理筛查", True), ("筛查历时2个月", False)],
)
def test_how_often_is_not_how_long(said: str, tells: bool) -> None:
    assert may_tell(make_understood("心理筛查多长时间做一次?", DOCUMENT), said) is tells


@pytest.mark.parametrize(
    ("question", "names"),
    [("每年评多少名“轮岗之星”？", ("轮岗之星",)), ("只回答“500家”", ()), ("拿了“合格”的是谁", ())],
)
def test_names_in_quotation_marks(question: str, names: tuple[str, ...]) -> None:
    assert names_quoted(make_understood(question, DOCUMENT).folded) == names
