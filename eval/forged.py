"""`python -m eval forged`: are forgeries caught, and are true sentences left alone, when a language model writes them?

Two lists, written by hand over the sample documents: sentences with something forged in them (a key that does not exist, words in
quotation marks that nobody wrote, another figure, unit, year, district …), and true ones, said as a language model says them:
other word order, figures in other notation, several citations, figures worked out. A scripted writer hands in each as its whole
answer, with the passages it rests on as evidence, and it goes the way of any answer of a language model: `rag.generate`,
`rag.cite`. A forgery is caught when its sentence is not in the checked answer; a true sentence that is not there is a false alarm.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eval.documents import documents_at
from eval.forged_changes import changed
from eval.forged_shares import Share
from eval.library import loaded
from index.errors import UnusableFile
from index.library import Library
from index.outline import locator
from index.types import Hit
from rag.build import Youju
from rag.cite import NOT_FOUND
from rag.evidence import gather
from rag.prompt import load_prompt
from rag.query import understand
from rag.types import Draft, Evidence, Question, Understood
from rag.writing import plain

if TYPE_CHECKING:
    from rag.generate import GenerativeAnswerer

_DATASETS = Path(__file__).parent / "datasets"
FORGED = _DATASETS / "forged.jsonl"
TRUE = _DATASETS / "true_sentences.jsonl"
DOCUMENTS = _DATASETS / "sample" / "documents"
MOST_FALSE_ALARMS = 0.02
"""Share of the true sentences."""
_ASKED = "这项工作的情况如何？"
"""Where a sentence answers no question of its own."""
_TODAY = date(2025, 6, 1)
_EVERYTHING = 1_000_000
"""Characters of evidence: whole passages, however long."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence rests: the passages of the section in which `words` stand first in the document."""

    document: str
    words: str


@dataclass(frozen=True, slots=True)
class Written:
    """What the scripted writer hands in."""

    id: str
    kind: str
    """What is forged; empty for a true sentence."""
    question: str
    rests_on: tuple[Place, ...]
    """Its evidence e1, e2 …, in this order."""
    says: str
    truth: str = ""
    """A forgery before it was forged, where that is a sentence: it must be left alone, so that what is caught is the forging."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence and what became of it."""

    written: Written
    is_kept: bool


