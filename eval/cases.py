"""Questions made from questions: what a product does when the documents do not tell.

A product that answers well may still answer when it should not. Each case asks a known question where its answer is missing:

without    the question as it is, asked of a library without the one document that answers it
district   the district it names replaced by one whose documents do not tell, else by one that has no documents
year       its years moved to years of which nothing in that district's documents speaks

Expected of all three: refused or partial, and no figure of another district or year. Names of regions and years come from the
headers of the documents, so that the same rules serve any library. Where a rule cannot be sure, there is no case: a question
that names no district may be answered by another district's document.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Literal

from eval.metrics.folding import bigrams, shared
from eval.metrics.years import RELATIVE, YEAR, years_in
from eval.sets.documents import Catalogue
from eval.types import Item, ItemType
from index.fold import simplified
from index.region import abbreviations, short_name

Kind = Literal["without", "district", "year"]

NO_SUCH_DISTRICTS = ("柏渡", "雁浦", "星渚", "晴野", "朝岸", "棠坡")
"""Stems of invented districts; those that a text mentions are left out."""

_ANSWERABLE: frozenset[ItemType] = frozenset({"number", "fact", "list", "yesno", "summary", "compare", "temporal", "followup"})
_FURTHEST = 15
"""Years by which a question is moved at most."""
_NARROW: frozenset[ItemType] = frozenset({"number", "fact"})
_TELLS = 0.4
"""Share of the character pairs of a question or quote in all that is written about a region, from which on it may tell the same. Rather an
invented district than a wrong case."""
_GLOSS = re.compile(r"[(（][a-zà-ɏ]{1,6}[)）]")
_YEAR_WORDS = re.compile(r"(?:19|20)\d\d|[前去今本明上]?年|多少|几[个名所家处人次]?|[哪什]么?")
_CELLS = " | "
"""Between the cells of a table row, as the loaders write it."""
_TRIED = 6
"""Districts that are looked through for one whose documents do not tell."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question whose answer is missing."""

    item: Item
    """Type `unanswerable`; its id is that of the original with `~` and the kind."""
    kind: Kind
    of: str
    """Id of the question it was made from."""
    without: tuple[str, ...] = ()
    """File names of the documents to leave out of the library, or out of a filter that names all others."""


def without_cases(items: Iterable[Item], catalogue: Catalogue) -> tuple[Case, ...]:
    """Every answerable question that names a region and whose evidence lies in one document, with that document to be left out."""
    named = ((item, asked_without(item)) for item in items if names_a_region(item, catalogue))
    return tuple(Case(left_out, "without", item.id, (item.evidence[0].doc,)) for item, left_out in named if left_out)


def district_cases(items: Iterable[Item], catalogue: Catalogue, texts: Mapping[str, str]) -> tuple[Case, ...]:
    return _cases(items, "district", lambda item: district_swapped(item, catalogue, texts))


def year_cases(items: Iterable[Item], catalogue: Catalogue, texts: Mapping[str, str]) -> tuple[Case, ...]:
    return _cases(items, "year", lambda item: year_swapped(item, catalogue, texts))


def _cases(items: Iterable[Item], kind: Kind, change: Callable[[Item], Item | None]) -> tuple[Case, ...]:
    made = ((item, change(item)) for item in items)
    return tuple(Case(changed, kind, item.id) for item, changed in made if changed)


def by_library(cases: Iterable[Case]) -> tuple[tuple[tuple[str, ...], tuple[Case, ...]], ...]:
    """The cases grouped by the documents to leave out, so that one library serves a group; whole libraries first."""
    ordered = sorted(cases, key=lambda case: case.without)
    return tuple((without, tuple(group)) for without, group in groupby(ordered, key=lambda case: case.without))


def asked_without(item: Item) -> Item | None:
    """The question as it is, now without an answer; None unless all its evidence lies in one document of a whole library."""
    documents = {quote.doc for quote in item.evidence}
    if item.type not in _ANSWERABLE or len(documents) != 1 or item.doc_filter:
        return None
    return _unanswerable(item, "without", f"“{min(documents)}”不在资料中")


def district_swapped(item: Item, catalogue: Catalogue, texts: Mapping[str, str]) -> Item | None:
    """The question asked of another district. None where the question itself does not name the one district it is about.

    `texts`: file name → text of every document of the library.
    """
    region = _only_region(item, catalogue)
    question = _naming(item.question, region) if region else None
    if item.type not in _ANSWERABLE or question is None or item.doc_filter:
        return None
    other = _silent_region(item, region, catalogue, texts) or _no_such_region(item, region, texts)
    if other is None:
        return None
    swapped = question.replace(region, other).replace(_stem(region), _stem(other))
    return _unanswerable(replace(item, question=swapped), "district", f"“{region}”换成了“{other}”，资料中没有写明")


def year_swapped(item: Item, catalogue: Catalogue, texts: Mapping[str, str]) -> Item | None:
    """The question asked of other years: those written out are moved, and 今年 or 去年 with the day on which it is asked.

    None without a year, after an earlier conversation (which speaks of the old ones), or where no year near by is free.
    """
    named = years_in(item.question, item.asked_on)
    relative = any(word in item.question for word in RELATIVE)
    if item.type not in _ANSWERABLE or not named or item.history or item.doc_filter or (relative and not item.asked_on):
        return None
    taken = _years_told(_only_region(item, catalogue), catalogue, texts)
    shift = next((shift for shift in _shifts() if not taken & {year + shift for year in named}), None)
    if shift is None:
        return None
    question = YEAR.sub(lambda match: str(int(match[0]) + shift), item.question)
    asked_on = _moved_day(item.asked_on, shift) if item.asked_on and relative else item.asked_on
    years = "、".join(str(year + shift) for year in named)
    return _unanswerable(replace(item, question=question, asked_on=asked_on), "year", f"问的是{years}年，资料中没有这些年份")


