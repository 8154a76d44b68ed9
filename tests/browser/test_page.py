"""What an official does on the page, in a real browser over a real library."""

from __future__ import annotations

import json
import threading

import pytest
from playwright.sync_api import FilePayload, Page, expect

import ui
from tests.browser.visit import NARROW, PATIENCE_MS, WIDE, Opener

pytestmark = pytest.mark.browser
QUESTION = "溪口区2025年新建公办幼儿园多少所？"
MARKED = "[...document.querySelectorAll('.reader mark')].map((mark) => mark.textContent).join('')"
WIDTH = "document.documentElement.scrollWidth"


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#current .asked:has-text('{question[:30]}')")
    page.wait_for_selector("#current .tools, #current .trouble")


def to_desk(page: Page) -> None:
    page.get_by_role("tab", name="资料库").click()
    page.wait_for_selector("#listed p")


def upload(page: Page, *files: tuple[str, bytes]) -> None:
    payloads: list[FilePayload] = [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    page.set_input_files(".drop input", payloads)


def opened_quote(page: Page) -> str:
    """Opens the first source; its quotation as the answer carries it."""
    chip = page.locator("#current .prose button.chip").first
    chip.click()
    page.wait_for_selector(".reader mark")
    return str(json.loads(chip.get_attribute("data-value") or "")["quote"])


def test_a_citation_opens_with_exactly_the_quoted_words_marked(opened: Opener, library_address: str) -> None:
    page = opened(library_address)
    ask(page, QUESTION)
    expect(page.locator("#current .status")).to_have_text("已回答")
    quote = opened_quote(page)
    assert "𠮷祥路小學增加學位1350個😀" in quote
    assert page.evaluate(MARKED) == quote.replace("(qū)", "")
    page.get_by_role("button", name="原文", exact=True).click()
    expect(page.locator(".choice[aria-pressed=true]")).to_have_text("原文")
    assert page.evaluate(MARKED) == quote
    expect(page.locator(".reader mark").first).to_be_in_viewport()
    expect(page.locator(".reader-head")).to_contain_text("溪口区教育局2025年工作计划")
    expect(page.locator(".reader-head")).to_contain_text("2025-01-20")


def test_a_welcome_that_comes_late_does_not_cover_an_answer(opened: Opener, library_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(library_address)
    to_desk(page)
    given = threading.Event()

    def slowly(shown: object) -> list[str]:
        given.wait(PATIENCE_MS / 1000)
        return ["来晚了的例子"]

    monkeypatch.setattr(ui, "examples", slowly)
    page.get_by_role("tab", name="问答").click()
    ask(page, QUESTION)
    given.set()
    page.wait_for_selector("#welcome .example:has-text('来晚了的例子')", state="attached")
    expect(page.locator("#current .status")).to_have_text("已回答")
    expect(page.locator("#welcome .welcome")).to_be_hidden()


def test_what_a_document_says_is_never_run(opened: Opener, library_address: str) -> None:
    page = opened(library_address)
    ask(page, "溪口区招聘新教师多少名？")
    assert "<img" in opened_quote(page)
    page.get_by_role("button", name="原文", exact=True).click()
    expect(page.locator(".reader .text")).to_contain_text("<script>window.harmed=2</script>")
    assert page.locator("#current img, #current script, .reader img, .reader script").count() == 0
    assert page.evaluate("window.harmed") is None


def test_what_an_answer_says_is_never_run(opened: Opener, scripted_address: str) -> None:
    page = opened(scripted_address)
    ask(page, "恶意的回答")
    expect(page.locator("#current .prose")).to_contain_text("![](http://evil.example/x.png)")
    assert page.locator("#current :is(img, script, iframe, a, svg, math, style)").count() == 0
    assert page.evaluate("window.harmed") is None


def test_a_comparison_is_a_table_with_sources(opened: Opener, scripted_address: str) -> None:
    page = opened(scripted_address)
    ask(page, "对比两地")
    expect(page.locator("#current .status")).to_have_text("部分回答")
    expect(page.locator("table.compare tbody tr").first).to_contain_text("3所")
    page.locator("table.compare button.chip").nth(1).click()
    expect(page.locator(".reader mark")).to_have_text("新建公办幼儿园2所，普惠率达到92%。")


def test_an_error_keeps_the_question_and_tells_no_details(opened: Opener, scripted_address: str) -> None:
    page = opened(scripted_address)
    ask(page, "请出错")
    expect(page.locator("#current .trouble")).to_contain_text("请联系管理员")
    expect(page.locator("#question textarea")).to_have_value("请出错")
    assert "secret" not in page.content()


def test_an_answer_can_be_stopped_and_a_conversation_begun_anew(opened: Opener, scripted_address: str) -> None:
    page = opened(scripted_address)
    page.fill("#question textarea", "慢慢说")
    page.keyboard.press("Enter")
    page.wait_for_selector("#current .prose")
    page.click("#stop")
    expect(page.locator("#current .status")).to_have_text("已停止")
    expect(page.locator("#send")).to_be_visible()
    page.click("#anew")
    page.wait_for_selector("#welcome .welcome")
    assert page.locator(".exchange").count() == 0


def test_examples_ask_themselves(opened: Opener, library_address: str) -> None:
    page = opened(library_address)
    example = page.locator("button.example").first
    question = example.inner_text()
    example.click()
    page.wait_for_selector("#current .tools")
    expect(page.locator("#current .asked")).to_contain_text(question)


def test_the_keyboard_is_enough(opened: Opener, library_address: str) -> None:
    page = opened(library_address)
    box = page.locator("#question textarea")
    box.fill("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    expect(box).to_have_value("第一行\n第二行")
    composing = "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    box.evaluate(composing)
    page.wait_for_timeout(300)
    assert page.locator(".exchange").count() == 0
    ask(page, QUESTION)
    chip = page.locator("#current .prose button.chip").first
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".reader mark")
    page.keyboard.press("Escape")
    page.wait_for_selector(".reader", state="detached")
    expect(chip).to_be_focused()


def test_the_copy_holds_answer_and_sources(opened: Opener, library_address: str) -> None:
    page = opened(library_address)
    ask(page, QUESTION)
    page.click("#current [data-copy]")
    expect(page.locator("#current [data-copy]")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(QUESTION)
    assert "[1] 《溪口区教育局2025年工作计划》" in copied


def test_uploads_report_each_file_and_deletion_asks_first(opened: Opener, library_address: str) -> None:
    page = opened(library_address)
    to_desk(page)
    text = "青石镇中心小学2025年研学方案\n一、组织\n研学旅行安排在5月第2周,共320名学生参加。\n".encode()
    name = "<b>青石\"镇'.txt"
    upload(page, (name, text), ("空白.txt", b""), ("过大.txt", b"1" * 200_000))
    expect(page.locator(".uploads li.added .name")).to_have_text(name)
    expect(page.locator(".uploads li.failed").nth(0)).to_contain_text("是空的")
    expect(page.locator(".uploads li.failed").nth(1)).to_contain_text("超过大小上限")
    expect(page.locator("table.desk tbody tr")).to_have_count(3)
    upload(page, (name, text))
    expect(page.locator(".uploads")).to_contain_text("内容相同，未重复加入")
    page.fill("#words input, #words textarea", "研学")
    expect(page.locator("table.desk tbody tr")).to_have_count(1)

    page.get_by_role("tab", name="问答").click()
    ask(page, "研学旅行安排在5月第几周，共多少名学生参加？")
    expect(page.locator("#current .answer")).to_contain_text("320名")

    to_desk(page)
    drop = page.locator("table.desk button.danger-text")
    drop.click()
    expect(page.locator(".dialog")).to_contain_text("青石镇中心小学2025年研学方案")
    page.keyboard.press("Escape")
    page.wait_for_selector(".dialog", state="detached")
    expect(page.locator("table.desk tbody tr")).to_have_count(1)
    drop.click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.locator("#progress .done")).to_contain_text("删除")
    expect(page.locator("#listed")).to_contain_text("没有与“研学”相符的文件")

    page.get_by_role("tab", name="问答").click()
    expect(page.locator("#current .answer")).to_contain_text("文件已删除")
    assert "320名" not in page.content()
    ask(page, "研学旅行安排在5月第几周，共多少名学生参加？")
    assert "320名" not in page.content()


@pytest.mark.parametrize("size", [WIDE, (1280, 720), NARROW], ids=["wide", "small", "narrow"])
def test_nothing_is_wider_than_the_screen(opened: Opener, scripted_address: str, size: tuple[int, int]) -> None:
    page = opened(scripted_address, size)
    ask(page, "对比两地")
    assert page.evaluate(WIDTH) <= size[0]
    page.locator("#current .prose button.chip").first.click()
    page.wait_for_selector(".reader mark")
    assert page.evaluate(WIDTH) <= size[0]
    for button in ("#send", ".reader .close"):
        expect(page.locator(button)).to_be_in_viewport()
    page.click(".reader .close")
    to_desk(page)
    assert page.evaluate(WIDTH) <= size[0]


def test_the_page_is_the_same_at_night(opened: Opener, library_address: str) -> None:
    colour = (
        "getComputedStyle(document.querySelector('#question textarea')).backgroundColor + getComputedStyle(document.body).backgroundColor"
    )
    page = opened(library_address)
    day = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    page.reload()
    page.wait_for_selector("#welcome .welcome")
    night = page.evaluate(colour)
    assert day == night


def test_the_page_says_what_language_and_what_library_it_is(opened: Opener, library_address: str) -> None:
    page = opened(library_address)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    expect(page.locator(".banner")).to_have_text("示例资料：均为虚构。")
    assert page.locator("footer:visible").count() == 0
    assert page.request.get(f"{library_address}/gradio_api/info").json()["named_endpoints"] == {}
