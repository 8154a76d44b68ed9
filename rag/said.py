"""What the words of a citation say, each part read once: amounts, years, days, numbers in digits, and clauses with their figures.

`Said` is one citation; the readers below take any folded text, so that what a sentence claims and what is cited are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from index.quantity import Amount, Quantity, quantities
from index.region import aliases
from index.terms import terms
from index.text import find_repairs, fold
from index.years import years_in
from rag.types import Citation


# ------------------------------------------------------------------------------------------------ what is cited
@dataclass(frozen=True)
class Said:
    """What one citation says, each part read at its first use."""

    citation: Citation

    @cached_property
    def shown(self) -> str:
        return fold(self.citation.shown).text

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """As shown, and as it stands where that is something else."""
        quote = self.citation.quote
        return tuple(dict.fromkeys((self.shown, fold(quote, find_repairs(quote)).text)))

    @cached_property
    def title(self) -> str:
        """What its document is called: title, issuer, number."""
        header = self.citation.document.header
        return fold(f"{header.title} {header.issuer} {header.number}").text

    @cached_property
    def own_years(self) -> frozenset[int]:
        """Years it speaks of: its own words', those of the headings above it or else of the document; the year before where it compares."""
        around = self.citation.years or self.citation.document.header.years
        before = {year - 1 for year in around} if _YEAR_BEFORE.search(self.shown) else set[int]()
        return frozenset({*years_in(self.shown), *around, *before})

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        around = self.citation.years or self.citation.document.header.years
        base = max(around) if self.citation.years or len(around) == 1 else None
        return tuple(quantity for text in self.texts for quantity in quantities(DAY.sub(blank, text), base))

    @cached_property
    def days(self) -> frozenset[Day]:
        return frozenset(day for text in self.texts for day in days_in(text))

    @cached_property
    def figures(self) -> frozenset[str]:
        """All numbers in digits, as written; those without a measure word also written out: 7100万群众 as 71000000."""
        written_out = {f"{quantity.low.normalize():f}" for quantity in self.quantities if not quantity.unit}
        return frozenset(figure for text in self.texts for figure in figures_in(text)) | written_out

    @cached_property
    def bare(self) -> frozenset[str]:
        """Numbers in digits without a measure word: cells of a table."""
        return frozenset(figure for text in self.texts for figure in figures_in(without_amounts(DAY.sub(blank, text))))

    @cached_property
    def is_plan(self) -> bool:
        """Its document only plans: no summary with a plan for the next year."""
        return bool(_PLAN.search(self.title)) and not _REPORT.search(self.title)

    def speaks_of(self, region: str) -> bool:
        """Its document is the region's, or its words or those of the title name it."""
        said = (*self.texts, self.title)
        return region == self.citation.document.header.region or any(fold(name).text in text for name in aliases(region) for text in said)


_YEAR_BEFORE = re.compile(r"上年|去年|上一年|同比|上一学年|上学年")
_PLAN = re.compile("计划|要点|打算|方案|清单|思路|安排")
_REPORT = re.compile("总结|通报|报告")


# ------------------------------------------------------------------------------------------------ reading folded text
class Day(NamedTuple):
    month: str
    day: str
    """Empty for the month alone."""


DAY = re.compile(
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?!份?[子大小])"
    r"(?:(?P<first>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?(?:(?<=[日号])|(?=\s?[-至到]))"
    r"(?:\s?[-至到]\s?(?P<last>\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?)?"
)
"""5月, 5月6日, 5月6日至9日, 三月三十日."""
CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d(?!\d)")


def days_in(folded: str) -> Iterator[Day]:
    """Days, each with its month, and months; times of day have no month."""
    for match in DAY.finditer(folded):
        month = _in_digits(match["month"])
        yield Day(month, "")
        yield from (Day(month, _in_digits(day)) for day in (match["first"], match["last"]) if day)
    yield from (Day("", clock) for clock in CLOCK.findall(folded))


def _in_digits(number: str) -> str:
    if number.isascii():
        return str(int(number))
    tens, _, ones = number.rpartition("十")
    digits = "零一二三四五六七八九"
    return str((digits.find(tens) if tens else 1) * 10 * ("十" in number) + (digits.find(ones) if ones else 0))


_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_DIGIT_GROUPS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def figures_in(folded: str) -> list[str]:
    """Numbers in digits, as written, without digit groups: 92.5, 2025, 12310 (of 12,310)."""
    return _DIGITS.findall(_DIGIT_GROUPS.sub("", folded))


def without_amounts(folded: str) -> str:
    """`folded` with spaces in place of amounts."""
    for one in reversed(quantities(folded)):
        start = start_of(folded, one)
        folded = folded[:start] + " " * (one.end - start) + folded[one.end :]
    return folded


def start_of(folded: str, amount: Amount) -> int:
    """Where the digits of an amount begin; behind a colon 4.5个 is read as the label 4. and 5个."""
    label = _LABEL.search(folded, 0, amount.start)
    return label.start() if label else amount.start


_LABEL = re.compile(r"(?<![\d.])\d{1,4}\.$")


class Figure(NamedTuple):
    """An amount, or a day, whose unit is empty."""

    value: tuple[str, str]
    unit: str


class Clause(NamedTuple):
    text: str
    figures: frozenset[Figure]
    terms: frozenset[str]
    """Of its other words."""

    def likeness(self, others: Sequence[Clause]) -> float:
        """The greatest share of its terms that one of `others` holds."""
        return max(len(self.terms & other.terms) for other in others) / len(self.terms)


def clauses_in(folded: str) -> tuple[Clause, ...]:
    """Stretches between marks of punctuation, in order."""
    return tuple(map(_read_clause, _CLAUSE.findall(folded)))


_CLAUSE = re.compile(r"[^,;:。、!?()\n]+")


@lru_cache(maxsize=4096)
def _read_clause(text: str) -> Clause:
    without_days = DAY.sub(blank, text)
    counted = {Figure((str(one.low.normalize()), str(one.high.normalize())), one.unit) for one in quantities(without_days)}
    days = {Figure(day, "") for day in days_in(text) if day.day}
    return Clause(text, frozenset(counted | days), frozenset(terms(_DIGITS.sub(" ", without_amounts(without_days)))))


def blank(match: re.Match[str]) -> str:
    """Spaces in place of a match, so that what stands behind it stays where it is."""
    return " " * len(match[0])
