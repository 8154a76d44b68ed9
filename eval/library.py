"""A library for one measurement: documents written to a temporary folder, ingested into a temporary home, and asked."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

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
    """A library of (file name, text); gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="youju-eval-") as folder:
        source = Path(folder, "documents")
        source.mkdir()
        for name, text in documents:
            Path(source, name).write_text(text, encoding="utf-8", newline="")
        youju = build(Settings(home=Path(folder, "home")), create=True)
        try:
            youju.embedder().encode_queries(["预热"])
            started = time.perf_counter()
            report = youju.library.ingest([source])
            seconds = time.perf_counter() - started
            for failure in report.failed:
                print(failure.message, file=sys.stderr)  # noqa: T201
            yield Loaded(youju, seconds, sum(len(text) for _, text in documents))
        finally:
            youju.close()
