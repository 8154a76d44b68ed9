"""Yes/no questions: the verdict first, then the clause that decides, quoted; without a verdict where nothing is certain.

A wrong 是 or 不是 is worse than none: where sentences disagree, or speak about a part of the claim only, they are quoted as what
the documents say, and where none is near, as what comes nearest to what they do not mention. A claimed figure is decided by
the figure of the same measure that stands in the words most like the claim's; wording decides the rest (`rag.answers.judging`).
The verdict and its quotation are one sentence, so that its mark covers both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from index.chunk import readable
from index.quantity import Amount, amounts, interchangeable, quantities, same_quantity
from index.region import short_name
from index.text import fold
from rag.answers.claim import Claim, read_claim
from rag.answers.claimed import holds
from rag.answers.judging import ABOUT, COVERED, HALF, Judgement, Statement, answered, asked_share, coverage, judge
from rag.answers.quoting import as_sentence, marked, owner, quotations, quoted
from rag.answers.words import Word, weights
from rag.cite import cite, quote_around
from rag.rank import Candidate
from rag.types import Citation, Draft, Understood

_WEIGHED = 10
"""Sentences looked at."""
_CLEARLY = 0.15
"""How much more of the claim the sentences for it must hold than those against it, or the reverse."""
_SAME_THING = 0.55
"""Share of the claim's words that must stand with a figure for it to be the claimed one's."""
_AROUND = 0.3
"""… and around it."""
_PLANNED_TOO = 0.3
"""The same where one figure is planned and one achieved: 计划招聘160名 repeats little of what was said before."""
_HARDLY = 0.1
_ALONE = 0.8
_RIVAL = 0.15
"""Share of the claim's words that a figure elsewhere must have to itself to be meant as well."""
_UNHEARD = 0.3
"""Share of the claim's words that no sentence found holds, above which no figure is taken for the claimed one's."""
_CHANGE = re.compile("新增|[新改扩]建|改造|建成|化解|撤|取缔|查处|整改|转型|接入|增加|减少|提高|下降|更换|更新|培训|淘汰|招")
"""What changes a number: so many done are not so many there."""
SAID = "文件中的相关表述：\n"
NEAREST = "文件未直接提及，最接近的表述是：\n"


def verdict(understood: Understood, good: Sequence[Candidate]) -> Draft:
    """The answer from the sentences that answer, best first."""
    statements = [Statement(candidate) for candidate in good[:_WEIGHED] if _is_of_region(understood, candidate)]
    if not statements:
        return replace(quotations(understood, good[:1]), text=NEAREST + quotations(understood, good[:1]).text, status="partial")
    said = [statement.text for statement in statements]
    claim = read_claim(understood.topic, said)
    share = weights(claim.words, said)
    decision = _decide(understood, claim, share, statements)
    if decision is not None:
        return _draft(understood, claim, decision)
    nearest = max(statements, key=lambda statement: (not statement.is_question, coverage(share, statement)))
    is_near = coverage(share, nearest) >= ABOUT
    draft = quotations(understood, [nearest.candidate])
    return replace(draft, text=(SAID if is_near else NEAREST) + draft.text, status="answered" if is_near else "partial")


def _is_of_region(understood: Understood, candidate: Candidate) -> bool:
    """Of a region asked about, or naming it: a city's document tells of its districts one by one."""
    names = [short_name(region) for region in understood.regions]
    return not names or candidate.region in understood.regions or any(fold(name).text in candidate.folded for name in names)


def _decide(understood: Understood, claim: Claim, share: Mapping[Word, float], statements: Sequence[Statement]) -> Judgement | None:
    """Figures first, then what a document itself answers, then wording; None where nothing is certain."""
    if claim.amounts:
        decided, judgement = _by_figures(understood, claim, share, statements)
        if decided:
            return judgement
    judged = [answered(share, statement) or judge(claim, share, statement) for statement in statements]
    sides = ([one for one in judged if one.holds is side] for side in (True, False))
    yes, no = (max(side, key=lambda one: one.strength, default=None) for side in sides)
    if claim.amounts:
        yes = None
    if yes and no:
        return None if abs(yes.strength - no.strength) < _CLEARLY else max(yes, no, key=lambda one: one.strength)
    return yes or no or (_by_plan(understood, share, statements) if claim.fulfilment and claim.of_plan and not claim.amounts else None)


class _Stated(NamedTuple):
    """An amount of a document beside the claim."""

    strength: float
    """Of the claim, half by its sentence and half by the words around it."""
    around: float
    statement: Statement
    amount: Amount
    clause: int
    is_planned: bool

    @property
    def is_alone(self) -> bool:
        """Whether its own clause holds what its sentence holds of the claim."""
        return self.around >= _ALONE * self.strength


