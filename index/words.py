"""How often words occur, from jieba's list (the segmenter itself is not used), without keeping the list in memory.

The list is in the order of its words' first characters from the first Han character on: the words that begin with one stand side
by side, and are read when they are first asked for.
"""

from __future__ import annotations

import importlib.util
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from math import log
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

LONGEST_WORD = 4
"""Characters. What is longer is not looked for."""
_LOG_TOTAL = log(60_101_967)
"""Sum of all frequencies of the list, whose last digits do not matter here."""
_NONE: Mapping[str, str] = MappingProxyType({})
_HAN_BYTES = 3
"""Of each Han character of the list, in UTF-8."""
_MOST_DIGITS = 8
"""Of a frequency."""


@cache
def word_list() -> bytes:
    """Lines of word, frequency and part of speech, parted by single spaces, in UTF-8; found without importing jieba."""
    found = importlib.util.find_spec("jieba")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("jieba")
    content = Path(found.submodule_search_locations[0], "dict.txt").read_bytes()
    return content if content.endswith(b"\n") else content + b"\n"


@cache
def first_han() -> int:
    """Where the words begin that are in order; before it stand a few with Latin letters."""
    return word_list().find("\n一 ".encode()) + 1


def word_score(word: str) -> float | None:
    """Natural logarithm of the share of `word` among all words; None for what is no word of the list."""
    frequency = _words_with(word[:1]).get(word)
    return None if frequency is None else score_of(frequency)


def continuations(prefix: str) -> Mapping[str, str]:
    """The characters that make a word of `prefix`, which is not empty, each with the frequency of that word."""
    return _by_prefix(prefix[:1]).get(prefix, _NONE)


@lru_cache(maxsize=1 << 16)
def score_of(frequency: str) -> float:
    """Natural logarithm of the share of a word of so many occurrences among all words."""
    return _score(frequency)


@cache
def _words_with(first: str) -> Mapping[str, str]:
    """Frequencies of the words that begin with a character."""
    fields = (_latin_words().get(first, "") + _lines_with(first)).split()
    return {word: frequency for word, frequency in zip(fields[::3], fields[1::3], strict=True) if len(word) <= LONGEST_WORD}


@cache
def _by_prefix(first: str) -> Mapping[str, Mapping[str, str]]:
    """The same by all but the last character of each word, and that."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for word, frequency in _words_with(first).items():
        found[word[:-1]][word[-1]] = frequency
    return found


@cache
def _latin_words() -> Mapping[str, str]:
    """The lines before `first_han`, by first character."""
    found: dict[str, str] = {}
    for line in word_list()[: first_han()].decode("utf-8").splitlines():
        found[line[0]] = found.get(line[0], "") + line + "\n"
    return MappingProxyType(found)


@cache
def one_character_words() -> Mapping[int, float]:
    """Score of each word that is one Han character, by its code: read from the list without reading the rest."""
    content, starts = _lines()
    alone = starts[content[starts + _HAN_BYTES] == ord(" ")]
    frequencies, which = np.unique(_numbers(content, alone + _HAN_BYTES + 1), return_inverse=True)
    scores = np.array([_score(frequency) for frequency in frequencies.tolist()])
    first, second, third = (content[alone + place].astype(np.int32) for place in range(_HAN_BYTES))
    codes = (first & 0xF) << 12 | (second & 0x3F) << 6 | third & 0x3F
    return MappingProxyType(dict(zip(codes.tolist(), scores[which].tolist(), strict=True)))


def _numbers(content: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers that stand at some places of the list."""
    found, goes_on = np.zeros(len(starts), np.int64), np.ones(len(starts), np.bool_)
    for place in range(_MOST_DIGITS):
        digits = content.take(starts + place, mode="clip") - np.uint8(ord("0"))  # what stands before 0 becomes large
        goes_on &= digits < 10
        found = np.where(goes_on, 10 * found + digits, found)
    return found


def _score(frequency: str | int) -> float:
    return log(max(int(frequency), 1)) - _LOG_TOTAL


def _lines_with(first: str) -> str:
    """Those from `first_han` on that begin with a character."""
    encoded = first.encode("utf-8", "surrogatepass")
    if len(encoded) != _HAN_BYTES:
        return ""
    keys, edges = _first_characters()
    wanted = int.from_bytes(encoded, "big")
    place = bisect_left(keys, wanted)
    return word_list()[edges[place] : edges[place + 1]].decode("utf-8") if keys[place : place + 1] == [wanted] else ""


@cache
def _first_characters() -> tuple[list[int], list[int]]:
    """Each character that lines from `first_han` on begin with, as a number of three bytes, and where these lines start; the end last."""
    content, starts = _lines()
    first, second, third = (content[starts + place].astype(np.int32) for place in range(_HAN_BYTES))
    keys = first << 16 | second << 8 | third
    changes = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[changes].tolist(), [*starts[changes].tolist(), len(content)]


@cache
def _lines() -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The list, and where each of its lines from `first_han` on starts."""
    content = np.frombuffer(word_list(), np.uint8)
    return content, np.flatnonzero(content[first_han() - 1 : -1] == ord("\n")) + first_han()
