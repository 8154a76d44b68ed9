"""`python -m eval`, also `youju eval`: measures the product from outside, as its users meet it.

Each command is a module with `add_arguments` and `run_command`; only the one that is asked for is imported.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from index.errors import YoujuError

COMMANDS = {
    "run": ("eval.run", "评测一个问题集：检索和回答，可同时比较多个方案"),
    "gate": ("eval.gate", "对照要求判断一份评测报告是否通过"),
    "compare": ("eval.compare", "逐题比较两份评测报告"),
    "report": ("eval.report.command", "把评测报告写成一个网页文件"),
    "cases": ("eval.missing", "去掉答案后再问：去掉文件、换地区、换年份"),
    "ablate": ("eval.ablation", "逐一去掉产品的每个机制，看检索和回答各差多少"),
    "broken": ("eval.broken", "故意做坏产品，看每个指标能否识破"),
    "retrieval-set": ("eval.retrieve", "评测一个检索集（BEIR）"),
    "answers": ("eval.answers", "回答一个问题集，每行一个 JSON"),
    "citations": ("eval.walk", "逐条核对每个回答的每处引用"),
    "forged": ("eval.forged", "伪造的句子是否都被识破，属实的句子是否被误伤"),
    "typos": ("eval.typos", "问题里打了同音错字，还能不能看懂"),
    "asked": ("eval.asked.command", "用几千个日常问法的问题，逐题只问它所依据的文件"),
    "quantities": ("eval.quantities", "对照人工标注，评测数量的识别"),
    "peers": ("eval.peers", "与同类工具并排比较检索（每个语料一行 JSON）"),
    "twins": ("eval.twins", "由示例资料生成“孪生”文件：同样的条款，别的地区、年份和数字"),
    "results": ("eval.results", "全部重测一遍，写入 docs/results/"),
    "learn": ("eval.learn.command", "由开发集确定检索和回答的权重"),
    "bench": ("eval.bench.command", "测量速度和内存"),
    "judge": ("eval.judge", "由语言模型另作评判（可选）"),
}
"""Name → module and what it does."""


class Command(Protocol):
    """What a command's module offers."""

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None: ...

    @staticmethod
    def run_command(options: argparse.Namespace) -> int: ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit status; 2 for what cannot be run, with the reason on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options, command = _parsed(given)
    try:
        return command.run_command(options)
    except YoujuError as error:
        print(error.message, file=sys.stderr)  # noqa: T201
        return 2


def _parsed(given: Sequence[str]) -> tuple[argparse.Namespace, Command]:
    parser = argparse.ArgumentParser(prog="python -m eval", description="评测")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    chosen = given[0] if given and given[0] in COMMANDS else ""
    for name, (_, told) in COMMANDS.items():
        own = commands.add_parser(name, help=told, description=told)
        if name == chosen:
            _module(name).add_arguments(own)
    return parser.parse_args(given), _module(chosen or "run")


def _module(name: str) -> Command:
    return cast("Command", import_module(COMMANDS[name][0]))


if __name__ == "__main__":
    sys.exit(main())
