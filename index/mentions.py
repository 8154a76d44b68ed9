"""Which passages say a word, as far as the lexical engine tells; for names of regions looked up once and kept while a generation is served.

A question about a region is also answered from other documents that mention it. Most regions are named in their own documents
alone: to know that spares the search through all the others.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from index.boost import Place
from index.generation import Generation
from index.terms import terms
from index.types import EngineQuery

SAYING = 500
"""Passages at most that are asked for because they say a word."""
_NAMES = 256
"""Kept at a time, each with its passages."""
_ROW_OF_HAN = re.compile("[\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Saying:
    """All passages that hold a term of a name: more than say it, and none is missing."""

    passages: frozenset[int]
    documents: frozenset[str]
    """Those they stand in."""

    def reaches(self, own: frozenset[str], allowed: frozenset[str] | None) -> bool:
        """Whether a document says it that is none of its `own`, and one of those `allowed` (None: any)."""
        others = self.documents - own
        return bool(others if allowed is None else others & allowed)


class Mentions:
    """Of one generation, which is handed in with each question and not kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Saying | None] = OrderedDict()

    def of(self, name: str, generation: Generation) -> Saying | None:
        """Where the folded name may be said. None where that is not known: it is no row of Chinese characters, which are said only where
        their terms are, or `SAYING` passages and more hold them."""
        if name in self._kept:
            self._kept.move_to_end(name)
        else:
            self._kept[name] = _saying(name, generation)
            if len(self._kept) > _NAMES:
                self._kept.popitem(last=False)
        return self._kept[name]


def may_mention(name: str, places: Mapping[int, Place], generation: Generation) -> Collection[int]:
    """Of a few passages those that may say the folded name; asked of the engine at each question, for a name that too many say."""
    if not _ROW_OF_HAN.fullmatch(name):
        return places.keys()
    documents = frozenset(document_id for document_id, _ in places.values())
    saying = {match.chunk_id for match in generation.lexical.search(EngineQuery.of_terms(*terms(name)), SAYING, documents)}
    return places.keys() if len(saying) >= SAYING else places.keys() & saying


def holds(generation: Generation, term: str, documents: frozenset[str] | None) -> bool:
    """Whether a passage of the documents holds a term. A term of few passages is looked up without the filter: thousands of documents
    take longer to leave out than those passages to go through."""
    asked = EngineQuery.of_terms(term)
    if documents is None:
        return bool(generation.lexical.search(asked, 1))
    found = generation.lexical.search(asked, SAYING)
    if any(document in documents for document, _ in generation.vector.places([match.chunk_id for match in found]).values()):
        return True
    return len(found) >= SAYING and bool(generation.lexical.search(asked, 1, documents))


def _saying(name: str, generation: Generation) -> Saying | None:
    if not _ROW_OF_HAN.fullmatch(name):
        return None
    found = generation.lexical.search(EngineQuery.of_terms(*terms(name)), SAYING)
    if len(found) >= SAYING:
        return None
    places = generation.vector.places([match.chunk_id for match in found])
    return Saying(frozenset(places), frozenset(document_id for document_id, _ in places.values()))
