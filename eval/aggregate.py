"""Rows of single questions → figures over groups of them, each with n and its interval.

Groups of a question set: `all`; `answerable` (with evidence) and `unanswerable` apart, because a product that always refuses
excels at one of them; each type, each document that holds evidence, each difficulty; and `macro`, the mean over the types,
in which a frequent type counts no more than a rare one.

The denominator of a figure is every question of the group to which the measure applies. A question without a row counts 0
in every measure that applies to its type and is better when higher: what is not there is not left out, and has cited nothing wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from eval.intervals import bootstrap, bootstrap_macro
from eval.report.names import meaning
from eval.types import Figure, Item, Row

ALL = "all"
MACRO = "macro"


def groups_of(item: Item) -> tuple[str, ...]:
    """The groups a question counts in."""
    documents = dict.fromkeys(each.doc for each in item.evidence)
    return (
        ALL,
        "answerable" if item.evidence else "unanswerable",
        f"type:{item.type}",
        *(f"document:{name}" for name in documents),
        f"difficulty:{item.difficulty}",
    )


def set_figures(items: Sequence[Item], rows: Sequence[Row]) -> tuple[Figure, ...]:
    """The figures of a question set: by variant, then measure, then group, each in the order of appearance."""
    groups = {item.id: groups_of(item) for item in items}
    types = {item.id: item.type for item in items}
    expected = _expected(types, rows)
    figures: list[Figure] = []
    for variant, by_item in _by_variant(rows).items():
        for name in _measures(rows):
            values = {key: _value(by_item.get(key), name) for key in groups if key in by_item or name in expected.get(types[key], ())}
            applying = {key: value for key, value in values.items() if value is not None}
            figures += _grouped(name, variant, applying, groups)
            figures += _macro(name, variant, applying, types)
    return tuple(figures)


def plain_figures(rows: Sequence[Row], judged: Sequence[str]) -> tuple[Figure, ...]:
    """The figures of a retrieval set: one for each variant and measure, over all judged queries."""
    return tuple(
        figure
        for variant, by_item in _by_variant(rows).items()
        for name in _measures(rows)
        for figure in _grouped(name, variant, {key: _value(by_item.get(key), name) or 0.0 for key in judged}, dict.fromkeys(judged, (ALL,)))
    )


def _grouped(name: str, variant: str, values: Mapping[str, float], groups: Mapping[str, Sequence[str]]) -> Iterator[Figure]:
    members: dict[str, list[float]] = {}
    for key, value in values.items():
        for group in groups[key]:
            members.setdefault(group, []).append(value)
    for group in sorted(members, key=_place):
        found = members[group]
        yield Figure(name, group, variant, len(found), sum(found) / len(found), bootstrap(found))


def _macro(name: str, variant: str, values: Mapping[str, float], types: Mapping[str, str]) -> Iterator[Figure]:
    members: dict[str, list[float]] = {}
    for key, value in values.items():
        members.setdefault(types[key], []).append(value)
    if members:
        means = [sum(found) / len(found) for found in members.values()]
        yield Figure(name, MACRO, variant, len(values), sum(means) / len(means), bootstrap_macro(list(members.values())))


def _place(group: str) -> tuple[int, str]:
    """`all` first, then answerable and unanswerable, then the others by kind and name."""
    return ((ALL, "answerable", "unanswerable").index(group) if ":" not in group else 3, group)


def _by_variant(rows: Sequence[Row]) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(row.variant, {})[row.item_id] = row
    return found


def _measures(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in rows for name, _ in row.values))


def _expected(types: Mapping[str, str], rows: Sequence[Row]) -> dict[str, frozenset[str]]:
    """For each type of question the measures, better when higher, that applied to one of them."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if row.item_id in types:
            applying = {name for name, value in row.values if value is not None and not meaning(name).lower_is_better}
            found.setdefault(types[row.item_id], set()).update(applying)
    return {kind: frozenset(names) for kind, names in found.items()}


def _value(row: Row | None, name: str) -> float | None:
    """0 for a row that is missing; None where the measure does not apply."""
    return 0.0 if row is None else row.value(name)
