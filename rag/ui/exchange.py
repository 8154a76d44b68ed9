"""One question and its answer, as the page remembers them.

An `Exchange` keeps what is shown and nothing more: no document texts, so that a deleted document does not live on in an open
page. `settled` blanks what rests on documents that are gone; `turns` is the conversation as the assistant wants it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.types import Answer, Cell, Citation, Status, Table, Turn

MARK = re.compile(r"\[(\d+)\]")
_CITED_UNIT = re.compile(r"[^\[\n]*(?:\[(?!\d+\])[^\[\n]*)*(?:\[\d+\])+[。；，、,;]?")
"""What stands before a run of marks, with the marks: the words that rest on them."""
_GONE = "（所依据的文件已删除）"


@dataclass(frozen=True, slots=True)
class Source:
    """A citation without the text of its document. Offsets as in `rag.types.Citation`."""

    n: int
    document_id: str
    start: int
    end: int
    quote: str
    shown: str
    title: str
    issuer: str
    region: str
    published_on: str
    locator: str
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """`status` is None until the answer is complete; `progress` is what is being done meanwhile."""

    question: str
    text: str = ""
    progress: str = "正在查找资料"
    status: Status | None = None
    understood_as: str = ""
    origin: str = ""
    """How the answer was made, for people."""
    sources: tuple[Source, ...] = ()
    table: Table | None = None
    notices: tuple[str, ...] = ()
    error: str = ""
    stopped: bool = False

    @property
    def running(self) -> bool:
        return self.status is None and not self.error and not self.stopped


def source_of(citation: Citation) -> Source:
    header = citation.document.header
    return Source(
        n=citation.n,
        document_id=citation.document.id,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        shown=citation.shown,
        title=header.title,
        issuer=header.issuer,
        region=header.region,
        published_on=header.published_on.isoformat() if header.published_on else "",
        locator=citation.locator,
        deleted=citation.verdict == "deleted",
    )


def answered(exchange: Exchange, answer: Answer) -> Exchange:
    """The exchange with its answer. A notice that how the question was understood says already is not said again."""
    understood = answer.understood_as if answer.understood_as != answer.question else ""
    return replace(
        exchange,
        text=answer.text,
        progress="",
        status=answer.status,
        understood_as=understood,
        origin=_origin(answer),
        sources=tuple(map(source_of, answer.citations)),
        table=answer.table,
        notices=tuple(notice.message for notice in answer.notices if notice.message.rstrip("。") not in understood),
    )


def settled(exchange: Exchange, living: frozenset[str]) -> Exchange:
    """The exchange without anything that rests on a document outside `living` (document ids)."""
    gone = frozenset(source.n for source in exchange.sources if source.document_id not in living)
    if not gone:
        return exchange
    return replace(
        exchange,
        text=_without(exchange.text, gone),
        sources=tuple(_emptied(source) if source.n in gone else source for source in exchange.sources),
        table=_table_without(exchange.table, gone) if exchange.table else None,
    )


def turns(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """The finished part of the conversation, oldest first."""
    done = [exchange for exchange in exchanges if exchange.status]
    return tuple(turn for each in done for turn in (Turn("user", each.question), Turn("assistant", each.text)))


def plain(exchange: Exchange) -> str:
    """Answer and sources as plain text, for the clipboard."""
    lines = [exchange.question, "", exchange.text]
    lines += ["", *_table_lines(exchange.table)] if exchange.table else []
    lines += ["", "出处："] if exchange.sources else []
    lines += [_source_line(source) for source in exchange.sources]
    return "\n".join(lines)


def _source_line(source: Source) -> str:
    if source.deleted:
        return f"[{source.n}] 文件已删除"
    place = "，".join(part for part in (source.issuer, source.published_on, source.locator) if part)
    return f"[{source.n}] 《{source.title}》" + (f"（{place}）" if place else "") + f"：“{source.shown}”"


def _table_lines(table: Table) -> list[str]:
    rows = [("", *table.columns), *((row.label, *map(_cell_text, row.cells)) for row in table.rows)]
    return ["\t".join(row) for row in rows]


def _cell_text(cell: Cell) -> str:
    return cell.text + "".join(f"[{n}]" for n in cell.citations if f"[{n}]" not in cell.text)


def _origin(answer: Answer) -> str:
    if answer.status == "refused":
        return ""
    return f"由语言模型 {answer.provenance.model} 根据所列原文撰写" if answer.kind == "generative" else "摘自文件原文"


def _without(text: str, gone: frozenset[int]) -> str:
    def blank(match: re.Match[str]) -> str:
        marks = MARK.findall(match[0])
        return _GONE if gone & set(map(int, marks)) else match[0]

    return _CITED_UNIT.sub(blank, text)


def _emptied(source: Source) -> Source:
    return replace(source, quote="", shown="", title="", issuer="", region="", published_on="", locator="", deleted=True)


def _table_without(table: Table, gone: frozenset[int]) -> Table:
    def cell(value: Cell) -> Cell:
        return Cell(_GONE) if gone & set(value.citations) else value

    return replace(table, rows=tuple(replace(row, cells=tuple(map(cell, row.cells))) for row in table.rows))
