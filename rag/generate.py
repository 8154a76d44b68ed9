"""The answer with a language model: any LangChain chat model, the same evidence, the same checks.

The model sees evidence under the keys e1, e2 … and marks each sentence with the keys it rests on. Each sentence is taken as it
is completed: unknown keys are dropped, known ones become quotations of the clauses that bear the sentence out, and a sentence
with neither is left out. When the model fails or writes nothing that holds, the extractive head answers instead, so that an
answer is never worse for having a model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage, SystemMessage

from index.sentences import clauses, sentences
from index.terms import terms
from index.text import find_repairs, fold
from index.types import Span
from rag.cite import NOT_FOUND, REMOVED, cite, figures, quote_around, supported, verify
from rag.marked import MARK
from rag.prompt import Prompt
from rag.types import Answerer, Citation, Draft, Evidence, Notice, Provenance, Status, Understood

_KEYS = re.compile(r"[\[【(（]\s*(e\d{1,3}(?:\s*[,，、;；]?\s*e\d{1,3})*)\s*[\]】)）]", re.IGNORECASE)
_COMPLETE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+(?:[^\S\n]*[\[【(（]\s*[eE]?\d[\d\s,，、;；eE]*[\]】)）])*|\n+)")
_OPEN_KEY = re.compile(r"[^\S\n]*[\[【(（]?[^\]】)）\n]{0,20}")


@dataclass(frozen=True, slots=True)
class GenerativeAnswerer:
    """Writes with `model`; falls back on `extractive`."""

    model: BaseChatModel
    model_name: str
    prompt: Prompt
    extractive: Answerer

    def answer(self, understood: Understood, evidence: tuple[Evidence, ...], emit: Callable[[str], None]) -> Draft:
        if not evidence:
            return self.extractive.answer(understood, evidence, emit)
        written = _Writing(evidence)
        try:
            for piece in self._pieces(understood, evidence, written):
                emit(piece)
        except Exception as error:
            notice = Notice("language_model_failed", "语言模型暂时不可用，已改用文件原文回答。")
            return self._fallback(understood, evidence, emit, notice, type(error).__name__)
        draft = verify(written.draft(self._provenance(written)))
        if draft.status == "refused" and not written.refused:
            notice = Notice("language_model_unsupported", "语言模型的回答找不到依据，已改用文件原文回答。")
            return self._fallback(understood, evidence, emit, notice, "unsupported")
        return draft

    def _pieces(self, understood: Understood, evidence: tuple[Evidence, ...], written: _Writing) -> Iterator[str]:
        """Supported sentences, with marks [1], [2] … in place of the model's keys."""
        waiting = ""
        for chunk in self.model.stream(self._messages(understood, evidence)):
            written.count(chunk)
            waiting += str(chunk.text)
            *complete, waiting = _split_complete(waiting)
            yield from filter(None, map(written.take, complete))
        if piece := written.take(waiting):
            yield piece

    def _messages(self, understood: Understood, evidence: tuple[Evidence, ...]) -> list[BaseMessage]:
        listed = "\n\n".join(f"[{item.key}]《{item.document.header.title}》{item.locator}\n{item.shown}" for item in evidence)
        asked_on = understood.question.asked_on or date.today()
        rendered = self.prompt.render(evidence=listed, question=understood.text, asked_on=asked_on.isoformat())
        return [SystemMessage(text) if role == "system" else HumanMessage(text) for role, text in rendered]

    def _fallback(
        self, understood: Understood, evidence: tuple[Evidence, ...], emit: Callable[[str], None], notice: Notice, why: str
    ) -> Draft:
        draft = self.extractive.answer(understood, evidence, emit)
        provenance = Provenance(prompt=self.prompt.label, model=f"{self.model_name} ({why})")
        return Draft(draft.text, draft.citations, draft.status, "extractive", draft.table, (*draft.notices, notice), provenance)

    def _provenance(self, written: _Writing) -> Provenance:
        return Provenance(
            prompt=self.prompt.label,
            model=self.model_name,
            prompt_tokens=written.prompt_tokens,
            completion_tokens=written.completion_tokens,
        )


