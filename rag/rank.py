"""Sentences of the evidence, ranked by how well they answer.

A sentence's score adds up how many of the question's own words it holds (its headings help a little), how near it is in
meaning, how its passage was ranked by the search, and whether it has what the kind of question wants: a question for a figure
wants one, with its measure word where the question names it. Headings, and sentences about another year than the one asked
for, are not candidates. What speaks for a sentence (`Features`) is read once; how much each of it counts (`AnswerWeights`) is
learned from questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from index.chunk import readable
from index.region import short_name
from index.sentences import sentences
from index.text import fold
from index.types import Chunk, Embedder, Span
from index.years import years_in
from rag.answers.asked import topic_of
from rag.asked import asked_figure, clauses_of, may_count, of_another_period
from rag.evidence import passage_at
from rag.figure import asks_for_several, figure_count, has_figure, unit_named, units_asked
from rag.question.period import period_under
from rag.tables import head_of_table, is_row
from rag.types import Evidence, Understood
from rag.wanted import Wanted, apart, content_words, may_tell, names_quoted

_FAR = 5
"""Years between what a document reports or plans and the years it is of, at most."""
_OF_ONE_THING = frozenset({"number", "fact", "yesno"})
"""Kinds of question that one passage answers."""
_PAST_AND_COMING = 2
"""Years of a document that reports on one and plans the next."""
_NOT_WORDS = re.compile(r"[^\w]")
_EXPLAINS = re.compile(r":[^:]+、[^:]+、")
_OPENING_YEAR = re.compile(r"\W*(?:截至|截止|到)?(?:19|20)\d\d年(?!以来|起|基础|相比|[-—~至到、和])")
"""2024年新增学位1980个 speaks of 2024, in whatever document it stands."""
_DAY = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日")
"""A heading with a day in it (本办法自2025年1月1日起施行) tells when, not of which year."""


@dataclass(frozen=True, slots=True)
class AnswerWeights:
    """How much each thing counts. The product's are learned: `index.learned`."""

    coverage: float
    """Of `Features.words`; with `nearness` and `prior` it sums to 1."""
    from_headings: float
    """What a word of the question counts that stands only in the headings above, beside one in the sentence."""
    nearness: float
    prior: float
    figure: float
    """Added where a figure was asked for and there is one …"""
    measured_figure: float
    """… and where one has the measure word asked for."""
    told: float
    """Of `Features.told`, added."""
    several_figures: float
    """Share of `measured_figure`, at most 1, where several have it but only one is wanted."""
    enough: float
    """A sentence that scores less does not answer."""
    nearly_as_good: float
    """Share of the best sentence's score that further ones must reach."""


class Features(NamedTuple):
    """What speaks for a sentence; the first four between 0 and 1."""

    words: float
    """Share of the question's words, by what they tell, that the sentence holds."""
    above: float
    """Share that only the headings above it hold."""
    nearness: float
    """Cosine with the question."""
    prior: float
    """Score of its passage in the search, beside the best passage's."""
    figure: int
    """As `figure_fit`."""
    told: float = 0.0
    """Share of the question's words that stand with the figure asked for, beyond those that stand with another of its measure."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the evidence and how well it answers."""

    evidence: Evidence
    span: Span
    chunk: Chunk
    """The passage it stands in."""
    folded: str
    features: Features
    score: float = 0.0

    @property
    def years(self) -> tuple[int, ...]:
        """The year the sentence is about: the one it opens with, else that of its headings, else the only one of its document."""
        years = self.own_years or self.evidence.document.header.years
        return years if len(years) == 1 else ()

    @property
    def own_years(self) -> tuple[int, ...]:
        """Years the sentence opens with, else those of its headings; not those far from the years of the document (1989年以后出生). In a
        document of the year past and the one to come, headings that look back (过去一年工作回顾) or ahead tell which."""
        opening = _OPENING_YEAR.match(self.folded)
        covered = self.evidence.document.header.years
        named = years_in(opening[0]) if opening else years_in(_DAY.sub("", " ".join(self.chunk.trail)))
        near = tuple(year for year in named if not covered or any(abs(year - one) <= _FAR for one in covered))
        if near or len(covered) != _PAST_AND_COMING:
            return near
        return {"done": covered[:1], "planned": covered[1:], "": ()}[period_under(*self.chunk.trail)]

    @property
    def region(self) -> str:
        return self.evidence.document.header.region


def candidates(understood: Understood, evidence: Sequence[Evidence], embedder: Callable[[], Embedder]) -> tuple[Candidate, ...]:
    """All sentences that may answer, in the order of the evidence, not yet scored."""
    places = [
        (item, span, passage_at(item, span.start)) for item in evidence for span in sentences(item.document.text, item.start, item.end)
    ]
    if not places:
        return ()
    folded = [fold(readable(item.document, span)).text for item, span, _ in places]
    about = replace(understood, topic=topic_of(understood)) if understood.kind == "summary" else understood
    nearness = _nearness(embedder(), about.topic, folded)
    best = max(hit.score for item in evidence for hit in item.hits)
    priors = {hit.chunk.id: max(hit.score, 0.0) / best if best > 0 else 0.0 for item in evidence for hit in item.hits}
    wanted = content_words(about)
    found = (
        Candidate(item, span, chunk, said, Features(*shares(wanted, said, chunk), near, priors[chunk.id], *_figure(understood, said)))
        for (item, span, chunk), said, near in zip(places, folded, nearness, strict=True)
    )
    named = names_quoted(understood.folded) if understood.kind in _OF_ONE_THING else ()
    return tuple(candidate for candidate in found if _is_candidate(understood, candidate) and _speaks_of(named, candidate))


