from __future__ import annotations

from datetime import date

import pytest

from index.catalogue import Catalogue
from rag.query import understand
from rag.types import Question, Turn
from tests.values import TODAY, catalogue_of, make_document

LIBRARY = catalogue_of(
    make_document("", "云溪区", (2025,)),
    make_document("", "石桥县", (2024, 2025)),
    make_document("", "河北省", (2025,)),
    make_document("", "江苏省", (2025,)),
)


def read(text: str, *history: str, catalogue: Catalogue = LIBRARY) -> tuple[tuple[str, ...], tuple[int, ...], str]:
    turns = tuple(Turn("user" if n % 2 == 0 else "assistant", said) for n, said in enumerate(history))
    understood = understand(Question(text, turns), catalogue, TODAY)
    return understood.regions, understood.years, understood.topic


@pytest.mark.parametrize(
    ("text", "regions", "years", "topic"),
    [
        pytest.param("云溪区2025年新增几所园？", ("云溪区",), (2025,), "新增几所园?", id="region and year"),
        pytest.param("云溪新增几所园", ("云溪区",), (), "新增几所园", id="short name"),
        pytest.param("雲溪區新增幾所園", ("云溪区",), (), "新增几所园", id="traditional characters"),
        pytest.param("石桥和云溪的普惠率", ("石桥县", "云溪区"), (), "的普惠率", id="several, in the order named"),
        pytest.param("今年云溪招多少老师", ("云溪区",), (2025,), "招多少老师", id="this year"),
        pytest.param("去年招多少老师", (), (2024,), "招多少老师", id="last year"),
        pytest.param("云溪24年招多少老师", ("云溪区",), (2024,), "招多少老师", id="two-digit year"),
        pytest.param("2年级开几门课", (), (), "2年级开几门课", id="a school year is no year"),
        pytest.param("冀2025年建多少公里公路", ("河北省",), (2025,), "建多少公里公路", id="one-character name before a year"),
        pytest.param("苏冀两省的目标", ("江苏省", "河北省"), (), "的目标", id="a run of one-character names"),
        pytest.param("冀想建多少公里公路", ("河北省",), (), "想建多少公里公路", id="one-character name before what people want"),
        pytest.param("复苏计划有哪些", (), (), "复苏计划有哪些", id="the character inside a word"),
        pytest.param("普惠园覆盖率", (), (), "普惠园覆盖率", id="neither"),
        pytest.param("江苏省云溪区招多少老师", ("云溪区",), (), "招多少老师", id="a region and the one it lies in"),
        pytest.param("江苏省南通市云溪区招多少老师", ("云溪区",), (), "招多少老师", id="one between that nobody wrote about"),
        pytest.param("江苏省和云溪区的普惠率", ("江苏省", "云溪区"), (), "的普惠率", id="both, when both are named"),
        pytest.param("新增2000个学位的是云溪区吗", ("云溪区",), (), "新增2000个学位的是 吗", id="a number is no year"),
        pytest.param("教龄25年的教师有什么待遇", (), (), "教龄25年的教师有什么待遇", id="a length of service is no year"),
        pytest.param("此前年份招多少老师", (), (), "此前年份招多少老师", id="前年 across two words"),
        pytest.param("二〇二四年招多少老师", (), (2024,), "招多少老师", id="a year in Chinese figures"),
    ],
)
def test_regions_years_topic(text: str, regions: tuple[str, ...], years: tuple[int, ...], topic: str) -> None:
    assert read(text) == (regions, years, topic)


