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
from itertools import accumulate
from typing import NamedTuple

from index.chunk import readable
from index.sentences import clauses, sentences
from index.types import Span
from rag.answers.claim import Claim, folded_plain
from rag.answers.polarity import denied, is_within
from rag.rank import Candidate

COVERED = 0.62
"""Share of the claim's words that a sentence must hold to bear it out."""
ABOUT = 0.36
"""… to speak about it at all."""
_CONTRADICTED = 0.2
"""Share of the words that must stand denied on one side only."""
_HALF = 0.5
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
_MUST = re.compile("必须|须|应当?|一律")
_WHOLE = re.compile("全部|所有|均|一律|各|每|100%|全覆盖|全员|全面|任何|凡")
_PART = re.compile("部分|一批|先行|逐步|分类|保留|其余|剩余|下列|以下|符合(?:条件|下列)|优先|试点|选派|遴选")
_SHARE = re.compile(r"(?<![\d.])(?!100%)\d{1,2}(?:\.\d+)?%(?:以上|左右)?的")
_NARROWING = re.compile(
    "低端|低质|薄弱|违规|无证|个别|重点|乡村|农村|城区|城镇|在编|民办|公办|小学|初中|高中|寄宿制?|普通|特殊|困难|优质|新[建聘招]"
)
"""What things are narrowed by."""
_HIGHEST = re.compile("最[高多大好]|首位|第一|居首|领先|前列")
_LOWEST = re.compile("最[低少小差]|末位|垫底|倒数|排名靠后")


class Judgement(NamedTuple):
    holds: bool | None
    """None where the sentence leaves it open."""
    strength: float
    """How much of the claim it speaks about."""
    sentence: Statement
    clause: int
    """The deciding clause; -1 for the whole sentence."""
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
        return tuple(folded_plain(readable(self.candidate.evidence.document, span)) for span in self.spans)

    @cached_property
    def text(self) -> str:
        return "".join(self.clauses)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each clause begins in `text`."""
        return (0, *accumulate(map(len, self.clauses)))[:-1]

    @cached_property
    def headings(self) -> str:
        return folded_plain(" ".join(self.candidate.chunk.trail))

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

    def clause_at(self, position: int) -> int:
        return max(i for i, start in enumerate(self.starts) if start <= position)


def coverage(weights: Mapping[str, float], statement: Statement) -> float:
    """Share of the claim's words that the sentence or, for half as much, the headings above it hold."""
    own = sum(weight for word, weight in weights.items() if word in statement.text)
    above = sum(weight for word, weight in weights.items() if word not in statement.text and word in statement.headings)
    return own + _FROM_HEADINGS * above


def judge(claim: Claim, weights: Mapping[str, float], statement: Statement) -> Judgement:
    """By wording alone; figures are weighed in `rag.answers.verdict`."""
    share = coverage(weights, statement)
    open_ = Judgement(None, share, statement, -1)
    if statement.is_question or share < ABOUT:
        return open_
    against, where = _contradicted(claim, weights, statement)
    if claim.fulfilment and (fulfilled := _fulfilled(claim, statement)) is not None:
        return Judgement(fulfilled, share, statement, -1)
    if against >= _CONTRADICTED:
        return Judgement(False, share, statement, where)
    if (certain := _by_extent(claim, weights, statement)) is not None:
        return Judgement(certain, share, statement, -1)
    if share < COVERED or against > 0 or (claim.fulfilment and (claim.of_plan or statement.is_planned)):
        return open_
    return Judgement(True, share, statement, _fullest(weights, statement)) if _needs_nothing_more(claim, statement) else open_


def answered(weights: Mapping[str, float], statement: Statement) -> Judgement | None:
    """What the sentence behind a question of the document says, where that question asks what the claim does: 可以进校园吗? 可以，但…"""
    share = coverage(weights, statement)
    if not statement.is_question or share < _ASKED_ALIKE:
        return None
    candidate = statement.candidate
    text, end = candidate.evidence.document.text, candidate.span.end
    behind = next(iter(sentences(text, end, min(len(text), end + _BEHIND))), None)
    reply = behind and Statement(replace(candidate, span=behind))
    opening = _REPLY.match(reply.text) if reply else None
    return Judgement(opening["no"] is None, share, reply, -1) if reply and opening else None


