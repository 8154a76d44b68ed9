"""What is asked: regions and years named, the kind of question, and what a follow-up leaves out.

Everything is recognised from the wording and from the library's own catalogue, by rule (`rag.question`): a message by itself in
`reading`, what the conversation adds in `followup`, how far it reaches in `scope`, planned or done in `period`, the shape of the
answer in `kinds`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from index.catalogue import Catalogue
from index.dictionary import Dictionary, bundled
from index.fold import fold
from rag.question.comparing import without_comparing
from rag.question.counting import things_counted
from rag.question.dates import names_relative_year, years_later
from rag.question.kinds import COMPARING, kind_of
from rag.question.period import period_of
from rag.question.reading import Reading, read
from rag.question.scope import gaps, hints, kinds_held, kinds_named, latest_held, regions_asked, whole_region
from rag.types import Period, Question, Understood


class _Meant(NamedTuple):
    """A question in the light of its history."""

    reading: Reading
    text: str
    period: Period
    across: bool


def understand(question: Question, catalogue: Catalogue, today: date, dictionary: Callable[[], Dictionary] = bundled) -> Understood:
    """Read `question` in the light of its history. `today` resolves 今年 when the question does not say when it was asked; where no
    document covers that year, the latest is meant that one does."""
    asked_on = question.asked_on or today
    meant = _meant(question, catalogue, asked_on, dictionary)
    latest = latest_held(meant.reading, catalogue) if names_relative_year(fold(question.text).text) else None
    moved = ""
    if latest is not None:
        year = max(meant.reading.years)
        meant = _meant(question, catalogue, years_later(asked_on, latest - year), dictionary)
        moved = f"资料库中没有{year}年的文件，按最近的{latest}年理解"
    reading = meant.reading
    kinds = kinds_named(reading.folded)
    kind = kind_of(reading, across=meant.across)
    topic = without_comparing(reading.topic) if kind in COMPARING else reading.topic
    return Understood(
        question=question,
        text=_corrected(meant.text, reading, moved),
        folded=reading.folded,
        regions=reading.regions,
        unknown_regions=reading.unknown,
        within=reading.within,
        across=meant.across,
        years=reading.years,
        moved=moved,
        period=meant.period,
        document_kinds=kinds_held(kinds, reading.regions, catalogue),
        kind=kind,
        topic=topic,
        meant=dictionary().expand(topic),
        counted=things_counted(topic, catalogue) if kind == "number" else (),
        gaps=gaps(reading, kinds, catalogue),
        hints=hints(reading, catalogue),
    )


def _meant(question: Question, catalogue: Catalogue, asked_on: date, dictionary: Callable[[], Dictionary]) -> _Meant:
    reading = read(question.text, catalogue, asked_on, dictionary)
    text, period = question.text.strip(), period_of(reading.folded)
    regions_before: tuple[str, ...] = ()
    if question.history:
        reading, text, regions_before = _followed_up(reading, question, catalogue, asked_on, dictionary)
        period = period or period_of(reading.folded)
    everyone = regions_asked(reading, catalogue, regions_before)
    regions = reading.regions or everyone or whole_region(reading, catalogue)
    return _Meant(reading._replace(regions=regions), text, period, everyone is not None)


def _followed_up(
    reading: Reading, question: Question, catalogue: Catalogue, asked_on: date, dictionary: Callable[[], Dictionary]
) -> tuple[Reading, str, tuple[str, ...]]:
    """What the conversation before a question adds to it: how it is read then, its text, and the regions asked about before."""
    from rag.question.followup import completed, last_answer, previous  # noqa: PLC0415  takes time to load, for conversations alone

    text = question.text.strip()
    before = previous(question.history, catalogue, asked_on, dictionary)
    if before is None:
        return reading, text, ()
    return *completed(reading, before, text, catalogue, last_answer(question.history)), before.regions


def _corrected(text: str, reading: Reading, moved: str) -> str:
    """The question with names and words as they are meant, and a word on it: 芦淞区…(“芦松区”按“芦淞区”理解)."""
    for written, meant in reading.misspelt:
        text = text.replace(written, meant)
    said = "，".join([*(f"“{written}”按“{meant}”理解" for written, meant in reading.misspelt), *filter(None, [moved])])
    return f"{text}（{said}）" if said else text
