"""The characters of GBK by their two bytes, and how likely each of many would be as the next one of a text.

The search over lost bytes (`index.mojibake`) asks this some thousand times for some hundred characters: what they score by
themselves comes from a table, and only those that make a word with the characters before them are looked at one by one. The
scores are those of `Reading.read`, to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.folds import PIECE, table
from index.language import ASCII, OTHER_PUNCTUATION, PUNCTUATION, STOPS, UNKNOWN, Reading
from index.words import LONGEST_WORD, continuations, one_character_words, score_of

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
"""First and second bytes of the pairs of GBK."""
_LEAD_PLACES = {lead: place for place, lead in enumerate(LEADS)}
_TRAIL_PLACES = {trail: place for place, trail in enumerate(TRAILS)}
_BMP = 0x10000


@dataclass(frozen=True, slots=True)
class Candidates:
    """The characters of some pairs; empty where a pair stands for none."""

    characters: tuple[str, ...]
    alone: NDArray[np.float64]
    """Score of each as a word by itself; minus infinity where there is none."""
    places: dict[str, list[int]]
    """Where each folded character stands."""
    special: tuple[int, ...]
    """Places of those that are scored by `Reading.read`: stops, and what folds to several characters."""

    def scores(self, reading: Reading) -> NDArray[np.float64]:
        """Score of `reading` with each of the characters after it."""
        found = reading.scores[-1] + self.alone
        for length in range(2, min(len(reading.tail) + 1, len(reading.scores), LONGEST_WORD) + 1):
            before, words = reading.scores[-length], continuations(reading.tail[1 - length :])
            for character in words.keys() & self.places.keys():
                score = before + score_of(words[character])
                for place in self.places[character]:
                    found[place] = max(found[place], score)
        for place in self.special:
            found[place] = reading.read(self.characters[place]).score
        return found


@lru_cache(maxsize=1 << 12)
def candidates(leads: tuple[int, ...], trails: tuple[int, ...]) -> Candidates:
    """Of each first byte with each second one, in this order; none where a byte is neither."""
    wanted = np.ix_([_LEAD_PLACES.get(lead, -1) for lead in leads], [_TRAIL_PLACES.get(trail, -1) for trail in trails])
    all_codes, all_folded, all_alone = _tables()
    codes, folded, alone = all_codes[wanted].ravel(), all_folded[wanted].ravel(), all_alone[wanted].ravel()
    characters = ["" if code == 0 else chr(code) for code in codes.tolist()]
    places: dict[str, list[int]] = {}
    for place, code in enumerate(folded.tolist()):
        if code not in (0, PIECE):
            places.setdefault(chr(code), []).append(place)
    special = [place for place, character in enumerate(characters) if character and (character in STOPS or folded[place] == PIECE)]
    return Candidates(tuple(characters), alone, places, tuple(special))


def character_of(lead: int, trail: int) -> str:
    """What a pair stands for; empty for nothing."""
    if lead not in _LEAD_PLACES or trail not in _TRAIL_PLACES:
        return ""
    code = int(_tables()[0][_LEAD_PLACES[lead], _TRAIL_PLACES[trail]])
    return chr(code) if code else ""


@cache
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float64]]:
    """By first and second byte: code of the character (0: none), its folded code (`PIECE`: several), its score by itself. The last row
    and column are those of bytes that are no first or second one."""
    codes = np.pad(_codes(), ((0, 1), (0, 1)))
    folded = np.where(codes == 0, 0, table()[codes])
    known = np.full(_BMP, UNKNOWN)
    scores = one_character_words()
    known[list(scores)] = list(scores.values())
    known[:0x80] = ASCII
    alone = known[np.minimum(folded, _BMP - 1)]  # beyond lie no words
    alone[np.isin(codes, [ord(mark) for mark in PUNCTUATION])] = OTHER_PUNCTUATION
    alone[codes == 0] = -np.inf
    return codes, folded, alone


def _codes() -> NDArray[np.uint32]:
    """The character of each pair: a line end after it brings the decoder back into step."""
    pairs = np.full((len(LEADS), len(TRAILS), 3), ord("\n"), np.uint8)
    pairs[:, :, 0], pairs[:, :, 1] = np.array(LEADS)[:, None], TRAILS
    decoded = np.frombuffer(pairs.tobytes().decode("gbk", "replace").encode("utf-32-le"), np.uint32)
    ends = np.flatnonzero(decoded == ord("\n"))
    codes, lengths = decoded[ends - 1], np.diff(ends, prepend=-1) - 1
    return np.where((lengths == 1) & (codes != ord("\ufffd")), codes, 0).reshape(len(LEADS), len(TRAILS))