def test_the_day_of_asking_resolves_this_year() -> None:
    understood = understand(Question("今年招多少老师", asked_on=date(2024, 5, 1)), LIBRARY, TODAY)
    assert understood.years == (2024,)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("云溪区新增几所幼儿园", "number"),
        ("云溪区普惠率目标是多少", "number"),
        ("云溪区有没有体育作业", "yesno"),
        ("云溪区要新建31所园吗", "yesno"),
        ("云溪区要办哪些赛事", "list"),
        ("把云溪区经费保障压缩成几点", "summary"),
        ("云溪区和石桥县的普惠率", "compare"),
        ("云溪区招教师，2024年多少，2025年多少", "temporal"),
        ("云溪区的研修品牌", "fact"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert understand(Question(text), LIBRARY, TODAY).kind == kind


@pytest.mark.parametrize(
    ("history", "text", "regions", "years", "topic"),
    [
        pytest.param("云溪区2025年新增几所园？", "那石桥呢？", ("石桥县",), (2025,), "新增几所园?", id="another region"),
        pytest.param("云溪区2025年新增几所园？", "2024年呢", ("云溪区",), (2024,), "新增几所园?", id="another year"),
        pytest.param("云溪区新增几所园？", "转成普惠的有几所", ("云溪区",), (), "转成普惠的有几所", id="another topic, same region"),
        pytest.param("云溪区新增几所园？", "各区的普惠率分别是多少", ("云溪区", "石桥县"), (), "各区的普惠率分别是多少", id="every region"),
        pytest.param("云溪区2025年新增几所园？", "那梁溪区呢？", (), (2025,), "新增几所园?", id="a region nobody wrote about"),
        pytest.param("云溪区新增几所园？", "梁溪区招多少老师", (), (), "梁溪区招多少老师", id="and another topic"),
        pytest.param("云溪区2025年新增几所园？", "为什么？", ("云溪区",), (2025,), "新增几所园? 为什么?", id="why"),
        pytest.param("云溪区2025年新增几所园？", "原话怎么说的", ("云溪区",), (2025,), "新增几所园? 原话怎么说的", id="the very words"),
        pytest.param("云溪区2025年新增几所园？", "再往前一年呢", ("云溪区",), (2024,), "新增几所园?", id="the year before"),
        pytest.param("云溪区2025年招多少人", "比去年多多少", ("云溪区",), (2024, 2025), "招多少人 比 多多少", id="beside another year"),
        pytest.param(
            "云溪区2025年招多少人", "比石桥多多少", ("云溪区", "石桥县"), (2025,), "招多少人 比 多多少", id="beside another region"
        ),
        pytest.param("云溪区2025年有哪些举措", "还有别的吗", ("云溪区",), (2025,), "有哪些举措", id="more of the same"),
        pytest.param("云溪区2025年招多少人", "其他区呢", ("石桥县",), (2025,), "招多少人 其他区呢", id="the others"),
        pytest.param("云溪区考核怎样算合格", "那要评优秀呢", ("云溪区",), (), "要评优秀 考核怎样算合格", id="words left hanging"),
        pytest.param("云溪区2025年新增几所园？", "那石桥那边定的是多少", ("石桥县",), (2025,), "新增几所园?", id="and in a sentence"),
        pytest.param("云溪区小学哪天报名", "初中呢", ("云溪区",), (), "初中哪天报名", id="a sibling"),
        pytest.param(
            "云溪区2025年计划建几所园", "最后实际干成了多少", ("云溪区",), (2025,), "计划建几所园 最后实际干成了多少", id="outcome"
        ),
        pytest.param("云溪区2025年最大的项目", "这个项目投多少钱", ("云溪区",), (2025,), "这个项目投多少钱 最大的项目", id="this one"),
        pytest.param("云溪区有几所学校", "全省共有多少所学校", (), (), "全省共有多少所学校", id="beyond the district"),
        pytest.param("石桥新建几所？", "这是2024年的吧，我问的是2025年扩建几个", ("石桥县",), (2025,), "扩建几个", id="a correction"),
        pytest.param("石桥有几个教育集团？", "我问的是2025年要到几个", ("石桥县",), (2025,), "有几个教育集团? 要到几个", id="of a year"),
    ],
)
def test_follow_up(history: str, text: str, regions: tuple[str, ...], years: tuple[int, ...], topic: str) -> None:
    assert read(text, history, "3所。") == (regions, years, topic)


def test_history_is_read_from_its_beginning() -> None:
    assert read("那2024年呢", "云溪区2025年新增几所园", "3所。", "那石桥呢", "2所。") == (("石桥县",), (2024,), "新增几所园")


def test_a_stand_alone_question_is_not_changed_by_history() -> None:
    question = Question("石桥县2024年招聘教师多少名？", (Turn("user", "云溪区2025年新增几所园？"),))
    assert understand(question, LIBRARY, TODAY).text == "石桥县2024年招聘教师多少名？"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        pytest.param("梁溪区有多少所学校", ("梁溪区",), id="a district nobody wrote about"),
        pytest.param("云溪区有多少所学校", (), id="a known one"),
        pytest.param("示范区有多少所学校", (), id="a word that ends alike"),
        pytest.param("云溪区创建省市优质园多少所", (), id="words behind a known region"),
        pytest.param("全区有多少所学校", (), id="the whole district"),
        pytest.param("哪些区有寄宿学校", (), id="which districts"),
        pytest.param("其他县有多少所学校", (), id="other districts"),
        pytest.param("三河市有多少所学校", ("三河市",), id="a name that begins with a number"),
        pytest.param("请问梁溪区有多少所学校", ("梁溪区",), id="after a polite opening"),
        pytest.param("云溪区和梁溪区有多少所学校", ("梁溪区",), id="beside a known one"),
        pytest.param("云溪区和城区学校结对", (), id="a word that ends alike beside a known one"),
        pytest.param("江苏省梁溪区有多少所学校", ("梁溪区",), id="within a known one"),
    ],
)
def test_unknown_regions(text: str, unknown: tuple[str, ...]) -> None:
    assert understand(Question(text), LIBRARY, TODAY).unknown_regions == unknown


