"""A sentence of a document as what may decide a claim: its clauses in the words of documents, its headings, planned or done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from index.chunk import readable
from index.sentences import clauses
from index.text import fold
from index.types import Span
from rag.answers.claim import Claim
from rag.answers.words import Word, plain
from rag.rank import Candidate

ABOUT = 0.36
"""Share of a claim's words that a sentence must hold to speak about it at all …"""
COVERED = 0.6
"""… and to bear it out."""
HALF = 0.5
"""Share of the words that say what is asked about the rest."""
_FROM_HEADINGS = 0.5
_PLANNED = re.compile("打算|计划|安排|思路|要点|部署|目标|规划|谋划")
_DONE = re.compile("总结|完成情况|成效|主要工作|回顾|通报")


@dataclass(frozen=True)
class Statement:
    """A sentence of a document in clauses."""

    candidate: Candidate

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Of its clauses, in the original."""
        document, span = self.candidate.evidence.document, self.candidate.span
        return clauses(document.text, span.start, span.end)

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """Folded, everyday words as documents write them."""
        return tuple(plain(fold(readable(self.candidate.evidence.document, span)).text) for span in self.spans)

    @cached_property
    def text(self) -> str:
        return "".join(self.clauses)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each clause begins in `text`."""
        return (0, *accumulate(map(len, self.clauses)))[:-1]

    @cached_property
    def headings(self) -> str:
        """And the title of the document."""
        return plain(fold(" ".join((self.candidate.evidence.document.header.title, *self.candidate.chunk.trail))).text)

    @property
    def is_question(self) -> bool:
        return self.text.rstrip().endswith("?")

    @cached_property
    def is_planned(self) -> bool | None:
        """By its year beside the last one of its document, by the headings above it, else by the kind of the document; None where
        these tell nothing or both."""
        trail = plain(fold(" ".join(self.candidate.chunk.trail)).text)
        own, covered = self.candidate.own_years, self.candidate.evidence.document.header.years
        is_past = bool(own and covered) and max(own) < max(covered)
        if is_past:
            return False
        by_heading, by_kind = (_is_planned(words) for words in (trail, " ".join(self.candidate.evidence.document.header.kinds)))
        return by_heading if by_heading is not None else by_kind

    def spanned(self, first: int, last: int) -> Span:
        """Of its clauses from `first` to `last`, in the original."""
        return Span(self.spans[first].start, self.spans[last].end)

    def clause_at(self, position: int) -> int:
        return max(i for i, start in enumerate(self.starts) if start <= position)


def _is_planned(words: str) -> bool | None:
    planned, done = _PLANNED.search(words), _DONE.search(words)
    return None if (planned is None) == (done is None) else planned is not None


def coverage(weights: Mapping[Word, float], statement: Statement) -> float:
    """Share of the claim's words that the sentence or, for half as much, the headings above it hold."""
    shares = ((weight, word.share_in(statement.text), word.share_in(statement.headings)) for word, weight in weights.items())
    return sum(weight * max(own, _FROM_HEADINGS * above) for weight, own, above in shares)


def held(weights: Mapping[Word, float], statement: Statement) -> list[float]:
    """Share of the claim that each clause holds."""
    return [sum(weight for word, weight in weights.items() if word.is_in(clause)) for clause in statement.clauses]


def fullest(weights: Mapping[Word, float], statement: Statement) -> int:
    """The clause that holds most of the claim."""
    shares = held(weights, statement)
    return max(range(len(shares)), key=shares.__getitem__)


def asked_share(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> float:
    """Share of what is asked about the rest that the sentence or its headings hold."""
    whole = sum(weights[word] for word in claim.predicate)
    found = (weights[word] for word in claim.predicate if word.is_in(statement.text) or word.is_in(statement.headings))
    return sum(found) / whole if whole else 1.0


def has_verbs(claim: Claim, statement: Statement) -> bool:
    """Whether the sentence holds the known verbs of one character that are asked about: 招 of 要招500名教师."""
    return all(word.is_in(statement.text) for word in claim.predicate if word.is_telling and len(word.text) == 1)
