"""What figures of several regions say together: who has more, whether they are the same, by how much they differ.

Said only where it was asked, and where each region has one clear figure of the same unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from index.quantity import Amount, amounts, interchangeable
from index.text import fold
from rag.asked import asked_figure
from rag.types import Understood

_ORDER = re.compile(
    r"(?:谁|哪[个边方家里些]?[一两二三]?[个]?[省市区县地]?).{0,16}?(?P<word>多|高|大|(?<!多)少|低|小)(?=$|[,，。?？!！、;；\s]|一?[些点]|呢|啊)"
)
_DIFFERENCE = re.compile(r"差多少|相差|差距|[多高大少低]多少")
_SAMENESS = re.compile(r"一样吗|相同吗|一致吗|[差区]别|差异|是否(?:相同|一致|一样)")
_LEAST = frozenset("少低小")
_SCALES = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


class Told(NamedTuple):
    """What is said of one region, with the number of its citation."""

    region: str
    said: str
    n: int


class _Measured(NamedTuple):
    region: str
    amount: Amount
    written: str
    n: int


def asks_order(folded: str) -> bool:
    """谁更多, 哪个高."""
    return _ORDER.search(folded) is not None


def conclusions(understood: Understood, told: Sequence[Told]) -> list[str]:
    """Sentences with their marks; none where the figures do not decide it."""
    measured = _measured(understood, told)
    if len(measured) < 2:
        return []
    marks = "".join(f"[{one.n}]" for one in measured)
    listed = "，".join(f"{one.region}{one.written}" for one in measured)
    found = [f"{said}：{listed}。{marks}" for said in (_order(understood.folded, measured), _sameness(understood.folded, measured)) if said]
    return [*found[:1], *_difference(understood.folded, measured)]


def clear_amount(understood: Understood, said: str) -> Amount | None:
    """The amount that the question means, or the only one; None where it is no single value."""
    folded = fold(said).text
    found = amounts(folded)
    meant = asked_figure(understood, [folded])
    amount = meant.amount if meant else found[0] if len(found) == 1 else None
    return amount if amount and amount.value is not None else None


def plain(value: Decimal) -> str:
    """200000 → 20万; 0.50 → 0.5."""
    for scale, name in _SCALES:
        if value >= scale and (value / scale * 10000) % 1 == 0:
            return f"{_digits(value / scale)}{name}"
    return _digits(value)


def _measured(understood: Understood, told: Sequence[Told]) -> list[_Measured]:
    """Of every region, or none where one has no clear figure or another unit."""
    found = [(one, clear_amount(understood, one.said)) for one in told]
    measured = [_Measured(one.region, amount, _written(one.said, amount), one.n) for one, amount in found if amount]
    same = all(interchangeable(measured[0].amount.unit, one.amount.unit) for one in measured)
    return measured if len(measured) == len(told) and same else []


def _written(said: str, amount: Amount) -> str:
    """As the document has it, with its 以上 or 左右."""
    folded = fold(said)
    behind = re.match(r"(?:及|含)?以[上内下]|左右", folded.text[amount.end :])
    before = re.search(r"(?:不[低少高超多]于|不超过|至少|超过|突破|约)$", folded.text[: amount.start])
    start = before.start() if before else amount.start
    span = folded.span(start, amount.end + (behind.end() if behind else 0))
    return said[span.start : span.end]


def _order(folded: str, measured: Sequence[_Measured]) -> str:
    """青岚区更多, 青岚区最多; empty where it was not asked."""
    asked = _ORDER.search(folded)
    if asked is None:
        return ""
    values = [one.amount.low for one in measured]
    best = min(values) if asked["word"] in _LEAST else max(values)
    leading = [one.region for one in measured if one.amount.low == best]
    if len(leading) == len(measured):
        return "一样"
    return f"{'、'.join(leading)}{'更' if len(measured) == 2 else '最'}{asked['word']}"


def _sameness(folded: str, measured: Sequence[_Measured]) -> str:
    if not _SAMENESS.search(folded):
        return ""
    return "一样" if len({one.amount.low for one in measured}) == 1 else "不一样"


def _difference(folded: str, measured: Sequence[_Measured]) -> list[str]:
    """Between two regions, where it was asked."""
    if len(measured) != 2 or not _DIFFERENCE.search(folded):
        return []
    more, less = sorted(measured, key=lambda one: -one.amount.low)
    first, second = sorted((more.n, less.n))
    apart = f"{plain(more.amount.low - less.amount.low)}{'个百分点' if more.amount.unit == '%' else more.amount.unit}"
    return [f"由[{first}][{second}]计算得出，{more.region}比{less.region}多{apart}。"]


def _digits(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
