from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from eval.__main__ import COMMANDS, main
from eval.answers import ask_all, read_items
from eval.asking import question_of
from eval.walk import Walk, walk
from index.types import Filter
from rag.build import Youju
from rag.types import Question, Turn

ROOT = Path(__file__).resolve().parents[2]
LINES = (
    {"id": "a", "type": "number", "question": "云溪区招聘多少名新教师？", "history": [], "filters": {}},
    {
        "id": "b",
        "type": "followup",
        "question": "那石桥呢？",
        "history": [{"role": "user", "content": "云溪区招聘多少名新教师？"}],
        "filters": {"doc": "石桥县2025年工作要点.txt"},
        "asked_on": "2025-06-01",
    },
)


_LOADED = """
import sys
from eval.__main__ import main
try:
    main(["--help"])
except SystemExit:
    print([name for name in sys.modules if name.startswith("eval.")])
"""


def test_only_the_chosen_command_is_imported() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "['eval.__main__']"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])
    assert stopped.value.code == 0
    assert COMMANDS[name][1] in capsys.readouterr().out


def documented() -> list[list[str]]:
    """Every command in the code blocks of the documentation, as words without `python -m eval`."""
    pages = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("evaluation.md", "learning.md")]
    blocks = [block for page in pages for block in re.findall(r"^```\w*\n(.*?)^```", page, re.MULTILINE | re.DOTALL)]
    lines = [shlex.split(line) for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [words[3:] for words in lines if words[:3] == ["python", "-m", "eval"]]


@pytest.mark.parametrize("words", documented(), ids=" ".join)
def test_documented_commands_exist(words: list[str]) -> None:
    parser = argparse.ArgumentParser()
    command = import_module(COMMANDS[words[0]][0])
    command.add_arguments(parser)
    parser.parse_args(words[1:])


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in LINES) + "\n\n", encoding="utf-8")
    return path


def test_read_items(questions: Path) -> None:
    first, second = read_items(questions)
    assert (first.id, question_of(first)) == ("a", Question("云溪区招聘多少名新教师？"))
    asked = question_of(second)
    assert asked.history == (Turn("user", "云溪区招聘多少名新教师？"),)
    assert asked.filter == Filter(documents=("石桥县2025年工作要点.txt",))
    assert str(asked.asked_on) == "2025-06-01"


def test_walk_counts_what_holds_and_what_does_not(youju: Youju, questions: Path) -> None:
    answers = [answer for _, answer in ask_all(youju, read_items(questions))]
    good = walk(youju, answers)
    assert good.citations == good.exact == good.whole == good.short > 0
    broken = replace(answers[0].citations[0], start=answers[0].citations[0].start + 1)
    assert walk(youju, [replace(answers[0], citations=(broken,))]) == Walk(citations=1, exact=0, whole=0, short=1)


def test_commands(documents: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = ["--documents", str(documents), "--questions", str(questions)]
    assert main(["citations", *chosen]) == 0
    assert json.loads(capsys.readouterr().out)["questions"] == 2
    out = tmp_path / "answers.jsonl"
    assert main(["answers", *chosen, "--out", str(out)]) == 0
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["a", "b"]
    assert "120名" in lines[0]["answer"]["text"]
