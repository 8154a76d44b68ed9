"""Errors over HTTP: RFC 9457 problem details, from the one table of error class → status and title.

`ErrorGuard` is the only place that turns an exception into a response: routes and other guards simply raise. An unexpected
exception is logged here with its traceback and leaves as `internal_error` without it. After the first byte of a response
nothing can be said any more; a stream carries its own error event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index import errors
from index.errors import InvalidRequest, YoujuError
from rag.incident import incident

TABLE: dict[type[YoujuError], tuple[int, str]] = {
    errors.EmptyDocument: (422, "文件为空"),
    errors.BinaryDocument: (422, "不是文本文件"),
    errors.UndecodableDocument: (422, "无法识别编码"),
    errors.DamagedDocument: (422, "文件损坏"),
    errors.EncryptedDocument: (422, "文件有密码"),
    errors.DocumentWithoutText: (422, "文件中没有文字"),
    errors.UnsupportedType: (415, "不支持的格式"),
    errors.MissingPath: (404, "路径不存在"),
    errors.DocumentTooLarge: (413, "文件过大"),
    errors.UnreadableFile: (422, "无法读取文件"),
    errors.ParserFailed: (422, "解析失败"),
    errors.EmptyQuestion: (422, "问题为空"),
    errors.QuestionTooLong: (422, "问题过长"),
    errors.InvalidK: (422, "条数不正确"),
    errors.InvalidRequest: (400, "请求不正确"),
    errors.RequestTooLarge: (413, "请求过大"),
    errors.UnknownDocument: (404, "没有此文件"),
    errors.UnknownJob: (404, "没有此任务"),
    errors.UnknownAnswer: (404, "没有此回答"),
    errors.KeyRequired: (401, "需要密钥"),
    errors.WrongKey: (401, "密钥不正确"),
    errors.UntrustedOrigin: (403, "来源不受信任"),
    errors.UnknownHome: (503, "没有资料库"),
    errors.NewerHome: (503, "资料库版本过新"),
    errors.HomeLocked: (503, "资料库正被写入"),
    errors.IntegrityFailed: (503, "资料库数据不一致"),
    errors.StorageFailed: (503, "存储失败"),
    errors.FingerprintMismatch: (503, "向量模型不一致"),
    errors.UnknownModel: (503, "没有此向量模型"),
    errors.LanguageModelFailed: (503, "语言模型不可用"),
    errors.ConfigurationError: (500, "设置不正确"),
    errors.UnusableFile: (422, "文件不能使用"),
    errors.TargetFailed: (502, "被评测的服务没有给出结果"),
    YoujuError: (500, "内部错误"),
}
"""Status and title of every error; the last line is for what nobody foresaw."""

_OPENAI_PATHS = ("/v1/chat/", "/v1/models")


@dataclass(frozen=True, slots=True)
class Problem:
    status: int
    code: str
    title: str
    detail: str


_FRAMEWORK = {
    404: Problem(404, "not_found", "没有此地址", "没有这个地址。请对照 /docs 中的接口说明。"),
    405: Problem(405, "method_not_allowed", "方法不允许", "这个地址不支持此请求方法。请对照 /docs 中的接口说明。"),
}
"""What the router itself refuses."""


def problem_of(error: YoujuError) -> Problem:
    status, title = entry(type(error))
    return Problem(status, error.code, title, error.message)


def entry(error: type[YoujuError]) -> tuple[int, str]:
    """The line of `TABLE` for this class, or for the nearest class above it."""
    return next(TABLE[cls] for cls in error.__mro__ if cls in TABLE)


def response(problem: Problem, instance: str, headers: Mapping[str, str] | None = None) -> Response:
    """`instance` is the path of the request."""
    body: dict[str, object] = {"type": f"/docs#{problem.code}", **asdict(problem), "instance": instance}
    if instance.startswith(_OPENAI_PATHS):  # what an OpenAI client looks for
        kind = "invalid_request_error" if problem.status < 500 else "server_error"
        body["error"] = {"message": problem.detail, "type": kind, "param": None, "code": problem.code}
    asking = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else {}
    return JSONResponse(body, problem.status, {**asking, **(headers or {})}, media_type="application/problem+json")


def not_found(instance: str) -> Response:
    """For a path that leads nowhere."""
    return response(_FRAMEWORK[404], instance)


def install(app: FastAPI) -> None:
    """What the framework refuses by itself takes the same form."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)


def _invalid(request: Request, raised: Exception) -> Response:
    found = cast(RequestValidationError, raised).errors()
    complaints = "；".join(_complaint(each) for each in found[:5])
    return response(problem_of(InvalidRequest(complaints)), request.url.path)


def _refused(request: Request, raised: Exception) -> Response:
    refused = cast(HTTPException, raised)
    problem = _FRAMEWORK.get(refused.status_code) or problem_of(InvalidRequest("无法读取请求体"))
    return response(problem, request.url.path, refused.headers)


_COMPLAINTS = {
    "missing": "缺少“{field}”",
    "json_invalid": "不是有效的 JSON",
    "extra_forbidden": "没有“{field}”这一项",
    "string_type": "“{field}”应是文字",
    "int_type": "“{field}”应是整数",
    "int_parsing": "“{field}”应是整数",
    "int_from_float": "“{field}”应是整数",
    "bool_parsing": "“{field}”应是 true 或 false",
    "list_type": "“{field}”应是列表",
    "model_attributes_type": "“{field}”应是 JSON 对象",
    "literal_error": "“{field}”不是允许的值",
    "date_from_datetime_parsing": "“{field}”应写成 2025-01-24 的形式",
    "too_short": "“{field}”不能为空",
    "string_too_long": "“{field}”太长",
}
"""Kinds of pydantic's complaints, in Chinese."""


def _complaint(found: object) -> str:
    details = cast("dict[str, object]", found)
    kind = str(details.get("type", ""))
    location = [str(part) for part in cast(Sequence[object], details.get("loc", ())) if part != "body"]
    return _COMPLAINTS.get(kind, "“{field}”的值不正确").format(field=".".join(location) or "请求体")


class ErrorGuard:
    """Outermost but for headers and counting: whatever is raised inside becomes a problem."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except YoujuError as error:
            if started:
                raise
            await response(problem_of(error), scope["path"])(scope, receive, send)
        except Exception:
            failure = incident(f"{scope['method']} {scope['path']}")
            if started:
                raise
            await response(problem_of(failure), scope["path"])(scope, receive, send)
