"""Several years asked for: a line for each."""

from __future__ import annotations

from collections.abc import Sequence

from index.years import years_in
from rag.answers.quoting import quotations, with_gaps
from rag.rank import Candidate
from rag.types import Draft, Understood


def by_year(understood: Understood, good: Sequence[Candidate]) -> Draft:
    """The best sentence of each year asked for; the best of all where no year has one of its own. Years left out are named."""
    found = [next((c for c in good if year in c.years), None) for year in understood.years]
    chosen = list(dict.fromkeys(c for c in found if c is not None))
    if not chosen:
        return quotations(understood, good[:1])
    told = {year for candidate in chosen for year in (*candidate.years, *years_in(candidate.folded))}
    missing = [f"{year}年" for year in understood.years if year not in told]
    return with_gaps(quotations(understood, chosen), "year_not_covered", missing)
