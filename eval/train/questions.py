"""Pairs of a question that people might ask (`eval.asked`) and the words of a training document that answer it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from eval.asked.questions import QUESTIONS, is_kept, read_asked
from eval.train.corpus import Pair
from index.text import fold

_AROUND = 150
"""Characters of a passage before and behind the sentence that answers."""


def question_pairs(documents: Path, questions: Path = QUESTIONS) -> Iterator[Pair]:
    """Of each question that its document answers two pairs: with the sentence, and with the passage around it below the title. None
    about documents kept for measuring."""
    texts = _texts(documents)
    for asked in read_asked(questions):
        if asked.spans and not is_kept(asked.document):
            text = texts[asked.document]
            start, end = asked.spans[0].start, asked.spans[-1].end
            title = text.strip().partition("\n")[0]
            question = fold(asked.question).text
            yield Pair("sentences", question, fold("".join(text[span.start : span.end] for span in asked.spans)).text.strip())
            yield Pair("passages", question, fold(f"{title} {text[max(0, start - _AROUND) : end + _AROUND]}").text.strip())


def _texts(path: Path) -> Mapping[str, str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {record["name"]: record["text"] for record in map(json.loads, lines)}
