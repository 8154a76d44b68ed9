from __future__ import annotations

import importlib.util
import json
from math import log2
from pathlib import Path
from types import ModuleType

import pytest

from eval.metrics.evidence import MEASURES as EVIDENCE_MEASURES
from eval.metrics.evidence import covered
from eval.metrics.evidence import measure as measure_evidence
from eval.metrics.retrieval import MEASURES, measure, ranked
from eval.types import Item, Passage, Quote, Said

JUDGED = {"q": {"a": 1, "b": 1, "c": 0}}


@pytest.mark.parametrize(
    ("judgements", "run", "expected"),
    [
        pytest.param(
            JUDGED,
            {"q": [("x", 3.0), ("a", 2.0), ("y", 1.0), ("b", 0.5)]},
            {
                "nDCG@10": (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3)),
                "R@1": 0.0,
                "R@10": 1.0,
                "R@100": 1.0,
                "RR@10": 0.5,
                "P@1": 0.0,
                "P@10": 0.2,
            },
            id="second and fourth of two",
        ),
        pytest.param(
            JUDGED,
            {"q": [("b", 1.0)]},
            {"nDCG@10": 1 / (1 + 1 / log2(3)), "R@1": 0.5, "R@10": 0.5, "R@100": 0.5, "RR@10": 1.0, "P@1": 1.0, "P@10": 0.1},
            id="one of two, and fewer than k",
        ),
        pytest.param(
            {"q": {"a": 2, "b": 1}},
            {"q": [("b", 2.0), ("a", 1.0)]},
            {"nDCG@10": (1 + 2 / log2(3)) / (2 + 1 / log2(3)), "RR@10": 1.0, "R@10": 1.0},
            id="graded: the judgement is the gain",
        ),
        pytest.param(
            {"q": {"a": 1}},
            {"q": [(f"x{place:02}", 99.0 - place) for place in range(10)] + [("a", 1.0)]},
            {"nDCG@10": 0.0, "R@10": 0.0, "R@100": 1.0, "RR@10": 0.0, "P@10": 0.0},
            id="eleventh",
        ),
        pytest.param({"q": {"a": 1}}, {"q": [("c", 1.0)]}, dict.fromkeys(MEASURES, 0.0), id="unjudged only"),
        pytest.param({"q": {"a": 1}}, {"q": []}, dict.fromkeys(MEASURES, 0.0), id="no result"),
        pytest.param({"q": {"a": 0}}, {"q": [("a", 1.0)]}, dict.fromkeys(MEASURES, 0.0), id="nothing relevant"),
        pytest.param({"q": {"a": 1}}, {"q": [("a", 1.0), ("b", 2.0), ("a", 3.0)]}, {"RR@10": 1.0, "R@10": 1.0}, id="a key twice"),
    ],
)
def test_one_query(judgements: dict[str, dict[str, int]], run: dict[str, list[tuple[str, float]]], expected: dict[str, float]) -> None:
    values = dict(measure(judgements, run)["q"])
    assert list(values) == list(MEASURES)
    assert {name: values[name] for name in expected} == pytest.approx(expected)


def test_the_denominator_is_the_judged_set() -> None:
    """One query answered, one not, one that nobody judged."""
    values = measure({"q1": {"a": 1}, "q2": {"b": 1}}, {"q1": [("a", 1.0)], "q9": [("a", 1.0)]})
    assert list(values) == ["q1", "q2"]
    assert [dict(values[query])["nDCG@10"] for query in values] == [1.0, 0.0]


def test_empty_run() -> None:
    values = measure(JUDGED, {})
    assert dict(values["q"]) == dict.fromkeys(MEASURES, 0.0)


def test_no_judgements() -> None:
    assert measure({}, {"q": [("a", 1.0)]}) == {}
    assert dict(measure({"q": {}}, {"q": [("a", 1.0)]})["q"]) == dict.fromkeys(MEASURES, 0.0)


def test_ties_are_broken_by_key_in_every_measure() -> None:
    for found in ([("a", 1.0), ("b", 1.0)], [("b", 1.0), ("a", 1.0)]):
        assert ranked(found) == ["a", "b"]
        assert dict(measure({"q": {"a": 1}}, {"q": found})["q"])["RR@10"] == 1.0
        values = dict(measure({"q": {"b": 1}}, {"q": found})["q"])
        assert (values["RR@10"], values["P@1"], values["nDCG@10"]) == pytest.approx((0.5, 0.0, 1 / log2(3)))


def test_scores_that_a_float_of_32_bits_cannot_tell_apart() -> None:
    found = [("b", 1.0 + 1e-12), ("a", 1.0)]
    assert dict(measure({"q": {"b": 1}}, {"q": found})["q"])["RR@10"] == 1.0


# --- evidence within a budget of characters

SENTENCE = "新建公办幼儿园3所,新增学位900个,公办园在园幼儿占比达到65%以上"


