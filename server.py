"""The HTTP service: the API and the page on one port, behind the guards of `rag.api`.

From the outside in: counting, security headers, CORS, errors as problems, access, body limits; then the routes. Handlers are
plain functions, so the framework runs them in its thread pool and the event loop is never blocked.
"""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from fastapi.middleware import Middleware
from fastapi.middleware.cors import CORSMiddleware

from index.errors import ConfigurationError
from rag.api import answers, documentation, documents, health, login, openai
from rag.api.access import AccessGuard, is_loopback, key_of
from rag.api.headers import SecurityHeaders
from rag.api.limits import BodyLimit
from rag.api.metrics import Metrics, RequestCounter
from rag.api.page import add_page, silence
from rag.api.problems import ErrorGuard, install
from rag.build import Youju
from rag.settings import Settings
from rag.version import version

_SHUTDOWN_SECONDS = 5
"""How long open requests may go on after the signal to stop."""


def create_app(youju: Youju, *, page: bool = True) -> FastAPI:
    """The application over an open library. `page=False` leaves the page out and Gradio unloaded."""
    silence()
    metrics = Metrics()
    app = FastAPI(
        title="有据 接口",
        description="对中文公文提问，回答的每句话都标明出处。设有密钥时，请求须带 Authorization: Bearer 或 X-API-Key。",
        version=version(),
        docs_url=None,
        redoc_url=None,
        middleware=_guards(youju.settings, metrics),
    )
    app.state.youju, app.state.metrics, app.state.stopping = youju, metrics, asyncio.Event()
    for resource in (answers, documents, openai, health, documentation, login):
        app.include_router(resource.router)
    install(app)
    if page:
        add_page(app, youju, app.state.stopping)
    return app


def _guards(settings: Settings, metrics: Metrics) -> list[Middleware]:
    """Outermost first."""
    return [
        Middleware(RequestCounter, metrics=metrics),
        Middleware(SecurityHeaders),
        Middleware(CORSMiddleware, allow_origins=settings.cors_origins, allow_methods=["*"], allow_headers=["*"]),
        Middleware(ErrorGuard),
        Middleware(AccessGuard, settings=settings),
        Middleware(BodyLimit, settings=settings),
    ]


def check_address(settings: Settings) -> None:
    """Raises ConfigurationError when the service would be open to others without a key."""
    if not is_loopback(settings.host) and key_of(settings) is None:
        raise ConfigurationError("YOUJU_HOST", detail=f"监听 {settings.host} 会让其他机器访问，必须先设置 YOUJU_API_KEY")


def listen(settings: Settings) -> socket.socket:
    """A listening socket; port 0 becomes a free one. Raises ConfigurationError."""
    check_address(settings)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((settings.host.strip("[]"), settings.port))
    except OSError as error:
        sock.close()
        raise ConfigurationError("YOUJU_PORT", detail=f"无法监听 {settings.host}:{settings.port}（{error.strerror}）") from error
    return sock


def address_of(settings: Settings, sock: socket.socket) -> str:
    """`http://127.0.0.1:8765`; the name of this machine where it listens on all addresses."""
    host = socket.gethostname() if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{sock.getsockname()[1]}"


class _Server(uvicorn.Server):
    """Calls `ready` once it listens, and sets `stopping` before it waits for open requests."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], stopping: asyncio.Event) -> None:
        super().__init__(config)
        self._ready = ready
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping.set()
        await super().shutdown(sockets)


def serve(youju: Youju, sock: socket.socket, ready: Callable[[], None]) -> None:
    """Serves until a signal says stop; `ready` is called once requests are answered."""
    app = create_app(youju)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=_SHUTDOWN_SECONDS)
    with _signals_handled():
        _Server(config, ready, app.state.stopping).run(sockets=[sock])


@contextmanager
def _signals_handled() -> Iterator[None]:
    """uvicorn raises the signal that stopped it once more when it is done; the rest of closing down must still happen then."""
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
