"""What each command does: options and settings in, an `Outcome` out. Everything heavy is imported by the command that needs it."""

# ruff: noqa: PLC0415  imports inside functions are the point of this module

from __future__ import annotations

import gc
import json
import runpy
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from index.errors import InvalidRequest, StorageFailed, UnknownHome
from rag import readable

if TYPE_CHECKING:
    from index.library import Library
    from index.types import Filter
    from rag.settings import Settings
    from rag.shapes import EntryJson
    from rag.types import Turn

INTEGRITY = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command has to say: for programs (None: nothing more), for people, and as exit status."""

    data: object
    text: str
    status: int = 0


Command: TypeAlias = Callable[[Namespace, "Settings"], Outcome]


@contextmanager
def without_collector() -> Iterator[None]:
    """For what mostly loads modules: the collector would go over them again and again and find nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def ingest(options: Namespace, settings: Settings) -> Outcome:
    from rag.progress import progress_bar
    from rag.wire import report_json

    with _library(settings, create=True) as library, progress_bar() as progress:
        report = library.ingest(options.paths, collection=options.collection, prune=options.prune, progress=progress)
    data = report_json(report)
    return Outcome(data, readable.report(data), int(bool(report.failed)))


@without_collector()
def search(options: Namespace, settings: Settings) -> Outcome:
    from rag.build import build
    from rag.wire import search_json

    with closing(build(settings, chained=False)) as youju:
        started = time.perf_counter()
        hits = youju.assistant.search(options.text, options.k, _filter(options))
        found = search_json(hits, time.perf_counter() - started)
    return Outcome(found, readable.hits(found))


@without_collector()
def ask(options: Namespace, settings: Settings) -> Outcome:
    from rag.intake import parsed_day, question

    history = _history(options.history) if options.history else ()
    asked_on = parsed_day(options.date) if options.date else None
    asked = question(options.text, settings, history=history, asked_on=asked_on, selected=_filter(options))

    from rag.build import build
    from rag.wire import answer_json

    with closing(build(settings, chained=False)) as youju:
        answer = answer_json(youju.assistant.ask(asked))
    return Outcome(answer, readable.answer(answer))


def list_documents(_options: Namespace, settings: Settings) -> Outcome:
    from rag.wire import document_json

    with _library(settings) as library:
        rows = [document_json(row) for row in library.documents()]
    return Outcome({"items": rows, "next": None}, readable.catalogue(rows))


def show_document(options: Namespace, settings: Settings) -> Outcome:
    from rag.wire import document_detail_json

    with _library(settings) as library:
        document = library.document(options.document)
        row = next(row for row in library.documents() if row.id == document.id)
        detail = document_detail_json(row, library.outline(document.id))
    return Outcome(detail, readable.detail(detail))


def delete_document(options: Namespace, settings: Settings) -> Outcome:
    from rag.wire import receipt_json

    with _library(settings) as library:
        document = library.document(options.document)
        if not options.yes and not _confirmed(f"将彻底删除“{document.source}”，无法恢复。", options.json):
            return Outcome(None, "没有删除。")
        receipt = library.delete(document.id)
    return Outcome(receipt_json(receipt), receipt.message)


def list_dictionary(options: Namespace, settings: Settings) -> Outcome:
    from index.dictionary import OWN_NAME, merged, own_text

    entries = merged(own_text(settings.home / OWN_NAME)).entries.values()
    wanted = [entry for entry in entries if not options.word or options.word in (entry.word, *entry.official)]
    items: list[EntryJson] = [{"word": entry.word, "official": list(entry.official), "source": entry.source} for entry in wanted]
    return Outcome({"items": items}, readable.dictionary(items))


def add_to_dictionary(options: Namespace, settings: Settings) -> Outcome:
    from index.dictionary import Entry, with_entry

    entry = Entry(options.word.strip(), tuple(options.official))
    _change_dictionary(settings, lambda text: with_entry(text, entry))
    return Outcome({"word": entry.word, "official": list(entry.official)}, f"已加入：{entry.word} → {'、'.join(entry.official)}")


def remove_from_dictionary(options: Namespace, settings: Settings) -> Outcome:
    from index.dictionary import with_removal

    _change_dictionary(settings, lambda text: with_removal(text, options.word))
    return Outcome({"word": options.word}, f"已去掉：{options.word}")


