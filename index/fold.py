"""Search text, and the way back: traditional → simplified, NFKC, lower case, one form of each quotation mark and dash.

Almost every character folds to exactly one, so a whole text goes through one table lookup in numpy. What changes its
length (repairs, `㎡` → `m2`, `…` → `...`, zero-width characters, letters with separate accents) is cut out as a *piece*, and
a `Folded` text remembers only the pieces: between two of them folded and original offsets run in step.

Folding is per character, so that the same character folds the same way in a question and in a document; the one
exception is 著, which is both 着 and 著 in traditional text. OpenCC gives the characters; its phrases are not used.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.types import Repair, Span

_UNICODE_SIZE = 0x110000
_PIECE = 0xFFFF_FFFF
"""Marks in the table a character whose folded form is not exactly one character."""

_HAN_BLOCKS = ((0x3400, 0xA000), (0x20000, 0x32400))
_LETTER_BLOCKS = ((0x21, 0x3400), (0xA000, 0xAC00), (0xF900, 0x10000), (0x10000, 0x1F300), (0x2F800, 0x2FA20))

_CIRCLED = range(0x2460, 0x2474)
"""① to ⑳ stay: 「①2024年」 must not become 12024年."""

_UNIFIED = {
    **dict.fromkeys("“”„‟〝〞〟「」『』«»﹁﹂﹃﹄", '"'),
    **dict.fromkeys("‘’‚‛`´ʼ′", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－─━", "-"),
    **dict.fromkeys("•・‧∙⋅･▪", "·"),
    **dict.fromkeys("○◯", "〇"),
    **dict.fromkeys("∶︰﹕", ":"),
    **dict.fromkeys("〔﹝［【〖", "["),
    **dict.fromkeys("〕﹞］】〗", "]"),
    **dict.fromkeys("〈﹤", "<"),
    **dict.fromkeys("〉﹥", ">"),
    **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f", ""),
}

_ACCENTS = "\u0300-\u036f\u3099\u309a\uff9e\uff9f"
_ACCENTED = re.compile(f"[^{_ACCENTS}][{_ACCENTS}]+")
"""A letter and the accents written after it."""

_WROTE = re.compile(r"(?<![显名原论专编土昭卓巨合译遗拙])著(?![名作述者称录])")
"""著 where simplified text writes 着: 著力, 隨著; not 显著, 著名."""


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
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    table = _table()
    mapped = table[codes]
    pieces = _merged(_repaired(repairs), _lengthened(text, mapped))
    mapped[mapped == _PIECE] = 0
    base = _wrote(mapped.tobytes().decode("utf-32-le", "surrogatepass"))
    return _joined(base, pieces)


def readable(text: str, repairs: Sequence[Repair]) -> Folded:
    """What `index.repair.show` shows, unfolded, with its map to the original."""
    return _joined(text, [_Piece(repair.start, repair.end, repair.shown) for repair in repairs])


@cache
def fold_character(character: str) -> str:
    """The folded form of one character alone."""
    code = int(_table()[ord(character)])
    return _fold_slowly(character) if code == _PIECE else chr(code)


def simplified(text: str) -> str:
    """Readable text in simplified characters, phrases considered (顯著 → 显著, 著力 → 着力); nothing else changes."""
    if all(character < "\u3400" for character in text):
        return text
    return _wrote(_to_simplified(text))


def _repaired(repairs: Iterable[Repair]) -> list[_Piece]:
    return [_Piece(repair.start, repair.end, fold(repair.shown).text if repair.shown else "") for repair in repairs]


def _lengthened(text: str, mapped: NDArray[np.uint32]) -> list[_Piece]:
    """Pieces for what does not fold one to one: single characters, and letters followed by separate accents."""
    singles = np.flatnonzero(mapped == _PIECE).tolist()
    found = [_Piece(position, position + 1, _fold_slowly(text[position])) for position in singles]
    if not any(_is_accent(text[position]) for position in singles):
        return found
    accented = [_Piece(match.start(), match.end(), _fold_slowly(match[0])) for match in _ACCENTED.finditer(text)]
    return _merged(accented, found)


def _is_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f" or character in "\u3099\u309a\uff9e\uff9f"


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


@cache
def _table() -> NDArray[np.uint32]:
    """Folded code of every code point, `_PIECE` where the folded form is not one character."""
    table = np.arange(_UNICODE_SIZE, dtype=np.uint32)
    for source, target in _simple_folds():
        table[source] = ord(target) if len(target) == 1 else _PIECE
    single = np.flatnonzero(table != _PIECE)
    table[single] = table[table[single]]  # 薴 → 苧 → 苎
    table.flags.writeable = False
    return table


def _simple_folds() -> Iterator[tuple[int, str]]:
    for first, last in _HAN_BLOCKS:
        characters = [chr(code) for code in range(first, last)]
        for character, target in zip(characters, _to_simplified("\n".join(characters)).split("\n"), strict=True):
            if target != character:
                yield ord(character), target
    for first, last in _LETTER_BLOCKS:
        characters = [chr(code) for code in range(first, last)]
        normal = _normal("\n".join(characters)).split("\n")  # a line end keeps what stands beside it apart
        for character, target in zip(characters, normal, strict=True):
            if _is_accent(character):
                yield ord(character), ""  # a piece even where it stays as it is: it may join the letter before it
            elif target != character and ord(character) not in _CIRCLED:  # the others are no Han characters: nothing to simplify
                yield ord(character), _fold_slowly(character)
    for character in _UNIFIED:
        yield ord(character), _fold_slowly(character)


@cache
def _fold_slowly(text: str) -> str:
    """The definition of folding, for a character or a letter with its accents; run until nothing changes."""
    folded = unicodedata.normalize("NFKC", _to_simplified(_normal(text)))
    return folded if folded == text else _fold_slowly(folded)


def _normal(text: str) -> str:
    """Everything but the script: one form of each mark, NFKC, lower case."""
    return unicodedata.normalize("NFKC", "".join(_UNIFIED.get(character, character) for character in text)).lower()


@cache
def _simplifier() -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415 - loads its dictionaries

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def _to_simplified(text: str) -> str:
    return _simplifier()(text)
