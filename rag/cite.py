"""Citations: whole clauses of the original, at most 200 characters, checked whoever wrote the answer.

`quote_around` cuts a quotation; `verify` checks a draft: every citation is what stands at its place, every mark has its
citation, every sentence has a mark, and every figure of a sentence stands in what it cites. What fails is taken out, and the
status says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.chunk import readable
from index.sentences import clauses
from index.text import find_repairs, fold
from index.types import Document, Span
from rag.types import Citation, Draft, Notice

LONGEST_QUOTE = 200
"""Characters (code points of the original)."""
MARK = re.compile(r"\[(\d{1,3})\]")
NOT_FOUND = "在现有文件中未找到相关内容"
"""How every refusal begins."""

REMOVED = Notice("unsupported_removed", "部分内容在文件中找不到依据，已经删去。")

_FIGURE = re.compile(r"\d+(?:\.\d+)?%?")


def quote_around(document: Document, sentence: Span, core: Span) -> Span:
    """Whole clauses of `sentence` around `core`, as many as fit the longest quotation; the sentence itself when it fits.

    Clauses are taken to the left first, because what a figure is about stands before it. A single clause that is too long
    is cut at the limit.
    """
    if sentence.end - sentence.start <= LONGEST_QUOTE:
        return sentence
    parts = clauses(document.text, sentence.start, sentence.end)
    inside = [i for i, part in enumerate(parts) if part.start < core.end and core.start < part.end] or [0]
    first, last = inside[0], inside[-1]
    while first < last and parts[last].end - parts[first].start > LONGEST_QUOTE:
        last -= 1
    while first > 0 and parts[last].end - parts[first - 1].start <= LONGEST_QUOTE:
        first -= 1
    while last + 1 < len(parts) and parts[last + 1].end - parts[first].start <= LONGEST_QUOTE:
        last += 1
    return Span(parts[first].start, min(parts[last].end, parts[first].start + LONGEST_QUOTE))


def cite(n: int, document: Document, span: Span, locator: str) -> Citation:
    """The citation number `n` of `document.text[span]`."""
    return Citation(n, document, span.start, span.end, document.text[span.start : span.end], readable(document, span), locator)


def verify(draft: Draft) -> Draft:
    """`draft` without what is not supported; numbered anew from 1 in the order of the text."""
    if draft.status == "refused":
        return replace(draft, citations=())
    sound = {citation.n: citation for citation in draft.citations if is_exact(citation)}
    kept, dropped = [], 0
    for line in draft.text.split("\n"):
        sentences = [supported(sentence, sound) for sentence in split_marked(line)]
        dropped += sum(sentence is None for sentence in sentences)
        kept.append("".join(sentence for sentence in sentences if sentence is not None))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    in_table = {n for row in draft.table.rows for cell in row.cells for n in cell.citations} if draft.table else set()
    if not MARK.search(text) and not in_table:
        return replace(draft, text=f"{NOT_FOUND}。", citations=(), table=None, status="refused")
    notices = (*draft.notices, REMOVED) if dropped and REMOVED not in draft.notices else draft.notices
    checked = replace(draft, text=text, citations=tuple(sound.values()), notices=notices, status="partial" if dropped else draft.status)
    return _renumbered(checked, in_table)


def is_exact(citation: Citation) -> bool:
    """Whether the quotation is what stands at its place, and no longer than allowed."""
    return (
        bool(citation.quote.strip())
        and citation.document.text[citation.start : citation.end] == citation.quote
        and len(citation.quote) <= LONGEST_QUOTE
    )


def split_marked(line: str) -> list[str]:
    """Sentences of one line, each with the marks that follow it."""
    return [part for part in re.findall(r"[^。！？!?；;]*[。！？!?；;]*(?:\s*\[\d{1,3}\])*", line) if part]


def figures(text: str) -> frozenset[str]:
    """Numbers of readable text, folded, marks left out: 92.5%, 2025, 13."""
    return frozenset(_FIGURE.findall(fold(MARK.sub("", text)).text))


def supported(sentence: str, sound: Mapping[int, Citation]) -> str | None:
    """The sentence with only the marks that exist; None when it claims something that nothing it cites supports."""
    marks = [int(n) for n in MARK.findall(sentence)]
    known = [n for n in marks if n in sound]
    if not marks:
        return sentence if _claims_nothing(sentence) else None
    if not known or not figures(sentence) <= _figures_of([sound[n] for n in known]):
        return None
    return MARK.sub(lambda match: match[0] if int(match[1]) in sound else "", sentence)


def _claims_nothing(sentence: str) -> bool:
    """A lead-in such as 各区情况如下：, or white space."""
    bare = sentence.strip()
    return not bare or (bare.endswith(("：", ":")) and not figures(bare))


def _figures_of(citations: Sequence[Citation]) -> frozenset[str]:
    """Figures a sentence may state: those quoted, and those by which their documents are known (year, date, title)."""
    found: set[str] = set()
    for citation in citations:
        header = citation.document.header
        about = f"{header.title} {header.published_on or ''} {' '.join(map(str, header.years))} {citation.locator}"
        raw = fold(citation.quote, find_repairs(citation.quote)).text
        found |= figures(citation.shown) | figures(about) | set(_FIGURE.findall(raw))
    return frozenset(found)


def _renumbered(draft: Draft, in_table: set[int]) -> Draft:
    """Citations numbered 1, 2 … in the order of their first mark, then of the table; those nobody points at left out."""
    order = list(dict.fromkeys([*(int(n) for n in MARK.findall(draft.text)), *sorted(in_table)]))
    known = {citation.n: citation for citation in draft.citations}
    number = {old: new for new, old in enumerate((n for n in order if n in known), 1)}
    text = MARK.sub(lambda match: f"[{number[int(match[1])]}]" if int(match[1]) in number else "", draft.text)
    citations = tuple(replace(known[old], n=new) for old, new in number.items())
    table = draft.table and replace(
        draft.table,
        rows=tuple(
            replace(
                row, cells=tuple(replace(cell, citations=tuple(number[n] for n in cell.citations if n in number)) for cell in row.cells)
            )
            for row in draft.table.rows
        ),
    )
    return replace(draft, text=text, citations=citations, table=table)
