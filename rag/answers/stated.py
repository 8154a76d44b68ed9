"""A claimed figure against those that the documents state of the same thing.

The stated figure of the claimed measure that stands in the words most like the claim's decides, if it stands near enough: 31所
that are something else do not bear out 新建31所, the 5所 said of what is claimed refute it. Nothing is decided where words of the
claim stand with a second figure only, or where the stated number may be of something else (改造食堂9个 is not how many there are).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from index.quantity import Amount, amounts, interchangeable, quantities, same_quantity
from index.types import Span
from rag.answers.claim import Claim
from rag.answers.claimed import holds, in_unit, is_strict
from rag.answers.conditions import is_condition
from rag.answers.extent import is_parallel
from rag.answers.judging import Judgement
from rag.answers.senses import sides
from rag.answers.statement import COVERED, HALF, Statement, asked_share, coverage
from rag.answers.words import Word
from rag.types import Understood

_SAME_THING = 0.5
"""Share of the claim's words that must stand with a figure for it to be the claimed one's."""
_AROUND = 0.3
"""… and around it."""
_PLANNED_TOO = 0.3
"""The same where one figure is planned and one achieved: 计划招聘160名 repeats little of what was said before."""
_HARDLY = 0.1
"""Share of the claim's words that must stand around the planned one."""
_ALIKE = 0.05
"""What a figure that is as exact as the claimed one counts more."""
_RIVAL = 0.15
"""Share of the claim's words that a figure elsewhere must have to itself to be meant as well."""
_NEARLY_ALL = 0.6
"""… or in the sentence, where it lacks what is asked about the rest."""
_UNHEARD = 0.3
"""Share of the claim's words that no sentence found holds, above which no figure is taken for the claimed one's."""
_LIKEWISE = 0.4
"""How much less of the claim may stand in another sentence with the very figure claimed for it to speak against another one's deciding."""
_REACHING = re.compile(r"(?:达到?|[到够满破]|完成)了?[^,。]{0,8}$")
_OF_TARGET = re.compile("[^,。]{0,8}(?:计划|目标|任务|要求)")
_SHIFT = re.compile("下降|上升|提高|降低|增长|增加|减少")
_WHOLLY = 0.99
"""… where its measure word is another one: 25个课题 are not 25名."""
_VERB = 6
"""Characters before a claimed figure in which its verb stands."""
_PERIODS = frozenset(("年", "月", "周", "天", "学期", "学年", "季度"))
"""Units of what a figure is for: 一个学期不超过2次."""
_CHANGE = re.compile(
    "新增|[新改扩]建|改造|建成|化解|撤|取缔|查处|整改|转型|接入|增加|减少|提高|下降|更换|更新|培训(?!机构|班|基地|中心)|淘汰|招"
)
"""What changes a number: so many done are not so many there."""
_ESTIMATED = re.compile("预计[^,。;]*$")
"""In an account of a year: what is told before the last figures are in."""
_CHANGING = frozenset("建增减关撤换改招")
_BOUNDS = frozenset(("at_least", "at_most"))


def has_figure(claim: Claim, statement: Statement) -> bool:
    """Whether a figure of the claim stands there, whatever it is of."""
    return any(has_amount(statement, claimed) for claimed in claim.amounts)


def has_amount(statement: Statement, claimed: Amount) -> bool:
    """Whether the claimed amount stands there, whatever it is of."""
    return any(same_quantity(claimed, stated) for stated in amounts(statement.text))


class _Stated(NamedTuple):
    """An amount of a document beside the claim."""

    strength: float
    """Of the claim, half by its sentence and half by the words around it."""
    around: float
    statement: Statement
    amount: Amount
    clause: int
    is_planned: bool
    length: int
    """Of the words around it: of equal ones the shortest is of the whole, not of a part (2所小学新增2160个)."""


def by_figures(
    understood: Understood, claim: Claim, share: Mapping[Word, float], statements: Sequence[Statement]
) -> tuple[bool, Judgement | None]:
    """Whether figures decide, and how; the first one that does not hold decides, else the last one that does."""
    decided, judgement = False, None
    unheard = sum(
        weight for word, weight in share.items() if not any(word.is_in(one.text) or word.is_in(one.headings) for one in statements)
    )
    if unheard > _UNHEARD:
        return False, None
    for claimed in claim.amounts:
        stated = sorted(
            _stated(understood, claim, claimed, share, statements),
            key=lambda one: (-round(one.strength + _ALIKE * (one.amount.comparator == claimed.comparator), 2), one.length),
        )
        if not stated or stated[0].strength < _SAME_THING:
            if claim.already and (coming := _still_to_come(understood, claim, claimed, share, statements)):
                return True, coming
            continue
        best = stated[0]
        answer = _held(claim, claimed, best.amount)
        decided = True
        is_settled = (
            _is_certain(understood, claim, share, best, claimed, statements)
            if answer
            else not _tells_all(claim, best.statement) and _is_refuted(understood, share, stated, claimed, statements)
        )
        if answer is not None and is_settled:
            core = _core(share, best, claimed)
            whose = None if answer else _whose(claimed, best, statements, share)
            judgement = Judgement(answer, best.strength, best.statement, core, is_tight=True, beside=whose)
        if answer is False:
            break
    return decided, judgement


