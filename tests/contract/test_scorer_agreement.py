"""The answer measures against the scorer that defines them: the same answers, scored by both, agree on nearly every item.

Answers are gold ones, those of the product, and both broken in the ways a product breaks. Run with -s for the table.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias, cast

import pytest

from eval.answers import ask_all, read_items
from eval.library import folder_library, library_of
from eval.metrics.answer import measure
from eval.types import CellGiven, Cited, Given, Item, Quote, RowGiven, Said, TableGiven
from rag.build import Youju
from rag.wire import answer_json

Json: TypeAlias = dict[str, Any]
Answers: TypeAlias = dict[str, Json]

SAMPLE = Path(__file__).resolve().parents[2] / "eval" / "datasets" / "sample"
TOLERANCE = 0.01
REQUIRED = 0.98
SHARED_MEASURES = (
    "score", "concise", "verdict", "focus", "number_support", "citation_exact", "citation_recall", "citation_precision", "quote_short",
)  # fmt: skip
SETS = ("seedqa_dev", "pvqa_dev", "sample")


@dataclass(frozen=True)
class Questions:
    name: str
    lines: tuple[Json, ...]
    texts: Mapping[str, str]
    real: Answers
    """Answers of the product without a language model."""


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_score", shared / "qa" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=SETS)
def questions(request: pytest.FixtureRequest, shared: Path) -> Questions:
    name = str(request.param)
    path = SAMPLE / "questions.jsonl" if name == "sample" else shared / "qa" / f"{name}.jsonl"
    lines = tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    with _library(name, shared) as youju:
        texts = {row.source: youju.library.document(row.id).text for row in youju.library.documents()}
        real = {item.id: cast("Json", answer_json(answer)) for item, answer in ask_all(youju, read_items(path))}
    return Questions(name, lines, texts, real)


@contextmanager
def _library(name: str, shared: Path) -> Iterator[Youju]:
    if name != "pvqa_dev":
        with folder_library(SAMPLE / "documents" if name == "sample" else shared / "corpus") as youju:
            yield youju
        return
    with gzip.open(shared / "data" / "gov_documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [record for record in map(json.loads, lines) if record["name"].startswith("pr0")]
    with library_of([(record["name"].removesuffix(".txt") + ".txt", record["text"]) for record in records]) as loaded:
        yield loaded.youju


# ------------------------------------------------------------------------------------------ answers, whole and broken


def gold(questions: Questions) -> Answers:
    return {line["id"]: _gold(line, questions.texts) for line in questions.lines}


def _gold(line: Json, texts: Mapping[str, str], text: str = "") -> Json:
    if not line["answer"]:
        return {"status": "refused", "text": "在现有文件中未找到相关内容。", "citations": [], "table": None}
    citations = [_citation(n, quote["doc"], quote["quote"], texts) for n, quote in enumerate(line["evidence"], 1)]
    marks = "".join(f"[{n}]" for n in range(1, len(citations) + 1))
    return {"status": "answered", "text": f"{text or line['answer']}{marks}", "citations": citations, "table": None}


def _citation(n: int, source: str, quote: str, texts: Mapping[str, str]) -> Json:
    start = texts[source].find(quote)
    return {"n": n, "source": source, "start": start, "end": start + len(quote), "quote": quote, "title": "", "region": "", "shown": quote}


def points_with_own_marks(questions: Questions) -> Answers:
    """Each point a sentence with one mark, under a heading."""
    made = gold(questions)
    for line in questions.lines:
        if line["answer_points"]:
            last = max(1, len(line["evidence"]))
            sentences = [f"{n}. {point}[{min(n, last)}]。" for n, point in enumerate(line["answer_points"], 1)]
            made[line["id"]]["text"] = "主要有以下几点：\n" + "\n".join(sentences)
    return made


def points_in_a_table(questions: Questions) -> Answers:
    made = gold(questions)
    for line in questions.lines:
        if line["answer_points"]:
            rows = [
                {"label": point[:2], "cells": [{"text": point[2:] or point, "citations": [n] if n <= len(line["evidence"]) else []}]}
                for n, point in enumerate(line["answer_points"], 1)
            ]
            made[line["id"]] |= {"text": "见下表。", "table": {"columns": ["地区", "内容"], "rows": rows}}
    return made


def accepted_forms(questions: Questions) -> Answers:
    """The last accepted form, without citations."""
    forms = {line["id"]: line["accept"][-1] for line in questions.lines if line["accept"]}
    return {key: answer | ({"text": forms[key], "citations": []} if key in forms else {}) for key, answer in gold(questions).items()}


def evidence_as_answer(questions: Questions) -> Answers:
    """The quotation repeated word for word."""
    made = gold(questions)
    for line in questions.lines:
        if line["evidence"]:
            made[line["id"]]["text"] = "".join(f"{quote['quote']}[{n}]。" for n, quote in enumerate(line["evidence"], 1))
    return made


def shuffled_citations(questions: Questions, answers: Answers) -> Answers:
    """Everyone cites what the next answer cites."""
    keys = list(answers)
    following = dict(zip(keys, keys[1:] + keys[:1], strict=True))
    return {key: answer | {"citations": answers[following[key]]["citations"]} for key, answer in answers.items()}


def figures_off_by_one(questions: Questions, answers: Answers) -> Answers:
    return {key: answer | {"text": _raised(answer["text"])} for key, answer in answers.items()}


def _raised(text: str) -> str:
    return re.sub(r"(?<![\d\[.])(\d+)(?![\d\].])", lambda match: str(int(match[1]) + 1), text)


def sprayed_figures(questions: Questions, answers: Answers) -> Answers:
    """Every figure of the documents in front."""
    found = re.findall(r"\d+(?:\.\d+)?(?:所|个|名|人|%|万元|次|项|家)", "".join(questions.texts.values()))
    spray = "、".join(dict.fromkeys(found[:100]))
    return {key: answer | {"status": "answered", "text": f"{spray}。{answer['text']}"} for key, answer in answers.items()}


def both_verdicts(questions: Questions, answers: Answers) -> Answers:
    return {key: answer | {"status": "answered", "text": f"有会不是不允许。{answer['text']}"} for key, answer in answers.items()}


def opposite_verdicts(questions: Questions, answers: Answers) -> Answers:
    swap = {"不": "", "没有": "有", "是": "不是", "会": "不会", "能": "不能", "可以": "不可以", "有": "没有"}
    pattern = re.compile("^(" + "|".join(swap) + ")")
    return {key: answer | {"text": pattern.sub(lambda match: swap[match[1]], answer["text"])} for key, answer in answers.items()}


def always_refusing(questions: Questions, answers: Answers) -> Answers:
    return {key: answer | {"text": f"未找到相关内容。{answer['text']}"} for key, answer in answers.items()}


def never_refusing(questions: Questions, answers: Answers) -> Answers:
    """Where it should refuse, it gives an answer to another question."""
    other = next(answer for answer in answers.values() if answer["status"] == "answered")
    return {key: other if answer["status"] == "refused" else answer for key, answer in answers.items()}


def whole_document_as_quotation(questions: Questions, answers: Answers) -> Answers:
    def grown(citation: Json) -> Json:
        text = questions.texts.get(citation["source"], "")
        return citation | {"quote": text, "start": 0, "end": len(text)}

    return {key: answer | {"citations": [grown(c) for c in answer["citations"]]} for key, answer in answers.items()}


def wrong_district(questions: Questions, answers: Answers) -> Answers:
    """The right words, cited from the next document, under its region."""
    names = sorted(questions.texts)
    following = dict(zip(names, names[1:] + names[:1], strict=True))

    def moved(citation: Json) -> Json:
        return citation | {"source": following.get(citation["source"], ""), "region": "别处区"}

    return {key: answer | {"citations": [moved(c) for c in answer["citations"]]} for key, answer in answers.items()}


def unknown_names(questions: Questions, answers: Answers) -> Answers:
    """A target that names its files otherwise: a few answers, because theirs reads every document for each."""
    named = {key: answers[key] for key in list(answers)[:8]}
    return answers | {
        key: answer | {"citations": [c | {"source": "upload-1.bin"} for c in answer["citations"]]} for key, answer in named.items()
    }


def without_marks(questions: Questions, answers: Answers) -> Answers:
    return {key: answer | {"text": re.sub(r"\[\d+\]", "", answer["text"])} for key, answer in answers.items()}


def poured_out(questions: Questions, answers: Answers) -> Answers:
    """The answer, and behind it a paragraph of several documents."""
    pages = "\n".join(text[800:1100] for text in list(questions.texts.values())[:5])
    return {key: answer | {"text": f"{answer['text']}\n{pages}"} for key, answer in answers.items()}


def missing(questions: Questions, answers: Answers) -> Answers:
    return dict(list(answers.items())[::3])


WHOLE: Sequence[Callable[[Questions], Answers]] = (gold, points_with_own_marks, points_in_a_table, accepted_forms, evidence_as_answer)
BROKEN: Sequence[Callable[[Questions, Answers], Answers]] = (
    shuffled_citations,
    figures_off_by_one,
    sprayed_figures,
    both_verdicts,
    opposite_verdicts,
    always_refusing,
    never_refusing,
    whole_document_as_quotation,
    wrong_district,
    unknown_names,
    without_marks,
    poured_out,
    missing,
)


def _all_answers(questions: Questions) -> Iterator[tuple[str, Answers]]:
    """(how they were made, answers). Every item is judged whole and in each way broken, half of them gold and half real."""
    for make in WHOLE:
        yield make.__name__, make(questions)
    yield "real", questions.real
    mixed = _mixed(gold(questions), questions.real)
    for break_up in BROKEN:
        yield break_up.__name__, break_up(questions, mixed)


def _mixed(first: Answers, second: Answers) -> Answers:
    return {key: (first, second)[position % 2][key] for position, key in enumerate(first)}


# ------------------------------------------------------------------------------------------ both scorers


def test_both_scorers_agree(scorer: ModuleType, questions: Questions) -> None:
    agreed, judged = Counter[str](), Counter[str]()
    apart: list[str] = []
    for kind, answers in _all_answers(questions):
        for line in questions.lines:
            answer = answers.get(line["id"])
            theirs = scorer.score_item(line, answer, questions.texts)
            ours = dict(measure(item_of(line), given_of(answer) if answer else None, questions.texts))
            due = SHARED_MEASURES if answer else ("score",)  # of a missing answer theirs leaves out what ours counts as 0
            for name in (name for name in due if theirs[name] is not None or ours[name] is not None):
                judged[name] += 1
                agreed[name] += _agree(theirs[name], ours[name])
                if not _agree(theirs[name], ours[name]):
                    apart.append(f"{kind}: {line['id']} {name} {theirs[name]} {ours[name]}")
    table = [f"{name:20}{agreed[name]:6} of {judged[name]:6}  {agreed[name] / judged[name]:7.2%}" for name in SHARED_MEASURES]
    print("\n".join(("", questions.name, *table, *apart[:20])))  # noqa: T201
    assert [name for name in SHARED_MEASURES if agreed[name] < REQUIRED * judged[name]] == [], apart[:20]


def _agree(theirs: float | None, ours: float | None) -> bool:
    if theirs is None or ours is None:
        return theirs is ours
    return abs(theirs - ours) <= TOLERANCE


def item_of(line: Json) -> Item:
    return Item(
        id=line["id"],
        type=line["type"],
        question=line["question"],
        history=tuple(Said(turn["role"], turn["content"]) for turn in line["history"]),
        answer=line["answer"],
        answer_points=tuple(line["answer_points"]),
        accept=tuple(line["accept"]),
        evidence=tuple(Quote(quote["doc"], quote["quote"]) for quote in line["evidence"]),
    )


def given_of(answer: Json) -> Given:
    cited = [Cited(c["n"], c["source"], c["start"], c["end"], c["quote"], c["shown"], c["title"], c["region"]) for c in answer["citations"]]
    return Given(answer["status"], answer["text"], tuple(cited), _table_of(answer["table"]))


def _table_of(table: Json | None) -> TableGiven | None:
    if table is None:
        return None
    rows = [
        RowGiven(row["label"], tuple(CellGiven(cell["text"], tuple(cell["citations"])) for cell in row["cells"])) for row in table["rows"]
    ]
    return TableGiven(tuple(table["columns"]), tuple(rows))
