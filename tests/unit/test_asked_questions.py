"""The written questions: how they are read, what is kept for measuring, what is trained on, what is counted."""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.asked.command import measured, outcome, run_command
from eval.asked.questions import Asked, is_kept, read_asked
from eval.library import library_of
from eval.train.questions import question_pairs
from index.errors import MissingPath
from index.types import Span
from rag.build import Youju
from rag.types import Question

HEAD = "document\tspans\tkind\tverdict\tquestion\n"
TEXT = "青岚区教育局关于食堂的通知\n食堂由后勤科负责。\n教材由教务科发放,食堂每学期检查3次。"
MANAGED, CHECKED = "食堂由后勤科负责。", "教材由教务科发放,食堂每学期检查3次。"
TRAINED, KEPT = "a.txt", "k12.txt"


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def written(path: Path, *lines: str) -> Path:
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_question_names_its_sentences(tmp_path: Path) -> None:
    path = written(tmp_path / "questions.tsv", "a.txt\t3-9,12-20\tfact\t\t谁管食堂", "a.txt\t-\tyesno\tN\t“要”钱吗")
    assert read_asked(path) == [
        Asked("a.txt", (Span(3, 9), Span(12, 20)), "fact", "", "谁管食堂"),
        Asked("a.txt", (), "yesno", "N", "“要”钱吗"),
    ]


def test_the_questions_are_well_formed() -> None:
    questions = read_asked()
    assert len(questions) > 25_000
    assert len(set(questions)) == len(questions)
    assert {one.kind for one in questions} == {"number", "fact", "yesno", "list", "summary"}
    assert {one.verdict for one in questions} == {"", "Y", "N", "U"}
    assert all(one.kind == "yesno" and one.spans for one in questions if one.verdict)
    assert all(span.start < span.end for one in questions for span in one.spans)


def test_a_fifth_of_the_documents_is_kept() -> None:
    names = {one.document for one in read_asked()}
    assert 0.15 < sum(map(is_kept, names)) / len(names) < 0.25
    assert (is_kept(TRAINED), is_kept(KEPT)) == (False, True)


def test_pairs_leave_out_near_misses_and_what_is_kept(tmp_path: Path) -> None:
    documents = tmp_path / "documents.jsonl.gz"
    documents.write_bytes(gzip.compress("\n".join(json.dumps({"name": name, "text": TEXT}) for name in (TRAINED, KEPT)).encode()))
    told = span_of(MANAGED)
    questions = [
        f"{name}\t{spans}\tfact\t\t誰管食堂" for name, spans in ((TRAINED, f"{told.start}-{told.end}"), (TRAINED, "-"), (KEPT, "0-5"))
    ]
    pairs = list(question_pairs(documents, written(tmp_path / "questions.tsv", *questions)))
    assert [(pair.source, pair.query) for pair in pairs] == [("sentences", "谁管食堂"), ("passages", "谁管食堂")]
    assert pairs[0].passage == MANAGED
    assert pairs[1].passage.startswith("青岚区教育局关于食堂的通知 ")
    assert "检查3次" in pairs[1].passage


@pytest.fixture(scope="module")
def youju() -> Iterator[Youju]:
    with library_of([(KEPT, TEXT)]) as loaded:
        yield loaded.youju


@pytest.mark.parametrize(
    ("spans", "verdict", "question", "expected"),
    [
        pytest.param((span_of(MANAGED),), "", "食堂由谁负责", (True, True, False, None, None, None), id="cited"),
        pytest.param((span_of(MANAGED),), "", "教材由哪个科发放", (False, True, False, None, None, None), id="another sentence"),
        pytest.param((), "", "马拉松几点开跑", (None, None, None, False, None, None), id="a near miss that is refused"),
        pytest.param((span_of(CHECKED),), "Y", "食堂每学期检查3次吗", (True, True, False, None, True, True), id="right"),
        pytest.param((span_of(CHECKED),), "N", "食堂每学期检查3次吗", (True, True, False, None, True, False), id="wrong"),
    ],
)
def test_what_is_counted(youju: Youju, spans: tuple[Span, ...], verdict: str, question: str, expected: tuple[bool | None, ...]) -> None:
    asked = Asked(KEPT, spans, "fact", verdict, question)
    assert outcome(asked, youju.assistant.ask(Question(question))) == expected
    assert next(measured(youju, [asked])) == expected


def test_documents_that_are_not_there() -> None:
    with pytest.raises(MissingPath):
        run_command(argparse.Namespace(documents=Path("missing.jsonl.gz"), limit=None))
