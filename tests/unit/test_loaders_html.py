"""Saved web pages: the article and nothing around it, nothing of the article lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import DocumentWithoutText, ParserFailed
from index.loaders.html import parse

PAGES = Path(__file__).parents[1] / "golden" / "pages"
ARTICLE = "<p>{}</p>".format("</p><p>".join(f"第{number}项工作要按时完成，责任到人，确保取得实效。" for number in range(1, 9)))


def lines(body: str, head: str = "") -> list[str]:
    return parse(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()).splitlines()


@pytest.mark.parametrize("name", ["portal", "table_layout", "short_notice", "policy_library"])
def test_saved_page_gives_exactly_its_article(name: str) -> None:
    expected = (PAGES / f"{name}.txt").read_text(encoding="utf-8")
    assert parse((PAGES / f"{name}.html").read_bytes()) + "\n" == expected


BODIES: list[tuple[str, str, list[str]]] = [
    ("plain", "<p>一、总则</p><p>按时完成。</p>", ["一、总则", "按时完成。"]),
    ("no-markup", "各学校：请按时完成。", ["各学校：请按时完成。"]),
    ("line-breaks", "<div>一、总则<br>按时完成。<br/><br/>二、附则</div>", ["一、总则", "按时完成。", "二、附则"]),
    ("inline", "<p>到<span>2025</span><b>年</b>底，<a href='x'>全区</a>新建<font>3</font>所。</p>", ["到2025年底，全区新建3所。"]),
    ("white-space", "<p>\u3000\u3000全区\n  教育&nbsp;&nbsp;工作  new\nschool。 </p>", ["全区教育 工作 new school。"]),
    ("block-in-span", "<span><div>甲。</div><div>乙。</div></span>", ["甲。", "乙。"]),
    ("entities", "<p>3&lt;5&amp;6&gt;4，&ldquo;好&rdquo;。&#x20BB7;</p>", ["3<5&6>4，“好”。𠮷"]),
    ("ordered-list", "<p>要求：</p><ol start='3'><li>甲。</li><li>乙。</li></ol>", ["要求：", "3.甲。", "4.乙。"]),
    ("numbered-by-hand", "<ol><li>1.甲。</li><li>（二）乙。</li></ol>", ["1.甲。", "（二）乙。"]),
    ("unordered-list", "<ul><li>甲。</li><li>乙。</li></ul>", ["甲。", "乙。"]),
    (
        "table",
        "<p>见表。</p><table><tr><th>指标</th><th>值</th></tr><tr><td>a<br>b</td><td></td></tr></table>",
        ["见表。", "| 指标 | 值 |", "| a b |  |"],
    ),
    (
        "merged-cells",
        "<p>见表。</p><table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>1</td><td>2</td></tr></table>",
        ["见表。", "| 甲 | 乙 |", "| 甲 | 1 | 2 |"],
    ),
    (
        "merged-last-column",
        "<p>见表。</p><table><tr><td>1</td><td rowspan=3>甲</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>",
        ["见表。", "| 1 | 甲 |", "| 2 | 甲 |", "| 3 | 甲 |"],
    ),
    ("layout-table", "<table><tr><td><table><tr><td>甲。</td><td>乙。</td></tr></table></td></tr></table>", ["| 甲。 | 乙。 |"]),
    ("short-text-in-a-layout-table", "<table><tr><td>菜单</td><td>甲。<br>乙。</td></tr></table>", ["甲。", "乙。"]),
    ("table-alone", "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>", ["| 甲 | 1 |", "| 乙 | 2 |"]),
    ("text-beside-a-table", "<p>甲。<b>见表</b><table><tr><td>1</td><td>2</td></tr></table>乙。</p>", ["甲。见表", "| 1 | 2 |", "乙。"]),
    ("gloss", "<p><ruby>區<rt>qū</rt></ruby>政府。</p>", ["區政府。"]),
    ("control-characters", "<p>甲\x0c\x02<script>1</script>\x0c乙。</p>", ["甲 \x02 乙。"]),
    ("unclosed", "<p>甲。<p>乙。<div>丙。", ["甲。", "乙。", "丙。"]),
    ("page-chrome", "<p>甲。</p><p>上一篇：<a>通知</a></p><p>【打印】【关闭】</p><p>分享到：微信 微博</p>", ["甲。"]),
    ("hidden", "<p>甲。乙。丙。丁。</p><div style='display: none'>隐</div>", ["甲。乙。丙。丁。"]),
    (
        "attachments-are-no-navigation",
        "<p>甲。</p><p>附件：<a href='/d?id=1'>1.清单</a><a href='/d?id=2'>2.报表</a></p>",
        ["甲。", "附件：1.清单2.报表"],
    ),
    (
        "links-to-documents-are-no-navigation",
        "<p>甲。</p><p><a href='1.docx'>清单</a> <a href='2.xls'>报表</a></p>",
        ["甲。", "清单 报表"],
    ),
]


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_page_as_lines(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


AROUND: list[tuple[str, str]] = [
    ("navigation", "<div class='main-nav'><a href='/'>首页</a><a href='/1'>政务公开</a></div>{}"),
    ("navigation-without-a-name", "<div><a href='/'>首页</a> | <a href='/1'>政务公开</a> | <a href='/2'>办事</a></div>{}"),
    ("breadcrumb", "<p>您现在的位置：首页 &gt; 政务公开</p>{}"),
    ("footer", "{}<footer><p>未经许可，不得转载。</p><p>版权所有：某区教育局。</p></footer>"),
    ("footer-without-a-name", "{}<div><p>版权所有：某区教育局</p><p>某ICP备00000号</p><p>建议使用谷歌浏览器。</p></div>"),
    ("sidebar", "<div class='sidebar'>热点：我区召开会议，部署工作。</div>{}"),
    ("comments-in-source", "<!-- 注释。 -->{}"),
    ("scripts", "<script>var a='脚本。'</script>{}<style>p{{color:red}}</style>"),
    ("page-in-a-form", "<form><input type='hidden' value='状态。'><div class='nav'><a>首页</a></div><div>{}</div></form>"),
]


@pytest.mark.parametrize("around", [case[1] for case in AROUND], ids=[case[0] for case in AROUND])
def test_site_around_the_article_is_left_out(around: str) -> None:
    assert lines(around.format(f"<div class='x'>{ARTICLE}</div>")) == lines(ARTICLE)


@pytest.mark.parametrize(
    "wrapped",
    [
        "<div class='header'>{}</div>",
        "<div id='top'><div class='location'>{}</div></div>",
        "<aside>{}</aside>",
        "<div style='display:none'>{}</div>",
        "<div class='footer'>{}</div>",
    ],
    ids=["header", "nested", "aside", "hidden", "footer"],
)
def test_article_is_never_taken_for_a_part_of_the_site(wrapped: str) -> None:
    assert lines(wrapped.format(ARTICLE)) == lines(ARTICLE)


META = (
    "<meta name='ArticleTitle' content='关于放假的&lt;br/&gt;通知'><meta name='PubDate' content='2025-04-28 16:00'>"
    "<meta name='ContentSource' content='某区教育局'>"
)
HEADS: list[tuple[str, str, str, list[str]]] = [
    ("meta-alone", META, "", ["关于放假的通知", "来源：某区教育局 发布时间：2025-04-28 16:00"]),
    ("title-shown", META, "<h1>关于放假的通知</h1>", ["关于放假的通知", "来源：某区教育局 发布时间：2025-04-28 16:00"]),
    (
        "all-shown",
        META,
        "<h1>关于放假的通知</h1><div class='tools'>来源：某区教育局 时间：2025年4月28日</div>",
        ["关于放假的通知", "来源：某区教育局 时间：2025年4月28日"],
    ),
    ("title-of-two-lines", META, "<h2>关于放假<br>的通知</h2>", ["关于放假的通知", "来源：某区教育局 发布时间：2025-04-28 16:00"]),
    ("page-title", "<title>关于放假的通知_某区政府</title>", "", ["关于放假的通知"]),
    ("one-heading", "<title>某区政府</title>", "<div class='header'><h1>关于放假的通知</h1></div>", ["关于放假的通知"]),
    ("nothing", "", "", []),
]


@pytest.mark.parametrize(("head", "above", "expected"), [case[1:] for case in HEADS], ids=[case[0] for case in HEADS])
def test_what_the_page_says_about_itself_stands_on_top(head: str, above: str, expected: list[str]) -> None:
    assert lines(f"<div>{above}</div><div id='zoom'>{ARTICLE}</div>", head) == expected + lines(ARTICLE)


def test_page_nested_too_deep_is_not_cut_short() -> None:
    with pytest.raises(ParserFailed, match="嵌套过深"):
        lines("<div>" * 5000 + "正文。")


def test_deep_page_is_read() -> None:
    assert lines("<font>" * 1500 + "正文。") == ["正文。"]


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"<html><frameset><frame src='x'></frameset></html>", b"<!-- -->"])
def test_page_without_text(data: bytes) -> None:
    with pytest.raises(DocumentWithoutText):
        parse(data)
