"""Two reports, question by question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.intervals import Difference
from eval.paired import Change, Judgement, compare
from eval.types import Interval, Item, Report, Row
from tests.reports import REPORT, row


def report_of(name: str, *rows: Row, items: tuple[Item, ...] = REPORT.items) -> Report:
    return replace(REPORT, items=items, asked=((name, ()),), rows=rows, figures=())


BEFORE = report_of("old", row("q-1", "old", 1.0, 1.0, 0.5), row("q-2", "old", 0.25, None, None), row("q-3", "old", 0.75, 0.0, None))
AFTER = report_of("new", row("q-1", "new", 0.25, 1.0, 1.0), row("q-2", "new", 1.0, None, 1.0), row("q-3", "new", 0.5, 0.5, 1.0))


def test_means_are_of_the_questions_with_a_value_in_both() -> None:
    (found,) = compare(BEFORE, AFTER)
    assert (found.before, found.after, found.measure, found.questions, found.left_out) == ("old", "new", "score", 3, ())
    changes = {each.measure: each for each in found.changes}
    assert {name: (each.before, each.after, each.difference.n) for name, each in changes.items()} == {
        "score": (2 / 3, pytest.approx(1.75 / 3), 3),
        "ER@1000c": (0.5, 0.75, 2),
        "citation_exact": (0.5, 1.0, 1),
    }
    assert (changes["score"].difference.higher, changes["score"].difference.lower) == (1, 2)


def test_turns_name_what_changed_flipped_ones_first() -> None:
    (found,) = compare(BEFORE, AFTER)
    assert [(turn.item.id, turn.before, turn.after, turn.flipped) for turn in found.turns] == [
        ("q-1", 1.0, 0.25, True),
        ("q-2", 0.25, 1.0, True),
        ("q-3", 0.75, 0.5, False),
    ]
    assert [turn.item.id for turn in found.better] == ["q-2"]
    assert [turn.item.id for turn in found.worse] == ["q-1", "q-3"]


def test_a_report_against_itself_changes_nothing() -> None:
    for found in compare(REPORT, REPORT):
        assert {each.judgement for each in found.changes} == {"same"}
        assert found.turns == ()


def test_what_rounding_makes_is_no_change() -> None:
    third = report_of("old", row("q-1", "old", 1 / 3, None, None))
    written = report_of("new", row("q-1", "new", 0.333333, None, None))
    (found,) = compare(third, written)
    assert found.turns == ()
    assert found.changes[0].judgement == "same"


def test_questions_of_one_report_or_of_other_wording_are_left_out_and_named() -> None:
    first, second, third = REPORT.items
    other = replace(AFTER, items=(first, replace(second, question="另一个问题？"), replace(third, id="q-4")))
    (found,) = compare(BEFORE, other)
    assert found.questions == 1
    assert found.left_out == ("q-2", "q-3", "q-4")


def test_variants_are_paired_by_name_or_as_told() -> None:
    assert [(each.before, each.after) for each in compare(REPORT, REPORT)] == [("bm25", "bm25"), ("hybrid", "hybrid")]
    (found,) = compare(REPORT, REPORT, [("bm25", "hybrid")])
    assert [(turn.item.id, turn.before, turn.after) for turn in found.turns] == [("q-2", 0.0, 1.0), ("q-3", 0.0, 1.0)]
    assert found.turns[1].asked_before is not None
    assert found.turns[1].asked_before.error == "language_model_failed"
    assert compare(REPORT, BEFORE) == ()


@pytest.mark.parametrize(
    ("measure", "interval", "expected"),
    [
        ("score", Interval(0.01, 0.2), "better"),
        ("score", Interval(-0.2, -0.01), "worse"),
        ("score", Interval(-0.1, 0.2), "unclear"),
        ("score", Interval(0.0, 0.2), "unclear"),
        ("wrong_district", Interval(0.01, 0.2), "worse"),
        ("wrong_district", Interval(-0.2, -0.01), "better"),
    ],
)
def test_better_and_worse_are_told_only_beyond_chance(measure: str, interval: Interval, expected: Judgement) -> None:
    assert Change(measure, 0.5, 0.6, Difference(10, 0.1, interval, 0.5, 3, 2)).judgement == expected


def test_a_real_gain_is_told() -> None:
    items = tuple(Item(f"q{n}", "fact", f"问题{n}") for n in range(40))
    before = report_of("a", *(Row(item.id, "a", (("score", 0.0),)) for item in items), items=items)
    after = report_of("b", *(Row(item.id, "b", (("score", float(n % 2)),)) for n, item in enumerate(items)), items=items)
    (found,) = compare(before, after)
    assert found.changes[0].judgement == "better"
    assert len(found.better) == 20
