"""What the library holds, by the headers of its documents: which regions, which years, and which documents a filter means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.region import aliases
from index.types import Filter, Header


@dataclass(frozen=True, slots=True)
class Entry:
    """One document, as far as selection needs it."""

    id: str
    source: str
    collection: str
    header: Header


@dataclass(frozen=True, slots=True)
class Catalogue:
    entries: tuple[Entry, ...] = ()

    def regions(self) -> tuple[str, ...]:
        """Canonical regions of the documents, sorted."""
        return tuple(sorted({entry.header.region for entry in self.entries if entry.header.region}))

    def years(self) -> tuple[int, ...]:
        return tuple(sorted({year for entry in self.entries for year in entry.header.years}))

    def select(self, wanted: Filter) -> frozenset[str] | None:
        """Ids of the documents that meet the filter; None when it excludes nothing."""
        if not wanted:
            return None
        return frozenset(entry.id for entry in self.entries if _meets(entry, wanted))

    def of_region(self, region: str) -> frozenset[str]:
        return frozenset(entry.id for entry in self.entries if entry.header.region == region)

    def of_years(self, years: Iterable[int]) -> frozenset[str]:
        """Documents that cover at least one of the years."""
        wanted = set(years)
        return frozenset(entry.id for entry in self.entries if wanted & set(entry.header.years))


def _meets(entry: Entry, wanted: Filter) -> bool:
    header = entry.header
    return (
        (not wanted.collections or entry.collection in wanted.collections)
        and (not wanted.documents or entry.id in wanted.documents or entry.source in wanted.documents)
        and (not wanted.regions or any(name in wanted.regions for name in aliases(header.region)))
        and (not wanted.years or bool(set(header.years) & set(wanted.years)))
        and (not wanted.kinds or bool(set(header.kinds) & set(wanted.kinds)))
    )
