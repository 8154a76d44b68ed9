"""The answer without a language model: the words that answer, quoted, each with its citation; or a refusal.

The sentences of the evidence are ranked by `rag.rank`; when none answers well enough, the answer says that the documents do
not tell, and what is missing. What is made of the good ones depends on the kind of question: `rag.answers`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.types import Embedder
from rag.answers.ambiguous import of_each_region
from rag.answers.listing import counted_first
from rag.answers.parts import part
from rag.answers.quoting import quotations, with_gaps
from rag.answers.refusal import refusal
from rag.answers.selection import chosen, close_second
from rag.answers.several import several
from rag.answers.sided import by_sides, compares_regions
from rag.rank import AnswerWeights, Candidate, candidates, rank
from rag.types import Draft, Evidence, Understood


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
    ranked = counted_first(understood, rank(found, weights))
    good = [candidate for candidate in ranked if candidate.score >= weights.enough]
    is_elsewhere = bool(understood.unknown_regions) and not understood.regions
    if not is_elsewhere and (sided := by_sides(understood, found, weights)):
        return with_gaps(sided, "region_not_covered", understood.unknown_regions)
    if not is_elsewhere and (asked := part(understood, evidence)):
        return with_gaps(asked, "region_not_covered", understood.unknown_regions)
    if not good or is_elsewhere or compares_regions(understood):
        return refusal(understood, evidence)
    draft = of_each_region(understood, found, good, weights) or _draft(understood, good, ranked, weights)
    return with_gaps(draft, "region_not_covered", understood.unknown_regions)


def _draft(understood: Understood, good: Sequence[Candidate], ranked: Sequence[Candidate], weights: AnswerWeights) -> Draft:
    """Of the sentences that answer, best first; for a list, of all that do nearly as well."""
    if understood.kind == "yesno":
        from rag.answers.verdict import verdict  # noqa: PLC0415  half of the patterns of all answers, which other questions do not need

        return verdict(understood, good)
    if understood.kind in {"list", "summary"} and (items := several(understood, good, ranked, weights.nearly_as_good)):
        return items
    return quotations(understood, chosen(understood, good, weights.nearly_as_good), close_second(understood, good))
