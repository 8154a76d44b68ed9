"""What `youju doctor` looks at: the program, the home, the disk and the models, without changing anything or calling anyone."""

from __future__ import annotations

import platform
import shutil
from contextlib import closing
from importlib.metadata import version as package_version
from pathlib import Path

from index.errors import UnknownModel, YoujuError
from rag.build import open_library
from rag.settings import Settings
from rag.shapes import ExaminationJson, HomeJson
from rag.version import version

_PACKAGES = ("tantivy", "faiss-cpu", "sqlalchemy", "sentence-transformers", "torch", "langchain-core", "fastapi", "gradio")


def examination(settings: Settings) -> ExaminationJson:
    """`ok` is false when the home or the embedding model cannot be used; a home that is not there yet is no fault."""
    home = _home(settings)
    embedding_problem = _embedding_problem(settings)
    return {
        "ok": not home["problem"] and not embedding_problem,
        "version": version(),
        "python": platform.python_version(),
        "platform": platform.platform(terse=True),
        "home": home,
        "disk_free_bytes": shutil.disk_usage(_existing(settings.home.absolute())).free,
        "embedding_model": settings.embedding_model,
        "embedding_problem": embedding_problem,
        "language_model": settings.llm_model if settings.has_language_model else "",
        "has_key": settings.api_key is not None,
        "packages": {name: package_version(name) for name in _PACKAGES},
    }


def _home(settings: Settings) -> HomeJson:
    found: HomeJson = {"path": str(settings.home.absolute()), "exists": settings.home.exists(), "documents": 0, "chunks": 0, "problem": ""}
    if not found["exists"]:
        return found
    try:
        library, _ = open_library(settings)
        with closing(library):
            rows = library.documents()
    except YoujuError as error:
        return {**found, "problem": error.message}
    return {**found, "documents": len(rows), "chunks": sum(row.chunks for row in rows)}


def _embedding_problem(settings: Settings) -> str:
    from index.embed import load_embedder  # noqa: PLC0415  loads the model

    try:
        load_embedder(settings.embedding_model)
    except UnknownModel as error:
        return error.message
    return ""


def _existing(path: Path) -> Path:
    """The path itself or the nearest folder above it that is there."""
    return next(each for each in (path, *path.parents) if each.exists())
