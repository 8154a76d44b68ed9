from __future__ import annotations

import pytest

from index.types import Document
from rag.answers.verdict import NEAREST, SAID, verdict
from rag.cite import is_exact, verify
from rag.extract import ExtractiveAnswerer
from rag.rank import candidates, rank
from rag.types import Draft
from tests.values import ANSWERING, BagEmbedder, make_document, make_evidence, make_understood

PLAN = make_document(
    "一、扩容。新建幼儿园3所,新增学位900个。小学班额不超过45人。招聘教师120名。"
    "加强食堂管理,严禁使用四季豆等高风险食材。实施体育家庭作业制度,确保学生得到锻炼。从严整治在职教师有偿补课等行为。"
    "关停低端民办托管点。巩固小学学科类培训机构清零成果,严格控制高中学科类培训机构增量。学生自愿参加课后服务。"
    "开办2所普惠幼儿园,支持现有17所非普惠民办园转型。监测结果不公布、不排名。设立心理热线。"
)
SUMMARY = make_document(
    "全年招聘教师92名,其中研究生11名,计划招聘95名。城东小学因征地滞后,推迟到2026年启用。"
    "寄宿制学校食堂全部自主经营。未发生重大安全责任事故。普惠幼儿园覆盖率达到90.3%。近视率为全市最低。排查隐患967处,整改962处。",
    years=(2024,),
    title="云溪区教育局2024年工作总结",
    kinds=("总结",),
)


def answer(text: str, document: Document) -> Draft:
    answerer = ExtractiveAnswerer(BagEmbedder, ANSWERING)
    return verify(answerer.answer(make_understood(text, document), make_evidence(document), lambda _piece: None))


@pytest.mark.parametrize(
    ("question", "document", "opening", "holds"),
    [
        pytest.param("云溪区有没有体育家庭作业？", PLAN, "有，", "体育家庭作业制度", id="stated"),
        pytest.param("云溪区会设立心理热线吗？", PLAN, "会，", "设立心理热线", id="worded as asked"),
        pytest.param("云溪区要新增900个学位吗？", PLAN, "是，", "900个", id="the figure stated"),
        pytest.param("云溪区要新增800个学位吗？", PLAN, "不是，", "900个", id="another figure"),
        pytest.param("云溪区要开办17所普惠幼儿园吗？", PLAN, "不是，", "2所普惠幼儿园", id="the figure of another thing"),
        pytest.param("云溪区新建幼儿园会超过3所吗？", PLAN, "不会，", "3所", id="not more than so many"),
        pytest.param("云溪区新建幼儿园会超过2所吗？", PLAN, "会，", "3所", id="more than so many"),
        pytest.param("云溪区小学班额可以到50人吗？", PLAN, "不可以，", "不超过45人", id="above the bound"),
        pytest.param("云溪区小学班额可以到40人吗？", PLAN, "可以，", "不超过45人", id="within the bound"),
        pytest.param("云溪区食堂能不能使用四季豆？", PLAN, "不可以，", "严禁", id="forbidden"),
        pytest.param("云溪区让不让在职教师有偿补课？", PLAN, "不允许，", "整治", id="what is fought is not allowed"),
        pytest.param("云溪区监测结果会排名吗？", PLAN, "不会，", "不排名", id="denied"),
        pytest.param("云溪区监测结果是不是不排名？", PLAN, "是，", "不排名", id="denied on both sides"),
        pytest.param("云溪区是不是要把民办托管点都关停？", PLAN, "不是，", "低端", id="a part, not all"),
        pytest.param("云溪区高中学科类培训机构也要全部清零吗？", PLAN, "不是，", "高中", id="said of another part"),
        pytest.param("云溪区学生必须参加课后服务吗？", PLAN, "不是，", "自愿", id="voluntary"),
        pytest.param("云溪区2024年招聘教师的计划完成了没有？", SUMMARY, "没有，", "95名", id="less than planned"),
        pytest.param("云溪区2024年城东小学启用了吗？", SUMMARY, "没有，", "推迟", id="put off"),
        pytest.param("云溪区2024年普惠幼儿园覆盖率超过90%了吗？", SUMMARY, "是，", "90.3%", id="reached"),
        pytest.param("云溪区2024年普惠幼儿园覆盖率超过95%了吗？", SUMMARY, "没有，", "90.3%", id="not reached"),
        pytest.param("云溪区2024年招聘了80名教师吗？", SUMMARY, "没有，", "92名", id="more is not so many"),
        pytest.param("云溪区2024年寄宿制学校食堂都自主经营了吗？", SUMMARY, "是，", "全部", id="all, and all is said"),
        pytest.param("云溪区2024年排查的隐患全部整改了吗？", SUMMARY, "没有，", "962处", id="all, and some are left"),
        pytest.param("云溪区2024年有没有发生重大安全责任事故？", SUMMARY, "没有，", "未发生", id="did not happen"),
        pytest.param("云溪区2024年近视率是不是全市最高？", SUMMARY, "不是，", "最低", id="the opposite extreme"),
    ],
)
def test_verdict_and_the_clause_that_decides(question: str, document: Document, opening: str, holds: str) -> None:
    draft = answer(question, document)
    assert draft.text.startswith(opening)
    assert holds in draft.text
    assert draft.status == "answered"
    assert draft.citations and all(is_exact(citation) for citation in draft.citations)


