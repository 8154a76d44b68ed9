"""The numbers that open headings: 第一章, 一、, (一), 1., (1), ①, 一是, 一要, 第一.

Works on folded text (half-width brackets, colons and full stops). A label counts only where it can open a heading: at the
start of a line, or right after the end of a sentence. Whether it belongs to a list is decided by `index.outline`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMERALS = "一二三四五六七八九十百零〇两"
_CHINESE = f"[{_NUMERALS}]{{1,5}}"
_ORDINAL = f"(?:{_CHINESE}|\\d{{1,3}})"
_VERBS = "是要"
"""What follows the number of a run-in heading: 一是, 一要."""

_FORMS = (
    ("part", f"第{_ORDINAL}(?:编|篇|部分)"),
    ("chapter", f"第{_ORDINAL}章"),
    ("section", f"第{_ORDINAL}节"),
    ("article", f"第{_ORDINAL}条(?![、,和至规的第])"),
    ("chinese", f"{_CHINESE}、"),
    ("bracketed", rf"\({_CHINESE}\)[、.]?"),
    ("number", r"\d{1,2}(?:、|\. ?(?!\d))"),
    ("bracketed_number", r"\(\d{1,2}\)[、.]?|\d{1,2}\)[、.]?"),
    ("circled", "[①-⑳][、.]?"),
    ("is", f"{_CHINESE}是(?!否)"),
    ("must", f"{_CHINESE}要(?!求|素|点|么)"),
    ("ordinal", f"第{_CHINESE}[,、]"),
)
"""Families, outermost first by custom; the run-in ones at the end have no order among themselves."""

RUN_IN = frozenset({"is", "must", "ordinal"})
BARE, BARE_SENTENCE = "bare", "bare_sentence"
"""Families of headings without a number: see `index.bare`."""
_RANKS = {family: rank for rank, (family, _) in enumerate(_FORMS)} | {BARE: len(_FORMS), BARE_SENTENCE: len(_FORMS) + 2}
_RUN_IN_RANK = len(_FORMS) + 1

_LABEL = re.compile(r"(?:[\n。:;!?\"] *|  +)(?:" + "|".join(f"(?P<{family}>{form})" for family, form in _FORMS) + ")")
_HOLDERS = frozenset({"part", "chapter", "section", "chinese"})
_FIRST_UNDER = re.compile(rf"[\u4e00-\u9fff 、]{{1,16}}?(?:(?P<section>第{_ORDINAL}节)|(?P<article>第{_ORDINAL}条)|(?P<bracketed>\(一\)))")
"""Where a text has lost its line ends: 第一章总则第一条为了…, 二、主要任务（一）加强…"""
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Label:
    """A number where a heading could start. Offsets are in the folded text."""

    family: str
    value: int
    start: int
    end: int
    opens_line: bool


def find_labels(folded: str) -> list[Label]:
    """Every label of `folded`, ascending."""
    text = "\n" + folded
    labels = {label.start: label for label in (_label(match, text[match.start()] == "\n") for match in _LABEL.finditer(text))}
    for holder in [label for label in labels.values() if label.family in _HOLDERS]:
        inner = _FIRST_UNDER.match(text, holder.end + 1)
        if inner:
            label = _label(inner, opens_line=False)
            labels.setdefault(label.start, label)
    return [labels[start] for start in sorted(labels)]


def rank(family: str) -> int:
    """How far inside lists of this family usually are; run-in ones have no order among themselves."""
    return _RUN_IN_RANK if family in RUN_IN else _RANKS[family]


def numeral(text: str) -> int:
    """The value of 十二, 12, ⑫ (0 for none): Chinese numerals up to 999."""
    if text.isdecimal():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    total = digit = 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[character]
    return total + digit


def _label(match: re.Match[str], opens_line: bool) -> Label:
    """From a match in a text that has one line end more than the folded text, at its start."""
    family = match.lastgroup or ""
    start, end = match.span(family)
    value = numeral("".join(character for character in match[family] if character in _NUMERALS or character.isnumeric()))
    return Label(family, value, start - 1, end - 1, opens_line)
