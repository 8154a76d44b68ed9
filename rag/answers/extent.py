"""How far a sentence goes beside a claim that says all, must or most: 关停低端民办园 is not all of them, 自愿 no must."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from index.quantity import amounts, interchangeable
from rag.answers.claim import Claim
from rag.answers.senses import sides
from rag.answers.statement import Statement, fullest
from rag.answers.words import Word

_WHOLE = re.compile(r"全部|所有|均|一律|各|每[个所名位家校生人班]|100%|全覆盖|全员|全面|任何|凡|([省市县区乡镇村户校班园])\1")
_CONDITIONED = re.compile("符合[^,。;]{0,6}(?:条件|规定)的?|有条件的?|具备[^,。;]{0,4}条件的?|必要的|不达标|下列|以下[^,。;]{0,6}[::]")
"""What narrows even an 全部."""
_PART = re.compile("部分|一批|先行|逐步|分类|保留|其余|剩余|试点|遴选|首批|个别|鼓励|引导|争取|探索|力争[^,。;]{0,30}占比")
_SHARE = re.compile(r"(?<![\d.])(?!100%)\d{1,2}(?:\.\d+)?%(?:以上|左右)?的|(?:占比|率)[^,。;\d]{0,6}(?<![\d.])(?!100%)\d{1,2}(?:\.\d+)?%")
_NARROWING = re.compile(
    "低端|低质|薄弱|违规|无证|个别|重点|乡村|农村|城区|城镇|在编|民办|公办|小学|初中|高中|寄宿制?|普通|特殊|困难|优质|新[建聘招]|[小散弱差]、"
)
"""What things are narrowed by."""
_HIGHEST = re.compile("最[高多大好]|首位|(?<!倒数)第一|居首|领先|前列")
_LOWEST = re.compile("最[低少小差]|末位|垫底|倒数|排名靠后")
_VOLUNTARY = re.compile("自愿|鼓励|可以?(?!申请)|提倡|参照|不(?:得|能|许|准)(?:变相)?强制|原则上")
_MUST = re.compile("必须|须|应当?|一律")
_EXACT = re.compile(r"第[一二三四五六七八九十\d]+|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}:\d\d|[一二三四五六七八九\d]年级")
"""Ordinals, days and times, which must be the same."""
_EVERY = re.compile("每(?:天|日|周|月|季度|学期|学年|年)")
_SHARED, _OWN, _MUCH = 0.15, 0.07, 0.35
"""Shares of the claim that two clauses must both hold, and each alone, to set one part of a thing against another."""


def falls_short(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> bool:
    """Whether 全部, 必须, 最高 or 每月 of the claim meets with a part, 自愿, 最低 or 每学期."""
    text = statement.text
    if claim.obliged and _VOLUNTARY.search(text) and not _MUST.search(_VOLUNTARY.sub("", text)):
        return True
    if _is_of_another_turn(claim, weights, statement):
        return True
    for extreme, opposite in ((_HIGHEST, _LOWEST), (_LOWEST, _HIGHEST)):
        if extreme.search(claim.text):
            return opposite.search(text) is not None and not extreme.search(text)
    return claim.all_of and _is_part(claim, weights, statement)


def _is_of_another_turn(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> bool:
    """每学期 of the claim meets 每学年 in the clause about it, or, where that tells no turn, in the sentence."""
    asked = set(_EVERY.findall(claim.text))
    own = set(_EVERY.findall(statement.clauses[fullest(weights, statement)]))
    said = own or set(_EVERY.findall(statement.text))
    return bool(asked and said) and not asked & said


def goes_as_far(claim: Claim, statement: Statement) -> bool:
    """Whether the sentence goes as far as the claim where that goes further than words: 全部, 最高, 必须, 第一."""
    if any(exact not in statement.text for exact in _EXACT.findall(claim.text)):
        return False
    if claim.standing:
        return False
    for extreme in (_HIGHEST, _LOWEST):
        if extreme.search(claim.text):
            return extreme.search(statement.text) is not None
    if claim.all_of:
        return _WHOLE.search(statement.text) is not None
    return not claim.some_of and (not claim.obliged or _MUST.search(statement.text) is not None)


def is_whole(statement: Statement) -> bool:
    """All of something is said."""
    return _WHOLE.search(statement.text) is not None


def _is_part(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> bool:
    """Whether only a part is meant."""
    conditions = [found[0] for found in _CONDITIONED.finditer(statement.text)]
    if any(condition not in claim.text for condition in conditions):
        return True
    taken = sides(statement.text)
    if any(side in taken and side.reverse in taken for side in claim.sides):
        return True
    own = statement.clauses[fullest(weights, statement)]
    if _SHARE.search(own) or (_PART.search(own) and not _WHOLE.search(own)):
        return True
    if is_whole(statement):
        return False
    is_said = _PART.search(statement.text) is not None or _SHARE.search(statement.text) is not None
    return is_said or _leaves_some(claim, statement) or _is_modified(claim, weights, statement) or _is_crossed(weights, statement)


def _leaves_some(claim: Claim, statement: Statement) -> bool:
    """排查隐患967处,整改962处: of so many, what is asked about was done to fewer."""
    return any(
        interchangeable(first.unit, second.unit)
        and second.low < first.low
        and any(word.is_in(statement.clauses[statement.clause_at(second.start)]) for word in claim.predicate)
        for first, second in pairwise(amounts(statement.text))
    )


def _is_modified(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> bool:
    """关停低端民办幼儿园: before words of the claim stands what narrows them, and is none of the claim's."""
    return any(
        narrowing[0] not in claim.text and any(clause.startswith(word.text, narrowing.end()) for word in weights if len(word.text) > 1)
        for clause in statement.clauses
        for narrowing in _NARROWING.finditer(clause)
    )


def is_parallel(weights: Mapping[Word, float], statement: Statement) -> bool:
    """承办1次市级活动为合格,承办1次省级活动为优秀: clauses with figures say different things of different parts."""
    counted = [clause for clause in statement.clauses if amounts(clause)]
    return _are_crossed([{word for word in weights if word.share_in(clause) == 1.0} for clause in counted], weights, _MUCH)


def _is_crossed(weights: Mapping[Word, float], statement: Statement) -> bool:
    """One clause says it of another part of the same things, and another clause something else of the part meant."""
    return _are_crossed([{word for word in weights if word.is_in(clause)} for clause in statement.clauses], weights, _SHARED)


def _are_crossed(found: Sequence[set[Word]], weights: Mapping[Word, float], shared: float) -> bool:
    return any(
        sum(weights[w] for w in first & second) >= shared
        and sum(weights[w] for w in first - second) >= _OWN
        and sum(weights[w] for w in second - first) >= _OWN
        for n, first in enumerate(found)
        for second in found[n + 1 :]
    )