RULES = make_document(
    "来访团队实行提前申报制度。评价不合格的机构一律清退。延时托管不再另行收费。符合条件的随迁子女就读公办学校比例达到100%。"
    "低保学生免收伙食费。同一学校一个学期检查不超过2次。以河东小学为试点推进社团联盟。每学期组织一次家访。"
    "鼓励有条件的学校开设游泳课。课间时间学校不得以任何理由占用。",
)
BOUNDS = make_document(
    "黄色隐患24小时内处置。每学期组织不少于2次疏散演练。每间宿舍住宿人数不得超过12人。评议满意率低于80%的食堂,责令重新整改。"
    "岗位报名提交后不得更改。公众号实行先审后发。破除学段任教限制。所有学校实现光纤全覆盖,做到村村通网络。"
    "从严整治校外违规补课。人均绿地面积达到3.1平方米。"
    "每周巡查食堂。推动北塘车站开工,确保西岭水库建成。",
    kinds=("计划",),
)
ACCOUNT = make_document(
    "满意度位列全市第六。名师依然缺乏,国家级奖项还未实现零的突破。争取配齐消防人员。化解大班额19个,年底仍剩7个。"
    "全面完成危房改造,电梯更新率94.4%。体育馆数量超21个。公办园占比60%,其中城区70%、乡镇50%。",
    years=(2024,),
    title="云溪区教育局2024年工作总结",
    kinds=("总结",),
)


def judged(text: str, document: Document) -> Draft:
    """The verdict over all sentences, whether or not they would answer well enough."""
    understood = make_understood(text, document)
    return verify(verdict(understood, rank(candidates(understood, make_evidence(document), BagEmbedder), ANSWERING)))


