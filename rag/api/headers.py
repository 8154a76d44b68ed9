"""Headers that every response carries: nothing is loaded from, or sent to, another host, and nobody may frame the page.

Gradio writes inline scripts and styles into its page, and its HTML component evaluates its template in the browser, so these
are allowed there (what people wrote reaches the page escaped only); everything else gets a policy that allows nothing.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COMMON = "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
_PAGE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; {_COMMON}"
)
_DOCUMENTATION = f"default-src 'none'; style-src 'unsafe-inline'; {_COMMON}"
_DATA = "default-src 'none'; sandbox; frame-ancestors 'none'"
_DATA_PATHS = ("/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json")
_DOCUMENTATION_PATHS = ("/docs", "/login")


def content_policy(path: str) -> str:
    if path.startswith(_DATA_PATHS):
        return _DATA
    return _DOCUMENTATION if path.startswith(_DOCUMENTATION_PATHS) else _PAGE


class SecurityHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = content_policy(scope["path"])
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Frame-Options"] = "DENY"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                if scope["path"].startswith(_DATA_PATHS):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, with_headers)
