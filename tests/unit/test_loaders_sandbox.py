"""The child process: killed when it hangs, harmless when it crashes, without rights and without secrets."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from index.errors import DamagedDocument, ParserFailed
from index.loaders import sandbox
from tests.loader_files import docx_bytes, pdf_bytes

NAME = "计划 草稿.pdf"


def python(code: str) -> list[str]:
    return [sys.executable, "-P", "-c", code]


def alive(process: int) -> bool:
    status = Path(f"/proc/{process}/status")
    return status.exists() and "zombie" not in status.read_text()


def test_stuck_child_is_killed_with_all_it_started(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    code = (
        "import os, subprocess, sys, time\n"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(note)!r}, 'w').write(f'{{os.getpid()}} {{other.pid}}')\n"
        "time.sleep(60)\n"
    )
    start = time.monotonic()
    with pytest.raises(ParserFailed) as raised:
        sandbox.run(python(code), b"", NAME, 1.5)
    assert time.monotonic() - start < 10
    assert raised.value.subject == NAME
    assert "超过 1.5 秒" in raised.value.message
    time.sleep(0.2)
    assert not [process for process in map(int, note.read_text().split()) if alive(process)]


@pytest.mark.parametrize(
    ("code", "words"),
    [("import os; os.abort()", "意外退出"), ("raise SystemExit(3)", "意外退出"), ("import os; os.kill(os.getpid(), 9)", "意外退出")],
    ids=["abort", "exit-status", "killed"],
)
def test_crash_costs_the_file_only(code: str, words: str) -> None:
    with pytest.raises(ParserFailed, match=words) as raised:
        sandbox.run(python(code), b"x" * 1_000_000, NAME, 20.0)
    assert raised.value.subject == NAME


@pytest.mark.parametrize(
    "output",
    [b"", b"text", b"[]", b'{"text": 1, "parser": "x"}', b'{"error": "no_such_code", "detail": ""}', b"\x80\x04."],
    ids=["nothing", "no-json", "other-json", "wrong-type", "unknown-code", "pickle"],
)
def test_answer_that_is_none(output: bytes) -> None:
    with pytest.raises(ParserFailed, match="没有给出结果"):
        sandbox.read_answer(output, NAME)


def test_error_of_the_child_gets_the_name_of_the_file() -> None:
    with pytest.raises(DamagedDocument) as raised:
        sandbox.read_answer(json.dumps({"error": "damaged_document", "detail": "xref"}).encode(), NAME)
    assert (raised.value.subject, raised.value.detail) == (NAME, "xref")


def test_child_sees_no_settings_and_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUJU_API_KEY", "secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    seen = sandbox.run(python("import os; print(sorted(os.environ))"), b"", NAME, 20.0).decode()
    assert "YOUJU_API_KEY" not in seen
    assert "AWS_SECRET_ACCESS_KEY" not in seen


GIVE_UP = "import sys\nfrom index.loaders import child\nchild.give_up_rights(20.0)\n"


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open('left-behind', 'w').write('x')",
        "x = bytearray(3 * 1024**3)",
    ],
    ids=["socket", "http", "process", "shell", "fork", "file", "memory"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="limits of the operating system")
def test_parser_has_no_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str) -> None:
    monkeypatch.chdir(tmp_path)
    code = f"{GIVE_UP}try:\n    exec({deed!r})\nexcept (PermissionError, OSError, MemoryError):\n    print('refused')\n"
    assert sandbox.run(python(code), b"", NAME, 20.0) == b"refused\n"
    assert not list(tmp_path.iterdir())


def test_child_stops_itself_when_nobody_waits() -> None:
    start = time.monotonic()
    with pytest.raises(ParserFailed, match="意外退出"):
        sandbox.run(python("from index.loaders import child\nimport time\nchild.give_up_rights(0.2)\ntime.sleep(60)"), b"", NAME, 30.0)
    assert time.monotonic() - start < 15


def test_child_loads_nothing_heavy() -> None:
    code = "import sys, index.loaders.child, index.loaders.pdf, index.loaders.docx, index.loaders.html; print(' '.join(sys.modules))"
    loaded = set(sandbox.run(python(code), b"", NAME, 30.0).decode().split())
    assert not loaded & {"torch", "numpy", "faiss", "tantivy", "pydantic", "langchain", "gradio", "fastapi", "sqlalchemy"}


@pytest.mark.parametrize(("form", "data"), [("docx", docx_bytes()), ("pdf", pdf_bytes())], ids=["docx", "pdf"])
def test_text_comes_back_through_the_pipe(form: str, data: bytes) -> None:
    parsed = sandbox.parse(form, data, NAME, 30.0)
    assert parsed.text.startswith("青溪区教育局2025年工作要点\n")
    assert parsed.parser.startswith(f"{form}@1+")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files through /proc")
def test_descriptors_are_closed() -> None:
    before = sum(1 for _ in Path("/proc/self/fd").iterdir())
    for _ in range(3):
        sandbox.run(python("pass"), b"x" * 100, NAME, 20.0)
    assert sum(1 for _ in Path("/proc/self/fd").iterdir()) <= before
