"""Makes the tables of `index.homophones`: which characters sound alike, and words by their sound: those of the
bundled vocabulary and those of `index/official_words.txt`.

    pip download pypinyin==0.55.0 --no-deps && unzip pypinyin-*.whl
    python -m eval.train.homophones --readings pypinyin

Reads the two lists of readings that pypinyin (MIT) ships, and not its code. A character has its first reading, and others that phrases
often show; a word is read as the list of phrases reads it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.fold import fold
from index.homophones import SYLLABLES, WORDS, official_words, sound
from index.tokens import encoding

OFTEN = 5
"""Phrases that show a further reading of a character, at least …"""
SHARE = 0.1
"""… and of all phrases with the character, at least."""
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
_SYLLABLES_HEAD = "# 常用字的读音（不标声调，v 表示 ü）：每行一个音节和读这个音的字。由 python -m eval.train.homophones 生成。"
_WORDS_HEAD = "# 词表和 official_words.txt 中的词，按读音排列（平翘舌、前后鼻音、n 和 l 不分）。由 python -m eval.train.homophones 生成。"

Readings = Mapping[str, tuple[str, ...]]
"""Character or word → its syllables: one after the other for a word, the commonest first for a character."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.train.homophones", description=__doc__)
    parser.add_argument("--readings", type=Path, required=True, help="folder with pinyin_dict.json and phrases_dict.json")
    folder: Path = parser.parse_args().readings
    phrases = read_phrases(json.loads((folder / "phrases_dict.json").read_text(encoding="utf-8")))
    characters = read_characters(json.loads((folder / "pinyin_dict.json").read_text(encoding="utf-8")), phrases)
    words = vocabulary()
    SYLLABLES.write_text("\n".join([_SYLLABLES_HEAD, *syllable_lines(characters), ""]), encoding="utf-8")
    WORDS.write_text("\n".join([_WORDS_HEAD, *word_lines(words, characters, phrases), ""]), encoding="utf-8")
    sys.stdout.write(f"{SYLLABLES.name}: {len(characters)} characters; {WORDS.name}: {len(words)} words\n")


def read_phrases(listed: Mapping[str, Sequence[Sequence[str]]]) -> Readings:
    """Syllables of each phrase whose characters are read one by one."""
    return {word: tuple(toneless(one[0]) for one in read) for word, read in listed.items() if len(read) == len(word)}


def read_characters(listed: Mapping[str, str], phrases: Readings) -> Readings:
    """Readings of the simplified characters of GB 2312; `listed` by decimal code point, readings with tones, between commas."""
    shown = Counter(pair for word, read in phrases.items() for pair in zip(word, read, strict=True))
    found: dict[str, tuple[str, ...]] = {}
    for code, written in listed.items():
        character = chr(int(code))
        if len(character.encode("gb2312", "ignore")) == 2 and fold(character).text == character:
            first, *others = dict.fromkeys(map(toneless, written.split(",")))
            total = sum(shown[character, one] for one in (first, *others))
            found[character] = (first, *(one for one in others if shown[character, one] >= max(OFTEN, SHARE * total)))
    return found


def toneless(syllable: str) -> str:
    """lǜ → lv."""
    plain = re.sub("u\u0304?\u0308", "v", unicodedata.normalize("NFD", syllable))
    return "".join(letter for letter in plain if letter.isascii())


def vocabulary() -> frozenset[str]:
    """Words of two Han characters or more that are tokens, and the official ones that are none."""
    tokens = (token.decode("utf-8", errors="ignore").strip() for token in encoding().token_byte_values())
    return frozenset(token for token in tokens if _WORD.fullmatch(token)) | official_words()


def syllable_lines(characters: Readings) -> list[str]:
    """`bian 编边便…`, by syllable."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for character, read in characters.items():
        for syllable in read:
            groups[syllable].append(character)
    return [f"{syllable} {''.join(sorted(group))}" for syllable, group in sorted(groups.items())]


def word_lines(words: frozenset[str], characters: Readings, phrases: Readings) -> list[str]:
    """`bianzi 编制 编织 …`, by sound, in the order of bytes."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if all(character in characters for character in word):
            read = phrases.get(word) or [characters[character][0] for character in word]
            groups[sound(read)].append(word)
    return [f"{key} {' '.join(group)}" for key, group in sorted(groups.items())]


if __name__ == "__main__":
    main()
