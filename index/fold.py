"""Search text, and the way back: traditional → simplified, NFKC, lower case, one form of each quotation mark and dash.

Almost every character folds to exactly one, so a whole text goes through one table lookup in numpy. What changes its
length (repairs, `㎡` → `m2`, `…` → `...`, zero-width characters, letters with separate accents) is cut out as a *piece*, and
a `Folded` text remembers only the pieces: between two of them folded and original offsets run in step.

Folding is per character (`index.folds`), so that the same character folds the same way in a question and in a document; the one
exception is 著, which is both 着 and 著 in traditional text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.folds import ACCENTS, PIECE, fold_slowly, is_accent, table, to_simplified
from index.types import Repair, Span

_ACCENTED = re.compile(f"[^{ACCENTS}][{ACCENTS}]+")
"""A letter and the accents written after it."""

_WROTE = re.compile(r"(?<![显名原论专编土昭卓巨合译遗拙])著(?![名作述者称录])")
"""著 where simplified text writes 着: 著力, 隨著; not 显著, 著名."""


SHORT = 100
"""Characters of a text that is folded sooner one by one than in numpy."""


class _Folded(dict[int, int]):
    """Folded codes by code, from the table as they are met; `PIECE` is no code, so that `str.translate` raises ValueError there."""

    def __missing__(self, code: int) -> int:
        self[code] = folded = int(table()[code])
        return folded


_FOLDED = _Folded()


class _Piece(NamedTuple):
    """`original[start:end]` folds as a whole to `folded`, whatever its length."""

    start: int
    end: int
    folded: str


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and its map to the original. Pieces ascend and do not overlap."""

    text: str
    length: int
    """Code points of the original."""
    starts: tuple[int, ...]
    """Of each piece, in the original."""
    ends: tuple[int, ...]
    folded_starts: tuple[int, ...]
    """Of each piece, in the folded text."""
    folded_ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The original span of `self.text[start:end]`: the shortest that holds all its characters, pieces whole."""
        if end <= start:
            position = self._to_original(start)
            return Span(position, position)
        return Span(self._to_original(start), self._to_original_end(end))

    def cut(self, start: int, end: int) -> str:
        """The folded text of `original[start:end]`, pieces touched by it whole."""
        return self.text[slice(*self.folded_span(start, end))]

    def folded_span(self, start: int, end: int) -> Span:
        """Where `original[start:end]` stands in the folded text, pieces touched by it whole."""
        first = self._to_folded(start)
        return Span(first, max(first, self._to_folded_end(end)))

    def _to_original(self, position: int) -> int:
        """Where the original of the folded character at `position` starts."""
        index = bisect_right(self.folded_starts, position) - 1
        if index >= 0 and position < self.folded_ends[index]:
            return self.starts[index]
        return self._after(index, position)

    def _to_original_end(self, position: int) -> int:
        """Where the original of the folded character before `position` ends."""
        last = position - 1
        index = bisect_right(self.folded_starts, last) - 1
        if index >= 0 and last < self.folded_ends[index]:
            return self.ends[index]
        return self._after(index, last) + 1

    def _after(self, index: int, position: int) -> int:
        if index < 0:
            return position
        return self.ends[index] + position - self.folded_ends[index]

    def _to_folded(self, position: int) -> int:
        index = bisect_right(self.starts, position) - 1
        if index < 0:
            return position
        if position < self.ends[index]:
            return self.folded_starts[index]
        return self.folded_ends[index] + position - self.ends[index]

    def _to_folded_end(self, position: int) -> int:
        index = bisect_right(self.starts, position - 1) - 1
        if index < 0:
            return position
        if position <= self.ends[index]:
            return self.folded_ends[index]
        return self.folded_ends[index] + position - self.ends[index]


def fold(text: str, repairs: Sequence[Repair] = ()) -> Folded:
    """Search text of `text` with `repairs` applied. `fold(fold(x).text).text == fold(x).text`."""
    if len(text) < SHORT and not repairs:
        with suppress(ValueError):  # a character that becomes none or several
            return Folded(_wrote(text.translate(_FOLDED)), len(text), (), (), (), ())
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    mapped = table()[codes]
    pieces = _merged(_repaired(repairs), _lengthened(text, mapped))
    mapped[mapped == PIECE] = 0
    base = _wrote(mapped.tobytes().decode("utf-32-le", "surrogatepass"))
    return _joined(base, pieces)


def readable(text: str, repairs: Sequence[Repair]) -> Folded:
    """What `index.repair.show` shows, unfolded, with its map to the original."""
    return _joined(text, [_Piece(repair.start, repair.end, repair.shown) for repair in repairs])


@cache
def fold_character(character: str) -> str:
    """The folded form of one character alone."""
    code = int(table()[ord(character)])
    return fold_slowly(character) if code == PIECE else chr(code)


def simplified(text: str) -> str:
    """Readable text in simplified characters, phrases considered (顯著 → 显著, 著力 → 着力); nothing else changes."""
    if all(character < "\u3400" for character in text):
        return text
    return _wrote(to_simplified(text))


def _repaired(repairs: Iterable[Repair]) -> list[_Piece]:
    return [_Piece(repair.start, repair.end, fold(repair.shown).text if repair.shown else "") for repair in repairs]


def _lengthened(text: str, mapped: NDArray[np.uint32]) -> list[_Piece]:
    """Pieces for what does not fold one to one: single characters, and letters followed by separate accents."""
    singles = np.flatnonzero(mapped == PIECE).tolist()
    found = [_Piece(position, position + 1, fold_slowly(text[position])) for position in singles]
    if not any(is_accent(text[position]) for position in singles):
        return found
    accented = [_Piece(match.start(), match.end(), fold_slowly(match[0])) for match in _ACCENTED.finditer(text)]
    return _merged(accented, found)


def _merged(first: list[_Piece], second: list[_Piece]) -> list[_Piece]:
    """Both in order; a piece of `second` that overlaps one of `first` is dropped."""
    if not first or not second:
        return first or second
    taken = np.array([piece.start for piece in first])
    kept = list(first)
    for piece in second:
        index = int(np.searchsorted(taken, piece.end)) - 1
        if index < 0 or first[index].end <= piece.start:
            kept.append(piece)
    return sorted(kept)


def _joined(base: str, pieces: Sequence[_Piece]) -> Folded:
    """Put the pieces into `base`, which is as long as the original."""
    parts: list[str] = []
    folded_starts: list[int] = []
    folded_ends: list[int] = []
    position = length = 0
    for piece in pieces:
        length += piece.start - position
        folded_starts.append(length)
        length += len(piece.folded)
        folded_ends.append(length)
        parts += (base[position : piece.start], piece.folded)
        position = piece.end
    parts.append(base[position:])
    starts, ends = tuple(piece.start for piece in pieces), tuple(piece.end for piece in pieces)
    return Folded("".join(parts), len(base), starts, ends, tuple(folded_starts), tuple(folded_ends))


def _wrote(text: str) -> str:
    return _WROTE.sub("着", text) if "著" in text else text
