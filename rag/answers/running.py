"""Lists in running text: sentences one after the other, with no heading, mark or number of their own.

They stand under a heading that names one side of a matter (1.医疗卫生方面。…。…。), or behind a short sentence that announces them
and says how many there are (办好20件民生实事。…。…。).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.quantity import amounts
from index.sentences import sentences
from index.text import fold
from index.types import Section, Span
from rag.answers.items import Item, itemised, point, title
from rag.answers.sections import Outlined
from rag.rank import Candidate
from rag.types import Draft, Understood
from rag.wanted import Wanted, content_words

_ASPECT = re.compile(r"(?P<side>[\u4e00-\u9fff]{2,8}?)方面")
_LONGEST_LEAD = 25
"""Characters of a sentence that announces a list and does nothing else."""
_LEAST_ITEMS = 3
_MOST_ITEMS = 20
_ANNOUNCED = 5
"""Things that a sentence announces without naming them, at least."""
_SPOKEN_OF = 0.5
"""Of the question's words, what the announcement holds."""
_ROOM = 400
"""Characters for all items."""
_LONGEST_ITEM, _SHORTEST_ITEM = 80, 25


def of_aspect(understood: Understood, documents: Sequence[Outlined]) -> Draft | None:
    """The sentences under the heading of the side asked for (看病方面 → 医疗卫生方面); None where no heading is one."""
    asked = _ASPECT.search(understood.topic)
    side = [word for word in content_words(understood) if asked and word.forms[0] in asked["side"]]
    for one in documents if side else ():
        section = next((section for section in one.sections if _is_aspect(side, section)), None)
        if section and len(said := one.body(section)) >= _LEAST_ITEMS:
            return _itemised(one, section, title(one.document, section), said, counted=True)
    return None


def announced(near: Sequence[Candidate]) -> Draft | None:
    """The sentences behind the first, and best, that announces many things of those asked for; None where it does not, or they are few."""
    if not near or not _announces(near[0]):
        return None
    document, lead = near[0].evidence.document, near[0].span
    end = document.text.find("\n", lead.end)
    said = sentences(document.text, lead.end, end if end >= 0 else len(document.text))
    one = Outlined(document)
    section = next((part for part in reversed(one.sections) if part.start <= lead.start < part.end), None)
    if not _LEAST_ITEMS <= len(said) <= _MOST_ITEMS:
        return None
    return _itemised(one, section, lead, said, counted=any(amount.low == len(said) for amount in amounts(near[0].folded)))


def _is_aspect(side: Sequence[Wanted], section: Section) -> bool:
    heading = fold(section.title).text
    return "方面" in heading and any(word.held(heading) >= 1 for word in side)


def _announces(candidate: Candidate) -> bool:
    counted = [amount for amount in amounts(candidate.folded) if amount.low >= _ANNOUNCED]
    is_short = candidate.span.end - candidate.span.start <= _LONGEST_LEAD
    return bool(counted) and is_short and "、" not in candidate.folded and candidate.features.words >= _SPOKEN_OF


def _itemised(one: Outlined, section: Section | None, head: Span, said: Sequence[Span], *, counted: bool) -> Draft:
    room = max(_SHORTEST_ITEM, min(_LONGEST_ITEM, _ROOM // len(said)))
    items: list[Item] = [point(one.document, span, room) for span in said]
    return itemised(one, section, head, items, counted=counted)
