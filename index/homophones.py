"""Words that sound like one another, or nearly: 进视 and 近视, 陪训 and 培训.

Chinese is typed by its sound, so that a slip is another word, or no word, of the same sound. Two plain lists lie beside this module, both
made by `python -m eval.train.homophones`: the syllables of the common characters, without tones (`syllables.txt`), and words by their
sound (`homophones.txt`): those of the bundled vocabulary, and those that official documents use and it lacks (`official_words.txt`, which
anyone may add to). What speakers of many dialects do not tell apart is one sound: z and zh, c and ch, s
and sh, n and l, -n and -ng.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

SYLLABLES = Path(__file__).with_name("syllables.txt")
WORDS = Path(__file__).with_name("homophones.txt")
OFFICIAL_WORDS = Path(__file__).with_name("official_words.txt")


class Homophone(NamedTuple):
    """A word that sounds like another."""

    word: str
    is_exact: bool
    """Not only nearly; tones do not count."""


@lru_cache(maxsize=4096)
def homophones(written: str) -> tuple[Homophone, ...]:
    """The words that sound like the folded `written`, which is none of them; none for what holds a rare character."""
    readings = [syllables(character) for character in written]
    keys = dict.fromkeys(sound(read) for read in product(*readings))
    words = dict.fromkeys(word for key in keys for word in _words(key) if len(word) == len(written) and word != written)
    return tuple(Homophone(word, all(map(sound_alike, written, word))) for word in words)


def sound_alike(one: str, other: str) -> bool:
    """The characters share a reading."""
    return one == other or not set(syllables(one)).isdisjoint(syllables(other))


def syllables(character: str) -> tuple[str, ...]:
    """The readings of a character, without tones; none for a rare one."""
    return _syllables().get(character, ())


def characters_like(character: str, *, exactly: bool) -> tuple[str, ...]:
    """The other common characters that share a reading with it or, not exactly, only sound nearly like it."""
    read = syllables(character)
    sounds = {sound([one]) for one in read}
    others = (other for other, own in _syllables().items() if not sounds.isdisjoint(sound([one]) for one in own) and other != character)
    return tuple(other for other in others if sound_alike(character, other) is exactly)


def sound(read: Iterable[str]) -> str:
    """What the syllables sound like, one after the other: zhang, zang and zan are one."""
    return "".join(map(_plain, read))


@cache
def _plain(syllable: str) -> str:
    if syllable[:2] in {"zh", "ch", "sh"}:
        syllable = syllable[0] + syllable[2:]
    if syllable[0] == "l":
        syllable = "n" + syllable[1:]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


@cache
def _syllables() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines(SYLLABLES):
        syllable, _, characters = line.partition(" ")
        for character in characters:
            found[character] = (*found.get(character, ()), syllable)
    return MappingProxyType(found)


@cache
def official_words() -> frozenset[str]:
    """Words of official documents that are no token of the vocabulary, of two or three characters."""
    return frozenset(word for line in _lines(OFFICIAL_WORDS) for word in line.split())


def _words(key: str) -> list[str]:
    lines, opening = _sounds(), f"{key} ".encode()
    at = bisect_left(lines, opening)
    return lines[at][len(opening) :].decode().split(" ") if at < len(lines) and lines[at].startswith(opening) else []


@cache
def _sounds() -> tuple[bytes, ...]:
    """The lines of the list of words below its head, not decoded: what is looked up is little of it."""
    return tuple(WORDS.read_bytes().splitlines()[1:])


def _lines(path: Path) -> Iterator[str]:
    return (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
