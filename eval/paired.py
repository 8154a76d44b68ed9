"""Two reports side by side, question by question: what got better, what got worse, and whether that is more than chance.

Variants of the same name are compared; or two named ones; or the only variants of both. Questions are paired by their id and
count where both reports have them with the same wording; the others are counted and named. For each measure the difference is
of the questions that have a value in both, with the interval of a paired bootstrap; a measure is better or worse only where
that interval leaves out zero. Pure values; shown by `eval.report.changes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from eval.intervals import Difference, paired_bootstrap
from eval.report.names import meaning
from eval.report.reading import FAILED_BELOW, leading, variants
from eval.types import Asked, Item, Report, Row

Judgement: TypeAlias = Literal["better", "worse", "unclear", "same"]
_DECIMALS = 6
"""As many as report files keep: a smaller difference is none."""


@dataclass(frozen=True, slots=True)
class Change:
    """One measure over the questions that have it in both."""

    measure: str
    before: float
    after: float
    difference: Difference

    @property
    def judgement(self) -> Judgement:
        low, high = self.difference.interval
        if not self.difference.higher and not self.difference.lower:
            return "same"
        if low <= 0 <= high:
            return "unclear"
        return "worse" if (low > 0) == meaning(self.measure).lower_is_better else "better"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question whose leading measure changed."""

    item: Item
    before: float
    after: float
    asked_before: Asked | None
    asked_after: Asked | None

    @property
    def flipped(self) -> bool:
        """Whether it failed in one and not in the other."""
        return (self.before < FAILED_BELOW) != (self.after < FAILED_BELOW)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One variant of each report."""

    before: str
    after: str
    measure: str
    """The leading measure, by which `turns` are judged; higher is better."""
    questions: int
    """In both, with the same wording."""
    changes: tuple[Change, ...]
    turns: tuple[Turn, ...]
    """Flipped ones first, then by size of the change."""
    left_out: tuple[str, ...] = ()
    """Ids of questions that only one has, or whose wording differs."""

    @property
    def better(self) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if turn.after > turn.before)

    @property
    def worse(self) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if turn.after < turn.before)


def compare(before: Report, after: Report, pairs: Sequence[tuple[str, str]] = ()) -> tuple[Comparison, ...]:
    """For each pair of variants. Without pairs: those of the same name, or the only ones of both; none when there are no such."""
    return tuple(_compared(before, after, first, second) for first, second in pairs or _pairs(variants(before), variants(after)))


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    if len(before) == len(after) == 1:
        return [(before[0], after[0])]
    return [(name, name) for name in before if name in after]


def _compared(before: Report, after: Report, first: str, second: str) -> Comparison:
    items, left_out = _shared(before, after)
    old, new = _rows(before, first), _rows(after, second)
    names = [name for name in _measures(old.values()) if name in _measures(new.values())]
    both = [item for item in items if item.id in old and item.id in new]
    measure = leading(names)
    turns = _turns(both, old, new, measure, _asked(before, first), _asked(after, second))
    return Comparison(
        before=first,
        after=second,
        measure=measure,
        questions=len(both),
        changes=tuple(_changes(both, old, new, names)),
        turns=tuple(sorted(turns, key=lambda turn: (not turn.flipped, -abs(turn.after - turn.before)))),
        left_out=left_out,
    )


def _shared(before: Report, after: Report) -> tuple[list[Item], tuple[str, ...]]:
    """Questions of both in the order of `after`, and the ids of all others."""
    wording = {item.id: _wording(item) for item in before.items}
    shared = [item for item in after.items if wording.get(item.id) == _wording(item)]
    known = {item.id for item in shared}
    others = dict.fromkeys(item.id for report in (before, after) for item in report.items if item.id not in known)
    return shared, tuple(others)


def _wording(item: Item) -> tuple[object, ...]:
    return item.question, item.history, item.doc_filter, item.asked_on


def _rows(report: Report, variant: str) -> dict[str, Row]:
    return {row.item_id: row for row in report.rows if row.variant == variant}


def _asked(report: Report, variant: str) -> dict[str, Asked]:
    return {each.item.id: each for each in dict(report.asked).get(variant, ())}


def _measures(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name, _ in row.values))


def _changes(items: Sequence[Item], old: Mapping[str, Row], new: Mapping[str, Row], names: Sequence[str]) -> Iterator[Change]:
    for name in names:
        values = [pair for item in items if (pair := _pair(old, new, item.id, name))]
        if values:
            before, after = [first for first, _ in values], [second for _, second in values]
            yield Change(name, sum(before) / len(values), sum(after) / len(values), paired_bootstrap(before, after))


def _pair(old: Mapping[str, Row], new: Mapping[str, Row], item_id: str, name: str) -> tuple[float, float] | None:
    before, after = old[item_id].value(name), new[item_id].value(name)
    return None if before is None or after is None else (round(before, _DECIMALS), round(after, _DECIMALS))


def _turns(
    items: Sequence[Item],
    old: Mapping[str, Row],
    new: Mapping[str, Row],
    measure: str,
    asked_before: Mapping[str, Asked],
    asked_after: Mapping[str, Asked],
) -> Iterator[Turn]:
    for item in items:
        pair = _pair(old, new, item.id, measure)
        if pair and pair[0] != pair[1]:
            yield Turn(item, *pair, asked_before.get(item.id), asked_after.get(item.id))
