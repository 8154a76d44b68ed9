from __future__ import annotations

import pytest

from index.catalogue import Catalogue
from rag.question.places import Places, places
from tests.values import catalogue_of, make_document

ENTRIES = catalogue_of(
    make_document("", "棠溪区"),
    make_document("", "芦淞区"),
    make_document("", "海门区"),
    make_document("", "江苏省"),
    make_document("", "吉林省"),
).entries
TOLD = {"江苏省": ("苏州", "学位", "投用"), "海门区": ("江阴", "常熟", "普惠", "公共", "学校", "高中")}
"""What the documents of a region say, as far as these questions go."""


def says(word: str, documents: frozenset[str] | None) -> bool:
    return any(word.removesuffix("市") in words for region, words in TOLD.items() if documents is None or region in documents)


def read(text: str) -> Places:
    return places(text, Catalogue(ENTRIES, says))


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        pytest.param("海门教育局2025年招多少老师", ("海门区",), id="an office"),
        pytest.param("苏浙两省的目标", ("江苏省",), id="one of two provinces"),
        pytest.param("海门市有几所学校", ("海门区",), id="as it was called before"),
        pytest.param("吉林省的目标", ("吉林省",), id="a province"),
        pytest.param("吉林市的目标", (), id="a city of the same name"),
        pytest.param("芦松区的品牌", ("芦淞区",), id="one character wrong, in full"),
        pytest.param("芦松2025年的目标", ("芦淞区",), id="one character wrong, without suffix"),
        pytest.param("海门和芦松的目标", ("海门区", "芦淞区"), id="one of two misspelt"),
        pytest.param("老师都说芦松做得怎么样", (), id="without suffix only where a question names whom it is about"),
        pytest.param("棠坡区的品牌", (), id="another place, not a slip"),
    ],
)
def test_known_regions(text: str, regions: tuple[str, ...]) -> None:
    assert read(text).regions == regions


def test_a_slip_is_told() -> None:
    found = read("芦松区的品牌")
    assert (found.misspelt, found.unknown) == ((("芦松区", "芦淞区"),), ())


@pytest.mark.parametrize("office", ["教育局", "区教体局", "教育体育局", "教育和体育局", "区教委"])
def test_the_office_says_nothing_about_the_topic(office: str) -> None:
    assert read(f"海门{office}招多少老师").rest.strip() == "招多少老师"


def test_the_head_of_an_office_is_a_topic() -> None:
    assert read("海门教育局长是谁").rest.strip() == "教育局长是谁"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        pytest.param("棠坡2025年新增几个学位", ("棠坡",), id="before a year"),
        pytest.param("棠坡教育局招多少老师", ("棠坡",), id="before an office"),
        pytest.param("古渡台2025年新增几个学位", ("古渡台",), id="three characters before a year"),
        pytest.param("棠坡有没有布置体育作业", ("棠坡",), id="reads like a name"),
        pytest.param("家长请老师到家里,棠坡让不让", ("棠坡",), id="in the second clause"),
        pytest.param("江阴有几所高中", ("江阴",), id="a county of the list, mentioned by a neighbour"),
        pytest.param("常熟有几所高中", ("常熟",), id="and no place in the list of words"),
        pytest.param("江阴中学的特色", (), id="a school of that name that the documents mention"),
        pytest.param("海门和棠坡2025年各建几所", ("棠坡",), id="beside a known one"),
        pytest.param("粤2025年培训多少人", ("广东省",), id="a province by its one character"),
        pytest.param("粤黔琼三省的目标", ("广东省", "贵州省", "海南省"), id="several of them"),
        pytest.param("苏浙两省的目标", ("浙江省",), id="one of them known"),
        pytest.param("新的举措有几条", (), id="a character that is a word"),
        pytest.param("河北区有几所学校", ("河北区",), id="a district called like a province"),
        pytest.param("我能报棠坡2025年的招聘吗", ("棠坡",), id="before a year, behind other words"),
        pytest.param("考进2025年的新校", (), id="other words before a year"),
        pytest.param("娃在棠坡都能上公办学校吗", ("棠坡",), id="behind 在"),
        pytest.param("钱紧的时候先顾哪几项", (), id="an everyday phrase"),
        pytest.param("新投用几所学校", (), id="across two words"),
        pytest.param("公共实训基地的任务", (), id="a word of the documents"),
        pytest.param("考上的老师要干几年", (), id="a word of the language"),
        pytest.param("普惠区攻坚的举措", (), id="a word with 区 behind it"),
        pytest.param("老旧小区改造多少个", (), id="小区"),
        pytest.param("起码要让区里开几次会", (), id="a phrase that ends in 区"),
        pytest.param("海门要往镇海派多少老师", (), id="another place in a question about a known one"),
        pytest.param("预计2025年新增多少", (), id="a word before a year"),
    ],
)
def test_places_no_document_is_about(text: str, unknown: tuple[str, ...]) -> None:
    assert read(text).unknown == unknown


@pytest.mark.parametrize(("text", "name"), [("苏州2025年新增多少学位", "苏州"), ("苏州市新增多少学位", "苏州市")])
def test_a_city_that_its_province_tells_of(text: str, name: str) -> None:
    found = read(text)
    assert (found.unknown, found.within, name in found.rest) == ((), (name,), False)


@pytest.mark.parametrize("text", ["汀洲2025年新增多少学位", "汀洲想建几所学校"])
def test_a_district_that_its_city_calls_by_its_full_name(text: str) -> None:
    def tells(word: str, documents: frozenset[str] | None) -> bool:
        return word in "汀洲区新增学位" and (documents is None or "澜安市" in documents)

    city = catalogue_of(make_document("", "澜安市")).entries
    assert places(text, Catalogue(city, tells)).within == ("汀洲",)


def test_without_passages_to_ask_no_word_is_unheard_of() -> None:
    assert places("棠坡有没有布置体育作业", Catalogue(ENTRIES)).unknown == ()
