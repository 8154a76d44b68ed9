"""The answer without a language model: the sentences that answer, quoted, each with its citation; or a refusal.

Every sentence of the evidence is scored by how much of the question it holds (its own words, and those of its headings) and by
how near it is in meaning; a question for a figure wants a figure with a fitting measure word. The best sentence is given in
the tightest whole clauses that still hold what was asked; lists and summaries give several. When nothing scores high enough,
the answer says that the documents do not tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.chunk import readable
from index.sentences import clauses, sentences
from index.terms import terms
from index.text import fold
from index.types import Embedder, Span
from rag.cite import LONGEST_QUOTE, NOT_FOUND, cite, quote_around
from rag.types import Cell, Citation, Draft, Evidence, Notice, Row, Status, Table, Understood

_QUESTION_WORDS = re.compile(
    r"多少|几[所个名位项家次年人条块种类支批]|哪[些几个里]?|什么|啥|怎么样?|如何|是不是|有没有|是否|吗|呢|请问|一下|分别|目标|计划|打算|具体|情况|要|的|了|是|在|和|与|有"
)
_COUNT_ASKED = re.compile(r"(?:多少|几)(?:大)?(?P<unit>[所个名位项家次年人条块种类支批元万亩米公里件门场期届套台辆间座处])")
_FIGURE = r"(?:\d+(?:\.\d+)?|[一二三四五六七八九十百两]+)"
_SAME_UNIT = ("人名位", "所家个园校", "次回", "件起个", "个项大块条点方面类种", "年")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Tuned on the development questions."""

    answer: float = 0.42
    """Below this a sentence does not answer."""
    follow: float = 0.75
    """Further sentences must reach this share of the best one's score."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence of the evidence and how well it answers."""

    evidence: Evidence
    span: Span
    shown: str
    score: float


@dataclass(frozen=True, slots=True)
class ExtractiveAnswerer:
    """Quotes the sentences that answer."""

    embedder: Callable[[], Embedder]
    thresholds: Thresholds = Thresholds()

    def answer(self, understood: Understood, evidence: tuple[Evidence, ...], emit: Callable[[str], None]) -> Draft:
        draft = self._draft(understood, evidence)
        emit(draft.text)
        return draft

    def _draft(self, understood: Understood, evidence: tuple[Evidence, ...]) -> Draft:
        candidates = self._candidates(understood, evidence)
        good = [c for c in candidates if c.score >= self.thresholds.answer]
        if not good or understood.unknown_regions:
            return refusal(understood, evidence)
        if understood.kind == "compare" and len(understood.regions) > 1:
            return _comparison(understood, good)
        return _quotations(understood, _chosen(understood, good, self.thresholds.follow))

    def _candidates(self, understood: Understood, evidence: tuple[Evidence, ...]) -> list[_Candidate]:
        """All sentences of the evidence, best first."""
        places = [(item, span) for item in evidence for span in sentences(item.document.text, item.start, item.end)]
        if not places:
            return []
        shown = [readable(item.document, span) for item, span in places]
        folded = [fold(text).text for text in shown]
        nearness = self._nearness(understood.topic, folded)
        wanted = content_terms(understood.topic)
        scored = [
            _Candidate(item, span, text, _score(understood, wanted, words, item, near))
            for (item, span), text, words, near in zip(places, shown, folded, nearness, strict=True)
        ]
        return sorted(scored, key=lambda c: -c.score)

    def _nearness(self, topic: str, folded: Sequence[str]) -> list[float]:
        """Cosine of each sentence with the question."""
        embedder = self.embedder()
        return [float(x) for x in np.asarray(embedder.encode_passages(folded) @ embedder.encode_queries([topic])[0])]


def refusal(understood: Understood, evidence: Sequence[Evidence]) -> Draft:
    """Says that the documents do not tell, what is missing, and what to do next."""
    if understood.unknown_regions:
        reason = f"资料库中没有{'、'.join(understood.unknown_regions)}的文件。"
    elif not evidence:
        reason = "资料库中没有符合条件的文件。"
    else:
        about = next(iter(dict.fromkeys(item.document.header.title for item in evidence)))
        reason = f"最接近的文件是《{about}》，但其中没有直接回答这个问题的表述。"
    text = f"{NOT_FOUND}。{reason}可以换一种问法，或先补充相关文件。"
    return Draft(text, (), "refused", "extractive")


def content_terms(folded: str) -> frozenset[str]:
    """Terms of a question without its question words."""
    return frozenset(terms(_QUESTION_WORDS.sub(" ", folded)))


def _score(understood: Understood, wanted: frozenset[str], words: str, item: Evidence, near: float) -> float:
    own = set(terms(words))
    around = set(terms(fold(f"{item.document.header.title} {item.locator}").text)) | own
    held = sum(1.0 if term in own else 0.4 if term in around else 0.0 for term in wanted)
    coverage = held / len(wanted) if wanted else 0.0
    return 0.5 * coverage + 0.5 * max(near, 0.0) + _fit(understood, words)


def _fit(understood: Understood, words: str) -> float:
    """A question for a figure wants one; with its measure word where the question names it."""
    if understood.kind != "number":
        return 0.0
    asked = _COUNT_ASKED.search(understood.folded)
    units = next((group for group in _SAME_UNIT if asked and asked["unit"] in group), asked["unit"] if asked else "")
    if units and re.search(rf"{_FIGURE}[余多]?[{units}]", words):
        return 0.12
    return 0.06 if re.search(_FIGURE, words) else -0.1


