"""Which documents there are, and which regions have one: answered from the catalogue of the library, not from what a search found.

Each line cites the title where it stands in its document. More documents than an answer can list are counted in a notice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.catalogue import Catalogue, Entry
from index.errors import UnknownDocument
from index.sentences import LONGEST_CLAUSE, sentences
from index.text import fold
from index.types import Document, Span
from rag.cite import NOT_FOUND, cite
from rag.counted import count_line
from rag.types import Answerer, Citation, Draft, Evidence, Notice, Understood

MOST_LISTED = 20
_KINDS = (
    ("计划", "要点", "打算", "思路", "安排"),
    ("要点",),
    ("总结",),
    ("通知",),
    ("方案",),
    ("公告",),
    ("通报",),
    ("报告",),
    ("办法",),
    ("意见",),
)
"""Kinds of document as a question calls them, each with other names for it."""
_MANY = "符合条件的文件较多，先列出一部分："
_HEAD = 3000
"""Characters at the start of a document in which its title is looked for."""


@dataclass(frozen=True, slots=True)
class CatalogueFirst:
    """Answers questions about the library itself; all others are for `otherwise`."""

    catalogue: Callable[[], Catalogue]
    document: Callable[[str], Document]
    """Raises UnknownDocument."""
    otherwise: Answerer

    def answer(self, understood: Understood, evidence: tuple[Evidence, ...], emit: Callable[[str], None]) -> Draft:
        if understood.kind != "catalogue":
            return self.otherwise.answer(understood, evidence, emit)
        draft = _draft(entries_asked(understood, self.catalogue()), self.document)
        emit(draft.text)
        return draft


def entries_asked(understood: Understood, catalogue: Catalogue) -> tuple[Entry, ...]:
    """The documents that the question asks for, by region, year and kind; what the filter shuts out is not there."""
    allowed = catalogue.select(understood.question.filter)
    if understood.unknown_regions and not understood.regions:
        return ()
    found = (entry for entry in catalogue.entries if (allowed is None or entry.id in allowed) and _is_asked(understood, entry))
    return tuple(sorted(found, key=lambda entry: (entry.header.region, entry.header.years, entry.header.title)))


def _is_asked(understood: Understood, entry: Entry) -> bool:
    header, kinds = entry.header, _kinds(understood.folded)
    return (
        (not understood.regions or header.region in understood.regions)
        and (not understood.years or bool(set(header.years) & set(understood.years)))
        and (not kinds or any(kind in fold(header.title).text for kind in kinds) or bool(kinds & set(header.kinds)))
    )


def _kinds(folded: str) -> frozenset[str]:
    """Kinds of document that the question names, and what else they are called."""
    return frozenset(kind for names in _KINDS for kind in names if names[0] in folded)


def _draft(entries: Sequence[Entry], document: Callable[[str], Document]) -> Draft:
    shown = [found for entry in entries[:MOST_LISTED] if (found := loaded(entry, document))]
    if not shown:
        return Draft(f"{NOT_FOUND}。资料库中没有符合条件的文件。", (), "refused", "extractive")
    citations = tuple(cite(n, one, title_span(one), "标题") for n, one in enumerate(shown, 1))
    first = _MANY if len(entries) > MOST_LISTED else count_line(len(shown)) if len(shown) > 1 else ""
    lines = [first] if first else []
    lines += [f"{n}. {_named(citation)}。[{n}]" for n, citation in enumerate(citations, 1)]
    return Draft("\n".join(lines), citations, "answered", "extractive", notices=_more(entries, len(shown)))


def title_span(document: Document) -> Span:
    """Where the title stands in the document; its first sentence where it does not stand there as it is."""
    head = document.text[:_HEAD]
    folded, title = fold(head, [one for one in document.repairs if one.end <= len(head)]), fold(document.header.title).text
    at = folded.text.find(title) if title else -1
    if at >= 0 and (span := folded.span(at, at + len(title))) and span.end - span.start <= LONGEST_CLAUSE:
        return span
    first = sentences(document.text, 0, len(head))[0]
    return Span(first.start, min(first.end, first.start + LONGEST_CLAUSE))


def loaded(entry: Entry, document: Callable[[str], Document]) -> Document | None:
    """None for one that was deleted meanwhile, and for one without words."""
    try:
        found = document(entry.id)
    except UnknownDocument:
        return None
    return found if found.text.strip() else None


def _named(citation: Citation) -> str:
    """海门区：《海门区教育体育局2025年工作计划》"""
    header = citation.document.header
    return f"{header.region}：《{header.title}》" if header.region else f"《{header.title}》"


def _more(entries: Sequence[Entry], shown: int) -> tuple[Notice, ...]:
    left = len(entries) - shown
    return (Notice("more_documents", f"符合条件的文件共{len(entries)}份，这里列出{shown}份，其余可在文件列表中查看。"),) if left > 0 else ()