@pytest.mark.parametrize(
    ("quote", "texts", "expected"),
    [
        pytest.param(SENTENCE, [f"一、扩大资源。{SENTENCE}。"], True, id="verbatim"),
        pytest.param(SENTENCE, [SENTENCE.replace(",", "，\n ")], True, id="other punctuation and white space"),
        pytest.param(SENTENCE, [SENTENCE[:20], SENTENCE[10:]], True, id="cut in two that overlap"),
        pytest.param(SENTENCE, [SENTENCE.replace("900", "800")], False, id="another figure"),
        pytest.param(SENTENCE, [SENTENCE[:14]], False, id="a third of it"),
        pytest.param(SENTENCE, [], False, id="nothing returned"),
        pytest.param("新增2所", ["新增2", "所"], False, id="a short quote is one piece"),
        pytest.param("新增2所", ["力争新增2所幼儿园"], True, id="a short quote"),
    ],
)
def test_covered(quote: str, texts: list[str], expected: bool) -> None:
    assert covered(quote, texts) is expected


def item(*quotes: tuple[str, str], history: tuple[Said, ...] = (), doc_filter: str = "") -> Item:
    return Item("q", "fact", "？", history=history, doc_filter=doc_filter, evidence=tuple(Quote(*quote) for quote in quotes))


def values_of(asked: Item, *passages: tuple[str, str]) -> list[float | None]:
    values = measure_evidence(asked, [Passage(*passage) for passage in passages])
    assert tuple(name for name, _ in values) == EVIDENCE_MEASURES
    return [value for _, value in values]


def test_where_only_the_document_is_known_recall_says_nothing() -> None:
    assert values_of(item(("a.txt", "")), ("b.txt", SENTENCE)) == [None, None, None, 1.0]
    assert values_of(item(("a.txt", ""), ("a.txt", SENTENCE)), ("a.txt", SENTENCE)) == [1.0, 1.0, 1.0, 0.0]


LONG = "甲" * 980


@pytest.mark.parametrize(
    ("quotes", "passages", "expected"),
    [
        pytest.param([("a", "新增2所")], [("a", "新增2所")], [1, 1, 1, 0], id="found"),
        pytest.param([("a", "新增2所")], [("b", "新增2所")], [0, 0, 0, 1], id="the right words of the wrong document"),
        pytest.param([("a", "新增2所"), ("b", "关停1所")], [("b", "关停1所")], [0.5, 0.5, 0.5, 0], id="one of two"),
        pytest.param([("a", "新增2所")], [("b", LONG), ("a", "新增2所")], [1, 1, 1, 1], id="ends within the budget"),
        pytest.param([("a", "新增2所")], [("b", LONG + "乙" * 17), ("a", "新增2所")], [0, 1, 1, 1], id="cut by the budget"),
        pytest.param([("a", "新增2所")], [("b", LONG * 3), ("a", "新增2所")], [0, 0, 1, 1], id="within the last budget"),
        pytest.param([("a", "新增2所")], [], [0, 0, 0, 0], id="no result"),
        pytest.param([], [("a", "新增2所")], [None] * 4, id="no evidence"),
    ],
)
def test_evidence(quotes: list[tuple[str, str]], passages: list[tuple[str, str]], expected: list[float | None]) -> None:
    assert values_of(item(*quotes), *passages) == expected


def test_a_search_is_not_asked_what_it_cannot_hear() -> None:
    said = (Said("user", "海门呢？"),)
    assert values_of(item(("a", "新增2所"), history=said), ("a", "新增2所")) == [None] * 4
    assert values_of(item(("a", "新增2所"), doc_filter="a"), ("a", "新增2所")) == [None] * 4


@pytest.fixture(scope="module")
def common(shared: Path) -> ModuleType:
    path = shared / "peers" / "common.py"
    spec = importlib.util.spec_from_file_location("peers_common", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_covered_agrees_with_the_peers_measure(shared: Path, common: ModuleType) -> None:
    """Every quote of the development set against real passages: windows of its document, whole, cut in two and damaged."""
    lines = (shared / "qa" / "seedqa_dev.jsonl").read_text(encoding="utf-8").splitlines()
    quotes = [(each["doc"], each["quote"]) for line in lines for each in json.loads(line)["evidence"]]
    texts = {path.name: path.read_text(encoding="utf-8") for path in (shared / "corpus").glob("*.txt")}
    cases = [(quote, passages) for doc, quote in quotes for passages in cut_about(texts[doc], quote)]
    results = [(covered(quote, passages), bool(common.covered(quote, passages))) for quote, passages in cases]
    assert all(ours == theirs for ours, theirs in results)
    assert {ours for ours, _ in results} == {True, False}


def cut_about(text: str, quote: str) -> list[list[str]]:
    at = text.find(quote)
    middle, end = at + len(quote) // 2, at + len(quote)
    windows = [text[start : start + 300] for start in range(0, len(text), 250)]
    return [
        windows,
        windows[::2],
        [text[at - 50 : middle], text[middle : end + 50]],
        [text[at - 50 : middle]],
        [text[middle - 20 : end]],
        [text[at : at + len(quote) * 2 // 3], "其他 2025 100"],
        [text[at:end].replace("2", "3")],
        [text[at:end].replace("，", ",").replace("。", "\n")],
    ]
