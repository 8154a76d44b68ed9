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
from index.quantity import quantities_asked
from index.region import rank as level
from index.region import short_name
from index.sentences import clauses
from index.text import fold
from index.types import Span
from rag.answers.conclusion import Told, asks_order, conclusions
from rag.answers.quoting import as_sentence, owner, quoted
from rag.cite import NOT_MENTIONED
from rag.figure import has_figure
from rag.marked import MARK
from rag.rank import AnswerWeights, Candidate, figure_fit, rank
from rag.types import Cell, Citation, Draft, Notice, Row, Status, Table, Understood
from rag.wanted import may_tell

_LONGEST_CELL = 100
"""Characters of a sentence that a cell of the table holds whole."""


class _Side(NamedTuple):
    region: str
    candidate: Candidate | None


def is_comparison(understood: Understood) -> bool:
    return understood.kind == "compare" and len(understood.regions) + len(understood.within) > 1


def comparison(understood: Understood, found: Sequence[Candidate], weights: AnswerWeights) -> Draft | None:
    """The best of `found` for each region named, as lines and as a table; None where no region has one."""
    asked = for_figures(understood)
    sides = [_Side(region, _best(asked, region, found, weights)) for region in (*understood.regions, *understood.within)]
    return _draft(asked, sides) if any(side.candidate for side in sides) else None


def for_figures(understood: Understood) -> Understood:
    """The question as it is put to each side: one for a figure where its wording wants one."""
    one = understood.folded.replace("各自", "").replace("各", "").replace("分别", "")
    return replace(understood, kind="number" if quantities_asked(one) or asks_order(one) else "fact", folded=one)


def about(candidate: Candidate, region: str) -> Candidate | None:
    """The candidate if it speaks of `region`: it stands in one of its own documents, or names it in one of a region around it; then
    only the clauses from that name on, as far as the next figure."""
    if candidate.region == region:
        return candidate
    name = fold(short_name(region)).text
    if name not in candidate.folded or level(candidate.region) <= level(region):
        return None
    document = candidate.evidence.document
    parts = clauses(document.text, *candidate.span)
    folded = [fold(readable(document, part)).text for part in parts]
    first = next((i for i, words in enumerate(folded) if name in words), None)
    if first is None:
        return None
    last = next((i for i in range(first, len(parts)) if has_figure(folded[i])), first)
    return replace(candidate, span=Span(parts[first].start, parts[last].end), folded="".join(folded[first : last + 1]))


def _best(asked: Understood, region: str, found: Sequence[Candidate], weights: AnswerWeights) -> Candidate | None:
    """Passages are ranked beside the region's own best one, as in a search for it alone."""
    own = [placed for candidate in found if (placed := about(candidate, region)) and may_tell(asked.folded, asked.kind, placed.folded)]
    top = max((candidate.features.prior for candidate in own), default=0.0)
    ranked = rank([_alone(asked, candidate, top) for candidate in own], weights)
    return ranked[0] if ranked and ranked[0].score >= weights.enough else None


def _alone(asked: Understood, candidate: Candidate, top: float) -> Candidate:
    prior = candidate.features.prior / top if top > 0 else 0.0
    return replace(candidate, features=candidate.features._replace(prior=prior, figure=figure_fit(asked, candidate.folded)))


def _draft(asked: Understood, sides: Sequence[_Side]) -> Draft:
    lines, citations, rows, told = list[str](), list[Citation](), list[Row](), list[Told]()
    for region, candidate in sides:
        if candidate is None:
            lines.append(f"{region}：{NOT_MENTIONED}。")
            rows.append(Row(region, (Cell(NOT_MENTIONED),)))
            continue
        line, citation = quoted(len(citations) + 1, asked, candidate)
        said = line.removeprefix(owner(candidate))
        whole = as_sentence(citation.shown)
        lines.append(f"{region}{_years(candidate)}：{said}")
        citations.append(citation)
        rows.append(Row(region, (Cell(whole if len(whole) <= _LONGEST_CELL else MARK.sub("", said), (citation.n,)),)))
        told.append(Told(region, MARK.sub("", said), citation.n))
    first = conclusions(asked, told) if len(told) == len(sides) else []
    status: Status = "answered" if len(told) == len(sides) else "partial"
    table = Table(("文件中的表述",), tuple(rows))
    return Draft("\n".join([*first, *lines]), tuple(citations), status, "extractive", table, _notices(sides))


def _years(candidate: Candidate) -> str:
    return f"（{candidate.years[0]}年）" if candidate.years else ""


def _notices(sides: Sequence[_Side]) -> tuple[Notice, ...]:
    """Figures of different years are no like for like."""
    years = {side.region: side.candidate.years for side in sides if side.candidate and side.candidate.years}
    if len(set(years.values())) < 2:
        return ()
    said = "、".join(f"{region}是{year}年" for region, (year,) in years.items())
    return (Notice("years_differ", f"各地的表述不是同一年的（{said}），比较时请注意。"),)
