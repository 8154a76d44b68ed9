from __future__ import annotations

import pytest

from rag.thinking import Spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        pytest.param("答案", "答案", id="no thinking"),
        pytest.param("<think>想想</think>答案", "答案", id="thinking first"),
        pytest.param("答<Thinking>想</THINKING>案", "答案", id="in the middle, any case"),
        pytest.param("想想</think>答案", "答案", id="no opening tag"),
        pytest.param("<think>想想", "", id="never closed"),
        pytest.param("3<5，<b>答案", "3<5，<b>答案", id="other angle brackets"),
        pytest.param("答案<thi", "答案<thi", id="no tag after all"),
    ],
)
@pytest.mark.parametrize("step", [1, 2, 3, 100])
def test_thoughts_are_left_out_however_they_arrive(text: str, spoken: str, step: int) -> None:
    stream = Spoken()
    heard = ""
    for start in range(0, len(text), step):
        piece, was_thinking = stream.take(text[start : start + step])
        heard = piece if was_thinking else heard + piece
    assert heard + stream.rest() == spoken