def _held(claim: Claim, claimed: Amount, stated: Amount) -> bool | None:
    """超过7所 is not borne out by 7所 itself."""
    if stated.comparator == "exact" and same_quantity(stated, claimed) and is_strict(claim.text, claimed):
        return False
    return holds(claimed, stated, permission=claim.permission or claim.enough, reached=_is_reached(claim, claimed))


def _still_to_come(
    understood: Understood, claim: Claim, claimed: Amount, share: Mapping[Word, float], statements: Sequence[Statement]
) -> Judgement | None:
    """What is claimed to be done already, where it is told as planned only."""
    told = [
        one
        for statement in statements
        if asked_share(claim, share, statement) >= HALF
        for one in _told(understood, share, statement, claimed.unit)
        if one.strength >= _SAME_THING and one.around >= _AROUND
    ]
    best = max(told, key=lambda one: one.strength, default=None)
    if best is None or best.strength < COVERED or not all(one.is_planned for one in told):
        return None
    return Judgement(False, best.strength, best.statement, _core(share, best, claimed), is_tight=True)


def _tells_all(claim: Claim, statement: Statement) -> bool:
    """Whether several figures claimed all stand in the sentence, in their order: none of them is denied by another one's."""
    told = iter(amounts(statement.text))
    return len(claim.amounts) > 1 and all(any(same_quantity(claimed, one) for one in told) for claimed in claim.amounts)


def _is_refuted(
    understood: Understood, share: Mapping[Word, float], stated: Sequence[_Stated], claimed: Amount, statements: Sequence[Statement]
) -> bool:
    """Whether the best of the stated figures surely stands against the claimed one: no other sentence bears that out or may be meant as
    well."""
    best = stated[0]
    is_likewise = any(
        one.statement is not best.statement and best.strength - one.strength < _LIKEWISE and same_quantity(one.amount, claimed)
        for one in stated
    )
    return not is_likewise and not _is_rivalled(understood, share, best, claimed, statements)


def _is_certain(
    understood: Understood,
    claim: Claim,
    share: Mapping[Word, float],
    best: _Stated,
    claimed: Amount,
    statements: Sequence[Statement],
) -> bool:
    """Whether a figure that agrees is surely of the thing claimed: 全区47辆校车 do not bear out 新增47辆校车."""
    is_named = best.strength >= COVERED or same_quantity(best.amount, claimed)
    is_of_it = is_named and not is_parallel(share, best.statement) and _is_alike(claim, claimed, best)
    return is_of_it and not _is_rivalled(understood, share, best, claimed, statements)


def _is_alike(claim: Claim, claimed: Amount, best: _Stated) -> bool:
    """Whether the words with the figure take the side of those with the claimed one: 招聘教师120名 do not bear out 新增120名教师."""
    own = claim.sides | sides(claim.text[max(0, claimed.start - _VERB) : claimed.start])
    return not own or bool(own & sides(best.statement.clauses[best.clause]))


def _is_reached(claim: Claim, claimed: Amount) -> bool:
    """Whether so much, or more, would do: 到100%了吗, 95名的计划完成了吗; not 招引了100名吗."""
    before, behind = claim.text[: claimed.start], claim.text[claimed.end :]
    is_reached = _REACHING.search(before) is not None or _OF_TARGET.match(behind) is not None
    return before.endswith("够") or (claim.fulfilment and is_reached)


def _core(share: Mapping[Word, float], best: _Stated, claimed: Amount) -> Span:
    """From the first clause with words of the claim that the figure's own lacks, to the last with the figure or the claimed one."""
    parts = best.statement.clauses
    missing = [word for word in share if not word.is_in(parts[best.clause])]
    naming = (n for n in range(best.clause) if any(word.is_in(parts[n]) for word in missing))
    same = [n for n, part in enumerate(parts) if any(same_quantity(amount, claimed) for amount in amounts(part))]
    return best.statement.spanned(min(next(naming, best.clause), *same, best.clause), max(best.clause, *same, best.clause))


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
        if one.around >= _AROUND
        and not same_quantity(one.amount, best.amount)
        and (best.amount.comparator not in _BOUNDS or one.amount.comparator in _BOUNDS)
    )


