"""The answer of a language model while it is being written: each sentence as it may be shown, or nothing.

Unknown keys are dropped; known ones become quotations of the clauses that bear the sentence out. A sentence that no known key
bears out is left out, so what has been shown is what the finished answer says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from index.sentences import clauses, sentences
from index.terms import terms
from index.text import find_repairs, fold
from index.types import Span
from index.years import years_in
from rag.cite import LONGEST_QUOTE, NOT_FOUND, REMOVED, cite, claims_nothing, quote_around, supported
from rag.evidence import passage_at
from rag.holds import NO_GROUND, Ground, unheld
from rag.marked import MARK, split_marked
from rag.types import Citation, Draft, Evidence, Provenance, Status

_E_KEYS = (
    r"[\[【(（［{][^\S\n]*(?:依据|来源|出处|参见|参考|引用|见)?[:：^]?[^\S\n]*"
    r"e\d{1,3}(?:[^\S\n]*[,，、;；和及与~—–-]?[^\S\n]*e?\d{1,3})*[^\S\n]*[\]】)）］}]"
)
_NUMBERS = r"[\[【]\^?\d{1,3}(?:[^\S\n]*[,，、][^\S\n]*\d{1,3})*[\]】]"
_KEYS = re.compile(_E_KEYS, re.IGNORECASE)
KEYS = re.compile(f"{_E_KEYS}|{_NUMBERS}", re.IGNORECASE)
"""How models write keys: [e1], 【E1】, (依据：e1、e3); and [1], which means e1 where a sentence has no other key."""

_LINK = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)|(?<=\])\((?:https?|data|javascript|file|mailto):[^)\n]*\)", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z!][^<>\n]{0,200}(?:>|$)", re.IGNORECASE)
_INERT_KEY = re.compile(r"〈e?\d[^〉\n]{0,40}〉", re.IGNORECASE)
"""What a model copies of something in a document that looked like a key."""
_MARKUP = re.compile(r"^\s*#{1,6}\s+|\*\*|__|`|^\s*>\s+")
_SENTENCE_LIKE = re.compile(r"[。！？!?；;，,]|\d")
_LEAST_SHARED = 0.2
"""Share of a sentence's terms that its quotations must hold: below that they are about something else."""
_PER_LACKING = 3
"""Shared terms that one thing more which a quotation holds is worth."""
_MOST_FURTHER = 3
"""Quotations beyond one for each piece of evidence."""
_TOO_FEW = 2
"""Terms of a sentence from which nothing can be told: 是的。"""


@dataclass(slots=True)
class Writing:
    """The answer so far: one instance for one answer."""

    evidence: tuple[Evidence, ...]
    ground: Ground = NO_GROUND
    pieces: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    lead_in: str = ""
    """A line such as 情况如下：, waiting for a sentence that holds."""
    line_end: str = ""
    """The line end behind the last piece, waiting for the next."""
    refused: bool = False
    dropped: bool = False

    def draft(self, provenance: Provenance) -> Draft:
        text = "".join(self.pieces) or f"{NOT_FOUND}。"
        status, notices = ("partial", (REMOVED,)) if self.dropped else ("answered", ())
        return Draft(text, tuple(self.citations), cast("Status", status), "generative", notices=notices, provenance=provenance)

    def clear(self) -> None:
        """Begin again: what was taken so far is not the answer."""
        self.pieces.clear()
        self.citations.clear()
        self.lead_in, self.line_end, self.refused, self.dropped = "", "", False, False

    def take(self, sentence: str) -> str:
        """The sentence as it may be shown, after what has been shown before; empty when nothing known bears it out."""
        bare = plain(sentence)
        ends_line = "\n" in sentence
        if NOT_FOUND in bare:
            self.refused = True
        elif bare and not KEYS.search(sentence) and claims_nothing(bare):
            self.lead_in = f"{bare}\n"
        elif piece := self._piece(bare, self._cited(sentence)) if bare else "":
            shown = f"{self.line_end}{self.lead_in}{piece}"
            self.pieces.append(shown)
            self.lead_in, self.line_end = "", "\n" if ends_line else ""
            return shown
        elif _SENTENCE_LIKE.search(bare):
            self.dropped = True
        if ends_line and self.pieces:
            self.line_end = "\n"
        return ""

    def _cited(self, sentence: str) -> list[Evidence]:
        """Evidence the sentence names, in order."""
        groups = _KEYS.findall(sentence) or KEYS.findall(sentence)
        keys = dict.fromkeys(f"e{int(number)}" for group in groups for number in re.findall(r"\d+", group))
        return [item for key in keys for item in self.evidence if item.key == key]

    def _piece(self, bare: str, cited: Sequence[Evidence]) -> str:
        """The sentence with its marks; empty, and no citation added, when they do not bear it out."""
        before = len(self.citations)
        spans = supporting_spans(bare, cited, self.ground)
        piece = bare + "".join(f"[{self._number(item, span)}]" for item, span in spans)
        if spans and _is_about(bare, spans) and self._holds(piece):
            return piece
        del self.citations[before:]
        return ""

    def _holds(self, piece: str) -> bool:
        """Whether the line that `piece` ends passes the check that the finished answer must pass."""
        sound = {citation.n: citation for citation in self.citations}
        line = "".join((*self.pieces, self.line_end, self.lead_in)).rpartition("\n")[2] + piece
        return all(supported(sentence, sound, self.ground) == sentence for sentence in split_marked(line))

    def _number(self, item: Evidence, span: Span) -> int:
        for citation in self.citations:
            if citation.document.id == item.document.id and (citation.start, citation.end) == span:
                return citation.n
        self.citations.append(_citation(len(self.citations) + 1, item, span))
        return len(self.citations)


