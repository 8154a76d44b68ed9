"""Counters in the Prometheus text format, version 0.0.4: requests, answers, and the size of the library.

Three families and two gauges do not need a client library. Labels are route templates and fixed words, never anything a
caller wrote, so the number of series is bounded.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from threading import Lock

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Thread-safe counts since the start of the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[Labels] = Counter()
        self._seconds: dict[Labels, float] = {}
        self._answers: Counter[Labels] = Counter()

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        where: Labels = (("method", method), ("route", route))
        with self._lock:
            self._requests[(*where, ("status", str(status)))] += 1
            self._seconds[where] = self._seconds.get(where, 0.0) + seconds

    def count_answer(self, status: str) -> None:
        with self._lock:
            self._answers[(("status", status),)] += 1

    def exposition(self, gauges: Mapping[str, float]) -> str:
        """All of it as text; `gauges` are name and present value."""
        with self._lock:
            families = [
                _family("youju_requests_total", "counter", self._requests.items()),
                _family("youju_request_seconds_total", "counter", self._seconds.items()),
                _family("youju_answers_total", "counter", self._answers.items()),
            ]
        families += [_family(name, "gauge", [((), value)]) for name, value in gauges.items()]
        return "".join(families)


def _family(name: str, kind: str, samples: Iterable[tuple[Labels, float]]) -> str:
    lines = [f"# TYPE {name} {kind}", *(f"{name}{_labels(labels)} {value:g}" for labels, value in sorted(samples))]
    return "\n".join(lines) + "\n"


def _labels(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels) + "}" if labels else ""


class RequestCounter:
    """Counts each request once it is answered, under the template of its route; everything of the page is one route."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            self.metrics.count_request(_method(scope["method"]), _route(scope), status, time.perf_counter() - started)


def _method(method: str) -> str:
    return method if method in {"GET", "HEAD", "POST", "DELETE", "OPTIONS"} else "other"


def _route(scope: Scope) -> str:
    """`/v1/documents/{document_id}`, or `page` for what is not an endpoint."""
    path = getattr(scope.get("route"), "path", "")
    return path if path.startswith(("/v1", "/healthz", "/readyz", "/metrics", "/docs", "/openapi", "/login", "/logout")) else "page"
