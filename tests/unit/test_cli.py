"""The `youju` command as a person or a program runs it, over a real library of two short documents."""

from __future__ import annotations

import gc
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.cli import main, parser
from tests.conftest import ROOT
from tests.fakes import OTHER_TEXT, TEXT

GOLDEN = ROOT / "tests" / "golden" / "cli_help.txt"
HEAVY = ("torch", "faiss", "langchain", "langchain_core", "gradio", "fastapi", "sentence_transformers", "tantivy", "sqlalchemy")
LATE = ("pydantic", "numpy")
"""Not heavy, but nothing that a page of help needs."""
OF_OTHERS = (*HEAVY[2:7], "alembic", "jieba", "index.ingest", "rag.shapes", "rag.question.followup", "rag.answers.verdict")
"""What a question needs that follows up none and asks for no verdict: none of these."""
COMMANDS = ("ingest", "search", "ask", "documents", "dictionary", "serve", "verify", "rebuild", "doctor", "eval")
Result = tuple[int, str, str]
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two documents, made by the command itself."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "云溪区.txt").write_text(TEXT, encoding="utf-8")
    (folder / "石桥县.txt").write_text(OTHER_TEXT, encoding="gb18030")
    made = tmp_path_factory.mktemp("home") / "library"
    assert main(["ingest", str(folder), "--home", str(made)]) == 0
    return made


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_one(*arguments: str) -> Result:
        capsys.readouterr()
        try:
            status = main(arguments)
        except SystemExit as leaving:
            status = int(str(leaving.code))
        said = capsys.readouterr()
        return status, said.out, said.err

    return run_one


@pytest.fixture
def run_json(run: Run, home: Path) -> Callable[..., dict[str, object]]:
    """Runs over `home` with --json and gives the one value that was printed."""

    def run_one(*arguments: str, status: int = 0) -> dict[str, object]:
        left, out, _ = run(*arguments, "--home", str(home), "--json")
        assert left == status
        assert out.count("\n") == 1
        value = json.loads(out)
        assert isinstance(value, dict)
        return value

    return run_one


@pytest.mark.parametrize("command", ["", *COMMANDS[:-1]], ids=lambda command: command or "youju")
def test_help_loads_nothing_heavy(command: str) -> None:
    arguments = [*command.split(), "--help"]
    program = f"""
import sys
from rag.cli import main
try:
    main({arguments!r})
except SystemExit as leaving:
    print([name for name in {HEAVY + LATE!r} if name in sys.modules], leaving.code)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True, cwd=ROOT, timeout=60)
    assert done.stdout.splitlines()[-1] == "[] 0"
    assert "用法" in done.stdout


def test_a_question_loads_what_it_needs(home: Path) -> None:
    program = f"""
