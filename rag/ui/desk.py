"""The document desk: what was uploaded and how it went, the list of documents, and the question before a deletion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from index.types import Header
from rag.ui.markup import button, day, escape, notice, office, years

LISTED = 200
"""Rows shown at once; the search box narrows the rest."""
Outcome = Literal["waiting", "running", "added", "updated", "unchanged", "failed"]
_OUTCOMES: dict[Outcome, str] = {
    "waiting": "等待处理",
    "running": "正在处理",
    "added": "已加入",
    "updated": "已更新",
    "unchanged": "内容相同，未重复加入",
    "failed": "未能加入",
}
_STAGES = {"load": "读取文件", "embed": "计算向量", "store": "写入资料库", "index": "更新索引"}
_COLUMNS = ("文件", "发布单位", "年份", "文种", "发布日期", "篇幅", "")


class Row(Protocol):
    """What the list needs of a catalogue row."""

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def header(self) -> Header: ...
    @property
    def chunks(self) -> int: ...
    @property
    def characters(self) -> int: ...


def upload_form(address: str, largest_bytes: int) -> str:
    """Where files are chosen or dropped; the script posts each of them to `address` and reports the jobs as `uploaded`."""
    megabytes = f"{largest_bytes / 1024**2:g} MB"
    return (
        "<section><h2>上传文件</h2>"
        f'<label class="drop" data-address="{escape(address)}" data-largest="{largest_bytes}" data-limit="{megabytes}">'
        '<input type="file" multiple class="unseen"><span class="choose">选择文件</span>'
        "<span>或把文件拖到这里，可一次选择多份</span></label>"
        f'<p class="hint">支持 txt、md、html、docx 和带文字的 PDF，单个文件不超过 {megabytes}。同名文件再次上传，会更新为新版本。</p>'
        '<p class="hint sending" role="status"></p></section>'
    )


def done(message: str) -> str:
    """What has just been done."""
    return f'<p class="done" role="status">{escape(message)}</p>'


def trouble(message: str) -> str:
    """Why something was not done."""
    return f'<p class="trouble" role="alert">{escape(message)}</p>'


def uploads(lines: Sequence[str]) -> str:
    """The list of this upload's files, one line (`upload_line`) each."""
    return f'<ul class="uploads" aria-live="polite">{"".join(lines)}</ul>' if lines else ""


def upload_line(name: str, outcome: Outcome, detail: str = "", share: float | None = None) -> str:
    """`share` of the work done, 0 to 1; None when it is not known."""
    value = "" if share is None else f' value="{share:.2f}"'
    bar = f'<progress max="1"{value} aria-label="{escape(name)}"></progress>' if outcome in {"waiting", "running"} else ""
    reason = f'<span class="reason">{escape(detail)}</span>' if detail else ""
    return (
        f'<li class="{outcome}"><span class="name">{escape(name)}</span><span class="outcome">{_OUTCOMES[outcome]}</span>{bar}{reason}</li>'
    )


def stage(name: str) -> str:
    """A stage of the work, for people; nothing for one that has no name here."""
    return _STAGES.get(name, "")


def narrowed(rows: Sequence[Row], words: str) -> tuple[Row, ...]:
    """The rows in which every word occurs, in title, issuer, region, number, years, kinds or file name."""
    wanted = words.casefold().split()
    return tuple(row for row in rows if all(word in _searched(row) for word in wanted))


def documents(rows: Sequence[Row], words: str = "") -> str:
    if not rows:
        return notice("资料库里还没有文件。请在上方选择文件上传，上传后即可在“问答”中提问。", "empty")
    matching = narrowed(rows, words)
    if not matching:
        return notice(f"没有与“{words.strip()}”相符的文件。请换一个词，或清空搜索框查看全部文件。", "empty")
    head = "".join(f'<th scope="col">{column or _unseen("操作")}</th>' for column in _COLUMNS)
    body = "".join(map(_row, matching[:LISTED]))
    table = f'<table class="desk"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<p class="hint count">{_count(len(rows), len(matching))}</p>{table}'


def confirmation(row: Row) -> str:
    """The question before a deletion; it names the document."""
    buttons = button("取消", "keep", {}, "secondary") + button("确认删除", "erase", {"id": row.id}, "danger")
    named = f'<strong>{escape(row.header.title)}</strong><br><span class="hint">文件名：{escape(row.source)}</span>'
    return (
        '<div class="veil"><div class="dialog" role="alertdialog" aria-modal="true" aria-labelledby="dialog-title">'
        f'<h2 id="dialog-title">确认删除这份文件？</h2><p>{named}</p>'
        f'<p>删除后无法恢复，依据这份文件的回答也会隐去相应内容。</p><p class="buttons">{buttons}</p></div></div>'
    )


def _row(row: Row) -> str:
    header = row.header
    look = button("查看", "passage", {"document": row.id}, "quiet", describe=f"查看 {header.title}")
    drop = button("删除", "drop", {"id": row.id}, "quiet danger-text", describe=f"删除 {header.title}")
    name = f'<span class="title">{escape(header.title)}</span><span class="hint">{escape(row.source)}</span>'
    cells = (
        ("", name),
        ("发布单位", escape("，".join(office(header.issuer, header.region)))),
        ("年份", escape(years(header.years))),
        ("文种", escape("、".join(header.kinds))),
        ("发布日期", day(header.published_on)),
        ("篇幅", f"<span>{row.characters:,} 字</span> <span>{row.chunks} 段</span>"),
        ("", f'<span class="actions">{look}{drop}</span>'),
    )
    return f"<tr>{''.join(_cell(label, value) for label, value in cells)}</tr>"


def _cell(label: str, value: str) -> str:
    return f'<td data-label="{label}">{value or _unseen("无")}</td>'


def _unseen(text: str) -> str:
    return f'<span class="unseen">{text}</span>'


def _count(total: int, matching: int) -> str:
    counted = f"共 {total} 份文件" if total == matching else f"共 {total} 份文件，其中 {matching} 份相符"
    return counted + (f"，显示前 {LISTED} 份，请用搜索框缩小范围" if matching > LISTED else "")


def _searched(row: Row) -> str:
    header = row.header
    fields = (header.title, header.issuer, header.region, header.number, row.source, *map(str, header.years), *header.kinds)
    return "\n".join(fields).casefold()
