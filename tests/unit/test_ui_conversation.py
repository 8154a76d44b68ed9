"""Answers as HTML: what is a button, what is text, and what is left of an answer when its documents are gone."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from rag.types import Answer, Cell, Citation, Event, Notice, Provenance, Question, Row, Table, Turn
from rag.ui.chat import examples, respond, stepped
from rag.ui.conversation import conversation, welcome
from rag.ui.exchange import Exchange, answered, plain, settled, turns
from rag.ui.markup import button, escape
from tests.fakes import fake_youju, sample_documents

FIRST, SECOND = sample_documents()
OUR_TAGS = {"section", "h2", "h3", "span", "div", "p", "strong", "blockquote", "button", "br", "ul", "ol", "li"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "![](http://evil.example/x.png)",
    "<script>alert(1)</script>",
    "[点](javascript:alert(1))",
    "$$x^2$$",
    '"><b>',
    "{{constructor}} ${alert(1)}",
]


class _Seen(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(markup: str) -> _Seen:
    parser = _Seen()
    parser.feed(markup)
    return parser


def citation(n: int, document: object = FIRST, quote: str = "新增学位900个") -> Citation:
    assert document in (FIRST, SECOND)
    chosen = FIRST if document is FIRST else SECOND
    start = chosen.text.index(quote)
    return Citation(n, chosen, start, start + len(quote), quote, quote, "一、")


def complete(text: str, *citations: Citation, table: Table | None = None) -> Exchange:
    answer = Answer("a1", "问", "问", "answered", "extractive", text, citations, (), table)
    return answered(Exchange("问"), answer)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_written_by_others_becomes_markup(text: str) -> None:
    table = Table((text,), (Row(text, (Cell(text, (1,)),)),))
    exchange = replace(complete(f"{text}[1]", citation(1), table=table), question=text, notices=(text,), understood_as=text)
    exchange = replace(
        exchange, sources=tuple(replace(each, title=text, issuer=text, shown=text, locator=text) for each in exchange.sources)
    )
    parsed = seen(conversation([exchange]))
    assert {tag for tag, _ in parsed.tags} <= OUR_TAGS
    assert not [name for _, attributes in parsed.tags for name in attributes if name.startswith("on") or name in {"href", "src", "style"}]
    assert parsed.text.count(text) >= 8


@pytest.mark.parametrize("text", HOSTILE)
def test_an_error_and_a_welcome_are_text_too(text: str) -> None:
    for markup in (conversation([replace(Exchange("问"), error=text)]), welcome([text], 3)):
        assert text in seen(markup).text
        assert not {"img", "script", "a", "b"} & {tag for tag, _ in seen(markup).tags}


def test_a_carriage_return_survives_the_parser() -> None:
    assert escape("甲\r\n乙") == "甲&#13;\n乙"


def test_a_button_carries_its_payload_unharmed() -> None:
    payload = {"quote": "“引号”\"'<b>\n😀", "start": 3}
    attributes = seen(button("查看", "passage", payload, "chip", describe="出处")).tags[0][1]
    assert attributes["data-event"] == "passage"
    assert json.loads(attributes["data-value"] or "") == payload
    assert attributes["aria-label"] == "出处"


def test_marks_become_chips_only_for_citations_that_are_there() -> None:
    parsed = seen(conversation([complete("甲[1]，乙[7]。", citation(1))]))
    chips = [attributes for tag, attributes in parsed.tags if tag == "button" and attributes.get("class") == "chip"]
    places = [json.loads(chip["data-value"] or "") for chip in chips]
    assert [place["n"] for place in places] == [1, 1]  # in the text and before the source
    assert places[0]["quote"] == FIRST.text[places[0]["start"] : places[0]["end"]]
    assert "乙[7]。" in parsed.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一段\n二段", "<p>一段</p><p>二段</p>"),
        ("- 甲\n2. 乙", '<p class="item">甲</p><p class="item">乙</p>'),
        ("## 小标题\n**重点**工作", "<p><strong>小标题</strong></p><p><strong>重点</strong>工作</p>"),
        ("\n\n", ""),
    ],
    ids=["paragraphs", "items", "markdown", "blank"],
)
def test_plain_text_becomes_paragraphs(text: str, expected: str) -> None:
    markup = conversation([complete(text)])
    assert (f'<div class="prose">{expected}</div>' in markup) if expected else ("prose" not in markup)


@pytest.mark.parametrize(
    ("exchange", "words"),
    [
        (Exchange("问"), "正在查找资料…"),
        (replace(Exchange("问"), status="answered"), "已回答"),
        (replace(Exchange("问"), status="partial"), "部分回答"),
        (replace(Exchange("问"), status="refused"), "未找到"),
        (replace(Exchange("问"), stopped=True), "已停止"),
    ],
    ids=["running", "answered", "partial", "refused", "stopped"],
)
def test_every_state_is_named(exchange: Exchange, words: str) -> None:
    assert words in seen(conversation([exchange])).text


def test_a_table_has_heads_and_chips() -> None:
    table = Table(("云溪区", "石桥县"), (Row("新增学位", (Cell("900个", (1,)), Cell("未提及"))),))
    parsed = seen(conversation([complete("见表[1]。", citation(1), table=table)]))
    assert [attributes.get("scope") for tag, attributes in parsed.tags if tag == "th"] == ["col", "col", "col", "row"]
    assert sum(tag == "button" and attributes.get("class") == "chip" for tag, attributes in parsed.tags) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲[1]。乙[2]。", "（所依据的文件已删除）乙[2]。"),
        ("甲。[1]乙。[2]", "（所依据的文件已删除）乙。[2]"),
        ("乙[2]。\n- 甲[1]\n丙", "乙[2]。\n（所依据的文件已删除）\n丙"),
        ("[注]甲[1][2]。", "（所依据的文件已删除）"),
        ("丙，没有出处。", "丙，没有出处。"),
    ],
    ids=["mark before the stop", "mark after the stop", "lines", "two marks", "no mark"],
)
def test_what_rests_on_a_deleted_document_is_blanked(text: str, expected: str) -> None:
    exchange = complete(text, citation(1), citation(2, SECOND, "普惠率达到92%"))
    assert settled(exchange, frozenset({SECOND.id})).text == expected


def test_a_deleted_document_leaves_no_quotation() -> None:
    table = Table(("云溪区",), (Row("学位", (Cell("900个", (1,)),)),))
    left = settled(complete("新增900个[1]。", citation(1), table=table), frozenset())
    assert "900" not in conversation([left]) + plain(left)
    assert "文件已删除" in conversation([left])
    assert settled(left, frozenset({FIRST.id})) is left


def test_the_copy_is_plain_text_with_sources() -> None:
    assert plain(complete("新增900个[1]。", citation(1))).split("\n") == [
        "问",
        "",
        "新增900个[1]。",
        "",
        "出处：",
        "[1] 《云溪区教育局2025年工作计划》（云溪区教育局，2025-01-24，一、）：“新增学位900个”",
    ]


def test_only_finished_exchanges_are_history() -> None:
    done = complete("答[1]。", citation(1))
    assert turns([done, Exchange("还在答"), replace(Exchange("坏"), error="出错")]) == (Turn("user", "问"), Turn("assistant", "答[1]。"))


def test_an_answer_grows_event_by_event() -> None:
    exchange = Exchange("问")
    for event in (Event("status", "正在检索……"), Event("delta", "甲"), Event("delta", "乙[1]"), Event("citation", citation(1))):
        exchange = stepped(exchange, event)
    exchange = stepped(exchange, Event("notice", Notice("years", "年份不同")))
    assert (exchange.progress, exchange.text, exchange.notices) == ("正在检索", "甲乙[1]", ("年份不同",))
    assert [source.n for source in exchange.sources] == [1]
    assert exchange.running
    assert stepped(exchange, Event("error", "服务中断")).error == "服务中断"


def test_the_answer_says_who_wrote_it() -> None:
    answer = Answer("a", "问", "海门区问", "answered", "generative", "答", (), (), provenance=Provenance(model="qwen"))
    text = seen(conversation([answered(Exchange("问"), answer)])).text
    assert "由语言模型 qwen 根据所列原文撰写" in text
    assert "按此理解：海门区问" in text


def test_respond_ends_with_the_answer() -> None:
    *growing, last = respond(fake_youju().assistant, (), "云溪区新建公办幼儿园多少所？", threading.Event())
    assert growing[0].running
    assert last.status == "answered"
    assert last.sources[0].quote == "新建公办幼儿园3所，新增学位900个。"


class _Broken:
    """Streams `data` and then, without an answer, stops or raises."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def stream(self, question: Question) -> Iterator[Event]:
        yield Event("delta", "一半")
        if self.error:
            raise self.error


