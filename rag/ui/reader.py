"""A document beside the chat: its head, its outline, and its text with the quoted words marked.

All cutting is done here, in code points of the original; the page only shows what it is given. In readable form each piece is
`index.text.show` of its span; in original form it is the span itself, so the marked words are the quotation, character for
character. A long document is shown page by page, cut at line ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.text import show
from index.types import Document, RepairKind, Section, Span
from rag.ui.markup import button, day, escape, facts, notice, office, years

PAGE_CHARACTERS = 30_000
_REPAIRS: dict[RepairKind, str] = {
    "gloss": "夹注拼音",
    "mojibake": "错位文字",
    "kangxi": "部首字形",
    "space": "多余空格",
    "markup": "网页标记",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What to show of a document: the quotation `[start:end)` if `quote` is not empty, else the page around `start`."""

    document: str
    start: int = 0
    end: int = 0
    quote: str = ""
    original: bool = False


def found(place: Place, text: str) -> Place:
    """The place with the quotation where it now stands; without a quotation if the text no longer has it."""
    if not place.quote or text[place.start : place.end] == place.quote:
        return place
    at = text.find(place.quote)
    if at < 0:
        return replace(place, start=0, end=0, quote="")
    return replace(place, start=at, end=at + len(place.quote))


def reader(document: Document, outline: Sequence[Section], asked: Place, view: str) -> str:
    """The whole panel. `view` is any token that differs from view to view, so that the script knows when to scroll."""
    place = found(asked, document.text)
    pages = page_spans(document.text)
    number = _page_of(pages, place)
    span = Span(pages[number].start, max(pages[number].end, place.end if place.quote else 0))
    moved = bool(asked.quote) and not place.quote
    opening = f'<article class="reader" data-view="{escape(view)}" data-target="at{place.start}" aria-label="文件原文">'
    return (
        opening
        + _head(document, outline, place)
        + '<div class="reader-scroll" tabindex="0">'
        + (notice("文件已更新，其中不再有所引的这句话。", "notice") if moved else "")
        + _turner(pages, number, place)
        + f'<div class="text">{_text(document, outline, place, span)}</div>'
        + _turner(pages, number, place)
        + "</div></article>"
    )


def missing(message: str) -> str:
    """The panel for a document that cannot be shown."""
    head = f'<header class="reader-head">{_close()}<h2 tabindex="-1">无法查看</h2></header>'
    return f'<article class="reader" data-view="missing">{head}{notice(message, "trouble")}</article>'


def page_spans(text: str, size: int = PAGE_CHARACTERS) -> tuple[Span, ...]:
    """Spans of about `size` code points that together are the whole text, each ending at a line end where there is one."""
    cuts = [0]
    while len(text) - cuts[-1] > size:
        line_end = text.rfind("\n", cuts[-1] + size // 2, cuts[-1] + size)
        cuts.append(line_end + 1 if line_end >= 0 else cuts[-1] + size)
    return tuple(Span(start, end) for start, end in pairwise([*cuts, len(text)]))


def _page_of(pages: Sequence[Span], place: Place) -> int:
    return max((n for n, page in enumerate(pages) if page.start <= place.start), default=0)


def _head(document: Document, outline: Sequence[Section], place: Place) -> str:
    header = document.header
    about = facts((*office(header.issuer, header.region), header.number, day(header.published_on), years(header.years)))
    return (
        f'<header class="reader-head">{_close()}<h2 tabindex="-1">{escape(header.title)}</h2><p class="facts">{about}</p>'
        f'<p class="facts">文件名：{escape(document.source)}</p>'
        f"{_switch(document, place)}{_outline(outline, place)}</header>"
    )


def _close() -> str:
    return button("关闭", "shut", {}, "quiet close", describe="关闭原文")


def _switch(document: Document, place: Place) -> str:
    """Readable text or original, where the two differ."""
    if not document.repairs:
        return ""
    counts = Counter(repair.kind for repair in document.repairs)
    summary = "、".join(f"{_REPAIRS[kind]} {count} 处" for kind, count in counts.most_common())
    choices = "".join(_choice(label, place, original) for label, original in (("可读文本", False), ("原文", True)))
    return f'<div class="switch" role="group" aria-label="显示方式">{choices}</div><p class="hint">可读文本已整理：{summary}。</p>'


def _choice(label: str, place: Place, original: bool) -> str:
    chosen = place.original == original
    made = button(label, "passage", _payload(replace(place, original=original)), "choice")
    return made.replace("<button ", f'<button aria-pressed="{str(chosen).lower()}" ', 1)


def _payload(place: Place) -> dict[str, object]:
    return {"document": place.document, "start": place.start, "end": place.end, "quote": place.quote, "original": place.original}


def _outline(outline: Sequence[Section], place: Place) -> str:
    headings = [section for section in outline if not section.run_in]
    if not headings:
        return ""
    items = "".join(_outline_item(section, place) for section in headings)
    return f'<details class="outline"><summary>目录（{len(headings)} 节）</summary><ol>{items}</ol></details>'


def _outline_item(section: Section, place: Place) -> str:
    target = Place(place.document, section.start, section.start, original=place.original)
    label = escape(f"{section.label}{'' if section.label.endswith(('、', ')', '）', '.')) else ' '}{section.title}".strip())
    made = button(label, "passage", _payload(target), "link")
    return f'<li class="level{min(section.level, 4)}">{made.replace("<button ", f"<button data-goto={section.start} ", 1)}</li>'


def _turner(pages: Sequence[Span], number: int, place: Place) -> str:
    if len(pages) == 1:
        return ""
    turns = [
        button(label, "passage", _payload(Place(place.document, pages[to].start, original=place.original)), "quiet")
        for label, to in (("上一页", number - 1), ("下一页", number + 1))
        if 0 <= to < len(pages)
    ]
    return f'<p class="turner"><span>第 {number + 1} 页，共 {len(pages)} 页</span>{"".join(turns)}</p>'


def _text(document: Document, outline: Sequence[Section], place: Place, span: Span) -> str:
    """The text of `span` in pieces, cut where headings and the quotation begin and end."""
    heads = {section.start: section for section in outline if not section.run_in and span.start <= section.start < span.end}
    marked = Span(place.start, place.end) if place.quote else None
    cuts = {span.start, span.end, *(cut for head in heads.values() for cut in (head.start, head.title_end))}
    cuts |= set(marked) if marked else set()
    edges = sorted(cut for cut in cuts if span.start <= cut <= span.end)
    inside = {(start, end) for head in heads.values() for start, end in pairwise(edges) if head.start <= start and end <= head.title_end}
    return "".join(
        _piece(_shown(document, start, end, place.original), start, (start, end) in inside, marked, start in heads)
        for start, end in pairwise(edges)
    )


def _shown(document: Document, start: int, end: int, original: bool) -> str:
    return document.text[start:end] if original else show(document.text, document.repairs, start, end)


def _piece(shown: str, start: int, is_heading: bool, marked: Span | None, opens_heading: bool) -> str:
    body = escape(shown)
    if marked and marked.start <= start < marked.end:
        body = f"<mark>{body}</mark>"
    if is_heading:
        body = f'<span class="heading">{body}</span>'
    return f'<span id="at{start}"></span>{body}' if opens_heading else body
