"""How people say things, and how official documents do: 娃 → 幼儿、学生; a plain file that anyone may read and add to.

The bundled file lies beside this module; each entry names the public usage it comes from. The file of a library lies in its
home, has the same form, and wins: an entry there replaces the bundled one of the same word, and `- 娃` takes it away. Lines:

    # a remark
    @法 《义务教育法》…            a source, by its letter
    娃 = 幼儿、学生 @法           an entry

`expand` gives what a question's everyday words are called officially; how much that counts is the search's to say.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from index.fold import fold

BUNDLED = Path(__file__).with_name("dictionary.txt")
OWN_NAME = "dictionary.txt"
"""Of the file in a library's home."""
OWN_SOURCE = "自定"
_WORD = re.compile("[^、,，;；\\s]+")
_LONGEST = 20
"""Characters of a word."""


class Entry(NamedTuple):
    """An everyday word and what documents call it."""

    word: str
    official: tuple[str, ...]
    source: str = OWN_SOURCE


class Expansion(NamedTuple):
    """An everyday word found in a question."""

    word: str
    """Folded."""
    official: tuple[str, ...]
    """Folded; those that the question does not say itself."""


class Problem(NamedTuple):
    """A line that cannot be used."""

    line: int
    """1-based."""
    message: str


@dataclass(frozen=True)
class Dictionary:
    """Entries by word."""

    entries: Mapping[str, Entry]

    def expand(self, folded: str) -> tuple[Expansion, ...]:
        """The everyday words of a folded question in the order they stand: the longest where they overlap, and those within it."""
        found: list[tuple[int, str, Entry]] = []
        for start, word, entry in sorted(self._matches(folded), key=lambda match: -len(match[1])):
            if not any(_crosses(start, word, other_start, other) for other_start, other, _ in found):
                found.append((start, word, entry))
        ordered = {word: _unsaid(entry.official, folded) for _, word, entry in sorted(found, key=lambda match: match[0])}
        return tuple(Expansion(word, official) for word, official in ordered.items() if official)

    def _matches(self, folded: str) -> Iterator[tuple[int, str, Entry]]:
        """Every place of every word: where it starts, the word, its entry."""
        for start, first in enumerate(folded):
            for length in self._lengths.get(first, ()):
                word = folded[start : start + length]
                if len(word) == length and word in self._folded:
                    yield start, word, self.entries[self._folded[word]]

    @cached_property
    def _folded(self) -> dict[str, str]:
        """Folded word → word. All folded in one go: thousands one by one take ten times as long."""
        words = fold("\n".join(self.entries)).text.split("\n")
        return dict(zip(words, self.entries, strict=True)) if self.entries else {}

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """First character → how long the words are that begin with it, shortest first."""
        found: dict[str, set[int]] = {}
        for word in self._folded:
            if 0 < len(word) <= _LONGEST:
                found.setdefault(word[0], set()).add(len(word))
        return {first: tuple(sorted(lengths)) for first, lengths in found.items()}


def _crosses(start: int, word: str, other_start: int, other: str) -> bool:
    """The two overlap, and neither holds the other."""
    end, other_end = start + len(word), other_start + len(other)
    overlap = start < other_end and other_start < end
    within = (other_start <= start and end <= other_end) or (start <= other_start and other_end <= end)
    return overlap and not within


def _unsaid(official: Iterable[str], folded: str) -> tuple[str, ...]:
    return tuple(word for word in (fold(one).text for one in official) if word not in folded)


# ------------------------------------------------------------------------------------------------ files
def parse(text: str) -> tuple[dict[str, Entry], frozenset[str], tuple[Problem, ...]]:
    """Entries by word, words taken away, and the lines that cannot be used."""
    sources: dict[str, str] = {}
    entries: dict[str, Entry] = {}
    removed: set[str] = set()
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip().removeprefix("\ufeff")
        match stripped[:1]:
            case "" | "#":
                continue
            case "@":
                letter, _, title = stripped[1:].partition(" ")
                sources[letter] = title.strip()
            case "-":
                removed.add(stripped[1:].strip())
            case _:
                entry = _entry(stripped, sources)
                message = _fault(stripped, entry, entries)
                if message:
                    problems.append(Problem(number, message))
                else:
                    entries[entry.word] = entry
    return entries, frozenset(removed), tuple(problems)


