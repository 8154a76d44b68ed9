"""How likely a text would be after any of many beginnings: what they have in common is read once, from its end.

`Reading.read` reads forwards, once for each beginning. This gives the same score but for rounding, because the sums are taken in
another order: good for finding the few beginnings that are worth reading on.
"""

from __future__ import annotations

from index.fold import fold_character
from index.language import STOPS, Reading, single_score, stop_score
from index.words import LONGEST_WORD, word_score


class Outlook:
    """What comes after. How likely its first stop is depends on the beginning, everything else does not."""

    def __init__(self, text: str) -> None:
        self._folded = [fold_character(character) for character in text]
        self._stops = [place for place, character in enumerate(text) if character in STOPS]
        self._text = text
        self._from = self._read_backwards()

    def score(self, reading: Reading) -> float:
        """Of `reading` with the text after it."""
        best = reading.scores[-1] + self._from[0]
        reach = min(len(reading.tail), len(reading.scores) - 1, LONGEST_WORD - 1)
        for behind in range(1, reach + 1):
            word = reading.tail[-behind:]
            for place in range(min(LONGEST_WORD - behind, len(self._folded))):
                word += self._folded[place]
                score = word_score(word)
                if score is not None:
                    best = max(best, reading.scores[-1 - behind] + score + self._from[place + 1])
        if self._stops:
            best += stop_score(self._text[self._stops[0]], reading.clause + self._stops[0])
        return best

    def _read_backwards(self) -> list[float]:
        """Score of the best reading from each place on, without the first stop there."""
        found = [0.0] * (len(self._folded) + 1)
        stops = list(self._stops)
        following: int | None = None
        for place in reversed(range(len(self._folded))):
            if stops and stops[-1] == place:
                stops.pop()
                found[place] = found[place + 1]
                if following is not None:
                    found[place] += stop_score(self._text[following], following - place - 1)
                following = place
                continue
            best = single_score(self._text[place], self._folded[place]) + found[place + 1]
            word = self._folded[place]
            for end in range(place + 1, min(place + LONGEST_WORD, len(self._folded))):
                word += self._folded[end]
                score = word_score(word)
                if score is not None:
                    best = max(best, score + found[end + 1])
            found[place] = best
        return found
