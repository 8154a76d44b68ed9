"""What a reader should see instead of what a web site left in the text: glosses, shifted bytes, radicals, stray spaces, tags.

A repair replaces `text[start:end]` by `shown`; the text itself never changes. Healthy text gets no repairs: what could be
meant as it stands (a question mark, a blank between two columns, an ordinary parenthesis) is left alone.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from index.language import Reading, likelihood
from index.mojibake import shifted_runs
from index.types import Repair

_HAN = "\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_TONED = "āáǎàēéěèêīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ"
_BLANK = " \u00a0\u2002\u2003\u2009\u200a\u202f\u205f"

_GLOSS = re.compile(rf"[(（][a-zɡ{_TONED}]*[{_TONED}][a-zɡ{_TONED}]*[)）]", re.IGNORECASE)
"""区(qū): a syllable with at least one tone mark. Real parentheses hold no toned letters."""

_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufaff\U0002f800-\U0002fa1f]+")
_RADICAL_SUPPLEMENT = str.maketrans(
    "⺁⺎⺝⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
    "厂兀月民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙",
)
"""CJK radicals of which Unicode has no compatibility mapping, though fonts of PDF files write them for characters."""

_MARKUP = re.compile(
    r"</?(?:span|p|div|a|br|font|strong|b|i|u|em|td|tr|th|table|tbody|ul|li|img|h[1-6]|o:p)(?=[\s/>])[^<>\n]{0,200}>"
    r"|(?<![A-Za-z0-9/<])/(?:span|p|div|a|br|font|strong|td|tr|li)>"
    r"|&(?:nbsp|ensp|emsp|amp|lt|gt|quot|ldquo|rdquo|lsquo|rsquo|middot|hellip|mdash|times);",
    re.IGNORECASE,
)

_ANY_BLANK = re.compile(rf"[^\n{_BLANK}][{_BLANK}]")
_DATE_BLANK = re.compile(rf"(?<=\d)(?:(?<=\d{{4}})[-/.年]|[-/.:：月日])[{_BLANK}]{{1,2}}(?=\d{{1,2}}(?:\D|$))")
"""2024- 05- 24 15: 40."""
_UNIT_BLANK = re.compile(rf"(?<=\d)[{_BLANK}](?=[年月日号时分所个人项万亿元届次%％])")
_DIGIT_BLANK = re.compile(rf"(?<=[{_HAN}])[{_BLANK}](?=\d)|(?<=[\d%％])[{_BLANK}](?=[{_HAN}])")
_WORD_BLANK = re.compile(rf"(?<=[{_HAN}])[{_BLANK}](?=[{_HAN}])")
_HARD_BLANK = re.compile("(?<=[^\n\u00a0])\u00a0+(?=[^\n\u00a0])")
_PROSE = re.compile("[，,。；;]")
_REACH = 8
"""Code points on either side of a blank that tell whether it splits a word."""
_SPLIT_WORD = 3.0
"""Natural logarithm of how much more likely two words must be than the pieces of a split one."""
_PRIVATE = re.compile("[\ue000-\uf8ff]+")
"""Private characters: line ends and stops of some editor, which no font shows."""


def find_repairs(text: str) -> tuple[Repair, ...]:
    """All repairs of `text`, ascending and non-overlapping."""
    found = [*shifted_runs(text, _GLOSS), *_glosses(text), *_radicals(text), *_markup(text), *_private(text), *_spaces(text)]
    return tuple(_without_overlaps(found))


def show(text: str, repairs: Sequence[Repair], start: int = 0, end: int | None = None) -> str:
    """The readable form of `text[start:end]`: repairs applied, script kept. A repair cut by an edge is applied whole."""
    end = len(text) if end is None else end
    parts: list[str] = []
    position = start
    for repair in repairs:
        if repair.end <= start or repair.start >= end:
            continue
        parts += (text[position : repair.start], repair.shown)
        position = repair.end
    parts.append(text[position:end])
    return "".join(parts)


def _glosses(text: str) -> Iterator[Repair]:
    for match in _GLOSS.finditer(text):
        if match.start() and not text[match.start() - 1].isspace():
            yield Repair("gloss", match.start(), match.end(), "")


def _radicals(text: str) -> Iterator[Repair]:
    for match in _RADICALS.finditer(text):
        shown = unicodedata.normalize("NFKC", match[0]).translate(_RADICAL_SUPPLEMENT)
        if shown != match[0]:
            yield Repair("kangxi", match.start(), match.end(), shown)


def _markup(text: str) -> Iterator[Repair]:
    for match in _MARKUP.finditer(text):
        shown = html.unescape(match[0]) if match[0].startswith("&") else ""
        yield Repair("markup", match.start(), match.end(), shown)


def _private(text: str) -> Iterator[Repair]:
    for match in _PRIVATE.finditer(text):
        after_figure = text[match.start() - 1 : match.start()].isdigit()
        yield Repair("markup", match.start(), match.end(), "." if after_figure else " ")


def _spaces(text: str) -> Iterator[Repair]:
    """Blanks inside dates, inside words, between figures and Chinese; hard blanks become plain ones."""
    if not _ANY_BLANK.search(text):
        return
    for match in _DATE_BLANK.finditer(text):
        yield Repair("space", match.start() + 1, match.end(), "")
    for match in _UNIT_BLANK.finditer(text):
        yield Repair("space", match.start(), match.end(), "")
    for match in _DIGIT_BLANK.finditer(text):
        if _PROSE.search(_line(text, match.start())):
            yield Repair("space", match.start(), match.end(), "")
    for match in _WORD_BLANK.finditer(text):
        if _splits_word(text, match.start(), match.end()):
            yield Repair("space", match.start(), match.end(), "")
    for match in _HARD_BLANK.finditer(text):
        yield Repair("space", match.start(), match.end(), " ")


def _line(text: str, position: int) -> str:
    end = text.find("\n", position)
    return text[text.rfind("\n", 0, position) + 1 : len(text) if end < 0 else end]


def _splits_word(text: str, start: int, end: int) -> bool:
    """True when a word is likelier across the blank than its pieces are: 协 作, but not 岱山 家育."""
    before = re.split(r"[^\w ]|\n", text[max(0, start - _REACH) : start])[-1].replace(" ", "")
    after = re.split(r"[^\w ]|\n", text[end : end + _REACH])[0].replace(" ", "")
    first = Reading().read(before)
    return first.read(after).score > first.score + likelihood(after) + _SPLIT_WORD


def _without_overlaps(found: Iterable[Repair]) -> Iterator[Repair]:
    end = 0
    for repair in sorted(found, key=lambda repair: repair.start):
        if repair.start >= end:
            yield repair
            end = repair.end
