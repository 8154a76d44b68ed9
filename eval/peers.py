"""The product beside its peers: the same documents and questions, the same measure, one JSON line.

The measure and the material stand in the peers' own `common.py` in the shared folder, so that nobody measures themselves.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from eval.library import library_of
from index.types import Filter, Hit

PASSAGES = 10
"""As many as each peer returns."""


SHARED = Path(__file__).resolve().parents[2] / "shared"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--corpus", choices=("seeds", "twins", "mix", "provinces"), default="seeds", help="语料；默认 seeds")
    parser.add_argument("--shared", type=Path, default=SHARED, metavar="文件夹", help="语料、问题集和同类工具脚本所在的文件夹")
    parser.add_argument("--questions", type=Path, metavar="问题集", help="默认为与语料对应的开发集")


def run_command(options: argparse.Namespace) -> int:
    """Returns 0."""
    run(options.corpus, options.shared, options.questions)
    return 0


def run(which: str, shared: Path, questions: Path | None) -> None:
    """Print the product's line for one corpus: seeds, twins, mix or provinces."""
    common = _common(shared)
    documents = common.corpus(which)
    default = shared / "qa" / ("pvqa_dev.jsonl" if which == "provinces" else "seedqa_dev.jsonl")
    with library_of(documents) as loaded:
        asked = common.questions(str(questions or default), which)
        common.report("youju", which, _retriever(loaded.youju.assistant.search), asked, loaded.ingest_seconds, loaded.characters)


def _retriever(search: Callable[[str, int, Filter], tuple[Hit, ...]]) -> Callable[[str], list[tuple[str, str]]]:
    def retrieve(question: str) -> list[tuple[str, str]]:
        return [(hit.document.source, hit.document.text[hit.chunk.start : hit.chunk.end]) for hit in search(question, PASSAGES, Filter())]

    return retrieve


def _common(shared: Path) -> ModuleType:
    path = shared / "peers" / "common.py"
    spec = importlib.util.spec_from_file_location("peers_common", path)
    if spec is None or spec.loader is None or not path.exists():
        sys.exit(f"没有找到 {path}。请用 --shared 指定共享材料所在的文件夹。")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