def rank(found: Sequence[Candidate], weights: AnswerWeights) -> list[Candidate]:
    """Scored, best first; ties in the order given."""
    scored = (replace(candidate, score=score(candidate.features, weights)) for candidate in found)
    return sorted(scored, key=lambda candidate: -candidate.score)


def score(features: Features, weights: AnswerWeights) -> float:
    coverage = features.words + weights.from_headings * features.above
    figure = (0.0, weights.figure, weights.several_figures * weights.measured_figure, weights.measured_figure)[features.figure]
    return (
        weights.coverage * coverage
        + weights.nearness * features.nearness
        + weights.prior * features.prior
        + figure
        + weights.told * features.told
    )


def _figure(understood: Understood, said: str) -> tuple[int, float]:
    """`Features.figure` and `Features.told`."""
    found = asked_figure(understood, clauses_of(said)) if understood.kind == "number" else None
    return figure_fit(understood, said), found.lead if found else 0.0


def figure_fit(understood: Understood, said: str) -> int:
    """0 unless a figure is asked for and folded words `said` hold one; 1 for any; 3 for one with the measure word asked for; 2 for several
    with it, or for one with a measure word that counts the same things (41个项目 before 31所 where 多少个 was asked).

    Where one figure is asked for, a sentence with one answers better than a list of several: 新增学位4590个, not what each school adds.
    """
    if understood.kind != "number":
        return 0
    named, units = unit_named(understood.folded), units_asked(understood.folded)
    asked = figure_count(said, named or units) if units else 0
    if asked:
        return 3 if asked == 1 or asks_for_several(understood.folded) else 2
    return 2 if units and figure_count(said, units) else int(has_figure(said))


def shares(wanted: Sequence[Wanted], folded: str, chunk: Chunk) -> tuple[float, float]:
    """Of the weight of the wanted words, what stands in the `folded` sentence, and what stands only in the headings above it."""
    said, headings = apart(folded), fold(" ".join(chunk.trail)).text
    held = [(word, word.held(said)) for word in wanted]
    own = sum(word.weight * told for word, told in held)
    above = sum(word.weight * max(0.0, word.held(headings) - told) for word, told in held)
    total = sum(word.weight for word in wanted)
    return (own / total, above / total) if total else (0.0, 0.0)


def _is_candidate(understood: Understood, candidate: Candidate) -> bool:
    """It is no heading and no question itself (but a claim may be answered by the reply to the same question), and holds what was asked
    for; the year asked for is its own, or may be."""
    if _is_heading(candidate) or (understood.kind != "yesno" and candidate.folded.rstrip().endswith("?")):
        return False
    if not _tells_of(understood, candidate) or not may_tell(understood, candidate.folded):
        return False
    if understood.kind == "number" and not may_count(understood, candidate.folded, _above(candidate)):
        return False
    if of_another_period(understood, candidate.folded, (candidate.evidence.document.header.title, *candidate.chunk.trail)):
        return False
    if not understood.years:
        return True
    about = {*years_in(candidate.folded), *(candidate.own_years or candidate.evidence.document.header.years)}
    is_outcome = understood.kind == "number" and understood.period == "done"
    return bool(about & set(understood.years)) or (not about and not is_outcome)


def _tells_of(understood: Understood, candidate: Candidate) -> bool:
    """What another document, such as that of the city, says of the place asked about names it: its other sentences tell of other
    districts, or of all."""
    asked = understood.regions or understood.within
    if not asked or not candidate.region or candidate.region in understood.regions:
        return True
    said = f"{candidate.folded}\n{fold(' '.join(candidate.chunk.trail)).text}"
    return any(short_name(place) in said for place in asked)


def _above(candidate: Candidate) -> str:
    """The headings above it and, of a row, the head of its table; folded."""
    head = head_of_table(candidate.evidence.document.text, candidate.span.start) if is_row(candidate.folded) else ""
    return fold("\n".join((*candidate.chunk.trail, head))).text


def _speaks_of(named: Sequence[str], candidate: Candidate) -> bool:
    """Its passage, or a heading above it, has all the names."""
    if not named:
        return True
    passage = readable(candidate.evidence.document, Span(candidate.chunk.start, candidate.chunk.end))
    said = fold("\n".join((passage, *candidate.chunk.trail))).text
    return all(name in said for name in named)


def _is_heading(candidate: Candidate) -> bool:
    """The sentence is a title of the document or of its section, or a line of it, and nothing more (a label such as （三） aside). One
    with a figure tells something (③培训乡村医生5000名), and so does one that explains its name: 10.“三大工程”:东、西、南三项工程."""
    if has_figure(candidate.folded) or _EXPLAINS.search(candidate.folded):
        return False
    titles = (candidate.evidence.document.header.title, *candidate.chunk.trail[-1:])
    bare = _NOT_WORDS.sub("", candidate.folded)
    folded = [_NOT_WORDS.sub("", fold(title).text) for title in titles]
    return any(title and (bare in title or (bare.endswith(title) and len(bare) <= len(title) + 4)) for title in folded)


def _nearness(embedder: Embedder, topic: str, folded: Sequence[str]) -> list[float]:
    """Cosine of each sentence with the question; none below 0."""
    return [max(float(x), 0.0) for x in np.asarray(embedder.encode_passages(folded) @ embedder.encode_queries([topic])[0])]
