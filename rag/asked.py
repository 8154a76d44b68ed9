"""Which figure of a sentence a question for a figure means.

Among the amounts of its measure, the one whose own words hold most of the question: those from the amount before it up to itself,
and a few behind. The words that name what is counted or measured (招聘教师多少名, 优良率的目标) count most. What a change starts from
(由6000元提高至7000元) is not meant, unless it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from index.quantity import Amount, amounts, asks_frequency, interchangeable, quantities, quantities_asked, same_quantity
from index.quantity.measures import PERCENT
from index.specificity import words
from rag.figure import figure_count, unit_named
from rag.question.counting import asked_head, counted_noun
from rag.question.function_words import FUNCTION_WORDS
from rag.question.period import period_named, period_under
from rag.rivals import is_of_a_rival
from rag.tables import is_row, measures_in
from rag.types import Understood
from rag.wanted import Wanted, content_words

_CLAUSE_END = re.compile(r"[,;:。!?]")
_BEHIND = re.compile(r"[^、,。;:]{0,8}")
"""What may say behind an amount what it counts: 13所公办幼儿园; behind the last one of a clause all the rest of it."""
_EARLIER = 0.5
"""What a word counts that stands earlier in the sentence: 招聘 is said of both in 招聘教师120名、保安40名."""
_CLEAR = 0.5
"""Share of the question's words with a figure that is meant although the question names no measure."""
_CLEAR_PART = 0.25
"""… and where a part is asked for, which hardly any other figure of a sentence is."""
_CARRIED = 2
"""Amounts over which it is said on."""
_HEAD = 2.0
"""What a word counts that names what is counted or measured."""
_BOUND = 0.5
"""By how much a share is the larger where the amount is bounded as was asked: 起码几类 → 至少2类 …"""
_ASKS_LEAST = re.compile(r"起码|至少|最[少低]|不[少低]于|下限")
_ASKS_MOST = re.compile(r"至多|最[多高长迟晚]|不超过|上限")
_PER_ONE = 0.5
"""… and what is left of it where a total is asked for and the amount is that of each one: 每校2万元."""
_ASKS_TOTAL = re.compile(r"总共|一共|合计|总计|总额|共计|拢共")
_EACH = re.compile(r"每|人均|生均|平均")
_SHORT = {
    "学生": re.compile("[招考新男女师在毕业]生(?![产活态物])"),
    "教师": re.compile("师[资生德]|[骨干]师"),
    "老师": re.compile("师[资生]"),
}
"""What documents say that is short for what people count."""
_ASKS_LEFT = re.compile(r"还[有剩差]|剩|没[^,。;?有]{0,4}[完掉好成到]|缺口")
_LEFT = re.compile(r"剩|仍|尚|余下|缺口|未[完整改到]")
"""What is left: 还有几个没消掉 is answered by 仍剩7个, not by 消除19个."""
_ASKS_PART = re.compile(r"里[头边面]|其中|当中")
_PART = re.compile(r"其中")
_EXCEPTED = re.compile(r"(?:除了?|不算|不含|撇开)(?P<what>[^,。;]{2,8}?)(?:那[一个笔]|以?外|之外|,)")
_UNLIKE = 0.5
"""Factor for an amount of what the question leaves out (除了乡镇那一笔), or not of what is left, or of a part, where that is asked."""
_ASKS_LEVEL = re.compile(r"^(?!.*(?:[少多高低升降]了|个(?:百分)?点|增长|下降|提高)).*(?:占|比[例重]|几成)")
_LEVEL = re.compile(r"占|比[例重]|率")
_GROWTH = re.compile(r"(?:增长|增加|提升|提高|上升|下降|减少|回落)[了约超近]?$|增长")
"""收入增长6.4% is no share of anything."""
_OF_A_PART = ((_ASKS_LEFT, _LEFT), (_ASKS_PART, _PART))
_SPOKEN_OF = 0.5
"""Of the words that name a thing, what a sentence about it holds."""
_FROM = re.compile(r"(?:从|由|原来?的?)[^,。;]{0,6}$")
_TO = re.compile(r"[^,。;]{0,8}?(?:提高|增加|增长|提升|扩大|调整|降低|下降|减少|压缩|升|降|增|减|涨)?[到至为][^,。;]{0,4}")
_ASKS_FROM = re.compile(r"(?:原来|原先|之前|以前|原有)[^,。;]{0,12}(?:多少|几|多[大高长久])")