@pytest.mark.parametrize(
    ("question", "document", "opening", "holds"),
    [
        pytest.param("云溪区要取消心理热线吗？", PLAN, "不是，", "设立", id="the other way round"),
        pytest.param("云溪区来访团队能不打招呼直接来吗？", RULES, "不可以，", "提前申报", id="not left to anybody alone"),
        pytest.param("云溪区不合格的机构还能留用吗？", RULES, "不可以，", "清退", id="the other side"),
        pytest.param("云溪区延时托管收钱不？", RULES, "不是，", "不再", id="the other side, denied"),
        pytest.param("云溪区随迁子女都能读公办学校吗？", RULES, "不可以，", "符合条件", id="on a condition"),
        pytest.param("云溪区低保学生要交伙食费吗？", RULES, "不是，", "免收", id="waived"),
        pytest.param("云溪区一学期可以检查同一学校三次吗？", RULES, "不可以，", "2次", id="more often than allowed"),
        pytest.param("云溪区是不是全区推开社团联盟？", RULES, "不是，", "试点", id="tried out, not everywhere"),
        pytest.param("云溪区每个月都组织家访吗？", RULES, "不是，", "每学期", id="another turn"),
        pytest.param("云溪区鼓不鼓励学校开设游泳课？", RULES, "是，", "游泳课", id="encouraged"),
        pytest.param("云溪区课间学校能占用吗？", RULES, "不可以，", "不得", id="forbidden for any reason"),
        pytest.param("云溪区黄色隐患三天内处置就行吗？", BOUNDS, "不可以，", "24小时内", id="later, in another unit"),
        pytest.param("云溪区黄色隐患12小时内处置可以吗？", BOUNDS, "可以，", "24小时内", id="sooner"),
        pytest.param("云溪区疏散演练一学期一次够了吗？", BOUNDS, "不是，", "不少于2次", id="once is not enough"),
        pytest.param("云溪区宿舍能住15个人吗？", BOUNDS, "不可以，", "12人", id="another measure word"),
        pytest.param("云溪区宿舍能住10个人吗？", BOUNDS, "可以，", "12人", id="within, in another measure word"),
        pytest.param("云溪区满意率70%的食堂能过关吗？", BOUNDS, "不可以，", "80%", id="under the condition"),
        pytest.param("云溪区报名提交后还能改吗？", BOUNDS, "不可以，", "不得更改", id="a verb inside the document's"),
        pytest.param("云溪区公众号可以先发后审吗？", BOUNDS, "不可以，", "先审后发", id="the other order"),
        pytest.param("云溪区学段任教还受限制吗？", BOUNDS, "不是，", "破除", id="lifted"),
        pytest.param("云溪区是不是还有学校没通光纤？", BOUNDS, "不是，", "全覆盖", id="none is left"),
        pytest.param("云溪区查不查校外违规补课啊？", BOUNDS, "是，", "整治", id="fought is looked into"),
        pytest.param("云溪区让不让校外违规补课？", BOUNDS, "不允许，", "整治", id="and not allowed"),
        pytest.param("云溪区人均绿地面积已经到3.1平方米了吗？", BOUNDS, "没有，", "3.1平方米", id="planned, not yet reached"),
        pytest.param("云溪区2024年城区公办园占比超过65%了吗？", ACCOUNT, "是，", "70%", id="the part's own figure"),
        pytest.param("云溪区2024年乡镇公办园占比超过65%了吗？", ACCOUNT, "没有，", "50%", id="and the other part's"),
        pytest.param("云溪区2024年满意度是全市前三吗？", ACCOUNT, "不是，", "第六", id="another place"),
        pytest.param("云溪区2024年有没有名师？", ACCOUNT, "没有，", "缺乏", id="too few of them"),
        pytest.param("云溪区2024年拿到过国家级奖项没有？", ACCOUNT, "没有，", "还未", id="not yet"),
        pytest.param("云溪区2024年消防人员已经配齐了吗？", ACCOUNT, "没有，", "争取", id="meant, not done"),
        pytest.param("云溪区2024年大班额清零了吗？", ACCOUNT, "没有，", "仍剩", id="some are left"),
        pytest.param("云溪区2024年电梯全部更新了没有？", ACCOUNT, "没有，", "94.4%", id="a share, not all"),
        pytest.param("云溪区2024年是不是还有一些危房没改造？", ACCOUNT, "不是，", "全面完成", id="all, and some were said to be left"),
        pytest.param("云溪区2024年体育馆超过20个了吗？", ACCOUNT, "是，", "21个", id="more than, and more"),
    ],
)
def test_ways_in_which_a_passage_decides(question: str, document: Document, opening: str, holds: str) -> None:
    draft = judged(question, document)
    assert draft.text.startswith(opening)
    assert holds in draft.text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("云溪区会开设马术课吗？", id="the very thing is not mentioned"),
        pytest.param("云溪区机构可以免费停车吗？", id="another thing is free"),
        pytest.param("云溪区随迁子女会发校服吗？", id="something else is said of them"),
    ],
)
def test_no_verdict_on_what_is_not_mentioned(question: str) -> None:
    assert judged(question, RULES).text.startswith((SAID, NEAREST))


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("云溪区满意率90%的食堂能过关吗？", id="beyond the condition"),
        pytest.param("云溪区西岭水库要开工吗？", id="said of another thing in the same sentence"),
        pytest.param("云溪区巡查停车场吗？", id="a word that makes up much of the claim is missing"),
    ],
)
def test_no_verdict_where_it_is_said_of_others(question: str) -> None:
    assert judged(question, BOUNDS).text.startswith((SAID, NEAREST))


@pytest.mark.parametrize(
    ("question", "lead", "status"),
    [
        pytest.param("云溪区普惠幼儿园教师有没有交通补贴？", NEAREST, "partial", id="near, and not mentioned"),
        pytest.param("云溪区要新增120名教师吗？", SAID, "answered", id="the number of another verb"),
        pytest.param("云溪区学生都要参加课后服务吗？", SAID, "answered", id="all is asked, and not said"),
    ],
)
def test_no_verdict_where_nothing_is_certain(question: str, lead: str, status: str) -> None:
    draft = judged(question, PLAN)
    assert draft.text.startswith(lead)
    assert draft.status == status
    assert draft.text.endswith("[1]")


def test_plan_and_outcome_of_two_documents_are_both_cited() -> None:
    plan = make_document("计划招聘教师95名。", years=(2024,), title="云溪区教育局2024年工作计划", kinds=("计划",))
    done = make_document("全年招聘教师97名。", years=(2024,), title="云溪区教育局2024年工作总结", kinds=("总结",))
    understood = make_understood("云溪区2024年招聘教师的计划完成了吗？", plan)
    draft = verify(ExtractiveAnswerer(BagEmbedder, ANSWERING).answer(understood, make_evidence(done, plan), lambda _piece: None))
    assert draft.text.startswith("是，")
    assert [citation.quote for citation in draft.citations] == ["全年招聘教师97名。", "计划招聘教师95名。"]


