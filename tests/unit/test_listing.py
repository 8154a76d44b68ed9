from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answers.asked import asked_count, may_count_same
from rag.answers.enumeration import enumerated
from rag.answers.listing import counted_first
from rag.rank import candidates
from tests.answering import answered, lines
from tests.values import BagEmbedder, make_document, make_evidence, make_understood

FOUR = make_document(
    "一、学前教育。启动普及普惠攻坚行动,重点实施四大举措:一是优化资源,科学布局公办园。二是提升能力,推进标准化建设。"
    "三是创新监管,健全保障机制。四是提高质量,开展教研活动。\n二、校园安全。加强食堂管理。"
)
STAGES = make_document("本次检查分为三个阶段：自查阶段，2月13日至23日；抽查阶段，2月24日至28日；督查阶段，3月3日至18日。检查结果予以通报。")
SCHOOLS = make_document("全年撤并教学点3个，分别是东山小学、西河小学、南岭小学。教学点改为图书室。")


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("云溪区普及普惠攻坚行动的四大举措是哪些？", id="the number said"),
        pytest.param("云溪区普及普惠攻坚行动重点实施哪些举措？", id="no number said"),
    ],
)
def test_a_list_of_headings_is_completed_by_the_outline(question: str) -> None:
    draft = answered(question, FOUR)
    first, head, *items = lines(draft)
    assert first == "共4项："
    assert head == "云溪区（2025年）：启动普及普惠攻坚行动,重点实施四大举措：[1]"
    assert [item[:7] for item in items] == ["1. 优化资源", "2. 提升能力", "3. 创新监管", "4. 提高质量"]
    assert [citation.quote[:2] for citation in draft.citations[1:]] == ["优化", "提升", "创新", "提高"]


def test_parts_between_semicolons_are_items() -> None:
    first, head, *items = lines(answered("云溪区本次检查分几个阶段，分别是哪些？", STAGES))
    assert (first, head) == ("共3项：", "云溪区（2025年）：本次检查分为三个阶段：[1]")
    assert items == ["1. 自查阶段，2月13日至23日。[2]", "2. 抽查阶段，2月24日至28日。[3]", "3. 督查阶段，3月3日至18日。[4]"]


def test_an_enumeration_within_a_sentence_is_quoted_alone() -> None:
    assert lines(answered("云溪区撤并的教学点是哪三个？", SCHOOLS)) == [
        "云溪区（2025年）：全年撤并教学点3个，分别是东山小学、西河小学、南岭小学。[1]"
    ]


@pytest.mark.parametrize(
    ("folded", "count"),
    [
        ("三项机制是哪三项?", 3),
        ("那3个教师主要缺在哪两门?", 2),
        ("讲的四个要", 4),
        ("列出十二条措施", 12),
        ("要求填哪9栏", 9),
        ("有哪些措施?", None),
        ("一个要求都有什么", None),
        ("2025年的举措", None),
    ],
)
def test_how_many_items_the_question_says_there_are(folded: str, count: int | None) -> None:
    assert asked_count(folded) == count


@pytest.mark.parametrize(
    ("folded", "items"),
    [
        pytest.param("撤并东山小学、西河小学、南岭小学。", 3, id="items"),
        pytest.param("严禁提前招生,严禁超计划招生,严禁收取费用。", 3, id="clauses that begin alike"),
        pytest.param("加强食堂管理,每学期检查2次。", 1, id="none"),
        pytest.param('建立"预警""调整""匹配"三个机制。', 3, id="quoted side by side"),
        pytest.param("补齐校园面积、体育场馆和骨干教师三项指标。", 3, id="the last behind 和"),
    ],
)
def test_items_of_an_enumeration(folded: str, items: int) -> None:
    assert enumerated(folded) == items


MECHANISMS = make_document(
    "一、优化资源布局\n规划教育资源,建立“预警”“调整”“匹配”三个机制。\n一是调整教育资源供给。\n二是优化教师队伍。\n三是提升办学层次。\n二、校园安全\n加强巡查。"
)
WAYS = make_document(
    "第一章 总则\n第一条 为规范教师交流，制定本办法。\n第二章 方式\n教师交流采取下列方式：\n（一）集团内交流，由牵头学校提出安排；\n"
    "（二）城乡结对交流，由城区学校派出；\n（三）走教，由音乐、美术、体育、科学教师到校任课。\n第三章 附则\n本办法由区教育局解释。"
)
LABS = make_document("东山、西河、南岭3个实验室挂牌运行。新建食堂、宿舍、操场。")


def test_an_enumeration_of_as_many_as_asked_is_before_headings_that_happen_to_be_so_many() -> None:
    assert lines(answered("云溪区规划教育资源要建立哪三个机制？", MECHANISMS)) == [
        "云溪区（2025年）：规划教育资源,建立“预警”“调整”“匹配”三个机制。[1]"
    ]


def test_headings_called_what_was_asked_are_before_an_enumeration_within_one() -> None:
    first, head, *items = lines(answered("云溪区教师交流有几种方式？", WAYS))
    assert (first, head) == ("共3项：", "云溪区（2025年）：教师交流采取下列方式：[1]")
    assert [item[3:6] for item in items] == ["集团内", "城乡结", "走教，"]


def test_names_of_several_are_told_by_an_enumeration() -> None:
    assert lines(answered("云溪区挂牌运行的3个实验室叫什么？", LABS)) == ["云溪区（2025年）：东山、西河、南岭3个实验室挂牌运行。[1]"]


@pytest.mark.parametrize(
    ("asked", "said", "may"),
    [("三", "所", False), ("所", "个", False), ("所", "家", True), ("样", "项", True), ("位", "名", True)],
)
def test_measure_words_of_the_same_things(asked: str, said: str, may: bool) -> None:
    assert may_count_same(asked, said) == may


def test_a_list_in_running_text_is_that_of_its_announcement() -> None:
    document = make_document("办好6件民生实事。改造校舍3所。新增校车20辆。更换灯具800间。\n加强督查。")
    assert lines(answered("云溪区民生实事都有哪些？", document)) == [
        "云溪区（2025年）：办好6件民生实事：[1]",
        "1. 改造校舍3所。[2]",
        "2. 新增校车20辆。[3]",
        "3. 更换灯具800间。[4]",
    ]


def test_a_list_in_running_text_is_that_of_the_side_asked_for() -> None:
    document = make_document(
        "办好十方面民生实事。\n一、医疗卫生方面。免费开展筛查。免费接种疫苗。提供巡回诊疗服务。\n二、养老方面。新增床位80张。新增护理员20名。"
    )
    first, head, *items = lines(answered("云溪区看病方面的民生实事有哪些？", document))
    assert (first, head) == ("共3项：", "云溪区（2025年）：医疗卫生方面：[1]")
    assert items == ["1. 免费开展筛查。[2]", "2. 免费接种疫苗。[3]", "3. 提供巡回诊疗服务。[4]"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("要求亮出哪三样？", "收费标准", id="as many, and it says so"),
        pytest.param("要求亮出哪两样？", "要求每校开设社团", id="of two there are many"),
    ],
)
def test_a_sentence_that_names_as_many_as_were_asked_for_comes_first(question: str, first: str) -> None:
    document = make_document("要求每校开设社团。收费标准、师资安排、课程内容“三公示”。")
    asked = replace(make_understood(question, document), kind="list")
    found = candidates(asked, make_evidence(document), BagEmbedder)
    ranked = [replace(candidate, score=score) for candidate, score in zip(found, (0.45, 0.4), strict=True)]
    assert counted_first(asked, ranked)[0].folded.startswith(first)
