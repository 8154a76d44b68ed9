"""How often words occur, from jieba's list (the segmenter itself is not used), without keeping the list in memory.

The list is in the order of its words' first characters from the first Han character on: the words that begin with one are found
in the file by bisection and read when they are first asked for.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from functools import cache
from math import log
from pathlib import Path
from types import MappingProxyType

LONGEST_WORD = 4
"""Characters. What is longer is not looked for."""
_LOG_TOTAL = log(60_101_967)
"""Sum of all frequencies of the list, whose last digits do not matter here."""
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


def continuations(prefix: str, first: str = "") -> Mapping[str, float]:
    """The characters that make a word of `prefix`, each with the score of that word. `first` is needed for an empty prefix."""
    return _words_with(prefix[:1] or first).get(prefix, _NONE)


@cache
def _words_with(first: str) -> Mapping[str, Mapping[str, float]]:
    """The words that begin with a character: by all but their last character, and that."""
    found: dict[str, dict[str, float]] = {}
    lines = (word_list()[: first_han()] + _lines_with(first)).decode("utf-8").split("\n") if first else []
    for line in lines:
        if line.startswith(first):
            word, frequency, _ = line.split(" ")
            if len(word) <= LONGEST_WORD:
                found.setdefault(word[:-1], {})[word[-1]] = _score(frequency)
    return MappingProxyType(found)


def one_character_words() -> dict[int, float]:
    """Score of each word that is one Han character, by its code: read from the list without reading the rest."""
    return {ord(match[1].decode()): _score(match[2].decode()) for match in _ONE_CHARACTER.finditer(word_list())}


def _score(frequency: str) -> float:
    return log(max(int(frequency), 1)) - _LOG_TOTAL


def _lines_with(first: str) -> bytes:
    """The words of the part that is in order that begin with `first`, a character."""
    content, wanted = word_list(), first.encode("utf-8", "surrogatepass")
    start = _line_at_or_after(content, wanted)
    end = _line_at_or_after(content, chr(ord(first) + 1).encode("utf-8", "surrogatepass"), start)
    return content[start:end]


def _line_at_or_after(content: bytes, wanted: bytes, low: int = -1) -> int:
    """Start of the first line, from `low` on, that does not sort before `wanted`, a character."""
    low, high = max(low, first_han()), len(content)
    while low < high:
        start = content.rfind(b"\n", low, (low + high) // 2) + 1 or low
        if content[start : start + len(wanted)] < wanted:
            low = content.index(b"\n", start) + 1
        else:
            high = start
    return low
