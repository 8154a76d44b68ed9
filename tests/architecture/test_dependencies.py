"""pyproject.toml and constraints.txt against the imports: everything imported is declared, everything declared is used and pinned."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {"index", "rag", "prompts", "eval", "server", "ui", "tests", "scripts"}
PRODUCT = ("index", "rag", "prompts", "eval/train", "server.py", "ui.py")
EVALUATION = ("eval/*.py", "eval/metrics", "eval/report", "eval/learn", "eval/sets", "eval/twins", "eval/asked")
BENCH = ("eval/bench",)
TOOLS = ("eval/datasets", "scripts", "tests")

TYPES_ONLY = {"_typeshed"}
"""Known to type checkers, never imported when the code runs."""

NOT_IMPORTED = {
    "rank-bm25": "LangChain's BM25 retriever is made with it",
    "langchain-openai": "LangChain makes the chat model with it",
    "jieba": "its word list is read as a file",
    "python-multipart": "FastAPI reads uploads with it",
    "torch": "held at the version that needs no libraries for graphics processors",
    "coverage": "make coverage",
    "httpx": "FastAPI's test client",
    "lxml-stubs": "types for mypy",
    "mypy": "make check",
    "ruff": "make check",
    "setuptools": "builds the wheel",
}
"""Declared, and used otherwise than by an import."""


def project() -> dict[str, list[str]]:
    """Declared requirements: `product`, and the extras by their names."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["project"]
    return {"product": declared["dependencies"], **declared["optional-dependencies"]}


def plain(requirement: str) -> str:
    """`OpenCC>=1.1.9` → `opencc`: the name in its normal form."""
    name = re.split(r"[<>=!~;\[ ]", requirement)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(places: Iterable[str]) -> set[str]:
    """Distributions that the files under `places` import, at any depth of the code."""
    files = [path for place in places for found in ROOT.glob(place) for path in (found.rglob("*.py") if found.is_dir() else [found])]
    modules = {name.partition(".")[0] for path in files for name in _names(path)} - OURS - TYPES_ONLY - set(sys.stdlib_module_names)
    known = packages_distributions()
    return {plain(min(known[module])) if module in known else plain(module) for module in modules}


def _names(path: Path) -> Iterable[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_what_the_product_imports_is_declared() -> None:
    assert imported(PRODUCT) <= {plain(each) for each in project()["product"]}


def test_what_an_evaluation_imports_is_declared() -> None:
    assert imported(EVALUATION) <= {plain(each) for group in ("product", "eval") for each in project()[group]}


def test_what_the_benchmark_imports_is_declared() -> None:
    assert imported(BENCH) <= {plain(each) for group in ("product", "eval", "bench") for each in project()[group]}


def test_an_evaluation_can_be_developed() -> None:
    assert {plain(each) for each in project()["eval"]} <= {plain(each) for each in project()["dev"]}


def test_what_tests_and_tools_import_is_declared() -> None:
    assert imported(TOOLS) <= {plain(each) for group in project().values() for each in group}


def test_what_is_declared_is_used() -> None:
    declared = {plain(each) for group in project().values() for each in group}
    assert declared - imported([*PRODUCT, *EVALUATION, *BENCH, *TOOLS]) - set(NOT_IMPORTED) == set()


@pytest.mark.parametrize("group", ["product", "eval", "dev"])
def test_what_is_declared_is_pinned(group: str) -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {plain(line) for line in lines if re.fullmatch(r"[\w.-]+==[\w.]+", line)}
    assert {plain(each) for each in project()[group]} <= pinned
