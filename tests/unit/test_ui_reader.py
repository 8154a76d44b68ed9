"""A document beside the chat: the marked words are the quotation, in code points, whatever the page or the form."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Repair, Section
from rag.ui.reader import PAGE_CHARACTERS, Place, found, missing, page_spans, reader
from tests.fakes import document

TEXT = "標題\r\n一、教育\n😀𠮷新吳區(qū)建校3所,含<b>等候區(qū)</b>。\n二、其他\n沒有。"
QUOTE = "𠮷新吳區(qū)建校3所,含<b>等候區(qū)</b>"
START = TEXT.index(QUOTE)
GLOSSES = tuple(Repair("gloss", match.start(), match.end(), "") for match in re.finditer(r"\(qū\)", TEXT))
HEADINGS = tuple(
    Section(n, None, 1, label, title, TEXT.index(label), TEXT.index(label) + len(label + title), end)
    for n, (label, title, end) in enumerate([("一、", "教育", TEXT.index("二、")), ("二、", "其他", len(TEXT))])
)
DOCUMENT = replace(document(TEXT, "新吳.txt"), repairs=GLOSSES)
PLACE = Place(DOCUMENT.id, START, START + len(QUOTE), QUOTE)


def marked(markup: str) -> str:
    return html.unescape("".join(re.findall(r"<mark>(.*?)</mark>", markup, re.DOTALL)))


def text_of(markup: str) -> str:
    """Text of the document as shown."""
    body = markup.partition('<div class="text">')[2].partition("</div>")[0]
    return html.unescape(re.sub(r"<[^>]*>", "", body))


def test_the_original_is_marked_exactly() -> None:
    markup = reader(DOCUMENT, HEADINGS, replace(PLACE, original=True), "v")
    assert marked(markup) == QUOTE
    assert text_of(markup) == TEXT


def test_the_readable_form_has_no_glosses() -> None:
    markup = reader(DOCUMENT, HEADINGS, PLACE, "v")
    assert marked(markup) == QUOTE.replace("(qū)", "")
    assert text_of(markup) == TEXT.replace("(qū)", "")
    assert "夹注拼音 2 处" in markup


def test_the_switch_is_there_only_where_the_forms_differ() -> None:
    assert "原文</button>" in reader(DOCUMENT, HEADINGS, PLACE, "v")
    assert "原文</button>" not in reader(replace(DOCUMENT, repairs=()), HEADINGS, PLACE, "v")


def test_headings_can_be_reached_from_the_outline() -> None:
    markup = reader(DOCUMENT, HEADINGS, PLACE, "v")
    for heading in HEADINGS:
        assert f'<span id="at{heading.start}"></span><span class="heading">{heading.label}{heading.title}</span>' in markup
        assert f"data-goto={heading.start}" in markup


def test_a_quotation_over_a_heading_is_marked_whole() -> None:
    quote = TEXT[START : len(TEXT)]
    place = Place(DOCUMENT.id, START, len(TEXT), quote, original=True)
    assert marked(reader(DOCUMENT, HEADINGS, place, "v")) == quote


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (PLACE, (START, START + len(QUOTE), QUOTE)),
        (replace(PLACE, start=0, end=3), (START, START + len(QUOTE), QUOTE)),
        (replace(PLACE, quote="早已删去的一句"), (0, 0, "")),
        (replace(PLACE, quote=""), (START, START + len(QUOTE), "")),
    ],
    ids=["in place", "moved", "gone", "no quotation"],
)
def test_a_quotation_is_found_where_it_now_stands(place: Place, expected: tuple[int, int, str]) -> None:
    now = found(place, TEXT)
    assert (now.start, now.end, now.quote) == expected


def test_a_quotation_that_is_gone_is_said_so() -> None:
    markup = reader(DOCUMENT, HEADINGS, replace(PLACE, quote="早已删去的一句"), "v")
    assert "其中不再有所引的这句话" in markup
    assert "<mark>" not in markup


@given(st.lists(st.text("甲乙丙。", max_size=40), max_size=30), st.integers(5, 60))
def test_pages_are_the_whole_text(lines: list[str], size: int) -> None:
    text = "\n".join(lines)
    pages = page_spans(text, size)
    assert "".join(text[page.start : page.end] for page in pages) == text
    assert all(page.end - page.start <= size for page in pages)


def test_a_long_document_opens_at_the_page_of_the_quotation() -> None:
    text = "这是一行。\n" * 20_000 + "末尾的一句。"
    long = document(text, "长.txt")
    place = Place(long.id, text.index("末尾"), len(text), "末尾的一句。")
    markup = reader(long, (), place, "v")
    assert marked(markup) == "末尾的一句。"
    assert len(text_of(markup)) <= PAGE_CHARACTERS
    assert "第 5 页，共 5 页" in markup
    assert "下一页" not in markup


def test_positions_beyond_the_end_show_the_last_page() -> None:
    assert text_of(reader(DOCUMENT, HEADINGS, Place(DOCUMENT.id, 10**9, 0, original=True), "v")) == TEXT


def test_a_document_that_cannot_be_shown_says_why() -> None:
    assert "没有编号为“&lt;b&gt;”的文件" in missing("没有编号为“<b>”的文件")