class Found(NamedTuple):
    """A figure by the clause it stands in."""

    share: float
    """Of the weight of the question's words, what stands with the figure; -1 for the start of a change."""
    clause: int
    amount: Amount
    lead: float = 0.0
    """By how much its share is above that of any other amount of its measure; 0 where several are told alike: 小学2所、初中1所."""


def asked_figure(understood: Understood, clauses: Sequence[str]) -> Found | None:
    """The figure that the question means, not one that it states itself; None where it asks for none, or none of the folded `clauses`
    holds one of its measure."""
    asked = quantities_asked(understood.folded)
    if not asked and understood.kind != "number":
        return None
    stated = amounts(understood.folded)
    meant = [
        (n, clause, held, place)
        for n, clause in enumerate(clauses)
        for held in [amounts(clause)]
        for place, amount in enumerate(held)
        if _answers(amount, asked) and not any(same_quantity(amount, known) for known in stated)
    ]
    if not meant:
        return None
    head = asked_head(understood.topic)
    wanted = [word._replace(weight=word.weight * (_HEAD if word.forms[0] in head else 1.0)) for word in content_words(understood)]
    found = [
        Found(_share(understood, wanted, ",".join(clauses[:n]), clause, held, place), n, held[place]) for n, clause, held, place in meant
    ]
    best, *others = sorted(found, key=lambda one: -one.share)
    if not asked and best.share < (_CLEAR_PART if _ASKS_PART.search(understood.folded) else _CLEAR):
        return None
    return best._replace(lead=max(best.share, 0.0) - max([0.0, *(one.share for one in others)]))


def asked_figures(understood: Understood, clauses: Sequence[str]) -> tuple[Found, ...]:
    """The figure of each part of a question that asks for several (招多少老师,里面研究生几个); empty where it asks for one, or one of
    them is not among the folded `clauses`."""
    parts = [part for part in _CLAUSE_END.split(understood.topic) if quantities_asked(part)]
    found = [asked_figure(replace(understood, topic=part, folded=part), clauses) for part in parts] if len(parts) > 1 else []
    return tuple(one for one in found if one) if all(found) else ()


def may_count(understood: Understood, said: str, above: str = "") -> bool:
    """Whether a figure of the folded sentence `said` may be of what is asked for, as far as its words and those `above` it (headings, the
    head of its table) tell: in a table that measures so, not of the other side, nor of each one where a total is asked for."""
    if understood.kind != "number":
        return True
    if is_row(said) and not measures_in(above, said, quantities_asked(understood.folded)):
        return False
    if is_of_a_rival(understood.folded, f"{said}\n{above}") or _is_of_each(understood, said) or _is_stated(understood, said):
        return False
    return _counts_the_things(understood, said, above)


def _counts_the_things(understood: Understood, said: str, above: str) -> bool:
    """The sentence, or what stands above it, speaks of the things by the word that documents have for them (托位); or else it has the very
    measure word of the question (多少个), or speaks of the things in any words (学位), which 32万人 alone does not."""
    wanted = content_words(understood)
    if understood.counted and not _speaks_of(understood, wanted, f"{said}\n{above}"):
        return False
    named, counted = unit_named(understood.folded), counted_noun(understood.topic)
    if not named or not counted or figure_count(said, named):
        return True
    thing = next((word for word in wanted if word.forms[0] == counted), None)
    return thing is None or thing.held(said) >= _SPOKEN_OF


def _is_of_each(understood: Understood, said: str) -> bool:
    """A total is asked for, and the sentence tells but what each one gets: 每月200元."""
    if not _ASKS_TOTAL.search(understood.folded) or _EACH.search(understood.folded):
        return False
    asked = quantities_asked(understood.folded)
    told = [(clause, amount) for clause in clauses_of(said) for amount in amounts(clause) if _answers(amount, asked)]
    return bool(told) and all(_EACH.search(clause[: amount.start]) for clause, amount in told)


def _is_stated(understood: Understood, said: str) -> bool:
    """The sentence tells but the figures that the question states itself: 建成6所, where 6所里幼儿园占几所 is asked."""
    asked, stated = quantities_asked(understood.folded), amounts(understood.folded)
    if asks_frequency(understood.folded):
        return False
    told = [amount for amount in amounts(said) if _answers(amount, asked)] if asked and stated else []
    return bool(told) and all(any(same_quantity(amount, known) for known in stated) for amount in told)


