"""The development sets that may be learned from, each with a library of its documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eval.documents import documents_at
from eval.library import loaded
from eval.sets import QuestionSet, load_set, read_set
from eval.types import Item
from index.errors import MissingPath, UnusableFile
from rag.build import Youju

DATASETS = Path(__file__).resolve().parents[1] / "datasets"
SAMPLE = DATASETS / "sample"
UNRELATED = DATASETS / "unrelated.jsonl"
"""Everyday questions, put to every library: a set of its own would leave out what official documents are never asked."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a development set lies; `in_shared` for paths within the shared folder."""

    documents: str
    questions: str
    in_shared: bool


PLACES = {
    "sample": Place(str(SAMPLE / "documents"), str(SAMPLE / "questions.jsonl"), in_shared=False),
    "colloquial": Place(str(SAMPLE / "documents"), str(SAMPLE / "colloquial.jsonl"), in_shared=False),
    "seeds": Place("corpus", "qa/seedqa_dev.jsonl", in_shared=True),
    "provinces": Place("data/gov_documents.jsonl.gz#name=pr", "qa/pvqa_dev.jsonl", in_shared=True),
}


@dataclass(frozen=True, slots=True)
class Material:
    """One development set, ready to be asked."""

    name: str
    youju: Youju
    texts: dict[str, str]
    """File name → original text."""
    questions: QuestionSet
    unrelated: QuestionSet

    def rests_on(self, item: Item) -> tuple[str, ...]:
        """The documents of an item, `set/file name`. One without evidence goes with a document of the set, always the same."""
        named = tuple(dict.fromkeys(quote.doc for quote in item.evidence)) or (self._drawn(item),)
        return tuple(f"{self.name}/{one}" for one in named)

    def _drawn(self, item: Item) -> str:
        digest = hashlib.sha256(f"fold:{item.id}".encode()).digest()
        return sorted(self.texts)[int.from_bytes(digest[:8], "big") % len(self.texts)]


def asked_on(questions: Sequence[QuestionSet], given: date | None) -> date:
    """The day of questions that do not say when they were asked: the one given, else the latest of the sets. Raises UnusableFile."""
    days = [item.asked_on for each in questions for item in each.items if item.asked_on]
    if given is None and not days:
        raise UnusableFile("、".join(each.name for each in questions), detail="没有一个问题写明提问日期，请用 --date 给出")
    return given or max(days)


@contextmanager
def material(names: Sequence[str], shared: Path) -> Iterator[tuple[Material, ...]]:
    """Libraries of the named sets, gone at the end. Raises MissingPath, UnusableFile."""
    with ExitStack() as stack:
        yield tuple(_opened(stack, name, shared) for name in names)


def _opened(stack: ExitStack, name: str, shared: Path) -> Material:
    place = PLACES[name]
    documents, questions = (str(shared / path) if place.in_shared else path for path in (place.documents, place.questions))
    if not Path(questions).exists():
        raise MissingPath(questions)
    youju, _ = stack.enter_context(loaded(stack.enter_context(documents_at([documents]))))
    texts = {row.source: youju.library.document(row.id).text for row in youju.library.documents()}
    found, problems = read_set(Path(questions), texts)
    if problems:
        raise UnusableFile(found.name, detail="\n".join(map(str, problems)))
    return Material(name, youju, texts, found, load_set(UNRELATED))
