"""`python -m eval run`: a question set put to one variant of the product or several, or to running servers, in one report.

With `--sweep` the questions are put to one variant again at other thresholds of refusing (see `eval.sweep`).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from eval.documents import documents_at
from eval.evaluate import Timings, Wanted, evaluate, questions_of
from eval.report.json import save
from eval.sweep import with_sweep
from eval.targets import HomeTarget, ServerTarget, Target, folder_targets, home_targets
from eval.variants import variant, variants
from index.errors import ConfigurationError
from index.types import Progress
from rag.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--documents", nargs="+", metavar="资料", help="文件夹、文件，或 名称.jsonl[.gz][#字段=开头]；放入临时资料库后评测")
    target.add_argument("--home", type=Path, metavar="资料库", help="评测已有的资料库；不会在其中留下回答")
    target.add_argument("--server", action="append", metavar="地址", help="评测运行中的服务，可多次给出；密钥取自 --key 或 YOUJU_API_KEY")
    parser.add_argument("--key", default="", metavar="密钥", help="服务的访问密钥")
    parser.add_argument("--questions", type=Path, required=True, metavar="问题集", help="JSONL 或 CSV")
    parser.add_argument(
        "--variants", default="hybrid", metavar="方案", help="逗号分隔：bm25、dense、hybrid、llm，可加 @向量模型；默认 hybrid"
    )
    parser.add_argument("--no-answers", action="store_true", help="只检索，不作答")
    parser.add_argument("--sweep", default="", metavar="方案", help="另以其他拒答门槛重问这个方案，画出拒答与作答的取舍")
    parser.add_argument("--out", type=Path, metavar="文件", help="写入的报告（JSON）")
    parser.add_argument("--html", type=Path, metavar="文件", help="写入的网页文件，含逐题结果")


def run_command(options: argparse.Namespace) -> int:
    """Returns 0; a low figure is no failure (see the gate). Raises YoujuError."""
    from rich.console import Console  # noqa: PLC0415

    from eval.report.command import save_page  # noqa: PLC0415
    from eval.report.tables import tables  # noqa: PLC0415
    from rag.progress import progress_bar  # noqa: PLC0415

    with ExitStack() as stack:
        progress = stack.enter_context(progress_bar())
        targets, costs = _targets(stack, options, progress)
        questions = questions_of(options.questions, targets[0].texts())
        report = evaluate(questions, targets, progress, wanted=Wanted(answer=not options.no_answers), costs=costs)
        if options.sweep:
            report = with_sweep(report, _named(targets, options.sweep), variant(options.sweep), progress)
    if options.out:
        save(report, options.out)
    if options.html:
        save_page(report, options.html)
    Console().print(tables(report))
    return 0


def _targets(stack: ExitStack, options: argparse.Namespace, progress: Progress) -> tuple[Sequence[Target], Timings]:
    base = Settings()
    if options.server:
        key = options.key or (base.api_key.get_secret_value() if base.api_key else "")
        return [ServerTarget(url, key) for url in options.server], ()
    chosen = variants(options.variants)
    if options.home:
        return stack.enter_context(home_targets(options.home, chosen, base)), ()
    paths = stack.enter_context(documents_at(options.documents))
    return stack.enter_context(folder_targets(paths, chosen, base, progress))


def _named(targets: Sequence[Target], name: str) -> HomeTarget:
    for target in targets:
        if isinstance(target, HomeTarget) and target.name == name:
            return target
    raise ConfigurationError("sweep", detail=f"“{name}”不是本次评测的方案；运行中的服务不能改变门槛")
