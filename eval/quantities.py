"""How well quantities are read: precision and recall against a list labelled by hand, over whole documents.

Every quantity of the documents named in the list is in the list, so what is found beside it is wrong. A found quantity is right
when its span overlaps that of a listed one with the same value (both ends of a range) and the same unit. Comparator and state are
judged on the right ones; the state only where the list says one, since a reader knows it from the heading, which the module does
not see: `said` is the share for which it says one, `right` the share of those that agree.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from eval.intervals import wilson
from index.errors import UnusableFile
from index.loaders import load
from index.quantity import Quantity, quantities
from index.text import find_repairs, fold
from index.types import Span

LIST = Path(__file__).parent / "datasets" / "quantities.jsonl"
DOCUMENTS = Path(__file__).parent / "datasets" / "sample" / "documents"
_ROUNDED = Decimal("0.005")
"""A third is listed as 33.33 %."""
_MOST_BYTES = 20_000_000
_PARSE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Labelled:
    """A quantity as a person read it; offsets in the document's text, half-open."""

    document: str
    start: int
    end: int
    text: str
    low: Decimal
    high: Decimal
    unit: str
    comparator: str
    state: str


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity as the product reads it, and where it stands in the document's text."""

    span: Span
    text: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Reading:
    """One document: what was found right, what was found beside the list, what was missed."""

    right: tuple[tuple[Labelled, Found], ...]
    wrong: tuple[Found, ...]
    missed: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class Share:
    of: int
    holds: int

    def __str__(self) -> str:
        if not self.of:
            return "—"
        low, high = wilson(self.holds, self.of)
        return f"{self.holds / self.of:.3f} [{low:.3f}, {high:.3f}] n={self.of}"


def read_list(path: Path = LIST) -> tuple[Labelled, ...]:
    """The list in the order of the file. Raises UnusableFile."""
    try:
        return tuple(_labelled(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError, KeyError, InvalidOperation) as error:
        raise UnusableFile(str(path), detail=str(error)) from error


def _labelled(record: dict[str, str | int]) -> Labelled:
    low, high = (Decimal(str(record.get(end, record.get("value")))) for end in ("low", "high"))
    document, text, unit, comparator, state = (str(record[field]) for field in ("document", "text", "unit", "comparator", "state"))
    return Labelled(document, int(record["start"]), int(record["end"]), text, low, high, unit, comparator, state)


def found_in(path: Path) -> tuple[Found, ...]:
    """What the product reads in a document, each line by itself as in the library."""
    text = load(path, max_bytes=_MOST_BYTES, timeout_seconds=_PARSE_SECONDS).text
    folded = fold(text, find_repairs(text))
    return tuple(Found(span, text[slice(*span)], quantity) for span, quantity in _located(folded.text, folded.span))


def _located(folded: str, original: Callable[[int, int], Span]) -> Iterator[tuple[Span, Quantity]]:
    start = 0
    for line in folded.split("\n"):
        for quantity in quantities(line):
            yield original(start + quantity.start, start + quantity.end), quantity
        start += len(line) + 1


def compared(listed: Sequence[Labelled], found: Sequence[Found]) -> Reading:
    """Each listed quantity is matched at most once."""
    right: list[tuple[Labelled, Found]] = []
    left = list(listed)
    wrong = []
    for one in found:
        match = next((label for label in left if _same(label, one)), None)
        if match is None:
            wrong.append(one)
        else:
            left.remove(match)
            right.append((match, one))
    return Reading(tuple(right), tuple(wrong), tuple(left))


def _same(label: Labelled, found: Found) -> bool:
    if label.end <= found.span.start or found.span.end <= label.start or label.unit != found.quantity.unit:
        return False
    return abs(label.low - found.quantity.low) < _ROUNDED and abs(label.high - found.quantity.high) < _ROUNDED


def shares(readings: Sequence[Reading]) -> dict[str, Share]:
    """Precision, recall and the fields, over all documents together."""
    right = [pair for reading in readings for pair in reading.right]
    wrong, missed = (sum(len(part) for part in parts) for parts in ([r.wrong for r in readings], [r.missed for r in readings]))
    stated = [(label, found) for label, found in right if label.state]
    said = [(label, found) for label, found in stated if found.quantity.state]
    return {
        "precision": Share(len(right) + wrong, len(right)),
        "recall": Share(len(right) + missed, len(right)),
        "span": Share(len(right), sum((label.start, label.end) == found.span for label, found in right)),
        "comparator": Share(len(right), sum(label.comparator == found.quantity.comparator for label, found in right)),
        "state said": Share(len(stated), len(said)),
        "state right": Share(len(said), sum(label.state == found.quantity.state for label, found in said)),
    }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", type=Path, default=LIST, help="标注好的数量，JSON Lines")
    parser.add_argument("--documents", type=Path, default=DOCUMENTS, help="被标注的文件所在文件夹")
    parser.add_argument("--verbose", action="store_true", help="列出读错、漏读的数量")


def run_command(options: argparse.Namespace) -> int:
    """Prints the shares with Wilson's 95 % intervals; with --verbose, what was wrong or missed and the fields that differ."""
    listed = read_list(options.list)
    names = list(dict.fromkeys(label.document for label in listed))
    readings = [compared([label for label in listed if label.document == name], found_in(options.documents / name)) for name in names]
    if options.verbose:
        for name, reading in zip(names, readings, strict=True):
            print("\n".join([name, *_told(reading)]))  # noqa: T201
    print(f"documents {len(names)}")  # noqa: T201
    for name, share in shares(readings).items():
        print(f"{name:<12} {share}")  # noqa: T201
    return 0


def _told(reading: Reading) -> Iterator[str]:
    for wrong in reading.wrong:
        yield f"  wrong  {wrong.span.start} {wrong.text} = {wrong.quantity.low} {wrong.quantity.unit}"
    for missed in reading.missed:
        yield f"  missed {missed.start} {missed.text} = {missed.low} {missed.unit}"
    for label, found in reading.right:
        if label.comparator != found.quantity.comparator:
            yield f"  comparator {label.start} {label.text}: {label.comparator}, read {found.quantity.comparator}"
        if label.state and found.quantity.state and label.state != found.quantity.state:
            yield f"  state {label.start} {label.text}: {label.state}, read {found.quantity.state}"
