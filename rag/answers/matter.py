"""A claim before a sentence: how much of it the sentence holds, where it speaks about it, and what stands denied in only one of the two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from rag.answers.claim import Claim
from rag.answers.polarity import denied, is_within
from rag.answers.statement import Statement, asked_share, coverage, fullest, held
from rag.answers.words import Word


class Matter(NamedTuple):
    """A claim before a sentence."""

    claim: Claim
    weights: Mapping[Word, float]
    statement: Statement
    share: float
    """Of the claim's words, what the sentence and its headings hold."""
    own: float
    """… and the sentence alone."""
    asked: float
    """The same of the words that say what is asked about the rest."""


def matter_of(claim: Claim, weights: Mapping[Word, float], statement: Statement) -> Matter:
    """The claim before the sentence."""
    own = sum(weight * word.share_in(statement.text) for word, weight in weights.items())
    return Matter(claim, weights, statement, coverage(weights, statement), own, asked_share(claim, weights, statement))


def last(claim: Claim) -> Word:
    """The last word of what is asked, where Chinese puts the thing or the deed itself: 交流教师发不发交通卡."""
    return [word for word in claim.words if word in claim.predicate][-1]


def near(matter: Matter) -> str:
    """The clause that holds most of the claim, with those beside it."""
    best = fullest(matter.weights, matter.statement)
    return "".join(matter.statement.clauses[max(0, best - 1) : best + 2])


def of_rest(matter: Matter) -> float:
    """Share of the claim's words before what is asked that the sentence and its headings hold."""
    rest = {word: weight for word, weight in matter.weights.items() if word not in matter.claim.predicate}
    return coverage(rest, matter.statement) / sum(rest.values()) if rest else 1.0


def contradicted(matter: Matter) -> tuple[set[Word], set[Word]]:
    """The claim's words that only the sentence denies, and those that only the claim denies.

    A word is read in the clause that, of those with the word, holds most of the claim. What the claim denies is met when one word of
    it stands denied.
    """
    claim, statement = matter.claim, matter.statement
    shares = held(matter.weights, statement)
    found = {word: denials(word, claim, statement) for word in matter.weights}
    read = {word: places[max(places, key=shares.__getitem__)] for word, places in found.items() if places}
    is_denied_too = any(any(places.values()) for word, places in found.items() if word.is_denied)
    return (
        {word for word, is_denied in read.items() if is_denied and not word.is_denied},
        {word for word, is_denied in read.items() if word.is_denied and not is_denied and not is_denied_too},
    )


def denials(word: Word, claim: Claim, statement: Statement) -> dict[int, bool]:
    """Clauses that have the word, each with whether it denies it wherever it has it."""
    pairs = (pair for around in word.around for pair in around if pair in word.text)
    forms = (word.text,) if word.text in statement.text else word.forms
    whole, parts = (re.compile("|".join(map(re.escape, words))) for words in (forms, (*forms, *pairs)))
    pattern = whole if whole.search(statement.text) else parts
    found = {}
    for n, clause in enumerate(statement.clauses):
        if places := [match.start() for match in pattern.finditer(clause)]:
            stretches = denied(clause, for_permission=claim.permission, waived="免" not in claim.text)
            found[n] = all(is_within(at, stretches) for at in places)
    return found
