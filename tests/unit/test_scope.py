from __future__ import annotations

import pytest

from rag.query import understand
from rag.types import Question, Understood
from tests.values import TODAY, catalogue_of, make_document

LIBRARY = catalogue_of(
    make_document("", "云溪区", (2025,), kinds=("计划",)),
    make_document("", "石桥县", (2024,), kinds=("总结",)),
    make_document("", "河清市", (2024, 2025), kinds=("通报",)),
)


def read(text: str) -> Understood:
    return understand(Question(text), LIBRARY, TODAY)


@pytest.mark.parametrize(
    ("text", "across", "regions"),
    [
        pytest.param("各区县的普惠率", True, ("云溪区", "石桥县"), id="all districts"),
        pytest.param("哪个县招的老师最多", True, ("云溪区", "石桥县"), id="which district"),
        pytest.param("两地新增学位", True, ("云溪区", "石桥县"), id="both, when there are two"),
        pytest.param("三地新增学位", False, (), id="three, when there are two"),
        pytest.param("全市新增多少学位", False, ("河清市",), id="the one city"),
        pytest.param("在全市排第几", False, (), id="a rank within the city"),
        pytest.param("云溪区督导垫底的是哪个县", False, ("云溪区",), id="a region is named"),
        pytest.param("各地方性法规", False, (), id="a word that begins alike"),
    ],
)
def test_how_far_it_reaches(text: str, across: bool, regions: tuple[str, ...]) -> None:
    understood = read(text)
    assert (understood.across, understood.regions) == (across, regions)


def test_more_regions_than_can_be_told_apart_are_not_named() -> None:
    many = catalogue_of(*(make_document("", f"{name}山区") for name in "甲乙丙丁戊己庚辛壬癸子丑寅"))
    understood = understand(Question("各区的普惠率"), many, TODAY)
    assert (understood.across, understood.regions) == (True, ())


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("石桥县工作总结里说了什么", ("总结",), id="in the summary"),
        pytest.param("云溪区工作总结里说了什么", (), id="of which there is none"),
        pytest.param("云溪区的三年行动计划", (), id="a plan that is the topic"),
    ],
)
def test_kinds_of_document(text: str, kinds: tuple[str, ...]) -> None:
    assert read(text).document_kinds == kinds


def test_what_no_document_is_of() -> None:
    assert read("云溪区2021年的总结里说了什么").gaps == ("资料库中没有云溪区所问年份的文件。", "资料库中没有云溪区的总结。")
    assert read("云溪区2025年新增多少学位").gaps == ()


def test_the_nearest_year_is_told() -> None:
    assert read("石桥县2025年新增多少学位").hints == ("石桥县没有2025年的文件，最近的是2024年的，可以改问2024年。",)