def test_a_follow_up_about_a_region_nobody_wrote_about() -> None:
    understood = understand(Question("那梁溪区呢？", (Turn("user", "云溪区2025年新增几所园？"),)), LIBRARY, TODAY)
    assert (understood.unknown_regions, understood.text) == (("梁溪区",), "梁溪区2025年新增几所园?")


def test_a_follow_up_is_spelled_out_for_people() -> None:
    history = (Turn("user", "云溪区2025年招聘教师多少名？"), Turn("assistant", "120名。"))
    assert understand(Question("那石桥2024年呢？", history), LIBRARY, TODAY).text == "石桥县2024年招聘教师多少名?"


@pytest.mark.parametrize("between", ["", "另有相近的表述：\n"], ids=["lines", "a line without a mark between"])
def test_an_item_of_the_answer_is_put_into_words(between: str) -> None:
    history = (Turn("user", "云溪区有哪些举措？"), Turn("assistant", f"云溪区：建设学校。[1]\n{between}云溪区：引进教师。[2]"))
    assert understand(Question("第二条展开说说", history), LIBRARY, TODAY).topic == "引进教师。 第二条展开说说"


@pytest.mark.parametrize(("text", "period"), [("最后实际干成了多少", "done"), ("那石桥呢", "planned")])
def test_planned_or_done_carries_over(text: str, period: str) -> None:
    assert understand(Question(text, (Turn("user", "云溪区2025年计划建几所园"),)), LIBRARY, TODAY).period == period


def test_a_name_with_a_wrong_character_is_read_and_told() -> None:
    unheard_of = Catalogue(LIBRARY.entries, lambda _word, _documents: False)
    understood = understand(Question("芸溪区2025年新增几所园？"), unheard_of, TODAY)
    assert (understood.regions, understood.text) == (("云溪区",), "云溪区2025年新增几所园？（“芸溪区”按“云溪区”理解）")


def test_a_year_by_its_distance_is_the_latest_told_of_where_no_document_covers_it() -> None:
    asked = understand(Question("今年云溪招多少老师", asked_on=date(2027, 3, 1)), LIBRARY, TODAY)
    assert asked.years == (2025,)
    assert asked.moved == "资料库中没有2027年的文件，按最近的2025年理解"
    assert asked.moved in asked.text


@pytest.mark.parametrize("text", ["2027年云溪招多少老师", "今年云溪招多少老师"])
def test_other_years_stay_as_they_are(text: str) -> None:
    assert not understand(Question(text, asked_on=date(2025, 3, 1)), LIBRARY, TODAY).moved
