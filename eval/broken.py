"""`python -m eval broken`: does each measure catch the product that is broken in just the way it watches over?

Two products are broken in every way of `eval.defects`: the real one, and one that gives the gold answers. A defect is caught
where its measure is worse than that of the same answers without it, by more than chance (paired bootstrap over the same
questions). Where the real product has hardly a question to lose under a measure, only the gold answers can show that the
measure works; that is said, and is no failure. A defect that looks better than the answers it spoils always is.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from eval.aggregate import groups_of
from eval.answers import SAMPLE
from eval.defects import DEFECTS, Defect, World, reference
from eval.documents import documents_at
from eval.evaluate import Wanted, ask_all, measured, questions_of
from eval.intervals import paired_bootstrap
from eval.paired import Change
from eval.report.json import DECIMALS
from eval.report.names import group_name, meaning, percent, points_range
from eval.sets import catalogue_of
from eval.targets import folder_targets
from eval.types import Asked
from eval.variants import variant
from index.types import Progress
from rag.settings import Settings

Verdict: TypeAlias = Literal["caught", "missed", "nothing to lose"]

ROOM = 4
"""Questions that must be better than the worst before a loss can be told from chance: with three of n, one resample in twenty
has none of them, and the interval touches zero."""

VERDICTS: dict[Verdict, str] = {"caught": "识破", "missed": "没有识破", "nothing to lose": "无可失"}
HEADS = ("缺陷", "应由指标发现", "范围", "回答", "题数", "完好", "带缺陷", "差的95%区间（百分点）", "结果")


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect of one product under the measure that must catch it."""

    defect: Defect
    product: str
    change: Change | None
    """From the whole product to the broken one; None where no question has the measure in both."""
    room: int
    """Questions on which the whole product is better than the worst."""

    @property
    def verdict(self) -> Verdict:
        if self.change is None:
            return "missed"
        if self.change.judgement == "worse":
            return "caught"
        lost = self.change.difference.mean * (1 if meaning(self.defect.measure).lower_is_better else -1)
        return "nothing to lose" if self.room < ROOM and lost >= 0 else "missed"


def findings(product: str, asked: Sequence[Asked], world: World, defects: Sequence[Defect] = DEFECTS) -> Iterator[Finding]:
    """Every defect, planted into these answers."""
    for defect in defects:
        broken = defect.broken(asked, world)
        values = [
            pair
            for before, after in zip(asked, broken, strict=True)
            if defect.group in groups_of(before.item) and (pair := _pair(before, after, defect.measure, world))
        ]
        worst = 1.0 if meaning(defect.measure).lower_is_better else 0.0
        yield Finding(defect, product, _change(defect.measure, values), sum(before != worst for before, _ in values))


def findings_on(documents: Sequence[str], questions: Path, name: str, progress: Progress) -> list[Finding]:
    """Every defect of the variant of this name and of the gold answers, by defect. Raises YoujuError."""
    with documents_at(documents) as paths, folder_targets(paths, [variant(name)], Settings(), progress) as ((target,), _):
        texts = target.texts()
        asked = list(ask_all(target, questions_of(questions, texts).items, Wanted(), progress))
    world = World(texts, catalogue_of(texts))
    found = [*findings(f"方案 {name}", asked, world)]
    found += findings(GOLD, reference(asked, texts), world, [defect for defect in DEFECTS if defect.of_answers])
    return sorted(found, key=lambda each: DEFECTS.index(each.defect))


def _pair(before: Asked, after: Asked, measure: str, world: World) -> tuple[float, float] | None:
    first, second = (measured("", each, world.texts, Wanted()).value(measure) for each in (before, after))
    return None if first is None or second is None else (round(first, DECIMALS), round(second, DECIMALS))


def _change(measure: str, values: Sequence[tuple[float, float]]) -> Change | None:
    if not values:
        return None
    before, after = ([pair[place] for pair in values] for place in (0, 1))
    return Change(measure, sum(before) / len(values), sum(after) / len(values), paired_bootstrap(before, after))


def passes(found: Sequence[Finding]) -> bool:
    """Nothing was missed, and the gold answers show of every measure that it works."""
    return all(each.verdict == "caught" or (each.verdict == "nothing to lose" and each.product != GOLD) for each in found)


GOLD = "标准答案"
"""The product that gives the gold answers, in the table."""


def row(found: Finding) -> tuple[str, ...]:
    """As strings in the order of HEADS."""
    change, measure = found.change, found.defect.measure
    numbers = ("0", "—", "—", "—")
    if change:
        numbers = (str(change.difference.n), percent(change.before), percent(change.after), points_range(*change.difference.interval))
    named = f"{meaning(measure).label} {measure}"
    return (found.defect.told, named, group_name(found.defect.group), found.product, *numbers, VERDICTS[found.verdict])


def as_json(found: Sequence[Finding]) -> str:
    """One finding a line."""
    return "[\n" + ",\n".join(json.dumps(_record(each), ensure_ascii=False) for each in found) + "\n]\n"


def _record(found: Finding) -> dict[str, object]:
    change = found.change
    values: dict[str, object] = {}
    if change:
        rounded = [round(value, DECIMALS) for value in (change.before, change.after, *change.difference.interval)]
        values = {"n": change.difference.n, "whole": rounded[0], "broken": rounded[1], "difference_95": rounded[2:]}
    defect = found.defect
    return {
        "defect": defect.name, "measure": defect.measure, "group": defect.group, "product": found.product,
        **values, "verdict": found.verdict,
    }  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--documents", nargs="+", default=[str(SAMPLE / "documents")], metavar="资料", help="默认为示例资料")
    parser.add_argument("--questions", type=Path, default=SAMPLE / "questions.jsonl", metavar="问题集", help="默认为示例问题")
    parser.add_argument("--variant", default="hybrid", metavar="方案", help="bm25、dense、hybrid 或 llm；默认 hybrid")
    parser.add_argument("--out", type=Path, metavar="文件", help="另存为 JSON，每行一项")


def run_command(options: argparse.Namespace) -> int:
    """0 when every defect is caught, else 1. Raises YoujuError."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from rag.progress import progress_bar  # noqa: PLC0415

    with progress_bar() as progress:
        found = findings_on(options.documents, options.questions, options.variant, progress)
    table = Table(*HEADS, title=f"故意做坏的产品，问题集 {options.questions.stem}")
    for each in found:
        table.add_row(*row(each))
    Console().print(table)
    if options.out:
        options.out.write_text(as_json(found), encoding="utf-8", newline="\n")
    return 0 if passes(found) else 1
