"""Pairs of a question that people might ask (`eval.asked`) and the words of a training document that answer it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eval.asked.questions import QUESTIONS, is_kept, read_asked
from eval.documents import read_records
from eval.train.corpus import Pair
from index.text import fold

_AROUND = 150
"""Characters of a passage before and behind the sentence that answers."""


def question_pairs(documents: Path, questions: Path = QUESTIONS) -> Iterator[Pair]:
    """Of each question that its document answers two pairs: with the sentence, and with the passage around it below the title. None
    about documents kept for measuring."""
    texts = dict(read_records(documents))
    for asked in read_asked(questions):
        if asked.spans and not is_kept(asked.document):
            text = texts[asked.document]
            start, end = asked.spans[0].start, asked.spans[-1].end
            title = text.strip().partition("\n")[0]
            question = fold(asked.question).text
            yield Pair("sentences", question, fold("".join(text[span.start : span.end] for span in asked.spans)).text.strip())
            yield Pair("passages", question, fold(f"{title} {text[max(0, start - _AROUND) : end + _AROUND]}").text.strip())
