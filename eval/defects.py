"""Products broken on purpose: what a measure is worth shows in what it catches.

A defect takes what a working product found and answered and makes of it what a product with one thing wrong would have. Each
names the measure that must fall (or rise, where less is better) and the group of questions over which it must. Defects are
pure and hold no chance: the same answers are broken in the same way in every run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from eval.metrics.folding import bigrams, shared
from eval.sets import Catalogue
from eval.types import Asked, CellGiven, Cited, Given, Item, TableGiven

REFUSAL = "在现有文件中未找到相关内容。"

_MARK_OR_FIGURE = re.compile(r"\[\d+\]|\d+")
_FIGURE_WITH_UNIT = re.compile(r"\d+(?:\.\d+)?[^\W\d_]{0,2}|\d+(?:\.\d+)?%")
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
_SPRAYED = 10
"""Passages whose figures are poured out."""
_LONGEST = 200
"""Characters of a quotation."""


@dataclass(frozen=True, slots=True)
class World:
    """What a defect may draw on besides the answers."""

    texts: Mapping[str, str]
    """File name → original text."""
    catalogue: Catalogue


Break: TypeAlias = Callable[[Sequence[Asked], World], list[Asked]]


@dataclass(frozen=True, slots=True)
class Defect:
    name: str
    told: str
    """What is wrong, in Chinese."""
    measure: str
    """The measure that must catch it."""
    group: str
    """The group of questions over which it must."""
    broken: Break
    of_answers: bool = True
    """Whether it spoils answers, or what is found."""


def reference(asked: Sequence[Asked], texts: Mapping[str, str]) -> list[Asked]:
    """What a product without a fault would have answered: the gold answers with their evidence as citations."""
    return [replace(each, given=_gold(each.item, texts), error="") for each in asked]


def _gold(item: Item, texts: Mapping[str, str]) -> Given:
    if not item.answer:
        return Given("refused", REFUSAL)
    cited = tuple(_cited(n, each.doc, each.quote, texts) for n, each in enumerate(item.evidence, 1))
    return Given("answered", item.answer + "".join(f"[{each.n}]" for each in cited), cited)


def _cited(n: int, source: str, quote: str, texts: Mapping[str, str]) -> Cited:
    start = max(0, texts.get(source, "").find(quote))
    return Cited(n, source, start, start + len(quote), quote, quote)


def _each(change: Callable[[Asked, Given, World], Given]) -> Break:
    """A defect of single answers; what was not answered stays so."""
    return lambda asked, world: [replace(each, given=each.given and change(each, each.given, world)) for each in asked]


def _shuffled(asked: Sequence[Asked], _: World) -> list[Asked]:
    """Every mark leads to a citation of another answer, half the set away."""
    cited = [one for each in asked if each.given for one in each.given.citations]
    others = iter(cited[len(cited) // 2 :] + cited[: len(cited) // 2])

    def exchanged(given: Given) -> Given:
        return replace(given, citations=tuple(replace(next(others), n=one.n) for one in given.citations))

    return [replace(each, given=each.given and exchanged(each.given)) for each in asked]


def _off_by_one(_: Asked, given: Given, __: World) -> Given:
    return replace(given, text=_raised(given.text), table=given.table and _raised_table(given.table))


def _raised_table(table: TableGiven) -> TableGiven:
    rows = (replace(row, cells=tuple(CellGiven(_raised(cell.text), cell.citations) for cell in row.cells)) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _raised(text: str) -> str:
    """Every run of digits one higher; marks of citations stay."""
    return _MARK_OR_FIGURE.sub(lambda found: found[0] if found[0].startswith("[") else str(int(found[0]) + 1), text)


def _sprayed(each: Asked, given: Given, _: World) -> Given:
    """In place of an answer, every figure of the passages in front."""
    figures = dict.fromkeys(_FIGURE_WITH_UNIT.findall("\n".join(passage.text for passage in each.passages[:_SPRAYED])))
    return replace(given, status="answered", text="、".join(figures) + "".join(f"[{one.n}]" for one in given.citations), table=None)


def _hedged(_: Asked, given: Given, __: World) -> Given:
    return replace(given, status="answered", text=f"有会不是不允许。{given.text}")


def _refusing(_: Asked, __: Given, ___: World) -> Given:
    return Given("refused", REFUSAL)


def _never_refusing(each: Asked, given: Given, _: World) -> Given:
    """Instead of a refusal, the first sentence that was found."""
    if given.status != "refused" or not each.passages:
        return given
    first = each.passages[0]
    found = _SENTENCE.search(first.text[:_LONGEST])
    return _saying(first.source, first.start + found.start(), found[0]) if found else given


def _whole_documents(_: Asked, given: Given, world: World) -> Given:
    def grown(one: Cited) -> Cited:
        text = world.texts.get(one.source, "")
        return replace(one, start=0, end=len(text), quote=text)

    return replace(given, citations=tuple(map(grown, given.citations)))


def _moved_by_one(_: Asked, given: Given, __: World) -> Given:
    return replace(given, citations=tuple(replace(one, start=one.start + 1, end=one.end + 1) for one in given.citations))


def _of_another(trait: Callable[[Catalogue, str], frozenset[str]]) -> Break:
    """The sentence most like the evidence, from a document with other traits than those that hold the answer."""

    def moved(asked: Sequence[Asked], world: World) -> list[Asked]:
        traits = {name: trait(world.catalogue, name) for name in world.texts}
        sentences = {name: [(*each, bigrams(each[1])) for each in _sentences(text)] for name, text in world.texts.items()}
        return [_with_twin(each, traits, sentences) if each.given else each for each in asked]

    return moved


_Sentences: TypeAlias = Mapping[str, Sequence[tuple[int, str, frozenset[str]]]]
"""File name → (start, sentence, its bigrams)."""


def _with_twin(each: Asked, traits: Mapping[str, frozenset[str]], sentences: _Sentences) -> Asked:
    own = frozenset[str]().union(*(traits.get(quote.doc, frozenset()) for quote in each.item.evidence))
    if not own:
        return each
    wanted = bigrams(each.item.evidence[0].quote)
    elsewhere = [name for name in sentences if traits[name] and not traits[name] & own]
    alike = [(shared(wanted, grams), name, start, said) for name in elsewhere for start, said, grams in sentences[name]]
    if not alike:
        return each
    _, name, start, said = max(alike)
    return replace(each, given=_saying(name, start, said))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    return ((found.start(), found[0]) for found in _SENTENCE.finditer(text) if len(found[0]) <= _LONGEST)


def _saying(source: str, start: int, said: str) -> Given:
    return Given("answered", f"{said.strip()}[1]", (Cited(1, source, start, start + len(said), said, said),))


def _region(catalogue: Catalogue, name: str) -> frozenset[str]:
    return frozenset({catalogue[name].region}) - {""}


def _years(catalogue: Catalogue, name: str) -> frozenset[str]:
    return frozenset(map(str, catalogue[name].years))


def _backwards(asked: Sequence[Asked], _: World) -> list[Asked]:
    return [replace(each, passages=each.passages[::-1]) for each in asked]


DEFECTS = (
    Defect("shuffled citations", "引用错位：每处标注都指向别的回答的引文", "citation_recall", "all", _shuffled),
    Defect("moved citations", "引文位置错一位", "citation_exact", "all", _each(_moved_by_one)),
    Defect("figures off by one", "每个数字加一", "number_support", "all", _each(_off_by_one)),
    Defect("sprayed figures", "问数字时，罗列检索到的全部数字", "score", "type:number", _each(_sprayed)),
    Defect("hedged verdict", "以“有会不是不允许”开头，怎么判都沾边", "verdict", "type:yesno", _each(_hedged)),
    Defect("always refusing", "一律拒答", "score", "answerable", _each(_refusing)),
    Defect("never refusing", "从不拒答：改答检索到的第一句", "score", "unanswerable", _each(_never_refusing)),
    Defect("whole documents", "引文是整份文件", "quote_short", "all", _each(_whole_documents)),
    Defect("wrong district", "同样的话，取自别的地区的文件", "wrong_district", "answerable", _of_another(_region)),
    Defect("wrong year", "同样的话，取自别的年份的文件", "wrong_year", "answerable", _of_another(_years)),
    Defect("search backwards", "检索结果次序颠倒", "ER@1000c", "answerable", _backwards, of_answers=False),
)
