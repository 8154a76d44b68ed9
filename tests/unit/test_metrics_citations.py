from __future__ import annotations

from dataclasses import replace

import pytest

from eval.metrics import citations
from eval.types import CellGiven, Cited, RowGiven, TableGiven
from tests.metrics_world import PLACES, PLACES_BEFORE, PLACES_CITED, PLACES_ELSEWHERE, TEXTS, answered, cite, item, seen

STAFF = cite(2, "青岚计划.txt", "公开招聘教师210名")
NOWHERE = item("unanswerable", "青岚2026年新增多少学位？")


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        pytest.param((PLACES_CITED,), 1.0, id="exact"),
        pytest.param((replace(PLACES_CITED, start=PLACES_CITED.start + 1),), 0.0, id="shifted"),
        pytest.param((replace(PLACES_CITED, quote="新增学位4591个"),), 0.0, id="changed"),
        pytest.param((replace(PLACES_CITED, source="望湖计划.txt"),), 0.0, id="of another document"),
        pytest.param((replace(PLACES_CITED, source="无名.txt"),), 0.0, id="of no document"),
        pytest.param((replace(PLACES_CITED, quote="", end=PLACES_CITED.start),), 0.0, id="empty"),
        pytest.param((PLACES_CITED, replace(PLACES_CITED, start=0)), 0.5, id="one of two"),
        pytest.param((), None, id="none"),
    ],
)
def test_citation_exact(cited: tuple[Cited, ...], expected: float | None) -> None:
    assert citations.citation_exact(answered("4590个", *cited), TEXTS) == expected


def test_quote_short() -> None:
    long = cite(1, "青岚计划.txt", "甲" * 201)
    assert citations.quote_short(answered("", PLACES_CITED, long)) == 0.5
    assert citations.quote_short(answered("", cite(1, "青岚计划.txt", "甲" * 200))) == 1.0
    assert citations.quote_short(answered("")) is None


@pytest.mark.parametrize(
    ("text", "cited", "recall", "precision"),
    [
        pytest.param("新增学位4590个。[1]", (PLACES_CITED,), 1.0, 1.0, id="supported"),
        pytest.param("新增學位4590個。[1]", (PLACES_CITED,), 1.0, 1.0, id="traditional"),
        pytest.param("新增学位4591个。[1]", (PLACES_CITED,), 0.0, 0.0, id="other figure"),
        pytest.param("新增学位4590个。", (PLACES_CITED,), 0.0, 0.0, id="unmarked"),
        pytest.param("新增学位4590个。[2]", (PLACES_CITED,), 0.0, 0.0, id="mark without citation"),
        pytest.param("公开招聘教师210名。[1]", (PLACES_CITED,), 0.0, 0.0, id="about something else"),
        pytest.param("新增学位4590个。[1]公开招聘教师210名。[2]", (PLACES_CITED, STAFF), 1.0, 1.0, id="two"),
        pytest.param("新增学位4590个。[2]公开招聘教师210名。[1]", (PLACES_CITED, STAFF), 0.0, 0.0, id="exchanged"),
        pytest.param("新增学位4590个，公开招聘教师210名。[1][2]", (PLACES_CITED, STAFF), 1.0, 1.0, id="together"),
        pytest.param("新增学位4590个。[1][2]", (PLACES_CITED, STAFF), 1.0, 0.5, id="one too many"),
        pytest.param("新增学位4590个。[1]", (PLACES_CITED, STAFF), 1.0, 0.5, id="one shown and unused"),
        pytest.param("新增学位4590个。[1]积极组织各类体育活动。", (PLACES_CITED,), 0.5, 1.0, id="one sentence unmarked"),
        pytest.param("主要有：\n新增学位4590个。[1]", (PLACES_CITED,), 1.0, 1.0, id="a heading claims nothing"),
        pytest.param("望湖未提及相关内容。\n新增学位4590个。[1]", (PLACES_CITED,), 1.0, 1.0, id="an absence claims nothing"),
        pytest.param("好。", (), None, None, id="nothing said"),
        pytest.param("", (), None, None, id="empty"),
    ],
)
def test_recall_and_precision(text: str, cited: tuple[Cited, ...], recall: float | None, precision: float | None) -> None:
    view = seen(PLACES, answered(text, *cited))
    assert (citations.citation_recall(view), citations.citation_precision(view)) == (recall, precision)


def test_a_refusal_has_no_recall() -> None:
    assert citations.citation_recall(seen(PLACES, answered("新增学位4590个。[1]", PLACES_CITED, status="refused"))) is None


def test_cells() -> None:
    """A name without mark claims nothing, a figure without mark does."""
    rows = (RowGiven("青岚", (CellGiven("青岚三中教育集团"), CellGiven("新增学位4590个", (1,)), CellGiven("招聘教师135名"))),)
    view = seen(PLACES, answered("", PLACES_CITED, table=TableGiven(("名称", "学位", "教师"), rows)))
    assert citations.citation_recall(view) == 0.5


@pytest.mark.parametrize(
    ("cited", "district", "year"),
    [
        pytest.param((PLACES_CITED,), 0.0, 0.0, id="right"),
        pytest.param((PLACES_ELSEWHERE,), 1.0, 0.0, id="district"),
        pytest.param((PLACES_BEFORE,), 0.0, 1.0, id="year"),
        pytest.param((PLACES_CITED, replace(PLACES_ELSEWHERE, n=2)), 0.5, 0.0, id="one of two"),
        pytest.param((replace(PLACES_CITED, source="无名.txt", quote="谁也没说过这句话"),), 0.0, 0.0, id="unknown is not wrong"),
        pytest.param((), None, None, id="no citation"),
    ],
)
def test_citations_of_the_wrong_document(cited: tuple[Cited, ...], district: float | None, year: float | None) -> None:
    view = seen(PLACES, answered("4590个", *cited))
    assert (citations.wrong_district(view, TEXTS), citations.wrong_year(view, TEXTS)) == (district, year)


def test_nothing_is_wrong_where_nothing_is_right() -> None:
    view = seen(NOWHERE, answered("4590个", PLACES_CITED))
    assert (citations.wrong_district(view, TEXTS), citations.wrong_year(view, TEXTS)) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "quote", "context", "expected"),
    [
        pytest.param("新增学位4590个", "总投资5.86亿元,新增学位4590个", "", True, id="inside"),
        pytest.param("新增学位4590个", "新增学位4591个", "", False, id="other figure"),
        pytest.param("新增学位", "新增托位", "", False, id="one bigram of three"),
        pytest.param("新增学位", "新增公办学位", "", True, id="two of three"),
        pytest.param("青岚区新增学位", "新增学位", "青岚区教育局2025年工作计划", True, id="title's words need no proof"),
        pytest.param("", "新增学位", "", True, id="nothing said"),
        pytest.param("新增学位", "", "", False, id="nothing quoted"),
    ],
)
def test_supports(sentence: str, quote: str, context: str, expected: bool) -> None:
    assert citations.supports(sentence, quote, context) is expected
