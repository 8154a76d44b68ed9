"""Number questions: the leading figure, or figures, must be the gold ones, with their measure words and of the right owner."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.metrics.figures import FIGURE, Figure, among, figures, same
from eval.metrics.folding import bigrams, fold, strip
from eval.metrics.forms import Placed, leading_figures
from eval.metrics.owners import stated_district
from eval.metrics.refusal import refuses
from eval.metrics.seen import Seen
from eval.metrics.units import QUOTATION, Unit, without_marks
from eval.types import Given

_PERIOD = re.compile("(?:每|1|一)(?:个)?(学年|学期|年|月|周|天|日)")
_AT_LEAST = re.compile("以上|至少|不[少低小]于|起码|最少")
_AT_MOST = re.compile("以内|以下|不超过|不[高多]于|至多|最多")
_CONCISE = 160


def score_number(seen: Seen) -> float:
    """1 when the leading figures are those of the answer or of an accepted form.

    Words such as 约 are free, but 以上 against 以内 is wrong, as are another period (每学年 for 每学期), another district and
    exchanged labels where several figures are asked.
    """
    if refuses(seen):
        return 0.0
    forms = [fold(form) for form in (seen.item.answer, *seen.item.accept)]
    golds = [gold for form in forms if (gold := figures(form))]
    leading = leading_figures(seen, [figure for gold in golds for figure in gold])
    return float(any(_is_right(seen, forms, gold, leading[: len(gold)]) for gold in golds))


def is_concise(given: Given) -> float:
    """1 for at most 160 characters before the first quotation."""
    quotation = QUOTATION.search(given.text)
    said = given.text[: quotation.start()] if quotation else given.text
    return float(len(without_marks(said).strip()) <= _CONCISE)


def _is_right(seen: Seen, forms: Sequence[str], gold: Sequence[Figure], leading: Sequence[Placed]) -> bool:
    if len(leading) < len(gold):
        return False
    ordered = all(same(due, said) for due, (said, _) in zip(gold, leading, strict=True))
    complete = all(any(same(due, said) for said, _ in leading) for due in gold)
    if not (ordered or complete) or (len(gold) > 1 and not _labels_agree(seen, leading, ordered)):
        return False
    figure, unit = leading[0]
    clause = _clause(unit, figure)
    return _period_agrees(seen, forms, clause) and _bound_agrees(forms[0], clause) and _owner_agrees(seen, unit, figure)


def _clause(unit: Unit, figure: Figure) -> str:
    """The part of the unit, between commas and colons, that states the figure."""
    parts = re.split("[,:]", unit.text)
    return next((part for part in parts if figure[:2] in [found[:2] for found in figures(part)]), unit.text)


def _period_agrees(seen: Seen, forms: Sequence[str], clause: str) -> bool:
    said = set(_PERIOD.findall(clause))
    if not said:
        return not _PERIOD.search(forms[0])
    due = {period for text in (*forms, *map(fold, seen.item.answer_points)) for period in _PERIOD.findall(text)}
    return not due or bool(said & (due | set(_PERIOD.findall(seen.question))))


def _bound_agrees(answer: str, clause: str) -> bool:
    crossed = _AT_LEAST.search(answer) and _AT_MOST.search(clause)
    return not crossed and not (_AT_MOST.search(answer) and _AT_LEAST.search(clause))


def _owner_agrees(seen: Seen, unit: Unit, figure: Figure) -> bool:
    owner = stated_district(seen, unit, figure.position)
    return seen.rests_on_gold(unit) and (not owner or not seen.gold_districts or bool(owner & seen.gold_districts))


def _labels_agree(seen: Seen, leading: Sequence[Placed], ordered: bool) -> bool:
    """The words before each figure fit its own answer point better than another's; out of order they must fit it."""
    points = [(figures(fold(point)), bigrams(strip(FIGURE.sub("", fold(point))))) for point in seen.item.answer_points]
    for figure, unit in leading:
        words = bigrams(strip(re.split("[、,;:和及]", unit.text[: figure.position])[-1]))
        mine = [label for due, label in points if among(figure, due)]
        others = frozenset[str]().union(*(label for _, label in points if label not in mine)) if mine else frozenset[str]()
        best = mine[0] if mine else frozenset[str]()
        own = len(words & (best - others))
        if len(words & (others - best)) > own or (not ordered and not own):
            return False
    return True
