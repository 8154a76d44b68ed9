"""`python -m eval`, also `youju eval`: measures the product from outside.

peers      evidence recall, wrong documents, latency, ingest and memory, beside the peers, in their measure
answers    answers to a question set, one JSON line each, for a scorer
citations  every citation of every answer walked back into its document
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from eval.answers import ask_all, read_items, walk
from eval.library import folder_library
from rag.wire import answer_json

SAMPLE = Path(__file__).parent / "datasets" / "sample"
SHARED = Path(__file__).resolve().parents[2] / "shared"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, or 1 when what was checked does not hold."""
    options = _parser().parse_args(arguments)
    result: int = options.run(options)
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="评测", formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="命令")

    peers = commands.add_parser("peers", help="与同类工具并排比较检索（每个语料一行 JSON）")
    peers.add_argument("--corpus", choices=("seeds", "twins", "mix", "provinces"), default="seeds")
    peers.add_argument("--shared", type=Path, default=SHARED, help="共享材料所在的文件夹")
    peers.add_argument("--questions", type=Path, help="问题集；默认用与语料对应的开发集")
    peers.set_defaults(run=_peers)

    answers = commands.add_parser("answers", help="回答一个问题集，每行一个 JSON")
    _add_set(answers)
    answers.add_argument("--out", type=Path, required=True, help="写入的文件")
    answers.set_defaults(run=_answers)

    citations = commands.add_parser("citations", help="逐条核对每个回答的每处引用")
    _add_set(citations)
    citations.set_defaults(run=_citations)
    return parser


def _add_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--documents", type=Path, default=SAMPLE / "documents", help="文件所在的文件夹；默认为示例资料")
    parser.add_argument("--questions", type=Path, default=SAMPLE / "questions.jsonl", help="问题集；默认为示例问题")


def _peers(options: argparse.Namespace) -> int:
    from eval.peers import run  # noqa: PLC0415  needs psutil, which is not part of the product

    run(options.corpus, options.shared, options.questions)
    return 0


def _answers(options: argparse.Namespace) -> int:
    with folder_library(options.documents) as youju, options.out.open("w", encoding="utf-8") as out:
        for item, answer in ask_all(youju, read_items(options.questions)):
            out.write(json.dumps({"id": item.id, "answer": answer_json(answer)}, ensure_ascii=False) + "\n")
    return 0


def _citations(options: argparse.Namespace) -> int:
    with folder_library(options.documents) as youju:
        items = read_items(options.questions)
        found = walk(youju, [answer for _, answer in ask_all(youju, items)])
    print(json.dumps({"questions": len(items), **asdict(found)}))  # noqa: T201
    return 0 if found.citations == found.exact == found.whole == found.short else 1


if __name__ == "__main__":
    sys.exit(main())
