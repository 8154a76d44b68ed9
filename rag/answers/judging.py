"""What one sentence of a document says about a claim: that it holds, that it does not, or nothing certain.

A sentence speaks about a claim as far as it holds the claim's words (`coverage`). It speaks against it when it denies what the
claim asserts or asserts what it denies; when it says that something was missed or put off; when only a part is meant where the
claim says all; when it says lowest for highest. It speaks for it when it holds nearly all of its words and nothing speaks
against it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from index.chunk import readable
from index.quantity import amounts, interchangeable
from index.sentences import clauses, sentences
from index.text import fold
from index.types import Span
from rag.answers.claim import Claim
from rag.answers.polarity import denied, is_within
from rag.answers.words import Word, plain
from rag.rank import Candidate

COVERED = 0.62
"""Share of the claim's words that a sentence must hold to bear it out."""
_PERMITTED = 0.8
"""… that something is allowed, when it does not say that it is."""
ABOUT = 0.36
"""… to speak about it at all."""
_CONTRADICTED = 0.2
"""Share of the words that must stand denied on one side only."""
HALF = 0.5
"""… or this share of those that say what is asked about the rest."""
_SHARED, _OWN = 0.15, 0.07
"""Shares of the claim that two clauses must both hold, and each alone, to set one part of a thing against another."""
_FROM_HEADINGS = 0.5

_ASKED_ALIKE = 0.45
"""Share of the claim's words that a question of a document must hold to ask the same."""
_BEHIND = 400
"""Characters behind it in which its reply ends."""
_REPLY = re.compile(r"(?P<no>不(?:可以|能|会|是|需要|用|行|允许|得)|没有|否)|(?:可以|能|会|是的?|需要|有|行|允许)(?=[,。、;的])")
_MISSED = re.compile(
    r"(?:没有?|未能?|尚未)(?:全部|按[期时])?(?:完成|达到?|实现|达标|兑现)|低于[^,。;]{0,12}(?:目标|要求|计划)|[离距][^,。;]{0,4}目标|推迟|延期|延后|滞后|暂缓|逾期"
    r"|比[^,。;]{0,6}计划[^,。;]{0,8}[少低晚]|调整到|停工|未按|没有全部|超期"
)
_MET = re.compile(
    r"超额|超过[^,。;]{0,12}(?:目标|计划)|比[^,。;]{0,6}计划[^,。;]{0,12}多|完成[^,。;]{0,6}(?:计划|目标|任务)的1\d\d|如期|按期(?!完成的)|按时|提前|圆满|全部完成|全面完成|超计划|已(?:经)?(?:全部)?(?:完成|建成|达到|实现)"
)
_PLANNED = re.compile("打算|计划|安排|思路|要点|部署|目标|规划")
_DONE = re.compile("总结|完成情况|成效|主要工作|回顾|通报")
_VOLUNTARY = re.compile("自愿|鼓励|可以(?!申请)|提倡|不(?:得|能|许|准)(?:变相)?强制|原则上")
_ALLOWING = re.compile("可以?(?!能|靠|持续|行性)|允许|准予|能够|有权|自愿|鼓励|放宽|享受|视为|减半|免收|退还")
_MUST = re.compile("必须|须|应当?|一律")
_WHOLE = re.compile("全部|所有|均|一律|各|每[个所名位家校生人]|100%|全覆盖|全员|全面|任何|凡")
_PART = re.compile("部分|一批|先行|逐步|分类|保留|其余|剩余|下列|以下|符合(?:条件|下列)")
_SHARE = re.compile(r"(?<![\d.])(?!100%)\d{1,2}(?:\.\d+)?%(?:以上|左右)?的")
_NARROWING = re.compile(
    "低端|低质|薄弱|违规|无证|个别|重点|乡村|农村|城区|城镇|在编|民办|公办|小学|初中|高中|寄宿制?|普通|特殊|困难|优质|新[建聘招]"
)
"""What things are narrowed by."""
_HIGHEST = re.compile("最[高多大好]|首位|第一|居首|领先|前列")
_LOWEST = re.compile("最[低少小差]|末位|垫底|倒数|排名靠后")


_TURNING = re.compile(
    "取消|停止|停办|暂停|关停|关闭|撤销|撤并|废除|禁止|拒绝|放弃|收回|减少|降低|缩短|压减|推迟|延长|提高|增加|扩大|合并|转为|改为|改成|上升|下降|增长|新增"
)
"""Verbs that turn the meaning of the words behind them: a sentence without them does not bear the claim out."""


_EXACT = re.compile(r"第[一二三四五六七八九十\d]+|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}:\d\d|[一二三四五六七八九\d]年级")
"""Ordinals, days and times, which must be the same."""


