"""Who may call, and from where: one function decides, before anything of the request is read.

- The key (`YOUJU_API_KEY`), when one is set, is asked of everything but the health checks and the login page: programs send it as
  `Authorization: Bearer` or `X-API-Key`; a browser sends it once to the login page and then carries a session cookie,
  which is an HMAC over its expiry and never the key itself. All comparisons take constant time.
- A page of another site may not make a browser act here: a request that changes something is refused when its `Origin` is
  neither ours nor registered, with or without a key.
- On loopback the `Host` must be a name of this machine: that is what stops DNS rebinding.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import AccessError, KeyRequired, UntrustedOrigin, WrongKey
from rag.settings import Settings

COOKIE = "youju_session"
SESSION_SECONDS = 12 * 60 * 60
LOGIN = "/login"
_OPEN = {"/healthz", "/readyz", LOGIN}
_READING = {"GET", "HEAD", "OPTIONS"}


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address, without port) is this machine and nothing else."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def key_of(settings: Settings) -> str | None:
    """The key that is asked for; None when nobody is asked."""
    return settings.api_key.get_secret_value() or None if settings.api_key else None


def same(given: str, expected: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(given.encode(), expected.encode())


def new_session(key: str, now: float | None = None) -> str:
    """Value of the session cookie: expiry and its HMAC under the key."""
    expires = str(int((time.time() if now is None else now) + SESSION_SECONDS))
    return f"{expires}.{_signature(key, expires)}"


def is_session(value: str, key: str, now: float | None = None) -> bool:
    expires, _, signature = value.partition(".")
    genuine = same(signature, _signature(key, expires))
    return genuine and expires.isdigit() and int(expires) > (time.time() if now is None else now)


def _signature(key: str, expires: str) -> str:
    return hmac.new(key.encode(), f"youju-session:{expires}".encode(), hashlib.sha256).hexdigest()


def authorise(path: str, method: str, headers: Headers, settings: Settings) -> None:
    """The one decision. Raises UntrustedOrigin, KeyRequired or WrongKey."""
    _check_host(headers, settings)
    if method not in _READING and path != LOGIN:  # a form posted from a page without referrer says `Origin: null`
        _check_origin(headers, settings)
    key = key_of(settings)
    if key is not None and path not in _OPEN:
        _check_key(headers, key)


def _check_host(headers: Headers, settings: Settings) -> None:
    host = _host_name(headers.get("host", ""))
    if is_loopback(settings.host) and not is_loopback(host) and host != settings.host:
        raise UntrustedOrigin(host)


def _check_origin(headers: Headers, settings: Settings) -> None:
    origin = headers.get("origin")
    if origin is None or origin in settings.cors_origins:
        return
    if urlsplit(origin).netloc.lower() != headers.get("host", "").lower():
        raise UntrustedOrigin(origin)


def _check_key(headers: Headers, key: str) -> None:
    given = _given_key(headers)
    if given is None:
        if not is_session(_cookie(headers), key):
            raise KeyRequired
    elif not same(given, key):
        raise WrongKey


def _given_key(headers: Headers) -> str | None:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else headers.get("x-api-key")


def _cookie(headers: Headers) -> str:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def _host_name(host: str) -> str:
    """`[::1]:8765` → `::1`; what cannot be read is the host of nobody."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


class AccessGuard:
    """Asks `authorise` about every request; a person without a session is led to the login page."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            authorise(scope["path"], scope.get("method", "GET"), headers, self.settings)
        except AccessError as error:
            await self._refuse(error, headers, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _refuse(self, error: AccessError, headers: Headers, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif isinstance(error, KeyRequired) and scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
            await RedirectResponse(f"{LOGIN}?next={quote(scope['path'])}", 303)(scope, receive, send)
        else:
            raise error
