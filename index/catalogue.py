"""What the library holds, by the headers of its documents: which regions, which years, and which documents a filter means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from index.fold import fold
from index.lookalike import is_slip
from index.region import HIGHEST, aliases, rank, short_name
from index.types import Filter, Header

_NO_EDGES: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document, as far as selection needs it."""

    id: str
    source: str
    collection: str
    header: Header


Says = Callable[[str, frozenset[str] | None], bool]
"""Whether a passage of the documents (None for all) says a folded word."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All documents of one generation. What is derived is made at its first use and kept."""

    entries: tuple[Entry, ...] = ()
    says: Says | None = None
    """None where the passages cannot be asked: then no word counts as unheard of, and nothing as told."""

    @cached_property
    def by_region(self) -> dict[str, frozenset[str]]:
        """Canonical region → ids of its documents."""
        return _grouped((entry.header.region, entry.id) for entry in self.entries if entry.header.region)

    @cached_property
    def by_year(self) -> dict[int, frozenset[str]]:
        """Year → ids of the documents that cover it."""
        return _grouped((year, entry.id) for entry in self.entries for year in entry.header.years)

    @cached_property
    def years_by_region(self) -> dict[str, frozenset[int]]:
        """Canonical region → years that its documents cover; for the empty name, those of all documents."""
        return _grouped((region, year) for entry in self.entries for year in entry.header.years for region in {"", entry.header.region})

    @cached_property
    def kinds_by_region(self) -> dict[str, frozenset[str]]:
        """The same for kinds of document."""
        return _grouped((region, kind) for entry in self.entries for kind in entry.header.kinds for region in {"", entry.header.region})

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
    def name_lengths(self) -> tuple[int, ...]:
        """Of all names of regions, longest first."""
        return tuple(sorted({len(name) for name, _ in self.region_names}, reverse=True))

    @cached_property
    def _with_gaps(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Name with one character of its stem hidden → the names that look so, with their regions."""
        pairs = ((gap, pair) for pair in self.region_names for gap in _gaps(pair[0], len(self.stem(pair[1]))))
        return {gap: tuple(sorted(names)) for gap, names in _grouped(pairs).items()}

    @cached_property
    def _edges(self) -> Mapping[int, tuple[frozenset[str], frozenset[str]]]:
        """Length → first and last characters of the names that long: with one character wrong a name still has one of the two."""
        firsts = _grouped((len(name), name[0]) for name, _ in self.region_names)
        lasts = _grouped((len(name), name[-1]) for name, _ in self.region_names)
        return {length: (firsts[length], lasts[length]) for length in firsts}

    def stem(self, region: str) -> str:
        """Folded name without suffix: 海门."""
        return fold(short_name(region)).text

    def misspelt(self, written: str) -> tuple[tuple[str, str], ...]:
        """(name, region) of the regions of which `written` is the name with one character wrong; several where that is not clear."""
        first, last = self._edges.get(len(written), _NO_EDGES)
        if written[:1] not in first and written[-1:] not in last:
            return ()
        seen = {pair for gap in _gaps(written, len(written)) if gap in self._with_gaps for pair in self._with_gaps[gap]}
        if not seen:
            return ()
        slips = [(name, region) for name, region in sorted(seen) if self._is_slip(written, name, region)]
        return tuple({region: (name, region) for name, region in slips}.values())

    def _is_slip(self, written: str, name: str, region: str) -> bool:
        stem = self.stem(region)
        return name.startswith(stem) and is_slip(written[: len(stem)], stem)

    def holds(self, word: str) -> bool:
        """Whether any passage says the folded word."""
        return self.says is None or self.says(word, None)

    def holds_above(self, word: str, level: int) -> bool:
        """Whether a passage of a region of a higher level than `level` (`index.region.rank`) says it."""
        above = self._above.get(level, frozenset())
        return self.says is not None and bool(above) and self.says(word, above)

    @cached_property
    def _above(self) -> Mapping[int, frozenset[str]]:
        """Level → ids of the documents of regions of a higher one."""
        ranked = [(rank(region), documents) for region, documents in self.by_region.items()]
        return {level: frozenset().union(*(documents for one, documents in ranked if one > level)) for level in range(HIGHEST)}

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


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, frozenset[V]]:
    groups: dict[K, set[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in groups.items()}


def _gaps(name: str, length: int) -> tuple[str, ...]:
    """`name` with each of its first `length` characters hidden in turn."""
    return tuple([f"{name[:at]}\0{name[at + 1 :]}" for at in range(min(length, len(name)))])


def _meets(entry: Entry, wanted: Filter) -> bool:
    header = entry.header
    return (
        (not wanted.collections or entry.collection in wanted.collections)
        and (not wanted.documents or entry.id in wanted.documents or entry.source in wanted.documents)
        and (not wanted.regions or any(name in wanted.regions for name in aliases(header.region)))
        and (not wanted.years or bool(set(header.years) & set(wanted.years)))
        and (not wanted.kinds or bool(set(header.kinds) & set(wanted.kinds)))
    )
