"""Answer points: which of the facts that a right answer must hold it does hold, each judged within one unit.

A point is met where a unit rests on a gold document, has every figure of the point as the figure of the point's district
and year, speaks of that district and year, agrees with it in negation, and has 60 % of its content: the bigrams left when
figures, districts, stop words and words of the question are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics import owners
from eval.metrics.figures import FIGURE, Figure, among, backed, figures, same
from eval.metrics.folding import YEAR, bigrams, fold, shared, strip
from eval.metrics.forms import is_accepted
from eval.metrics.refusal import refuses
from eval.metrics.seen import Seen
from eval.metrics.units import Unit

STOP = re.compile(
    "以及|开展|推进|加强|做好|实施|落实|进一步|积极|力争|确保|计划|具体|情况|相关|主要|进行|没有|不是|"
    "[的和与及等了是在对将各并为以由从再更也都还已要没不未无说]"
)
_GENERIC = re.compile("学生|学校|教育|工作|建设")
_BREAK = "|"

_NEGATIVE = re.compile("[不没未无]|尚|并非")
_NEGATIVE_POINT = re.compile("[不没未无]")
_HARMLESS = re.compile("不断|不仅|不但|不[少低]于|不[超高]过?于?|不少|无锡|无障碍|未成年|未来|不只|无线|无人机|无偿")
"""With 不, 未 or 无 in them, and yet no negation."""
_NEGATES_NEXT = "(?:不|没|未|无|没有|尚未|并非|并未)(?:再|能|会|曾|有|是|被|要)?"

_RANKED = re.compile(r"(.+?)[更最较]([高低多少大小快慢早晚])")
_ASKS_BACK = re.compile(r"哪[一个些]*(?:区|县|地)[^。]*[?]")
_ENOUGH = 0.6
_MOST_FOREIGN = 3
"""A unit with more figures from nowhere is a list of guesses."""


@dataclass(frozen=True, slots=True)
class _Point:
    text: str
    """Folded."""
    districts: frozenset[str]
    years: frozenset[str]
    needed: tuple[Figure, ...]
    """Figures that the unit must have."""


def score_points(seen: Seen) -> float:
    """Share of the answer points met, 0 to 1; 0 for a refusal.

    Temporal and follow-up questions also by an accepted form, unless the points name two years, which could be exchanged;
    an ambiguous one also by asking back which of the districts in question is meant.
    """
    if refuses(seen):
        return 0.0
    years = {year for point in seen.item.answer_points for year in YEAR.findall(fold(point))}
    if seen.item.type in ("temporal", "followup") and len(years) < 2 and is_accepted(seen):
        return 1.0
    if seen.item.type == "ambiguous" and _asks_back(seen):
        return 1.0
    return share_of_points(seen)


def score_fact(seen: Seen) -> float:
    """1 for an accepted form or all points."""
    return float(not refuses(seen) and (is_accepted(seen) or share_of_points(seen) == 1.0))


def share_of_points(seen: Seen) -> float:
    points = seen.item.answer_points
    return sum(any(is_met(point, unit, seen) for unit in seen.units) for point in points) / len(points) if points else 0.0


def _asks_back(seen: Seen) -> bool:
    text = "".join(unit.text for unit in seen.units)
    due = {name for point in seen.item.answer_points for name in seen.districts.findall(fold(point))}
    return bool(due) and _ASKS_BACK.search(text) is not None and due <= set(seen.districts.findall(text))


def is_met(answer_point: str, unit: Unit, seen: Seen) -> bool:
    point = _read(answer_point, unit, seen)
    ranked = _RANKED.fullmatch(point.text)
    if ranked and ranked[1] in point.districts:
        return _ranks(unit, seen, ranked[1], ranked[2])
    return (
        _rests_on_right_document(point, unit, seen)
        and _has_figures(point, unit, seen)
        and _speaks_of_district(point, unit, seen)
        and _speaks_of_year(point, unit, seen)
        and _agrees_in_negation(point, unit, seen)
        and _has_content(point, unit, seen)
    )


def _read(answer_point: str, unit: Unit, seen: Seen) -> _Point:
    """A figure that the question gives away need not be said again."""
    text = fold(answer_point)
    said = figures(unit.text)
    counted = [figure for figure in figures(text) if figure.unit and (not figure.is_date or "月" in figure.value)]
    return _Point(
        text,
        frozenset(seen.districts.findall(text)),
        frozenset(YEAR.findall(text)),
        tuple(figure for figure in counted if backed(figure, said) or not among(figure, seen.asked)),
    )


def _ranks(unit: Unit, seen: Seen, district: str, how: str) -> bool:
    """「山东更高」 needs a clause that speaks of 山东 first and says 高, or a cell that names it."""
    for clause in re.split("[,:]", unit.text):
        if seen.districts.findall(clause)[:1] == [district] and how in clause and not re.search("[不没]", _HARMLESS.sub("", clause)):
            return True
    return unit.label != "" and district in unit.text and len(strip(unit.text)) <= 6


def _rests_on_right_document(point: _Point, unit: Unit, seen: Seen) -> bool:
    sources = [seen.sources[n] for n in (unit.marks or seen.sources) if n in seen.sources]
    cited = {source.district for source in sources if source.district and (unit.marks or source.document)}
    return seen.rests_on_gold(unit) and (not point.districts or not cited or bool(cited & point.districts))


def _has_figures(point: _Point, unit: Unit, seen: Seen) -> bool:
    if not point.needed:
        return True
    said = figures(unit.text)
    usual = [*seen.gold_figures, *seen.asked, *figures(seen.quotes(unit.marks))]
    foreign = {figure[:2] for figure in said if not figure.is_date and not among(figure, usual)}
    if len(foreign) > _MOST_FOREIGN:
        return False
    return all(
        sum(measure == due.unit for _, measure in foreign) <= 1
        and any(same(due, figure) and _is_owned(figure, point, unit, seen) for figure in said)
        for due in point.needed
    )


def _is_owned(figure: Figure, point: _Point, unit: Unit, seen: Seen) -> bool:
    district = owners.district(seen, unit, figure.position)
    due = point.districts or (seen.gold_districts if district else frozenset())
    if due and not district & due:
        return False
    year = owners.year(seen, unit, figure.position) or frozenset(YEAR.findall(seen.question))
    return not point.years or bool(year & point.years)


def _speaks_of_district(point: _Point, unit: Unit, seen: Seen) -> bool:
    labels = set(seen.districts.findall(unit.label))
    named = set(seen.districts.findall(unit.text)) or (labels if unit.is_cell else set())
    if not point.districts:
        return not (named and seen.gold_districts) or bool(named & seen.gold_districts)
    implied = owners.cited_districts(seen, unit) or labels or set(seen.districts.findall(unit.before)[-1:])
    return bool(point.districts & (named or implied))


def _speaks_of_year(point: _Point, unit: Unit, seen: Seen) -> bool:
    """Where the point has figures, their owners are enough."""
    if not point.years or point.needed:
        return True
    implied = owners.cited_years(seen, unit) | set(YEAR.findall(unit.label + unit.before))
    asked = set(YEAR.findall(seen.question))
    said = set(YEAR.findall(unit.text)) or implied or (asked if len(asked) == 1 else set())
    return bool(point.years & said)


def _agrees_in_negation(point: _Point, unit: Unit, seen: Seen) -> bool:
    """A negative point needs a negative word; the words of any other must not stand right behind one (未创成)."""
    text = _HARMLESS.sub("_", seen.districts.sub("", unit.text))
    if _NEGATIVE_POINT.search(_HARMLESS.sub("", point.text)):
        return _NEGATIVE.search(text) is not None
    beginnings = [words[:2] for words in _contents(point, seen)[0] if len(words) > 1]
    return not any(word in text and word not in re.sub(_NEGATES_NEXT + re.escape(word), "_", text) for word in beginnings)


def _has_content(point: _Point, unit: Unit, seen: Seen) -> bool:
    """60 % of the bigrams. Next to the right figures, one or two missing bigrams are no bar."""
    own = strip(unit.text)
    there = bigrams(own) | bigrams(strip(unit.label))
    contents = _contents(point, seen)
    strict = any(len(words) > 1 for words in contents[0])
    for words in contents[:1] if strict else contents[1:]:
        wanted = frozenset[str]().union(*map(bigrams, words))
        if wanted:
            return shared(wanted, there) >= _ENOUGH or (bool(point.needed) and len(wanted) < 3)
        if point.needed:
            return True
        if point.years and not words:
            return bool(point.years & set(YEAR.findall(unit.text)))
    return all(character in own for words in contents[-1] for character in words)


def _contents(point: _Point, seen: Seen) -> tuple[list[str], ...]:
    """The words of a point, from the strictest choice to the loosest: without what the question says and generic words; then
    with generic words, with those of the question, with stop words."""
    text = FIGURE.sub(lambda match: _BREAK if match["date"] or match["measure"] else match[0], point.text)
    text = seen.districts.sub(_BREAK, text)
    asked = bigrams(strip(seen.question))
    unasked = "".join(
        _BREAK if text[i : i + 2] in asked or text[max(0, i - 1) : i + 1] in asked else character for i, character in enumerate(text)
    )
    choices = (_GENERIC.sub(_BREAK, STOP.sub(_BREAK, unasked)), STOP.sub(_BREAK, unasked), STOP.sub(_BREAK, text), text)
    return tuple(_words(choice) for choice in choices)


def _words(text: str) -> list[str]:
    return [word for part in text.split(_BREAK) if (word := strip(part))]


def uses_gold(unit: Unit, seen: Seen, points: Sequence[str]) -> bool:
    """The unit meets a point or shares 30 % of a gold quotation."""
    own = bigrams(strip(unit.text))
    return any(shared(quote, own) >= 0.3 for quote in seen.evidence) or any(is_met(point, unit, seen) for point in points)


def focus(seen: Seen) -> float | None:
    """Share of all units of content, also beyond the budget, that serve the answer: low where sentences are poured out."""
    content = [unit for unit in seen.shown if len(strip(unit.text)) >= 6 and not unit.text.endswith(":")]
    return sum(uses_gold(unit, seen, seen.item.answer_points) for unit in content) / len(content) if content else None
