from __future__ import annotations

import pytest

from index.catalogue import Catalogue
from rag.question.places import Places, places
from tests.values import catalogue_of, make_document

ENTRIES = catalogue_of(make_document("", "海门区")).entries
TOLD = (
    "支持无锡科技职业学院通过评估。与上海师范大学合作办学。江阴市首批学校。向北京四中学习。"
    "上海大众捐赠图书。东台山中学新建校舍。学习三明经验。常熟、江阴的公办幼儿园"
)


def says(word: str, documents: frozenset[str] | None) -> bool:
    return documents is None and word in TOLD


def read(text: str) -> Places:
    return places(text, Catalogue(ENTRIES, says))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2024年无锡科技职院过了省里的哪项考评?", id="a short form of its name"),
        pytest.param("上海师范大学和谁合作办学", id="a province in a name"),
        pytest.param("上海市师范大学和谁合作", id="with its suffix, where documents have none"),
        pytest.param("北京市第四中学有什么经验", id="a numbered school by its short name"),
        pytest.param("上海大众捐了什么", id="a company in the list of words"),
        pytest.param("三明经验是什么", id="named after a county that documents mention"),
    ],
)
def test_an_institution_that_documents_name_is_no_place_asked_for(text: str) -> None:
    assert read(text).unknown == ()


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        pytest.param("无锡2024年新增学位多少", "无锡", id="the place itself"),
        pytest.param("无锡科技投入多少", "无锡", id="a topic behind it"),
        pytest.param("江阴公办幼儿园有多少", "江阴", id="kindergartens of any name"),
        pytest.param("江阴小学有多少所", "江阴", id="how many there are"),
        pytest.param("江阴大学生有补贴吗", "江阴", id="students, not a university"),
        pytest.param("南京师范大学有几个校区", "南京", id="one that no document names"),
        pytest.param("上海的师范大学有几所", "上海市", id="of the place"),
        pytest.param("北京市第八中学有几个班", "北京市", id="another number"),
    ],
)
def test_a_place_is_asked_for(text: str, unknown: str) -> None:
    assert read(text).unknown == (unknown,)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        pytest.param("海门和南京师范大学合作办几所学校", (), id="a partner"),
        pytest.param("海门和北京市第八中学结对做什么", (), id="a partner with its suffix"),
        pytest.param("海门和南京公办幼儿园各有几所", ("南京",), id="another place to compare with"),
    ],
)
def test_beside_a_region_asked_about(text: str, unknown: tuple[str, ...]) -> None:
    assert read(text) == read(text)._replace(regions=("海门区",), unknown=unknown)
