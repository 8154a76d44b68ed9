"""How often words occur, from jieba's list (the segmenter itself is not used), without keeping the list in memory.

The list is in the order of its words' first characters from the first Han character on: the words that begin with one stand side
by side, and are read when they are first asked for.
"""

from __future__ import annotations

import importlib.util
import re
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
_HAN_BYTES = 3
"""Of each Han character of the list, in UTF-8."""
_NONE: Mapping[str, float] = MappingProxyType({})
_ONE_CHARACTER = re.compile(rb"\n([\xe0-\xef]..) (\d+) ", re.DOTALL)


@cache
def word_list() -> bytes:
    """Lines of word, frequency and part of speech, parted by single spaces, in UTF-8; found without importing jieba."""
    found = importlib.util.find_spec("jieba")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("jieba")
    return Path(found.submodule_search_locations[0], "dict.txt").read_bytes().rstrip(b"\n") + b"\n"


@cache
def first_han() -> int:
    """Where the words begin that are in order; before it stand a few with Latin letters."""
    return word_list().find("\n一 ".encode()) + 1


def word_score(word: str) -> float | None:
    """Natural logarithm of the share of `word` among all words; None for what is no word of the list."""
    return continuations(word[:-1], word[:1]).get(word[-1:])


@lru_cache(maxsize=1 << 16)
def continuations(prefix: str, first: str = "") -> Mapping[str, float]:
    """The characters that make a word of `prefix`, each with the score of that word. `first` is needed for an empty prefix."""
    return _words_with(prefix[:1] or first).get(prefix, _NONE)


@cache
def _words_with(first: str) -> Mapping[str, Mapping[str, float]]:
    """The words that begin with a character: by all but their last character, and that."""
    found: dict[str, dict[str, float]] = {}
    for line in (*_latin_words().get(first, ()), *_lines_with(first)):
        word, frequency, _ = line.split(" ")
        if len(word) <= LONGEST_WORD:
            found.setdefault(word[:-1], {})[word[-1]] = _score(frequency)
    return MappingProxyType(found)


@cache
def _latin_words() -> Mapping[str, list[str]]:
    """The lines before `first_han`, by first character."""
    found: dict[str, list[str]] = {}
    for line in word_list()[: first_han()].decode("utf-8").splitlines():
        found.setdefault(line[0], []).append(line)
    return MappingProxyType(found)


def one_character_words() -> dict[int, float]:
    """Score of each word that is one Han character, by its code: read from the list without reading the rest."""
    return {ord(match[1].decode()): _score(match[2].decode()) for match in _ONE_CHARACTER.finditer(word_list())}


def _score(frequency: str) -> float:
    return log(max(int(frequency), 1)) - _LOG_TOTAL


def _lines_with(first: str) -> list[str]:
    """Those from `first_han` on that begin with a character."""
    encoded = first.encode("utf-8", "surrogatepass")
    if len(encoded) != _HAN_BYTES:
        return []
    keys, edges = _first_characters()
    low, high = np.searchsorted(keys, int.from_bytes(encoded, "big") + np.arange(2))
    return word_list()[int(edges[low]) : int(edges[high])].decode("utf-8").splitlines()


@cache
def _first_characters() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of each line from `first_han` on its first character, as a number of three bytes, and where it starts; the end last."""
    content = np.frombuffer(word_list(), np.uint8)
    edges = np.concatenate([[first_han()], first_han() + np.flatnonzero(content[first_han() :] == ord("\n")) + 1])
    heads = [content[edges[:-1] + place].astype(np.int64) for place in range(_HAN_BYTES)]
    return heads[0] << 16 | heads[1] << 8 | heads[2], edges
