"""What a follow-up leaves out, filled in from the conversation: 那石桥呢? asks the question before of another district.

History completes a question; it is never evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.catalogue import Catalogue
from index.region import short_name
from index.years import years_in
from rag.places import without_names
from rag.reading import Reading, read
from rag.types import Turn

_LATEST_TURNS = 40
_LONGEST_TURN = 2000
"""Characters of a message. What lies further back, or beyond, completes no question."""


def previous(history: tuple[Turn, ...], catalogue: Catalogue, asked_on: date) -> Reading | None:
    """The last question of the user, itself completed by what came before."""
    reading: Reading | None = None
    for turn in history[-_LATEST_TURNS:]:
        if turn.role == "user":
            own = read(turn.content[:_LONGEST_TURN], catalogue, asked_on)
            reading = own if reading is None else completed(own, reading, turn.content)[0]
    return reading


_FILLER = re.compile(r"那么?|呢|吗|的话|换成|如果是|同样|一样|情况|怎么样|又|则|还|也|是|[\s,，。?？!！:：;；、]")
_CORRECTION = re.compile(r"我(?:问|说|指)的是")
_EVERYWHERE = re.compile(r"各[个地]?[省市区县州]|哪[个些几]?[省市区县州]|哪里|哪些地方|其[他它余]|所有")


def completed(reading: Reading, before: Reading, text: str) -> tuple[Reading, str]:
    """Fill in what a follow-up leaves out: topic, regions, years of the question `before`. With the question as it is then understood:
    `text` where nothing was missing."""
    names_none = not (reading.regions or reading.unknown or reading.within or _EVERYWHERE.search(reading.folded))
    source = before if names_none else reading
    named, unknown, within = source.regions, source.unknown, source.within
    corrected = _CORRECTION.split(reading.folded)
    said = re.sub("|".join(map(re.escape, reading.unknown)) or r"\0", "", reading.topic)
    if len(corrected) > 1:
        years = years_in(corrected[-1]) or reading.years
        topic = without_names(corrected[-1])
    elif len(_FILLER.sub("", said)) <= 1:
        topic, years = before.topic, reading.years or before.years
    else:
        topic, years = reading.topic, reading.years or (before.years if _is_elliptical(reading) else ())
    absent = [] if any(place in topic for place in unknown) else [*unknown]
    words = " ".join([*map(short_name, named), *within, *absent, *(f"{year}年" for year in years), topic])
    merged = reading._replace(folded=words, regions=named, years=years, topic=topic, unknown=unknown, within=within)
    return (reading, text) if merged[1:] == reading[1:] else (merged, _spelled_out(merged, absent))


def _spelled_out(reading: Reading, absent: Sequence[str]) -> str:
    """The question as it was understood, for people: 石桥县2024年招聘教师多少名?"""
    named = "、".join([*reading.regions, *reading.within, *absent])
    years = "、".join(f"{year}年" for year in reading.years)
    return f"{named}{years}{re.sub(r'^那么?|[ ]+', '', reading.topic)}"


def _is_elliptical(reading: Reading) -> bool:
    return not (reading.regions or reading.unknown or reading.within) and bool(
        re.match(r"那|他们|它|其中|这|另|还有|为什么|原话", reading.folded)
    )
