"""What the bundled model is trained on: pairs of a question-like text and the passage that answers it, folded.

Only the sources named in `SOURCES` are read: others in the same file stay out for their licence. Passages of official
documents are added from the documents themselves (`document_pairs`), except those kept for evaluation.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.text import fold

SOURCES = ("law", "gov", "xwlb", "ict", "crud", "cmrc_train")
HELD_OUT = "pr"
"""Documents whose name begins so are asked about in an evaluation set."""
REPEATS = {"cmrc_train": 5, "documents": 3, "sentences": 10, "passages": 5}
"""How often an epoch sees the pairs of a source; once where not named. Real questions and real documents are few."""

_SPACE = re.compile(r"\s+")
_LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
_LABEL = re.compile(r"^[,:;\s]*(?:来源:[^,]{0,40},)?(?:正文|原标题):\s*")
_SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]*")


@dataclass(frozen=True, slots=True)
class Pair:
    """Both texts are folded and without leading or trailing white space."""

    source: str
    query: str
    passage: str


def read_pairs(path: Path, held_out: Sequence[str]) -> Iterator[Pair]:
    """Pairs of the permitted sources, in file order, without passages of held-out documents and texts that say nothing."""
    evaluated = _SPACE.sub("", "".join(held_out))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["source"] in SOURCES:
                pair = Pair(record["source"], clean(record["query"]), clean(record["passage"]))
                known = pair.source == "gov" and _is_part(pair.passage, evaluated)
                if len(pair.query) >= 2 and len(pair.passage) >= 20 and not known:
                    yield pair


def read_documents(path: Path) -> tuple[list[str], list[str]]:
    """Folded texts of the official documents: those to learn from, and those held out."""
    known: list[str] = []
    held_out: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            (held_out if record["name"].startswith(HELD_OUT) else known).append(fold(record["text"]).text)
    return known, held_out


def _is_part(passage: str, text: str) -> bool:
    """True when the 20 characters in the middle of `passage` stand in `text`, which is without white space."""
    squeezed = _SPACE.sub("", passage)
    middle = squeezed[max(0, len(squeezed) // 2 - 10) :][:20]
    return middle in text


def clean(text: str) -> str:
    """Folded, without Markdown links and the labels of the crawl (`,正文:`)."""
    return _LABEL.sub("", _LINK.sub("", fold(text).text)).strip()


def document_pairs(text: str, rng: random.Random) -> Iterator[Pair]:
    """From each window of whole sentences one sentence or its first clause, against the window below the title.

    The title stands before the passage, as in the product, and before three questions of ten. In one pair of four the
    sentence stays in the passage, so that exact words count as well.
    """
    title, _, body = text.partition("\n")
    for window in _windows(_SENTENCE.findall(body), rng):
        position = rng.randrange(len(window))
        query = window[position].strip()
        if rng.random() < 0.5:
            query = query.split(",", 1)[0]
        rest = window if rng.random() < 0.25 else window[:position] + window[position + 1 :]
        passage = "".join(rest).strip()
        if 4 <= len(query) <= 120 and len(passage) >= 30:
            yield Pair("documents", f"{title} {query}" if rng.random() < 0.3 else query, f"{title} {passage}")


def _windows(sentences: list[str], rng: random.Random) -> Iterator[list[str]]:
    """Consecutive sentences of 80 to 400 characters together; a last one alone is left out."""
    window: list[str] = []
    characters = rng.randint(80, 400)
    for sentence in sentences:
        window.append(sentence)
        if len(window) > 1 and sum(map(len, window)) >= characters:
            yield window
            window = []
            characters = rng.randint(80, 400)
    if len(window) > 1:
        yield window
