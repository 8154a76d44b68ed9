"""Several regions asked for: a line and a row of a table for each."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answers.quoting import as_sentence, quoted, with_gaps
from rag.rank import Candidate
from rag.types import Cell, Citation, Draft, Row, Table, Understood


def comparison(understood: Understood, good: Sequence[Candidate]) -> Draft:
    """The best sentence for each region named, as lines and as a table."""
    found = [(region, next((c for c in good if c.region == region), None)) for region in understood.regions]
    lines: list[str] = []
    citations: list[Citation] = []
    rows: list[Row] = []
    for region, candidate in found:
        if candidate is None:
            rows.append(Row(region, (Cell("未找到相关表述"),)))
            continue
        line, citation = quoted(len(citations) + 1, understood, candidate)
        lines.append(line)
        citations.append(citation)
        rows.append(Row(region, (Cell(as_sentence(citation.shown), (citation.n,)),)))
    missing = [region for region, candidate in found if candidate is None]
    draft = Draft("\n".join(lines), tuple(citations), "answered", "extractive", Table(("文件中的表述",), tuple(rows)))
    return with_gaps(draft, "region_not_covered", missing)
