from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.types import Span
from rag.cite import LONGEST_QUOTE, NOT_FOUND, cite, is_exact, quote_around, verify
from rag.types import Cell, Citation, Draft, Row, Table
from tests.values import make_document

TEXT = "新建幼儿园3所,新增学位900个。招聘教师120名。公办园覆盖率达65%以上。"
DOCUMENT = make_document(TEXT, published_on=date(2025, 1, 24))


def quoted(words: str, n: int = 1) -> Citation:
    start = TEXT.index(words)
    return cite(n, DOCUMENT, Span(start, start + len(words)), "一、2. › 一是")


def draft(text: str, *citations: Citation, table: Table | None = None) -> Draft:
    return Draft(text, citations, "answered", "generative", table)


def test_a_supported_answer_passes_unchanged() -> None:
    written = draft("新建3所。[1]招聘120名。[2]", quoted("新建幼儿园3所,新增学位900个。"), quoted("招聘教师120名。", 2))
    assert verify(written) == written


@pytest.mark.parametrize(
    ("text", "left", "status"),
    [
        pytest.param("新建3所。[1]新建5所。[1]", "新建3所。[1]", "partial", id="a figure nobody wrote"),
        pytest.param("新建3所。[1]另有补贴。", "新建3所。[1]", "partial", id="a sentence without a mark"),
        pytest.param("新建3所。[1][7]", "新建3所。[1]", "answered", id="a mark without a citation"),
        pytest.param("情况如下：\n新建3所。[1]", "情况如下：\n新建3所。[1]", "answered", id="a lead-in claims nothing"),
        pytest.param("2025年新建3所。[1]", "2025年新建3所。[1]", "answered", id="the document's year"),
        pytest.param("新建5所。[1]", f"{NOT_FOUND}。", "refused", id="nothing holds"),
        pytest.param("新建24所。[1]", f"{NOT_FOUND}。", "refused", id="the day of publication is no count"),
        pytest.param("新建2所。[1]", f"{NOT_FOUND}。", "refused", id="the number of the section is no count"),
        pytest.param("新建2025所。[1]", f"{NOT_FOUND}。", "refused", id="the year is no count"),
        pytest.param("新建五所。[1]", f"{NOT_FOUND}。", "refused", id="a wrong count in Chinese"),
        pytest.param("新建三所。[1]", "新建三所。[1]", "answered", id="a right one"),
        pytest.param("有三个方面：新建3所。[1]", "有三个方面：新建3所。[1]", "answered", id="counting one's own points"),
        pytest.param("1. 新建3所。[1]\n2. 新增900个。[1]", "1. 新建3所。[1]\n2. 新增900个。[1]", "answered", id="a numbered list"),
        pytest.param("新建3所。[1]\n另有补贴。\n新增900个。[1]", "新建3所。[1]\n新增900个。[1]", "partial", id="no empty line is left"),
        pytest.param("1月24日印发的计划要求新建3所。[1]", "1月24日印发的计划要求新建3所。[1]", "answered", id="the day of publication"),
        pytest.param("新建（“3所。新增”）。[1]", "新建（“3所。新增”）。[1]", "answered", id="a full stop inside quotation marks"),
        pytest.param("小学的不说；新建3所。[1]", "小学的不说；新建3所。[1]", "answered", id="a semicolon before the mark"),
    ],
)
def test_verify(text: str, left: str, status: str) -> None:
    checked = verify(draft(text, quoted("新建幼儿园3所,新增学位900个。")))
    assert (checked.text, checked.status) == (left, status)


def test_what_was_taken_out_is_said() -> None:
    checked = verify(draft("新建3所。[1]新建5所。[1]", quoted("新建幼儿园3所,")))
    assert [notice.code for notice in checked.notices] == ["unsupported_removed"]


def test_a_forged_quotation_is_no_citation() -> None:
    forged = replace(quoted("招聘教师120名。"), quote="招聘教师220名。")
    assert not is_exact(forged)
    assert verify(draft("招聘220名。[1]", forged)).status == "refused"


def test_citations_are_numbered_in_the_order_of_the_text_and_unused_ones_left_out() -> None:
    cited = (quoted("新建幼儿园3所,"), quoted("公办园覆盖率达65%以上。", 2), quoted("招聘教师120名。", 3))
    written = draft("招聘120名。[3]新建3所。[1]", *cited)
    checked = verify(written)
    assert checked.text == "招聘120名。[1]新建3所。[2]"
    assert [(c.n, c.quote) for c in checked.citations] == [(1, "招聘教师120名。"), (2, "新建幼儿园3所,")]


def test_table_cells_keep_their_citations() -> None:
    table = Table(("表述",), (Row("云溪区", (Cell("120名", (4,)),)),))
    checked = verify(draft("", quoted("招聘教师120名。", 4), table=table))
    assert checked.status == "answered"
    assert checked.table == Table(("表述",), (Row("云溪区", (Cell("120名", (1,)),)),))


def test_a_refusal_has_no_citations() -> None:
    refused = Draft(f"{NOT_FOUND}。", (quoted("招聘教师120名。"),), "refused", "extractive")
    assert verify(refused).citations == ()


def test_quote_around_keeps_a_short_sentence_whole() -> None:
    assert quote_around(DOCUMENT, Span(0, 20), Span(8, 12)) == Span(0, 20)


def test_quote_around_takes_whole_clauses_within_the_limit() -> None:
    parts = [f"第{n}项工作推进到位并形成常态," for n in range(30)]
    long = "".join(parts)
    document = make_document(long)
    core = Span(long.index("第15项"), long.index("第16项"))
    span = quote_around(document, Span(0, len(long)), core)
    quote = long[span.start : span.end]
    assert len(quote) <= LONGEST_QUOTE
    assert "第15项" in quote
    assert quote.startswith("第")
    assert quote.endswith(",")


def test_quote_around_never_cuts_into_a_name() -> None:
    long = "建成学校：" + "、".join(f"第{n}实验小学" for n in range(60)) + "。"
    document = make_document(long)
    core = Span(long.index("第30实验"), long.index("第31实验"))
    quote = long[slice(*quote_around(document, Span(0, len(long)), core))]
    assert len(quote) <= LONGEST_QUOTE
    assert "第30实验小学、" in quote
    assert quote.startswith("第")
    assert quote.endswith("小学、")
