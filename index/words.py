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
_WORD = re.compile(rf"^(\S{{0,{LONGEST_WORD - 1}}})(\S) (\d+) ", re.MULTILINE)
"""Prefix, last character and frequency."""


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
    found = _words_with(prefix[:1] or first).get(prefix, {})
    return MappingProxyType({character: _score(frequency) for character, frequency in found.items()})


@cache
def _words_with(first: str) -> Mapping[str, Mapping[str, str]]:
    """Frequencies of the words that begin with a character: by all but their last character, and that."""
    found: dict[str, dict[str, str]] = {}
    for prefix, last, frequency in _WORD.findall(_latin_words().get(first, "") + _lines_with(first)):
        found.setdefault(prefix, {})[last] = frequency
    return MappingProxyType(found)


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
