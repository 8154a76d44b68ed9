"""Which element of a web page holds the article, and which parts of the page are only the site around it.

Running text is what tells an article from its surroundings: characters outside links, and far more so where there are full
stops. The site's own parts are removed first, by what they call themselves (nav, footer, breadcrumb …), by being mostly links, or
by speaking of 版权所有 and ICP备; nothing that holds a good part of the page's running text is ever removed that way. The article is
then the deepest element that still holds nearly all running text: rather a line of the site too many than a line lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

_CODE = ("script", "style", "noscript", "template", "link", "rt", "rp", "colgroup")
_MEDIA = ("iframe", "object", "embed", "applet", "svg", "canvas", "audio", "video", "map")
_CONTROLS = ("button", "select", "option", "input", "textarea")
_SITE_TAGS = frozenset({"nav", "aside", "header", "footer"})
_SITE = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|navigation|menu|topbar|top|header|head|logo|search|foot|footer|bottom|copyright|share|bdshare\w*|"
    r"social|sidebar|side|related|relevant|recommend|breadcrumbs?|crumbs?|position|location|weizhi|dqwz|prenext|prevnext|pager|"
    r"pagination|toolbar|tools|print|qrcode|ewm|comments?|advert|links|friendlink)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What parts of a site call themselves."""
_IMPRINT = ("版权所有", "ICP备", "公网安备", "网站标识码", "网站地图")
_CONTACT = ("主办单位", "承办单位", "技术支持", "联系我们", "建议使用", "访问量")
_FIELD = re.compile(
    r"索引号|索取号|发文字号|文件编号|发布机构|发文机关|生成日期|成文日期|组配分类|主题分类|效力状况"
    r"|(?:文号|发文单位|发布单位|公开主体|发布日期|发布时间|发文日期|发文时间|公开日期|时间|日期|来源|有效性|公文时效|内容概述|标题|名称|作者|编辑)[:：|]"
)
_LONGEST_FIELD_LINE = 400
"""Code points without white space."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_EDITOR = re.compile(
    r"(?:^|\s)(?:TRS_\w*EDITOR\w*|trs_editor_view|zoom|zoomcon|UCAP-CONTENT|pages_content|bt_content|article[-_]?(?:content|con|body)|"
    r"con[-_]?text|contentText|vsb_content\w*|v_news_content|xxgk_content|content_text|ivs_content)(?:$|\s)",
    re.IGNORECASE,
)
"""What the content systems that government sites run on call the element of the text."""
_ATTACHMENT = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|7z)(?:$|[?#])", re.IGNORECASE)
_STOPS = frozenset("。；！？")
_MOST_LOST = 0.3
"""Share of the page's running text above which an element is not taken for a part of the site."""
_NEARLY_ALL = 0.95
_NEVER_ALONE = frozenset({"p", "span", "font", "strong", "b", "tbody", "thead", "tr", "th"})
"""Elements too small to be an article even when all running text is in them; the one around is taken."""
_LONGEST_FOOTER = 800
"""Code points."""


def find_article(body: etree._Element, title: str) -> etree._Element:
    """The element that holds the article of this title. Empties the parts of the site under `body`."""
    _empty(body.iter(*_CODE, *_MEDIA, *_CONTROLS))
    _empty(element for element in _elements(body) if _is_footer(element))
    total = _running_text(body)
    for element in [element for element in _elements(body) if _is_site(element, title)]:
        if _running_text(element) <= _MOST_LOST * total:
            _empty([element])
    total = _running_text(body)
    editor = next((element for element in _editors(body) if 2 * _running_text(element) >= total > 0), None)
    return _deepest(body, total) if editor is None else editor


def is_field(line: str) -> bool:
    """True for a line that gives a field of the document: 来源, 发布时间, 文号, 索引号 and so on."""
    squeezed = "".join(line.split())
    return len(squeezed) <= _LONGEST_FIELD_LINE and _FIELD.search(squeezed) is not None


def _empty(elements: Iterable[etree._Element]) -> None:
    """Takes all out of the elements and leaves the text that follows each."""
    for element in list(elements):
        element.clear(keep_tail=True)  # type: ignore[call-arg]  # the stubs are older than the argument


def content(element: etree._Element) -> str:
    """All text under the element without white space."""
    return "".join("".join(str(piece) for piece in element.itertext()).split())


def _running_text(element: etree._Element) -> float:
    """Characters outside links; a text with a full stop counts ten times as much as one without."""
    return sum(len(text) * (1.0 if _STOPS & set(text) else 0.1) for text in _texts(element))


def _texts(element: etree._Element) -> Iterator[str]:
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, current in walk:
        if event == "start" and current.tag == "a":
            walk.skip_subtree()
        elif event == "start":
            yield "".join((current.text or "").split())
        elif current is not element:
            yield "".join((current.tail or "").split())


def _elements(body: etree._Element) -> list[etree._Element]:
    return [element for element in body.iterdescendants() if isinstance(element.tag, str)]


def _is_site(element: etree._Element, title: str) -> bool:
    if _is_hidden(element):
        return True
    if any(_is_editor(around) for around in element.iterancestors()):  # there everything is the author's
        return False
    return _is_links(element) or _is_imprint(element) or (_names_itself(element) and not _tells(element, title))


def _names_itself(element: etree._Element) -> bool:
    return element.tag in _SITE_TAGS or _SITE.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def _tells(element: etree._Element, title: str) -> bool:
    """True for what says what the document is, such as a head with its title and date."""
    if element.find(".//h1") is not None or element.tag == "h1":
        return True
    text = content(element)
    return is_field(text) or (bool(title) and text == "".join(title.split()))


def _is_footer(element: etree._Element) -> bool:
    """Foot of the site by name and by words, or by its words alone: gone even where the article is shorter than it."""
    text = content(element)
    words = sum(word in text for word in _IMPRINT)
    named = element.tag == "footer" or "foot" in f"{element.get('class', '')} {element.get('id', '')}".lower()
    return len(text) <= _LONGEST_FOOTER and (words >= 2 or (words == 1 and named)) and element.find(".//h1") is None


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None


def _is_links(element: etree._Element) -> bool:
    """At least two links that make up most of the text, none of them to a document."""
    if element.tag not in {"ul", "ol", "dl", "div", "table", "tr", "td", "p", "section"}:
        return False
    links, text = list(element.iter("a")), content(element)
    if len(links) < 2 or text.startswith("附件") or any(_ATTACHMENT.search(link.get("href", "")) for link in links):
        return False
    return sum(len(content(link)) for link in links) > 0.7 * len(text)


def _is_imprint(element: etree._Element) -> bool:
    text = content(element)
    return len(text) <= _LONGEST_FOOTER and any(word in text for word in _IMPRINT) and any(word in text for word in _CONTACT)


def _editors(body: etree._Element) -> Iterator[etree._Element]:
    return (element for element in _elements(body) if _is_editor(element))


def _is_editor(element: etree._Element) -> bool:
    return (
        element.tag in {"div", "td", "section", "article"}
        and _EDITOR.search(f"{element.get('id', '')} {element.get('class', '')}") is not None
    )


def _deepest(body: etree._Element, total: float) -> etree._Element:
    """Goes down as long as one child holds nearly all running text, and up again from what is no more than a paragraph."""
    element, child = body, body if total > 0 else None
    while child is not None:
        element = child
        child = next((other for other in element if _running_text(other) >= _NEARLY_ALL * total), None)
    while element.tag in _NEVER_ALONE and (parent := element.getparent()) is not None:
        element = parent
    return element
