"""One message read by itself: the regions and years it names, and what is left, which is what it asks about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from index.catalogue import Catalogue
from index.dictionary import Dictionary, bundled
from index.text import find_repairs, fold
from index.years import years_in
from rag.question.dates import spelled_out_years
from rag.question.groups import with_groups_written_out
from rag.question.instructed import without_instructions
from rag.question.period import said_for
from rag.question.places import places, without_names
from rag.question.spelling import slips


class Reading(NamedTuple):
    """One message, read."""

    folded: str
    regions: tuple[str, ...]
    years: tuple[int, ...]
    topic: str
    unknown: tuple[str, ...] = ()
    """Places named that no document is about."""
    within: tuple[str, ...] = ()
    """Of them, those that the documents of a city or province around them mention are here instead."""
    misspelt: tuple[tuple[str, str], ...] = ()
    """Names of regions and words of the topic, as written and as meant."""


def read(text: str, catalogue: Catalogue, asked_on: date, dictionary: Callable[[], Dictionary] = bundled) -> Reading:
    """`asked_on` resolves 今年. What the dictionary has is no slip."""
    folded = without_instructions(spelled_out_years(fold(text, find_repairs(text)).text.strip(), asked_on))
    folded = with_groups_written_out(folded, catalogue)
    named = places(folded, catalogue)
    topic = without_names(named.rest)
    everyday = (one.word for one in dictionary().expand(topic))
    misspelt = slips(_without(topic, (*named.unknown, *everyday)), catalogue)
    for written, meant in misspelt:
        folded, topic = folded.replace(written, meant), topic.replace(written, meant)
    return Reading(
        folded=folded,
        regions=named.regions,
        years=years_in(said_for(folded)) or years_in(folded),
        topic=topic,
        unknown=named.unknown,
        within=named.within,
        misspelt=(*named.misspelt, *misspelt),
    )


def _without(topic: str, words: Iterable[str]) -> str:
    """The topic cut where words stand that are spelt as they are."""
    for word in words:
        topic = topic.replace(word, "\n")
    return topic
