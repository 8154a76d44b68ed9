"""What is wrong with a question set, all of it at once.

A set that is wrong measures nothing: a quote that stands in no document makes evidence recall 0 for every product, an answer
whose figure the evidence lacks marks right answers wrong. Reading problems (a broken line, an unknown type) are found in
`eval.sets.questions`; here it is asked whether the items agree with each other and with the documents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import permutations
from pathlib import PurePath
from typing import NamedTuple

from eval.metrics.figures import Figure, figures_of, same
from eval.types import Item

_EXACT = frozenset({".txt", ".md"})
"""Formats whose text is only decoded. A parser's white space is its own: quotes of the others are compared without it."""
_SHOWN = 30
_MAGNITUDE = re.compile("[万萬亿億]")


class Problem(NamedTuple):
    """One thing to correct."""

    line: int
    """1-based; 0 where the file as a whole is meant."""
    code: str
    message: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.message}" if self.line else self.message


def validate(items: Sequence[Item], texts: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """All problems of `items` in the order of their lines. `texts`: file name → text as the product holds it; without it
    nothing is looked up in documents."""
    found = [problem for item in items for problem in (*_of_shape(item), *_of_evidence(item, texts))]
    return tuple(sorted([*_repeated_ids(items), *found], key=lambda problem: problem.line))


def _repeated_ids(items: Iterable[Item]) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for item in items:
        seen[item.id] += 1
        if seen[item.id] > 1:
            yield Problem(item.line, "repeated_id", f"编号“{item.id}”重复，请换一个编号。")


def _of_shape(item: Item) -> Iterator[Problem]:
    """Whether the parts of an item go together."""
    if item.type == "unanswerable":
        if item.evidence or item.answer:
            yield Problem(item.line, "unexpected_evidence", f"“{item.id}”标为资料中没有（unanswerable），却带有答案或证据。")
    elif item.type == "injection" and not item.answer:
        if item.evidence:
            yield Problem(item.line, "missing_answer", f"“{item.id}”有证据而没有答案，请补上答案。")
    else:
        if not item.evidence:
            yield Problem(item.line, "missing_evidence", f"“{item.id}”没有证据，请写明出自哪份文件、哪一句。")
        if not (item.answer or item.answer_points):
            yield Problem(item.line, "missing_answer", f"“{item.id}”没有答案；资料中没有的，类型请写 unanswerable。")
    if item.type == "followup" and not item.history:
        yield Problem(item.line, "missing_history", f"“{item.id}”是追问（followup），请在 history 中给出上文。")


def _of_evidence(item: Item, texts: Mapping[str, str] | None) -> Iterator[Problem]:
    if texts is not None:
        names = dict.fromkeys([*(quote.doc for quote in item.evidence), *([item.doc_filter] if item.doc_filter else [])])
        for name in names:
            if name not in texts:
                yield Problem(item.line, "unknown_document", f"“{item.id}”提到的文件“{name}”不在资料中，请核对文件名。")
        for quote in item.evidence:
            if quote.doc in texts and not _stands_in(quote.quote, quote.doc, texts[quote.doc]):
                yield Problem(
                    item.line, "quote_not_found", f"“{item.id}”的证据“{_short(quote.quote)}”在文件“{quote.doc}”中找不到，请照录原文。"
                )
    yield from _of_figures(item, texts or {})


def _stands_in(quote: str, name: str, text: str) -> bool:
    """Verbatim; but for white space where a parser made the text."""
    if quote in text:
        return True
    return PurePath(name).suffix.lower() not in _EXACT and _closed(quote) in _closed(text)


def _closed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _of_figures(item: Item, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Figures of the answer that the evidence lacks. Those of the question may be repeated, and dates are often put together
    from several places, so neither is looked for."""
    if not item.evidence:
        return
    quotes = [quote.quote or texts.get(quote.doc, item.answer) for quote in item.evidence]
    there = (*figures_of(*quotes), *figures_of(item.question))
    for due in dict.fromkeys(figure._replace(position=0) for figure in figures_of(item.answer)):
        if due.is_date or any(same(due, figure) or same(figure, due) for figure in there):
            continue
        if item.note and _is_difference(due, figures_of(*quotes)):
            continue
        if not _without_unit(due, item.answer, quotes):
            yield Problem(
                item.line,
                "figure_not_in_evidence",
                f"“{item.id}”答案中的“{_spelled(due)}”在证据中找不到，请核对答案或补充证据；由两个数相减得出的，请在备注（note）中说明。",
            )
        elif not item.note:
            yield Problem(
                item.line,
                "unit_not_in_evidence",
                f"“{item.id}”的证据中只有数、没有“{_spelled(due)}”的单位；单位若在表头，请在备注（note）中说明。",
            )


def _is_difference(due: Figure, there: Iterable[Figure]) -> bool:
    """Whether `due` is what one figure of the evidence exceeds another by (谁多，多多少)."""
    single = [figure for figure in there if not figure.is_date and "-" not in figure.value]
    return any(
        first.unit == second.unit == due.unit and Decimal(first.value) - Decimal(second.value) == Decimal(due.value)
        for first, second in permutations(single, 2)
        if "-" not in due.value
    )


def _without_unit(due: Figure, answer: str, quotes: Sequence[str]) -> bool:
    """Whether the evidence has the figure's value alone, as a table cell does, or in another unit: 420 for 420万元."""
    values = {due.value}
    for match in re.finditer(r"(\d+(?:\.\d+)?)\s*[万萬亿億]", answer):
        if any(same(due, figure) for figure in figures_of(match[0])) or due.value in {figure.value for figure in figures_of(match[0])}:
            values.add(match[1])
    return any(figure.value in values for figure in figures_of(*(_MAGNITUDE.sub("", quote) for quote in quotes)))


def _spelled(figure: Figure) -> str:
    return figure.value + figure.unit


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
