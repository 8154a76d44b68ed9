"""The page mounted at `/`: only what the page itself needs of Gradio's many addresses is let through.

Gradio also serves a proxy to other hosts, a run history that talks to a hub, code editing and profiling; none of them is
for an office, so an address that is not on the list below leads nowhere. The heartbeat of an open page is a request that
never ends; when the service stops it is told so, or stopping would wait for it.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from functools import partial

from fastapi import FastAPI
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.api.problems import not_found
from rag.build import Youju

ALLOWED = re.compile(
    r"/(?:$|config/?$|theme\.css$|favicon\.ico$|manifest\.json$|robots\.txt$|static/|assets/|svelte/"
    r"|gradio_api/(?:run/predict$|queue/join|queue/data|heartbeat/|cancel|reset|startup-events|info|app_id))"
)
_HEARTBEAT = "/gradio_api/heartbeat/"


def silence() -> None:
    """Switches off everything that would call another host, before the libraries that would are imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(sys.maxsize)  # else it sums up all events, with pandas, after each one
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["FASTAPI_OTEL_AUTO_CONFIGURE"] = "false"


def add_page(app: FastAPI, youju: Youju, stopping: asyncio.Event) -> None:
    """After every other route. `stopping` is set when the service stops."""
    from ui import mount  # noqa: PLC0415  Gradio takes two seconds to import, and reads its switches then

    mount(app, youju, "/")
    page = app.routes[-1]
    assert isinstance(page, Mount)
    page.app = OnlyThePage(page.app, stopping)


class OnlyThePage:
    def __init__(self, app: ASGIApp, stopping: asyncio.Event) -> None:
        self.app = app
        self.stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not ALLOWED.match(scope["path"]):
            await not_found(scope["path"])(scope, receive, send)
        elif scope["path"].startswith(_HEARTBEAT):
            await self.app(scope, partial(_until, self.stopping, receive), send)
        else:
            await self.app(scope, receive, send)


async def _until(stopping: asyncio.Event, receive: Receive) -> Message:
    """The next message, or a disconnect when the service stops first."""
    message, stop = asyncio.ensure_future(receive()), asyncio.ensure_future(stopping.wait())
    await asyncio.wait({message, stop}, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if message.done():
        return message.result()
    message.cancel()
    return {"type": "http.disconnect"}