@pytest.mark.parametrize("error", [None, RuntimeError("内部细节 /srv/secret")], ids=["stops", "raises"])
def test_respond_never_raises_and_never_tells_details(error: Exception | None) -> None:
    last = list(respond(_Broken(error), (), "问", threading.Event()))[-1]
    assert last.error.startswith("出现内部错误：")
    assert "secret" not in last.error


class _Endless:
    """Says one thing and then, as a language model that hangs, nothing for a long while."""

    def __init__(self) -> None:
        self.waiting = threading.Event()

    def stream(self, question: Question) -> Iterator[Event]:
        yield Event("delta", "一半")
        self.waiting.wait(30)


def test_a_silent_model_does_not_delay_stopping() -> None:
    stop, assistant = threading.Event(), _Endless()
    growing = respond(assistant, (), "问", stop)
    next(growing)
    stop.set()
    last = list(growing)[-1]
    assistant.waiting.set()
    assert (last.stopped, last.error) == (True, "")


def test_a_refused_question_says_why() -> None:
    last = list(respond(fake_youju().assistant, (), "长" * 3000, threading.Event()))[-1]
    assert "问题太长" in last.error


def test_examples_come_from_the_library() -> None:
    documents = [(document.header, document.text) for document in sample_documents()]
    assert examples(documents) == ("云溪区2025年新建公办幼儿园多少所？", "石桥县2024年新建公办幼儿园多少所？")


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        ("，新增学位4590个。", "云溪区2025年新增学位多少个？"),
        (",公办园覆盖率达到62.5%;", "云溪区2025年公办园覆盖率达到多少？"),
        (",其中研究生学历60名。", ""),
        ("，共3所。", ""),
        ("，比上年增加7名。", ""),
        ("\n力争新增优质园2所。", "云溪区2025年新增优质园多少所？"),
    ],
    ids=["count", "share", "part of a figure", "too short", "against another year", "hedged"],
)
def test_a_figure_becomes_a_question(clause: str, question: str) -> None:
    found = examples([(FIRST.header, f"开头{clause}")])
    assert found == ((question,) if question else ("《云溪区教育局2025年工作计划》的主要内容有哪些？",))


def test_two_regions_of_one_year_are_compared() -> None:
    documents = [(header, "学前教育，学前教育。") for header in (FIRST.header, replace(SECOND.header, years=(2024, 2025)))]
    assert examples(documents) == ("云溪区和石桥县2025年在学前教育方面有什么不同？",)


def test_an_empty_library_says_what_to_do() -> None:
    assert "请先上传" in seen(welcome([], 0)).text


def test_what_the_reading_of_the_question_says_is_no_notice_beside_it() -> None:
    moved, other = "资料库中没有2025年的文件，按最近的2024年理解", "年份不同。"
    answer = Answer(
        "a",
        "问",
        f"问（{moved}）",
        "answered",
        "extractive",
        "答",
        (),
        (),
        notices=(Notice("nearest_year", f"{moved}。"), Notice("years", other)),
    )
    assert answered(Exchange("问"), answer).notices == (other,)