@dataclass(slots=True)
class _Writing:
    """The answer so far: one instance for one answer."""

    evidence: tuple[Evidence, ...]
    pieces: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    refused: bool = False
    dropped: bool = False
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def draft(self, provenance: Provenance) -> Draft:
        text = "".join(self.pieces).strip() or f"{NOT_FOUND}。"
        status, notices = ("partial", (REMOVED,)) if self.dropped else ("answered", ())
        return Draft(text, tuple(self.citations), cast("Status", status), "generative", notices=notices, provenance=provenance)

    def count(self, chunk: BaseMessage) -> None:
        usage = chunk.usage_metadata if isinstance(chunk, AIMessageChunk) else None
        if usage:
            self.prompt_tokens += usage["input_tokens"]
            self.completion_tokens += usage["output_tokens"]

    def take(self, sentence: str) -> str:
        """The sentence as it may be shown; empty when nothing known bears it out."""
        keys = [key.lower() for group in _KEYS.findall(sentence) for key in re.findall(r"e\d+", group, re.IGNORECASE)]
        bare = MARK.sub("", _KEYS.sub("", sentence)).rstrip()
        if not bare or NOT_FOUND in bare:
            self.refused |= NOT_FOUND in bare
            return ""
        cited = [item for key in dict.fromkeys(keys) for item in self.evidence if item.key == key]
        spans = [(item, span) for item in cited for span in supporting_spans(bare, item)]
        before = len(self.citations)
        marked = bare + "".join(f"[{self._number(item, span)}]" for item, span in spans)
        piece = supported(marked, {citation.n: citation for citation in self.citations}) if spans else None
        self.dropped |= piece is None
        if piece is None:
            del self.citations[before:]
            return ""
        piece += "\n" if sentence.endswith("\n") else ""
        self.pieces.append(piece)
        return piece

    def _number(self, item: Evidence, span: Span) -> int:
        for citation in self.citations:
            if citation.document.id == item.document.id and (citation.start, citation.end) == span:
                return citation.n
        self.citations.append(cite(len(self.citations) + 1, item.document, span, item.locator))
        return len(self.citations)


def supporting_spans(sentence: str, item: Evidence) -> tuple[Span, ...]:
    """The sentence of `item` that shares most with `sentence`, and up to two more for figures it lacks."""
    text = item.document.text
    wanted, missing = set(terms(fold(sentence).text)), set(figures(sentence))
    ranked = sorted(sentences(text, item.start, item.end), key=lambda span: -_shared(wanted, text[span.start : span.end]))
    chosen: list[Span] = []
    for span in ranked:
        quote = _tightest(item, span, wanted)
        has = figures(text[quote.start : quote.end])
        if not chosen or (missing & has and len(chosen) < 3):
            chosen.append(quote)
            missing -= has
    return tuple(chosen)


def _tightest(item: Evidence, sentence: Span, wanted: set[str]) -> Span:
    """The sentence, or where it is too long the clauses around the one that shares most."""
    best = max(clauses(item.document.text, *sentence), key=lambda span: _shared(wanted, item.document.text[span.start : span.end]))
    return quote_around(item.document, sentence, best)


def _shared(wanted: set[str], text: str) -> int:
    return len(wanted & set(terms(fold(text, find_repairs(text)).text)))


def _split_complete(text: str) -> Sequence[str]:
    """Completed sentences, then what is still open. A sentence counts as complete when the next one has begun, not while a key
    may still follow it."""
    parts = [match[0] for match in _COMPLETE.finditer(text)]
    rest = text[sum(map(len, parts)) :]
    if parts and not parts[-1].endswith("\n") and (not rest or (rest.lstrip()[:1] in set("[【(（") and _OPEN_KEY.fullmatch(rest))):
        rest = parts.pop() + rest
    return [*parts, rest]
