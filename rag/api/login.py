"""The login page: one field for the key, answered with a session cookie. No script, nothing loaded from anywhere."""

from __future__ import annotations

from html import escape
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from index.errors import WrongKey
from rag.api.access import COOKIE, LOGIN, SESSION_SECONDS, key_of, new_session, same
from rag.api.service import Service

router = APIRouter(include_in_schema=False)
_STYLE = """
body{font:16px/1.7 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;background:#f3f5f9;color:#1a2230;margin:0}
form{max-width:22rem;margin:18vh auto 0;padding:2rem;background:#fff;border:1px solid #d5dbe5;border-radius:8px}
h1{font-size:1.3rem;margin:0 0 1rem}label{display:block}input,button{font:inherit;width:100%;box-sizing:border-box;padding:.5rem .7rem;
border:1px solid #b6c0cf;border-radius:6px;margin-top:.4rem}button{margin-top:1rem;background:#0b4f9e;border-color:#0b4f9e;color:#fff;
cursor:pointer}
p{color:#a11818;margin:.8rem 0 0}
"""


@router.get(LOGIN)
def form(youju: Service, next: str = "/") -> Response:
    if key_of(youju.settings) is None:
        return RedirectResponse("/", 303)
    return _page(next)


@router.post(LOGIN)
def log_in(
    request: Request,
    youju: Service,
    key: Annotated[str, Form(max_length=1000)] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    expected = key_of(youju.settings)
    if expected is not None and not same(key.strip(), expected):
        return _page(next, WrongKey().message, 401)
    response = RedirectResponse(_local(next), 303)
    if expected is not None:
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, new_session(expected), SESSION_SECONDS, httponly=True, secure=secure, samesite="strict")
    return response


@router.post("/logout")
def log_out() -> Response:
    response = RedirectResponse(LOGIN, 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


def _local(target: str) -> str:
    """A path of this service; anything that leads elsewhere becomes the front page."""
    parts = urlsplit(target)
    plain = target.startswith("/") and not target.startswith("//") and "\\" not in target
    return target if plain and not parts.scheme and not parts.netloc else "/"


def _page(target: str, complaint: str = "", status: int = 200) -> HTMLResponse:
    said = f'<p role="alert">{escape(complaint)}</p>' if complaint else ""
    return HTMLResponse(
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>有据 登录</title><style>{_STYLE}</style><form method="post" action="{LOGIN}"><h1>有据</h1>'
        '<label>访问密钥<input name="key" type="password" autocomplete="current-password" required autofocus></label>'
        f'<input type="hidden" name="next" value="{escape(_local(target))}"><button>进入</button>{said}</form></html>',
        status,
        headers={"Cache-Control": "no-store"},
    )
