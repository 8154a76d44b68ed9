"""Health, metrics, documentation, the headers of every response, and the page among them."""

from __future__ import annotations

import re

import pytest

from tests.api.client import client_for, page_client

CLOSED = (
    "/run-history/buckets",
    "/gradio_api/proxy=https://hub.example/x",
    "/monitoring",
    "/gradio_api/vibe-code",
    "/dev/reload",
    "/gradio_api/call/ask",
    "/gradio_api/upload_progress",
    "/gradio_api/file=/etc/passwd",
)
"""Addresses of Gradio that the page does not need."""


def test_health_and_readiness() -> None:
    client = client_for()
    assert client.get("/healthz").json()["status"] == "ok"
    assert client.get("/readyz").json() == {"status": "ready", "generation": 1, "documents": 2}


def test_metrics_count_requests_by_route_and_answers_by_status() -> None:
    client = client_for()
    for _ in range(2):
        client.get("/v1/documents/nothing")
    client.post("/v1/ask", json={"question": "新建公办幼儿园新增学位多少"})
    client.post("/v1/ask", json={"question": "区块链", "stream": True})
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = response.text.splitlines()
    assert 'youju_requests_total{method="GET",route="/v1/documents/{document_id}",status="404"} 2' in lines
    assert 'youju_answers_total{status="answered"} 1' in lines
    assert 'youju_answers_total{status="refused"} 1' in lines
    assert "youju_documents 2" in lines
    assert all(re.fullmatch(r"# TYPE \w+ (counter|gauge)|\w+(\{[^}]*\})? \S+|.*\{document_id\}.*", line) for line in lines)


def test_nothing_a_caller_writes_becomes_a_label() -> None:
    client = client_for()
    client.get("/v1/whatever-they-like")
    client.request("BREW", "/v1/ask")
    body = client.get("/metrics").text
    assert "whatever" not in body
    assert "BREW" not in body


def test_the_documentation_needs_no_other_host_and_no_script() -> None:
    response = client_for().get("/docs")
    assert "<script" not in response.text
    assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", response.text)
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    for address in ("/v1/search", "/v1/ask", "/v1/documents/{document_id}/original", "/v1/chat/completions"):
        assert f"<code>{address}</code>" in response.text
    assert "用来理解“今年”“去年”" in response.text


def test_openapi_describes_the_answer() -> None:
    schemas = client_for().get("/openapi.json").json()["components"]["schemas"]
    assert {"citations", "status", "provenance"} <= set(schemas["AnswerJson"]["properties"])


@pytest.mark.parametrize("path", ["/healthz", "/docs", "/login", "/v1/nothing", "/v1/documents"])
def test_every_response_carries_the_security_headers(path: str) -> None:
    headers = client_for(api_key="k").get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_the_wrong_method_is_a_problem_too() -> None:
    response = client_for().get("/v1/ask")
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in response.headers["allow"]


def test_the_page_is_served_and_the_rest_of_gradio_is_not() -> None:
    with page_client() as client:
        page = client.get("/")
        assert page.status_code == 200
        assert "default-src 'self'" in page.headers["content-security-policy"]
        assert "google" not in client.get("/theme.css").text
        for path in CLOSED:
            response = client.get(path)
            assert (response.status_code, response.json()["code"]) == (404, "not_found"), path
        assert client.get("/v1/documents").status_code == 200


def test_the_page_is_behind_the_key() -> None:
    with page_client(api_key="k") as client:
        assert client.get("/", headers={"accept": "text/html"}).headers["location"] == "/login?next=/"
        assert client.post("/gradio_api/queue/join", json={}).status_code == 401
        client.post("/login", data={"key": "k"})
        assert client.get("/", headers={"accept": "text/html"}).status_code == 200
