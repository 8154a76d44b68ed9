"""`python -m eval bench`: one run for each size, as tables and one JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from rich.console import Console
from rich.table import Table

from eval.bench.baseline import interpreter
from eval.bench.load import Load
from eval.bench.product import Plan, Run, characters_per_passage, measure
from eval.bench.timing import Latency
from eval.bench.volume import SEED, source
from eval.provenance import commit
from index.errors import InvalidRequest

SHARED = Path(__file__).resolve().parents[3] / "shared"
LARGEST = 2_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    default = Plan()
    parser.add_argument("--passages", default="10000", help="资料库的段落数，可以逗号分隔多个，如 10000,100000（默认 10000）")
    parser.add_argument("--shared", type=Path, default=SHARED, help="共享材料所在的文件夹；没有新闻材料时改用示例资料生成")
    parser.add_argument("--searches", type=int, default=default.searches, help=f"检索次数（默认 {default.searches}）")
    parser.add_argument("--asked", type=int, default=default.asked, help=f"提问次数（默认 {default.asked}）")
    parser.add_argument("--cold-starts", type=int, default=default.cold_starts, help=f"冷启动次数，取中位数（默认 {default.cold_starts}）")
    parser.add_argument("--server", action="store_true", help="再测服务在固定到达率下的延迟（只对本机）")
    parser.add_argument("--search-rate", type=float, default=default.search_rate, help=f"每秒检索请求（默认 {default.search_rate:g}）")
    parser.add_argument("--ask-rate", type=float, default=default.ask_rate, help=f"每秒提问请求（默认 {default.ask_rate:g}）")
    parser.add_argument("--load-seconds", type=float, default=default.load_seconds, help=f"各压多少秒（默认 {default.load_seconds:g}）")
    parser.add_argument("--baseline-python", type=Path, help="装有 bench 附加包的 Python；默认用当前的，没有装就不做对照")
    parser.add_argument("--no-baseline", action="store_true", help="不做对照")
    parser.add_argument("--out", type=Path, help="写入的 JSON 文件")


def run_command(options: argparse.Namespace) -> int:
    """0. Raises YoujuError."""
    sizes = _sizes(options.passages)
    plan = _plan(options)
    console, status = Console(), Console(stderr=True)
    kind, documents = source(options.shared)
    each = characters_per_passage(documents)
    runs = []
    for size in sizes:
        with status.status("…") as shown:
            runs.append(measure(documents, size, each, plan, lambda text, size=size, shown=shown: shown.update(f"{size} 段：{text}")))  # type: ignore[misc]
        console.print(table(runs[-1]))
    if options.out:
        content = {"made": _made(kind), "runs": [asdict(run) for run in runs]}
        options.out.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        console.print(f"已写入 {options.out}")
    return 0


def _sizes(given: str) -> list[int]:
    sizes = [int(part) for part in given.split(",") if part.strip().isdecimal()]
    if not sizes or len(sizes) != len(given.split(",")) or not all(1 <= size <= LARGEST for size in sizes):
        raise InvalidRequest(f"--passages 应为 1 到 {LARGEST} 的整数，以逗号分隔")
    return sizes


def _plan(options: argparse.Namespace) -> Plan:
    if min(options.searches, options.asked, options.cold_starts, options.search_rate, options.ask_rate, options.load_seconds) <= 0:
        raise InvalidRequest("次数、到达率和时长都应大于 0")
    return Plan(
        searches=options.searches,
        asked=options.asked,
        cold_starts=options.cold_starts,
        server=options.server,
        search_rate=options.search_rate,
        ask_rate=options.ask_rate,
        load_seconds=options.load_seconds,
        baseline_python=None if options.no_baseline else interpreter(options.baseline_python),
    )


def _made(kind: str) -> dict[str, object]:
    return {
        "commit": commit(),
        "source": kind,
        "seed": SEED,
        "python": platform.python_version(),
        "processor": platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
    }


def table(run: Run) -> Table:
    """One size; the baseline beside it where there is one."""
    shown = Table(title=f"{run.passages:,} 段，{run.documents:,} 份文件，{run.characters:,} 字")
    for head in ("", "有据", "对照", "比值"):
        shown.add_column(head, justify="left" if not head else "right")
    other, ratio = run.baseline, dict(run.ratios)
    theirs_read = f"{other.ingest_characters_per_second:,}" if other else ""
    theirs_found, theirs_held = (_latency(other.search), f"{other.memory_mib:.0f}") if other else ("", "")
    rows: Sequence[tuple[str, str, str, float | None]] = (
        ("读入（字/秒）", f"{run.ingest_characters_per_second:,}", theirs_read, ratio.get("ingest_characters_per_second")),
        ("读入（段/秒）", f"{run.ingest_passages_per_second:,}", "", None),
        ("检索 p50/p95/p99（毫秒）", _latency(run.search), theirs_found, ratio.get("search_p50")),
        ("回答 p50/p95/p99（毫秒）", _latency(run.answer), "", None),
        ("冷启动提问（秒）", f"{run.cold_start_seconds:.2f}", "", None),
        ("内存峰值（MiB）", f"{run.memory_peak_mib:.0f}", theirs_held, ratio.get("memory")),
        ("资料库大小（MiB）", f"{run.home_bytes / 2**20:.0f}", "", None),
        *_recalled(run),
        *_served(run),
    )
    for name, ours, theirs, value in rows:
        shown.add_row(name, ours, theirs, "" if value is None else f"{value:.2f}")
    return shown


def _recalled(run: Run) -> list[tuple[str, str, str, None]]:
    return [
        (
            f"向量召回率@20，筛选剩 1/{one.one_in}" if one.one_in > 1 else "向量召回率@20，不筛选",
            f"{one.recall_at_20:.4f}，p50 {one.found.p50:.2f} 毫秒（逐一比对 {one.exact.p50:.2f}）",
            "",
            None,
        )
        for one in run.recall
    ]


def _served(run: Run) -> list[tuple[str, str, str, None]]:
    if run.served is None:
        return []
    rows = [(_name(one), f"{_latency(one.latency)}，失败 {one.failed}/{one.latency.n}") for one in run.served.loads]
    rows += [("服务内存（MiB）", f"{run.served.memory_mib:.0f}"), ("服务启动（秒）", f"{run.served.start_seconds:.1f}")]
    return [(name, value, "", None) for name, value in rows]


def _name(one: Load) -> str:
    return f"服务 {one.path}，{one.requests_per_second:g} 次/秒（毫秒）"


def _latency(one: Latency) -> str:
    return f"{one.p50:.1f} / {one.p95:.1f} / {one.p99:.1f}"