def _contradicted(claim: Claim, weights: Mapping[str, float], statement: Statement) -> tuple[float, int]:
    """Share of the claim's words that are denied on one side only, and the clause where most of that is.

    A word is read in the clause that, of those with the word, holds most of the claim.
    """
    held = _held(weights, statement)
    stretches = [denied(clause, for_permission=claim.permission) for clause in statement.clauses]
    shares, predicate = [0.0] * len(statement.clauses), [0.0] * len(statement.clauses)
    for word in claim.words:
        places = [n for n, clause in enumerate(statement.clauses) if word.text in clause]
        if places:
            n = max(places, key=held.__getitem__)
            found = re.finditer(re.escape(word.text), statement.clauses[n])
            if all(is_within(match.start(), stretches[n]) for match in found) != word.is_denied:
                shares[n] += weights[word.text]
                predicate[n] += weights[word.text] * (word.text in claim.predicate)
    asked = sum(weights[word] for word in claim.predicate if word in statement.text)
    turned_round = asked > 0 and sum(predicate) > _HALF * asked
    against = max(sum(shares), _CONTRADICTED if turned_round else 0.0)
    return against, max(range(len(shares)), key=shares.__getitem__)


def _fulfilled(claim: Claim, statement: Statement) -> bool | None:
    """Whether the sentence says that something was done as it should, or missed; nothing where the claim itself says so."""
    missed = _MISSED.search(statement.text)
    if _MISSED.search(claim.text):
        return None
    if missed:
        return False
    return True if _MET.search(statement.text) and not statement.is_planned else None


def _by_extent(claim: Claim, weights: Mapping[str, float], statement: Statement) -> bool | None:
    """What 全部, 必须 and 最高 of the claim meet with."""
    text = statement.text
    if claim.obliged and _VOLUNTARY.search(text) and not _MUST.search(_VOLUNTARY.sub("", text)):
        return False
    for asked, opposite in ((_HIGHEST, _LOWEST), (_LOWEST, _HIGHEST)):
        if asked.search(claim.text):
            return False if opposite.search(text) and not asked.search(text) else None
    if claim.some_of and _WHOLE.search(text):
        return False
    if claim.all_of and not _WHOLE.search(text):
        narrower = _PART.search(text) or _SHARE.search(text) or _is_modified(claim, weights, statement) or _is_crossed(weights, statement)
        return False if narrower else None
    return None


def _is_modified(claim: Claim, weights: Mapping[str, float], statement: Statement) -> bool:
    """关停低端民办幼儿园: before words of the claim stands what narrows them, and is none of the claim's."""
    return any(
        narrowing[0] not in claim.text and any(clause.startswith(word, narrowing.end()) for word in weights)
        for clause in statement.clauses
        for narrowing in _NARROWING.finditer(clause)
    )


def _is_crossed(weights: Mapping[str, float], statement: Statement) -> bool:
    """One clause says it of another part of the same things, and another clause something else of the part meant."""
    held = [{word for word in weights if word in clause} for clause in statement.clauses]
    return any(
        sum(weights[w] for w in first & second) >= _SHARED
        and sum(weights[w] for w in first - second) >= _OWN
        and sum(weights[w] for w in second - first) >= _OWN
        for n, first in enumerate(held)
        for second in held[n + 1 :]
    )


def _needs_nothing_more(claim: Claim, statement: Statement) -> bool:
    """Whether full coverage is enough: not where the claim goes further than words can show."""
    if claim.all_of:
        return _WHOLE.search(statement.text) is not None
    if any(pattern.search(claim.text) for pattern in (_HIGHEST, _LOWEST)):
        return any(p.search(claim.text) and p.search(statement.text) for p in (_HIGHEST, _LOWEST))
    if claim.some_of:
        return False
    return not claim.obliged or _MUST.search(statement.text) is not None


def _fullest(weights: Mapping[str, float], statement: Statement) -> int:
    """The clause that holds most of the claim."""
    held = _held(weights, statement)
    return max(range(len(held)), key=held.__getitem__)


def _held(weights: Mapping[str, float], statement: Statement) -> list[float]:
    """Share of the claim that each clause holds."""
    return [sum(weight for word, weight in weights.items() if word in clause) for clause in statement.clauses]