def names_a_region(item: Item, catalogue: Catalogue) -> bool:
    """Whether question or conversation names a region of the catalogue, so that nobody else's figures will do; a province may be
    named by the one character that opens the question (津2024年…)."""
    opening = item.question[:1] if not item.question[1:2].isalpha() else ""  # 新增 does not begin with a province
    short = {name for about in catalogue.values() for name in abbreviations(about.region)}
    return opening in short or bool(regions_in(_asked(item), catalogue))


def names_a_year(item: Item) -> bool:
    """Whether question or conversation names a year, or says 今年 on a known day."""
    return bool(years_in(_asked(item), item.asked_on))


def evidence_regions(item: Item, catalogue: Catalogue) -> tuple[str, ...]:
    """Regions of the documents that hold the evidence; empty when one of them has none."""
    regions = tuple(dict.fromkeys(catalogue[quote.doc].region if quote.doc in catalogue else "" for quote in item.evidence))
    return regions if all(regions) else ()


def regions_in(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Regions of the catalogue that `text` names, in full or without 区, 县, 市, in either script."""
    known = dict.fromkeys(about.region for about in catalogue.values() if about.region)
    return tuple(region for region in known if _naming(text, region) is not None)


def _asked(item: Item) -> str:
    return "\n".join([*(said.content for said in item.history if said.role == "user"), item.question])


def _only_region(item: Item, catalogue: Catalogue) -> str:
    regions = evidence_regions(item, catalogue)
    return regions[0] if len(regions) == 1 else ""


def _stem(region: str) -> str:
    """海门区 → 海门, 新疆维吾尔自治区 → 新疆; a name of two characters stays whole."""
    return short_name(region)


def _naming(text: str, region: str) -> str | None:
    """`text` in which `region` or its short name can be found: as it is, or in simplified characters; None without it."""
    return next((form for form in (text, simplified(text)) if _stem(region) in form), None)


def _silent_region(item: Item, region: str, catalogue: Catalogue, texts: Mapping[str, str]) -> str | None:
    """A region of the same level with documents, none of which may tell what is asked. Only for what is asked narrowly: what
    was done for safety is told somewhere, in whatever words."""
    others = {about.region for about in catalogue.values() if about.region.endswith(region[-1:])} - {region, ""}
    if item.type not in _NARROW:
        return None
    free = [other for other in _shuffled(others, item.id) if _naming(item.question, other) is None]
    return next((other for other in free[:_TRIED] if not _may_tell(other, item, region, catalogue, texts)), None)


def _may_tell(other: str, item: Item, region: str, catalogue: Catalogue, texts: Mapping[str, str]) -> bool:
    """Whether what is written about the other region has much of the wording of the question or of a quote, wherever it stands."""
    written = frozenset[str]().union(*(bigrams(_wording(each, other)) for each in _sentences_about(other, catalogue, texts)))
    asked = (item.question, *(quote.quote for quote in item.evidence))
    return any(shared(bigrams(_wording(text, region)), written) >= _TELLS for text in asked)


def _wording(text: str, region: str) -> str:
    """What is said without whose it is, when, and how much."""
    plain = simplified(_GLOSS.sub("", text)).replace(region, "").replace(_stem(region), "")
    return re.sub(r"[\W\d_]", "", _YEAR_WORDS.sub("", plain))


def _sentences_about(region: str, catalogue: Catalogue, texts: Mapping[str, str]) -> Iterator[str]:
    """Sentences of the region's documents, and those of others that name it, table rows with their head."""
    for name, text in texts.items():
        own = name in catalogue and catalogue[name].region == region
        if own or _naming(text, region) is not None:
            head = ""
            for line in text.split("\n"):
                head = (head or line) if _CELLS in line else ""
                if own or _naming(line, region) is not None:
                    yield from (head + each for each in re.split("[。；;]", line) if own or _naming(each, region) is not None)


def _no_such_region(item: Item, region: str, texts: Mapping[str, str]) -> str | None:
    """An invented region of the same level that neither a document nor the question mentions."""
    free = [stem for stem in NO_SUCH_DISTRICTS if stem not in item.question and not any(stem in text for text in texts.values())]
    suffix = region.removeprefix(_stem(region))
    return next((stem + suffix for stem in _shuffled(free, item.id)), None)


def _years_told(region: str, catalogue: Catalogue, texts: Mapping[str, str]) -> set[int]:
    """Years that the region's documents, or those that name it, cover or mention; of all documents where no region is known."""
    told: set[int] = set()
    for name, text in texts.items():
        covered = catalogue.get(name)
        if not region or (covered and covered.region == region) or _naming(text, region) is not None:
            told |= {*years_in(text), *(covered.years if covered else ())}
    return told


def _shifts() -> Iterator[int]:
    """−1, 1, −2, 2 …: the nearest first, the past before the future."""
    for distance in range(1, _FURTHEST + 1):
        yield from (-distance, distance)


def _moved_day(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _shuffled(names: Iterable[str], salt: str) -> list[str]:
    """In an order that depends on the question, and is the same in every run."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{salt}|{name}".encode()).digest())


def _unanswerable(item: Item, kind: Kind, note: str) -> Item:
    return replace(
        item,
        id=f"{item.id}~{kind}",
        type="unanswerable",
        answer="",
        answer_points=(),
        accept=(),
        evidence=(),
        note=note,
        line=0,
    )
