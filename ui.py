"""The page: a chat that shows its sources, and the document desk. In Chinese, for officials.

`build_ui` lays the page out over a `Youju` and knows nothing of indexes; `mount` puts it on a FastAPI application with
everything switched off that an office does not want: telemetry, error details, Gradio's own pages, remote fonts. What is
shown is HTML made by the pure functions of `rag.ui`, in which all text is escaped; Gradio's own chat would render tags,
formulas and images out of an answer. Clicks come back as events whose payload is read by a model here and is trusted no
further than the library goes: a passage that is not there is not found.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Literal, TypeAlias, TypedDict, TypeVar

import gradio as gr
from fastapi import FastAPI
from pydantic import BaseModel, Field, ValidationError

from index.errors import InvalidRequest, YoujuError
from rag.build import Youju
from rag.ui import desk, reader, uploads
from rag.ui.chat import examples, respond, unexpected
from rag.ui.conversation import conversation, welcome
from rag.ui.exchange import Exchange, settled
from rag.ui.masthead import masthead

_Model = TypeVar("_Model", bound=BaseModel)
Exchanges: TypeAlias = tuple[Exchange, ...]
Updates: TypeAlias = tuple[object, ...]
"""One value, or one Gradio update, for each output of an event."""

_CONCURRENT_ANSWERS = 8
_CONVERSATION_SECONDS = 12 * 60 * 60
_EXAMPLE_DOCUMENTS = 12
_FONTS = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Source Han Sans SC", "sans-serif")
_UPLOADS = "v1/documents"
"""Relative to the page."""
_ASSETS = files("rag.ui")


class _Quietly(TypedDict):
    """How every event is connected: without Gradio's overlay, and not as an address of an API."""

    show_progress: Literal["hidden"]
    api_visibility: Literal["private"]
    queue: bool


_DIRECTLY: _Quietly = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
"""For an event with one result. Queued events of a visitor share a stream, which Gradio closes when none is left: a second
event that is handed in at that moment is answered on a stream that nobody reads any more."""
_GROWING: _Quietly = {**_DIRECTLY, "queue": True}
"""For an event whose result grows."""


class _Passage(BaseModel):
    """What a click on a source, a heading or a page turner asks for."""

    document: str
    start: int = Field(0, ge=0)
    end: int = Field(0, ge=0)
    quote: str = ""
    original: bool = False

    def place(self) -> reader.Place:
        return reader.Place(self.document, self.start, self.end, self.quote, self.original)


class _Chosen(BaseModel):
    """A document of the list."""

    id: str


class _File(BaseModel):
    name: str
    job_id: str = ""
    refusal: str = ""


class _Uploaded(BaseModel):
    """What the page has handed in to the API, and what came of it."""

    files: list[_File]


class _Asked(BaseModel):
    """An example question."""

    text: str


def mount(app: FastAPI, youju: Youju, path: str = "/") -> FastAPI:
    """Puts the page on `app` at `path`. Routes added to `app` before this call come first."""
    gr.mount_gradio_app(
        app,
        build_ui(youju),
        path,
        theme=_theme(),
        css=_ASSETS.joinpath("style.css").read_text(encoding="utf-8"),
        favicon_path=str(_ASSETS.joinpath("favicon.png")),
        max_file_size=youju.settings.max_upload_bytes,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
    )
    return app


def build_ui(youju: Youju) -> gr.Blocks:
    """The page over `youju`, with its events connected. Use `mount` to serve it: style and safety settings are given there."""
    page = gr.Blocks(title="有据", analytics_enabled=False, fill_width=True)
    with page:
        _Page(youju).lay_out(page)
    page.queue(api_open=False, default_concurrency_limit=_CONCURRENT_ANSWERS)
    return page


def _theme() -> gr.themes.Base:
    """System fonts only, and the same colours by day and night: the page is a document, and documents are light."""
    theme = gr.themes.Base(primary_hue="blue", neutral_hue="slate", radius_size="sm", font=_FONTS, font_mono=("Consolas", "monospace"))
    for name in [name for name in vars(theme) if name.endswith("_dark")]:
        setattr(theme, name, getattr(theme, name.removesuffix("_dark")))
    return theme