class Judgement(NamedTuple):
    holds: bool | None
    """None where the sentence leaves it open."""
    strength: float
    """How much of the claim it speaks about."""
    sentence: Statement
    core: Span
    """The deciding words, in the original."""
    is_tight: bool = False
    """Whether these words say it without the rest of the sentence."""
    beside: Statement | None = None
    """A second sentence that it rests on."""


@dataclass(frozen=True)
class Statement:
    """A sentence of a document in clauses."""

    candidate: Candidate

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Of its clauses, in the original."""
        document, span = self.candidate.evidence.document, self.candidate.span
        return clauses(document.text, span.start, span.end)

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """Folded, everyday words as documents write them."""
        return tuple(plain(fold(readable(self.candidate.evidence.document, span)).text) for span in self.spans)

    @cached_property
    def text(self) -> str:
        return "".join(self.clauses)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each clause begins in `text`."""
        return (0, *accumulate(map(len, self.clauses)))[:-1]

    @cached_property
    def headings(self) -> str:
        return plain(fold(" ".join(self.candidate.chunk.trail)).text)

    @property
    def is_question(self) -> bool:
        return self.text.rstrip().endswith("?")

    @cached_property
    def is_planned(self) -> bool | None:
        """By the headings above it, else by the kind of its document; None where these tell nothing or both."""
        for words in (self.headings, " ".join(self.candidate.evidence.document.header.kinds)):
            planned, done = _PLANNED.search(words), _DONE.search(words)
            if (planned is None) != (done is None):
                return planned is not None
        return None

    def spanned(self, first: int, last: int) -> Span:
        """Of its clauses from `first` to `last`, in the original."""
        return Span(self.spans[first].start, self.spans[last].end)

    def clause_at(self, position: int) -> int:
        return max(i for i, start in enumerate(self.starts) if start <= position)


def coverage(weights: Mapping[Word, float], statement: Statement) -> float:
    """Share of the claim's words that the sentence or, for half as much, the headings above it hold."""
    own = {word for word in weights if word.is_in(statement.text)}
    above = {word for word in weights if word not in own and word.is_in(statement.headings)}
    return sum(weights[word] for word in own) + _FROM_HEADINGS * sum(weights[word] for word in above)


