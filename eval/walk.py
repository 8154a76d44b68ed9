"""A walk over every citation of every answer: the words stand where the citation says, whole and short."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from eval.answers import add_set, ask_all, read_items
from eval.library import folder_library
from index.sentences import clauses
from index.types import Section
from rag.build import Youju
from rag.cite import LONGEST_QUOTE
from rag.types import Answer, Citation

_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk over all citations found."""

    citations: int = 0
    exact: int = 0
    """`text[start:end] == quote`, against the text as the library holds it now."""
    whole: int = 0
    """Quotations that begin where a clause or the title of a section does (behind its number), and end where a clause does, with its
    mark or without."""
    short: int = 0
    """Quotations of at most 200 characters."""


def walk(youju: Youju, answers: Sequence[Answer]) -> Walk:
    """Check every citation of `answers` against the library."""
    cited = [citation for answer in answers for citation in answer.citations]
    names = {citation.document.id for citation in cited}
    texts = {name: youju.library.document(name).text for name in names}
    outlines = {name: youju.library.outline(name) for name in names}
    return Walk(
        citations=len(cited),
        exact=sum(texts[c.document.id][c.start : c.end] == c.quote for c in cited),
        whole=sum(_is_whole(texts[c.document.id], outlines[c.document.id], c) for c in cited),
        short=sum(len(c.quote) <= LONGEST_QUOTE for c in cited),
    )


def _is_whole(text: str, outline: Sequence[Section], citation: Citation) -> bool:
    """As `Walk.whole`, judged within the paragraph."""
    first = text.rfind("\n", 0, citation.start) + 1
    last = text.find("\n", citation.end)
    spans = clauses(text, first, len(text) if last < 0 else last)
    starts = any(span.start == citation.start for span in spans) or any(_opens(text, section, citation.start) for section in outline)
    return starts and any(span.end >= citation.end and not _WORD.search(text, citation.end, span.end) for span in spans)


def _opens(text: str, section: Section, position: int) -> bool:
    """Nothing but the number of the section stands between its start and `position`."""
    return section.start <= position <= section.title_end and "".join(text[section.start : position].split()) == section.label


add_arguments = add_set


def run_command(options: argparse.Namespace) -> int:
    """0 when every citation holds, else 1."""
    with folder_library(options.documents) as youju:
        items = read_items(options.questions)
        found = walk(youju, [answer for _, answer in ask_all(youju, items)])
    print(json.dumps({"questions": len(items), **asdict(found)}))  # noqa: T201
    return 0 if found.citations == found.exact == found.whole == found.short else 1
