"""Whether what a sentence says stands in what it cites: amounts, years, days, places, numbers of documents, words in quotation marks.

Amounts are compared as values with units (`index.quantity`): 两所 is 2所 and 1.2万 is 12000, 5.86亿元 is not 5.86万元, 30% not 30个百分点;
不低于30% is neither 30% nor 低于30%. Beside a region or a year the amount must stand in words of that region and year, and what was
planned is not told as done. A figure that stands nowhere holds where it is worked out from two of the same sentence that do, or
where the question names it and the sentence denies it. Points of one's own are counted freely: 三个方面.

Whose amount it is, 小学 or 初中, is compared only where a clause repeats another's words with the figure of a third.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import NamedTuple

from index.catalogue import Catalogue
from index.gazetteer import is_place
from index.quantity import Amount, Quantity, quantities, same_quantity, unit_of
from index.region import PROVINCES, aliases, short_name
from index.text import fold
from index.years import years_in
from rag.computed import follows, is_computed
from rag.computed import holds as computed_holds
from rag.marked import MARK
from rag.question.places import places
from rag.said import CLOCK, DAY, Day, Said, blank, clauses_in, days_in, figures_in, start_of, without_amounts
from rag.types import Citation


@dataclass(frozen=True, slots=True)
class Ground:
    """What an answer is checked by beside its citations."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    """Whose regions are known by name."""
    question: str = ""
    """Folded. Its figures may be denied, and its words quoted."""


NO_GROUND = Ground()


def unheld(sentence: str, cited: Sequence[Citation], ground: Ground = NO_GROUND) -> tuple[str, ...]:
    """What `sentence` (readable text, with or without marks) says and `cited` does not, in folded words; empty when all of it holds."""
    claimed = _ITEM_NUMBER.sub("", fold(MARK.sub("", sentence)).text)
    sources = [Said(citation) for citation in cited]
    if is_computed(claimed):
        held = computed_holds(claimed, [source.shown for source in sources])
        return () if held else (claimed,)
    words = _without_names(claimed, sources)
    return (
        *_quotations(MARK.sub("", sentence), sources, ground),
        *_numbers(claimed, sources),
        *_places(words, sources, ground),
        *_years(words, sources),
        *_days(words, sources),
        *_amounts(words, sources, ground),
        *_digits(words, sources),
        *_exchanged(words, sources),
    )


_ITEM_NUMBER = re.compile(r"^\s*(?:[-*•·]\s*)?(?:\d{1,2}[.、)](?!\d)|\(\d{1,2}\))")
"""1. or (2) before an item of a list, folded."""


# ------------------------------------------------------------------------------------------------ words in quotation marks
_QUOTED = re.compile(r"“([^“”\n]{2,200})”|「([^「」\n]{2,200})」|『([^『』\n]{2,200})』|\"([^\"\n]{2,200})\"")
_NO_WORD = re.compile(r"[\W_]+")


def _quotations(sentence: str, sources: Sequence[Said], ground: Ground) -> Iterator[str]:
    """Words in quotation marks that stand neither in what is cited nor in the question; punctuation and white space do not count."""
    said = [_words_alone(text) for source in sources for text in (*source.texts, source.title)]
    for match in _QUOTED.finditer(sentence):
        quoted = _words_alone(fold("".join(filter(None, match.groups()))).text)
        if not any(quoted in text for text in (*said, _words_alone(ground.question))):
            yield quoted


def _words_alone(folded: str) -> str:
    return _NO_WORD.sub("", folded)


# ------------------------------------------------------------------------------------------------ documents, places, years, days
_DOCUMENT_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,3})[\[(【]((?:19|20)\d\d)[\])】]第?(\d{1,5})号")
"""The end of a number of a document, folded: 教联发[2025]8号."""


def _numbers(claimed: str, sources: Sequence[Said]) -> Iterator[str]:
    known = {match.groups() for source in sources for text in (*source.texts, source.title) for match in _DOCUMENT_NUMBER.finditer(text)}
    yield from (match[0] for match in _DOCUMENT_NUMBER.finditer(claimed) if match.groups() not in known)


def _without_names(claimed: str, sources: Sequence[Said]) -> str:
    """`claimed` without what merely says which document or part of it is meant: title, number, day, articles."""
    for source in sources:
        header = source.citation.document.header
        names = [header.title, header.number, *re.findall(r"第\d+[章条节款项]", fold(source.citation.locator).text)]
        if day := header.published_on:
            names += [f"{day}", f"{day.year}年{day.month}月{day.day}日", f"{day.month}月{day.day}日"]
        for name in filter(None, names):
            claimed = re.sub(rf"(?<!\d){re.escape(fold(name).text)}", " ", claimed)
    return _DOCUMENT_NUMBER.sub(" ", claimed)


class _Named(NamedTuple):
    """Where a region of the catalogue is named."""

    start: int
    end: int
    region: str


def _named(words: str, catalogue: Catalogue) -> list[_Named]:
    """In the order of the text; 海门区 is not also 海门."""
    found: list[_Named] = []
    for name, region in catalogue.region_names:
        at = words.find(name)
        while at >= 0:
            found.append(_Named(at, at + len(name), region))
            words = words[:at] + "\0" * len(name) + words[at + len(name) :]
            at = words.find(name, at)
    return sorted(found)


def _places(words: str, sources: Sequence[Said], ground: Ground) -> Iterator[str]:
    """Regions named that no source speaks of: those of the catalogue, those of the list of counties, and those that the question
    names. A region that leads up to another (云岭省青岚区) only says where that lies."""
    found = _named(words, ground.catalogue)
    starts = {one.start for one in found}
    for one in found:
        if one.end not in starts and not any(source.speaks_of(one.region) for source in sources):
            yield words[one.start : one.end]
    said = [text for source in sources for text in (*source.texts, source.title)]
    for name in places(words, ground.catalogue).unknown:
        is_certain = is_place(short_name(name)) or name in PROVINCES or name in ground.question
        if is_certain and not any(fold(alias).text in text for alias in aliases(name) for text in said):
            yield name


def _years(words: str, sources: Sequence[Said]) -> Iterator[str]:
    """Years that no source speaks of; before the name of a kind of document (2024年总结) the document's own are meant."""
    known = frozenset[int]().union(*(source.own_years for source in sources))
    of_documents = {year for source in sources for year in (*source.citation.document.header.years, *years_in(source.title))}
    for match in _DOCUMENT_YEAR.finditer(words):
        known |= {int(match["year"])} & of_documents
    yield from (f"{year}年" for year in years_in(words) if year not in known)


