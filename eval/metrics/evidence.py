"""Whether what a search returned holds the evidence: recall within a budget of characters, and wrong documents in front.

ER@1000c is the share of a question's evidence quotes that stand in the first 1,000 characters of the returned passages,
each quote in passages of its own document. Characters are what a reader or a language model pays for, and unlike a number
of passages they compare products that cut differently. The budget cuts through the passage in which it runs out.

A quote stands in a passage when it does so without white space, punctuation and underscores. One that a cut has split
counts when most of its overlapping pieces are found (in whichever passage) and every figure in it is among the figures of
the passages: a sentence with another number is another sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eval.types import Item, Passage, Quote, Values

BUDGETS = (1000, 2000, 4000)
"""Characters of the original."""
WRONG_FIRST = "wrong_document_first"
MEASURES = (*(f"ER@{budget}c" for budget in BUDGETS), WRONG_FIRST)

_PIECE = 12
"""Characters of a piece; one starts at every fourth character, and one ends where the quote does."""
_STEP = 4
_ENOUGH = 0.6
"""Share of the pieces that must be found."""
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_FILLING = re.compile(r"[\s\W_]+")


def measure(item: Item, passages: Sequence[Passage]) -> Values:
    """The values of one question; `passages` are best first.

    None where a search alone is not asked the question: without evidence there is nothing to find, and a search takes neither
    a conversation nor (for the sake of equal terms) the document a question is confined to.
    """
    if not item.evidence or item.history or item.doc_filter:
        return tuple((name, None) for name in MEASURES)
    quotes = [each for each in item.evidence if each.quote]
    recalls = tuple((f"ER@{budget}c", _recall(quotes, tuple(_within(passages, budget)))) for budget in BUDGETS)
    return (*recalls, (WRONG_FIRST, _wrong_first(item, passages)))


def covered(quote: str, texts: Sequence[str]) -> bool:
    """Whether `quote`, of at least one letter or digit, stands in one of `texts`, or split over several of them."""
    wanted = _bare(quote)
    passages = [_bare(text) for text in texts]
    if any(wanted in passage for passage in passages):
        return True
    pieces = list(_pieces(wanted))
    found = sum(any(piece in passage for passage in passages) for piece in pieces)
    return found / len(pieces) >= _ENOUGH and set(_FIGURE.findall(quote)) <= set(_FIGURE.findall(" ".join(texts)))


def _recall(quotes: Sequence[Quote], passages: Sequence[Passage]) -> float | None:
    """None where only the document is known that answers: any passage of it would do then, and would say nothing."""
    found = [covered(each.quote, [passage.text for passage in passages if passage.source == each.doc]) for each in quotes]
    return sum(found) / len(found) if found else None


def _wrong_first(item: Item, passages: Sequence[Passage]) -> float:
    """1 when the first passage is from a document without evidence; nothing found is not a wrong document."""
    return float(bool(passages) and passages[0].source not in {each.doc for each in item.evidence})


def _within(passages: Sequence[Passage], budget: int) -> Iterator[Passage]:
    """The first `budget` characters of the passages."""
    for passage in passages:
        if budget <= 0:
            return
        yield Passage(passage.source, passage.text[:budget])
        budget -= len(passage.text)


def _pieces(wanted: str) -> Iterator[str]:
    """Distinct by where they start, so the last one counts once; a text shorter than a piece is one."""
    starts = {*range(0, max(1, len(wanted) - _PIECE + 1), _STEP), max(0, len(wanted) - _PIECE)}
    return (wanted[start : start + _PIECE] for start in sorted(starts))


def _bare(text: str) -> str:
    return _FILLING.sub("", text)
