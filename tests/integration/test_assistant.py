from __future__ import annotations

import pytest

from index.errors import EmptyQuestion, InvalidK, QuestionTooLong
from index.types import Filter
from rag.build import Youju
from rag.types import Answer, Question, Turn


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("云溪区2025年招聘多少名新教师？", "120名"),
        ("石桥2025年新建几所公办幼儿园", "5所"),
        ("雲溪區公辦園在園幼兒佔比要達到多少", "65%"),
    ],
)
def test_the_answer_is_quoted_from_its_place(youju: Youju, question: str, holds: str) -> None:
    answer = youju.assistant.ask(Question(question))
    assert answer.status == "answered"
    assert holds in answer.text
    for citation in answer.citations:
        text = youju.library.document(citation.document.id).text
        assert text[citation.start : citation.end] == citation.quote


def test_a_follow_up_is_understood_from_history(youju: Youju) -> None:
    history = (Turn("user", "云溪区2025年招聘多少名新教师？"), Turn("assistant", "120名。"))
    answer = youju.assistant.ask(Question("那石桥呢？", history))
    assert "80名" in answer.text
    assert "石桥" in answer.understood_as


def test_a_comparison_has_a_table(youju: Youju) -> None:
    answer = youju.assistant.ask(Question("云溪区和石桥县2025年招聘新教师各多少名？"))
    assert answer.table is not None
    assert [row.label for row in answer.table.rows] == ["云溪区", "石桥县"]


def test_refusal(youju: Youju) -> None:
    answer = youju.assistant.ask(Question("梁溪区2025年招聘多少名新教师？"))
    assert (answer.status, answer.citations) == ("refused", ())


def test_a_filter_is_a_wall(youju: Youju) -> None:
    hits = youju.assistant.search("招聘新教师", 10, Filter(regions=("石桥县",)))
    assert {hit.document.header.region for hit in hits} == {"石桥县"}
    answer = youju.assistant.ask(Question("云溪区招聘多少名新教师？", filter=Filter(regions=("石桥县",))))
    assert "120" not in answer.text


def test_hits_say_why_they_were_found(youju: Youju) -> None:
    first = youju.assistant.search("云溪区 招聘新教师", 5, Filter())[0]
    assert first.rank == 1
    assert first.reasons.lexical is not None
    assert first.reasons.vector is not None
    assert "教师" in first.reasons.terms
    assert first.locator == "二、"


def test_the_stream_ends_with_the_whole_answer(youju: Youju) -> None:
    events = list(youju.assistant.stream(Question("云溪区招聘多少名新教师？")))
    names = [event.name for event in events]
    assert names[0] == "status"
    assert names[-1] == "answer"
    last = events[-1].data
    assert isinstance(last, Answer)
    assert "".join(str(event.data) for event in events if event.name == "delta") == last.text
    assert names.count("citation") == len(last.citations)


@pytest.mark.parametrize(
    ("question", "error"),
    [
        pytest.param("", EmptyQuestion, id="empty"),
        pytest.param(" \n　", EmptyQuestion, id="blank"),
        pytest.param("问" * 20_000, QuestionTooLong, id="20,000 characters"),
    ],
)
def test_questions_that_are_none(youju: Youju, question: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        youju.assistant.ask(Question(question))
    with pytest.raises(error):
        youju.assistant.stream(Question(question))


@pytest.mark.parametrize("k", [0, -1, 101])
def test_k_has_limits(youju: Youju, k: int) -> None:
    with pytest.raises(InvalidK):
        youju.assistant.search("招聘", k, Filter())


def test_answers_are_kept(youju: Youju) -> None:
    answer = youju.assistant.ask(Question("云溪区招聘多少名新教师？"))
    record = youju.library.answer(answer.id)
    assert "".join(segment.text for segment in record.segments) == answer.text
    assert record.segments[0].document_ids == (answer.citations[0].document.id,)
