"""When a document was published, by whom, under which number: read from its header, cited where it is printed.

Answered only for documents that the question names, by their title or by region, year and kind; for what is not printed, and for
a document that is merely spoken of in others, the search answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from index.catalogue import Catalogue
from index.specificity import words
from index.text import fold
from index.types import Document, Header, Repair, Span
from rag.answers.catalogue import CatalogueFirst, entries_asked, loaded
from rag.cite import cite
from rag.question.function_words import FUNCTION_WORDS
from rag.question.imprint import Imprint, asked_of, imprint_asked, without_imprint
from rag.types import Answerer, Citation, Draft, Evidence, Understood

MOST = 4
"""Documents; a question that fits more asks for none of them."""
_HEAD = 3000
_TAIL = 400
"""Characters in which a header and a signature are looked for, as `index.header` does."""
_LONGEST = 120
"""Characters of a line that is quoted whole."""
_IN_TITLE = 0.5
"""Share of the question's words that the title must hold, or the name of the region or issuer."""
_SAID = {"published_on": "发布日期为{}", "issuer": "发布单位为{}", "number": "文号为“{}”"}


@dataclass(frozen=True, slots=True)
class ImprintFirst:
    """Answers questions about a document itself; all others are for `otherwise`."""

    catalogue: Callable[[], Catalogue]
    document: Callable[[str], Document]
    """Raises UnknownDocument."""
    otherwise: Answerer

    def answer(self, understood: Understood, evidence: tuple[Evidence, ...], emit: Callable[[str], None]) -> Draft:
        draft = imprint(understood, self.catalogue(), self.document)
        if draft is None:
            return self.otherwise.answer(understood, evidence, emit)
        emit(draft.text)
        return draft


def about_documents(catalogue: Callable[[], Catalogue], document: Callable[[str], Document], otherwise: Answerer) -> Answerer:
    """Answers from the library's catalogue what asks about documents as such; all else is for `otherwise`."""
    return CatalogueFirst(catalogue, document, ImprintFirst(catalogue, document, otherwise))


def imprint(understood: Understood, catalogue: Catalogue, document: Callable[[str], Document]) -> Draft | None:
    """None where the question asks for nothing of the kind, or no document it names prints it."""
    asked = imprint_asked(understood.folded)
    entries = [entry for entry in entries_asked(understood, catalogue) if _is_named(understood, entry.header)] if asked else []
    if not asked or not 1 <= len(entries) <= MOST:
        return None
    found = [each for entry in entries if (each := loaded(entry, document))]
    printed = [(each, span) for each in found if (span := printed_at(each, asked))]
    if not printed:
        return None
    citations = tuple(cite(n, each, span, "文件信息") for n, (each, span) in enumerate(printed, 1))
    return Draft("\n".join(_line(citation, asked) for citation in citations), citations, "answered", "extractive")


def printed_at(document: Document, asked: Imprint) -> Span | None:
    """Where the header, or the signature, prints it: the line, or where that is long, the words."""
    pattern = _pattern(document.header, asked)
    text = document.text
    for start, end in ((0, min(len(text), _HEAD)), (max(0, len(text) - _TAIL), len(text))):
        folded = fold(text[start:end], [_shifted(one, start) for one in document.repairs if start <= one.start and one.end <= end])
        if pattern and (match := re.search(pattern, folded.text)) and (span := folded.span(*match.span())):
            return _line_around(text, Span(start + span.start, start + span.end))
    return None


def _shifted(repair: Repair, start: int) -> Repair:
    return replace(repair, start=repair.start - start, end=repair.end - start)


def _pattern(header: Header, asked: Imprint) -> str:
    """Empty where the header says nothing of it."""
    if asked == "published_on":
        day = header.published_on
        return rf"{day.year}\s*[-年./]\s*0?{day.month}\s*[-月./]\s*0?{day.day}(?!\d)(?: ?日)?" if day else ""
    return re.escape(fold(header.issuer_raw if asked == "issuer" else header.number).text)


def _line_around(text: str, words_at: Span) -> Span:
    start, end = text.rfind("\n", 0, words_at.start) + 1, text.find("\n", words_at.end)
    line = text[start : end if end >= 0 else len(text)]
    if len(line) > _LONGEST:
        return words_at
    return Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))


def _is_named(understood: Understood, header: Header) -> bool:
    wanted = words(without_imprint(understood.topic), FUNCTION_WORDS)
    names = fold(f"{header.title}\n{header.issuer}").text
    total = sum(weight for _, weight in wanted)
    return asked_of(understood.folded) in names and sum(weight for word, weight in wanted if word in names) >= _IN_TITLE * total


def _line(citation: Citation, asked: Imprint) -> str:
    header = citation.document.header
    day = header.published_on
    said = {"published_on": f"{day.year}年{day.month}月{day.day}日" if day else "", "issuer": header.issuer, "number": header.number}
    return f"《{header.title}》的{_SAID[asked].format(said[asked])}。[{citation.n}]"
