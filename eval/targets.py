"""What an evaluation asks: the product in this process, or a running server. One contract, one test for both.

Both are seen as outsiders see them: what the product gives goes through the same JSON shapes as over HTTP before it is
measured, so an answer scores the same wherever it comes from. Times are taken around the call.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import quote, urlsplit

from eval.asking import filter_of, question_of
from eval.library import loaded
from eval.types import CellGiven, Cited, Given, Item, Passage, RowGiven, TableGiven
from eval.variants import Variant
from index.errors import ConfigurationError, TargetFailed
from index.learned import learned
from index.types import Progress
from rag.build import Youju, build
from rag.settings import Settings
from rag.shapes import AnswerJson, CitationJson, DocumentPageJson, DocumentTextJson, HitJson, ReadyJson, SearchJson, TableJson
from rag.wire import answer_json, hit_json

TIMEOUT_SECONDS = 180.0
"""For one answer of a server; one with a language model may take its time."""


class Target(Protocol):
    """Something that searches and answers."""

    @property
    def name(self) -> str:
        """The variant, in reports."""

    def texts(self) -> Mapping[str, str]:
        """File name → original text, of every document. Raises TargetFailed."""

    def search(self, item: Item, k: int) -> tuple[tuple[Passage, ...], float]:
        """The best passages and the seconds it took. A search hears no conversation. Raises YoujuError."""

    def ask(self, item: Item) -> Given:
        """Raises YoujuError."""

    def settings(self) -> tuple[tuple[str, str], ...]:
        """What the results depend on, the same whenever the same product holds the same documents."""


class HomeTarget:
    """The product in this process. Closing it is the business of whoever built it."""

    def __init__(self, name: str, youju: Youju) -> None:
        self.name = name
        self._youju = youju

    @property
    def home(self) -> Path:
        return self._youju.settings.home

    def texts(self) -> Mapping[str, str]:
        library = self._youju.library
        return {row.source: library.document(row.id).text for row in library.documents()}

    def search(self, item: Item, k: int) -> tuple[tuple[Passage, ...], float]:
        started = time.perf_counter()
        hits = self._youju.assistant.search(item.question, k, filter_of(item))
        seconds = time.perf_counter() - started
        return passages_of([hit_json(hit) for hit in hits]), seconds

    def rank(self, item: Item, k: int) -> tuple[tuple[str, ...], float]:
        """File names of the best `k` passages, in the order of `search` and quicker, and the seconds it took. Raises YoujuError."""
        started = time.perf_counter()
        hits = self._youju.assistant.rank(item.question, k, filter_of(item))
        seconds = time.perf_counter() - started
        return tuple(hit.document.source for hit in hits), seconds

    def ask(self, item: Item) -> Given:
        question = replace(question_of(item), budget=self._youju.settings.evidence_characters)
        started = time.perf_counter()
        answer = self._youju.assistant.ask(question)
        seconds = time.perf_counter() - started
        return given_of(answer_json(answer), seconds)

    def settings(self) -> tuple[tuple[str, str], ...]:
        settings, generation = self._youju.settings, self._youju.library.generation()
        return (
            ("settings_digest", self._youju.digest),
            ("learned_digest", learned().digest),
            ("embedding_model", settings.embedding_model),
            ("model_fingerprint", self._youju.embedder().fingerprint),
            ("language_model", settings.llm_model),
            ("index_generation", str(generation.number)),
            ("documents", str(len(self._youju.library.documents()))),
        )


class ServerTarget:
    """A running server, by its address (http://host:port) and key. It is called directly, past any proxy."""

    def __init__(self, url: str, key: str = "", name: str = "", *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        """Raises ConfigurationError for an address that is none."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ConfigurationError("server", detail=f"“{url}”不是 http:// 或 https:// 开头的地址")
        self.name = name or parts.netloc
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._timeout_seconds = timeout_seconds
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def texts(self) -> Mapping[str, str]:
        return {source: cast(DocumentTextJson, self._call(f"/v1/documents/{key}/text"))["text"] for key, source in self._documents()}

    def search(self, item: Item, k: int) -> tuple[tuple[Passage, ...], float]:
        started = time.perf_counter()
        found = cast(SearchJson, self._call("/v1/search", {"query": item.question, "k": k, "filter": _filter_json(item)}))
        seconds = time.perf_counter() - started
        return passages_of(found["hits"]), seconds

    def ask(self, item: Item) -> Given:
        body = {
            "question": item.question,
            "history": [{"role": said.role, "content": said.content} for said in item.history],
            "asked_on": item.asked_on.isoformat() if item.asked_on else None,
            "filter": _filter_json(item),
        }
        started = time.perf_counter()
        answer = cast(AnswerJson, self._call("/v1/ask", body))
        seconds = time.perf_counter() - started
        return given_of(answer, seconds)

    def settings(self) -> tuple[tuple[str, str], ...]:
        ready = cast(ReadyJson, self._call("/readyz"))
        return ("server", self._url), ("index_generation", str(ready["generation"])), ("documents", str(ready["documents"]))

    def _documents(self) -> Iterator[tuple[str, str]]:
        """Id and file name of each."""
        after: str | None = ""
        while after is not None:
            page = cast(DocumentPageJson, self._call(f"/v1/documents?after={quote(after, safe='')}"))
            yield from ((each["id"], each["source"]) for each in page["items"])
            after = page["next"]

    def _call(self, path: str, body: Mapping[str, object] | None = None) -> object:
        """What the server answers, as JSON. Raises TargetFailed."""
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        request = urllib.request.Request(self._url + path, data, {**self._headers, "Content-Type": "application/json"})
        try:
            with self._opener.open(request, timeout=self._timeout_seconds) as response:
                return json.loads(response.read())
        except urllib.error.HTTPError as error:
            with error:
                raise TargetFailed(self._url, detail=f"HTTP {error.code} {_problem(error.read())}".rstrip()) from error
        except (OSError, ValueError) as error:
            raise TargetFailed(self._url, detail=str(error) or type(error).__name__) from error


def _problem(body: bytes) -> str:
    """The code of a problem document; empty when it is none."""
    try:
        problem = json.loads(body)
    except ValueError:
        return ""
    return str(problem.get("code", "")) if isinstance(problem, dict) else ""


@contextmanager
def folder_targets(
    paths: Sequence[Path], variants: Sequence[Variant], base: Settings, progress: Progress | None = None
) -> Iterator[tuple[tuple[HomeTarget, ...], tuple[tuple[str, float], ...]]]:
    """The variants over temporary libraries of the files, one library for each embedding model; and what taking them in cost."""
    with ExitStack() as stack:
        settings = {variant.name: variant.settings(base) for variant in variants}
        homes: dict[str, Path] = {}
        timings: list[tuple[str, float]] = []
        for model in dict.fromkeys(one.embedding_model for one in settings.values()):
            youju, seconds = stack.enter_context(loaded(paths, base.model_copy(update={"embedding_model": model}), progress))
            homes[model] = youju.settings.home
            timings.append((f"{model}:ingest_seconds", seconds))
        targets = [_opened(stack, one, settings[one.name], homes[settings[one.name].embedding_model]) for one in variants]
        yield tuple(targets), tuple(timings)


@contextmanager
def home_targets(home: Path, variants: Sequence[Variant], base: Settings) -> Iterator[tuple[HomeTarget, ...]]:
    """The variants over a library that exists; no answer is kept there. Raises UnknownHome, FingerprintMismatch …"""
    with ExitStack() as stack:
        yield tuple(_opened(stack, one, one.settings(base), home, keep_answers=False) for one in variants)


def _opened(stack: ExitStack, variant: Variant, settings: Settings, home: Path, *, keep_answers: bool = True) -> HomeTarget:
    youju = build(settings.model_copy(update={"home": home}), weights=variant.weights, enough=variant.enough, keep_answers=keep_answers)
    stack.callback(youju.close)
    return HomeTarget(variant.name, youju)


def _filter_json(item: Item) -> dict[str, list[str]]:
    return {"documents": list(filter_of(item).documents)}


def passages_of(hits: Sequence[HitJson]) -> tuple[Passage, ...]:
    return tuple(
        Passage(hit["source"], hit["text"], hit["start"], hit["end"], hit["score"], f"{hit['source']}#{hit['start']}-{hit['end']}")
        for hit in hits
    )


def given_of(answer: AnswerJson, seconds: float) -> Given:
    """An answer as outsiders see it. Its own id and times are left out of the provenance: they differ from run to run."""
    made = answer["provenance"]
    return Given(
        status=answer["status"],
        text=answer["text"],
        citations=tuple(map(_cited, answer["citations"])),
        table=_table(answer["table"]),
        kind=answer["kind"],
        understood_as=answer["understood_as"],
        notices=tuple(notice["code"] for notice in answer["notices"]),
        seconds=seconds,
        prompt_tokens=made["prompt_tokens"],
        completion_tokens=made["completion_tokens"],
        provenance=(
            ("generation", str(made["generation"])),
            ("settings_digest", made["settings_digest"]),
            ("prompt", made["prompt"]),
            ("model", made["model"]),
        ),
    )


def _cited(one: CitationJson) -> Cited:
    place = one["source"], one["start"], one["end"]
    return Cited(one["n"], *place, one["quote"], one["shown"], one["title"], one["region"], tuple(one["years"]))


def _table(table: TableJson | None) -> TableGiven | None:
    if table is None:
        return None
    rows = [
        RowGiven(row["label"], tuple(CellGiven(cell["text"], tuple(cell["citations"])) for cell in row["cells"])) for row in table["rows"]
    ]
    return TableGiven(tuple(table["columns"]), tuple(rows))
