"""Automatic numbering of Word paragraphs: the label a reader sees, which the document stores only as a rule.

A paragraph (or its style) names a numbering instance and a level; the instance names an abstract numbering whose levels say
where counting starts, in which figures, and around which text: `%1、` in Chinese figures gives 一、. Counters run through the
document: a paragraph at one level restarts the deeper ones. Bullets are decoration and give no label.

Rules: ECMA-376 part 1, §17.9. Left out: numbering inherited through `numStyleLink`, pictures as bullets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACEHOLDER = re.compile(r"%([1-9])")
_CLOSED = tuple("、，。：:．.)）】]》〉")
_CHINESE = "零一二三四五六七八九"
_FINANCIAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"))
_ROMAN_UNITS = (*_ROMAN, (4, "iv"), (1, "i"))
_CHINESE_FORMATS = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"}
)
_SEQUENCES: Mapping[str, str] = MappingProxyType(
    {
        "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
        "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
        "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
        "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
        "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
        "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    }
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering, 0-based."""

    start: int
    number_format: str
    text: str
    """`（%1）`; `%2` stands for the counter of the second level."""
    legal: bool = False
    """All figures of the label in decimal, whatever the levels above say."""
    style: str = ""
    """Id of the paragraph style bound to this level."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """One numbering instance. Instances of one abstract numbering count on together unless they restart."""

    abstract: str
    levels: Mapping[int, Level]
    restarts: bool


class Labels:
    """Counts through one document: ask once per numbered paragraph, in document order."""

    def __init__(self, numberings: Mapping[str, Numbering]) -> None:
        self._numberings = numberings
        self._counters: dict[str, dict[int, int]] = {}

    def level_of_style(self, number_id: str, style: str) -> int:
        numbering = self._numberings.get(number_id)
        levels = numbering.levels.items() if numbering else ()
        return next((index for index, level in levels if level.style == style), 0)

    def next(self, number_id: str, index: int) -> str:
        """The label of the next paragraph of this instance and 0-based level, ready to stand before its text."""
        numbering = self._numberings.get(number_id)
        if numbering is None or index not in numbering.levels:
            return ""
        counters = self._counters.setdefault(number_id if numbering.restarts else f"abstract {numbering.abstract}", {})
        counters[index] = counters.get(index, numbering.levels[index].start - 1) + 1
        for deeper in [other for other in counters if other > index]:
            del counters[deeper]
        return _label(numbering.levels, counters, index)


def read_numberings(root: etree._Element) -> dict[str, Numbering]:
    """The instances of `word/numbering.xml` by their id."""
    abstracts = {element.get(f"{W}abstractNumId", ""): _levels(element) for element in root.iter(f"{W}abstractNum")}
    return {element.get(f"{W}numId", ""): _instance(element, abstracts) for element in root.iter(f"{W}num")}


def _instance(element: etree._Element, abstracts: Mapping[str, dict[int, Level]]) -> Numbering:
    abstract = value(element.find(f"{W}abstractNumId"))
    overrides = list(element.iter(f"{W}lvlOverride"))
    replaced = {index: level for override in overrides for index, level in _levels(override).items()}
    return Numbering(abstract, abstracts.get(abstract, {}) | replaced, restarts=bool(overrides))


def _levels(element: etree._Element) -> dict[int, Level]:
    return dict(_each_level(element))


def _each_level(element: etree._Element) -> Iterator[tuple[int, Level]]:
    for level in element.iter(f"{W}lvl"):
        yield (
            integer(level.get(f"{W}ilvl"), 0),
            Level(
                start=integer(value(level.find(f"{W}start")), 1),
                number_format=value(level.find(f"{W}numFmt")) or "decimal",
                text=value(level.find(f"{W}lvlText")),
                legal=level.find(f"{W}isLgl") is not None,
                style=value(level.find(f"{W}pStyle")),
            ),
        )


def _label(levels: Mapping[int, Level], counters: Mapping[int, int], index: int) -> str:
    if levels[index].number_format in {"bullet", "none"}:
        return ""

    def figure(match: re.Match[str]) -> str:
        other = int(match.group(1)) - 1
        level = levels.get(other, levels[index])
        return figures(counters.get(other, level.start), "decimal" if levels[index].legal else level.number_format)

    label = _PLACEHOLDER.sub(figure, levels[index].text).strip()
    return label if not label or label.endswith(_CLOSED) else label + " "


def figures(number: int, number_format: str) -> str:
    """`number` as Word writes it in this format; formats without a rule here come out in decimal."""
    if number_format in _CHINESE_FORMATS:
        return _chinese(number, _CHINESE, "十百千").removeprefix("一") if 10 <= number < 20 else _chinese(number, _CHINESE, "十百千")
    if number_format == "chineseLegalSimplified":
        return _chinese(number, _FINANCIAL, "拾佰仟")
    if number_format == "ideographDigital":
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if number_format in {"upperLetter", "lowerLetter"}:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if number_format == "upperLetter" else letters
    if number_format in {"upperRoman", "lowerRoman"}:
        return _roman(number).upper() if number_format == "upperRoman" else _roman(number)
    sequence = _SEQUENCES.get(number_format, "")
    return sequence[number - 1] if 1 <= number <= len(sequence) else f"{number:02}" if number_format == "decimalZero" else str(number)


def _chinese(number: int, digits: str, units: str) -> str:
    """1 to 9999 with units and a single zero for a gap: 一百零五; anything else in decimal."""
    if not 1 <= number <= 9999:
        return str(number)
    written = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            written += digits[digit] + (units[power - 1] if power else "")
        elif written and not written.endswith(digits[0]):
            written += digits[0]
    return written.rstrip(digits[0])


def _roman(number: int) -> str:
    written = ""
    for amount, letters in _ROMAN_UNITS:
        written += letters * (number // amount)
        number %= amount
    return written


def value(element: etree._Element | None) -> str:
    """The `w:val` of an element, empty without one."""
    return "" if element is None else element.get(f"{W}val", "")


def integer(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() else default
