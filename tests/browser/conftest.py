"""A real browser before a real server on loopback. Every page is watched: no request leaves this machine, no error reaches the console."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from rag.build import Youju, build
from rag.settings import Settings
from server import address_of, create_app, listen
from tests.browser.scripted import scripted_youju
from tests.browser.visit import PATIENCE_MS, WIDE, Opener, watch

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PLAN = """溪口区教育局2025年工作计划
来源: 溪口区教育局 发布时间:2025-01-20 09:30
一、推进学前教育
新吳街道(區(qū)級)新建公辦幼兒園3所,𠮷祥路小學增加學位1350個😀。公办园覆盖率达到62.5%。
二、强化教师队伍
招聘新教师120名,其中<img src=x onerror="window.harmed=1">![](http://evil.example/x.png)<script>window.harmed=2</script>心理教师18名。
"""
SUMMARY = """白石县教育局2024年工作总结
来源: 白石县教育局 发布时间:2024-12-28 10:00
一、校园安全
全年开展消防演练86次,更新监控设备420台。
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing: the browser tests must run here")
        pytest.skip(f"{CHROMIUM} is missing: install the chromium package to run the browser tests")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def library_address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product over two invented documents; tests add what they delete."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "溪口区2025年计划.txt").write_text(PLAN, encoding="utf-8")
    (folder / "白石县2024年总结.txt").write_text(SUMMARY, encoding="utf-8")
    settings = Settings(home=tmp_path_factory.mktemp("home"), banner="示例资料：均为虚构。", port=0, max_upload_bytes=100_000)
    youju = build(settings, create=True)
    assert youju.library.ingest([folder]).added == 2
    with _served(youju) as address:
        yield address
    youju.close()


@pytest.fixture(scope="session")
def scripted_address(browser: Browser) -> Iterator[str]:
    """The page over an assistant that says what the question names: see `tests.browser.scripted`."""
    with _served(scripted_youju()) as address:
        yield address


@contextmanager
def _served(youju: Youju) -> Iterator[str]:
    sock = listen(youju.settings)
    server = uvicorn.Server(uvicorn.Config(create_app(youju), log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.05)
    yield address_of(youju.settings, sock)
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One visitor's browser for all tests, so that Gradio's scripts are fetched once; each test has a page of its own."""
    made = browser.new_context(locale="zh-CN", permissions=["clipboard-read", "clipboard-write"])
    made.set_default_timeout(PATIENCE_MS)
    yield made
    made.close()


@pytest.fixture
def opened(context: BrowserContext) -> Iterator[Opener]:
    """Opens the page at an address; afterwards checks what it did."""
    seen: list[str] = []

    def open_page(address: str, size: tuple[int, int] = WIDE) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        watch(page, address, seen)
        page.goto(address)
        page.wait_for_selector("#welcome .welcome")
        return page

    yield open_page
    for page in context.pages:
        page.close()
    assert seen == []
