from __future__ import annotations

from rag.cite import NOT_MENTIONED
from tests.answering import answered, lines
from tests.values import make_document

YUNXI = make_document("招聘教师120名。新建幼儿园3所,新增学位900个。近视率控制在50%以内。")
SHIQIAO = make_document("今年招聘教师80名。新建幼儿园5所。", "石桥县")
CITY = make_document("群众满意度：云溪区得91.4分，石桥县得88.2分。", "澜安市", years=(2024,))


def test_each_region_has_its_line_and_row() -> None:
    draft = answered("云溪区和石桥县招聘教师各多少名？", YUNXI, SHIQIAO)
    assert lines(draft) == ["云溪区（2025年）：招聘教师120名。[1]", "石桥县（2025年）：今年招聘教师80名。[2]"]
    assert draft.table is not None
    assert [(row.label, row.cells[0].citations) for row in draft.table.rows] == [("云溪区", (1,)), ("石桥县", (2,))]


def test_a_region_without_an_answer_is_said_to_have_none() -> None:
    draft = answered("云溪区和石桥县新增学位各多少个？", YUNXI, SHIQIAO)
    assert draft.status == "partial"
    assert lines(draft)[1] == f"石桥县：{NOT_MENTIONED}。"
    assert draft.table is not None
    assert (draft.table.rows[1].cells[0].text, draft.table.rows[1].cells[0].citations) == (NOT_MENTIONED, ())


def test_who_has_more_comes_first() -> None:
    first, *_ = lines(answered("云溪区和石桥县哪个招聘教师多？", YUNXI, SHIQIAO))
    assert first == "云溪区更多：云溪区120名，石桥县80名。[1][2]"


def test_a_difference_is_worked_out_from_both() -> None:
    first, *_ = lines(answered("云溪区比石桥县多招聘教师多少名？相差多少？", YUNXI, SHIQIAO))
    assert first == "由[1][2]计算得出，云溪区比石桥县多40人。"


def test_figures_of_different_years_are_pointed_out() -> None:
    earlier = make_document("招聘教师80名。", "石桥县", years=(2024,))
    draft = answered("云溪区和石桥县招聘教师各多少名？", YUNXI, earlier)
    assert [notice.code for notice in draft.notices] == ["years_differ"]


def test_a_plan_that_names_the_year_before_does_not_answer_for_it() -> None:
    earlier = make_document("招聘教师80名,其中研究生20名。", "石桥县", years=(2024,))
    plan = make_document("计划招聘教师90名,比2024年多10名。", "石桥县")
    other = make_document("全年招聘教师100名。", years=(2024,))
    assert "80名" in lines(answered("云溪区和石桥县2024年招聘教师各多少名？", other, plan, earlier))[1]


def test_a_document_of_the_city_around_them_tells_of_both() -> None:
    bare = (make_document("加强校园管理。"), make_document("改善办学条件。", "石桥县"))
    draft = answered("云溪区和石桥县群众满意度各得多少分？", CITY, *bare)
    assert [line[:3] for line in lines(draft)] == ["云溪区", "石桥县"]
    assert ["91.4分" in lines(draft)[0], "88.2分" in lines(draft)[1]] == [True, True]


def test_each_side_is_told_by_what_tells_its_sentences_apart() -> None:
    """Every sentence of the second document speaks of pupils: 食堂 tells which of them answers."""
    first = make_document("规范学生食堂管理,公开食堂账目。组织学生运动会。")
    second = make_document("学生运动会上学生人人参加,学生健康成长。学生社团服务学生。学生阅读学生爱读。食堂上线监管平台12家。", "石桥县")
    assert "食堂上线" in lines(answered("学生食堂云溪区和石桥县怎么抓的？", first, second))[1]


def test_no_word_is_seen_across_a_name_that_two_share() -> None:
    """大中小学校 has no 小学校 in it."""
    first = make_document("逐步整合规模小的学校。建设大中小学校思政基地。")
    second = make_document("撤并东山小学。落实中小学校党组织负责制。", "石桥县")
    assert "中小学校" not in answered("小学校云溪区和石桥县怎么处理？", first, second).text


def test_figures_of_another_kind_are_not_set_side_by_side() -> None:
    first = make_document("群众对学校满意度得91.4分。")
    second = make_document("家长对学校的满意率为93.7%。", "石桥县")
    draft = answered("学校满意度云溪区和石桥县哪个高？", first, second)
    assert draft.status == "partial"
    assert len(draft.citations) == 1


def test_what_is_told_comes_before_what_is_not_mentioned() -> None:
    draft = answered("石桥县和云溪区新增学位各多少个？", YUNXI, SHIQIAO)
    assert [line[:3] for line in lines(draft)] == ["云溪区", "石桥县"]
    assert draft.table is not None
    assert [row.label for row in draft.table.rows] == ["石桥县", "云溪区"]


def test_a_row_of_a_long_sentence_holds_the_clauses_that_answer() -> None:
    behind = "为办好人民满意的教育提供坚强有力的保障和支撑," * 5
    first = make_document(f"深化校外培训治理,严查住家补课和众筹私教,{behind}推动各项工作再上新台阶。")
    second = make_document("严查住家补课。", "石桥县")
    draft = answered("住家补课云溪区和石桥县怎么治理的？", first, second)
    assert draft.table is not None
    cell = draft.table.rows[0].cells[0].text
    assert "严查住家补课" in cell
    assert len(cell) < 100 < len(draft.citations[0].quote)


def test_who_tells_of_it_is_not_who_tells_of_half_of_it() -> None:
    first = make_document("推动零就业家庭动态清零。")
    second = make_document("隐患动态清零,家庭教育指导站全覆盖。", "石桥县")
    draft = answered("云溪区和石桥县谁写了零就业家庭动态清零？", first, second)
    assert lines(draft) == ["写明的有云溪区：", "云溪区（2025年）：推动零就业家庭动态清零。[1]", f"石桥县：{NOT_MENTIONED}。"]


def test_names_asked_for_are_no_figure() -> None:
    first = make_document("支持首店经济、夜间经济。新建商业街3条。")
    second = make_document("支持首店经济、赛事经济。引进首店2家。", "石桥县")
    assert [line[-8:] for line in lines(answered("云溪区和石桥县支持哪几种经济？", first, second))] == ["夜间经济。[1]", "赛事经济。[2]"]


def test_a_figure_of_something_else_is_no_answer() -> None:
    first = make_document("服务贸易规模突破7000亿元。加强校园管理。")
    second = make_document("接待游客花费8350亿元。改善办学条件。", "石桥县")
    assert answered("云溪区和石桥县的台风损失分别多少亿元？", first, second).status == "refused"
