"""The questions of `eval/datasets/asked`: each names its document by file and the sentences that answer it by where they stand.

The documents themselves are not part of the repository. A fifth of them is kept for measuring, by a hash of the name: no question
about them trains the model. What the ranking of sentences weighs was chosen with them in view (`docs/learning.md`).
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import NamedTuple

from index.types import Span

QUESTIONS = Path(__file__).parents[1] / "datasets" / "asked" / "questions.tsv"
_KEPT = 5
"""One of so many documents is kept for measuring."""


class Asked(NamedTuple):
    document: str
    """Name of the file."""
    spans: tuple[Span, ...]
    """Of the sentences that answer, in order; none for a near miss, which the document hardly answers."""
    kind: str
    """number, fact, yesno, list or summary, as its writer saw it."""
    verdict: str
    """Of a yes/no question: Y, N, or U where the sentence does not decide it; empty where nobody judged it."""
    question: str


def read_asked(path: Path = QUESTIONS) -> list[Asked]:
    """In file order."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Asked(row["document"], _spans(row["spans"]), row["kind"], row["verdict"], row["question"]) for row in rows]


def _spans(written: str) -> tuple[Span, ...]:
    return tuple(Span(*map(int, one.split("-"))) for one in written.split(",") if one != "-")


def is_kept(document: str) -> bool:
    """Whether questions about a document are kept for measuring."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % _KEPT == 0