_DOCUMENT_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年度?[^,。;、\d]{0,12}(?:总结|计划|要点|打算|方案|通报|通知|公告|清单|报告|办法)")


def _days(words: str, sources: Sequence[Said]) -> Iterator[str]:
    known = frozenset[Day]().union(*(source.days for source in sources))
    yield from (f"{day.month}月{day.day}" if day.month else day.day for day in days_in(words) if day not in known)


# ------------------------------------------------------------------------------------------------ amounts
_COUNTED_FREELY = frozenset(("个", "项", "方面", "类", "条", "点", "种", "件", "步", "部分", "环节", "章", "批", "层", "次"))
"""Units with which a writer counts points of his own, in Chinese numerals: 三个方面."""
_CHINESE = re.compile(r"[一二两三四五六七八九十]")
_DENIED = re.compile(r"(?:不是|并非|而非|并不是|没有|不到)[^,。;\d]{0,4}$")


def _amounts(words: str, sources: Sequence[Said], ground: Ground) -> Iterator[str]:
    without_days = DAY.sub(blank, words)
    claimed = quantities(without_days)
    regions = _named(words, ground.catalogue)
    held = [one for one in claimed if _stands(one, without_days, _of_region(one, regions, words, sources))]
    for one in claimed:
        if one in held or _is_free(one, without_days, sources) or _is_denied(one, without_days, sources, ground):
            continue
        if not any(follows(without_days, one, first, second) for first, second in permutations(held, 2)):
            yield without_days[one.start : one.end]


def _of_region(claimed: Quantity, regions: Sequence[_Named], words: str, sources: Sequence[Said]) -> Sequence[Said]:
    """The sources that speak of the region named last before the amount, or of one of those named with it (青岚区和望湖区分别); all of
    them where none is named."""
    before = [one for one in regions if one.end <= claimed.start]
    if not before:
        return sources
    together = [before[-1]]
    for one in reversed(before[:-1]):
        if not _AND.fullmatch(words[one.end : together[-1].start]):
            break
        together.append(one)
    return [source for source in sources if any(source.speaks_of(one.region) for one in together)]


_AND = re.compile("[和与、及]|以及")


def _stands(claimed: Quantity, words: str, sources: Sequence[Said]) -> bool:
    """Whether a source states the amount, or as a bare number, whose measure stands at the head of a table."""
    start = start_of(words, claimed)
    written = frozenset(figures_in(words[start : claimed.end]))
    return any(
        any(_states(said, claimed, words, source) for said in source.quantities)
        or _is_between(claimed, source)
        or (written and written <= (source.bare if start == claimed.start else source.figures) and _is_of_year(claimed, None, source))
        for source in sources
    )


