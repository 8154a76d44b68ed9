"""What refusing costs and spares: the questions put to one variant again, at other thresholds.

The threshold is how well the best sentence must answer before there is an answer at all. Higher ones refuse more: fewer
inventions, fewer answers. Only the product's own threshold is moved, and the product itself is asked: what else makes it refuse
stays in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from eval.evaluate import Wanted, ask_all, measured
from eval.report.reading import answered, is_answerable, refused
from eval.targets import HomeTarget, home_targets
from eval.types import Asked, RefusalPoint, Report
from eval.variants import Variant
from index.errors import ConfigurationError
from index.learned import learned
from index.types import Progress
from rag.rank import AnswerWeights
from rag.settings import Settings

STEPS = (-0.16, -0.12, -0.08, -0.04, 0.04, 0.08, 0.12, 0.16, 0.24)
"""From the threshold in use."""
_ANSWERS = Wanted(search=False)


def with_sweep(report: Report, target: HomeTarget, variant: Variant, progress: Progress) -> Report:
    """The report with what the variant does at other thresholds. Raises ConfigurationError for one that lets a language model write."""
    if variant.language_model:
        raise ConfigurationError("sweep", detail=f"方案“{variant.name}”由语言模型作答，不按门槛拒答")
    in_use, texts = learned().values("answers", AnswerWeights).enough, target.texts()
    found = [_point(variant.name, in_use, dict(report.asked)[variant.name], texts, in_use=True)]
    for threshold in (round(in_use + step, 6) for step in STEPS):
        moved = replace(variant, enough=threshold)
        with home_targets(target.home, [moved], Settings()) as (other,):
            asked = list(ask_all(other, report.items, _ANSWERS, _named(f"门槛 {threshold:.2f}", progress)))
            found.append(_point(variant.name, threshold, asked, texts))
    return replace(report, refusals=(*report.refusals, *sorted(found, key=lambda point: point.threshold)))


def _named(stage: str, progress: Progress) -> Progress:
    return lambda _, done, total: progress(stage, done, total)


def _point(variant: str, threshold: float, asked: Sequence[Asked], texts: Mapping[str, str], *, in_use: bool = False) -> RefusalPoint:
    scores = [measured(variant, each, texts, _ANSWERS).value("score") or 0.0 for each in asked]
    return RefusalPoint(
        variant,
        threshold,
        answered=_mean(answered(each) for each in asked if is_answerable(each.item)),
        refused=_mean(refused(each) for each in asked if not is_answerable(each.item)),
        score=_mean(scores),
        in_use=in_use,
    )


def _mean(values: Iterable[float]) -> float:
    """0 of none."""
    known = list(values)
    return sum(known) / len(known) if known else 0.0
