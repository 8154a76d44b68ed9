"""Whether an answer is one of the accepted forms, and which figures it leads with.

Leading figures are those a reader meets first, before any quotation. Left out: figures of the question, figures in titles,
dates when no date is asked for, and what is only rejected (「不是31所」).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from eval.metrics.figures import FIGURE, Figure, among, figures, figures_of, same
from eval.metrics.folding import fold, strip
from eval.metrics.seen import Seen
from eval.metrics.units import Unit

Placed = tuple[Figure, Unit]

_REJECTED = re.compile("(?:不是|并非|而非|不再是)[^,]{0,6}$")
_BOOK_TITLE = re.compile("《[^》]*》")
_QUALIFIERS = re.compile("至少|以上|不?[低少超高]于|不超过|以内|左右|大约|约|各是|各|计划|未来")
_SHORTEST_TITLE = 6
_SHORT_FORM = 3
"""A form this short, such as 优秀, could stand anywhere: its unit must be about the right thing."""


def leading_figures(seen: Seen, due: Sequence[Figure]) -> list[Placed]:
    """Figures of the answer in reading order, from before any quotation if there are some. `due`: those of the gold."""
    placed = [(figure, unit) for unit in seen.units for figure in _candidates(seen, unit, due)]
    return [(figure, unit) for figure, unit in placed if not unit.quoted] or placed


def _candidates(seen: Seen, unit: Unit, due: Sequence[Figure]) -> Iterable[Figure]:
    text = _without_titles(seen, unit.text)
    dates_due = any(figure.is_date for figure in due)
    for figure in figures(text):
        chosen_between = figure.is_date and "还是" in seen.question
        asked = among(figure, seen.asked) and not chosen_between
        counts = among(figure, due) or ((not figure.is_date or dates_due) and not asked)
        if counts and not _REJECTED.search(text[: figure.position]):
            yield figure


def _without_titles(seen: Seen, text: str) -> str:
    """Titles blanked out, all else in its place."""
    text = _BOOK_TITLE.sub(lambda match: "_" * len(match[0]), text)
    for title in {source.title for source in seen.sources.values()}:
        if len(title) >= _SHORTEST_TITLE:
            text = text.replace(title, "_" * len(title))
    return text


def is_accepted(seen: Seen) -> bool:
    """One of the item's accepted forms is met.

    A form of figures alone must be the leading figures. Any other stands whole inside one unit, or part by part in several
    (「雨季停工,9月12日」), and is neither negated nor a piece of a longer number.
    """
    forms = seen.item.accept
    leading = leading_figures(seen, figures_of(*forms))
    return any(_leads(seen, form, leading) if _is_figures_alone(form) else _is_told(seen, form) for form in forms)


def _is_figures_alone(form: str) -> bool:
    folded = fold(form)
    return bool(figures(folded)) and not strip(_QUALIFIERS.sub("", FIGURE.sub("", folded)))


def _leads(seen: Seen, form: str, leading: Sequence[Placed]) -> bool:
    due = figures_of(form)
    if len(leading) < len(due):
        return False
    return all(
        same(figure, said) and seen.rests_on_gold(unit) and (not figure.is_date or seen.is_near(unit))
        for figure, (said, unit) in zip(due, leading, strict=False)
    )


def _is_told(seen: Seen, form: str) -> bool:
    folded = fold(form)
    parts = [strip(part) for part in re.split("[,;、:和]|及", folded)]
    ways = [[strip(folded)]]
    if len(parts) > 1 and all(len(part) > 1 for part in parts):
        ways.append(parts)
    return any(all(any(_holds(seen, unit, part) for unit in seen.units) for part in way) for way in ways)


def _holds(seen: Seen, unit: Unit, form: str) -> bool:
    """1% is not in 11%, 允许 not in 不允许."""
    head = r"(?<![\d.])" if form[0].isdigit() else "(?<![没不未无])(?<!没有|不是|并非|不叫)"
    tail = r"(?![\d.%])" if form[-1].isdigit() else ""
    if not re.search(head + re.escape(form) + tail, strip(unit.text)) or not seen.rests_on_gold(unit):
        return False
    return len(form) > _SHORT_FORM or seen.is_near(unit)
