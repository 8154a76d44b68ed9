"""How much each word tells among the sentences of one side: 食堂 of 学生食堂, where every other sentence speaks of 学生.

What a word tells in general (`index.specificity`) is counted over many documents. Beside one another stand the sentences of one
district about one topic: a word that most of them hold does not tell which of them answers. The name of a measure (占比) says no
more than the figure behind it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import log

from rag.rank import Candidate, shares
from rag.types import Understood
from rag.wanted import Wanted, apart, content_words

_LEAST = 0.2
"""What is left of a word that all sentences hold."""
_MEASURE = re.compile(r"占?比[例重率]?|比率|指标|数[量目额]|得分|总数")
_OF_MEASURE = 0.3
"""What is left of a word that names the measure."""
_JOINED = 0.5
"""What two words count again where they stand side by side."""


def in_their_words(understood: Understood, own: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of one side, with the share of the question's words that they hold as these tell among them."""
    rarity = _rarity([apart(candidate.folded) for candidate in own])
    wanted = [_weighed(word, rarity) for word in content_words(understood)]
    wanted += _compounds(understood, rarity, [candidate.folded for candidate in own])
    return [_with_words(candidate, wanted) for candidate in own]


def told_alike(weighed: Sequence[tuple[str, float]], own: Sequence[Candidate]) -> list[float]:
    """For each candidate the share of the words, with what they tell in general, that it holds, as these tell among the candidates."""
    rarity = _rarity([apart(candidate.folded) for candidate in own])
    telling = [(word, weight * rarity((word,))) for word, weight in weighed]
    total = sum(weight for _, weight in telling)
    return [sum(weight for word, weight in telling if word in one.folded) / total if total else 0.0 for one in own]


def _rarity(sentences: Sequence[str]) -> Callable[[Sequence[str]], float]:
    most = log(len(sentences) + 2)

    def rarity(forms: Sequence[str]) -> float:
        holding = sum(any(form in sentence for form in forms) for sentence in sentences)
        return max(_LEAST, log((len(sentences) + 2) / (holding + 1)) / most)

    return rarity


def _weighed(word: Wanted, rarity: Callable[[Sequence[str]], float]) -> Wanted:
    factor = _OF_MEASURE if _MEASURE.fullmatch(word.forms[0]) else 1.0
    parts = tuple(_weighed(part, rarity) for part in word.parts)
    return word._replace(weight=factor * word.weight * rarity(word.forms), parts=parts)


def _compounds(understood: Understood, rarity: Callable[[Sequence[str]], float], sentences: Sequence[str]) -> Iterator[Wanted]:
    """Words that stand side by side in the question, where a sentence has them so, too: 社区教育, beside 社区 and 教育."""
    for first, second in pairwise(content_words(understood)):
        joined = first.forms[0] + second.forms[0]
        if joined in understood.topic and any(joined in sentence for sentence in sentences):
            yield Wanted((joined,), _JOINED * (first.weight + second.weight) * rarity((joined,)))


def _with_words(candidate: Candidate, wanted: Sequence[Wanted]) -> Candidate:
    words, above = shares(wanted, candidate.folded, candidate.chunk)
    return replace(candidate, features=candidate.features._replace(words=words, above=above))
