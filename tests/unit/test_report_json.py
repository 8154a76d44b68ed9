"""A report kept in a file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.report.json import from_json, load, save, to_json, without_timings
from eval.types import Asked, Cited, Figure, Given, Interval, Item, Passage, Provenance, Quote, RefusalPoint, Report, Row
from index.errors import UnusableFile
from tests.reports import REPORT, hostile

WORDS = st.text(max_size=8)
NUMBERS = st.integers(-(10**9), 10**9).map(lambda n: n / 10**6 + 0.0)
PASSAGES = st.builds(Passage, WORDS, WORDS, st.integers(0, 99), st.integers(0, 99), NUMBERS, WORDS)
CITED = st.builds(Cited, st.integers(1, 9), WORDS, st.integers(0, 9), st.integers(0, 9), WORDS, years=st.tuples(st.integers(1990, 2030)))
GIVEN = st.builds(
    Given, WORDS, WORDS, st.lists(CITED, max_size=2).map(tuple), seconds=NUMBERS, provenance=st.just((("model", "a"), ("prompt", "b")))
)
VALUES = st.dictionaries(WORDS, st.none() | NUMBERS, max_size=3).map(lambda each: tuple(each.items()))
PAIRS = st.dictionaries(WORDS, WORDS, max_size=2).map(lambda each: tuple(each.items()))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    names = draw(st.lists(WORDS, max_size=3, unique=True))
    items = tuple(Item(name, "fact", draw(WORDS), evidence=(Quote(draw(WORDS), draw(WORDS)),)) for name in names)
    variants = draw(st.lists(WORDS, max_size=2, unique=True))
    made = Provenance(draw(WORDS), draw(WORDS), draw(WORDS), tuple((name, draw(PAIRS)) for name in variants), draw(PAIRS))
    return Report(
        made,
        items,
        tuple((variant, tuple(draw(_asked(item)) for item in items)) for variant in variants),
        tuple(Row(item.id, variant, draw(VALUES)) for variant in variants for item in items),
        tuple(Figure("score", "all", variant, 3, draw(NUMBERS), Interval(draw(NUMBERS), draw(NUMBERS))) for variant in variants),
        tuple((name, draw(NUMBERS)) for name in draw(st.lists(WORDS, max_size=2, unique=True))),
        refusals=tuple(RefusalPoint(variant, draw(NUMBERS), draw(NUMBERS), draw(NUMBERS), draw(NUMBERS)) for variant in variants),
    )


def _asked(item: Item) -> st.SearchStrategy[Asked]:
    return st.builds(Asked, st.just(item), st.lists(PASSAGES, max_size=3).map(tuple), NUMBERS, st.none() | GIVEN, WORDS)


@settings(deadline=None, max_examples=60)
@given(reports())
def test_what_is_written_is_read(report: Report) -> None:
    assert from_json(to_json(report)) == report


@pytest.mark.parametrize("report", [REPORT, hostile()], ids=["usual", "hostile"])
def test_writing_again_gives_the_same_bytes(report: Report, tmp_path: Path) -> None:
    save(report, tmp_path / "a.json")
    save(load(tmp_path / "a.json"), tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def slower(report: Report) -> Report:
    """The same run on a slower machine."""
    slow = [
        (name, tuple(replace(each, search_seconds=9.0, given=each.given and replace(each.given, seconds=9.0)) for each in asked))
        for name, asked in report.asked
    ]
    return replace(report, asked=tuple(slow), timings=(("ingest_seconds", 99.0),))


def test_only_the_timings_of_two_runs_differ() -> None:
    first, second = to_json(REPORT), to_json(slower(REPORT))
    assert first != second
    assert first.partition('\n"timings"')[0] == second.partition('\n"timings"')[0]
    assert to_json(without_timings(REPORT)) == to_json(without_timings(slower(REPORT)))


def test_sections_stand_in_order_and_passages_once() -> None:
    written = to_json(REPORT)
    assert list(json.loads(written)) == ["format", "provenance", "figures", "rows", "items", "passages", "asked", "timings"]
    assert written.count("一、学前教育") == 1
    assert "云溪区" in written
    assert '"mean": 0.333333,' in written


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "不是评测报告"),
        ("[]", "不是评测报告"),
        ('{"format": 1}', "不是评测报告"),
        (to_json(REPORT).replace('"format": 1', '"format": 2'), "format 2"),
        (to_json(REPORT).replace('"passages": [[0, 2.5]', '"passages": [[7, 2.5]'), "各部分互不相符"),
        (to_json(REPORT).replace('{"item_id": "q-1", "passages"', '{"item_id": "q-9", "passages"'), "q-9"),
    ],
    ids=["empty", "list", "sections missing", "other format", "no such passage", "no such question"],
)
def test_an_unusable_file_is_named(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableFile, match=reason) as raised:
        load(path)
    assert raised.value.subject == str(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="不存在"):
        load(tmp_path / "none.json")


def test_what_is_no_number_is_not_written() -> None:
    broken = replace(REPORT, timings=(("ingest_seconds", float("nan")),))
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(broken)
