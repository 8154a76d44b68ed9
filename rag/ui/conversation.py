"""The conversation as HTML: questions, answers with their marks, tables, notices, and the list of sources."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.types import Cell, Row, Status, Table
from rag.ui.exchange import MARK, Exchange, Source, plain
from rag.ui.markup import button, escape, facts, notice, office

_STATUS: dict[Status, str] = {"answered": "已回答", "partial": "部分回答", "refused": "未找到"}
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.)])\s+")
_HEADING = re.compile(r"^#{1,6}\s+")
_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")


def conversation(exchanges: Sequence[Exchange]) -> str:
    return "".join(map(_exchange, exchanges))


def welcome(examples: Sequence[str], documents: int) -> str:
    """What an empty chat shows: how to begin, with questions that the library can answer."""
    if not documents:
        return _empty_library()
    items = "".join(f"<li>{button(escape(text), 'example', {'text': text}, 'example')}</li>" for text in examples)
    return (
        '<section class="welcome"><h2>请输入要查询的问题</h2>'
        f"<p>资料库中有 {documents} 份文件。回答只依据这些文件，每句话都标明出处，点击编号可查看原文。</p>"
        + (f'<h3>可以这样问</h3><ul class="examples">{items}</ul>' if items else "")
        + "</section>"
    )


def _empty_library() -> str:
    go = button("去上传文件", "desk", {}, "primary")
    return (
        '<section class="welcome"><h2>资料库里还没有文件</h2>'
        f"<p>请先上传工作计划、工作要点、工作总结、通知等文件，上传后即可提问。</p>{go}</section>"
    )


def _exchange(exchange: Exchange) -> str:
    return (
        '<section class="exchange"><h2 class="asked"><span class="unseen">问：</span>'
        f"{escape(exchange.question)}</h2>{_reply(exchange)}</section>"
    )


def _reply(exchange: Exchange) -> str:
    if exchange.error:
        return f'<div class="answer"><p class="trouble" role="alert">{escape(exchange.error)}</p></div>'
    parts = [
        _head(exchange),
        notice(f"按此理解：{exchange.understood_as}", "understood") if exchange.understood_as else "",
        _prose(exchange.text, exchange.sources),
        _table(exchange.table, exchange.sources) if exchange.table else "",
        _notices(exchange.notices),
        _sources(exchange.sources),
        _tools(exchange) if exchange.status else "",
    ]
    return f'<div class="answer">{"".join(parts)}</div>'


def _head(exchange: Exchange) -> str:
    if exchange.running:
        return f'<p class="progress" role="status"><span class="pulse" aria-hidden="true"></span>{escape(exchange.progress)}…</p>'
    if exchange.status is None:
        return '<p class="head"><span class="status partial">已停止</span></p>'
    label = f'<span class="status {exchange.status}">{_STATUS[exchange.status]}</span>'
    return f'<p class="head" role="status">{label}<span class="origin">{escape(exchange.origin)}</span></p>'


def _prose(text: str, sources: Sequence[Source]) -> str:
    """Paragraphs and list items of a plain text; the few Markdown marks language models like are put right, no others."""
    blocks: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        body = _inline(_HEADING.sub("", _BULLET.sub("", line)).strip(), sources)
        listed, headed = _BULLET.match(line), _HEADING.match(line)
        blocks.append(f'<p class="item">{body}</p>' if listed else f"<p><strong>{body}</strong></p>" if headed else f"<p>{body}</p>")
    return f'<div class="prose">{"".join(blocks)}</div>' if blocks else ""


def _inline(text: str, sources: Sequence[Source]) -> str:
    known = {source.n: source for source in sources}

    def chip(match: re.Match[str]) -> str:
        source = known.get(int(match[1]))
        return _chip(source) if source else match[0]

    return MARK.sub(chip, _STRONG.sub(r"<strong>\1</strong>", escape(text)))


def _chip(source: Source) -> str:
    if source.deleted:
        return f'<span class="chip gone">{source.n}</span>'
    return button(str(source.n), "passage", _place(source), "chip", describe=f"查看出处 {source.n}：{source.title}")


def _place(source: Source) -> dict[str, object]:
    return {"document": source.document_id, "start": source.start, "end": source.end, "quote": source.quote, "n": source.n}


def _table(table: Table, sources: Sequence[Source]) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in ("", *table.columns))
    body = "".join(_row(row, sources) for row in table.rows)
    return (
        '<div class="sideways" tabindex="0" role="region" aria-label="对比表">'
        f'<table class="compare"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(row: Row, sources: Sequence[Source]) -> str:
    return f'<tr><th scope="row">{escape(row.label)}</th>{"".join(_cell(cell, sources) for cell in row.cells)}</tr>'


def _cell(cell: Cell, sources: Sequence[Source]) -> str:
    marks = "".join(f"[{n}]" for n in cell.citations if f"[{n}]" not in cell.text)
    return f"<td>{_inline(cell.text + marks, sources).replace(chr(10), '<br>')}</td>"


def _notices(messages: Sequence[str]) -> str:
    return f'<ul class="notices">{"".join(f"<li>{escape(message)}</li>" for message in messages)}</ul>' if messages else ""


def _sources(sources: Sequence[Source]) -> str:
    if not sources:
        return ""
    return f'<h3 class="sources-head">出处</h3><ol class="sources">{"".join(map(_source, sources))}</ol>'


def _source(source: Source) -> str:
    if source.deleted:
        return f'<li><span class="chip gone">{source.n}</span><div><p class="hint">文件已删除</p></div></li>'
    title = button(escape(source.title), "passage", _place(source), "link", describe=f"查看出处 {source.n}：{source.title}")
    about = facts((*office(source.issuer, source.region), source.published_on, source.locator))
    return f'<li>{_chip(source)}<div>{title}<p class="facts">{about}</p><blockquote>{escape(source.shown)}</blockquote></div></li>'


def _tools(exchange: Exchange) -> str:
    return f'<p class="tools"><button type="button" class="quiet" data-copy="{escape(plain(exchange))}">复制回答和出处</button></p>'