def read_written(path: Path) -> tuple[Written, ...]:
    """The sentences of a list, in its order. Raises UnusableFile."""
    try:
        return tuple(_written(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableFile(str(path), detail=str(error)) from error


def _written(record: Mapping[str, object]) -> Written:
    places = record["rests_on"]
    if not isinstance(places, list):
        raise ValueError("rests_on is no list")
    return Written(
        id=str(record["id"]),
        kind=str(record.get("kind", "")),
        question=str(record.get("question", _ASKED)),
        rests_on=tuple(Place(str(each["document"]), str(each["words"])) for each in places),
        says=str(record["says"]),
        truth=str(record.get("truth", "")),
    )


def unforged(sentences: Iterable[Written]) -> tuple[Written, ...]:
    """What forgeries were made of, where that is a sentence."""
    return tuple(replace(one, kind="", says=one.truth, truth="") for one in sentences if one.truth)


def checked(youju: Youju, sentences: Iterable[Written]) -> Iterator[Seen]:
    """What becomes of each sentence. `youju` holds the documents they rest on. Raises UnusableFile for a place that is not there."""
    for written in sentences:
        evidence = tuple(_evidence(youju.library, place, n) for n, place in enumerate(written.rests_on, 1))
        understood = understand(Question(written.question, asked_on=_TODAY), youju.catalogue(), _TODAY)
        draft = _writer(youju, written.says).answer(understood, evidence, _ignored)
        yield Seen(written, _same(draft.text, written.says))


def _evidence(library: Library, place: Place, number: int) -> Evidence:
    document = library.document(place.document)
    at = document.text.find(place.words)
    sections = library.outline(document.id)
    hits = [Hit(chunk, document, 1, 1.0, locator(sections, chunk.section)) for chunk in library.chunks_of(document.id)]
    found = next((item for item in gather(hits, _EVERYTHING) if item.start <= at < item.end), None)
    if found is None:
        raise UnusableFile(place.document, detail=f"没有“{place.words}”")
    return replace(found, key=f"e{number}")


class _Silent:
    """Answers for a writer that nothing is left of: with nothing, so that what is kept is the writer's own."""

    def answer(self, _understood: Understood, _evidence: tuple[Evidence, ...], _emit: Callable[[str], None]) -> Draft:
        return Draft(f"{NOT_FOUND}。", (), "refused", "extractive")


def _writer(youju: Youju, says: str) -> GenerativeAnswerer:
    """A language model that says one thing. Its libraries are heavy, and only wanted here."""
    from langchain_core.language_models.fake_chat_models import GenericFakeChatModel  # noqa: PLC0415
    from langchain_core.messages import AIMessage  # noqa: PLC0415

    from rag.generate import GenerativeAnswerer  # noqa: PLC0415

    model = GenericFakeChatModel(messages=iter([AIMessage(says)]))
    return GenerativeAnswerer(model, "scripted", load_prompt("answer"), _Silent(), youju.catalogue)


def _ignored(_piece: str) -> None:
    """Nobody listens while it is written."""


def _same(answer: str, says: str) -> bool:
    """Whether the words of an answer are those that were handed in, marks aside."""
    return plain(answer) == plain(says)


def caught_by_kind(seen: Sequence[Seen]) -> dict[str, Share]:
    """For each kind of forgery, how many were caught."""
    kinds = dict.fromkeys(one.written.kind for one in seen)
    of_kind = {kind: [one for one in seen if one.written.kind == kind] for kind in kinds}
    return {kind: _removed(found) for kind, found in of_kind.items()}


def _removed(seen: Sequence[Seen]) -> Share:
    return Share(sum(not one.is_kept for one in seen), len(seen))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--forged", type=Path, default=FORGED, metavar="文件", help="伪造的句子，JSON Lines")
    parser.add_argument("--true", type=Path, default=TRUE, metavar="文件", help="属实的句子，JSON Lines")
    parser.add_argument("--documents", type=Path, default=DOCUMENTS, metavar="文件夹", help="句子所依据的文件")
    parser.add_argument(
        "--documents-changed", nargs="+", metavar="文件", help="不用上面的句子，改用这些文件自己的句子：由程序各改一处，或只改说法"
    )


def run_command(options: argparse.Namespace) -> int:
    """Prints what was caught by kind and the false alarms, and every sentence that went the wrong way. 1 when a forgery got through
    or there are more false alarms than `MOST_FALSE_ALARMS`. With --documents-changed prints shares of sentences taken out, and returns 0.
    Raises YoujuError."""
    if options.documents_changed:
        return _changed(options.documents_changed)
    with loaded([options.documents]) as (youju, _):
        listed = read_written(options.forged)
        forged, originals = list(checked(youju, listed)), list(checked(youju, unforged(listed)))
        true = list(checked(youju, read_written(options.true)))
    for one in (*(one for one in forged if one.is_kept), *(one for one in (*originals, *true) if not one.is_kept)):
        print(f"{'漏过' if one.written.kind else '误伤'}  {one.written.id}  {one.written.kind}  {one.written.says}")  # noqa: T201
    shares = caught_by_kind(forged) | {
        "caught": _removed(forged),
        "false alarms": _removed(true),
        "before forging": _removed(originals),
    }
    for name, share in shares.items():
        print(f"{name:<18} {share}")  # noqa: T201
    caught, alarms = shares["caught"], shares["false alarms"]
    return 0 if caught.holds == caught.of and alarms.holds <= MOST_FALSE_ALARMS * alarms.of else 1


def _changed(places: Sequence[str]) -> int:
    with documents_at(places) as paths, loaded(paths) as (youju, _):
        documents = [youju.library.document(row.id) for row in youju.library.documents()]
        for kind, share in changed(documents, youju.catalogue()).items():
            print(f"{kind:<22} {share}")  # noqa: T201
    return 0
