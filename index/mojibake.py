"""GBK text that lost its step: one byte was read alone, and every character after it was put together from two halves.

`幸福空間` is B8A3 BFD5 E967. When B8 is read alone it becomes `?`, then A3BF, D5E9, 67 are read as `？臻g`: the text shows
`幸??臻g` until a byte below 80 brings the reader back into step. Pairs that mean nothing (user-defined GBK) vanish on the way,
and the last half may swallow the character after it (`小：<` → `?。?`).

The repair writes the run back into bytes, shifts it by one, searches over the bytes that were lost for the most likely words
in their context (a beam search), and believes the result only when it is far more likely than the text as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from index.language import Reading, character_plausibility
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

_LEADS = range(0x81, 0xFF)
_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_USER_DEFINED = (((*range(0xAA, 0xB0), *range(0xF8, 0xFF)), range(0xA1, 0xFF)), (range(0xA1, 0xA8), range(0x81, 0xA1)))
"""First and second bytes of the pairs that stand for nothing (second bytes below 81 cannot begin a character)."""
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
    before = _BREAK.split(hidden.sub("", text[max(0, start - _REACH) : start]))[-1][-_CONTEXT:]
    context = Reading().read(before)
    for losses in (False, True):
        found = _likeliest(text, context, list(_search(text, start, context, losses)), hidden, start)
        if found is not None and (losses or found[0] > _CONVINCING):
            return Repair("mojibake", start, found[1].position, found[1].shown)
    return None


def _likeliest(text: str, context: Reading, guesses: Sequence[_Guess], hidden: re.Pattern[str], start: int) -> tuple[float, _Guess] | None:
    """The best guess with its score per character, each read on through the text after it; None when none is good enough."""
    if not guesses:
        return None
    horizon = max(guess.position for guess in guesses)
    after = hidden.sub("", text[horizon : horizon + _REACH]).partition("\n")[0][:_CONTEXT]

    def read_on(reading: Reading, position: int) -> float:
        return reading.read(hidden.sub("", text[position:horizon]) + after).score

    best_score, best = max(((read_on(guess.reading, guess.position), guess) for guess in guesses), key=lambda scored: scored[0])
    if best_score - read_on(context, start) < _MARGIN:
        return None
    return (best_score - context.score) / (len(best.shown) + horizon - best.position + len(after) or 1), best


def _search(text: str, start: int, context: Reading, losses: bool) -> Iterator[_Guess]:
    """Every way found to bring the run that starts at `start` back into step, with or without pairs that vanished."""
    beam = [_Guess(context, "", lead, start + 1) for lead in _LEADS]
    while beam and beam[0].position < min(len(text), start + _LONGEST_RUN):
        character = text[beam[0].position]
        lossy = list(_after_loss(beam, start)) if losses else []
        if beam[0].position > start + 1:
            yield from _best((ended for guess in (*beam, *lossy) for ended in _ended(guess, character)), _BEAM)
            if character in _UNKNOWN_PAIR:
                yield from _best((ended for guess in beam for ended in _ended_unknown(guess)), 4 * _BEAM)
        beam = _best((later for guess in (*beam, *lossy) for later in _grown(guess, character)), _BEAM)


def _best(guesses: Iterable[_Guess], count: int) -> list[_Guess]:
    return sorted(guesses, key=lambda guess: -guess.score)[:count]


def _grown(guess: _Guess, character: str) -> Iterator[_Guess]:
    """One more misread character: its first byte ends a character, its second begins the next."""
    for form in (character, _NARROWED.get(character, "")):
        pair = _pair(form)
        if pair is None:
            continue
        yield from _emitted(guess, pair[0], pair[1], 1)
        if not guess.shown and not guess.reading.tail and guess.pending == _LEADS[0]:
            yield replace(guess, pending=pair[1], position=guess.position + 1)  # what stood there was the indent of a paragraph


def _ended(guess: _Guess, character: str) -> Iterator[_Guess]:
    """Back in step: an ASCII character was the second half of the last one."""
    if "@" <= character <= "~":
        yield from _emitted(guess, ord(character), 0, 1)


def _ended_unknown(guess: _Guess) -> Iterator[_Guess]:
    """Back in step: the last second half was lost together with the ASCII character after it."""
    for trail in _TRAILS:
        for ended in _emitted(guess, trail, 0, 1):
            score = (_ALONE if trail in _USER_DEFINED[0][0] else 0.0) + (_BEFORE_ASCII if ended.shown[-1] in "，、" else 0.0)
            yield replace(ended, reading=ended.reading.discounted(score))


def _after_loss(beam: list[_Guess], start: int) -> Iterator[_Guess]:
    """A pair vanished: its first byte ended a character, its second is pending."""
    halves = [
        (half, seconds)
        for guess in beam
        if guess.shown or guess.position > start + 1
        for firsts, seconds in _USER_DEFINED
        for first in firsts
        for half in _emitted(guess, first, 0, 0)
    ]
    for half, seconds in sorted(halves, key=lambda scored: -scored[0].score)[:_HALF_BEAM]:
        reading = half.reading.discounted(_LOSS)
        for second in seconds:
            yield _Guess(reading, half.shown, second, half.position)


def _emitted(guess: _Guess, trail: int, pending: int, advance: int) -> Iterator[_Guess]:
    """`guess` with the character that its pending half and `trail` make, if they make one."""
    character = _characters().get((guess.pending, trail))
    if character is None:
        return
    reading = guess.reading.read(character)
    if not guess.reading.tail and character in _NUMERALS:
        reading = reading.discounted(_NUMBERED)
    yield _Guess(reading, guess.shown + character, pending, guess.position + advance)


def _pair(character: str) -> tuple[int, int] | None:
    """The two GBK bytes of a character; None where it has not exactly two."""
    try:
        data = character.encode("gbk")
    except UnicodeEncodeError:
        return None
    return (data[0], data[1]) if len(data) == 2 else None


@cache
def _characters() -> Mapping[tuple[int, int], str]:
    """Every GBK pair that stands for a character."""
    pairs = {(lead, trail): bytes((lead, trail)).decode("gbk", "replace") for lead in _LEADS for trail in _TRAILS}
    return MappingProxyType({pair: character for pair, character in pairs.items() if "\ufffd" not in character})