class _Page:
    """The parts of the page and what happens on them; everything that changes between visitors is in Gradio's state."""

    def __init__(self, youju: Youju) -> None:
        self._assistant = youju.assistant
        self._library = youju.library
        self._settings = youju.settings
        self._running: dict[str | None, threading.Event] = {}
        """What stops the answer in progress, by Gradio's name for the visit."""
        self._uploading: dict[str | None, list[uploads.Upload]] = {}
        """The files being followed, by Gradio's name for the visit."""

    # Layout

    def lay_out(self, page: gr.Blocks) -> None:
        gr.HTML(masthead(self._settings.banner), elem_id="masthead", js_on_load=None, apply_default_css=False)
        self.exchanges = gr.State((), time_to_live=_CONVERSATION_SECONDS)
        with gr.Tabs(elem_id="tabs") as self.tabs:
            with gr.Tab("问答", id="chat", elem_id="chat") as chat_tab:
                self._lay_out_chat()
            with gr.Tab("资料库", id="desk", elem_id="desk") as desk_tab:
                self._lay_out_desk()
        self.reader, self.dialog = _part("reader"), _part("dialog")
        self._connect_chat()
        self._connect_desk()
        gr.on([page.load, chat_tab.select], self.on_welcome, None, [self.welcome], **_DIRECTLY)
        gr.on([page.load, desk_tab.select], self.on_search, [self.words], [self.listed], **_DIRECTLY)

    def _lay_out_chat(self) -> None:
        self.welcome = _part("welcome")  # a part of its own, hidden by style: one that comes late must not cover an answer
        self.earlier, self.current = _part("earlier"), _part("current")
        with gr.Row(elem_id="composer"):
            self.box = gr.Textbox(
                label="问题",
                placeholder="请输入问题，按回车键发送",
                lines=1,
                max_lines=6,
                container=False,
                autofocus=True,
                elem_id="question",
                scale=1,
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False, enterkeyhint="send"),
            )
            self.send = gr.Button("发送", variant="primary", elem_id="send", scale=0, min_width=72)
            self.stop = gr.Button("停止", variant="secondary", elem_id="stop", scale=0, min_width=72, visible=False)
            self.anew = gr.Button("新对话", variant="secondary", elem_id="anew", scale=0, min_width=80)

    def _lay_out_desk(self) -> None:
        self.form = _part("form", desk.upload_form(_UPLOADS, self._settings.max_upload_bytes))
        self.progress = _part("progress")
        self.words = gr.Textbox(label="查找文件", placeholder="按标题、单位、地区、年份或文种查找", elem_id="words", max_lines=1)
        self.listed = _part("listed")

    # Events

    def _connect_chat(self) -> None:
        asked = [self.exchanges, self.earlier, self.current, self.box, self.send, self.stop, self.anew]
        gr.on([self.box.submit, self.send.click], self.on_ask, [self.box, self.exchanges], asked, **_GROWING)
        self.welcome.example(self.on_example, [self.exchanges], asked, **_GROWING)
        self.stop.click(self.on_stop, None, None, **_DIRECTLY)
        self.anew.click(self.on_anew, None, [*asked, self.reader, self.welcome], **_DIRECTLY)
        self.welcome.desk(_to_desk, None, [self.tabs], **_DIRECTLY)
        for part in (self.earlier, self.current, self.listed, self.reader):
            part.passage(self.on_passage, None, [self.reader], **_DIRECTLY)
        self.reader.shut(_nothing, None, [self.reader], **_DIRECTLY)

    def _connect_desk(self) -> None:
        self.form.uploaded(self.on_uploaded, None, [self.progress, self.listed], trigger_mode="multiple", **_GROWING)
        self.words.change(self.on_search, [self.words], [self.listed], **_DIRECTLY)
        self.listed.drop(self.on_drop, None, [self.dialog], **_DIRECTLY)
        self.dialog.keep(_nothing, None, [self.dialog], **_DIRECTLY)
        erased = [self.dialog, self.progress, self.listed, self.reader, self.exchanges, self.earlier, self.current]
        self.dialog.erase(self.on_erase, [self.words, self.exchanges], erased, **_DIRECTLY)

    # Chat

    def on_welcome(self) -> str:
        rows = self._library.documents()
        shown = [(row.header, self._library.document(row.id).text) for row in rows[:_EXAMPLE_DOCUMENTS]]
        return welcome(examples(shown), len(rows))

    def on_ask(self, text: str | None, exchanges: Exchanges, request: gr.Request) -> Iterator[Updates]:
        """Yields the outputs of `_connect_chat` as the answer grows. A blank question changes nothing."""
        question = (text or "").strip()
        if not question:
            yield tuple(gr.skip() for _ in range(7))
            return
        stop = self._running[request.session_hash] = threading.Event()
        try:
            yield from self._answered(question, self._settled(exchanges), stop)
        finally:  # also when the visitor has gone away
            stop.set()
            self._running.pop(request.session_hash, None)

    def _answered(self, question: str, earlier: Exchanges, stop: threading.Event) -> Iterator[Updates]:
        above: object = conversation(earlier)
        box: object = ""
        for growing in respond(self._assistant, earlier, question, stop):
            exchange = growing if growing.running else self._settled((growing,))[0]
            box = question if exchange.error else box
            yield ((*earlier, exchange), above, conversation([exchange]), box, *_buttons(running=exchange.running))
            above, box = gr.skip(), gr.skip()

    def on_example(self, exchanges: Exchanges, event: gr.EventData, request: gr.Request) -> Iterator[Updates]:
        yield from self.on_ask(_read(_Asked, event).text, exchanges, request)

    def on_stop(self, request: gr.Request) -> None:
        """The answer in progress then ends by itself."""
        running = self._running.get(request.session_hash)
        if running:
            running.set()

    def on_anew(self) -> Updates:
        return ((), "", "", "", *_buttons(running=False), "", self.on_welcome())

    def on_passage(self, event: gr.EventData) -> str:
        return _told(lambda: self._passage(_read(_Passage, event).place()), reader.missing)

    def _passage(self, place: reader.Place) -> str:
        document, outline = self._library.document(place.document), self._library.outline(place.document)
        return reader.reader(document, outline, place, uuid.uuid4().hex)

    def _settled(self, exchanges: Exchanges) -> Exchanges:
        living = frozenset(row.id for row in self._library.documents())
        return tuple(settled(exchange, living) for exchange in exchanges)

    # Desk

    def on_search(self, words: str | None) -> str:
        return _told(lambda: desk.documents(self._library.documents(), words or ""), desk.trouble)

    def on_uploaded(self, event: gr.EventData, request: gr.Request) -> Iterator[Updates]:
        """Follows the jobs of files that the page has handed in, then shows the list with them. Files handed in before the
        earlier ones are done join those."""
        handed_in = [uploads.handed_in(each.name, each.job_id, each.refusal) for each in _read(_Uploaded, event).files]
        followed = self._uploading.setdefault(request.session_hash, [])
        followed.extend(handed_in)
        if len(followed) > len(handed_in):
            yield gr.skip(), gr.skip()
            return
        try:
            for state in uploads.follow(self._library, followed):
                yield uploads.lines(state), gr.skip()
        finally:  # also when the visitor has gone away
            self._uploading.pop(request.session_hash, None)
        yield gr.skip(), self.on_search("")

    def on_drop(self, event: gr.EventData) -> str:
        wanted = _read(_Chosen, event).id
        return next((desk.confirmation(row) for row in self._library.documents() if row.id == wanted), "")

    def on_erase(self, words: str | None, exchanges: Exchanges, event: gr.EventData) -> Updates:
        """Deletes and says so; what this visitor's conversation quoted from the document goes too."""
        said = _told(lambda: desk.done(self._library.delete(_read(_Chosen, event).id).message), desk.trouble)
        left = self._settled(exchanges)
        shown = conversation(left[:-1]), conversation(left[-1:])
        return ("", said, self.on_search(words), "", left, *shown)


def _part(name: str, value: str = "") -> gr.HTML:
    """A part of the page that takes HTML of `rag.ui` and runs its script."""
    script = _ASSETS.joinpath("page.js").read_text(encoding="utf-8")
    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)


def _read(model: type[_Model], event: gr.EventData) -> _Model:
    """The payload of a click. Raises InvalidRequest."""
    try:
        return model.model_validate(getattr(event, "value", None))
    except ValidationError as error:
        raise InvalidRequest("点击的内容无法识别") from error


def _told(make: Callable[[], str], tell: Callable[[str], str]) -> str:
    """What `make` makes, or, where it fails, the message that `tell` puts into HTML."""
    try:
        return make()
    except YoujuError as error:
        return tell(error.message)
    except Exception:
        return tell(unexpected().message)


def _buttons(*, running: bool) -> Updates:
    """Send or stop, of which one is there, and new conversation, which waits for the answer."""
    return gr.update(visible=not running), gr.update(visible=running), gr.update(interactive=not running)


def _to_desk() -> object:
    return gr.update(selected="desk")


def _nothing() -> str:
    return ""
