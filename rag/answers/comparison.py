"""Several regions asked for: a line and a row of a table for each.

Each region is answered as if it alone had been asked for: from its own documents, and from those of the city or province around
it where they name it. Where nothing answers well, the line says so; no other words are put in its place. Where figures decide
who has more, that comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from index.chunk import readable
from index.specificity import words
from index.text import fold
from rag.answers.conclusion import Told, asks_who_tells, conclusions
from rag.answers.quoting import as_sentence, core_of, owner, quoted
from rag.answers.sides import about, best_of, for_each
from rag.answers.telling import in_their_words, told_alike
from rag.asked import asked_figure, clauses_of
from rag.cite import NOT_MENTIONED
from rag.marked import MARK
from rag.rank import AnswerWeights, Candidate
from rag.types import Cell, Citation, Draft, Notice, Row, Status, Table, Understood

_LIKENESS = 0.5
"""What words of another region's answer count, beside those of the question."""
_SAME_TOPIC = 0.4
"""Share of the example's words of the question that a sentence must hold …"""
_SAME_THING = 0.6
"""… one with a figure …"""
_LEAST_TOLD = 0.15
"""Share of the question's words that a sentence with a figure must hold in any case."""
_SURELY = 0.7
"""… one where it is asked which of them tell of it at all …"""
_ALIKE = 0.5
"""… unless it shares so much of the example's own words."""
_KINDS = (frozenset(("%", "百分点", "‰")), frozenset("元"), frozenset("分"))
"""Units of shares, of money and of scores; all others count or measure things."""
_LONGEST_CELL = 100
"""Characters of a sentence that a cell of the table holds whole."""


class _Side(NamedTuple):
    region: str
    candidate: Candidate | None


def comparison(understood: Understood, found: Sequence[Candidate], weights: AnswerWeights) -> Draft | None:
    """The best of `found` for each region named, as lines and as a table; None where no region has one."""
    asked = for_each(understood)
    own = {region: _own(asked, found, region) for region in (*understood.regions, *understood.within)}
    alone = {region: _best(asked, candidates, weights) for region, candidates in own.items()}
    example = max((best for best in alone.values() if best), key=lambda best: best.score, default=None)
    if example is None:
        return None
    sides = [_Side(region, best if best is example else _like(asked, own[region], example, weights)) for region, best in alone.items()]
    return _draft(asked, sides)


def _own(asked: Understood, found: Sequence[Candidate], region: str) -> list[Candidate]:
    """The candidates of a region, told by their own words. Where a figure is asked for, only those that hold something of the question: a
    figure is easily found, and of anything."""
    own = in_their_words(asked, [candidate for candidate in found if about(candidate, region)])
    telling = (one for one in own if asked.kind != "number" or _words(one) >= _LEAST_TOLD)
    return [placed for candidate in telling if (placed := about(candidate, region))]


def _like(asked: Understood, own: Sequence[Candidate], example: Candidate, weights: AnswerWeights) -> Candidate | None:
    """The best of a region's own candidates beside the best answer of all.

    Documents put the same thing alike, however the question puts it: words of the example count too. Where figures are compared, a
    sentence that holds far less of the question than the example does is about something else: 新增学位 where 新增托位 was asked.
    """
    told = told_alike(words(_core(asked, example)), own)
    shared = {candidate.span: share for candidate, share in zip(own, told, strict=True)}
    least = _words(example) * (_SURELY if asks_who_tells(asked.folded) else _SAME_THING if asked.kind == "number" else _SAME_TOPIC)
    alike = 1.0 if asks_who_tells(asked.folded) else _ALIKE
    same = [one for one in own if shared[one.span] >= alike or _words(one) >= least]
    same = [one for one in same if asked.kind != "number" or _of_same_measure(asked, one, example)]
    return _best(asked, [_likened(one, shared[one.span]) for one in same], weights)


def _best(asked: Understood, own: Sequence[Candidate], weights: AnswerWeights) -> Candidate | None:
    """The best that is not of another year than the one asked for, where one answers: a plan for the next may name it (比2024年多12名)."""
    of_year = [one for one in own if len(asked.years) == 1 and one.years in ((), asked.years)]
    return best_of(asked, of_year, weights) or best_of(asked, own, weights)


def _of_same_measure(asked: Understood, one: Candidate, example: Candidate) -> bool:
    """The figures meant may be of one thing: 91.4分 is not set beside 93.7%; 4000个 and 4.5万户 are."""
    mine, other = (asked_figure(asked, clauses_of(candidate.folded)) for candidate in (one, example))
    return mine is None or other is None or all((mine.amount.unit in kind) == (other.amount.unit in kind) for kind in _KINDS)


def _core(asked: Understood, example: Candidate) -> str:
    """Folded, the clauses that answer."""
    return fold(readable(example.evidence.document, core_of(asked, example))).text


def _words(candidate: Candidate) -> float:
    return candidate.features.words + candidate.features.above


def _likened(candidate: Candidate, shared: float) -> Candidate:
    words = min(1.0, candidate.features.words + _LIKENESS * shared)
    return replace(candidate, features=candidate.features._replace(words=words))


def _draft(asked: Understood, sides: Sequence[_Side]) -> Draft:
    lines, silent, citations, rows, told = list[str](), list[str](), list[Citation](), list[Row](), list[Told]()
    for region, candidate in sides:
        if candidate is None:
            silent.append(f"{region}：{NOT_MENTIONED}。")
            rows.append(Row(region, (Cell(NOT_MENTIONED),)))
            continue
        line, citation = quoted(len(citations) + 1, asked, candidate)
        said = line.removeprefix(owner(candidate))
        lines.append(f"{region}{_years(candidate)}：{said}")
        citations.append(citation)
        rows.append(Row(region, (Cell(_cell(asked, candidate, citation.shown), (citation.n,)),)))
        told.append(Told(region, MARK.sub("", said), citation.n))
    first = conclusions(asked, told, complete=len(told) == len(sides))
    status: Status = "answered" if len(told) == len(sides) else "partial"
    table = Table(("文件中的表述",), tuple(rows))
    return Draft("\n".join([*first, *lines, *silent]), tuple(citations), status, "extractive", table, _notices(sides))


def _cell(asked: Understood, candidate: Candidate, shown: str) -> str:
    """The words cited, or of many the clauses that answer: rows of a table are read side by side."""
    whole = as_sentence(shown)
    return whole if len(whole) <= _LONGEST_CELL else as_sentence(readable(candidate.evidence.document, core_of(asked, candidate)))


def _years(candidate: Candidate) -> str:
    return f"（{candidate.years[0]}年）" if candidate.years else ""


def _notices(sides: Sequence[_Side]) -> tuple[Notice, ...]:
    """Figures of different years are no like for like."""
    years = {side.region: side.candidate.years for side in sides if side.candidate and side.candidate.years}
    if len(set(years.values())) < 2:
        return ()
    said = "、".join(f"{region}是{year}年" for region, (year,) in years.items())
    return (Notice("years_differ", f"各地的表述不是同一年的（{said}），比较时请注意。"),)
