from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import cast

import pytest
import uvicorn

from eval.documents import documents_at, read_records
from eval.targets import HomeTarget, ServerTarget, Target
from eval.types import Item, Said
from eval.variants import VARIANTS, variant, variants
from index.errors import ConfigurationError, EmptyQuestion, MissingPath, TargetFailed, UnusableFile, YoujuError
from index.fuse import Weights
from rag.build import Youju
from rag.settings import Settings
from server import create_app
from tests.fakes import OTHER_TEXT, TEXT, FakeYouju, fake_youju

NUMBER = Item("n", "number", "云溪区新建几所公办幼儿园？")


@contextmanager
def served(youju: FakeYouju) -> Iterator[str]:
    """The address of the application, served on loopback from a thread."""
    config = uvicorn.Config(create_app(cast(Youju, youju), page=False), log_level="error")
    server = uvicorn.Server(config)
    with closing(socket.create_server(("127.0.0.1", 0))) as sock:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module", params=["home", "server"])
def target(request: pytest.FixtureRequest) -> Iterator[Target]:
    """The same library, asked in this process and over HTTP."""
    if request.param == "home":
        yield HomeTarget("home", cast(Youju, fake_youju()))
        return
    with served(fake_youju(api_key="geheim")) as url:
        yield ServerTarget(url, "geheim", "server")


def test_texts(target: Target) -> None:
    assert dict(target.texts()) == {"云溪区2025.txt": TEXT, "石桥县2024.txt": OTHER_TEXT}


def test_search(target: Target) -> None:
    passages, seconds = target.search(NUMBER, 2)
    assert len(passages) == 2
    assert seconds > 0
    first = passages[0]
    assert first.source == "云溪区2025.txt"
    assert first.text == TEXT[first.start : first.end]
    assert "3所" in first.text
    assert first.key == f"云溪区2025.txt#{first.start}-{first.end}"
    assert first.score >= passages[1].score


def test_search_within_a_document(target: Target) -> None:
    passages, _ = target.search(Item("n", "number", "新建几所公办幼儿园？", doc_filter="石桥县2024.txt"), 5)
    assert {passage.source for passage in passages} == {"石桥县2024.txt"}


def test_ask(target: Target) -> None:
    given = target.ask(NUMBER)
    assert (given.status, given.kind) == ("answered", "extractive")
    assert given.seconds > 0
    cited = given.citations[0]
    assert (cited.n, cited.source, cited.quote) == (1, "云溪区2025.txt", TEXT[cited.start : cited.end])
    assert (cited.title, cited.region, cited.years) == ("云溪区教育局2025年工作计划", "云溪区", (2025,))
    assert dict(given.provenance).keys() == {"generation", "settings_digest", "prompt", "model"}


def test_ask_in_a_conversation_on_a_day(target: Target) -> None:
    said = (Said("user", "石桥县呢？"), Said("assistant", "2所。"))
    given = target.ask(Item("f", "followup", "那云溪区新建几所公办幼儿园？", said, "云溪区2025.txt", date(2025, 6, 1)))
    assert given.citations[0].source == "云溪区2025.txt"


def test_a_question_that_cannot_be_asked(target: Target) -> None:
    empty = Item("e", "fact", "  ")
    for call in (lambda: target.ask(empty), lambda: target.search(empty, 3)):
        with pytest.raises(YoujuError) as caught:
            call()
        assert isinstance(caught.value, EmptyQuestion) or "HTTP 422 empty_question" in caught.value.message


def test_server_settings() -> None:
    with served(fake_youju()) as url:
        target = ServerTarget(url + "/")
        assert dict(target.settings()) == {"server": url, "index_generation": "1", "documents": "2"}
        assert target.name == url.removeprefix("http://")


def test_a_key_that_is_wrong() -> None:
    with served(fake_youju(api_key="geheim")) as url, pytest.raises(TargetFailed, match="HTTP 401 wrong_key"):
        ServerTarget(url, "falsch").texts()


def test_nobody_listens() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as sock:
        port = sock.getsockname()[1]
    with pytest.raises(TargetFailed, match=f"http://127.0.0.1:{port}"):
        ServerTarget(f"http://127.0.0.1:{port}").texts()


@pytest.mark.parametrize("url", ["", "127.0.0.1:8765", "file:///etc/passwd", "ftp://a"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ConfigurationError, match="http://"):
        ServerTarget(url)


# --- variants


def test_variants() -> None:
    assert [one.name for one in variants("bm25, dense,hybrid,bm25")] == ["bm25", "dense", "hybrid"]
    assert (variant("bm25").weights, variant("dense").weights, variant("hybrid").weights) == (Weights(1, 0), Weights(0, 1), None)
    other = variant("dense@/models/bge")
    assert (other.name, other.weights, other.embedding_model) == ("dense@/models/bge", Weights(0, 1), "/models/bge")


@pytest.mark.parametrize("names", ["splade", "", "bm25,,dense", "hybrid@"])
def test_unknown_variants(names: str) -> None:
    with pytest.raises(ConfigurationError, match=r"没有名为.*可选 bm25、dense、hybrid、llm"):
        variants(names)


def test_settings_of_variants() -> None:
    plain = Settings()
    base = Settings(llm_base_url="http://127.0.0.1:1/v1", llm_model="m")
    assert not variant("hybrid").settings(base).has_language_model
    assert variant("llm").settings(base).has_language_model
    assert variant("hybrid@/m").settings(base).embedding_model == "/m"
    assert variant("bm25").settings(plain).embedding_model == plain.embedding_model
    with pytest.raises(ConfigurationError, match="方案“llm”要用语言模型"):
        variant("llm").settings(plain)
    assert all(one.name == name for name, one in VARIANTS.items())


# --- where documents come from

RECORDS = ({"name": "pr1", "text": "甲", "kind": "a"}, {"name": "pr2.md", "text": "乙", "kind": "b"}, {"name": "x/../q.txt", "text": "丙"})


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        pytest.param("", [("pr1.txt", "甲"), ("pr2.md", "乙"), ("q.txt", "丙")], id="all"),
        pytest.param("name=pr", [("pr1.txt", "甲"), ("pr2.md", "乙")], id="by the start of a name"),
        pytest.param("kind=b", [("pr2.md", "乙")], id="by another field"),
    ],
)
def test_records(selection: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS)
    plain, packed = tmp_path / "r.jsonl", tmp_path / "r.jsonl.gz"
    plain.write_text(lines + "\n\n", encoding="utf-8")
    packed.write_bytes(gzip.compress(lines.encode()))
    assert read_records(plain, selection) == read_records(packed, selection) == expected
    with documents_at([f"{packed}#{selection}", str(tmp_path)]) as (folder, other):
        assert sorted((path.name, path.read_text(encoding="utf-8")) for path in folder.iterdir()) == sorted(expected)
        assert other == tmp_path
    assert not folder.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("{", "第1行不是有效的 JSON", id="broken"),
        pytest.param('\n{"name": "a"}', "第2行应有 name 和 text", id="no text"),
        pytest.param("[]", "第1行应有 name 和 text", id="no object"),
        pytest.param("", "没有记录", id="empty"),
    ],
)
def test_records_that_are_none(content: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnusableFile, match=reason):
        read_records(path)


def test_a_selection_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text('{"name": "a", "text": "b"}', encoding="utf-8")
    with pytest.raises(UnusableFile, match="没有符合“name=z”的记录"):
        read_records(path, "name=z")


def test_documents_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingPath), documents_at([str(tmp_path / "none")]):
        pass
