"""GBK text that lost its step: one byte was read alone, and every character after it was put together from two halves.

`幸福空間` is B8A3 BFD5 E967. When B8 is read alone it becomes `?`, then A3BF, D5E9, 67 are read as `？臻g`: the text shows
`幸??臻g` until a byte below 80 brings the reader back into step. Pairs that mean nothing (user-defined GBK) vanish on the way,
and the last half may swallow the character after it (`小：<` → `?。?`).

The repair writes the run back into bytes, shifts it by one, searches over the bytes that were lost for the most likely words
in their context (a beam search), and believes the result only when it is far more likely than the text as it stands.

The search tries some thousand continuations at each character: all are scored at once (`index.halves`), and only those that are
kept become guesses.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.halves import LEADS, TRAILS, candidates, character_of
from index.language import Reading, character_plausibility
from index.outlook import Outlook
from index.types import Repair

_SUSPECT = re.compile(r"[?\ufffd](?=\??[^\x00-\x7f\s”’）》】])")
_CONTEXT = 6
"""Characters read before and after a run."""
_BREAK = re.compile("\\n|\u3000")
"""Where a paragraph starts."""
_REACH = 40
"""Code points looked through for that context."""
_LONGEST_RUN = 60
_BEAM = 48
_HALF_BEAM = 12
_LOSS = -4.0
"""Added to the score for assuming that a pair vanished."""
_BEFORE_ASCII = -5.0
"""Added for a comma that would stand before an ASCII character."""
_ALONE = 3.0
"""Added for a second half that begins no pair of its own, so that it was lost alone."""
_NUMERALS = "一二三四五六七八九十"
_NUMBERED = 4.0
"""Added for a paragraph that opens with a number."""
_CONVINCING = -6.5
"""Score per character at which no vanished pair need be assumed."""
_MARGIN = 15.0
"""Natural logarithm of how much more likely a repair must be than the text as it stands."""

_USER_DEFINED = (((*range(0xAA, 0xB0), *range(0xF8, 0xFF)), tuple(range(0xA1, 0xFF))), (tuple(range(0xA1, 0xA8)), tuple(range(0x81, 0xA1))))
"""First and second bytes of the pairs that stand for nothing (second bytes below 81 cannot begin a character)."""
_LOST_FIRSTS = tuple(first for firsts, _ in _USER_DEFINED for first in firsts)
_LOST_SECONDS = {first: seconds for firsts, seconds in _USER_DEFINED for first in firsts}
_ROUNDING = 1e-6
"""More than estimates of the same score can differ by."""
_UNKNOWN_PAIR = "?\ufffd"
_NARROWED = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "!": "！", "?": "？"}
"""Full-width marks that a page may show in half width."""


@dataclass(frozen=True, slots=True)
class _Guess:
    """What a run may have said up to `position`; `pending` is the first half of the character that comes next."""

    reading: Reading
    shown: str
    pending: int
    position: int

    @property
    def score(self) -> float:
        return self.reading.score


class _Lost(NamedTuple):
    """A guess after which a pair vanished: what comes next begins with one of `seconds`."""

    guess: _Guess
    seconds: tuple[int, ...]


class _Choice(NamedTuple):
    """Guesses that are not made yet: their scores, in order, and what makes the one at a place."""

    scores: NDArray[np.float64]
    make: Callable[[int], _Guess]


def shifted_runs(text: str, hidden: re.Pattern[str]) -> Iterator[Repair]:
    """A repair for each shifted run of `text`, ascending. What `hidden` matches (glosses) is skipped in the context."""
    end = 0
    for match in _SUSPECT.finditer(text):
        if match.start() >= end and _is_suspicious(text, match.start()):
            repair = _repaired(text, match.start(), hidden)
            if repair is not None:
                yield repair
                end = repair.end


def _is_suspicious(text: str, start: int) -> bool:
    """Cheap test before words are consulted: rare characters, or punctuation where no sentence can have it."""
    if text[start + 1] in "?。、，；：":
        return True
    for character in text[start + 1 : start + _LONGEST_RUN]:
        if character <= "\x7f":
            return False
        if character_plausibility(character) < 1:
            return True
    return False


def _repaired(text: str, start: int, hidden: re.Pattern[str]) -> Repair | None:
    first, last = max(0, start - _REACH), start + _LONGEST_RUN + _REACH + 1  # nothing further is looked at
    found = _run(text[first:last], start - first, hidden)
    return None if found is None else Repair("mojibake", start, start + found[0], found[1])


@lru_cache(maxsize=1024)
def _run(text: str, start: int, hidden: re.Pattern[str]) -> tuple[int, str] | None:
    """Length of the run at `start` and what it said. Kept: the pages of one site have the same damage in the same places."""
    before = _BREAK.split(hidden.sub("", text[max(0, start - _REACH) : start]))[-1][-_CONTEXT:]
    context = Reading().read(before)
    for losses in (False, True):
        found = _likeliest(text, context, list(_search(text, start, context, losses)), hidden, start)
        if found is not None and (losses or found[0] > _CONVINCING):
            return found[1].position - start, found[1].shown
    return None


def _likeliest(text: str, context: Reading, guesses: Sequence[_Guess], hidden: re.Pattern[str], start: int) -> tuple[float, _Guess] | None:
    """The best guess with its score per character, each read on through the text after it; None when none is good enough."""
    if not guesses:
        return None
    horizon = max(guess.position for guess in guesses)
    after = hidden.sub("", text[horizon : horizon + _REACH]).partition("\n")[0][:_CONTEXT]
    rest = {position: hidden.sub("", text[position:horizon]) + after for position in {start, *(guess.position for guess in guesses)}}
    best_score, best = max(
        ((guess.reading.read(rest[guess.position]).score, guess) for guess in _promising(guesses, rest)), key=lambda scored: scored[0]
    )
    if best_score - context.read(rest[start]).score < _MARGIN:
        return None
    return (best_score - context.score) / (len(best.shown) + horizon - best.position + len(after) or 1), best


def _promising(guesses: Sequence[_Guess], rest: Mapping[int, str]) -> list[_Guess]:
    """Those of the guesses that may be the best when read on, by an estimate that is the score but for rounding."""
    outlooks = {position: Outlook(later) for position, later in rest.items()}
    scores = [outlooks[guess.position].score(guess.reading) for guess in guesses]
    enough = max(scores) - _ROUNDING
    return [guess for guess, score in zip(guesses, scores, strict=True) if score >= enough]


def _search(text: str, start: int, context: Reading, losses: bool) -> Iterator[_Guess]:
    """Every way found to bring the run that starts at `start` back into step, with or without pairs that vanished."""
    beam = [_Guess(context, "", lead, start + 1) for lead in LEADS]
    while beam and beam[0].position < min(len(text), start + _LONGEST_RUN):
        shown = text[beam[0].position]
        lost = _after_loss(beam, start) if losses else []
        if beam[0].position > start + 1:
            yield from _ended(beam, lost, shown)
            if shown in _UNKNOWN_PAIR:
                yield from _ended_unknown(beam)
        beam = _grown(beam, lost, shown)


def _best(choices: Iterable[_Choice], count: int) -> list[_Guess]:
    """The `count` most likely of all, ties in their order."""
    many = list(choices)
    if not many:
        return []
    scores = np.concatenate([choice.scores for choice in many])
    edges = list(accumulate(len(choice.scores) for choice in many))
    found = []
    for place in np.argsort(-scores, kind="stable")[:count].tolist():
        if scores[place] > -np.inf:
            owner = bisect_right(edges, place)
            found.append(many[owner].make(place - edges[owner] + len(many[owner].scores)))
    return found


def _made(guesses: Sequence[_Guess]) -> _Choice:
    return _Choice(np.array([guess.score for guess in guesses], np.float64), lambda place: guesses[place])


def _grown(beam: Sequence[_Guess], lost: Sequence[_Lost], shown: str) -> list[_Guess]:
    """One more misread character: its first byte ends a character, its second begins the next."""
    pairs = [pair for form in (shown, _NARROWED.get(shown, "")) if (pair := _pair(form)) is not None]
    kept: list[_Guess] = []
    for guess in beam:
        for trail, pending in pairs:
            kept += _emitted(guess, trail, pending, 1)
            if not guess.shown and not guess.reading.tail and guess.pending == LEADS[0]:
                kept.append(_Guess(guess.reading, guess.shown, pending, guess.position + 1))  # it was the indent of a paragraph
    return _best([_made(kept), *(_grown_after_loss(one, pairs) for one in lost if pairs)], _BEAM)


def _grown_after_loss(lost: _Lost, pairs: Sequence[tuple[int, int]]) -> _Choice:
    """A guess for each second byte and pair."""
    guess, count = lost.guess, len(pairs)
    scores = candidates(lost.seconds, tuple(trail for trail, _ in pairs)).scores(guess.reading)

    def make(place: int) -> _Guess:
        trail, pending = pairs[place % count]
        (found,) = _emitted(_pending(guess, lost.seconds[place // count]), trail, pending, 1)
        return found

    return _Choice(scores, make)


def _ended(beam: Sequence[_Guess], lost: Sequence[_Lost], shown: str) -> list[_Guess]:
    """Back in step: an ASCII character was the second half of the last one."""
    if not "@" <= shown <= "~":
        return []
    kept = [found for guess in beam for found in _emitted(guess, ord(shown), 0, 1)]
    return _best([_made(kept), *(_ended_after_loss(one, ord(shown)) for one in lost)], _BEAM)


def _ended_after_loss(lost: _Lost, trail: int) -> _Choice:
    def make(place: int) -> _Guess:
        (found,) = _emitted(_pending(lost.guess, lost.seconds[place]), trail, 0, 1)
        return found

    return _Choice(candidates(lost.seconds, (trail,)).scores(lost.guess.reading), make)


def _ended_unknown(beam: Sequence[_Guess]) -> list[_Guess]:
    """Back in step: the last second half was lost together with the ASCII character after it."""
    return _best((_unknown(guess) for guess in beam), 4 * _BEAM)


def _unknown(guess: _Guess) -> _Choice:
    options = candidates((guess.pending,), TRAILS)
    added = np.array([_ALONE if trail in _USER_DEFINED[0][0] else 0.0 for trail in TRAILS])
    added += [_BEFORE_ASCII if option in ("，", "、") else 0.0 for option in options.characters]

    def make(place: int) -> _Guess:
        (found,) = _emitted(guess, TRAILS[place], 0, 1)
        return _Guess(found.reading.discounted(float(added[place])), found.shown, found.pending, found.position)

    return _Choice(options.scores(guess.reading) + _for_number(guess, options.characters) + added, make)


def _after_loss(beam: Sequence[_Guess], start: int) -> list[_Lost]:
    """A pair vanished: its first byte ended a character, its second is pending."""
    losing = [guess for guess in beam if guess.shown or guess.position > start + 1]
    return [
        _Lost(_Guess(half.reading.discounted(_LOSS), half.shown, 0, half.position), _LOST_SECONDS[half.pending])
        for half in _best(map(_halved, losing), _HALF_BEAM)
    ]


def _halved(guess: _Guess) -> _Choice:
    """The guess with each first byte of a lost pair, which it keeps as pending."""
    options = candidates((guess.pending,), _LOST_FIRSTS)

    def make(place: int) -> _Guess:
        (found,) = _emitted(guess, _LOST_FIRSTS[place], _LOST_FIRSTS[place], 0)
        return found

    return _Choice(options.scores(guess.reading) + _for_number(guess, options.characters), make)


def _for_number(guess: _Guess, shown: Sequence[str]) -> NDArray[np.float64]:
    """What each of the characters gets for opening a paragraph with a number."""
    if guess.reading.tail:
        return np.zeros(len(shown))
    return np.array([_NUMBERED if one and one in _NUMERALS else 0.0 for one in shown])


def _emitted(guess: _Guess, trail: int, pending: int, advance: int) -> Iterator[_Guess]:
    """`guess` with the character that its pending half and `trail` make, if they make one."""
    made = character_of(guess.pending, trail)
    if not made:
        return
    reading = guess.reading.read(made)
    if not guess.reading.tail and made in _NUMERALS:
        reading = reading.discounted(_NUMBERED)
    yield _Guess(reading, guess.shown + made, pending, guess.position + advance)


def _pending(guess: _Guess, half: int) -> _Guess:
    return _Guess(guess.reading, guess.shown, half, guess.position)


def _pair(shown: str) -> tuple[int, int] | None:
    """The two GBK bytes of a character; None where it has not exactly two."""
    try:
        data = shown.encode("gbk")
    except UnicodeEncodeError:
        return None
    return (data[0], data[1]) if len(data) == 2 else None