def _speaks_of(understood: Understood, wanted: Sequence[Wanted], said: str) -> bool:
    """Any of the words that name what is counted is said, or one that is short for it: 招生 for 学生."""
    named = [word for word in wanted if any(thing in word.forms[0] or word.forms[0] in thing for thing in understood.counted)]
    short = [pattern for thing, pattern in _SHORT.items() if thing in understood.counted]
    return (
        any(thing in said for thing in understood.counted)
        or any(len(word.forms[0]) > 1 and word.held(said) for word in named)
        or any(pattern.search(said) for pattern in short)
    )


def of_another_period(understood: Understood, said: str, above: Sequence[str]) -> bool:
    """Whether the figure of the folded sentence `said` is planned where what was done is asked for, or done where the plan is: by its own
    words, else by the headings `above` it, outermost first."""
    period = period_named(understood.folded) if understood.kind == "number" else ""
    if not period:
        return False
    found = asked_figure(understood, [said])
    if found is None:
        return False
    state = next((one.state for one in quantities(said) if one.start == found.amount.start), "")
    told = {"planned": "planned", "achieved": "done", "": period_under(*above)}[state]
    return told not in ("", period)


def clauses_of(folded: str) -> list[str]:
    """The clauses of a folded sentence, as `asked_figure` takes them, without the marks between them."""
    return _CLAUSE_END.split(folded)


def _answers(amount: Amount, asked: frozenset[str]) -> bool:
    """The amount is of a measure asked for, or none was named; where several may be meant, none stands for another."""
    return not asked or amount.unit in asked or (len(asked) == 1 and any(interchangeable(amount.unit, unit) for unit in asked))


def _share(understood: Understood, wanted: Sequence[Wanted], said: str, clause: str, held: Sequence[Amount], place: int) -> float:
    """As `Found.share`; `said` are the clauses before."""
    if _is_start(clause, held, place) and not _ASKS_FROM.search(understood.folded):
        return -1.0
    first = place - 1 if place and _is_start(clause, held, place - 1) else place
    before = clause[held[first - 1].end if first else 0 : held[place].start]
    end = held[place + 1].start if place + 1 < len(held) else len(clause)
    behind = _BEHIND.match(clause, held[place].end, end) if end < len(clause) else None
    own = before + (behind[0] if behind else clause[held[place].end : end])
    earlier = _carried(f"{said},{clause[: held[place].start]}")
    total = sum(word.weight for word in wanted)
    told = sum(word.weight * max(word.held(own), _EARLIER * word.held(earlier)) for word in wanted)
    return told / total * _fit(understood.folded, held[place], own) if total else 0.0


def _carried(earlier: str) -> str:
    """Of what stands before an amount, what is still said of it: nothing from before the last `_CARRIED` amounts."""
    passed = amounts(earlier)
    return earlier[passed[-_CARRIED - 1].end :] if len(passed) > _CARRIED else earlier


def _fit(asked: str, amount: Amount, own: str) -> float:
    """Factor for what the question says of the amount itself: its bound, or that it is a total."""
    is_bounded = (amount.comparator == "at_least" and _ASKS_LEAST.search(asked)) or (
        amount.comparator == "at_most" and _ASKS_MOST.search(asked)
    )
    parts = [says.search(own) is not None for asks, says in _OF_A_PART if asks.search(asked)]
    excepted = _EXCEPTED.search(asked)
    is_unlike = (parts and not any(parts)) or (excepted and any(word in own for word, _ in words(excepted["what"], FUNCTION_WORDS)))
    grown = _GROWTH.search(own) is not None
    is_unlike = is_unlike or (amount.unit == PERCENT and grown and bool(_ASKS_LEVEL.search(asked)) and not _LEVEL.search(own))
    is_of_each = _ASKS_TOTAL.search(asked) and not _EACH.search(asked) and _EACH.search(own)
    return (_UNLIKE if is_unlike else 1.0 + _BOUND if is_bounded or any(parts) else 1.0) * (_PER_ONE if is_of_each else 1.0)


def _is_start(clause: str, held: Sequence[Amount], place: int) -> bool:
    """The amount is what another one behind it was before: 由6000元提高至7000元."""
    if place + 1 >= len(held):
        return False
    before = clause[held[place - 1].end if place else 0 : held[place].start]
    return bool(_FROM.search(before) and _TO.fullmatch(clause, held[place].end, held[place + 1].start))
