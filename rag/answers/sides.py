"""Questions with several sides: regions, years, or what was planned and what was done. Each side is answered as if it alone had
been asked for, by the same measure of what answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.places import regions
from index.quantity import amounts, quantities_asked
from index.region import rank as level
from index.region import short_name
from index.text import fold
from index.types import Span
from rag.answers.conclusion import asks_order
from rag.answers.quoting import folded_clauses
from rag.figure import has_figure
from rag.rank import AnswerWeights, Candidate, figure_fit, rank
from rag.types import Understood
from rag.wanted import content_words, may_tell

_MANY = 3
_CROWDED = 0.1
"""What a sentence that gives parts and no total counts less."""
_NAMES_ASKED = re.compile(r"哪[几些一两二三四五六七八九十]")
_ONE_OF_MEASURE = 3
"""`Features.figure` of a sentence that has just one figure of the measure asked for."""
_EMPTY = 0.05
"""What a sentence counts less that says little but the words of the question …"""
_LITTLE = 8
"""… beyond which it has fewer characters: 有序发展低空经济."""
_FIGURE_ASKED = re.compile(r"多少|几(?![乎年来])|率|比例|人数|总数|数量|得分")


def for_each(understood: Understood) -> Understood:
    """The question as it is put to each side: for a figure where its wording wants one, else for a sentence."""
    one = understood.folded.replace("各自", "").replace("各", "").replace("分别", "")
    figure = _NAMES_ASKED.sub("", one)
    wants_figure = quantities_asked(figure) or asks_order(figure) or _FIGURE_ASKED.search(figure)
    return replace(understood, kind="number" if wants_figure else "fact", folded=one)


def best_of(
    asked: Understood, own: Sequence[Candidate], weights: AnswerWeights, bonus: Callable[[Candidate], float] = lambda _: 0.0
) -> Candidate | None:
    """The best of a side's own candidates, if it answers. Passages are ranked beside the side's best one, as in a search for it
    alone; `bonus` decides between those that answer."""
    telling = [candidate for candidate in own if may_tell(asked, candidate.folded)]
    top = max((candidate.features.prior for candidate in telling), default=0.0)
    ranked = rank([_alone(asked, candidate, top) for candidate in telling], weights)
    good = [candidate for candidate in ranked if candidate.score >= weights.enough]

    def value(candidate: Candidate) -> float:
        return candidate.score + bonus(candidate) - _CROWDED * _is_crowded(asked, candidate) - _EMPTY * _tells_nothing(asked, candidate)

    return max(good, key=value, default=None)


def about(candidate: Candidate, region: str) -> Candidate | None:
    """The candidate if it speaks of `region`: it stands in one of its own documents and is not about a place within, or names it in
    one of a region around it; then only the clauses from that name on, as far as the next figure."""
    if candidate.region == region:
        return None if _is_about_another(candidate, region) else candidate
    name = fold(short_name(region)).text
    if name not in candidate.folded or level(candidate.region) <= level(region):
        return None
    parts, folded = folded_clauses(candidate)
    first = next((i for i, words in enumerate(folded) if name in words), None)
    if first is None:
        return None
    last = next((i for i in range(first, len(parts)) if has_figure(folded[i])), first)
    return replace(candidate, span=Span(parts[first].start, parts[last].end), folded="".join(folded[first : last + 1]))


def _is_crowded(asked: Understood, candidate: Candidate) -> bool:
    """A figure is asked for, and the sentence divides it among many, or gives a range: no total to set beside another's."""
    if asked.kind != "number" or candidate.features.figure == _ONE_OF_MEASURE:
        return False
    repeated = max((candidate.folded.count(word.forms[0]) for word in content_words(asked) if len(word.forms[0]) > 1), default=0)
    return repeated >= _MANY or any(one.value is None for one in amounts(candidate.folded))


def _tells_nothing(asked: Understood, candidate: Candidate) -> bool:
    """Something other than a figure is asked for, and the sentence hardly says more than the question."""
    if asked.kind == "number":
        return False
    said = "".join(filter(str.isalnum, candidate.folded))
    for word in content_words(asked):
        for form in word.forms:
            said = said.replace(form, "")
    return len(said) < _LITTLE


def _alone(asked: Understood, candidate: Candidate, top: float) -> Candidate:
    prior = candidate.features.prior / top if top > 0 else 0.0
    return replace(candidate, features=candidate.features._replace(prior=prior, figure=figure_fit(asked, candidate.folded)))


def _is_about_another(candidate: Candidate, region: str) -> bool:
    """望湖区新增学位3780个 in a document of the city around it."""
    opening = regions(candidate.folded)
    return bool(opening) and level(opening[-1]) < level(region) and opening[-1] != region
