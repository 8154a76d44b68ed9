"""What outsiders write, read."""

from __future__ import annotations

from datetime import date

import pytest

from index.errors import InvalidRequest
from index.types import Filter
from rag.intake import parsed_day, question, selection, turns
from rag.settings import Settings
from rag.types import Question, Turn


def test_days() -> None:
    assert parsed_day("2025-03-01") == date(2025, 3, 1)


@pytest.mark.parametrize("text", ["", "昨天", "2025-3-1", "2025-02-30", "2025/03/01"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(InvalidRequest):
        parsed_day(text)


def test_a_history() -> None:
    messages = [{"role": "user", "content": "问", "extra": 1}, {"role": "assistant", "content": "答"}]
    assert turns(messages) == (Turn("user", "问"), Turn("assistant", "答"))
    assert turns([]) == ()


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param({}, id="no list"),
        pytest.param(["问"], id="no objects"),
        pytest.param([{"role": "system", "content": "x"}], id="role"),
        pytest.param([{"role": "user"}], id="no content"),
        pytest.param([{"role": "user", "content": 1}], id="content is no text"),
        pytest.param([{"role": ["user"], "content": "x"}], id="role is no text"),
    ],
)
def test_what_is_no_history(messages: object) -> None:
    with pytest.raises(InvalidRequest):
        turns(messages)


def test_a_filter_and_a_question() -> None:
    selected = selection(regions=["海门区"], years=[2024, 2025])
    assert selected == Filter(regions=("海门区",), years=(2024, 2025))
    assert not selection()
    asked = question("问", Settings(evidence_characters=99), selected=selected)
    assert asked == Question("问", filter=selected, budget=99)