def plain(sentence: str) -> str:
    """The words of a sentence: no keys, marks, links, tags or Markdown."""
    words = _INERT_KEY.sub("", KEYS.sub("", _TAG.sub("", _LINK.sub("", sentence))))
    while MARK.search(words):  # [[1]2] makes another
        words = MARK.sub("", words)
    return re.sub(r"\s+", " ", _MARKUP.sub("", words)).strip()


def supporting_spans(sentence: str, cited: Sequence[Evidence], ground: Ground = NO_GROUND) -> list[tuple[Evidence, Span]]:
    """Of each piece of evidence what bears `sentence` out best, and further quotations for what it says beyond that."""
    found = [_candidates(sentence, item, ground) for item in cited]
    chosen = [max(candidates, key=lambda one: one.shared - _PER_LACKING * one.lacking) for candidates in found if candidates]
    rest = [one for candidates in found for one in candidates]
    lacking = len(unheld(sentence, [one.citation for one in chosen], ground))
    for _ in range(_MOST_FURTHER if rest and lacking else 0):
        left, _, further = min(
            (len(unheld(sentence, [*(each.citation for each in chosen), one.citation], ground)), -one.shared, place)
            for place, one in enumerate(rest)
        )
        if left >= lacking:
            break
        lacking = left
        chosen.append(rest[further])
    return sorted(((one.item, one.span) for one in chosen), key=lambda pair: cited.index(pair[0]))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What might be quoted for a sentence."""

    item: Evidence
    span: Span
    citation: Citation
    shared: int
    """Terms that it has in common with the sentence."""
    lacking: int
    """How much of the sentence it does not hold."""


def _candidates(sentence: str, item: Evidence, ground: Ground) -> list[_Candidate]:
    wanted, text = set(terms(fold(sentence).text)), item.document.text
    spans = dict.fromkeys(span for whole in sentences(text, item.start, item.end) for span in _quotable(item, whole))
    citations = {span: _citation(1, item, span) for span in spans if text[span.start : span.end].strip()}
    return [
        _Candidate(item, span, citation, _shared(wanted, text[span.start : span.end]), len(unheld(sentence, [citation], ground)))
        for span, citation in citations.items()
    ]


def _quotable(item: Evidence, sentence: Span) -> list[Span]:
    """The sentence, or where it is too long whole clauses around each of its clauses."""
    if sentence.end - sentence.start <= LONGEST_QUOTE:
        return [sentence]
    return [quote_around(item.document, sentence, clause) for clause in clauses(item.document.text, *sentence)]


def _citation(n: int, item: Evidence, span: Span) -> Citation:
    return cite(n, item.document, span, item.locator, years_in(" ".join(passage_at(item, span.start).trail)))


def _shared(wanted: set[str], text: str) -> int:
    return len(wanted & set(terms(fold(text, find_repairs(text)).text)))


def _is_about(sentence: str, spans: Sequence[tuple[Evidence, Span]]) -> bool:
    """Whether the quotations and the headings above them speak of what the sentence speaks of."""
    wanted = set(terms(fold(sentence).text))
    quoted = " ".join(f"{item.document.text[span.start : span.end]} {' '.join(passage_at(item, span.start).trail)}" for item, span in spans)
    if len(wanted) <= _TOO_FEW:
        return bool(wanted)
    return _shared(wanted, quoted) >= _LEAST_SHARED * len(wanted)
