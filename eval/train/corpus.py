"""What the bundled model is trained on: pairs of a question-like text and the passage that answers it, folded.

Only the sources named in `SOURCES` are read: others in the same file stay out for their licence. Passages of official
documents are added from the documents themselves (`document_pairs`), except those kept for evaluation.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.text import fold

SOURCES = ("law", "gov", "xwlb", "ict", "crud", "cmrc_train")
HELD_OUT = "pr"
"""Documents whose name begins so are asked about in an evaluation set."""

_LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
_LABEL = re.compile(r"^[,:;\s]*(?:来源:[^,]{0,40},)?(?:正文|原标题):\s*")
_SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]*")


@dataclass(frozen=True, slots=True)
class Pair:
    """Both texts are folded and without leading or trailing white space."""

    source: str
    query: str
    passage: str


def read_pairs(path: Path) -> Iterator[Pair]:
    """Pairs of the permitted sources, in file order; texts that are too short to say anything are left out."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["source"] in SOURCES:
                pair = Pair(record["source"], clean(record["query"]), clean(record["passage"]))
                if len(pair.query) >= 2 and len(pair.passage) >= 20:
                    yield pair


def read_documents(path: Path) -> Iterator[str]:
    """Folded texts of the official documents that are not held out."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if not record["name"].startswith(HELD_OUT):
                yield fold(record["text"]).text


def clean(text: str) -> str:
    """Folded, without Markdown links and the labels of the crawl (`,正文:`)."""
    return _LABEL.sub("", _LINK.sub("", fold(text).text)).strip()


def document_pairs(text: str, rng: random.Random, characters: int = 400) -> Iterator[Pair]:
    """One sentence (or its first clause) of each window of whole sentences, against the rest of the window.

    In one pair of four the sentence stays in the passage, so that exact words count as well.
    """
    for window in _windows(_SENTENCE.findall(text), characters):
        position = rng.randrange(len(window))
        query = window[position].strip()
        if rng.random() < 0.5:
            query = query.split(",", 1)[0]
        rest = window if rng.random() < 0.25 else window[:position] + window[position + 1 :]
        if 4 <= len(query) <= 120 and len("".join(rest)) >= 40:
            yield Pair("gov", query, "".join(rest).strip())


def _windows(sentences: list[str], characters: int) -> Iterator[list[str]]:
    window: list[str] = []
    for sentence in sentences:
        window.append(sentence)
        if sum(map(len, window)) >= characters:
            yield window
            window = []
    if len(window) > 1:
        yield window
