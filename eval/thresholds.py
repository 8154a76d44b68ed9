"""What is required of a report, by question set, and whether it is met.

The requirements stand in thresholds.toml, each with its reason. One that names no variant holds for every variant of the
report. A requirement whose figure is missing, rests on fewer questions than required, or is no number, is not met: nothing
passes by not being measured. A set without requirements does not pass either.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from eval.report.names import group_name, meaning, percent, percent_range
from eval.report.reading import Figures, figures_of, variants
from eval.types import Figure, Report
from index.errors import UnusableFile

THRESHOLDS = Path(__file__).with_name("thresholds.toml")


@dataclass(frozen=True, slots=True)
class Threshold:
    """One requirement of a question set: a least or a greatest permitted value, and why. Raises ValueError without one of the two."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    measure: str
    reason: str
    minimum: float | None = None
    maximum: float | None = None
    group: str = "all"
    variant: str = ""
    """Empty: every variant of the report."""
    questions: int = 1
    """The least number of questions the figure must rest on."""

    def __post_init__(self) -> None:
        if (self.minimum is None) == (self.maximum is None):
            raise ValueError("minimum 和 maximum 须写且只写一个")
        if not self.reason.strip():
            raise ValueError("reason 须写明理由")

    def allows(self, value: float) -> bool:
        return math.isfinite(value) and (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)

    @property
    def bound(self) -> str:
        """不低于 95.0%."""
        return f"不低于 {percent(self.minimum)}" if self.minimum is not None else f"不高于 {percent(self.maximum or 0.0)}"


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement against one variant."""

    threshold: Threshold
    variant: str
    figure: Figure | None

    @property
    def trouble(self) -> str:
        """Why it is not met, in Chinese; empty when it is."""
        if self.figure is None:
            return "报告中没有这一项"
        if self.figure.n < self.threshold.questions:
            return f"只有 {self.figure.n} 题，至少须有 {self.threshold.questions} 题"
        return "" if self.threshold.allows(self.figure.mean) else f"应{self.threshold.bound}"

    @property
    def is_met(self) -> bool:
        return not self.trouble


def read_thresholds(path: Path = THRESHOLDS) -> dict[str, tuple[Threshold, ...]]:
    """Set name → its requirements. Raises UnusableFile."""
    try:
        return TypeAdapter(dict[str, tuple[Threshold, ...]]).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise UnusableFile(str(path), detail=f"{'.'.join(map(str, first['loc']))}：{first['msg']}") from error
    except (OSError, ValueError) as error:
        raise UnusableFile(str(path), detail=str(error)) from error


def check(report: Report, thresholds: Sequence[Threshold]) -> tuple[Check, ...]:
    """Every requirement against every variant it holds for, in the order of the requirements."""
    figures, known = figures_of(report), variants(report)
    return tuple(found for threshold in thresholds for found in _checks(threshold, figures, known))


def _checks(threshold: Threshold, figures: Figures, known: Sequence[str]) -> Iterator[Check]:
    for variant in (threshold.variant,) if threshold.variant else known or ("",):
        yield Check(threshold, variant, figures.get((variant, threshold.measure, threshold.group)))


def verdict(set_name: str, checks: Sequence[Check]) -> str:
    """What the gate says, in Chinese: one line, and one more for each requirement that is not met."""
    if not checks:
        return f"未通过：没有为问题集“{set_name}”规定要求。"
    failed = [each for each in checks if not each.is_met]
    if not failed:
        return f"通过：问题集“{set_name}”的 {len(checks)} 项要求全部达到。"
    return "\n".join([f"未通过：问题集“{set_name}”的 {len(checks)} 项要求中，{len(failed)} 项没有达到。", *map(_line, failed)])


def passes(checks: Sequence[Check]) -> bool:
    return bool(checks) and all(each.is_met for each in checks)


def _line(failed: Check) -> str:
    threshold, figure = failed.threshold, failed.figure
    named = f"{meaning(threshold.measure).label}（{threshold.measure}），{group_name(threshold.group)}，方案 {failed.variant or '（无）'}"
    value = f"{percent(figure.mean)}，95% 区间 {percent_range(*figure.interval)}，{figure.n} 题；" if figure else ""
    return f"- {named}：{value}{failed.trouble}。要求的理由：{threshold.reason}"