def judge(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> Judgement:
    """By wording alone; figures are weighed in `rag.answers.stated`."""
    share, whole = coverage(weights, statement), statement.candidate.span
    if statement.is_question or share < ABOUT:
        return Judgement(None, share, statement, whole)
    asked = asked_share(claim, weights, statement)
    against, where = _contradicted(claim, weights, statement)
    fulfilled = _fulfilled(claim, statement) if claim.fulfilment else None
    if fulfilled is not None:
        return Judgement(fulfilled, share, statement, whole)
    if against >= _CONTRADICTED and asked > 0:
        return Judgement(False, share, statement, statement.spans[where])
    if (claim.some_of and _WHOLE.search(statement.text)) or (asked >= HALF and _falls_short(claim, weights, statement)):
        return Judgement(False, share, statement, whole)
    enough = _PERMITTED if claim.permission and not _ALLOWING.search(statement.text) else COVERED
    is_borne_out = share >= enough and asked >= HALF and against == 0 and _goes_as_far(claim, statement)
    return Judgement(True if is_borne_out else None, share, statement, statement.spans[_fullest(weights, statement)])


def answered(weights: Mapping[Word, float], statement: Statement) -> Judgement | None:
    """What the sentence behind a question of the document says, where that question asks what the claim does: 可以进校园吗? 可以，但…"""
    share = coverage(weights, statement)
    if not statement.is_question or share < _ASKED_ALIKE:
        return None
    candidate = statement.candidate
    text, end = candidate.evidence.document.text, candidate.span.end
    behind = next(iter(sentences(text, end, min(len(text), end + _BEHIND))), None)
    reply = behind and Statement(replace(candidate, span=behind))
    opening = _REPLY.match(reply.text) if reply else None
    return Judgement(opening["no"] is None, share, reply, behind) if reply and behind and opening else None


def _contradicted(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> tuple[float, int]:
    """Share of the claim's words that are denied on one side only, and the clause where most of that is.

    A word is read in the clause that, of those with the word, holds most of the claim. What the claim denies is met when one word of
    it stands denied.
    """
    held = _held(weights, statement)
    shares, predicate = [0.0] * len(statement.clauses), [0.0] * len(statement.clauses)
    found = {word: _denials(word, claim, statement) for word in claim.words}
    is_denied_too = any(any(places.values()) for word, places in found.items() if word.is_denied)
    for word, places in found.items():
        if not places or (word.is_denied and is_denied_too):
            continue
        n = max(places, key=held.__getitem__)
        if places[n] != word.is_denied:
            shares[n] += weights[word]
            predicate[n] += weights[word] * (word in claim.predicate)
    asked = sum(weights.get(word, 0.0) for word in claim.predicate if word.is_in(statement.text))
    turned_round = asked > 0 and sum(predicate) > HALF * asked
    against = max(sum(shares), _CONTRADICTED if turned_round else 0.0)
    return against, max(range(len(shares)), key=shares.__getitem__)


def _denials(word: Word, claim: Claim, statement: Statement) -> dict[int, bool]:
    """Clauses that have the word, each with whether it denies it wherever it has it."""
    pattern = re.compile("|".join(map(re.escape, word.forms)))
    found = {}
    for n, clause in enumerate(statement.clauses):
        if places := [match.start() for match in pattern.finditer(clause)]:
            stretches = denied(clause, for_permission=claim.permission)
            found[n] = all(is_within(at, stretches) for at in places)
    return found


def asked_share(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> float:
    """Share of what is asked about the rest that the sentence holds."""
    whole = sum(weights.get(word, 0.0) for word in claim.predicate)
    held = [word for word in claim.predicate if word in weights and (word.is_in(statement.text) or word.is_in(statement.headings))]
    return sum(weights[word] for word in held) / whole if whole else 1.0


def _fulfilled(claim: Claim, statement: Statement) -> bool | None:
    """Whether the sentence says that something was done as it should, or missed; nothing where the claim itself says so."""
    missed = _MISSED.search(statement.text)
    if _MISSED.search(claim.text):
        return None
    if missed:
        return False
    return True if _MET.search(statement.text) and not statement.is_planned else None


def _falls_short(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> bool:
    """Whether 全部, 必须 or 最高 of the claim meets with a part, 自愿 or 最低."""
    text = statement.text
    if claim.obliged and _VOLUNTARY.search(text) and not _MUST.search(_VOLUNTARY.sub("", text)):
        return True
    for asked, opposite in ((_HIGHEST, _LOWEST), (_LOWEST, _HIGHEST)):
        if asked.search(claim.text):
            return opposite.search(text) is not None and not asked.search(text)
    if not claim.all_of or _WHOLE.search(text):
        return False
    is_part = _PART.search(text) is not None or _SHARE.search(text) is not None or _leaves_some(claim, statement)
    return is_part or _is_modified(claim, weights, statement) or _is_crossed(weights, statement)


def _leaves_some(claim: Claim, statement: Statement) -> bool:
    """排查隐患967处,整改962处: of so many, what is asked about was done to fewer."""
    found = amounts(statement.text)
    return any(
        interchangeable(first.unit, second.unit)
        and second.low < first.low
        and any(word.is_in(statement.clauses[statement.clause_at(second.start)]) for word in claim.predicate)
        for first, second in pairwise(found)
    )


def turns_alike(claim: Claim, words: str) -> bool:
    """Whether folded words have the claim's verbs that turn the meaning."""
    return all(turn in words for turn in _TURNING.findall(claim.text))


def _is_modified(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> bool:
    """关停低端民办幼儿园: before words of the claim stands what narrows them, and is none of the claim's."""
    return any(
        narrowing[0] not in claim.text and any(clause.startswith(word.text, narrowing.end()) for word in weights if len(word.text) > 1)
        for clause in statement.clauses
        for narrowing in _NARROWING.finditer(clause)
    )


def _is_crossed(weights: Mapping[Word, float], statement: Statement) -> bool:
    """One clause says it of another part of the same things, and another clause something else of the part meant."""
    held = [{word for word in weights if word.is_in(clause)} for clause in statement.clauses]
    return any(
        sum(weights[w] for w in first & second) >= _SHARED
        and sum(weights[w] for w in first - second) >= _OWN
        and sum(weights[w] for w in second - first) >= _OWN
        for n, first in enumerate(held)
        for second in held[n + 1 :]
    )


def _goes_as_far(claim: Claim, statement: Statement) -> bool:
    """Whether the sentence goes as far as the claim where that goes further than words: 取消, 全部, 最高, 必须, 已经."""
    if claim.fulfilment and (claim.of_plan or statement.is_planned):
        return False
    if not turns_alike(claim, statement.text) or any(exact not in statement.text for exact in _EXACT.findall(claim.text)):
        return False
    for extreme in (_HIGHEST, _LOWEST):
        if extreme.search(claim.text):
            return extreme.search(statement.text) is not None
    if claim.all_of:
        return _WHOLE.search(statement.text) is not None
    return not claim.some_of and (not claim.obliged or _MUST.search(statement.text) is not None)


def _fullest(weights: Mapping[Word, float], statement: Statement) -> int:
    """The clause that holds most of the claim."""
    held = _held(weights, statement)
    return max(range(len(held)), key=held.__getitem__)


def _held(weights: Mapping[Word, float], statement: Statement) -> list[float]:
    """Share of the claim that each clause holds."""
    return [sum(weight for word, weight in weights.items() if word.is_in(clause)) for clause in statement.clauses]
