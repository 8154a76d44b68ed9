"""Open-loop load on a server of this machine: requests leave when they are due, however slow the answers are.

Latency counts from the moment a request was due, not from when it could be sent, so that a server that falls behind cannot hide
it by keeping its clients waiting. Rate, duration and the number of clients are bounded, and so is the address: loopback only.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from eval.bench.timing import Latency, latency
from index.errors import InvalidRequest

MOST_REQUESTS = 5000
CLIENTS = 64
TIMEOUT_SECONDS = 30.0
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it."""

    path: str
    requests_per_second: float
    """As they were due."""
    answered_per_second: float
    """Until the last answer."""
    failed: int
    """Not answered with 200; their latency counts too."""
    latency: Latency


@dataclass(frozen=True, slots=True)
class _Answered:
    seconds: float
    """From when it was due."""
    at: float
    ok: bool


def load(address: str, path: str, bodies: Sequence[dict[str, object]], rate: float, seconds: float) -> Load:
    """POST `bodies`, in turn, at `rate` requests a second for `seconds`. Raises InvalidRequest for an address beyond this machine."""
    host, port = _loopback(address)
    due = [number / rate for number in range(min(max(1, int(rate * seconds)), MOST_REQUESTS))]
    encoded = [json.dumps(body, ensure_ascii=False).encode() for body in bodies]
    started = time.perf_counter() + 0.05

    def one(number: int) -> _Answered:
        time.sleep(max(0.0, started + due[number] - time.perf_counter()))
        ok = _post(host, port, path, encoded[number % len(encoded)])
        now = time.perf_counter() - started
        return _Answered(now - due[number], now, ok)

    with ThreadPoolExecutor(min(CLIENTS, len(due)), thread_name_prefix="load") as clients:
        answered = list(clients.map(one, range(len(due))))
    return Load(
        path,
        rate,
        round(len(answered) / max(one.at for one in answered), 2),
        sum(not one.ok for one in answered),
        latency([one.seconds for one in answered]),
    )


def _loopback(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    if parts.hostname not in _LOOPBACK or parts.port is None:
        raise InvalidRequest(f"压力测试只对本机的服务进行，“{address}”不是")
    return parts.hostname, parts.port


def _post(host: str, port: int, path: str, body: bytes) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return response.status == http.HTTPStatus.OK
    finally:
        connection.close()
