"""What is asked: regions and years named, the kind of question, and what a follow-up leaves out.

Everything is recognised from the wording and from the library's own catalogue, by rule: a message by itself in `rag.reading`,
what the conversation adds in `rag.followup`, how far it reaches in `rag.scope`, planned or done in `rag.period`, the shape of
the answer in `rag.kinds`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from index.catalogue import Catalogue
from index.dictionary import Dictionary, bundled
from rag.followup import completed, last_answer, previous
from rag.kinds import kind_of
from rag.period import period_of
from rag.reading import Reading, read
from rag.scope import gaps, hints, kinds_held, kinds_named, regions_asked, whole_region
from rag.types import Question, Understood


def understand(question: Question, catalogue: Catalogue, today: date, dictionary: Callable[[], Dictionary] = bundled) -> Understood:
    """Read `question` in the light of its history. `today` resolves 今年 when the question does not say when it was asked."""
    asked_on = question.asked_on or today
    reading = read(question.text, catalogue, asked_on, dictionary)
    text = question.text.strip()
    period = period_of(reading.folded)
    before = previous(question.history, catalogue, asked_on, dictionary)
    if before is not None:
        reading, text = completed(reading, before, text, catalogue, last_answer(question.history))
        period = period or period_of(reading.folded)
    everyone = regions_asked(reading, catalogue, before.regions if before else ())
    reading = reading._replace(regions=reading.regions or everyone or whole_region(reading, catalogue))
    kinds = kinds_named(reading.folded)
    return Understood(
        question=question,
        text=_corrected(text, reading),
        folded=reading.folded,
        regions=reading.regions,
        unknown_regions=reading.unknown,
        within=reading.within,
        across=everyone is not None,
        years=reading.years,
        period=period,
        document_kinds=kinds_held(kinds, reading.regions, catalogue),
        kind=kind_of(reading, across=everyone is not None),
        topic=reading.topic,
        meant=dictionary().expand(reading.topic),
        gaps=gaps(reading, kinds, catalogue),
        hints=hints(reading, catalogue),
    )


def _corrected(text: str, reading: Reading) -> str:
    """The question with names and words as they are meant, and a word on it: 芦淞区…(“芦松区”按“芦淞区”理解)."""
    for written, meant in reading.misspelt:
        text = text.replace(written, meant)
    said = "，".join(f"“{written}”按“{meant}”理解" for written, meant in reading.misspelt)
    return f"{text}（{said}）" if said else text
