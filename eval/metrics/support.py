"""Number support: the share of an answer's figures that its quotations hold.

Not counted: figures of the question, 「共3项」 before three listed items, and declared arithmetic over several citations that
really is the sum, difference or ratio of two quoted figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from eval.metrics.figures import Figure, among, backed, figures
from eval.metrics.seen import Seen
from eval.metrics.units import Unit

_LISTED = re.compile(r"\s*(?:[-*•]|[（(]?\d{1,2}[)）.、．]|[①-⑳])")
_COUNTING = re.compile("(?:共|以下|如下|分为|包括|列出|列举了?|点名)[^,]{0,4}$")
_ARITHMETIC = re.compile("计算|合计|相差|换算|相加|相减|高出|低出")
_ROUNDING = Decimal("0.051")


def number_support(seen: Seen) -> float | None:
    """0 to 1; None for an answer without figures. A unit without marks may draw on every citation of the answer."""
    judged = [verdict for unit in seen.shown for verdict in _judged(seen, unit)]
    return sum(judged) / len(judged) if judged else None


def _judged(seen: Seen, unit: Unit) -> list[bool]:
    """For each counted figure of the unit, whether it is supported."""
    numbers = [n for n in (unit.marks or seen.sources) if n in seen.sources]
    support = figures(seen.quotes(numbers))
    results = _arithmetic(unit, support)
    counted = [
        figure
        for figure in figures(unit.text)
        if not among(figure, seen.asked) and not _counts_items(seen, unit, figure) and not _equals_any(figure, results)
    ]
    return [backed(figure, support) or (figure.is_date and _is_of_document(seen, numbers, figure)) for figure in counted]


def _is_of_document(seen: Seen, numbers: Sequence[int], date: Figure) -> bool:
    """A year that the cited document is of, or a date that stands at its top."""
    if len(date.value) == 4:
        return any(date.value in seen.sources[n].years for n in numbers)
    return any(date.value in known for n in numbers for known in seen.sources[n].dates)


def _counts_items(seen: Seen, unit: Unit, figure: Figure) -> bool:
    text = seen.given.text
    listed = sum(bool(_LISTED.match(line)) for line in text.split("\n"))
    numbers = (listed, unit.text.count("、") + 1, len(re.findall("[;；]", text)) + 1)
    return figure.value in map(str, numbers) and _COUNTING.search(unit.text[: figure.position]) is not None


def _equals_any(figure: Figure, results: Sequence[Decimal]) -> bool:
    value = _value(figure)
    return value is not None and any(abs(value - result) < _ROUNDING for result in results)


def _value(figure: Figure) -> Decimal | None:
    """None for a date or a range."""
    return None if figure.is_date or "-" in figure.value else Decimal(figure.value)


def _arithmetic(unit: Unit, support: Sequence[Figure]) -> tuple[Decimal, ...]:
    """What a unit that declares arithmetic may state."""
    if len(unit.marks) < 2 or not _ARITHMETIC.search(unit.text):
        return ()
    values = [value for figure in support if (value := _value(figure))]
    return tuple(result for a, b in combinations(values, 2) for result in (a + b, abs(a - b), a / b, b / a))