def _by_figures(
    understood: Understood, claim: Claim, share: Mapping[Word, float], statements: Sequence[Statement]
) -> tuple[bool, Judgement | None]:
    """Whether figures decide, and how; the first one that does not hold decides, else the last one that does."""
    decided, judgement = False, None
    unheard = sum(weight for word, weight in share.items() if not any(word.is_in(one.text) for one in statements))
    if unheard > _UNHEARD:
        return False, None
    for claimed in claim.amounts:
        stated = sorted(_stated(understood, claim, claimed, share, statements), key=lambda one: -one.strength)
        if not stated or stated[0].strength < _SAME_THING:
            continue
        best = stated[0]
        answer = holds(claimed, best.amount, permission=claim.permission, reached=claim.fulfilment)
        decided = True
        if answer is False or (answer and best.strength >= COVERED and not _is_rivalled(understood, share, best, claimed, statements)):
            judgement = Judgement(
                answer, best.strength, best.statement, best.clause, best.is_alone, _whose(claimed, best, statements, share)
            )
        if answer is False:
            break
    return decided, judgement


def _whose(claimed: Amount, best: _Stated, statements: Sequence[Statement], share: Mapping[Word, float]) -> Statement | None:
    """Another sentence about the same with the very figure claimed: of another year or thing."""
    others = (one for one in statements if one is not best.statement and coverage(share, one) >= _SAME_THING)
    return next((one for one in others if any(same_quantity(amount, claimed) for amount in amounts(one.text))), None)


def _is_rivalled(
    understood: Understood, share: Mapping[Word, float], best: _Stated, claimed: Amount, statements: Sequence[Statement]
) -> bool:
    """Whether words of the claim that the best sentence lacks stand in another one, with another figure of the measure."""
    missing = {word: weight for word, weight in share.items() if not word.is_in(best.statement.text)}
    return any(
        sum(weight for word, weight in missing.items() if word.is_in(one.statement.text)) >= _RIVAL
        for statement in statements
        for one in _told(understood, share, statement, claimed.unit)
        if one.around >= _AROUND and not same_quantity(one.amount, best.amount)
    )


def _stated(
    understood: Understood, claim: Claim, claimed: Amount, share: Mapping[Word, float], statements: Sequence[Statement]
) -> Iterator[_Stated]:
    """Amounts of the claimed one's measure; achieved ones where the claim asks what was achieved."""
    for statement in statements:
        if asked_share(claim, share, statement) < HALF:
            continue
        for one in _told(understood, share, statement, claimed.unit):
            of_change = _CHANGE.search(statement.clauses[one.clause]) is not None and not _CHANGE.search(claim.text)
            if one.around >= _AROUND and not of_change and not (claim.fulfilment and one.is_planned):
                yield one


def _told(understood: Understood, share: Mapping[Word, float], statement: Statement, unit: str = "") -> Iterator[_Stated]:
    """Amounts of the sentence, of `unit` where one is given, of the years asked about: each with how much of the claim stands in
    the sentence and around it."""
    own, years = statement.candidate.years, understood.years
    if own and years and not set(own) & set(years):
        return
    before = 0
    for quantity in quantities(statement.text):
        clause = statement.clause_at(quantity.start)
        around = statement.text[before : statement.starts[clause] + len(statement.clauses[clause])] + quantity.indicator
        before = quantity.end
        if (unit and not interchangeable(quantity.unit, unit)) or (quantity.year and years and quantity.year not in years):
            continue
        close = sum(weight for word, weight in share.items() if word.is_in(around))
        is_planned = quantity.state == "planned" or (not quantity.state and statement.is_planned is True)
        yield _Stated((coverage(share, statement) + close) / 2, close, statement, quantity, clause, is_planned)


def _by_plan(understood: Understood, share: Mapping[Word, float], statements: Sequence[Statement]) -> Judgement | None:
    """Whether what was achieved comes up to what was planned, each told in figures (招聘157名, 计划招聘160名)."""
    told = [one for statement in statements for one in _told(understood, share, statement) if one.strength >= _PLANNED_TOO]
    told.sort(key=lambda one: -one.strength)
    done = next((one for one in told if not one.is_planned and one.around >= _AROUND), None)
    planned = (one for one in told if one.is_planned and one.around >= _HARDLY)
    plan = next((one for one in planned if done and interchangeable(one.amount.unit, done.amount.unit)), None)
    if done is None or plan is None:
        return None
    beside = plan.statement if plan.statement is not done.statement else None
    return Judgement(done.amount.high >= plan.amount.low, done.strength, done.statement, done.clause, beside=beside)


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
    candidate, said = decision.sentence.candidate, decision.span
    document = candidate.evidence.document
    quote = quote_around(document, candidate.span, said)
    citation = cite(1, document, quote, candidate.evidence.locator, candidate.own_years)
    shown = said if decision.is_tight else quote
    return marked(f"{owner(candidate)}{as_sentence(readable(document, shown))}", 1), citation
