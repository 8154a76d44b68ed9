"""The values that travel through an evaluation. Immutable, and apart from the product's own: a target may be another server.

Item ──ask──▶ Given (an answer as outsiders see it) ──measure──▶ Row (named values) ──aggregate──▶ Figure (mean, n, interval)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

ItemType = Literal[
    "number", "fact", "list", "yesno", "summary", "compare", "temporal", "unanswerable", "ambiguous", "followup", "injection"
]
Difficulty = Literal["easy", "medium", "hard"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Evidence of a question: `quote` stands verbatim in the document named `doc` (a file name)."""

    doc: str
    quote: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the conversation before the question."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a set, with what a right answer holds."""

    id: str
    type: ItemType
    question: str
    history: tuple[Said, ...] = ()
    doc_filter: str = ""
    """File name the question is confined to; empty for all."""
    asked_on: date | None = None
    answer: str = ""
    answer_points: tuple[str, ...] = ()
    """Each fact a right answer must hold."""
    accept: tuple[str, ...] = ()
    """Complete alternative forms of the answer."""
    evidence: tuple[Quote, ...] = ()
    """Empty: the documents do not tell."""
    difficulty: Difficulty = "medium"
    note: str = ""
    line: int = 0
    """1-based line of the file it was read from; 0 for an item made from another."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as outsiders see it. Offsets are half-open, in code points of the original."""

    n: int
    source: str
    start: int
    end: int
    quote: str
    shown: str = ""
    title: str = ""
    region: str = ""
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CellGiven:
    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RowGiven:
    label: str
    cells: tuple[CellGiven, ...]


@dataclass(frozen=True, slots=True)
class TableGiven:
    columns: tuple[str, ...]
    rows: tuple[RowGiven, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage a search returned, best first; `text` is the original's."""

    source: str
    text: str
    start: int = 0
    end: int = 0
    score: float = 0.0
    key: str = ""
    """Stable id of the passage in its library, for judgements by passage (BEIR)."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as outsiders see it, with what it cost."""

    status: str
    """answered, partial or refused."""
    text: str
    citations: tuple[Cited, ...] = ()
    table: TableGiven | None = None
    kind: str = "extractive"
    understood_as: str = ""
    notices: tuple[str, ...] = ()
    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    provenance: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question put to one target: what was searched and answered. `error` is the code of what went wrong, else empty."""

    item: Item
    passages: tuple[Passage, ...] = ()
    search_seconds: float = 0.0
    given: Given | None = None
    """None when the target failed, or answers were not asked for."""
    error: str = ""


Values: TypeAlias = tuple[tuple[str, float | None], ...]
"""(name of the measure, value); None where the measure does not apply to the item. Names in a fixed order."""


@dataclass(frozen=True, slots=True)
class Row:
    """The measures of one question under one variant."""

    item_id: str
    variant: str
    values: Values

    def value(self, name: str) -> float | None:
        return dict(self.values).get(name)


class Interval(NamedTuple):
    """Bootstrap percentile interval, 95 %."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over a group of questions. The denominator is the whole judged group: a question without a result counts 0."""

    measure: str
    group: str
    """`all`, `answerable`, `unanswerable`, `type:number`, `document:…`, `difficulty:hard` …"""
    variant: str
    n: int
    mean: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class RefusalPoint:
    """What a variant would refuse at one threshold: how well the best sentence must answer before there is an answer."""

    variant: str
    threshold: float
    answered: float
    """Share of the answerable questions that were answered, rightly or not."""
    refused: float
    """Share of the unanswerable questions that were refused."""
    score: float
    """Mean score over all questions."""
    in_use: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """What an evaluation was made with."""

    commit: str = ""
    set_name: str = ""
    set_sha256: str = ""
    variants: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """For each variant its settings: settings digest, model fingerprint, index generation, target …"""
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One evaluation, whole: everything the reports show is derived from this."""

    provenance: Provenance
    items: tuple[Item, ...]
    asked: tuple[tuple[str, tuple[Asked, ...]], ...]
    """For each variant, what it was asked, in the order of the items."""
    rows: tuple[Row, ...]
    figures: tuple[Figure, ...]
    refusals: tuple[RefusalPoint, ...] = field(default=(), kw_only=True)
    """Where other thresholds were tried: by variant, thresholds ascending."""
    timings: tuple[tuple[str, float], ...] = field(default=())
    """Wall times and memory: kept apart from the figures, because they differ from run to run."""
