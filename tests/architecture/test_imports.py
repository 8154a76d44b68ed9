"""Who may import whom, read from the source: one direction between the packages, no cycles, and one owner for each heavy library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("index", "rag", "eval")
MODULES = ("server", "ui")

OWNERS = {
    "faiss": ("index.vector",),
    "tantivy": ("index.lexical",),
    "torch": ("index.embed", "eval.train"),
    "sentence_transformers": ("index.embed", "eval.train", "eval.bench.ensemble"),
    "tokenizers": ("index.embed", "index.tokens", "eval.train"),
    "safetensors": ("index.embed", "eval.train"),
    "tiktoken": ("index.tokens",),
    "opencc": ("index.folds", "eval.metrics.folding"),
    "jieba": ("index.language", "eval.train", "eval.bench.ensemble"),
    "sqlalchemy": (
        "index.schema",
        "index.store",
        "index.database",
        "index.rows",
        "index.intake",
        "index.cache",
        "index.history",
        "index.migrations",
    ),
    "alembic": ("index.database", "index.migrations"),
    "docx": ("index.loaders", "eval.datasets"),
    "lxml": ("index.loaders",),
    "pypdf": ("index.loaders",),
    "pypdfium2": ("index.loaders",),
    "pdfminer": ("index.loaders",),
    "trafilatura": ("index.loaders",),
    "langchain": ("rag.build",),
    "langchain_core": ("rag.chain", "rag.generate", "rag.retriever", "rag.build", "eval.bench.ensemble", "eval.forged"),
    "langchain_openai": (),
    "gradio": ("ui", "rag.api.page", "rag.ui"),
    "fastapi": ("server", "ui", "rag.api", "rag.ui"),
    "starlette": ("server", "ui", "rag.api", "rag.ui"),
    "uvicorn": ("server",),
}
"""Library → modules (or packages) that may import it."""

MAY_NOT = {
    "index": ("rag", "eval", "server", "ui"),
    "rag": ("eval", "server", "ui"),
    "ui": ("index", "eval", "server"),
}
"""Package → what nothing in it imports."""

EXCEPTIONS = {
    "rag.commands": ("server", "eval"),  # the command line starts the server and the evaluation
    "rag.cli": ("server", "eval"),
    "rag.api.page": ("ui",),  # mounts the page
    "ui": ("index.types", "index.errors", "index.text"),  # values to show, no index
}

ENVIRONMENT = {
    "rag.tracing",  # forbids it
    "rag.api.page",  # switches Gradio's analytics off before it is imported
    "index.embed",  # switches the model hub off
    "index.tokens",  # where other vocabularies may lie
    "index.loaders.sandbox",  # what a parser's process may know
}
"""Modules that touch the environment; everything else gets what it needs handed down from the settings."""

FORBIDDEN = ("pickle", "joblib", "shelve", "marshal", "dill", "cloudpickle")


UNSAFE_CALLS = ("torch.load(", ".load_local(")


def source_files() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts).removesuffix(".__init__"), path
    for module in MODULES:
        yield module, ROOT / f"{module}.py"


@cache
def imports() -> dict[str, frozenset[str]]:
    """Module → dotted names of all it imports, at any depth of the code."""
    return {module: frozenset(_imported(path)) for module, path in source_files()}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _within(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


@pytest.mark.parametrize("package", MAY_NOT)
def test_direction_between_packages(package: str) -> None:
    wrong = [
        (module, name)
        for module, names in imports().items()
        if _within(module, (package,))
        for name in sorted(names)
        if _within(name, MAY_NOT[package]) and not _within(name, EXCEPTIONS.get(module, ())) and name not in PACKAGES
    ]
    assert wrong == []


@pytest.mark.parametrize("library", OWNERS)
def test_a_heavy_library_has_one_owner(library: str) -> None:
    users = {module for module, names in imports().items() if any(_within(name, (library,)) for name in names)}
    assert [module for module in sorted(users) if not _within(module, OWNERS[library])] == []


def test_no_cycles() -> None:
    known = imports()
    graph = {module: {name for name in names if name in known and name != module} for module, names in known.items()}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_nothing_is_unpickled() -> None:
    wrong = [(module, name) for module, names in imports().items() for name in names if _within(name, FORBIDDEN)]
    called = [path.name for _, path in source_files() for word in UNSAFE_CALLS if word in path.read_text(encoding="utf-8")]
    assert (wrong, called) == ([], [])


def test_settings_come_from_one_place() -> None:
    readers = {module for module, path in source_files() if "os.environ" in path.read_text(encoding="utf-8")}
    assert readers <= ENVIRONMENT
