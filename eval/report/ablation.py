"""What each mechanism is worth as one Markdown page: for each set the product whole, and without each mechanism in turn."""

from __future__ import annotations

import json
from collections.abc import Sequence

from eval.ablation import RECALL, SCORE, WHOLE, FoundRow
from eval.report.markdown import table

_HEAD = """# Mechanisms removed in turn

Written by `python -m eval results --only ablation`; what it means is in [docs/evaluation.md](../evaluation.md), what follows from it in
[docs/retrieval.md](../retrieval.md). Values are in percent. Each cell is the difference that removing makes, with the 95 % interval of the
paired bootstrap; **bold** where that leaves out 0. The first row is the product whole, with its own interval.
"""
_TITLES = {
    RECALL: "## Search: evidence within 1,000 characters\n",
    SCORE: "## Answers without a language model: score, types of question counting the same\n",
}


def ablation_page(text: str) -> str:
    """The page of what `eval.ablation` writes."""
    found: list[FoundRow] = json.loads(text)
    sections = [_HEAD]
    for measure, title in _TITLES.items():
        rows = [row for row in found if row["measure"] == measure]
        if rows:
            sections += [title, _section(rows)]
    return "\n".join(sections)


def _section(rows: Sequence[FoundRow]) -> str:
    sets = list(dict.fromkeys(row["set"] for row in rows))
    known = {(row["removed"], row["set"]): row for row in rows}
    removed = dict.fromkeys(row["removed"] for row in rows)
    instead = {row["removed"]: row["instead"] for row in rows}
    sizes = [f"{name.replace('_', ' ')} (n = {known[WHOLE, name]['n']})" for name in sets]
    body = [[one, instead[one], *(_cell(known.get((one, name))) for name in sets)] for one in removed]
    return table(["without", "instead", *sizes], body, words=2)


def _cell(row: FoundRow | None) -> str:
    if row is None:
        return ""
    low, high = row["difference_95"]
    if row["removed"] == WHOLE:
        low, high = row["interval_95"]
        return f"{100 * row['mean']:.1f} [{100 * low:.1f}, {100 * high:.1f}]"
    if not row["higher"] and not row["lower"]:
        return "0"
    said = f"{100 * row['difference']:+.1f} [{100 * low:+.1f}, {100 * high:+.1f}]"
    return f"**{said}**" if low > 0 or high < 0 else said
