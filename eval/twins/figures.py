"""Other figures: which numbers of a text are figures, and what each becomes.

Left as they are: list numbers, articles and annexes, grades, 1+X and 3+2, round the clock, zero, and numerals that make words or
count what the sentence lists (三项, 四个). Moved as dates: years, months, times of day. All else changes: the same figure (as
written, `1.0` is not `1`) always to the same one, larger ones to larger ones, so that a range stays a range and a rise a rise.
Shares and marks fall (which keeps them below 100), counts grow; round figures stay about as round.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from eval.metrics.numerals import read_numeral
from eval.twins.dates import DateMap

_YEAR = r"(?:19|20)\d\d"
_NUMERAL = "[二两兩三四五六七八九十][一二三四五六七八九十百]*"
_COUNTED = (
    "(?:所|名|人(?![才民])|家(?![长長庭])|位(?!一体|一體)|[场場处處辆輛台座间間套亩畝天元万萬]|周(?![年边邊])"
    "|[轮輪](?![车車胎])|小[时時]|分[钟鐘]|公里|千米)"
)
"""Measure words before which a numeral is a count. Before 个, 项, 类, 条 it counts what the sentence lists."""
_RANGE = "[-—–~～至到]"

_TOKEN = re.compile(
    rf"""
      (?P<fixed> \d+(?:\+[\dXxNn]+)+
        | (?m:^)[ \t　>\#*-]*[（(]?\d{{1,2}}[)）.、．](?!\d) | (?<=[：:；;。])\s?\d{{1,2}}[.．](?!\d)
        | (?m:^)\d{{1,2}}(?=\s*\|) | 第\s*\d+ | 附[件表]\s*\d+ | \d+\s*年[级級] | 24\s*[个個]?小[时時] )
    | (?P<code> (?<=\d{{3}}-)\d{{5,8}}(?!\d) | (?<![\d.])\d{{8,}}(?!\d) )
    | (?P<date> (?<!\d){_YEAR}\s*(?:[-/.]\s*\d{{1,2}}\s*[-/.]\s*\d{{1,2}}(?!\d) | 年\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?) )
    | (?P<year> (?<![\d.]){_YEAR}(?=\s*(?:[学學]?年|[春夏秋冬级級〕\]】）)]) | \s*[-—–~～至]+\s*{_YEAR}\s*[学學]?年)
        | (?<=/){_YEAR}(?=-\d) )
    | (?P<chinese_year> 二[〇○零][一二][〇○零一二三四五六七八九](?=年) )
    | (?P<day> (?<![\d.])\d{{1,2}}\s*月\s*\d{{1,2}}(?=\s*日) )
    | (?P<month> (?<![\d.])\d{{1,2}}(?=\s*(?:[-—–~～至、]\s*\d{{1,2}}\s*)?月(?!\s*\d+\s*[^\d\s日])) )
    | (?P<day_after> (?<=日{_RANGE})\d{{1,2}}(?=\s*日) )
    | (?P<time> (?<!\d)(?:[01]?\d|2[0-3])\s?[:：]\s?[0-5]\d(?!\d) )
    | (?P<zeros> (?<![\d.])0\d*(?![\d.]) )
    | (?P<share> \d+(?:\.\d+)?(?=\s*(?:[%％‰]|分(?![钟鐘之校类類片解级級布别別])) | {_RANGE}+\d+(?:\.\d+)?\s*[%％‰])
        | (?<=\|\ )(?:100|\d{{1,2}}(?:\.\d+)?)(?=\s*(?:\||$)) )
    | (?P<count> \d{{1,3}}(?:,\d{{3}})+(?![\d.]) | \d+(?:\.\d+)? )
    | (?P<fraction> [二三四五六七八九](?=分之[一二三四五六七八九]) )
    | (?P<numeral> (?<![第前一二两兩三四五六七八九十百千]){_NUMERAL}(?=[余餘多]?{_COUNTED}) )
    """,
    re.VERBOSE | re.MULTILINE,
)

_DIGITS = "零一二三四五六七八九"
_NUMERAL_DIGITS = _DIGITS + "十"
_GROWTH = (107, 138)
"""Percent of its old value to which a count grows, at least and at most."""
_FALL = (82, 96)
_CODE_TURN = str.maketrans("0123456789", "3816049572")
"""Digits of telephone and index numbers: none stays."""


class Figure(NamedTuple):
    value: Decimal
    decimals: int
    is_share: bool


@dataclass(frozen=True, slots=True)
class FigureMap:
    becomes: Mapping[Figure, Decimal]

    def written(self, literal: str, is_share: bool) -> str:
        """The new figure for `literal`, with its decimals and separators."""
        new = self.becomes.get(_figure(literal, is_share))
        if new is None:
            return literal
        return f"{new:,f}" if "," in literal else f"{new:f}"

    def numeral(self, literal: str) -> str:
        value = _numeral_value(literal)
        new = self.becomes.get(Figure(value, 0, False)) if value else None
        return write_numeral(int(new)) if new is not None and new < 100 else literal


def figures_in(text: str) -> Iterator[Figure]:
    """What of `text` a figure map must cover, in order."""
    for match in _TOKEN.finditer(text):
        if match["share"] or match["count"]:
            yield _figure(match[0], bool(match["share"]))
        elif match["numeral"]:
            value = _numeral_value(match[0])
            if value:
                yield Figure(value, 0, False)


def _figure(literal: str, is_share: bool) -> Figure:
    plain = literal.replace(",", "")
    return Figure(Decimal(plain), len(plain.partition(".")[2]), is_share)


def _numeral_value(literal: str) -> Decimal | None:
    digits = read_numeral(literal.replace("兩", "两"))
    return Decimal(digits) if digits and digits.isdecimal() else None


def figure_map(figures: Iterable[Figure], salt: str) -> FigureMap:
    """What each figure becomes, drawn from `salt`."""
    chance = random.Random(f"{salt}|figures")
    distinct = sorted(figure for figure in set(figures) if figure.value)
    counts = [figure for figure in distinct if not figure.is_share]
    shares = [figure for figure in distinct if figure.is_share]
    return FigureMap({**_grown(counts, chance), **_fallen(shares, chance)})


def _grown(figures: Iterable[Figure], chance: random.Random) -> dict[Figure, Decimal]:
    """Ascending figures, each grown, and above what all smaller ones became."""
    becomes: dict[Figure, Decimal] = {}
    below, highest, last = Decimal(0), Decimal(0), Decimal(0)
    for figure in figures:
        if figure.value > last:
            below, last = highest, figure.value
        step = _step(figure)
        wanted = (figure.value * chance.randint(*_GROWTH) / 100).quantize(step, ROUND_HALF_UP)
        least = (max(below, figure.value) / step).quantize(Decimal(1), ROUND_FLOOR) * step + step
        becomes[figure] = _plainly(max(wanted, least), figure.decimals)
        highest = max(highest, becomes[figure])
    return becomes


def _fallen(figures: list[Figure], chance: random.Random) -> dict[Figure, Decimal]:
    """Ascending shares, each fallen, and below what all larger ones became; with a decimal more where there is no room."""
    becomes: dict[Figure, Decimal] = {}
    above = lowest = last = Decimal(1_000_000)
    for figure in reversed(figures):
        if figure.value < last:
            above, last = lowest, figure.value
        most = min(above, figure.value)
        wanted = figure.value * chance.randint(*_FALL) / 100
        new, decimals = Decimal(0), figure.decimals
        while new <= 0:
            step = Decimal(1).scaleb(-decimals)
            highest = (most / step).quantize(Decimal(1), ROUND_CEILING) * step - step
            new, decimals = min(wanted.quantize(step, ROUND_HALF_UP), highest), decimals + 1
        becomes[figure] = new
        lowest = min(lowest, new)
    return becomes


def _step(figure: Figure) -> Decimal:
    """How round the new figure is: 4590 and 800 to tens, 12000 to hundreds, 60 to ones, 5.86 to hundredths."""
    digits = f"{figure.value:f}"
    zeros = 0 if figure.decimals else len(digits) - len(digits.rstrip("0"))
    return Decimal(1).scaleb(-figure.decimals if figure.decimals else max(zeros - 1, 1 if zeros and figure.value > 100 else 0))


def _plainly(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals))


def write_numeral(value: int) -> str:
    """1 ≤ value < 100: 12 → 十二, 30 → 三十."""
    tens, ones = divmod(value, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def with_other_figures(text: str, figures: FigureMap, dates: DateMap) -> str:
    """`text` with all its figures and dates exchanged."""
    return _TOKEN.sub(lambda match: _exchanged(str(match.lastgroup), match[0], figures, dates), text)


def _exchanged(kind: str, literal: str, figures: FigureMap, dates: DateMap) -> str:
    match kind:
        case "share" | "count":
            return figures.written(literal, kind == "share")
        case "numeral":
            return figures.numeral(literal)
        case "fraction":
            return _NUMERAL_DIGITS[_NUMERAL_DIGITS.index(literal) + 1]
        case "code":
            return literal.translate(_CODE_TURN)
        case "date" | "year" | "chinese_year" | "day" | "month" | "time":
            return dates.moved(kind, literal)
        case _:
            return literal
