"""What whoever must decide does with a report, in a real browser, opened as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from eval.paired import compare
from eval.report.changes import changes_page
from eval.report.html import page as report_page
from eval.types import Item, Quote, Report
from tests.browser.visit import NARROW, WIDE, watch
from tests.reports import HOSTILE, NUMBER, PLAN, REPORT, hostile

pytestmark = pytest.mark.browser
OpenText = Callable[..., Page]
WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def opened(context: BrowserContext, tmp_path: Path) -> Iterator[OpenText]:
    """Opens an HTML text as a file; afterwards checks that it asked for nothing and reported no error."""
    seen: list[str] = []

    def open_text(text: str, size: tuple[int, int] = WIDE) -> Page:
        path = tmp_path / "report.html"
        path.write_text(text, encoding="utf-8")
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        watch(page, path.parent.as_uri(), seen)
        page.goto(path.as_uri())
        return page

    yield open_text
    for page in context.pages:
        page.close()
    assert seen == []


def open_first(page: Page) -> None:
    page.locator("#list summary").first.click()
    page.wait_for_selector("#list .inside .passages")


def test_a_question_opens_with_its_evidence_marked(opened: OpenText) -> None:
    page = opened(report_page(REPORT))
    expect(page.locator("#count")).to_contain_text("3 / 3 题")
    open_first(page)
    inside = page.locator("#list .inside").first
    for part in ("回答（已回答，用时 250 毫秒）", "标准答案", "新建3所", "云溪区教育局2025年工作计划", "两年数字不同", "理解为"):
        expect(inside).to_contain_text(part)
    assert inside.locator(".passages mark").all_inner_texts() == ["新建公办幼儿园3所"]
    assert inside.locator("table td").all_inner_texts() == ["3所"]
    inside.get_by_role("button", name="bm25").click()
    expect(inside.locator(".passages > li")).to_have_count(1)
    expect(inside.get_by_role("button", name="bm25")).to_be_focused()


@pytest.mark.parametrize(
    ("text", "quote", "marked"),
    [
        ("前文。新建公办幼儿园3所,后文。", "新建公办幼儿园3所", ["新建公办幼儿园3所"]),
        ("又是3所。还是3所。", "3所", ["3所", "3所"]),
        ("前文。😀新建公办幼儿园", "😀新建公办幼儿园3所,新增学位", ["😀新建公办幼儿园"]),
        ("园3所,新增学位1350个。后文", "新建公办幼儿园3所,新增学位1350个。", ["园3所,新增学位1350个。"]),
        ("公办幼儿园3所,新增", "新建公办幼儿园3所,新增学位", ["公办幼儿园3所,新增"]),
        ("毫不相干。", "新建公办幼儿园3所", []),
    ],
    ids=["whole", "twice", "cut behind, beyond the BMP", "cut before", "cut on both sides", "elsewhere"],
)
def test_evidence_is_marked_where_it_stands(opened: OpenText, text: str, quote: str, marked: list[str]) -> None:
    item = replace(NUMBER, evidence=(Quote(PLAN, quote),))
    asked = replace(REPORT.asked[1][1][0], item=item, passages=(replace(REPORT.asked[1][1][0].passages[0], text=text),))
    page = opened(report_page(replace(REPORT, items=(item,), asked=(("hybrid", (asked,)),), rows=REPORT.rows[3:4])))
    open_first(page)
    assert page.locator(".passages mark").all_inner_texts() == marked
    expect(page.locator(".passages blockquote")).to_have_text(text)


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("result", "failed", ["q-2", "q-3"]),
        ("result", "perfect", ["q-1"]),
        ("result", "answered-unknown", ["q-2"]),
        ("result", "refused-known", []),
        ("result", "error", ["q-3"]),
        ("result", "differ", ["q-2", "q-3"]),
        ("type", "followup", ["q-3"]),
        ("document", PLAN, ["q-1", "q-3"]),
        ("measure", "citation_exact", ["q-1", "q-2", "q-3"]),
    ],
)
def test_questions_are_filtered(opened: OpenText, name: str, value: str, left: list[str]) -> None:
    page = opened(report_page(REPORT))
    page.select_option("#variant", "bm25")
    page.select_option(f"#{name}", value)
    assert [text.partition("，")[0] for text in page.locator("#list .id").all_inner_texts()] == left
    expect(page.locator("#count")).to_contain_text(f"{len(left)} / 3 题" if left else "没有符合条件的问题")


def test_words_are_searched_in_questions_and_answers(opened: OpenText) -> None:
    page = opened(report_page(REPORT))
    page.fill("#search", "招聘 120")
    expect(page.locator("#list > li")).to_have_count(1)
    expect(page.locator("#list > li")).to_contain_text("那招多少人？")
    page.keyboard.press("Enter")
    expect(page.locator("#list > li")).to_have_count(1)


def test_a_group_leads_to_its_questions(opened: OpenText) -> None:
    failing = replace(REPORT, rows=tuple(replace(row, values=(("score", 0.0),)) for row in REPORT.rows))
    page = opened(report_page(failing))
    page.locator("#parts").get_by_role("button", name="数字").click()
    expect(page.locator("#list > li")).to_have_count(1)
    expect(page.locator("#type")).to_have_value("number")
    expect(page.locator("#result")).to_be_focused()


def test_the_keyboard_is_enough(opened: OpenText) -> None:
    page = opened(report_page(REPORT))
    first, second = (page.locator("#list summary").nth(place) for place in (0, 1))
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#list .inside").nth(1)).to_contain_text("资料中没有答案，应当拒答。")
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()


def test_what_others_write_is_never_run(opened: OpenText) -> None:
    page = opened(report_page(hostile()))
    open_first(page)
    expect(page.locator("#list .prose")).to_contain_text("<script>window.harmed=1</script>")
    expect(page.locator("#list .passages blockquote")).to_have_text(f"前{HOSTILE}后".replace("\u2028", " "))
    assert page.locator(".passages mark").inner_text().replace("\u2028", " ") == HOSTILE.replace("\u2028", " ")
    assert page.locator("img, iframe, main script, header script").count() == 0
    page.wait_for_timeout(100)
    assert page.evaluate("window.harmed") is None


def test_what_others_write_is_never_run_in_a_comparison(opened: OpenText) -> None:
    before = hostile()
    after = replace(before, rows=tuple(replace(row, values=(("score", 1.0),)) for row in before.rows))
    page = opened(changes_page(compare(before, after), before.provenance, after.provenance))
    page.locator(".turns summary").click()
    expect(page.locator(".turns .prose").first).to_contain_text("window.harmed=1")
    assert page.locator("img, iframe, main script, header script").count() == 0
    assert page.evaluate("window.harmed") is None


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("report", [REPORT, hostile()], ids=["usual", "hostile"])
def test_nothing_is_wider_than_the_screen(opened: OpenText, report: Report, size: tuple[int, int]) -> None:
    page = opened(report_page(report), size)
    open_first(page)
    assert page.evaluate(WIDTH) <= size[0]
    page.emulate_media(media="print")
    assert page.evaluate(WIDTH) <= size[0]


def test_many_questions_come_in_parts(opened: OpenText) -> None:
    items = tuple(Item(f"q-{n}", "fact", f"第{n}个问题？") for n in range(250))
    page = opened(report_page(replace(REPORT, items=items, asked=(("hybrid", ()),), rows=())))
    expect(page.locator("#list > li")).to_have_count(100)
    page.get_by_role("button", name="再列 100 题").click()
    page.get_by_role("button", name="再列 50 题").click()
    expect(page.locator("#list > li")).to_have_count(250)
    expect(page.locator("button.more")).to_be_hidden()