import sys
from rag.cli import main
main(["ask", "云溪区新增学位多少个？", "--home", {str(home)!r}])
print([name for name in {OF_OTHERS!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True, cwd=ROOT, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_is_as_it_was_last_read(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """After a change that is meant: UPDATE_GOLDEN=1 pytest tests/unit/test_cli.py, and read the difference."""
    monkeypatch.setenv("COLUMNS", "100")
    named = ["", *COMMANDS[:-1], "documents list", "documents show", "documents delete", "dictionary add"]
    shown = "\n\n".join(run(*command.split(), "--help")[1] for command in named)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(shown, encoding="utf-8")
    assert shown == GOLDEN.read_text(encoding="utf-8")


def test_every_command_takes_home_and_json() -> None:
    needing = {"ingest": "x", "search": "x", "ask": "x", "documents show": "x", "documents delete": "x"}
    for command in (*needing, "documents list", "serve", "verify", "rebuild", "doctor"):
        options = parser().parse_args([*command.split(), *needing.get(command, ""), "--home", "somewhere", "--json"])
        assert (options.home, options.json) == (Path("somewhere"), True)


def test_version(run: Run) -> None:
    status, out, _ = run("--version")
    assert status == 0
    assert re.fullmatch(r"youju \S+\n", out)


def test_ingest_again_changes_nothing(run_json: Callable[..., dict[str, object]], tmp_path: Path) -> None:
    (tmp_path / "云溪区.txt").write_text(TEXT, encoding="utf-8")
    report = run_json("ingest", str(tmp_path))
    assert set(report) == {"added", "updated", "unchanged", "removed", "failed", "documents", "chunks", "seconds"}
    assert (report["added"], report["unchanged"], report["documents"]) == (0, 1, 2)


def test_some_inputs_failed(run_json: Callable[..., dict[str, object]], tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    (tmp_path / "云溪区.txt").write_text(TEXT, encoding="utf-8")
    report = run_json("ingest", str(tmp_path), str(tmp_path / "没有.txt"), status=1)
    failed = report["failed"]
    assert isinstance(failed, list)
    assert sorted(each["code"] for each in failed) == ["empty_document", "missing_path"]
    assert report["unchanged"] == 1


def test_search_gives_hits(run_json: Callable[..., dict[str, object]]) -> None:
    found = run_json("search", "新建公办幼儿园", "-k", "3", "--region", "石桥县")
    assert set(found) == {"hits", "seconds"}
    hits = found["hits"]
    assert isinstance(hits, list)
    assert {hit["source"] for hit in hits} == {"石桥县.txt"}
    assert all(OTHER_TEXT[hit["start"] : hit["end"]] == hit["text"] for hit in hits)


def test_ask_gives_an_answer_with_verbatim_citations(run_json: Callable[..., dict[str, object]], tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text(json.dumps([{"role": "user", "content": "云溪区学前教育"}, {"role": "assistant", "content": "…"}]), encoding="utf-8")
    answer = run_json("ask", "云溪区2025年新建公办幼儿园多少所？", "--history", str(history), "--date", "2025-03-01")
    citations = answer["citations"]
    assert isinstance(citations, list)
    assert citations
    assert all(TEXT[each["start"] : each["end"]] == each["quote"] for each in citations)


def test_the_collector_runs_again_behind_a_question(run: Run, home: Path) -> None:
    run("search", "--home", str(home), "教师")
    assert gc.isenabled()
    run("ask", "--home", str(home / "missing"), "教师")
    assert gc.isenabled()


def test_documents(run: Run, run_json: Callable[..., dict[str, object]], home: Path) -> None:
    items = run_json("documents", "list")["items"]
    assert isinstance(items, list)
    assert sorted(item["source"] for item in items) == ["云溪区.txt", "石桥县.txt"]
    detail = run_json("documents", "show", "石桥县.txt")
    assert detail["encoding"] == "gb18030"
    assert "outline" in detail
    status, out, _ = run("documents", "show", "云溪区.txt", "--home", str(home))
    assert status == 0
    assert "标题：云溪区教育局2025年工作计划" in out
    assert "  一、 推进学前教育" in out


def test_delete_asks_first(run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extra = tmp_path / "临时.txt"
    extra.write_text("临时文件一份。", encoding="utf-8")
    run("ingest", str(extra), "--home", str(home))
    assert run("documents", "delete", "临时.txt", "--home", str(home), "--json")[0] == 2
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert run("documents", "delete", "临时.txt", "--home", str(home))[0] == 2
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert "没有删除" in run("documents", "delete", "临时.txt", "--home", str(home))[1]
    status, out, _ = run("documents", "delete", "临时.txt", "--home", str(home), "--yes", "--json")
    assert status == 0
    assert json.loads(out)["purged"] is True
    assert run("documents", "show", "临时.txt", "--home", str(home))[0] == 2


def test_verify_rebuild_and_doctor(run_json: Callable[..., dict[str, object]]) -> None:
    verified = run_json("verify")
    assert (verified["ok"], verified["documents"], verified["problems"]) == (True, 2, [])
    assert set(run_json("rebuild")) == {"generation", "documents", "chunks", "seconds"}
    examined = run_json("doctor")
    assert examined["ok"] is True
    home = examined["home"]
    assert isinstance(home, dict)
    assert (home["exists"], home["documents"], home["problem"]) == (True, 2, "")


WRONG = [
    pytest.param(("search", "x", "-k", "0"), "invalid_k", id="k = 0"),
    pytest.param(("search", "x", "-k", "many"), "invalid_request", id="k is no number"),
    pytest.param(("ask", " "), "empty_question", id="empty question"),
    pytest.param(("ask", "问" * 20000), "question_too_long", id="20,000 characters"),
    pytest.param(("ask",), "invalid_request", id="no question"),
    pytest.param(("ask", "x", "--date", "昨天"), "invalid_request", id="no date"),
    pytest.param(("ask", "x", "--history", "没有.json"), "invalid_request", id="no history"),
    pytest.param(("documents", "show", "没有"), "unknown_document", id="unknown document"),
    pytest.param(("fly",), "invalid_request", id="unknown command"),
    pytest.param(("serve", "--host", "0.0.0.0", "--port", "0"), "invalid_configuration", id="open to others without a key"),
    pytest.param(("serve", "--port", "70000"), "invalid_configuration", id="no port"),
]


@pytest.mark.parametrize(("arguments", "code"), WRONG)
def test_wrong_usage(arguments: tuple[str, ...], code: str, run: Run, home: Path) -> None:
    where = () if arguments == ("fly",) else ("--home", str(home))
    status, out, err = run(*arguments, *where, "--json")
    assert json.loads(out)["error"]["code"] == code
    assert err.startswith(f"错误（{code}）：")
    assert err.count("\n") == 1
    assert status == 2


def test_an_unknown_home(run: Run, tmp_path: Path) -> None:
    for place in (tmp_path / "nothing", tmp_path):
        (tmp_path / "some.txt").write_text("x", encoding="utf-8")
        status, out, err = run("ask", "问", "--home", str(place))
        assert (status, out) == (2, "")
        assert "unknown_home" in err
        assert str(place) in err


def test_a_setting_that_cannot_be_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUJU_PORT", "door")
    status, _, err = run("doctor")
    assert status == 2
    assert "YOUJU_PORT" in err


def test_an_unexpected_error_carries_a_code_and_no_trace_on_stdout(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("rag.build.open_library", broken)
    status, out, err = run("verify", "--home", str(tmp_path), "--json")
    assert status == 1
    assert json.loads(out)["error"]["code"] == "internal_error"
    assert "secret" not in out
    assert re.search(r"内部错误：[0-9a-f]{8}", err)
