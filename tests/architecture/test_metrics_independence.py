"""What judges the product shares nothing with it: no import of product code in `eval.metrics`, at any depth."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
METRICS = sorted((ROOT / "eval" / "metrics").rglob("*.py"))
PRODUCT = ("rag", "index", "prompts", "server", "ui")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: a relative import hides where it goes"
            yield node.module or ""


def test_there_are_metrics() -> None:
    assert METRICS


@pytest.mark.parametrize("path", METRICS, ids=lambda path: path.name)
def test_metrics_import_nothing_of_the_product(path: Path) -> None:
    assert [name for name in imported(path) if name.split(".")[0] in PRODUCT] == []


@pytest.mark.parametrize("path", METRICS, ids=lambda path: path.name)
def test_metrics_import_of_the_evaluation_only_values(path: Path) -> None:
    """Other parts of `eval` ask the product: only values and metrics may come in."""
    own = [name for name in imported(path) if name.split(".")[0] == "eval"]
    assert [name for name in own if not name.startswith(("eval.types", "eval.metrics"))] == []


def test_nothing_is_imported_by_name_at_run_time() -> None:
    assert [
        path.name for path in METRICS if "importlib" in path.read_text(encoding="utf-8") or "__import__" in path.read_text(encoding="utf-8")
    ] == []
