"""The rule of support against 150 sentence–passage pairs labelled by reading, and the page that says how they agree."""

from __future__ import annotations

import json
from collections import Counter
from typing import TypedDict, cast

import pytest

from eval.metrics.citations import supports
from tests.conftest import ROOT

PAIRS = ROOT / "eval" / "datasets" / "support_pairs.jsonl"
PAGE = ROOT / "docs" / "evaluation.md"


class Pair(TypedDict):
    id: str
    case: str
    supported: bool
    title: str
    sentence: str
    passage: str


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return [cast("Pair", json.loads(line)) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def right(pairs: list[Pair]) -> Counter[tuple[bool, str]]:
    """(label, case) → pairs on which the rule gives the label."""
    return Counter((p["supported"], p["case"]) for p in pairs if supports(p["sentence"], p["passage"], p["title"]) == p["supported"])


def test_pairs_are_balanced_and_distinct(pairs: list[Pair]) -> None:
    assert Counter(pair["supported"] for pair in pairs) == {True: 75, False: 75}
    assert len({pair["id"] for pair in pairs}) == len({(pair["sentence"], pair["passage"]) for pair in pairs}) == 150


def test_agreement(right: Counter[tuple[bool, str]]) -> None:
    """94 of 150: 61 of what is supported, 33 of what is not."""
    assert sum(n for (supported, _), n in right.items() if supported) == 61
    assert sum(n for (supported, _), n in right.items() if not supported) == 33


@pytest.mark.parametrize(
    "case", ["verbatim", "part", "forms", "district of the title", "year of the title", "negation kept", "several facts"]
)
def test_what_it_always_accepts(pairs: list[Pair], right: Counter[tuple[bool, str]], case: str) -> None:
    assert right[True, case] == sum(pair["case"] == case for pair in pairs) > 0


@pytest.mark.parametrize("case", ["figure changed", "unrelated"])
def test_what_it_always_catches(pairs: list[Pair], right: Counter[tuple[bool, str]], case: str) -> None:
    assert right[False, case] == sum(pair["case"] == case for pair in pairs) > 0


def test_the_page_states_it(pairs: list[Pair], right: Counter[tuple[bool, str]]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    judged = Counter((pair["supported"], pair["case"]) for pair in pairs)
    rows = [f"| {case} | {'yes' if label else 'no'} | {right[label, case]} of {n} |" for (label, case), n in judged.items()]
    assert [row for row in rows if row not in page] == []
