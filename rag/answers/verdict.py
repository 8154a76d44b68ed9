"""Yes/no questions: the verdict first, then the clause that decides, quoted; without a verdict where nothing is certain.

A wrong 是 or 不是 is worse than none: where sentences disagree, or speak about a part of the claim only, they are quoted as what
the documents say, and where none is near, as what comes nearest to what they do not mention. A claimed figure is decided by
the figure of the same measure that stands in the words most like the claim's; wording decides the rest (`rag.answers.judging`).
The verdict and its quotation are one sentence, so that its mark covers both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.chunk import readable
from index.quantity import Amount
from index.region import short_name
from index.text import fold
from rag.answers.claim import Claim, read_claim
from rag.answers.conditions import meets
from rag.answers.judging import Judgement, answered, judge
from rag.answers.quoting import as_sentence, marked, owner, quotations, quoted
from rag.answers.stated import by_figures, by_plan, has_amount, has_figure
from rag.answers.statement import ABOUT, Statement, coverage, has_verbs
from rag.answers.words import Word, weights
from rag.cite import cite, quote_around
from rag.rank import Candidate
from rag.types import Citation, Draft, Understood

_WEIGHED = 10
"""Sentences looked at."""
_BEST = 2
"""… and those of them that may bear out the claim by words alone."""
_CLEARLY = 0.15
"""How much more of the claim the sentences for it must hold than those against it, or the reverse."""
SAID = "文件中的相关表述：\n"
NEAREST = "文件未直接提及，最接近的表述是：\n"


def verdict(understood: Understood, good: Sequence[Candidate]) -> Draft:
    """The answer from the sentences that answer, best first."""
    statements = [Statement(candidate) for candidate in good[:_WEIGHED] if _is_of_region(understood, candidate)]
    if not statements:
        return replace(quotations(understood, good[:1]), text=NEAREST + quotations(understood, good[:1]).text, status="partial")
    said = [statement.text for statement in statements]
    claim = read_claim(understood.topic, said, understood.meant)
    share = weights(claim.words, said)
    decision = _decide(understood, claim, share, statements)
    if decision is not None:
        return _draft(understood, claim, decision)
    nearest = max(statements, key=lambda one: (not one.is_question, has_figure(claim, one), has_verbs(claim, one), coverage(share, one)))
    is_near = coverage(share, nearest) >= ABOUT or has_figure(claim, nearest)
    draft = quotations(understood, [nearest.candidate])
    return replace(draft, text=(SAID if is_near else NEAREST) + draft.text, status="answered" if is_near else "partial")


def _is_of_region(understood: Understood, candidate: Candidate) -> bool:
    """Of a region asked about, or naming it: a city's document tells of its districts one by one."""
    names = [short_name(region) for region in understood.regions]
    return not names or candidate.region in understood.regions or any(fold(name).text in candidate.folded for name in names)


def _decide(understood: Understood, claim: Claim, share: Mapping[Word, float], statements: Sequence[Statement]) -> Judgement | None:
    """Figures first, then what a document itself answers, then wording; None where nothing is certain."""
    if claim.amounts:
        decided, judgement = by_figures(understood, claim, share, statements)
        if decided:
            worded = judge(claim, share, judgement.sentence) if judgement and judgement.holds else None
            return worded if worded and worded.holds is False else judgement
    judged = [answered(claim, share, one) or _among(n, judge(claim, share, one)) for n, one in enumerate(statements)]
    sides = ([one for one in judged if one.holds is side] for side in (True, False))
    yes, no = (max(side, key=lambda one: one.strength, default=None) for side in sides)
    if yes and not all(_is_borne_out(claim, amount, yes.sentence) for amount in claim.amounts):
        yes = None
    if yes and no:
        return None if abs(yes.strength - no.strength) < _CLEARLY else max(yes, no, key=lambda one: one.strength)
    return yes or no or (by_plan(understood, share, statements) if claim.fulfilment and claim.of_plan and not claim.amounts else None)


def _among(rank: int, judgement: Judgement) -> Judgement:
    """A claim is borne out by words alone only in the sentences that answer best; others are often about something near."""
    return judgement._replace(holds=None) if judgement.holds and rank >= _BEST else judgement


def _is_borne_out(claim: Claim, claimed: Amount, statement: Statement) -> bool:
    """Whether the claimed figure stands there, or meets the condition that does; 一个 is hardly a figure."""
    return claim.text.startswith("一", claimed.start) or has_amount(statement, claimed) or meets(claimed, statement)


def _draft(understood: Understood, claim: Claim, decision: Judgement) -> Draft:
    word = claim.wording.yes if decision.holds else claim.wording.no
    line, citation = _line(decision)
    draft = Draft(f"{word}，{line}", (citation,), "answered", "extractive")
    if decision.beside is None:
        return draft
    second, its_citation = quoted(2, understood, decision.beside.candidate)
    return replace(draft, text=f"{draft.text}\n{second}", citations=(citation, its_citation))


def _line(decision: Judgement) -> tuple[str, Citation]:
    """The deciding words with their mark, and their sentence as citation."""
    candidate, said = decision.sentence.candidate, decision.core
    document = candidate.evidence.document
    quote = quote_around(document, candidate.span, said)
    citation = cite(1, document, quote, candidate.evidence.locator, candidate.own_years)
    shown = said if decision.is_tight else quote
    return marked(f"{owner(candidate)}{as_sentence(readable(document, shown))}", 1), citation
