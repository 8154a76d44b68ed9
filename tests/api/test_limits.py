"""Body limits: refused before anything is read when announced, and while it arrives when not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from rag.api.limits import readable_size
from tests.api.client import client_for
from tests.fakes import fake_youju

JSON = {"content-type": "application/json"}
LIMITS: dict[str, Any] = {"max_json_bytes": 100_000, "max_upload_bytes": 300_000}


def dripping(size: int) -> Iterator[bytes]:
    """A body of unknown length."""
    yield b'{"question": "'
    for _ in range(size // 1000):
        yield b"x" * 1000


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "unannounced"])
def test_a_json_body_over_the_limit_is_413(announced: bool) -> None:
    body = b"".join(dripping(400_000)) if announced else dripping(400_000)
    response = client_for(**LIMITS).post("/v1/ask", content=body, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (413, "request_too_large")
    assert "97.6562 KB" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/documents", "/gradio_api/upload", "/"])
def test_an_upload_over_the_limit_is_413(path: str) -> None:
    response = client_for(**LIMITS).post(path, files={"file": ("x.txt", b"x" * 400_000)})
    assert (response.status_code, response.json()["code"]) == (413, "request_too_large")


def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    youju = fake_youju(**LIMITS)
    client = client_for(youju)
    assert client.post("/v1/documents", files={"file": ("a.txt", b"x" * 300_000)}).status_code == 202
    response = client.post("/v1/documents", files={"file": ("b.txt", b"x" * 300_001)})
    assert (response.status_code, response.json()["code"]) == (413, "document_too_large")


def test_nothing_is_read_of_a_body_that_announces_too_much() -> None:
    pulled: list[bytes] = []

    def watched() -> Iterator[bytes]:
        for piece in dripping(400_000):
            pulled.append(piece)
            yield piece

    headers = {**JSON, "content-length": "400014"}
    assert client_for(**LIMITS).post("/v1/ask", content=watched(), headers=headers).status_code == 413


@pytest.mark.parametrize(("size", "text"), [(25 * 1024 * 1024, "25 MB"), (1536, "1.5 KB"), (12, "12 字节")])
def test_sizes_are_readable(size: int, text: str) -> None:
    assert readable_size(size) == text