def _states(said: Quantity, claimed: Quantity, words: str, source: Said) -> bool:
    is_planned = said.state == "planned" or (not said.state and source.is_plan)
    return (
        same_quantity(said, claimed)
        and _may_count(claimed.unit, said.unit, words[max(0, claimed.start - _NEAR) : claimed.end + _NEAR])
        and (said.comparator == claimed.comparator or (said.comparator, claimed.comparator) == ("exact", "about"))
        and _is_of_year(claimed, said.year, source)
        and not (claimed.state == "achieved" and is_planned)
    )


def _is_of_year(claimed: Quantity, said: int | None, source: Said) -> bool:
    """Whether the year that a sentence gives an amount is the one `said` of it, or where none is, one that the source speaks of."""
    return claimed.year is None or (claimed.year in source.own_years if said is None else claimed.year == said)


def _is_between(claimed: Quantity, source: Said) -> bool:
    """在50元至90元之间 for 不低于50元、不高于90元."""
    bounds = {(one.comparator, one.value, one.unit) for one in source.quantities}
    return claimed.value is None and {("at_least", claimed.low, claimed.unit), ("at_most", claimed.high, claimed.unit)} <= bounds


_NEAR = 12
"""Characters around an amount among which what it counts stands."""
_COUNTS = {
    **dict.fromkeys(("所", "家", "校", "园"), re.compile("[校园院馆站]|机构|企业|公司|集团|基地|中心|教学点")),
    "人": re.compile("[人员师生童长]|干部|子女|家庭"),
}
"""Measure words of one kind of things, and what shows that these are meant: 学位3240个 are no 3240所."""


def _may_count(unit: str, said: str, around: str) -> bool:
    """Whether `unit` may stand for the unit that was said; only where that was 个 it may be another's."""
    counts = _COUNTS.get(unit)
    return unit == said or said != unit_of("个") or counts is None or counts.search(around) is not None


def _is_free(claimed: Amount, words: str, sources: Sequence[Said]) -> bool:
    """A point of the writer's own counted, or an article: in Chinese numerals, and nobody counts others of the same name."""
    if not _CHINESE.match(words, claimed.start):
        return False
    if claimed.low <= 1:
        return True
    name = words[claimed.end : claimed.end + 2]
    counted = (said for source in sources for text in source.texts for said in quantities(text) if name and text.startswith(name, said.end))
    return claimed.unit in _COUNTED_FREELY and not any(said.unit == claimed.unit and said.low != claimed.low for said in counted)


def _is_denied(claimed: Amount, words: str, sources: Sequence[Said], ground: Ground) -> bool:
    """不是5000个, where the question says 5000个 and no source does."""
    return (
        _DENIED.search(words, 0, claimed.start) is not None
        and any(same_quantity(claimed, asked) for asked in quantities(ground.question))
        and not any(same_quantity(claimed, said) for source in sources for said in source.quantities)
    )


def _digits(words: str, sources: Sequence[Said]) -> Iterator[str]:
    """Numbers in digits that are neither amounts nor years nor days, such as ratios and telephone numbers."""
    known = frozenset[str]().union(*(source.figures for source in sources))
    rest = CLOCK.sub(blank, without_amounts(DAY.sub(blank, words)))
    years = {str(year) for year in years_in(words)}
    yield from (figure for figure in figures_in(rest) if figure not in known and figure not in years)


# ------------------------------------------------------------------------------------------------ whose figure it is
_FEWEST_TERMS = 4
"""Of a clause, from which whose figure it is can be told."""
_SAME, _OTHER = 0.8, 0.5
"""Shares of a clause's terms that the words about the same thing hold at least, and those about another at most."""


def _exchanged(words: str, sources: Sequence[Said]) -> Iterator[str]:
    """Clauses that say in the words of one clause cited what only another, in other words, has the figure of. Where they name a year,
    that tells whose figure it is."""
    cited = [clause for source in sources for clause in clauses_in(source.shown)]
    for clause in clauses_in(words):
        if len(clause.terms) < _FEWEST_TERMS or years_in(clause.text):
            continue
        for figure in clause.figures:
            having = [one for one in cited if figure in one.figures]
            lacking = [one for one in cited if figure not in one.figures and any(other.unit == figure.unit for other in one.figures)]
            if having and lacking and clause.likeness(lacking) >= _SAME and clause.likeness(having) <= _OTHER:
                yield clause.text
