"""The answer without a language model: the words that answer, quoted, each with its citation; or a refusal.

A question for a figure or a fact gets the tightest whole clauses that hold it, and the citation quotes their surroundings;
lists and summaries get several sentences, comparisons one for each region, several years one for each year. When nothing
answers well enough, the answer says that the documents do not tell, and what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.chunk import readable
from index.sentences import clauses
from index.terms import terms
from index.text import fold
from index.types import Embedder, Span
from index.years import years_in
from rag.cite import LONGEST_QUOTE, NOT_FOUND, cite, quote_around
from rag.marked import MARK, split_marked
from rag.rank import AnswerWeights, Candidate, candidates, content_terms, figure_fit, rank
from rag.types import Cell, Citation, Draft, Evidence, Notice, Row, Table, Understood

SENTENCES = {"list": 3, "summary": 6, "yesno": 2}
"""How many sentences a kind of question may get; the others get one."""
TIGHT = frozenset({"number", "temporal", "compare"})
"""Kinds whose answer is the clauses that hold it; the others get whole sentences."""
_ENDED = re.compile(r"[。！？!?][”’」』）)》\"]*$")


@dataclass(frozen=True, slots=True)
class ExtractiveAnswerer:
    """Quotes the sentences that answer."""

    embedder: Callable[[], Embedder]
    weights: AnswerWeights

    def answer(self, understood: Understood, evidence: tuple[Evidence, ...], emit: Callable[[str], None]) -> Draft:
        draft = answer_from(understood, evidence, candidates(understood, evidence, self.embedder), self.weights)
        emit(draft.text)
        return draft


def answer_from(understood: Understood, evidence: Sequence[Evidence], found: Sequence[Candidate], weights: AnswerWeights) -> Draft:
    """The draft that quotes the best of the sentences `found` in the evidence, or refuses."""
    good = [candidate for candidate in rank(found, weights) if candidate.score >= weights.enough]
    is_elsewhere = bool(understood.unknown_regions) and not understood.regions
    if not good or is_elsewhere:
        return refusal(understood, evidence)
    return _with_gaps(_draft(understood, good, weights.nearly_as_good), "region_not_covered", understood.unknown_regions)


def refusal(understood: Understood, evidence: Sequence[Evidence]) -> Draft:
    """Says that the documents do not tell, what is missing, and what to do next; never a figure of its own."""
    if understood.unknown_regions:
        missing = f"资料库中没有{'、'.join(understood.unknown_regions)}的文件。"
    elif not evidence:
        missing = "资料库中没有符合条件的文件。"
    else:
        missing = ""
    text = f"{NOT_FOUND}。{missing}可以换一种问法，或先补充相关文件。"
    nearest = (Notice("nearest_document", f"内容最接近的文件是《{evidence[0].document.header.title}》，可打开查看。"),) if evidence else ()
    return Draft(text, (), "refused", "extractive", notices=nearest)


def _draft(understood: Understood, good: Sequence[Candidate], nearly_as_good: float) -> Draft:
    if understood.kind == "compare" and len(understood.regions) > 1:
        return _comparison(understood, good)
    if understood.kind == "temporal":
        return _by_year(understood, good)
    return _quotations(understood, _chosen(understood, good, nearly_as_good))


def _chosen(understood: Understood, good: Sequence[Candidate], nearly_as_good: float) -> list[Candidate]:
    """The best sentence; for lists and summaries those of its section nearly as good; without a region one for each region."""
    best = good[0]
    least = nearly_as_good * best.score if understood.kind != "summary" else 0.0
    section = (best.evidence.document.id, best.chunk.section)
    beside = [c for c in good if (c.evidence.document.id, c.chunk.section) == section and c.score >= least]
    chosen = sorted(beside[: SENTENCES.get(understood.kind, 1)], key=lambda c: c.span)
    if not understood.regions:
        others: dict[str, Candidate] = {}
        for candidate in good:
            if candidate.region != best.region and candidate.score >= nearly_as_good * best.score:
                others.setdefault(candidate.region, candidate)
        chosen += others.values()
    return chosen


def _by_year(understood: Understood, good: Sequence[Candidate]) -> Draft:
    """The best sentence of each year asked for; the best of all where no year has one of its own. Years left out are named."""
    found = [next((c for c in good if year in c.years), None) for year in understood.years]
    chosen = list(dict.fromkeys(c for c in found if c is not None))
    if not chosen:
        return _quotations(understood, good[:1])
    told = {year for candidate in chosen for year in (*candidate.years, *years_in(candidate.folded))}
    missing = [f"{year}年" for year in understood.years if year not in told]
    return _with_gaps(_quotations(understood, chosen), "year_not_covered", missing)


def _quotations(understood: Understood, chosen: Sequence[Candidate]) -> Draft:
    lines, citations = [], []
    for n, candidate in enumerate(chosen, 1):
        line, citation = _quoted(n, understood, candidate)
        lines.append(line)
        citations.append(citation)
    return Draft("\n".join(lines), tuple(citations), "answered", "extractive")


def _comparison(understood: Understood, good: Sequence[Candidate]) -> Draft:
    """The best sentence for each region named, as lines and as a table."""
    found = [(region, next((c for c in good if c.region == region), None)) for region in understood.regions]
    lines: list[str] = []
    citations: list[Citation] = []
    rows: list[Row] = []
    for region, candidate in found:
        if candidate is None:
            rows.append(Row(region, (Cell("未找到相关表述"),)))
            continue
        line, citation = _quoted(len(citations) + 1, understood, candidate)
        lines.append(line)
        citations.append(citation)
        rows.append(Row(region, (Cell(_as_sentence(citation.shown), (citation.n,)),)))
    missing = [region for region, candidate in found if candidate is None]
    draft = Draft("\n".join(lines), tuple(citations), "answered", "extractive", Table(("文件中的表述",), tuple(rows)))
    return _with_gaps(draft, "region_not_covered", missing)


def _with_gaps(draft: Draft, code: str, missing: Sequence[str]) -> Draft:
    """The draft as partial, with a notice for each thing asked for that it does not tell; as it is when nothing is missing."""
    notices = tuple(Notice(code, f"{one}：在现有文件中未找到相关表述。") for one in missing)
    return replace(draft, status="partial", notices=(*draft.notices, *notices)) if missing else draft


def _quoted(n: int, understood: Understood, candidate: Candidate) -> tuple[str, Citation]:
    """A line of the answer (whose words they are, then the words) and its citation."""
    document = candidate.evidence.document
    core = _core(understood, candidate)
    said = core if understood.kind in TIGHT else quote_around(document, candidate.span, core)
    quote = quote_around(document, candidate.span, said)
    citation = cite(n, document, quote, candidate.evidence.locator, candidate.own_years)
    return _marked(f"{_owner(candidate)}{_as_sentence(readable(document, said))}", n), citation


def _core(understood: Understood, candidate: Candidate) -> Span:
    """The whole clauses of the sentence that hold what was asked, within half the longest quotation."""
    document = candidate.evidence.document
    parts = clauses(document.text, candidate.span.start, candidate.span.end)
    wanted = content_terms(understood.topic)
    folded = [fold(readable(document, part)).text for part in parts]
    held = [len(wanted & set(terms(words))) for words in folded]
    best = max(range(len(parts)), key=lambda i: (figure_fit(understood, folded[i]), held[i]))
    first, last = _grown(parts, held, best)
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


def _owner(candidate: Candidate) -> str:
    """海门区（2025年）："""
    header = candidate.evidence.document.header
    years = "、".join(f"{year}年" for year in candidate.years)
    return f"{header.region or header.title}{f'（{years}）' if years else ''}："


def _as_sentence(shown: str) -> str:
    """A quotation as a sentence of its own: white space single, a full stop at its end; what looks like a mark of the answer
    ([1] for a footnote) is none."""
    words = MARK.sub(r"［\1］", re.sub(r"\s+", " ", shown)).strip(" ，,；;:：、")
    return words if _ENDED.search(words) else f"{words}。"


def _marked(line: str, n: int) -> str:
    """The line with its mark, or one behind each of its sentences: repaired text may end one where its original does not."""
    return "".join(f"{sentence}[{n}]" for sentence in split_marked(line))
