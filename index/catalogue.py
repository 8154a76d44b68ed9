"""What the library holds, by the headers of its documents: which regions, which years, and which documents a filter means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from index.fold import fold
from index.region import abbreviations, aliases
from index.types import Filter, Header

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document, as far as selection needs it."""

    id: str
    source: str
    collection: str
    header: Header


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All documents of one generation. What is derived is made at its first use and kept."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def by_region(self) -> dict[str, frozenset[str]]:
        """Canonical region → ids of its documents."""
        return _grouped((entry.header.region, entry.id) for entry in self.entries if entry.header.region)

    @cached_property
    def by_year(self) -> dict[int, frozenset[str]]:
        """Year → ids of the documents that cover it."""
        return _grouped((year, entry.id) for entry in self.entries for year in entry.header.years)

    @cached_property
    def region_names(self) -> tuple[tuple[str, str], ...]:
        """(folded name of two characters or more, region), longest first, so that 海门区 is not read as 海门 and a stray 区."""
        pairs = {fold(alias).text: region for region in sorted(self.by_region) for alias in aliases(region)}
        return tuple(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0])))

    @cached_property
    def offices(self) -> str:
        """Issuers and titles, one a line: 南通市 stands in 南通市海门区教育体育局, though no document is about the city alone."""
        return "\n".join(fold(f"{entry.header.issuer} {entry.header.title}").text for entry in self.entries)

    @cached_property
    def region_letters(self) -> dict[str, str]:
        """One-character name (冀) → region."""
        return {name: region for region in sorted(self.by_region) for name in abbreviations(region)}

    def select(self, wanted: Filter) -> frozenset[str] | None:
        """Ids of the documents that meet the filter; None when it excludes nothing."""
        if not wanted:
            return None
        return frozenset(entry.id for entry in self.entries if _meets(entry, wanted))

    def of_region(self, region: str) -> frozenset[str]:
        return self.by_region.get(region, frozenset())

    def of_years(self, years: Iterable[int]) -> frozenset[str]:
        """Documents that cover at least one of the years."""
        return frozenset().union(*(self.by_year.get(year, frozenset()) for year in years))


def _grouped(pairs: Iterable[tuple[K, str]]) -> dict[K, frozenset[str]]:
    groups: dict[K, set[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in groups.items()}


def _meets(entry: Entry, wanted: Filter) -> bool:
    header = entry.header
    return (
        (not wanted.collections or entry.collection in wanted.collections)
        and (not wanted.documents or entry.id in wanted.documents or entry.source in wanted.documents)
        and (not wanted.regions or any(name in wanted.regions for name in aliases(header.region)))
        and (not wanted.years or bool(set(header.years) & set(wanted.years)))
        and (not wanted.kinds or bool(set(header.kinds) & set(wanted.kinds)))
    )
