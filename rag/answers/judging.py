"""What one sentence of a document says about a claim: that it holds, that it does not, or nothing certain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from index.sentences import sentences
from index.types import Span
from rag.answers.claim import Claim
from rag.answers.conditions import excepts
from rag.answers.matter import matter_of
from rag.answers.statement import Statement, coverage, fullest
from rag.answers.ways import REGULATED, WAYS
from rag.answers.words import Word

_ASKED_ALIKE = 0.45
"""Share of the claim's words that a question of a document must hold to ask the same."""
_BEHIND = 400
"""Characters behind it in which its reply ends."""
_REPLY = re.compile(r"(?P<no>不(?:可以|能|会|是|需要|用|行|允许|得)|没有|否)|(?:可以|能|会|是的?|需要|有|行|允许)(?=[,。、;的])")
_RULING = re.compile("一律|不得|不准|严禁|禁止|应当|必须|可以|允许")
"""What is allowed is settled by rules, not by what happened …"""
_RULED = 0.1
"""… which count so much more."""


class Judgement(NamedTuple):
    holds: bool | None
    """None where the sentence leaves it open."""
    strength: float
    """How much of the claim it speaks about, and how well it answers."""
    sentence: Statement
    core: Span
    """The deciding words, in the original."""
    is_tight: bool = False
    """Whether these words say it without the rest of the sentence."""
    beside: Statement | None = None
    """A second sentence that it rests on."""


def judge(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> Judgement:
    """By wording alone; figures are weighed in `rag.answers.stated`."""
    matter = matter_of(claim, weights, statement)
    decided = None if statement.is_question or excepts(claim, statement) else next((way.holds for way in WAYS if way.decides(matter)), None)
    core = statement.candidate.span if decided is None else statement.spans[fullest(weights, statement)]
    is_rule = claim.permission and _RULING.search(statement.text) is not None
    return Judgement(decided, matter.share + statement.candidate.score + _RULED * is_rule, statement, core)


def answered(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> Judgement | None:
    """What the sentence behind a question of the document says, where that question asks what the claim does: 可以进校园吗? 可以，但…"""
    share = coverage(weights, statement)
    if not statement.is_question or share < _ASKED_ALIKE:
        return None
    candidate = statement.candidate
    text, end = candidate.evidence.document.text, candidate.span.end
    behind = next(iter(sentences(text, end, min(len(text), end + _BEHIND))), None)
    reply = behind and Statement(replace(candidate, span=behind))
    opening = _REPLY.match(reply.text) if reply else None
    if not (reply and behind and opening):
        return None
    excluded = next((n for n, clause in enumerate(reply.clauses) if claim.unasked and REGULATED.search(clause)), None)
    if excluded is not None:
        return Judgement(False, share + candidate.score, reply, reply.spans[excluded], is_tight=True)
    return Judgement(opening["no"] is None, share + candidate.score, reply, behind)
