"""How one character folds: traditional → simplified (OpenCC's characters, not its phrases), NFKC, lower case, one form of each mark.

The folds are kept in a plain file beside this module (`folds.txt`: the characters that fold to one other, what those are, and
the characters whose folded form is none or several), so that starting costs no tenth of a second, and an index made under one
Python is read with the same folds under another, whatever their Unicode versions. `python -m index.folds` writes the file;
a test compares it with the definition.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("folds.txt")
PIECE = 0xFFFF_FFFF
"""Marks in the table a character whose folded form is not exactly one character."""
ACCENTS = "\u0300-\u036f\u3099\u309a\uff9e\uff9f"
"""Written after the letter they stand on; as in a regular expression."""

_UNICODE_SIZE = 0x110000
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
_ONE_FORM = re.compile(f"[{re.escape(''.join(_UNIFIED))}]")
_NO_HAN = re.compile(r"[\0-\u33ff]*")


@cache
def table() -> NDArray[np.uint32]:
    """Folded code of every code point, `PIECE` where the folded form is not one character."""
    single, folded, pieces = map(_codes, FILE.read_bytes().decode("utf-8").split("\n"))
    codes = np.arange(_UNICODE_SIZE, dtype=np.uint32)
    codes[single] = folded
    codes[pieces] = PIECE
    codes.flags.writeable = False
    return codes


def file_text() -> str:
    """The file as the definition has it."""
    folds = {chr(code): folded for code, folded in _simple_folds()}
    single = {character: folds.get(folded, folded) for character, folded in folds.items() if len(folded) == 1}  # 薴 → 苧 → 苎
    kept = sorted(character for character, folded in single.items() if folded != character and len(folded) == 1)
    pieces = sorted(character for character in folds if character not in single or len(single[character]) != 1)
    return "\n".join(("".join(kept), "".join(single[character] for character in kept), "".join(pieces)))


@cache
def fold_slowly(text: str) -> str:
    """The definition of folding, for a character or a letter with its accents; run until nothing changes."""
    folded = unicodedata.normalize("NFKC", to_simplified(_normal(text)))
    return folded if folded == text else fold_slowly(folded)


def is_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f" or character in "\u3099\u309a\uff9e\uff9f"


def to_simplified(text: str) -> str:
    """As OpenCC has it, phrases considered."""
    return text if _NO_HAN.fullmatch(text) else _simplifier()(text)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def _simple_folds() -> Iterator[tuple[int, str]]:
    """Code and folded form of the characters that fold; a Han character may fold once more."""
    others: list[str] = []
    for first, last in _HAN_BLOCKS:
        characters = [chr(code) for code in range(first, last)]
        for character, target in zip(characters, to_simplified("\n".join(characters)).split("\n"), strict=True):
            if target != character:
                yield ord(character), target
    for first, last in _LETTER_BLOCKS:
        characters = [chr(code) for code in range(first, last)]
        normal = _normal("\n".join(characters)).split("\n")  # a line end keeps what stands beside it apart
        for character, target in zip(characters, normal, strict=True):
            if is_accent(character):
                yield ord(character), ""  # a piece even where it stays as it is: it may join the letter before it
            elif target != character and ord(character) not in _CIRCLED:  # the others are no Han characters: nothing to simplify
                others.append(character)
    others += _UNIFIED
    yield from zip(map(ord, others), _fold_each(others), strict=True)


def _fold_each(characters: Sequence[str]) -> list[str]:
    """`fold_slowly` of each character, all of them at once: a line end keeps them apart."""
    joined = "\n".join(characters)
    while (folded := unicodedata.normalize("NFKC", to_simplified(_normal(joined)))) != joined:
        joined = folded
    return joined.split("\n")


def _normal(text: str) -> str:
    """Everything but the script: one form of each mark, NFKC, lower case."""
    return unicodedata.normalize("NFKC", _ONE_FORM.sub(lambda match: _UNIFIED[match[0]], text)).lower()


@cache
def _simplifier() -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415 - loads its dictionaries

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


if __name__ == "__main__":
    FILE.write_text(file_text(), encoding="utf-8", newline="\n")
