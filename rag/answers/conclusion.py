"""What the figures of several regions or years say together: which is more, whether they are the same, their sum or difference.

Said only where it was asked, and where each side has one clear figure of the same unit; worked out only from two figures, with
the marks of both.
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
    r"(?:谁|哪[个边方家里些]?[一两二三]?[个]?[省市区县地年]?).{0,16}?(?P<word>多|高|大|(?<!多)少|低|小)(?=$|[,，。?？!！、;；\s]|一?[些点]|呢|啊)"
)
_DIFFERENCE = re.compile(r"相?差(?:多少|几)|相差|差距|差额|[多高大少低](?:了|出)?(?:多少|几)|增(?:加|长)了?(?:多少|几)|减少了?(?:多少|几)")
_SUM = re.compile(r"一共|总共|合计|加起来|加在一起|总和|总数|共计|合起来|拢共")
_TIMES = re.compile(r"几倍|多少倍")
_SAMENESS = re.compile(r"一样吗|相同吗|一致吗|[差区]别|差异|是否(?:相同|一致|一样)")
_WHICH = re.compile(r"谁(?:写|有|提|明确)|哪[些几]个?(?:[省市区县]|地[区方])")
_LEAST = frozenset("少低小")
_SHARES = frozenset(("%", "百分点"))
_MORE = {"%": "高", "百分点": "高", "分": "高"}
_SURELY = 0.25
"""Share of the question's words that must stand with a figure to be told from others beside it."""
_DEEDS = (
    re.compile(r"建成|[新扩改]建|开工|建设|交付|投用"),
    re.compile(r"接入|纳入|上线|联网|覆盖"),
    re.compile(r"招聘|引进|补充|录用|招引"),
    re.compile(r"培训|培养|轮训"),
    re.compile(r"评选|获评|表彰|创[建成]|认定"),
    re.compile(r"撤并|撤销|整合|取缔|关停|清退"),
    re.compile(r"检查|排查|督导|抽查"),
)
"""What is done to the things that are counted: those of one kind are not set beside those of another."""
_SCALES = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


class Told(NamedTuple):
    """What is said of one region or year, with the number of its citation."""

    side: str
    said: str
    n: int


class _Measured(NamedTuple):
    side: str
    amount: Amount
    written: str
    n: int
    deed: int | None = None
    """Of `_DEEDS`, the one named last before the figure."""


def asks_order(folded: str) -> bool:
    """谁更多, 哪个高."""
    return _ORDER.search(folded) is not None


def asks_who_tells(folded: str) -> bool:
    """谁写了, 哪些区提到."""
    return _WHICH.search(folded) is not None


def conclusions(understood: Understood, told: Sequence[Told], *, complete: bool) -> list[str]:
    """Sentences with their marks; none where the figures do not decide it. `complete`: no side was left without an answer."""
    if not complete and asks_who_tells(understood.folded):
        return [f"写明的有{'、'.join(one.side for one in told)}："]
    measured = _measured(understood, told)
    if len(measured) < 2:
        return []
    marks = "".join(f"[{one.n}]" for one in measured)
    listed = "，".join(f"{one.side}{one.written}" for one in measured)
    among = "" if complete else "写明的当中，"
    said = _order(understood.folded, measured) or _sameness(understood.folded, measured)
    return [*([f"{among}{said}：{listed}。{marks}"] if said else []), *_computed(understood.folded, measured)]


def clear_amount(understood: Understood, said: str) -> Amount | None:
    """The amount that the question means, or the only one; None where it is no single value."""
    folded = fold(said).text
    found = amounts(folded)
    meant = asked_figure(understood, [folded])
    amount = found[0] if len(found) == 1 else meant.amount if meant and meant.share >= _SURELY else None
    return amount if amount and amount.value is not None else None


def plain(value: Decimal) -> str:
    """200000 → 20万; 0.50 → 0.5."""
    for scale, name in _SCALES:
        if value >= scale and (value / scale * 10000) % 1 == 0:
            return f"{_digits(value / scale)}{name}"
    return _digits(value)


def _measured(understood: Understood, told: Sequence[Told]) -> list[_Measured]:
    """Of every region, or none where one has no clear figure, another unit, or counts what something else was done to."""
    found = [(one, clear_amount(understood, one.said)) for one in told]
    measured = [_Measured(one.side, amount, _written(one.said, amount), one.n, _deed(one.said, amount)) for one, amount in found if amount]
    if len({one.deed for one in measured} - {None}) > 1:
        return []
    same = all(interchangeable(measured[0].amount.unit, one.amount.unit) for one in measured)
    return measured if len(measured) == len(told) and same else []


def _deed(said: str, amount: Amount) -> int | None:
    before = fold(said).text[: amount.start]
    found = [(match.start(), n) for n, deed in enumerate(_DEEDS) for match in deed.finditer(before)]
    return max(found)[1] if found else None


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
    leading = [one.side for one in measured if one.amount.low == best]
    if len(leading) == len(measured):
        return "一样"
    return f"{'、'.join(leading)}{'更' if len(measured) == 2 else '最'}{asked['word']}"


def _sameness(folded: str, measured: Sequence[_Measured]) -> str:
    if not _SAMENESS.search(folded):
        return ""
    return "一样" if len({one.amount.low for one in measured}) == 1 else "不一样"


def _computed(folded: str, measured: Sequence[_Measured]) -> list[str]:
    """The sum, the ratio or the difference of two figures, where it was asked."""
    if len(measured) != 2:
        return []
    more, less = sorted(measured, key=lambda one: -one.amount.low)
    worked_out = _worked_out(folded, more, less)
    return [f"由[{measured[0].n}][{measured[1].n}]计算得出，{worked_out}。"] if worked_out else []


def _worked_out(folded: str, more: _Measured, less: _Measured) -> str:
    high, low, unit = more.amount.low, less.amount.low, more.amount.unit
    if _SUM.search(folded) and unit not in _SHARES:
        return f"合计{plain(high + low)}{unit}"
    if _TIMES.search(folded) and low:
        return f"{more.side}是{less.side}的{_digits(round(high / low, 2))}倍"
    if not _DIFFERENCE.search(folded):
        return ""
    if high == low:
        return "两者相同"
    return f"{more.side}比{less.side}{_MORE.get(unit, '多')}{plain(high - low)}{'个百分点' if unit in _SHARES else unit}"


def _digits(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