def _chosen(understood: Understood, good: Sequence[_Candidate], follow: float) -> list[_Candidate]:
    """The best sentence; for lists, summaries, several years or no region named also those nearly as good."""
    limit = {"list": 4, "summary": 6, "temporal": 3, "fact": 1, "number": 1, "yesno": 2, "compare": 4}[understood.kind]
    best = good[0].score
    chosen = [c for c in good[:limit] if c.score >= follow * best]
    if not understood.regions:
        chosen = _one_per_region(chosen, good, follow * best)
    return chosen


def _one_per_region(chosen: list[_Candidate], good: Sequence[_Candidate], least: float) -> list[_Candidate]:
    """No region was named: the best sentence of every other region that answers nearly as well is given too."""
    seen = {c.evidence.document.header.region for c in chosen}
    for candidate in good:
        region = candidate.evidence.document.header.region
        if region not in seen and candidate.score >= least:
            chosen.append(candidate)
            seen.add(region)
    return chosen


def _quotations(understood: Understood, chosen: Sequence[_Candidate]) -> Draft:
    citations = [_citation(n, understood, candidate) for n, candidate in enumerate(chosen, 1)]
    lines = [f"{_label(citation)}{_sentence(citation.shown)}[{citation.n}]" for citation in citations]
    return Draft("\n".join(lines), tuple(citations), "answered", "extractive", notices=_year_notices(understood, citations))


def _comparison(understood: Understood, good: Sequence[_Candidate]) -> Draft:
    """The best sentence for each region named, as lines and as a table."""
    citations: list[Citation] = []
    lines: list[str] = []
    rows: list[Row] = []
    for region in understood.regions:
        best = next((c for c in good if c.evidence.document.header.region == region), None)
        if best is None:
            rows.append(Row(region, (Cell("文件未提及"),)))
            continue
        citation = _citation(len(citations) + 1, understood, best)
        citations.append(citation)
        lines.append(f"{_label(citation)}{_sentence(citation.shown)}[{citation.n}]")
        rows.append(Row(region, (Cell(_sentence(citation.shown), (citation.n,)),)))
    missing = [row.label for row in rows if not row.cells[0].citations]
    notices = tuple(Notice("region_not_covered", f"{region}：文件未提及。") for region in missing)
    status: Status = "partial" if missing else "answered"
    table = Table(("文件中的表述",), tuple(rows))
    return Draft("\n".join(lines), tuple(citations), status, "extractive", table, (*notices, *_year_notices(understood, citations)))


def _citation(n: int, understood: Understood, candidate: _Candidate) -> Citation:
    document = candidate.evidence.document
    span = _tight(understood, candidate)
    return cite(n, document, span, candidate.evidence.locator)


def _tight(understood: Understood, candidate: _Candidate) -> Span:
    """For a figure or a fact the clauses that hold what was asked, else the whole sentence, both within the longest quotation."""
    document, sentence = candidate.evidence.document, candidate.span
    parts = clauses(document.text, sentence.start, sentence.end)
    wanted = content_terms(understood.topic)
    worth = [
        len(wanted & set(terms(fold(readable(document, part)).text))) + 5 * _fit(understood, fold(readable(document, part)).text)
        for part in parts
    ]
    core = parts[int(np.argmax(worth))]
    if understood.kind not in {"number", "fact"} or sentence.end - sentence.start <= 60:
        return quote_around(document, sentence, core)
    return _widened(parts, worth, core)


def _widened(parts: Sequence[Span], worth: Sequence[float], core: Span) -> Span:
    """The clause `core` with the clause before it, and neighbours that hold something of the question too."""
    first = last = parts.index(core)
    while first > 0 and (worth[first - 1] > 0 or first == last) and parts[last].end - parts[first - 1].start <= LONGEST_QUOTE // 2:
        first -= 1
    while last + 1 < len(parts) and worth[last + 1] > 0 and parts[last + 1].end - parts[first].start <= LONGEST_QUOTE // 2:
        last += 1
    return Span(parts[first].start, min(parts[last].end, parts[first].start + LONGEST_QUOTE))


def _label(citation: Citation) -> str:
    """海门区（2025年）："""
    header = citation.document.header
    years = "、".join(f"{year}年" for year in header.years)
    return f"{header.region or header.title}{f'（{years}）' if years else ''}："


def _sentence(shown: str) -> str:
    """A quotation as a sentence of its own: white space single, closing punctuation a full stop."""
    return re.sub(r"\s+", " ", shown).strip(" ，,；;。:：、") + "。"


def _year_notices(understood: Understood, citations: Sequence[Citation]) -> tuple[Notice, ...]:
    """Says so when a year was asked for that none of the cited documents covers."""
    covered = {year for citation in citations for year in citation.document.header.years}
    missing = [year for year in understood.years if year not in covered]
    if not missing or not covered:
        return ()
    asked, there = "、".join(f"{year}年" for year in missing), "、".join(f"{year}年" for year in sorted(covered))
    return (Notice("year_not_covered", f"所引文件没有{asked}的内容，以上为{there}的内容。"),)
