"""Citations: whole clauses of the original, at most 200 characters, checked whoever wrote the answer.

`quote_around` cuts a quotation; `verify` checks a draft: every citation is what stands at its place, every mark has its
citation, every sentence has a mark, and what a sentence says stands in what it cites (`rag.holds`). What fails is taken out, and
the status says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from index.chunk import readable
from index.sentences import LONGEST_CLAUSE, clauses
from index.text import fold
from index.types import Document, Span
from rag.counted import recounted, without_count
from rag.holds import NO_GROUND, Ground, unheld
from rag.marked import MARK, split_marked
from rag.said import figures_in
from rag.types import Citation, Draft, Notice

LONGEST_QUOTE = LONGEST_CLAUSE
"""Characters (code points of the original): any clause can be quoted whole."""
NOT_FOUND = "在现有文件中未找到相关内容"
"""How every refusal begins."""

NOT_MENTIONED = "文件未提及"
"""What a comparison says of a region that its documents are silent about."""
WHICH_REGION = frozenset(f"您问哪个{level}？" for level in "省市区县") | {"您问哪里？"}
"""Asked back where several regions answer and none was named."""

REMOVED = Notice("unsupported_removed", "部分内容在文件中找不到依据，已经删去。")

_LEADING = " \t\n\u3000，,；;：:、。"


def quote_around(document: Document, sentence: Span, core: Span) -> Span:
    """Whole clauses of `sentence` around `core`, as many as fit the longest quotation; the sentence itself when it fits.

    Clauses are taken to the left first, because what a figure is about stands before it.
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
    return Span(parts[first].start, parts[last].end)


def cite(n: int, document: Document, span: Span, locator: str, years: tuple[int, ...] = ()) -> Citation:
    """The citation number `n` of `document.text[span]`, without a mark of punctuation that it opens with; `years` are those of the
    headings above it."""
    whole = document.text[span.start : span.end]
    quote = whole.lstrip(_LEADING)
    placed = Span(span.end - len(quote), span.end)
    return Citation(n, document, placed.start, placed.end, quote, readable(document, placed), locator, years=years)


def verify(draft: Draft, ground: Ground = NO_GROUND) -> Draft:
    """`draft` without what is not supported; numbered anew from 1 in the order of the text."""
    if draft.status == "refused":
        return replace(draft, citations=())
    sound = {citation.n: citation for citation in draft.citations if is_exact(citation)}
    silent = {f"{row.label}：{NOT_MENTIONED}。" for row in draft.table.rows} if draft.table else set[str]()
    text, dropped = _kept(draft.text, sound, silent, ground)
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


def supported(sentence: str, sound: Mapping[int, Citation], ground: Ground = NO_GROUND) -> str | None:
    """The sentence with only the marks that exist; None when it claims something that nothing it cites supports."""
    marks = [int(n) for n in MARK.findall(sentence)]
    known = [sound[n] for n in dict.fromkeys(marks) if n in sound]
    if not marks:
        return sentence if claims_nothing(sentence) else None
    if not known or unheld(sentence, known, ground):
        return None
    return _with_known_marks(sentence, sound)


def claims_nothing(sentence: str) -> bool:
    """A lead-in such as 各区情况如下：, a question back, or white space."""
    bare = sentence.strip()
    return not bare or bare in WHICH_REGION or (bare.endswith(("：", ":")) and not figures_in(fold(bare).text))


def _kept(text: str, sound: Mapping[int, Citation], silent: Collection[str], ground: Ground) -> tuple[str, int]:
    """The text without the sentences that nothing supports, and how many those were. Line ends stay; counts are put right; that a
    row of the table has nothing (`silent`) needs no mark."""
    kept, dropped = "", 0
    for sentence in split_marked(text):
        holds = sentence.strip() in silent or supported(without_count(sentence), sound, ground) is not None
        dropped += not holds
        if holds:
            kept += _with_known_marks(sentence, sound)
        elif "\n" in sentence and kept and not kept.endswith("\n"):
            kept += "\n"
    return recounted(re.sub(r"\n{3,}", "\n\n", kept).strip()), dropped


def _with_known_marks(sentence: str, sound: Mapping[int, Citation]) -> str:
    return MARK.sub(lambda match: match[0] if int(match[1]) in sound else "", sentence)


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
