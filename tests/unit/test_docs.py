"""Documentation that cannot drift: generated pages are in step, commands exist, links lead somewhere, examples run."""

from __future__ import annotations

import json
import re
import shlex
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
import uvicorn

from rag.build import Youju, build
from rag.cli import main, parser
from rag.settings import Settings
from scripts.docs import ROOT, pages
from server import create_app, listen
from tests.api.client import client_for
from tests.fakes import fake_youju

READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = [ROOT / name for name in (*READMES, "CHANGELOG.md")] + sorted((ROOT / "docs").rglob("*.md"))
BASE_URL = "http://127.0.0.1:8765"


def blocks(name: str, language: str) -> list[str]:
    """Code of one language in a page, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def commands(name: str, program: str) -> list[list[str]]:
    """Lines of the shell blocks that call `program`, as words without its name."""
    lines = [shlex.split(line) for block in blocks(name, "sh") for line in block.splitlines()]
    return [words[1:] for words in lines if words[0] == program]


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_generated_page_is_in_step(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "run make docs"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (path.parent / target).exists()] == []


def test_every_decision_is_listed() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "docs" / "decisions").glob("*.md") if f"decisions/{path.name}" not in page] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_settings_exist(path: Path) -> None:
    named = set(re.findall(r"YOUJU_([A-Z_]+[A-Z])", path.read_text(encoding="utf-8")))
    assert named - {"LLM"} <= {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", READMES)
def test_make_targets_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    mentioned = {words[0] for words in commands(name, "make")} | set(
        re.findall(r"`make ([a-z-]+)`", (ROOT / name).read_text(encoding="utf-8"))
    )
    assert {"run", "test"} <= mentioned <= targets


@pytest.mark.parametrize("name", READMES)
def test_commands_are_understood(name: str) -> None:
    for words in commands(name, "youju"):
        if words[0] != "eval":
            parser().parse_args(words)


@pytest.mark.parametrize("language", ["sh", "python"])
def test_both_languages_show_the_same_code(language: str) -> None:
    english, chinese = (blocks(name, language) for name in READMES)
    assert english == chinese


@pytest.mark.parametrize("words", commands("README.md", "curl"), ids=lambda words: words[0].removeprefix(BASE_URL))
def test_curl_examples(words: list[str]) -> None:
    path = words[0].removeprefix(BASE_URL)
    given = dict(zip(words[1::2], words[2::2], strict=True))
    with client_for() as client:
        if "-F" in given:
            field, _, file = given["-F"].partition("=@")
            response = client.post(path, files={field: (file, "溪口区教育局工作计划\n新增学位10个。".encode())})
        else:
            response = client.post(path, json=json.loads(given["-d"]))
    assert response.status_code in {200, 202}, response.text


def test_example_with_the_openai_client(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = (block for block in blocks("README.md", "python") if "openai" in block)
    with serving() as base_url:
        run(code.replace(BASE_URL, base_url))
    assert "[1]" in (printed := capsys.readouterr().out)
    assert "云溪区2025.txt" in printed


@pytest.fixture(scope="module")
def beside_the_sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample library in it, as `make run` leaves it."""
    folder = tmp_path_factory.mktemp("checkout")
    youju = build(Settings(home=folder / "youju-sample"), create=True)
    youju.library.ingest([ROOT / "eval" / "datasets" / "sample" / "documents"])
    youju.close()
    return folder


def test_example_with_the_retriever(
    beside_the_sample_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = (block for block in blocks("README.md", "python") if "YoujuRetriever" in block)
    monkeypatch.chdir(beside_the_sample_library)
    run(code)
    assert "新增学位4590个" in capsys.readouterr().out


@pytest.mark.parametrize("name", READMES)
def test_printed_answer(
    name: str, beside_the_sample_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the page shows of a terminal is what the terminal shows."""
    (shown,) = blocks(name, "console")
    command, _, printed = shown.partition("\n")
    monkeypatch.chdir(beside_the_sample_library)
    assert main(shlex.split(command.removeprefix("$ youju "))) == 0
    assert capsys.readouterr().out == printed


def run(code: str) -> None:
    """An example as its reader would run it."""
    exec(compile(code, "README.md", "exec"), {})


@contextmanager
def serving() -> Iterator[str]:
    """The API over a library in memory, on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(create_app(cast(Youju, fake_youju()), page=False), log_level="warning"))
    with listen(Settings(port=0)) as sock:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        server.should_exit = True
        thread.join()