def _entry(line: str, sources: Mapping[str, str]) -> Entry:
    word, _, rest = line.partition("=")
    official, _, source = rest.partition("@")
    source = source.strip()
    return Entry(word.strip(), _words(official), sources.get(source, source) or OWN_SOURCE)


@lru_cache(maxsize=8)
def _words(official: str) -> tuple[str, ...]:
    """Remembers the last ones: words of the same meaning stand together."""
    return tuple(dict.fromkeys(_WORD.findall(official)))


def _fault(line: str, entry: Entry, before: Mapping[str, Entry]) -> str:
    """What is wrong with an entry, in Chinese; empty when nothing is."""
    if "=" not in line:
        return f"“{line}”缺少等号，应写成“说法 = 公文用语”"
    if not entry.word or not entry.official:
        return f"“{line}”等号两边都要有词"
    if len(line) > _LONGEST and max(len(entry.word), *map(len, entry.official)) > _LONGEST:
        return f"“{entry.word}”中有超过 {_LONGEST} 个字的词"
    if entry.word in entry.official:
        return f"“{entry.word}”写成了它自己"
    return f"“{entry.word}”重复，以前面一条为准" if entry.word in before else ""


class _Sound(Mapping[str, Entry]):
    """The entries of a file without problems, as `parse` gives them; of each line only the word is read before the entry is asked for."""

    def __init__(self, text: str) -> None:
        lines = text.splitlines()
        self._sources = {line[1]: line[2:].strip() for line in lines if line.startswith("@")}
        self._lines = {line.partition(" = ")[0]: line for line in lines if line and line[0] not in "#@"}

    def __getitem__(self, word: str) -> Entry:
        return _entry(self._lines[word], self._sources)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


@cache
def bundled() -> Dictionary:
    return Dictionary(_Sound(BUNDLED.read_text(encoding="utf-8")))


def merged(own: str) -> Dictionary:
    """The bundled entries with those of a library's own file over them."""
    entries, removed, _ = parse(own)
    kept = {word: entry for word, entry in bundled().entries.items() if word not in removed}
    return Dictionary(MappingProxyType(kept | entries))


class DictionaryFile:
    """The dictionary of one library: follows its file, so that an edit counts at the next question."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[tuple[int, int] | None, Dictionary] = (None, bundled())

    def __call__(self) -> Dictionary:
        """The bundled one alone where there is no file, or it cannot be read."""
        stamp = _stamp(self._path)
        if stamp != self._read[0]:
            self._read = stamp, merged(own_text(self._path)) if stamp else bundled()
        return self._read[1]


def own_text(path: Path) -> str:
    """The library's own file; empty where there is none. What is not UTF-8 in it is replaced."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def with_entry(text: str, entry: Entry) -> str:
    """The file's text with the entry in it, in place of an earlier one of the same word."""
    source = "" if entry.source == OWN_SOURCE else f" @{entry.source}"
    return f"{without_entry(text, entry.word)}{entry.word} = {'、'.join(entry.official)}{source}\n"


def without_entry(text: str, word: str) -> str:
    """The file's text without entry or removal of the word."""
    kept = [line for line in text.splitlines() if line.partition("=")[0].strip() != word and line.strip() != f"- {word}"]
    return "".join(f"{line}\n" for line in kept)


def with_removal(text: str, word: str) -> str:
    """The file's text with the word taken away: its own entry, and the bundled one of that word if there is one."""
    return without_entry(text, word) + (f"- {word}\n" if word in bundled().entries else "")


def write_own(path: Path, text: str) -> None:
    """Replaces the file at once. Raises OSError."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino
