"""Citations: are they exact, do they carry what is said (after ALCE, by rule), are they of the right district and year?

The rule of support compares words: a quotation carries a sentence when it has half of the bigrams that are the sentence's
own (neither the question's nor the document's title's) and all its figures. It does not see a negation, an exchanged subject, a wrong
district or a wrong year; `docs/evaluation.md` says how often it agrees with labels given by reading.

ALCE: Gao et al., "Enabling Large Language Models to Generate Text with Citations" (2023). There a language model judges
whether the quotations entail the sentence; here the rule does. Precision asks of each shown citation whether it carries its
share of some sentence, not whether the sentence could do without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from eval.metrics.figures import Figure, among, backed, figures
from eval.metrics.folding import bare, bigrams, fold, shared, strip
from eval.metrics.places import place_of, years_of
from eval.metrics.points import STOP
from eval.metrics.refusal import NOT_FOUND
from eval.metrics.seen import Seen
from eval.metrics.sources import stem
from eval.metrics.units import Unit
from eval.types import Given

_SUPPORT = 0.5
_LONGEST_QUOTE = 200
_SHORTEST_CLAIM = 6


class Claim(NamedTuple):
    """A sentence, or table cell, with something to prove."""

    words: frozenset[str]
    """Bigrams, without those of the question."""
    figures: tuple[Figure, ...]
    """Without dates."""
    marks: tuple[int, ...]


def citation_exact(given: Given, texts: Mapping[str, str]) -> float | None:
    """Share of citations whose quotation stands in their document at [start:end); None without citations."""
    known = {stem(name): text for name, text in texts.items()}
    exact = [bool(c.quote) and known.get(stem(c.source), "")[c.start : c.end] == c.quote for c in given.citations]
    return _share(exact)


def quote_short(given: Given) -> float | None:
    """Share of quotations of at most 200 characters."""
    return _share([len(cited.quote) <= _LONGEST_QUOTE for cited in given.citations])


def citation_recall(seen: Seen) -> float | None:
    """Share of sentences whose quotations, all together, support them; None for a refusal or without a sentence."""
    if seen.given.status == "refused":
        return None
    return _share([_is_recalled(seen, claim) for claim in _claims(seen)])


def _is_recalled(seen: Seen, claim: Claim) -> bool:
    numbers = [n for n in claim.marks if n in seen.sources]
    new = [figure for figure in claim.figures if not among(figure, seen.asked)]
    quote = seen.quotes(numbers)
    return bool(numbers) and _has_words(quote, _context(seen, numbers), claim.words, _SUPPORT) and _has_all(quote, new)


def citation_precision(seen: Seen) -> float | None:
    """Share of citations that carry their part of a sentence that marks them; None without citations."""
    claims = _claims(seen)
    return _share([any(_carries(seen, n, claim) for claim in claims) for n in seen.sources])


def _carries(seen: Seen, number: int, claim: Claim) -> bool:
    """A sentence with k citations asks of each 1/k of the words, and one of its figures."""
    if number not in claim.marks:
        return False
    quote = seen.sources[number].quote
    if not _has_words(quote, _context(seen, [number]), claim.words, _SUPPORT / len(set(claim.marks))):
        return False
    return not claim.figures or any(backed(figure, figures(quote)) for figure in claim.figures)


def supports(sentence: str, quote: str, context: str = "") -> bool:
    """The rule of support for one sentence and one quotation of a document whose title and district are `context`."""
    said = fold(sentence)
    counted = [figure for figure in figures(said) if not figure.is_date]
    folded = fold(quote)
    return _has_words(folded, fold(context), bigrams(strip(said)), _SUPPORT) and _has_all(folded, counted)


def _has_words(quote: str, context: str, words: frozenset[str], share: float) -> bool:
    due = words - bigrams(strip(context)) or words
    return shared(due, bigrams(strip(quote))) >= share


def _has_all(quote: str, counted: Sequence[Figure]) -> bool:
    return all(backed(figure, figures(quote)) for figure in counted)


def _context(seen: Seen, numbers: Iterable[int]) -> str:
    return "|".join(f"{seen.sources[n].title}|{seen.sources[n].district}" for n in numbers)


def _claims(seen: Seen) -> list[Claim]:
    asked = bigrams(bare(seen.item.question))
    return [_claim(unit, text, asked) for unit in seen.shown if _is_claim(unit, text := _content(seen, unit))]


def _content(seen: Seen, unit: Unit) -> str:
    """Of a cell without districts and stop words: it is no sentence."""
    return strip(STOP.sub("|", seen.districts.sub("|", unit.text)) if unit.is_cell else unit.text)


def _is_claim(unit: Unit, text: str) -> bool:
    """Not a heading, not a statement that nothing was found; a cell without mark or figure is a name."""
    if not text or unit.marks:
        return bool(text)
    heading = len(text) < _SHORTEST_CLAIM or unit.text.endswith(":") or NOT_FOUND.search(unit.text)
    return not heading and (not unit.is_cell or bool(figures(unit.text)))


def _claim(unit: Unit, text: str, asked: frozenset[str]) -> Claim:
    own = bigrams(text)
    return Claim(own - asked or own, tuple(figure for figure in figures(unit.text) if not figure.is_date), unit.marks)


def wrong_district(seen: Seen, texts: Mapping[str, str]) -> float | None:
    """Share of citations of documents of another district than those that hold the answer.

    None without citations, or when the district of no gold document is known. A citation whose district is unknown is not wrong.
    """
    return _elsewhere(seen, {stem(name): frozenset({place_of(text)}) - {""} for name, text in texts.items()})


def wrong_year(seen: Seen, texts: Mapping[str, str]) -> float | None:
    """Share of citations of documents that share no year with those that hold the answer; None as in `wrong_district`."""
    return _elsewhere(seen, {stem(name): years_of(text) for name, text in texts.items()})


def _elsewhere(seen: Seen, traits: Mapping[str, frozenset[str]]) -> float | None:
    due = frozenset[str]().union(*(traits.get(name, frozenset()) for name in seen.gold_documents))
    if not due:
        return None
    cited = [(source.document, traits.get(source.document, frozenset())) for source in seen.sources.values()]
    return _share([bool(trait) and not trait & due and name not in seen.gold_documents for name, trait in cited])


def _share(judged: Sequence[bool]) -> float | None:
    return sum(judged) / len(judged) if judged else None
