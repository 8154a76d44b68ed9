"""The steps of the pipeline: retrieve, evidence, answer, verify.

Each takes a `Working` and returns it with one more field filled. Which head answers (quotations, or a chat model) is decided
where the steps are made. `rag.chain` makes one LangChain Runnable of them; `in_turn` does the same without LangChain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from index.search import Query, Searcher
from index.types import Hit
from rag.cite import verify
from rag.evidence import gather
from rag.holds import Ground
from rag.types import Answerer, Draft, Evidence, Understood

HITS = 16
"""Passages retrieved for one answer, for each region named."""
_MOST_BUDGETS = 4
"""Sides of a comparison that have as much evidence each as an answer by itself."""


@dataclass(frozen=True, slots=True)
class Working:
    """A question on its way to an answer."""

    understood: Understood
    emit: Callable[[str], None]
    """Told each piece of the answer's text as soon as it is known to be supported."""
    hits: tuple[Hit, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    draft: Draft | None = None


Step: TypeAlias = Callable[[Working], Working]


class Steps(NamedTuple):
    """In their order."""

    retrieve: Step
    evidence: Step
    answer: Step
    verify: Step


def steps_over(searcher: Searcher, answerer: Answerer) -> Steps:
    def retrieve(working: Working) -> Working:
        return replace(working, hits=searcher.search(search_query(working.understood), HITS * max(1, len(working.understood.regions))))

    def evidence(working: Working) -> Working:
        return replace(working, evidence=gather(working.hits, evidence_budget(working.understood)))

    def answer(working: Working) -> Working:
        return replace(working, draft=answerer.answer(working.understood, working.evidence, working.emit))

    def check(working: Working) -> Working:
        ground = Ground(searcher.catalogue(), working.understood.folded)
        return replace(working, draft=working.draft and verify(working.draft, ground))

    return Steps(retrieve, evidence, answer, check)


def in_turn(steps: Steps) -> Step:
    """One after the other: what the chain does when it is invoked."""

    def run(working: Working) -> Working:
        for step in steps:
            working = step(working)
        return working

    return run


def search_query(understood: Understood) -> Query:
    """What the question asks of the search. The kind of document it says to look in is a filter, unless one is given."""
    given = understood.question.filter
    return Query(
        topic=understood.topic or understood.folded,
        filter=given if given.kinds else replace(given, kinds=understood.document_kinds),
        regions=(*understood.regions, *understood.within),
        years=understood.years,
        whole_lists=understood.kind in {"list", "summary"},
        meant=understood.meant if understood.topic else None,
    )


def evidence_budget(understood: Understood) -> int:
    """Characters of evidence: those of one answer for each region named, as far as `_MOST_BUDGETS` go."""
    return understood.question.budget * min(_MOST_BUDGETS, max(1, len(understood.regions)))
