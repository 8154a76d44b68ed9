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
from typing import NamedTuple, TypeAlias

from lxml import etree

from index.errors import DamagedDocument, DocumentWithoutText, ParserFailed
from index.loaders.article import content, find_article, is_field

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
_SOURCE = re.compile("来源|发布机构|发文机关|发布单位|发文单位")
_NUMBERED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十百\d]{1,4}[)）、．.]|第[一二三四五六七八九十百\d]+[章节条])")
_MARKUP = re.compile(r"<[^<>]*>")
_FIRST_LINES = 6
_TITLE_PARTS = re.compile(r"\s*[_|\-—–]+\s*")
_DATE = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’—…]")


class Mark(Enum):
    BREAK = auto()
    ARTICLE = auto()
    END = auto()


class Row(NamedTuple):
    """A line that is ready: white space in it stays."""

    line: str


Token: TypeAlias = str | Mark | Row


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
    article = find_article(body, meta.title)
    above, inside, below = _parts(list(_tokens(body, article)))
    if not inside:
        raise DocumentWithoutText
    told = [line for line in above if _is_title(line, meta) or is_field(line)]
    return "\n".join(_with_unshown(told + inside, meta, len(told) + _FIRST_LINES) + _attachments(below))


def _read(data: bytes) -> tuple[etree._Element, Meta]:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedDocument(detail=str(error)) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):  # the parser stopped there, without more ado
        raise ParserFailed(detail="网页结构嵌套过深")
    body = root.find("body") if root is not None else None
    if root is None or body is None:
        raise DocumentWithoutText
    return body, _meta(root)


def _meta(root: etree._Element) -> Meta:
    named = {element.get("name", "").lower(): element.get("content", "").strip() for element in root.iter("meta")}
    titles = [_clean("".join(str(piece) for piece in element.itertext())) for element in root.iter("h1")]
    page_title = max(_TITLE_PARTS.split(_clean(root.findtext(".//title") or "")), key=len)
    shown = titles[0] if len(titles) == 1 else ""
    return Meta(
        _clean(_MARKUP.sub("", named.get("articletitle", ""))) or shown or page_title,
        named.get("contentsource", ""),
        named.get("pubdate", ""),
    )


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
        if isinstance(token, Row):
            lines.append(token.line)
    return lines


def _tokens(body: etree._Element, article: etree._Element) -> Iterator[Token]:
    """Walks without recursion: pages with unclosed tags are nested thousands deep."""
    around = set(article.iterancestors())
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            yield from _closing(element, article)
            yield (element.tail or "") if element is not body else ""
            continue
        yield from _opening(element, article)
        if element.tag == "table" and element not in around and _is_data(element):
            yield from _rows(element)
            walk.skip_subtree()  # its end is told all the same
        else:
            yield element.text or ""


def _opening(element: etree._Element, article: etree._Element) -> Iterator[Token]:
    if element is article:
        yield Mark.ARTICLE
    if element.tag in _BLOCKS or element.tag == "br":
        yield Mark.BREAK
    yield _item_number(element)


def _closing(element: etree._Element, article: etree._Element) -> Iterator[Token]:
    if element.tag in _BLOCKS:
        yield Mark.BREAK
    if element is article:
        yield Mark.END


def _item_number(element: etree._Element) -> str:
    """The number a browser draws before an item of an ordered list."""
    parent = element.getparent()
    if element.tag != "li" or parent is None or parent.tag != "ol" or _NUMBERED.match(content(element)):
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
        if any(texts):
            yield Row("| " + " | ".join(texts) + " |")


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
        text = " ".join(_lines(list(_tokens(cell, cell))))
        texts.append(text)
        if (rows := _count(cell.get("rowspan"))) > 1:
            below[column] = (rows - 1, text)
        column += _count(cell.get("colspan"))
    texts.extend(text for place, (_, text) in sorted(above.items()) if place >= column)
    return texts, below


def _count(attribute: str | None) -> int:
    return min(max(int(attribute), 1), 1000) if attribute and attribute.strip().isdecimal() else 1


def _is_title(line: str, meta: Meta) -> bool:
    """The title, or one line of a title of several."""
    squeezed, title = "".join(line.split()), "".join(meta.title.split())
    return squeezed == title != "" or (len(squeezed) >= 6 and squeezed in title)


def _attachments(lines: Sequence[str]) -> list[str]:
    start = next((place for place, line in enumerate(lines) if line.startswith("附件")), len(lines))
    return [
        line for line in lines[start:] if re.match(r"附件|\d+[.、．]", line) or re.search(r"\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar)$", line)
    ]


def _with_unshown(lines: list[str], meta: Meta, first: int) -> list[str]:
    """The lines, and what the <meta> tags say and the first lines do not: the title on top, source and date below it."""
    shown = lines[:first]
    at = next((place + 1 for place, line in enumerate(shown) if _is_title(line, meta)), 0)
    source = [f"来源：{meta.source}"] if meta.source and not any(_SOURCE.search(line) for line in shown) else []
    date = [f"发布时间：{meta.date}"] if meta.date and not _dates(meta.date) & _dates(" ".join(shown)) else []
    title = [meta.title] if meta.title and not at else []
    fields = [" ".join(source + date)] if source or date else []
    return lines[:at] + title + fields + lines[at:]


def _dates(text: str) -> set[tuple[int, ...]]:
    return {tuple(int(part) for part in match.groups()) for match in _DATE.finditer(text)}


def _clean(text: str) -> str:
    """White space as a browser shows it, except that a line end between Chinese characters is no space."""

    def space(match: re.Match[str]) -> str:
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
        return "" if "\n" in match.group() and _WIDE.match(before) and _WIDE.match(after) else " "

    return _SPACES.sub(space, text).strip()