def test_a_reply_to_the_same_question_decides() -> None:
    document = make_document("校外机构可以进校园吗？\n可以，但必须经过遴选。", title="云溪区课后服务问答")
    draft = answer("云溪区校外机构可以进校园吗？", document)
    assert draft.text.startswith("可以，")
    assert "必须经过遴选" in draft.text


def test_what_a_city_says_of_another_district_decides_nothing() -> None:
    city = make_document("石桥县普惠幼儿园覆盖率最高。云溪区新增学位900个。", "澜安市", title="澜安市教育局关于2024年的通报")
    understood = make_understood("云溪区普惠幼儿园覆盖率是不是最高？", PLAN, city)
    draft = ExtractiveAnswerer(BagEmbedder, ANSWERING).answer(understood, make_evidence(city), lambda _piece: None)
    assert not draft.text.startswith(("是，", "不是，"))


@pytest.mark.parametrize(
    "question", ["云溪区吗？", "云溪区是不是？", "云溪区有没有？", "云溪区能不能100%？", "云溪区2025年会不会不？", "云溪区食堂吗吗吗？"]
)
def test_a_question_that_claims_nothing_gets_no_verdict(question: str) -> None:
    assert judged(question, PLAN).text.startswith((SAID, NEAREST))


def test_among_the_first_is_not_the_first() -> None:
    plan = make_document("力争中考均分保持全市第一方阵。")
    understood = make_understood("云溪区中考的目标是均分拿全市第一？", plan)
    draft = ExtractiveAnswerer(BagEmbedder, ANSWERING).answer(understood, make_evidence(plan), lambda _piece: None)
    assert not draft.text.startswith("是，")


STAFF = make_document("全年公开招聘教师210名,其中研究生学历不少于60名。交流轮岗242人,其中紧缺学科教师41人。", kinds=("计划",))


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        pytest.param("云溪区招聘教师不少于100名吧？", "是，", id="of the whole, not of a part that is not spoken of"),
        pytest.param("云溪区招聘研究生学历教师不少于100名吧？", "不是，", id="of the part"),
        pytest.param("云溪区交流轮岗242人，其中紧缺学科教师41人对吗？", SAID, id="all figures as they are told"),
        pytest.param("云溪区交流轮岗41人，其中紧缺学科教师242人对吗？", "不是，", id="the same figures exchanged"),
    ],
)
def test_a_whole_and_its_part(question: str, opening: str) -> None:
    assert answer(question, STAFF).text.startswith(opening)


LIMITS = make_document(
    "社团活动奖只颁发荣誉证书。随迁子女与本地学生混合编班。住宿补助面向全体寄宿学生(走读学生除外)。缴费标准含保险(不含校服)。"
    "北岭中学通过安全复查。南山中学的操场尚未通过验收。教师可以申请参加中期考核,三年以下的新教师不再参加中期考核。"
    "图书馆向社会开放。兼职委员由林青担任,专职委员由何远担任。允许各校自主招聘编外教师,规范聘后管理。外出参观须经教育局批准。校车路线不得擅自变更。",
)


@pytest.mark.parametrize(
    ("question", "opening", "holds"),
    [
        pytest.param("云溪区走读学生也有住宿补助吗？", "不是，", "走读学生除外", id="excepted"),
        pytest.param("云溪区缴费标准含校服吗？", "不是，", "不含校服", id="not included"),
        pytest.param("云溪区北岭中学安全复查没过，是吗？", "不是，", "通过", id="what is denied is affirmed"),
        pytest.param("云溪区随迁子女要单独编班吗？", "不是，", "混合编班", id="the opposite"),
        pytest.param("云溪区学校能自己组织外出参观吗？", "不可以，", "批准", id="a real procedure"),
        pytest.param("云溪区校车路线可以随便变更吗？", "不可以，", "不得擅自", id="not at will"),
    ],
)
def test_what_is_excepted_opposite_or_left_to_nobody_alone(question: str, opening: str, holds: str) -> None:
    draft = judged(question, LIMITS)
    assert draft.text.startswith(opening)
    assert holds in draft.text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("云溪区社团活动奖颁发奖金吗？", id="only something else"),
        pytest.param("云溪区图书馆只向社会开放吗？", id="only is not said"),
        pytest.param("云溪区教师要参加中期考核吗？", id="said and denied as clearly"),
        pytest.param("云溪区学校能自己招聘编外教师吗？", id="left to them"),
        pytest.param("云溪区专职委员由林青担任吗？", id="said of the other of two"),
        pytest.param("云溪区图书馆周末向社会开放，对吗？", id="supposed, and more than is said"),
    ],
)
def test_no_verdict_where_the_sentence_goes_less_far(question: str) -> None:
    assert judged(question, LIMITS).text.startswith((SAID, NEAREST))