def _stated(
    understood: Understood, claim: Claim, claimed: Amount, share: Mapping[Word, float], statements: Sequence[Statement]
) -> Iterator[_Stated]:
    """Amounts of the claimed one's measure; achieved or planned ones where the claim is about what was achieved or planned."""
    for statement in statements:
        asked = asked_share(claim, share, statement)
        lacks_asked = asked < HALF
        if lacks_asked and coverage(share, statement) < _NEARLY_ALL:
            continue
        for one in _told(understood, share, statement, claimed.unit):
            of_change = _CHANGE.search(statement.clauses[one.clause]) is not None and not _tells_change(claim)
            of_other_state = (
                one.is_planned
                if claim.fulfilment
                else (claim.of_plan or claim.is_coming) and not one.is_planned and statement.is_planned is False
            )
            is_loose = lacks_asked or (one.amount.unit != claimed.unit and asked < _WHOLLY)
            is_other = is_condition(one.amount, statement.text) or (is_loose and not same_quantity(one.amount, claimed))
            if one.around >= _AROUND and not is_other and not of_change and not of_other_state:
                yield one


def _tells_change(claim: Claim) -> bool:
    """招500名, 只建50个, too."""
    return _CHANGE.search(claim.text) is not None or any(word.text in _CHANGING for word in claim.words)


def _told(understood: Understood, share: Mapping[Word, float], statement: Statement, unit: str = "") -> Iterator[_Stated]:
    """Amounts of the sentence, of `unit` where one is given, of the years asked about: each with how much of the claim stands in
    the sentence and around it."""
    own, years = statement.candidate.years, understood.years
    if own and years and not set(own) & set(years):
        return
    before, of_whole = 0, ""
    found = quantities(statement.text)
    for n, quantity in enumerate(found):
        clause = statement.clause_at(quantity.start)
        if before and (part := statement.text.find("其中", before, quantity.start)) >= 0:
            of_whole = statement.text[:part]
        beside = statement.text[before : _end(found, n, statement, clause)] + quantity.indicator
        around = of_whole + beside if any(word.is_in(beside) for word in share) else beside
        before = before if quantity.unit in _PERIODS else quantity.end
        is_points = {quantity.unit, unit} == {"%", "百分点"} and _SHIFT.search(around) is not None
        amount = in_unit(quantity, unit)
        if (unit and not interchangeable(amount.unit, unit) and not is_points) or (quantity.year and years and quantity.year not in years):
            continue
        close = sum(weight for word, weight in share.items() if word.is_in(around))
        is_estimate = statement.is_planned is False and _ESTIMATED.search(statement.text[: quantity.start]) is not None
        is_planned = (quantity.state == "planned" and not is_estimate) or (not quantity.state and statement.is_planned is True)
        yield _Stated((coverage(share, statement) + close) / 2, close, statement, amount, clause, is_planned, len(around))


def _end(found: Sequence[Amount], n: int, statement: Statement, clause: int) -> int:
    """Where the words about the amount end: with its clause, or where the next of the same measure is set beside it (新增小学学位4万个、
    初中学位5000个)."""
    end = statement.starts[clause] + len(statement.clauses[clause])
    if n + 1 == len(found) or found[n + 1].start >= end or found[n + 1].unit != found[n].unit:
        return end
    mark = statement.text.find("、", found[n].end, found[n + 1].start)
    return mark if mark >= 0 else end


def by_plan(understood: Understood, share: Mapping[Word, float], statements: Sequence[Statement]) -> Judgement | None:
    """Whether what was achieved comes up to what was planned, each told in figures (招聘157名, 计划招聘160名)."""
    told = [one for statement in statements for one in _told(understood, share, statement) if one.strength >= _PLANNED_TOO]
    told.sort(key=lambda one: -one.strength)
    done = next((one for one in told if not one.is_planned and one.around >= _AROUND), None)
    planned = (one for one in told if one.is_planned and one.around >= _HARDLY)
    plan = next((one for one in planned if done and interchangeable(one.amount.unit, done.amount.unit)), None)
    if done is None or plan is None:
        return None
    beside = plan.statement if plan.statement is not done.statement else None
    return Judgement(done.amount.high >= plan.amount.low, done.strength, done.statement, done.statement.spans[done.clause], beside=beside)