def check_dictionary(_options: Namespace, settings: Settings) -> Outcome:
    from index.dictionary import OWN_NAME, own_text, parse

    entries, removed, problems = parse(own_text(settings.home / OWN_NAME))
    data = {
        "entries": len(entries),
        "removed": sorted(removed),
        "problems": [{"line": problem.line, "message": problem.message} for problem in problems],
    }
    said = [f"第 {problem.line} 行：{problem.message}" for problem in problems]
    return Outcome(data, "\n".join(said or [f"没有问题：自定 {len(entries)} 条，去掉 {len(removed)} 条。"]), int(bool(problems)))


def _change_dictionary(settings: Settings, change: Callable[[str], str]) -> None:
    """Raises UnknownHome, InvalidRequest for what cannot be an entry, and StorageFailed."""
    from index.dictionary import OWN_NAME, own_text, parse, write_own

    if not settings.home.is_dir():
        raise UnknownHome(str(settings.home))
    path = settings.home / OWN_NAME
    before = own_text(path)
    text = change(before)
    known = {problem.message for problem in parse(before)[2]}
    new = [problem.message for problem in parse(text)[2] if problem.message not in known]
    if new:
        raise InvalidRequest(new[0])
    try:
        write_own(path, text)
    except OSError as error:
        raise StorageFailed(str(path), detail=error.strerror or str(error)) from error


def verify(_options: Namespace, settings: Settings) -> Outcome:
    from rag.wire import verify_json

    with _library(settings) as library:
        report = verify_json(library.verify())
    return Outcome(report, readable.verified(report), 0 if report["ok"] else INTEGRITY)


def rebuild(options: Namespace, settings: Settings) -> Outcome:
    from rag.progress import progress_bar

    started = time.perf_counter()
    with _library(settings) as library, progress_bar() as progress:
        library.rebuild(reembed=options.reembed, reparse=options.reparse, progress=progress)
        number, rows = library.generation().number, library.documents()
    seconds = round(time.perf_counter() - started, 4)
    data = {"generation": number, "documents": len(rows), "chunks": sum(row.chunks for row in rows), "seconds": seconds}
    return Outcome(data, f"索引已重建：{len(rows)} 份文件，用时 {seconds:.1f} 秒。")


def serve(options: Namespace, settings: Settings) -> Outcome:
    from rag.build import build
    from server import address_of, listen
    from server import serve as run_server

    with closing(listen(settings)) as sock, closing(build(settings, create=True)) as youju:
        address = address_of(settings, sock)

        def announce() -> None:
            data = {"address": address, "docs": f"{address}/docs"}
            said = json.dumps(data) if options.json else f"网页：{address}\n接口：{address}/docs\n按 Ctrl+C 停止。"
            sys.stdout.write(f"{said}\n")
            sys.stdout.flush()

        run_server(youju, sock, announce)
    return Outcome(None, "")


def doctor(_options: Namespace, settings: Settings) -> Outcome:
    from rag.doctor import examination

    data = examination(settings)
    return Outcome(data, readable.examination(data), 0 if data["ok"] else INTEGRITY)


def evaluate(arguments: Sequence[str]) -> int:
    """The same as `python -m eval`."""
    if find_spec("eval.__main__") is None:
        raise InvalidRequest("没有安装评测部分，请在源代码目录中运行")
    sys.argv = ["youju eval", *arguments]
    try:
        runpy.run_module("eval", run_name="__main__", alter_sys=True)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    return 0


@contextmanager
def _library(settings: Settings, *, create: bool = False) -> Iterator[Library]:
    from rag.build import open_library

    library, _ = open_library(settings, create=create)
    with closing(library):
        yield library


def _filter(options: Namespace) -> Filter:
    from rag.intake import selection

    return selection(
        documents=options.document, regions=options.region, years=options.year, kinds=options.kind, collections=options.collection
    )


def _history(path: Path) -> tuple[Turn, ...]:
    """Raises InvalidRequest."""
    from rag.intake import turns

    try:
        return turns(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InvalidRequest(f"找不到对话历史“{path}”") from error
    except ValueError as error:
        raise InvalidRequest(f"对话历史“{path}”不是有效的 JSON") from error


def _confirmed(warning: str, as_json: bool) -> bool:
    """Asks on stderr. Raises InvalidRequest where nobody can answer."""
    if as_json:
        raise InvalidRequest("与 --json 同用时须加 --yes")
    sys.stderr.write(f"{warning}确定吗？输入 y 确认：")
    sys.stderr.flush()
    reply = sys.stdin.readline()
    if not reply:
        raise InvalidRequest("删除前需要确认，请加 --yes")
    return reply.strip().lower() in {"y", "yes", "是"}
