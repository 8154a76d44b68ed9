"""`python -m eval learn`: learns the weights and thresholds of the product from named development sets."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.learn.ascent import Axis, Point, learn
from eval.learn.material import PLACES, Material, asked_on, material
from eval.learn.outcome import ENOUGH_AT, Made, Stage, Threshold, file_content, stage, thresholds
from eval.learn.trials import ANSWER_AXES, RECALL, SEARCH_AXES, AnswerTrial, SearchTrial, answer_point, search_point
from eval.provenance import commit
from index.boost import Boosts
from index.errors import InvalidRequest
from index.fuse import Weights
from index.learned import Learned, learned
from rag.rank import AnswerWeights

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "index" / "learned.json"
SCORE = "score (macro)"
CURVE = tuple(round(0.3 + 0.04 * step, 2) for step in range(9))
"""Thresholds shown in the trade-off, beside the one chosen."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sets", default="sample", help=f"开发集，以逗号分隔：{'、'.join(PLACES)}（默认 sample）")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="共享材料所在的文件夹")
    parser.add_argument("--date", type=date.fromisoformat, help="提问日期，也记作学习日期；默认用问题集中最晚的一天")
    parser.add_argument("--only", default="", help="只学习这些值，以逗号分隔；其余保持现用（默认全部）")
    parser.add_argument("--out", type=Path, default=FILE, help="写入的文件；默认为产品加载的那一份")


def run_command(options: argparse.Namespace) -> int:
    """0 when values were adopted, 1 when those in use do better. Raises YoujuError."""
    names, only = _names(options.sets), _only(options.only)
    console = Console()
    with material(names, options.shared) as sets:
        day = asked_on([each.questions for each in sets], options.date)
        search, answers, curve = run(sets, day, learned(), only)
        made = Made(commit(), day, sets[0].youju.embedder().fingerprint)
        content = file_content(learned(), search, answers, curve, sets, made)
    options.out.write_text(content, encoding="utf-8")
    for each in (search, answers):
        console.print(_figures(each))
    console.print(_trade_off(curve, answers.point[ENOUGH_AT]))
    console.print(f"已写入 {options.out}")
    return 0 if search.adopted and answers.adopted else 1


def run(sets: Sequence[Material], day: date, in_use: Learned, only: frozenset[str]) -> tuple[Stage, Stage, tuple[Threshold, ...]]:
    """Search first, then the answers over what it finds; and the trade-off of refusing at what was chosen. With `only`, the values of
    other names stay: fewer values are learned more surely."""
    start = search_point(in_use.values("fusion", Weights), in_use.values("boosts", Boosts))
    searching = SearchTrial(sets, day, start)
    search = _stage(RECALL, _held(SEARCH_AXES, start, only), start, searching)
    answering = AnswerTrial(sets, searching, search.point)
    at = answer_point(in_use.values("answers", AnswerWeights))
    answers = _stage(SCORE, _held(ANSWER_AXES, at, only), at, answering)
    return search, answers, thresholds(answering, answers.point, sorted({*CURVE, answers.point[ENOUGH_AT]}))


def _stage(measure: str, axes: Sequence[Axis], in_use: Point, trial: SearchTrial | AnswerTrial) -> Stage:
    return stage(measure, learn(axes, in_use, trial, trial.groups, trial.documents), trial.groups, trial.sets, in_use)


def _held(axes: Sequence[Axis], at: Point, only: frozenset[str]) -> tuple[Axis, ...]:
    """Axes not named in `only` have but the value in use; with none named all may move."""
    return tuple(axis if not only or axis.name in only else replace(axis, values=(value,)) for axis, value in zip(axes, at, strict=True))


def _only(given: str) -> frozenset[str]:
    names = frozenset(name.strip() for name in given.split(",") if name.strip())
    if unknown := sorted(names - {axis.name for axis in (*SEARCH_AXES, *ANSWER_AXES)}):
        raise InvalidRequest(f"没有名为“{'、'.join(unknown)}”的可学习的值")
    return names


def _names(given: str) -> list[str]:
    names = list(dict.fromkeys(name.strip() for name in given.split(",")))
    if unknown := [name for name in names if name not in PLACES]:
        raise InvalidRequest(f"没有名为“{'、'.join(unknown)}”的开发集，可选 {'、'.join(PLACES)}")
    return names


def _figures(done: Stage) -> Table:
    table = Table(title=f"{done.measure}：{'采用新值' if done.moved else '保留原值'}")
    for head in ("开发集", "题数", "现用", "拟合", "交叉验证", "95% 区间"):
        table.add_column(head, justify="left" if head == "开发集" else "right")
    for one in done.figures:
        low, high = one.interval
        cells = (f"{value:.3f}" for value in (one.before, one.fitted, one.cross_validated))
        table.add_row(one.set_name, str(one.n), *cells, f"{low:.3f}–{high:.3f}")
    return table


def _trade_off(curve: Sequence[Threshold], chosen: float) -> Table:
    table = Table(title="拒答阈值的取舍")
    for head in ("阈值", "误拒", "误答", "无关而答", "得分"):
        table.add_column(head, justify="right")
    for one in curve:
        refused, answered = f"{one.false_refusals}/{one.answerable}", f"{one.wrong_answers}/{one.unanswerable}"
        unrelated = f"{one.unrelated_answers}/{one.unrelated}"
        table.add_row(f"{one.enough:.3f}", refused, answered, unrelated, f"{one.score:.3f}", style="bold" if one.enough == chosen else None)
    return table
