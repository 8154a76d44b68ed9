"""What an answer cites, resolved to the documents: which document, of which district, of which years.

What a target says of its own citation (title, region) counts only as far as the document says so too; for a document
that is not known (`texts` lacks it) the citation is taken at its word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from eval.metrics.figures import figures_of
from eval.metrics.folding import YEAR, bare, fold
from eval.types import Cited

_HEAD_FOR_DISTRICT, _HEAD_FOR_YEARS, _HEAD_FOR_DATES, _HEAD_FOR_TITLE = 800, 400, 200, 1200
"""Characters from the start of a document."""

_OFFICE = re.compile(r"(?:^|[省市州|,:;。)])([一-龥]{2,3})[区县區縣]教")
_RANK = re.compile("[区县市]$")
_ABOVE = re.compile("^.*[省市](?=.{2})")


@dataclass(frozen=True, slots=True)
class Head:
    """What the top of a document states."""

    district: str
    """Without 区 or 县: 海门. Empty if the document is not of a district's education office."""
    years: frozenset[str]
    dates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Source:
    """One citation, resolved."""

    document: str
    """File name without folder and ending; empty if it is neither known nor of the gold."""
    district: str
    title: str
    """Folded."""
    years: frozenset[str]
    dates: frozenset[str]
    quote: str
    """Folded."""


def stem(name: str) -> str:
    """`folder/a.txt` → `a`."""
    return re.sub(r"\.\w{1,5}$", "", name.replace("\\", "/").rsplit("/", 1)[-1])


@lru_cache(maxsize=4096)
def read_head(text: str) -> Head:
    found = (_OFFICE.search(fold(part)) for part in text[:_HEAD_FOR_DISTRICT].split())
    return Head(
        next((match[1] for match in found if match), ""),
        frozenset(YEAR.findall(fold(text[:_HEAD_FOR_YEARS]))),
        frozenset(figure.value for figure in figures_of(text[:_HEAD_FOR_DATES]) if figure.is_date),
    )


def resolve(cited: Cited, known: Mapping[str, str], gold: frozenset[str]) -> Source:
    """`known`: stem → text; `gold`: stems of the documents that hold the answer."""
    document = _document(cited, known, gold)
    title, quote = fold(cited.title), fold(cited.quote)
    if document not in known:
        return Source(document, _said_district(cited.region), title, frozenset(YEAR.findall(title)), frozenset(), quote)
    text = known[document]
    head = read_head(text)
    title = title if bare(title) in bare(text[:_HEAD_FOR_TITLE]) else ""
    return Source(document, head.district, title, head.years | set(YEAR.findall(title)), head.dates, quote)


def _document(cited: Cited, known: Mapping[str, str], gold: frozenset[str]) -> str:
    """By name; under an unknown name by the quotation, if one document alone has it."""
    name = stem(cited.source)
    if name in known:
        return name
    quote = bare(cited.quote)
    holders = [document for document, text in known.items() if len(quote) >= 8 and quote in bare(text)]
    if len(holders) == 1:
        return holders[0]
    return name if name in gold else ""


def _said_district(region: str) -> str:
    """江苏省南通市海门区 → 海门."""
    return _RANK.sub("", _ABOVE.sub("", fold(region)))
