"""Which section of a document a question is about, and what stands in it: items for lists and summaries.

A list asked for is often one that the document has made: the headings under a heading (四大举措: 一是…; 二是…), or the
sentences of a section. They are taken from the outline of the whole document, because a search finds some of them and not
the others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.chunk import readable
from index.outline import locator, read_outline
from index.sentences import sentences
from index.terms import terms
from index.text import fold
from index.types import Document, Section, Span
from index.years import years_in
from rag.rank import Candidate
from rag.types import Understood

_LEAD = 120
"""Characters before the first item of a list in which it is said what the list is of."""
_DOCUMENTS = 3
_WORDS = re.compile(r"\w{2}")


@dataclass(frozen=True, eq=False)
class Outlined:
    """A document with its outline."""

    document: Document

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return read_outline(self.document.text, self.document.repairs)

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How much a term tells sections apart: the fewer hold it themselves (not under further headings), the more. Terms that
        the document does not hold are missing."""
        counts = Counter(term for section in self.sections for term in self.terms_of(self.own(section)))
        return {term: math.log((len(self.sections) + 1) / count) for term, count in counts.items()}

    def children(self, section: Section | None) -> tuple[Section, ...]:
        """The headings right under `section`; the outermost ones for None."""
        wanted = None if section is None else section.ordinal
        return tuple(one for one in self.sections if one.parent == wanted)

    def above(self, section: Section) -> tuple[Section, ...]:
        """The headings above, innermost first."""
        found: list[Section] = []
        while section.parent is not None:
            section = self.sections[section.parent]
            found.append(section)
        return tuple(found)

    def years(self, section: Section) -> tuple[int, ...]:
        """Years that the heading, or the nearest above it that names any, is about; else those of the document."""
        named = (years_in(fold(one.title).text) for one in (section, *self.above(section)))
        return next(filter(None, named), self.document.header.years)

    def place(self, section: Section) -> str:
        return locator(self.sections, section.ordinal)

    def own(self, section: Section) -> Span:
        """The heading and what stands before further headings."""
        first = next(iter(self.children(section)), None)
        return Span(section.start, first.start if first else section.end)

    def heading(self, section: Section) -> Span:
        return Span(section.start, section.title_end)

    def lead(self, section: Section) -> Span | None:
        """The sentence before the first heading under `section`: 重点实施四大举措:"""
        first = next(iter(self.children(section)), None)
        if first is None:
            return None
        said = sentences(self.document.text, max(section.title_end, first.start - _LEAD), first.start)
        return said[-1] if said and _WORDS.search(self.document.text, *said[-1]) else None

    def body(self, section: Section) -> tuple[Span, ...]:
        """The sentences under the heading, those under further headings too."""
        found = sentences(self.document.text, section.title_end, section.end)
        return tuple(span for span in found if _WORDS.search(self.document.text, *span))

    @cached_property
    def named(self) -> frozenset[str]:
        """Terms of the title: they tell documents apart, not sections."""
        return frozenset(terms(fold(self.document.header.title).text))

    def share(self, wanted: frozenset[str], held: frozenset[str]) -> float:
        """Of the wanted terms that the document holds, the share that is among `held`, rare terms counting more."""
        known = {term: self.rarity[term] for term in wanted - self.named if term in self.rarity}
        total = sum(known.values())
        return sum(weight for term, weight in known.items() if term in held) / total if total else 0.0

    def terms_of(self, *spans: Span | None) -> frozenset[str]:
        """Terms of the folded readable text of the spans."""
        return frozenset(term for span in spans if span for term in terms(fold(readable(self.document, span)).text))


def outlined(understood: Understood, good: Sequence[Candidate]) -> tuple[Outlined, ...]:
    """The documents that the question is about and that answer it best, at most `_DOCUMENTS`, best first."""
    about = (c.evidence.document for c in good if not understood.regions or c.region in understood.regions)
    documents = {document.id: document for document in about}
    return tuple(Outlined(document) for document in list(documents.values())[:_DOCUMENTS])
