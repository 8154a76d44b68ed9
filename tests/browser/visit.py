"""How a page is visited and watched."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from playwright.sync_api import ConsoleMessage, Page, Request

WIDE, NARROW = (1440, 900), (390, 844)
PATIENCE_MS = 20_000
Opener: TypeAlias = Callable[..., Page]


def watch(page: Page, address: str, seen: list[str]) -> None:
    """Notes in `seen` every request to another host and every error of the page or its console."""

    def request(request: Request) -> None:
        if not request.url.startswith((f"{address}/", "data:", "blob:")):
            seen.append(f"request: {request.url}")

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            seen.append(f"console: {message.text}")

    page.on("request", request)
    page.on("console", console)
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
