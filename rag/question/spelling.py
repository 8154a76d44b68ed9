"""Slips of the pen in what is asked about: 进视 for 近视, 陪训 for 培训, 编织规划 for 编制规划.

Chinese is typed by its sound, and a slip is a homophone. What is taken for one is a stretch of the question that no document says, in
place of a word of the same sound that documents do say, where the question reads more likely with that word. How likely a text reads is
the noisy channel's question (Kernighan, Church and Gale, "A spelling correction program based on a noisy channel model", 1990): here by
the words of the bundled vocabulary, each as likely as it is frequent, the best way of cutting the text into them.

A word that the documents have is never touched. A word of the language that they do not have is taken for another only where the
documents say that other with the very word beside it: 公式名单, where they speak of 公示名单.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import combinations, pairwise
from math import inf
from typing import NamedTuple

from index.catalogue import Catalogue
from index.homophones import homophones, official_words
from index.language import word_tag
from index.specificity import weight
from index.words import word_score

_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_LENGTHS = (2, 3)
"""Characters of the words of the vocabulary."""
_SEPARATE = 5.0
"""What every further word costs: weights are of passages, each of about e^5 words."""
_RARE = 11.0
"""Weight of a character that is no word of the vocabulary …"""
_OFFICIAL = 8.0
"""… and of a word that only official documents use."""
_PLAIN = frozenset(
    "的了着过和与及跟在是有为把被对从到将要会能可几多少哪各每什么怎吗呢吧啊个所名家项次位件条年月日天号一二三四五六七八九十两不没也都就还再又"
    "这那谁叫给得地让之其它他她你我们啥咋里上下想说讲看听问谈算弄搞咱俩"
)
"""Characters that stand beside anything: with one of them a pair is seldom a word."""
_ASKING = frozenset({"多少", "哪些", "什么", "怎么", "怎样", "如何", "是否", "一个", "我们"})
"""Words of questions, which documents have, too."""
_CLEAR, _NEARLY_CLEAR = 2.0, 5.0
"""By how much the question must read more likely, in natural logarithms, where the sound is the same, and where it is nearly the same."""
_COMMON = -9.5
"""A word of the language as frequent as this (重新, 反映; natural logarithm of its share of all words) is meant as it stands."""
_SUPPORT = 2.0
"""What it adds to that where the documents have the word together with what stands beside it."""
_MARGIN = 1.0
"""By how much a word must be likelier than any other that may be meant."""


Says = Callable[[str], bool]
"""Whether a document says the word."""


class Slip(NamedTuple):
    """A word as written, and as meant."""

    written: str
    meant: str


class _Guess(NamedTuple):
    """A word that may be meant where `written` stands in a run of characters."""

    gain: float
    start: int
    written: str
    meant: str
    is_exact: bool

    @property
    def end(self) -> int:
        return self.start + len(self.written)

    @property
    def changed(self) -> list[int]:
        """Places in the run."""
        return [self.start + at for at, (one, other) in enumerate(zip(self.written, self.meant, strict=True)) if one != other]

    def rivals(self, other: _Guess) -> bool:
        """The two make different words of the same characters."""
        first, last = max(self.start, other.start), min(self.end, other.end)
        own, others = (guess.meant[max(0, first - guess.start) : max(0, last - guess.start)] for guess in (self, other))
        return own != others

    def corrected(self, run: str) -> str:
        return run[: self.start] + self.meant + run[self.end :]


class _Reading(NamedTuple):
    """The most likely way of cutting a run into words."""

    ahead: list[float]
    """By place: cost of the best way up to it …"""
    behind: list[float]
    """… and from it on."""
    cuts: list[int]
    """Where words begin or end, first and last place included."""

    def words(self) -> Iterator[tuple[int, int]]:
        return pairwise(self.cuts)


def slips(topic: str, catalogue: Catalogue) -> tuple[Slip, ...]:
    """Those of the folded words that are asked about, in the order of how sure they are. None where the passages cannot be asked."""
    if catalogue.says is None:
        return ()
    says = cache(catalogue.holds)
    return tuple(dict.fromkeys(slip for run in _RUN.findall(topic) for slip in _slips(run, says)))


def _slips(run: str, says: Says) -> Iterator[Slip]:
    """The likeliest first, each place taken once; none where two words may be meant about as likely."""
    reading = _read(run)
    found = [(likelier, guess) for guess in _guesses(run, reading) if (likelier := _likelier(guess, run, reading, says)) is not None]
    taken: set[int] = set()
    for likelier, guess in sorted(found, reverse=True):
        places = set(range(guess.start, guess.end))
        rivals = [other for score, other in found if score > likelier - _MARGIN and other.rivals(guess)]
        if not rivals and not places & taken:
            yield Slip(guess.written, guess.meant)
        taken |= places


# ------------------------------------------------------------------------------------------------ how likely
def _read(run: str) -> _Reading:
    size = len(run)
    ahead, behind, last = [0.0, *[float("inf")] * size], [*[float("inf")] * size, 0.0], [0] * (size + 1)
    pieces = [(start, end, cost) for start in range(size) for end, cost in _pieces(run, start)]
    for start, end, cost in pieces:
        if ahead[start] + cost < ahead[end]:
            ahead[end], last[end] = ahead[start] + cost, start
    for start, end, cost in reversed(pieces):
        behind[start] = min(behind[start], cost + behind[end])
    cuts = [size]
    while cuts[-1]:
        cuts.append(last[cuts[-1]])
    return _Reading(ahead, behind, cuts[::-1])


def _pieces(run: str, start: int) -> Iterator[tuple[int, float]]:
    """Where the words that begin at `start` end, and what they cost."""
    for length in (1, *_LENGTHS):
        cost = _cost(run[start : start + length]) if start + length <= len(run) else None
        if cost is not None:
            yield start + length, cost


@lru_cache(maxsize=1 << 14)
def _cost(word: str) -> float | None:
    """Negative natural logarithm of how often the word is used; None for several characters that are no word."""
    told = weight(word)
    if told is None and len(word) > 1:
        return _SEPARATE + _OFFICIAL if word in official_words() else None
    return _SEPARATE + (_RARE if told is None else told)


def _guesses(run: str, reading: _Reading) -> Iterator[_Guess]:
    """All that make the run about as likely, or more. What breaks a word that reaches beyond is none: 少辆 in 多少辆."""
    total = reading.ahead[-1]
    for start, end in combinations(reading.cuts, 2):
        if end - start in _LENGTHS:
            around = total - reading.ahead[start] - reading.behind[end]
            for meant, is_exact in homophones(run[start:end]):
                gain = around - (_cost(meant) or _RARE)
                if gain > -_SUPPORT:
                    yield _Guess(gain, start, run[start:end], meant, is_exact)


# ------------------------------------------------------------------------------------------------ whether it is one
def _likelier(guess: _Guess, run: str, reading: _Reading, says: Says) -> float | None:
    """By how much the guess is likelier than what is written, all told; None where it is no slip, or that is not clear. What costs least
    to find out is looked at first."""
    least = _CLEAR if guess.is_exact else _NEARLY_CLEAR
    if (
        (word_score(guess.written) or -inf) >= _COMMON
        or not (guess.is_exact or len(guess.changed) == 1)
        or guess.gain + _SUPPORT < least
        or not _is_of_documents(guess, run, says)
    ):
        return None
    gained, lost = _beside(guess, run, says)
    if lost:
        return None
    if len(guess.changed) > 1 or _is_plain(guess, run, reading, gained=gained) or _is_language(guess, run):
        is_clear = guess.is_exact and _is_said(guess, run, reading, says)
        return guess.gain + _SUPPORT if is_clear and (len(guess.changed) == 1 or _is_language(guess, run)) else None
    likelier = guess.gain + (_SUPPORT if gained or _is_said(guess, run, reading, says) else 0.0)
    return likelier if likelier >= least else None


def _is_of_documents(guess: _Guess, run: str, says: Says) -> bool:
    """The documents have the word that is meant, and none of the pairs of characters that are written in its place."""
    starts = [start for start in range(guess.start, guess.end - 1) if not {start, start + 1}.isdisjoint(guess.changed)]
    meant = ["".join(pair) for pair in pairwise(guess.meant)]
    return not any(says(run[start : start + 2]) for start in starts) and all(map(says, meant))


def _is_plain(guess: _Guess, run: str, reading: _Reading, *, gained: bool) -> bool:
    """What is written may be nothing but words beside each other: 分几, 打学生."""
    if any(run[place] in _PLAIN for place in guess.changed):
        return True
    return not gained and (not _PLAIN.isdisjoint(guess.written) or _keeps_a_word(guess, reading))


def _keeps_a_word(guess: _Guess, reading: _Reading) -> bool:
    """Only a character beside a word is another: 打学生, 集团话."""
    return any(
        end - start > 1 and guess.start <= start and end <= guess.end and not any(start <= place < end for place in guess.changed)
        for start, end in reading.words()
    )


def _beside(guess: _Guess, run: str, says: Says) -> tuple[bool, bool]:
    """Whether the documents have a pair that the correction makes across its ends, and whether they have one that it takes away."""
    corrected, changed = guess.corrected(run), guess.changed
    starts = [start for start, place in ((guess.start - 1, guess.start), (guess.end - 1, guess.end - 1)) if place in changed]
    pairs = [(run[start : start + 2], corrected[start : start + 2]) for start in starts if 0 <= start < len(run) - 1]
    held = [(says(before), says(after)) for before, after in pairs]
    return any(after and not before for before, after in held), any(before and not after for before, after in held)


def _is_language(guess: _Guess, run: str) -> bool:
    """A changed character stands in a word of the language."""
    return any(
        word_tag(run[start : start + length])
        for length in (2, 3, 4)
        for start in range(max(0, guess.start - length + 1), min(guess.end, len(run) - length + 1))
        if any(start <= place < start + length for place in guess.changed)
    )


def _is_said(guess: _Guess, run: str, reading: _Reading, says: Says) -> bool:
    """The documents say the word that is meant and the one beside it together: 近视率, 公示名单."""
    before = next((run[start:end] for start, end in reading.words() if end == guess.start), "")
    after = next((run[start:end] for start, end in reading.words() if start == guess.end), "")
    phrases = [before + guess.meant] * _tells(before) + [guess.meant + after] * _tells(after)
    if len(guess.meant) > len("近视") and not _keeps_a_word(guess, reading):
        phrases.append(guess.meant)
    return any(map(says, phrases))


def _tells(neighbour: str) -> bool:
    """A word of its own, not 多少 or 是."""
    return not _PLAIN.issuperset(neighbour) and neighbour not in _ASKING
