"""A web page saved from a government site: its article, without the site around it.

lxml parses; the rest is ours, because general extractors drop what matters here (the 来源/发布时间 line, paragraphs that are links to
attachments) and keep what does not (上一篇/下一篇). `index.loaders.article` finds the element that holds the article; this module
writes the page down, one paragraph per line, tables as `| a | b |` rows with merged cells repeated in each row, list numbers as a
browser draws them, and keeps the article, the lines above it that say what it is (index table, title, source and date), and the
attachments named below it.

What the page shows nowhere is put on top from the <meta> tags that government web sites must carry (国办发〔2017〕47号):
ArticleTitle, ContentSource, PubDate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from lxml import etree

from index.errors import DamagedDocument, DocumentWithoutText
from index.loaders.article import content, find_article

_SECTIONS = {"body", "main", "article", "section", "aside", "header", "footer", "div", "center", "form", "fieldset", "address", "details"}
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "hr", "figure", "figcaption", "summary"}
_LISTS = {"ul", "ol", "li", "dl", "dt", "dd"}
_TABLES = {"table", "thead", "tbody", "tfoot", "tr", "td", "th"}
_BLOCKS = frozenset(_SECTIONS | _PARAGRAPHS | _LISTS | _TABLES)
_CHROME = re.compile(
    r"(?:上一|下一|前一|后一)(?:篇|条|页)\s*[:：].{0,120}"
    r"|(?:您|你)?(?:现在|当前|所在)?的?(?:所在)?位置\s*[:：].*"
    r"|(?:[\[【〖(（]?\s*(?:打印(?:本页|此页|文章)?|关闭(?:窗口|本页|页面)?|收藏(?:本页)?|返回(?:顶部|列表|首页|上一页)?|分享(?:到|至)?|保存|纠错|我要纠错"
    r"|大|中|小|微信|微博|新浪微博|QQ空间|复制链接|扫一扫.{0,20}|字体大小|字号)\s*[\]】〗)）]?[\s|:：/]*)+"
)
_FIELD = re.compile(
    r"(?:信息)?(?:索引号|索取号|文号|发文字号|文件编号|发布机构|发文机关|发文单位|发布单位|公开主体|发布日期|发布时间|发文日期|发文时间|生成日期|成文日期|公开日期|"
    r"时间|日期|来源|主题分类|组配分类|效力状况|有效性|公文时效|内容概述|作者)\s*(?:[:：|]|\s)"
)
_LONGEST_FIELD_LINE = 400
_FIRST_LINES = 6
_TITLE_PARTS = re.compile(r"\s*[_|\-—–]+\s*")
_DATE = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’—…]")


class Mark(Enum):
    BREAK = auto()
    ARTICLE = auto()
    END = auto()


Token: TypeAlias = str | Mark


@dataclass(frozen=True, slots=True)
class Meta:
    """What the page says about its article. Empty where it says nothing."""

    title: str
    source: str
    date: str


def parser_name() -> str:
    return f"html@1+lxml-{etree.__version__}"


def parse(data: bytes) -> str:
    """One paragraph or table row per line, from UTF-8. Raises DamagedDocument or DocumentWithoutText."""
    body, meta = _read(data)
    article = find_article(body)
    above, inside, below = _parts(list(_tokens(body, article)))
    lines = [*_told_above(above, meta), *inside, *_attachments(below)]
    if not inside:
        raise DocumentWithoutText
    return "\n".join(_unshown(meta, lines[: len(lines) - len(inside) + _FIRST_LINES]) + lines)


def _read(data: bytes) -> tuple[etree._Element, Meta]:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedDocument(detail=str(error)) from error
    body = root.find("body") if root is not None else None
    if root is None or body is None:
        raise DocumentWithoutText
    return body, _meta(root)


def _meta(root: etree._Element) -> Meta:
    named = {element.get("name", "").lower(): element.get("content", "").strip() for element in root.iter("meta")}
    titles = [_clean("".join(str(piece) for piece in element.itertext())) for element in root.iter("h1")]
    page_title = max(_TITLE_PARTS.split(_clean(root.findtext(".//title") or "")), key=len)
    shown = titles[0] if len(titles) == 1 else ""
    return Meta(named.get("articletitle") or shown or page_title, named.get("contentsource", ""), named.get("pubdate", ""))


def _parts(tokens: Sequence[Token]) -> tuple[list[str], list[str], list[str]]:
    """Lines above, in and below the article."""
    start, end = tokens.index(Mark.ARTICLE), tokens.index(Mark.END)
    above, inside, below = (_lines(part) for part in (tokens[:start], tokens[start:end], tokens[end:]))
    return above, inside, below


def _lines(tokens: Sequence[Token]) -> list[str]:
    """Text between two marks is a line; what a site adds to every page is left out."""
    lines, pieces = [], list[str]()
    for token in (*tokens, Mark.BREAK):
        if isinstance(token, str):
            pieces.append(token)
            continue
        line = _clean("".join(pieces))
        pieces.clear()
        if line and not _CHROME.fullmatch(line):
            lines.append(line)
    return lines


def _tokens(element: etree._Element, article: etree._Element) -> Iterator[Token]:
    if element is article:
        yield Mark.ARTICLE
    yield from _marked(element, article)
    if element is article:
        yield Mark.END


def _marked(element: etree._Element, article: etree._Element) -> Iterator[Token]:
    if element.tag == "br":
        yield Mark.BREAK
    elif element.tag == "table" and _is_data(element):
        yield from _rows(element)
    elif element.tag in _BLOCKS:
        yield Mark.BREAK
        yield _item_number(element)
        yield from _content(element, article)
        yield Mark.BREAK
    elif isinstance(element.tag, str):
        yield from _content(element, article)


def _content(element: etree._Element, article: etree._Element) -> Iterator[Token]:
    yield element.text or ""
    for child in element:
        yield from _tokens(child, article)
        yield child.tail or ""


def _item_number(element: etree._Element) -> str:
    """The number a browser draws before an item of an ordered list."""
    parent = element.getparent()
    if element.tag != "li" or parent is None or parent.tag != "ol":
        return ""
    start = parent.get("start", "1")
    before = sum(1 for _ in element.itersiblings("li", preceding=True))
    return f"{(int(start) if start.isdecimal() else 1) + before}."


def _is_data(table: etree._Element) -> bool:
    """A table of values; the others arrange the page: tables around tables, of one column, or around running text."""
    cells = list(table.iter("td", "th"))
    nested = next(table.iterdescendants("table"), None) is not None
    columns = max((len(list(row.iterchildren("td", "th"))) for row in table.iter("tr")), default=0)
    texts = [len(content(cell)) for cell in cells]
    return not nested and columns > 1 and max(texts) < max(500, 0.6 * sum(texts))


def _rows(table: etree._Element) -> Iterator[Token]:
    below: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        texts, below = _row(row, below)
        yield Mark.BREAK
        if any(texts):
            yield "| " + " | ".join(texts) + " |"
    yield Mark.BREAK


def _row(row: etree._Element, above: dict[int, tuple[int, str]]) -> tuple[list[str], dict[int, tuple[int, str]]]:
    """Texts of the row, and by column what cells reaching further down leave for the next: rows left, text.

    A cell over several columns stands once; one over several rows in each of them.
    """
    texts: list[str] = []
    below = {column: (rows - 1, text) for column, (rows, text) in above.items() if rows > 1}
    column = 0
    for cell in row.iterchildren("td", "th"):
        while column in above:
            texts.append(above[column][1])
            column += 1
        text = _clean(" ".join(_lines(list(_content(cell, row)))))
        texts.append(text)
        if (rows := _count(cell.get("rowspan"))) > 1:
            below[column] = (rows - 1, text)
        column += _count(cell.get("colspan"))
    texts.extend(text for place, (_, text) in sorted(above.items()) if place >= column)
    return texts, below


def _count(attribute: str | None) -> int:
    return min(max(int(attribute), 1), 1000) if attribute and attribute.strip().isdecimal() else 1


def _told_above(lines: Sequence[str], meta: Meta) -> list[str]:
    """Lines above the article that give its title or its fields."""
    return [line for line in lines if _is_title(line, meta) or (len(line) <= _LONGEST_FIELD_LINE and _FIELD.search(line))]


def _is_title(line: str, meta: Meta) -> bool:
    """The title, or one line of a title of several."""
    squeezed, title = "".join(line.split()), "".join(meta.title.split())
    return squeezed == title or (len(squeezed) >= 6 and squeezed in title)


def _attachments(lines: Sequence[str]) -> list[str]:
    start = next((place for place, line in enumerate(lines) if line.startswith("附件")), len(lines))
    return [
        line for line in lines[start:] if re.match(r"附件|\d+[.、．]", line) or re.search(r"\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar)$", line)
    ]


def _unshown(meta: Meta, shown: Sequence[str]) -> list[str]:
    """What the <meta> tags say and the page does not show, as lines in the form that pages use."""
    text = "".join("".join(line.split()) for line in shown)
    title = [meta.title] if meta.title and "".join(meta.title.split()) not in text else []
    source = [f"来源：{meta.source}"] if meta.source and "".join(meta.source.split()) not in text else []
    date = [f"发布时间：{meta.date}"] if meta.date and not _dates(meta.date) & _dates(" ".join(shown)) else []
    fields = " ".join(source + date)
    return title + ([fields] if fields else [])


def _dates(text: str) -> set[tuple[int, ...]]:
    return {tuple(int(part) for part in match.groups()) for match in _DATE.finditer(text)}


def _clean(text: str) -> str:
    """White space as a browser shows it, except that a line end between Chinese characters is no space."""

    def space(match: re.Match[str]) -> str:
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
        return "" if "\n" in match.group() and _WIDE.match(before) and _WIDE.match(after) else " "

    return _SPACES.sub(space, text).strip()
