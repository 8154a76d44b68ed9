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
_NONE: Mapping[str, str] = MappingProxyType({})
_HAN_BYTES = 3
"""Of each Han character of the list, in UTF-8."""
_WORD = re.compile(rf"^(\S{{1,{LONGEST_WORD}}}) (\d+) ", re.MULTILINE)
"""Word and frequency."""


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
    return dict(_WORD.findall(_latin_words().get(first, "") + _lines_with(first)))


@cache
def _by_prefix(first: str) -> Mapping[str, Mapping[str, str]]:
    """The same by all but the last character of each word, and that."""
    found: dict[str, dict[str, str]] = {}
    for word, frequency in _words_with(first).items():
        found.setdefault(word[:-1], {})[word[-1]] = frequency
    return found


@cache
def _latin_words() -> Mapping[str, str]:
    """The lines before `first_han`, by first character."""
    found: dict[str, str] = {}
    for line in word_list()[: first_han()].decode("utf-8").splitlines():
        found[line[0]] = found.get(line[0], "") + line + "\n"
    return MappingProxyType(found)


def one_character_words() -> dict[int, float]:
    """Score of each word that is one Han character, by its code: read from the list without reading the rest."""
    content = word_list()
    _, edges = _first_characters()
    alone = np.flatnonzero(np.frombuffer(content, np.uint8)[edges[:-1] + _HAN_BYTES] == ord(" "))
    heads = (content[start : start + 32].split(b" ", 2) for start in edges[alone].tolist())
    return {ord(word.decode()): _score(frequency) for word, frequency, _ in heads}


def _score(frequency: str | bytes) -> float:
    return log(max(int(frequency), 1)) - _LOG_TOTAL


def _lines_with(first: str) -> str:
    """Those from `first_han` on that begin with a character."""
    encoded = first.encode("utf-8", "surrogatepass")
    if len(encoded) != _HAN_BYTES:
        return ""
    keys, edges = _first_characters()
    low, high = np.searchsorted(keys, int.from_bytes(encoded, "big") + np.arange(2))
    return word_list()[int(edges[low]) : int(edges[high])].decode("utf-8")


@cache
def _first_characters() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of each line from `first_han` on its first character, as a number of three bytes, and where it starts; the end last."""
    content = np.frombuffer(word_list(), np.uint8)
    edges = np.concatenate([[first_han()], first_han() + np.flatnonzero(content[first_han() :] == ord("\n")) + 1])
    heads = [content[edges[:-1] + place].astype(np.int64) for place in range(_HAN_BYTES)]
    return heads[0] << 16 | heads[1] << 8 | heads[2], edges
