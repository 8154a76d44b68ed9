"""The wheel: all of the product and nothing else, and it answers a question where there is no checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "eval" / "datasets" / "sample"
PACKAGES = ("index", "rag", "prompts", "eval")
FILES = ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "server.py", "ui.py")
NOT_SHIPPED = ("eval/train/", "eval/datasets/")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the source, without the network."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in FILES:
        shutil.copy(ROOT / name, source)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    build = f"from setuptools.build_meta import build_wheel; build_wheel({str(built)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    (found,) = built.glob("*.whl")
    return found


def names_in(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_holds_the_product(wheel: Path) -> None:
    """Every file in the packages, data as well as code."""
    inside = {path.relative_to(ROOT).as_posix() for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()}
    shipped = {name for name in inside if "__pycache__" not in name and not name.startswith(NOT_SHIPPED)}
    assert {name for name in names_in(wheel) if ".dist-info/" not in name} == shipped | {"server.py", "ui.py"}


@pytest.mark.parametrize(
    "name",
    [
        "prompts/answer.md",
        "index/migrations/versions/v0001_initial.py",
        "index/model/modules.json",
        "index/model/0_StaticEmbedding/model.safetensors",
        "index/model/0_StaticEmbedding/tokenizer.json",
        "rag/ui/style.css",
        "rag/ui/page.js",
    ],
)
def test_holds(wheel: Path, name: str) -> None:
    assert name in names_in(wheel)


def test_licence_travels(wheel: Path) -> None:
    assert {name.rpartition("/")[2] for name in names_in(wheel) if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_answers_a_question(wheel: Path, tmp_path: Path) -> None:
    """The sample library, read and asked with the code of the wheel alone."""
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    shutil.copytree(SAMPLE / "documents", tmp_path / "documents")
    question = (SAMPLE / "first_question.txt").read_text(encoding="utf-8").strip()

    assert _python(tmp_path, "-c", "import rag; print(rag.__file__)").startswith(str(tmp_path))
    assert _youju(tmp_path, "ingest", "documents")["failed"] == []
    answer = _youju(tmp_path, "ask", question, "--date", "2025-06-01")
    assert answer["status"] == "answered"
    assert _youju(tmp_path, "verify")["ok"] is True


def _youju(place: Path, *arguments: str) -> dict[str, object]:
    value: dict[str, object] = json.loads(_python(place, "-m", "rag.cli", *arguments, "--json"))
    return value


def _python(place: Path, *arguments: str) -> str:
    """What Python prints in `place`, where the code installed there is found first."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(place / "installed"), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True, encoding="utf-8").stdout
