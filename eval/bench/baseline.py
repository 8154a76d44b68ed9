"""The baseline: LangChain's EnsembleRetriever over the same files and questions, in a process of its own.

The process runs `ensemble.py` with whatever interpreter has the packages of the extra `bench`: this one, or another that is
named. Where they are missing there is no baseline, and the result says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from eval.bench.timing import Latency
from index.errors import TargetFailed

SCRIPT = Path(__file__).with_name("ensemble.py")
MODEL = Path(__file__).resolve().parents[2] / "index" / "model"
"""Both embed with the product's own model."""
PACKAGES = ("langchain_classic", "langchain_community", "langchain_text_splitters", "rank_bm25", "jieba", "faiss")


@dataclass(frozen=True, slots=True)
class Baseline:
    passages: int
    ingest_seconds: float
    ingest_characters_per_second: int
    search: Latency
    memory_mib: float


def interpreter(given: Path | None) -> Path | None:
    """The one given, else this one if it has the packages."""
    if given is not None:
        return given
    return Path(sys.executable) if all(find_spec(name) for name in PACKAGES) else None


def measure(python: Path, documents: Path, questions: Sequence[str]) -> Baseline:
    """Raises TargetFailed when the process fails."""
    asked = json.dumps({"documents": str(documents), "questions": list(questions), "model": str(MODEL)})
    done = subprocess.run([str(python), str(SCRIPT)], input=asked.encode(), capture_output=True, check=False)
    if done.returncode != 0:
        raise TargetFailed(str(python), detail=done.stderr.decode("utf-8", "replace").strip()[-500:])
    found = json.loads(done.stdout.splitlines()[-1])
    search = found.pop("search")
    return Baseline(search=Latency(**search), **found)
