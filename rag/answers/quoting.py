"""Sentences of the evidence as lines of an answer: whose words they are, the words, and the mark of their citation.

Every kind of answer is put together from these lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.chunk import readable
from index.quantity import amounts, asks_frequency
from index.sentences import clauses
from index.terms import terms
from index.text import fold
from index.types import Span
from rag.asked import Found, asked_figure, asked_figures, clauses_of
from rag.cite import LONGEST_QUOTE, cite, quote_around
from rag.figure import asks_for_several, has_figure
from rag.marked import MARK, split_marked
from rag.rank import Candidate, figure_fit
from rag.types import Citation, Draft, Notice, Understood
from rag.wanted import content_terms

TIGHT = frozenset({"number", "temporal", "compare"})
"""Kinds whose answer is the clauses that hold it; the others get whole sentences."""
ALSO = "另有相近的表述："
_QUALIFIED = re.compile(r"(?:至少|不少于|不低于|不超过|不高于|不得(?:超过|少于|低于)|约|近|超过?|最[多少])$")
_QUALIFYING = re.compile(r"以[上下内]|左右|之[内间]")
_ENDED = re.compile(r"[。！？!?][”’」』）)》\"]*$")


def quotations(understood: Understood, chosen: Sequence[Candidate], close: Sequence[Candidate] = ()) -> Draft:
    """A draft of one line for each sentence; those that are only `close` to what was asked come last, under a line that says so."""
    parts = [quoted(n, understood, candidate) for n, candidate in enumerate((*chosen, *close), 1)]
    lines, citations = [line for line, _ in parts], tuple(citation for _, citation in parts)
    if close:
        lines.insert(len(chosen), ALSO)
    return Draft("\n".join(lines), citations, "answered", "extractive")


def quoted(n: int, understood: Understood, candidate: Candidate) -> tuple[str, Citation]:
    """A line of the answer (whose words they are, then the words) and its citation."""
    document = candidate.evidence.document
    core = core_of(understood, candidate)
    said = core if understood.kind in TIGHT else quote_around(document, candidate.span, core)
    quote = quote_around(document, candidate.span, said)
    citation = cite(n, document, quote, candidate.evidence.locator, candidate.own_years)
    return marked(f"{owner(candidate)}{_with_figure_first(understood, readable(document, said))}", n), citation


def with_gaps(draft: Draft, code: str, missing: Sequence[str]) -> Draft:
    """The draft as partial, with a notice for each thing asked for that it does not tell; as it is when nothing is missing."""
    notices = tuple(Notice(code, f"{one}：在现有文件中未找到相关表述。") for one in missing)
    return replace(draft, status="partial", notices=(*draft.notices, *notices)) if missing else draft


def owner(candidate: Candidate) -> str:
    """海门区（2025年）："""
    header = candidate.evidence.document.header
    years = "、".join(f"{year}年" for year in candidate.years)
    return f"{header.region or header.title}{f'（{years}）' if years else ''}："


def as_sentence(shown: str) -> str:
    """A quotation as a sentence of its own: white space single, a full stop at its end; what looks like a mark of the answer
    ([1] for a footnote) is none."""
    words = MARK.sub(r"［\1］", re.sub(r"\s+", " ", shown)).strip(" ，,；;:：、")
    return words if _ENDED.search(words) else f"{words}。"


def marked(line: str, n: int) -> str:
    """The line with its mark, or one behind each of its sentences: repaired text may end one where its original does not."""
    return "".join(f"{sentence}[{n}]" for sentence in split_marked(line))


def folded_clauses(candidate: Candidate) -> tuple[tuple[Span, ...], list[str]]:
    """The clauses of its sentence, by where they stand in the document and as folded text."""
    document = candidate.evidence.document
    parts = clauses(document.text, *candidate.span)
    return parts, [fold(readable(document, part)).text for part in parts]


def _with_figure_first(understood: Understood, shown: str) -> str:
    """The words as a sentence; where the figure asked for comes behind another one, it is said first: 7000元（由6000元提高至7000元）。"""
    sentence = as_sentence(shown)
    parts = clauses_of(fold(shown).text)
    wants_one = understood.kind == "number" and not asks_for_several(understood.folded) and not asks_frequency(understood.folded)
    figure = asked_figure(understood, parts) if wants_one else None
    if figure is None or len(split_marked(sentence)) > 1 or not _is_sure(understood, parts, figure):
        return sentence
    clause = parts[figure.clause]
    is_first = not any(map(amounts, parts[: figure.clause])) and all(other.start >= figure.amount.start for other in amounts(clause))
    if is_first:
        return sentence
    start = _QUALIFIED.search(clause[: figure.amount.start])
    end = _QUALIFYING.match(clause, figure.amount.end)
    lead = clause[start.start() if start else figure.amount.start : end.end() if end else figure.amount.end]
    return f"{lead}（{sentence.rstrip('。！？!?')}）。"


def _is_sure(understood: Understood, parts: Sequence[str], figure: Found) -> bool:
    """The question's own words choose the same figure: what the dictionary calls them may be another thing beside it (学位 for 名额)."""
    plain = asked_figure(replace(understood, meant=()), parts)
    return plain is None or plain.amount == figure.amount


def core_of(understood: Understood, candidate: Candidate) -> Span:
    """The whole clauses of the sentence that hold what was asked, within half the longest quotation."""
    parts, folded = folded_clauses(candidate)
    wanted = content_terms(understood.topic)
    held = [len(wanted & set(terms(words))) for words in folded]
    figure = asked_figure(understood, folded)
    best = figure.clause if figure else max(range(len(parts)), key=lambda i: (figure_fit(understood, folded[i]), held[i]))
    if understood.kind == "number" and asks_for_several(understood.folded):
        meant = sorted({one.clause for one in asked_figures(understood, folded)})
        telling = meant or [i for i, words in enumerate(held) if words and has_figure(folded[i])] or [best]
        first, last = telling[0], telling[-1]
        return Span(parts[first].start, parts[last].end) if _fits(parts, first, last) else Span(parts[best].start, parts[best].end)
    first, last = _grown(parts, held, best)
    if figure and held[best]:
        first = best
    return Span(parts[first].start, parts[last].end)


def _grown(parts: Sequence[Span], held: Sequence[int], best: int) -> tuple[int, int]:
    """First and last clause: `best`, the clause before it when it says nothing of what was asked, and neighbours that hold at
    least half as much of the question as the best clause does."""
    first = last = best
    enough = max(1, max(held) / 2)
    while first > 0 and (held[first - 1] >= enough or (first == last and not held[best])) and _fits(parts, first - 1, last):
        first -= 1
    while last + 1 < len(parts) and held[last + 1] >= enough and _fits(parts, first, last + 1):
        last += 1
    return first, last


def _fits(parts: Sequence[Span], first: int, last: int) -> bool:
    return parts[last].end - parts[first].start <= LONGEST_QUOTE // 2
