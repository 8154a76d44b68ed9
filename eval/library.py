"""A library for one measurement: documents ingested into a temporary home, asked, and gone afterwards."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.types import Progress
from rag.build import Youju, build
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """A product with documents in it."""

    youju: Youju
    ingest_seconds: float
    """From files on disk to a durable, searchable library; the model was loaded before."""
    characters: int


@contextmanager
def library_of(documents: Sequence[tuple[str, str]]) -> Iterator[Loaded]:
    """A library of (file name, text)."""
    with written(documents) as folder, loaded([folder]) as (youju, seconds):
        yield Loaded(youju, seconds, sum(len(text) for _, text in documents))


@contextmanager
def folder_library(folder: Path) -> Iterator[Youju]:
    """A library of the files in `folder`."""
    with loaded([folder]) as (youju, _):
        yield youju


@contextmanager
def written(documents: Sequence[tuple[str, str]]) -> Iterator[Path]:
    """A temporary folder of (file name, text)."""
    with tempfile.TemporaryDirectory(prefix="youju-documents-") as folder:
        for name, text in documents:
            Path(folder, name).write_text(text, encoding="utf-8", newline="")
        yield Path(folder)


def named_id(collection: str, key: str) -> str:
    """The same for the same document in every run: passages with equal scores come in the same order then."""
    return hashlib.sha256(f"document:{collection}/{key}".encode()).hexdigest()[:32]


@contextmanager
def loaded(paths: Sequence[Path], settings: Settings | None = None, progress: Progress | None = None) -> Iterator[tuple[Youju, float]]:
    """The product over a temporary home with the files and folders in it, and the seconds taking them in took.

    What cannot be taken in is said on stderr.
    """
    with tempfile.TemporaryDirectory(prefix="youju-home-") as home:
        youju = build((settings or Settings()).model_copy(update={"home": Path(home, "home")}), create=True, new_id=named_id)
        try:
            youju.embedder().encode_queries(["预热"])
            started = time.perf_counter()
            report = youju.library.ingest(paths, progress=progress)
            seconds = time.perf_counter() - started
            for failure in report.failed:
                print(failure.message, file=sys.stderr)  # noqa: T201
            yield youju, seconds
        finally:
            youju.close()
