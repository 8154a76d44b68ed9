"""Questions in a table that a spreadsheet saved as CSV.

Columns by their heads, in any order: 问题 and 答案, then 文件 (the document that answers), 证据 (the words it rests on, one
quotation a line), 类型, 编号, 备注. What an official leaves out is filled in: ids by row, the type from the answer's form, and
without 证据 the whole document is the evidence (an empty quote).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast, get_args

from eval.metrics.figures import FIGURE, figures_of
from eval.metrics.folding import fold, strip
from eval.sets.checks import Problem
from eval.types import Item, ItemType, Quote

_HEADS = {
    "id": ("编号", "序号", "id"),
    "question": ("问题", "question"),
    "answer": ("答案", "answer"),
    "document": ("文件", "document", "doc"),
    "evidence": ("证据", "evidence", "quote"),
    "type": ("类型", "type"),
    "note": ("备注", "note"),
}
_NEEDED = ("question", "answer")
_TYPES: Mapping[str, ItemType] = {
    "数字": "number",
    "数值": "number",
    "事实": "fact",
    "列举": "list",
    "清单": "list",
    "是否": "yesno",
    "概括": "summary",
    "总结": "summary",
    "比较": "compare",
    "对比": "compare",
    "变化": "temporal",
    "资料中没有": "unanswerable",
    "无答案": "unanswerable",
    "有歧义": "ambiguous",
    **{name: cast("ItemType", name) for name in get_args(ItemType) if name != "followup"},
}
"""As people write them. A row has no place for what was said before, so there is no follow-up."""
_SEVERAL = frozenset({"list", "summary", "compare", "temporal", "ambiguous"})
_QUALIFIERS = re.compile("至少|以上|以下|以内|不?[低少高超]于|不超过|左右|大约|大概|约|共计|合计|一?共|每[人生]?|达到?|是|为|计划")


def read_table(text: str) -> tuple[list[Item], list[Problem]]:
    """The items of the rows that could be read, and what is wrong with the others."""
    rows = _rows(text.removeprefix("\ufeff"))
    heads = next(rows, (1, []))[1]
    columns = _columns(heads)
    missing = [_HEADS[name][0] for name in _NEEDED if name not in columns]
    if missing:
        return [], [
            Problem(
                1, "missing_column", f"表头缺少“{'”“'.join(missing)}”列；第一行应为：问题,答案,文件（还可以有 证据、类型、编号、备注）。"
            )
        ]
    items: list[Item] = []
    problems: list[Problem] = []
    for line, row in rows:
        cells = {name: row[column].strip() if column < len(row) else "" for name, column in columns.items()}
        if any(cells.values()):
            found = _item(cells, line, len(items) + len(problems) + 1)
            (items if isinstance(found, Item) else problems).append(found)  # type: ignore[arg-type]
    return items, problems


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the 1-based line on which each begins; a quoted cell may hold line breaks."""
    reader = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
    begin = 1
    for row in reader:
        yield begin, row
        begin = reader.line_num + 1


def _columns(heads: Sequence[str]) -> dict[str, int]:
    known = {head: name for name, spelled in _HEADS.items() for head in spelled}
    found = [(known.get(head.strip().lower()), column) for column, head in enumerate(heads)]
    return {name: column for name, column in reversed(found) if name}


def _item(cells: Mapping[str, str], line: int, ordinal: int) -> Item | Problem:
    said = cells.get("type", "")
    if said and said.lower() not in _TYPES:
        return Problem(line, "unknown_type", f"类型“{said}”不认识，可用的有：{'、'.join(dict.fromkeys(_TYPES))}。")
    if not cells["question"]:
        return Problem(line, "missing_field", "缺少问题。")
    answer, documents = cells["answer"], _split(cells.get("document", ""))
    kind = _TYPES[said.lower()] if said else inferred_type(answer, bool(documents))
    return Item(
        id=cells.get("id") or f"row-{ordinal:03d}",
        type=kind,
        question=cells["question"],
        answer=answer,
        answer_points=_points(answer, kind),
        accept=(answer,) if answer and kind not in _SEVERAL else (),
        evidence=_evidence(documents, cells.get("evidence", "")) if kind != "unanswerable" else (),
        note=cells.get("note", ""),
        line=line,
    )


def inferred_type(answer: str, has_document: bool) -> ItemType:
    """`number` for a figure with its qualifiers (不少于60名), `unanswerable` for an empty row's end, else `fact`."""
    if not answer:
        return "fact" if has_document else "unanswerable"
    found = figures_of(answer)
    rest = strip(_QUALIFIERS.sub("", FIGURE.sub("", fold(answer))))
    return "number" if found and not rest and not any(figure.is_date for figure in found) else "fact"


def _points(answer: str, kind: ItemType) -> tuple[str, ...]:
    parts = re.split(r"[；;\n]" if re.search(r"[；;\n]", answer) else "、", answer) if kind in _SEVERAL else [answer]
    return tuple(part.strip() for part in parts if part.strip())


def _evidence(documents: Sequence[str], quotes: str) -> tuple[Quote, ...]:
    """Every quotation is looked for in the one document; several documents take their quotations in order."""
    said = [line.strip() for line in quotes.split("\n") if line.strip()]
    if len(documents) == 1:
        return tuple(Quote(documents[0], quote) for quote in said or [""])
    padded = [*said, *[""] * len(documents)]
    return tuple(Quote(document, quote) for document, quote in zip(documents, padded, strict=False))


def _split(cell: str) -> list[str]:
    return [name.strip() for name in re.split(r"[;；\n]", cell) if name.strip()]
