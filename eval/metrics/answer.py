"""All measures of one answer, by name.

    score               the primary score of the question's type, 0 to 1
    em, f1              against answer and accepted forms, after CMRC 2018
    concise             (number) a short answer before any quotation
    verdict             (yesno) the leading verdict alone
    focus               units that serve the answer, of all
    number_support      figures that the quotations hold, of all
    citation_exact      quotations that stand where they say
    citation_recall     sentences that their citations support, by rule
    citation_precision  citations that support their sentence, by rule
    quote_short         quotations of at most 200 characters
    wrong_district      citations of another district than the gold documents': less is better
    wrong_year          citations of other years than the gold documents': less is better

None stands where a measure does not apply: `number_support` of an answer without figures, every measure of citations without
citations. A missing or failed answer scores 0 in everything that its question alone decides to measure (score, em, f1,
concise, verdict, focus); about figures and citations that are not there nothing can be said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from eval.metrics import citations
from eval.metrics.chinese import exact_match, f1
from eval.metrics.injection import score_injection
from eval.metrics.number import is_concise, score_number
from eval.metrics.points import focus, score_fact, score_points
from eval.metrics.refusal import score_refusal
from eval.metrics.seen import Seen, see
from eval.metrics.support import number_support
from eval.metrics.units import without_marks
from eval.metrics.verdict import leading_verdict, score_yesno
from eval.types import Given, Item, ItemType, Values

LOWER_IS_BETTER = ("wrong_district", "wrong_year")

_SCORES: dict[ItemType, Callable[[Seen], float]] = {
    "number": score_number,
    "fact": score_fact,
    "yesno": score_yesno,
    "unanswerable": score_refusal,
    "injection": score_injection,
    **dict.fromkeys(("list", "summary", "compare", "ambiguous", "temporal", "followup"), score_points),
}
"""Type of question → its primary score."""

_MEASURES = (
    "score", "em", "f1", "concise", "verdict", "focus", "number_support", "citation_exact", "citation_recall",
    "citation_precision", "quote_short", "wrong_district", "wrong_year",
)  # fmt: skip


def measure(item: Item, given: Given | None, texts: Mapping[str, str]) -> Values:
    """All measures in the order above. `texts`: file name → original text, of all documents that were asked."""
    values = _missing(item) if given is None else _measured(item, given, texts)
    return tuple((name, values.get(name)) for name in _MEASURES)


def _missing(item: Item) -> dict[str, float | None]:
    return dict.fromkeys(("score", *_due(item)), 0.0)


def _due(item: Item) -> tuple[str, ...]:
    """What is measured besides the score, by the question alone, whatever is answered."""
    wording = ("em", "f1") if item.answer else ()  # against nothing where there is no gold answer
    concise = ("concise",) if item.type == "number" else ()
    verdict = ("verdict",) if item.type == "yesno" else ()
    focused = ("focus",) if item.evidence and item.answer_points else ()
    return (*wording, *concise, *verdict, *focused)


def _measured(item: Item, given: Given, texts: Mapping[str, str]) -> dict[str, float | None]:
    seen = see(item, given, texts)
    values: dict[str, float | None] = {
        "score": _SCORES[item.type](seen),
        "number_support": number_support(seen),
        "citation_exact": citations.citation_exact(given, texts) if texts else None,
        "citation_recall": citations.citation_recall(seen),
        "citation_precision": citations.citation_precision(seen),
        "quote_short": citations.quote_short(given),
        "wrong_district": citations.wrong_district(seen, texts),
        "wrong_year": citations.wrong_year(seen, texts),
    }
    return values | {name: _DUE[name](seen) for name in _due(item)}


def _references(item: Item) -> tuple[str, ...]:
    return item.answer, *item.accept


_DUE: dict[str, Callable[[Seen], float | None]] = {
    "em": lambda seen: exact_match(without_marks(seen.given.text), _references(seen.item)),
    "f1": lambda seen: f1(without_marks(seen.given.text), _references(seen.item)),
    "concise": lambda seen: is_concise(seen.given),
    "verdict": leading_verdict,
    "focus": focus,
}
