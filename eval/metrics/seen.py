"""An answer seen against its question: units within the reading budget, citations resolved, districts and figures known.

The budget: with `gold` the longer of gold answer and evidence in characters, 2.5 gold (at least 200) for list, summary,
compare and ambiguous questions, 2 gold + 20 (at least 120) for the others; once for the text and once for the table.
What lies behind it is not read, so that pouring out sentences earns little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eval.metrics.figures import Figure, among, figures, figures_of
from eval.metrics.folding import bare, bigrams, fold, shared
from eval.metrics.sources import Source, read_head, resolve, stem
from eval.metrics.units import Unit, units
from eval.metrics.years import years_in
from eval.types import Given, Item

_WIDE = ("list", "summary", "compare", "ambiguous")
_NEVER = "(?!)"
_NEAR = 0.3
"""Share of a gold quotation's bigrams that makes a unit one about the same thing."""


@dataclass(frozen=True, slots=True)
class Seen:
    item: Item
    given: Given
    shown: tuple[Unit, ...]
    """All units."""
    units: tuple[Unit, ...]
    """Those within the budget, the last one cut."""
    sources: Mapping[int, Source]
    """By number of the citation."""
    gold_documents: frozenset[str]
    gold_districts: frozenset[str]
    evidence: tuple[frozenset[str], ...]
    """Bigrams of each gold quotation; none where only the document is known."""
    question: str
    """Folded, with what the user said before."""
    asked: tuple[Figure, ...]
    """Figures of the question, and the years it names by 今年 or 去年."""
    gold_figures: tuple[Figure, ...]
    """Figures of answer, points and evidence."""
    districts: re.Pattern[str]
    """Finds the name of any known district."""

    def documents(self, marks: Iterable[int]) -> frozenset[str]:
        return frozenset(self.sources[n].document for n in marks if n in self.sources) - {""}

    def quotes(self, marks: Iterable[int]) -> str:
        """What these citations quote, folded, one a line."""
        return "\n".join(self.sources[n].quote for n in marks if n in self.sources)

    def rests_on_gold(self, unit: Unit) -> bool:
        """Not when the unit (without marks: the answer) cites known documents and none of them is gold."""
        documents = self.documents(unit.marks or self.sources)
        return not documents or not self.gold_documents or bool(documents & self.gold_documents)

    def is_near(self, unit: Unit) -> bool:
        """The unit is short, or with its quotations (200 characters of them) shares 30 % of a gold quotation, if there is one."""
        own = bare(unit.text)
        grams = bigrams(own) | bigrams(bare(self.quotes(unit.marks)[:200]))
        return len(own) <= 16 or not any(self.evidence) or any(shared(quote, grams) >= _NEAR for quote in self.evidence)


def see(item: Item, given: Given, texts: Mapping[str, str]) -> Seen:
    known = {stem(name): text for name, text in texts.items()}
    gold = frozenset(stem(quote.doc) for quote in item.evidence)
    sources = {cited.n: resolve(cited, known, gold) for cited in given.citations}
    heads = {name: read_head(text) for name, text in known.items()}
    names = {head.district for head in heads.values()} | {source.district for source in sources.values()}
    quotes = [quote.quote for quote in item.evidence]
    shown = units(given)
    said = [turn.content for turn in item.history if turn.role == "user"]
    return Seen(
        item=item,
        given=given,
        shown=shown,
        units=_within(budget(item), shown),
        sources=sources,
        gold_documents=gold,
        gold_districts=frozenset(heads[name].district for name in gold if name in heads) - {""},
        evidence=tuple(bigrams(bare(quote)) for quote in quotes),
        question=fold(" ".join([item.question, *said])),
        asked=figures_of(item.question, *(f"{year}年" for year in years_in(item.question, item.asked_on))),
        gold_figures=figures_of(item.answer, *item.answer_points, *quotes),
        districts=re.compile("|".join(sorted((re.escape(n) for n in names if len(n) > 1), key=len, reverse=True)) or _NEVER),
    )


def budget(item: Item) -> int:
    """Characters that are read for content."""
    gold = max(len(item.answer), sum(len(quote.quote) for quote in item.evidence))
    return max(200, 5 * gold // 2) if item.type in _WIDE else max(120, 2 * gold + 20)


def _within(characters: int, shown: Iterable[Unit]) -> tuple[Unit, ...]:
    kept = []
    left = {False: characters, True: characters}
    for unit in shown:
        if left[unit.is_cell] > 0:
            kept.append(unit._replace(text=unit.text[: left[unit.is_cell]]))
        left[unit.is_cell] -= len(unit.text)
    return tuple(kept)


def unasked(seen: Seen, text: str) -> list[Figure]:
    """Figures of folded text that are neither dates nor in the question."""
    return [figure for figure in figures(text) if not figure.is_date and not among(figure, seen.asked)]
