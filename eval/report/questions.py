"""What the page of questions is made from: plain JSON that the page's script turns into text nodes, never into markup.

A passage stands once, however often it was found. At most `PASSAGES` of each search are shown; the JSON report has them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from eval.report.names import DIFFICULTIES, STATUSES, TYPES, meaning
from eval.report.reading import FAILED_BELOW, leading, variants
from eval.types import Asked, Cited, Given, Item, Report, TableGiven, Values

PASSAGES = 10
Json: TypeAlias = "str | int | float | bool | Sequence[Json] | dict[str, Json] | None"
Pool: TypeAlias = dict[tuple[str, str], int]


def questions_data(report: Report, shown_first: str) -> dict[str, Json]:
    """`shown_first`: the variant the page opens with."""
    pool: Pool = {}
    values = {(row.variant, row.item_id): row.values for row in report.rows}
    names = list(dict.fromkeys(name for row in report.rows for name, _ in row.values))
    asked = {name: {each.item.id: each for each in found} for name, found in report.asked}
    answers: dict[str, Json] = {
        variant: [_answer(asked.get(variant, {}).get(item.id), values.get((variant, item.id), ()), pool) for item in report.items]
        for variant in variants(report)
    }
    return {
        "variants": list(variants(report)),
        "first": shown_first,
        "measures": {name: [meaning(name).label, meaning(name).lower_is_better, meaning(name).is_judged] for name in names},
        "leading": leading(names),
        "failedBelow": FAILED_BELOW,
        "types": dict(TYPES),
        "difficulties": dict(DIFFICULTIES),
        "statuses": dict(STATUSES),
        "items": [_item(item) for item in report.items],
        "answers": answers,
        "passages": [list(passage) for passage in pool],
    }


def _item(item: Item) -> Json:
    return {
        "id": item.id,
        "type": item.type,
        "question": item.question,
        "history": [[said.role, said.content] for said in item.history],
        "filter": item.doc_filter,
        "askedOn": item.asked_on.isoformat() if item.asked_on else "",
        "answer": item.answer,
        "points": list(item.answer_points),
        "accept": list(item.accept),
        "evidence": [[each.doc, each.quote] for each in item.evidence],
        "difficulty": item.difficulty,
        "note": item.note,
    }


def _answer(asked: Asked | None, values: Values, pool: Pool) -> Json:
    """None where a variant was not asked a question."""
    if asked is None:
        return None
    found = [pool.setdefault((passage.source, passage.text), len(pool)) for passage in asked.passages[:PASSAGES]]
    return {
        "passages": found,
        "found": len(asked.passages),
        "error": asked.error,
        "values": {name: None if value is None else round(value, 4) for name, value in values},
        **(_given(asked.given) if asked.given else {"status": ""}),
    }


def _given(given: Given) -> dict[str, Json]:
    return {
        "status": given.status,
        "text": given.text,
        "understood": given.understood_as,
        "citations": [_cited(each) for each in given.citations],
        "table": _table(given.table) if given.table else None,
        "notices": list(given.notices),
        "seconds": round(given.seconds, 4),
    }


def _cited(cited: Cited) -> Json:
    return [cited.n, cited.title or cited.source, cited.source, cited.shown or cited.quote]


def _table(table: TableGiven) -> Json:
    return [list(table.columns), [[row.label, [cell.text for cell in row.cells]] for row in table.rows]]
