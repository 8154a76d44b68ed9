"""The values that travel from question to answer. Immutable; offsets as in `index.types`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from index.dictionary import Expansion
from index.types import Document, Filter, Hit

Status = Literal["answered", "partial", "refused"]
AnswerKind = Literal["extractive", "generative"]
Period = Literal["", "planned", "done"]
Verdict = Literal["exact", "folded", "unsupported", "deleted"]
EventName = Literal["status", "delta", "citation", "notice", "answer", "error"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far. History helps to understand a question; it is never evidence."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    history: tuple[Turn, ...] = ()
    asked_on: date | None = None
    """Resolves 今年 and 去年; None for today."""
    filter: Filter = field(default_factory=Filter)
    budget: int = 4000
    """Characters of evidence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage, or several neighbouring ones merged, that an answer may rest on."""

    key: str
    """`e1`, `e2` …: best first."""
    document: Document
    start: int
    end: int
    shown: str
    """Readable form of `document.text[start:end]`."""
    locator: str
    hits: tuple[Hit, ...]
    """The hits it was made of, best first."""

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation at its place: `document.text[start:end] == quote`, whole clauses, at most 200 characters."""

    n: int
    """1-based; the mark `[n]` in the answer's text."""
    document: Document
    start: int
    end: int
    quote: str
    shown: str
    locator: str
    verdict: Verdict = "exact"
    years: tuple[int, ...] = ()
    """Years that the headings above it name."""


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    """Heads of the cells (the label column has none)."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made the answer."""

    generation: int = 0
    settings_digest: str = ""
    prompt: str = ""
    """`name@version`, empty without a language model."""
    model: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Draft:
    """What a head wrote, before it is checked."""

    text: str
    citations: tuple[Citation, ...]
    status: Status
    kind: AnswerKind
    table: Table | None = None
    notices: tuple[Notice, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(frozen=True, slots=True)
class Answer:
    id: str
    question: str
    understood_as: str
    status: Status
    kind: AnswerKind
    text: str
    citations: tuple[Citation, ...]
    evidence: tuple[Evidence, ...]
    table: Table | None = None
    notices: tuple[Notice, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a streamed answer. `data` is text for status and delta, else the value the name says."""

    name: EventName
    data: str | Citation | Notice | Answer


class Answerer(Protocol):
    """Writes a draft from evidence. Two live: the extractive one and the one over a chat model."""

    def answer(self, understood: Understood, evidence: tuple[Evidence, ...], emit: Callable[[str], None]) -> Draft:
        """The whole draft; `emit` is told pieces of its text as they are written."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it was understood."""

    question: Question
    text: str
    """Stand-alone: what a follow-up leaves out is filled in."""
    folded: str
    regions: tuple[str, ...] = ()
    """Canonical, as in the catalogue, in the order named."""
    unknown_regions: tuple[str, ...] = ()
    """Named like a region, but no document of the library is about it."""
    within: tuple[str, ...] = ()
    """The same, but documents of a city or province around it mention it: they are searched for it."""
    across: bool = False
    """All regions are asked (各区, 哪个县, 两地): `regions` names them, unless they are too many."""
    years: tuple[int, ...] = ()
    moved: str = ""
    """That 今年 or the like means another year, because no document covers it; empty where it does not."""
    period: Period = ""
    """Whether it asks what was planned or what was done; empty where it says neither, or both."""
    document_kinds: tuple[str, ...] = ()
    """Kinds of document that it says to look in (在工作总结里), of those that the library holds."""
    kind: str = "fact"
    """number, fact, list, yesno, compare, summary, temporal, catalogue, arithmetic, wording: `rag.question.kinds`."""
    topic: str = ""
    """Folded text without region and year: what is asked about."""
    meant: tuple[Expansion, ...] = ()
    """Everyday words of the topic, with what documents call them."""
    counted: tuple[str, ...] = ()
    """Words of the topic that name what is counted, of those that documents of the library say: `rag.question.counting`."""
    gaps: tuple[str, ...] = ()
    """A sentence each on what it names that no document is of: 资料库中没有海门区所问年份的文件。"""
    hints: tuple[str, ...] = ()
    """What to ask instead: 海门区没有2027年的文件，最近的是2025年的，可以改问2025年。"""
