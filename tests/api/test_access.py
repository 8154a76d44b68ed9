"""Who may call and from where: key, session, other sites' pages, host names, and where the service may listen."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from index.errors import ConfigurationError
from rag.api.access import COOKIE, SESSION_SECONDS, is_loopback, is_session, new_session
from rag.settings import Settings
from server import check_address, listen
from tests.api.client import client_for

KEY = "correct horse"
ASK = {"question": "新建公办幼儿园多少所"}
BROWSER = {"accept": "text/html"}


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        pytest.param({}, 401, "key_required", id="no key"),
        pytest.param({"authorization": f"Bearer {KEY}"}, 200, None, id="bearer"),
        pytest.param({"x-api-key": KEY}, 200, None, id="header"),
        pytest.param({"authorization": "Bearer wrong"}, 401, "wrong_key", id="wrong bearer"),
        pytest.param({"x-api-key": "wrong"}, 401, "wrong_key", id="wrong header"),
        pytest.param({"authorization": f"Basic {KEY}"}, 401, "key_required", id="another scheme"),
        pytest.param({"cookie": f"{COOKIE}={KEY}"}, 401, "key_required", id="the key is no session"),
    ],
)
def test_the_key_is_asked_for(headers: dict[str, str], status: int, code: str | None) -> None:
    response = client_for(api_key=KEY).post("/v1/ask", json=ASK, headers=headers)
    assert (response.status_code, response.json().get("code")) == (status, code)
    if status == 401:
        assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/healthz", 200),
        ("/readyz", 200),
        ("/login", 200),
        ("/metrics", 401),
        ("/docs", 401),
        ("/openapi.json", 401),
        ("/v1/documents", 401),
        ("/v1/models", 401),
        ("/", 401),
        ("/gradio_api/queue/data", 401),
        ("/config", 401),
    ],
)
def test_only_health_and_login_are_open(path: str, status: int) -> None:
    assert client_for(api_key=KEY).get(path).status_code == status


def test_without_a_key_nobody_is_asked() -> None:
    assert client_for().post("/v1/ask", json=ASK).status_code == 200
    assert client_for().get("/login").headers["location"] == "/"


def test_a_person_is_led_to_the_login_page_and_back() -> None:
    client = client_for(api_key=KEY)
    sent = client.get("/docs", headers=BROWSER)
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=/docs")
    form = client.get("/login?next=/docs").text
    assert 'value="/docs"' in form
    back = client.post("/login", data={"key": KEY, "next": "/docs"})
    assert (back.status_code, back.headers["location"]) == (303, "/docs")
    cookie = back.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert KEY not in cookie
    assert client.get("/docs", headers=BROWSER).status_code == 200


def test_a_session_also_opens_the_api_and_ends_with_logging_out() -> None:
    client = client_for(api_key=KEY)
    client.post("/login", data={"key": KEY})
    assert client.get("/v1/documents").status_code == 200
    client.post("/logout")
    assert client.get("/v1/documents").status_code == 401


def test_a_wrong_key_is_said_so_on_the_page() -> None:
    response = client_for(api_key=KEY).post("/login", data={"key": "wrong"})
    assert response.status_code == 401
    assert "访问密钥不正确" in response.text
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil"])
def test_login_leads_nowhere_else(target: str) -> None:
    client = client_for(api_key=KEY)
    assert client.post("/login", data={"key": KEY, "next": target}).headers["location"] == "/"
    assert target not in client.get("/login", params={"next": target}).text


def test_the_cookie_is_for_https_where_the_page_is() -> None:
    client = client_for(api_key=KEY, base_url="https://localhost")
    assert "secure" in client.post("/login", data={"key": KEY}).headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        pytest.param(new_session(KEY, now=1000), True, id="fresh"),
        pytest.param(new_session(KEY, now=1000 - SESSION_SECONDS), False, id="expired"),
        pytest.param(new_session("another", now=1000), False, id="another key"),
        pytest.param("9999999999." + new_session(KEY, now=1000).partition(".")[2], False, id="longer expiry"),
        pytest.param("", False, id="empty"),
        pytest.param("x", False, id="nonsense"),
    ],
)
def test_sessions(value: str, valid: bool) -> None:
    assert is_session(value, KEY, now=1001) is valid


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        pytest.param(None, 200, id="a program"),
        pytest.param("http://127.0.0.1:8765", 200, id="our own page"),
        pytest.param("https://office.example", 200, id="registered"),
        pytest.param("https://evil.example", 403, id="another site"),
        pytest.param("http://127.0.0.1:9999", 403, id="another port of this machine"),
        pytest.param("null", 403, id="a sandboxed page"),
    ],
)
def test_other_sites_cannot_act(origin: str | None, status: int) -> None:
    client = client_for(cors_origins=("https://office.example",))
    headers = {} if origin is None else {"origin": origin}
    assert client.post("/v1/ask", json=ASK, headers=headers).status_code == status


def test_cross_origin_calls_are_allowed_only_to_registered_origins() -> None:
    preflight = {"access-control-request-method": "POST", "access-control-request-headers": "content-type,authorization"}
    client = client_for(cors_origins=("https://office.example",), api_key=KEY)
    allowed = client.options("/v1/ask", headers={"origin": "https://office.example", **preflight})
    assert allowed.headers["access-control-allow-origin"] == "https://office.example"
    refused = client.options("/v1/ask", headers={"origin": "https://evil.example", **preflight})
    assert "access-control-allow-origin" not in refused.headers
    assert "access-control-allow-origin" not in client_for().get("/healthz", headers={"origin": "https://evil.example"}).headers


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost:1", 200),
        ("[::1]:8765", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost.evil.example:8765", 403),
        ("[::1", 403),
        ("", 403),
    ],
)
def test_on_loopback_the_host_must_be_this_machine(host: str, status: int) -> None:
    assert client_for().get("/v1/documents", headers={"host": host}).status_code == status


def test_beyond_loopback_any_host_name_will_do() -> None:
    client = client_for(host="0.0.0.0", api_key=KEY, base_url="http://youju.office.example")
    assert client.get("/v1/documents", headers={"x-api-key": KEY}).status_code == 200


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("10.0.0.5", False), ("", False)],
)
def test_what_loopback_is(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2"])
def test_listening_to_others_takes_a_key(host: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        check_address(Settings(host=host))
    assert "YOUJU_API_KEY" in raised.value.message
    with pytest.raises(ConfigurationError):
        check_address(Settings(host=host, api_key=SecretStr("")))
    check_address(Settings(host=host, api_key=SecretStr(KEY)))


def test_a_port_in_use_is_said_so() -> None:
    with listen(Settings(port=0)) as sock:
        sock.listen()
        with pytest.raises(ConfigurationError) as raised:
            listen(Settings(port=sock.getsockname()[1]))
    assert "无法监听" in raised.value.message
