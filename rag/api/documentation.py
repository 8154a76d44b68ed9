"""`/docs`: the interface as one page of plain HTML, rendered from the OpenAPI description. Nothing is loaded from anywhere.

FastAPI's own page fetches scripts from another host; this one has none, so it also works without a network and under a
policy that allows no script. Every error code has an anchor here: the `type` of a problem points at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from rag.api.problems import TABLE

router = APIRouter(include_in_schema=False)
Schema = Mapping[str, object]
_STYLE = """
body{font:16px/1.7 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;
max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a2230}
h2{margin-top:2.5rem;border-bottom:1px solid #d5dbe5}h3{margin:1.5rem 0 .3rem;font-size:1rem}
code,pre{font:.88em/1.6 ui-monospace,Consolas,monospace;background:#f3f5f9;border-radius:4px}code{padding:.1em .35em}
pre{padding:.7rem 1rem;overflow-x:auto}b.method{display:inline-block;min-width:4.5rem;color:#0b4f9e}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #e6eaf1;vertical-align:top}
"""


@router.get("/docs")
def documentation(request: Request) -> HTMLResponse:
    return HTMLResponse(page(request.app.openapi()))


def page(description: Schema) -> str:
    """`description` is an OpenAPI document."""
    info = _mapping(description["info"])
    sections = "".join(_operations(description)) + _errors()
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{_text(info['title'])}</title><style>{_STYLE}</style><h1>{_text(info['title'])}</h1>"
        f'<p>{_text(info.get("description", ""))}</p><p>机器可读的说明：<a href="/openapi.json">/openapi.json</a></p>{sections}</html>'
    )


def _operations(description: Schema) -> Iterator[str]:
    tag = ""
    for path, methods in _mapping(description["paths"]).items():
        for method, value in _mapping(methods).items():
            operation = _mapping(value)
            current = str(cast("list[object]", operation.get("tags", [""]))[0])
            if current != tag:
                tag = current
                yield f"<h2>{escape(tag)}</h2>"
            yield _operation(path, method, operation, description)


def _operation(path: str, method: str, operation: Schema, description: Schema) -> str:
    heading = f'<h3><b class="method">{method.upper()}</b> <code>{escape(path)}</code> {_text(operation.get("summary", ""))}</h3>'
    remarks = f"<p>{_text(operation['description'])}</p>" if operation.get("description") else ""
    rows = [
        (str(_mapping(each)["name"]), _mapping(each).get("schema"), _mapping(each).get("description", ""))
        for each in cast("list[object]", operation.get("parameters", []))
    ]
    body = _body_schema(operation)
    fields = _mapping(_resolved(body, description).get("properties", {}))
    rows += [(name, schema, _mapping(schema).get("description", "")) for name, schema in fields.items()]
    return heading + remarks + _fields(rows, description)


def _body_schema(operation: Schema) -> Schema:
    content = _mapping(_mapping(operation.get("requestBody", {})).get("content", {}))
    return next((_mapping(_mapping(media).get("schema", {})) for media in content.values()), {})


def _fields(rows: list[tuple[str, object, object]], description: Schema) -> str:
    if not rows:
        return ""
    lines = [
        f"<tr><td><code>{escape(name)}</code></td><td><code>{escape(_kind(_mapping(schema), description))}</code></td>"
        f"<td>{_text(remark)}{_default(_mapping(schema))}</td></tr>"
        for name, schema, remark in rows
    ]
    return f"<table>{''.join(lines)}</table>"


def _kind(schema: Schema, description: Schema) -> str:
    """`string`, `array<integer>`, `{regions: array<string>, …}`."""
    schema = _resolved(schema, description)
    if alternatives := schema.get("anyOf"):
        return " | ".join(_kind(_mapping(each), description) for each in cast("list[object]", alternatives))
    if words := schema.get("enum"):
        return " | ".join(str(word) for word in cast("list[object]", words))
    if schema.get("type") == "array":
        return f"array<{_kind(_mapping(schema.get('items', {})), description)}>"
    if properties := schema.get("properties"):
        return "{" + ", ".join(f"{name}: {_kind(_mapping(each), description)}" for name, each in _mapping(properties).items()) + "}"
    return str(schema.get("format") or schema.get("type", "any"))


def _default(schema: Schema) -> str:
    default = schema.get("default")
    return f"（默认 <code>{_text(default)}</code>）" if isinstance(default, str | int) and default else ""


def _resolved(schema: Schema, description: Schema) -> Schema:
    """What a `$ref` stands for; anything else as it is."""
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    found: object = description
    for part in reference.removeprefix("#/").split("/"):
        found = _mapping(found)[part]
    return _mapping(found)


def _errors() -> str:
    lines = [
        f'<tr id="{error.code}"><td>{status}</td><td><code>{error.code}</code></td><td>{escape(title)}</td></tr>'
        for error, (status, title) in TABLE.items()
    ]
    return f"<h2>错误代码</h2><table>{''.join(lines)}</table>"


def _mapping(value: object) -> Mapping[str, object]:
    return cast(Mapping[str, object], value)


def _text(value: object) -> str:
    return escape(str(value))
