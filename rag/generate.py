"""The answer with a language model: any LangChain chat model, the same evidence, the same checks.

The model sees evidence under the keys e1, e2 … and marks each sentence with the keys it rests on. Each sentence is taken as it
is completed, and shown when it holds (`rag.writing`). When the model fails before anything holds, or writes nothing that does,
the extractive head answers instead, so that an answer is never worse for having a model; when it fails later, what holds so
far is the answer, and a notice says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage, SystemMessage

from index.catalogue import Catalogue
from rag.cite import verify
from rag.holds import Ground
from rag.marked import complete_sentences, split_marked
from rag.prompt import Prompt
from rag.thinking import Spoken
from rag.types import Answerer, Draft, Evidence, Notice, Provenance, Understood
from rag.writing import KEYS, Writing

LONGEST_WRITING = 20_000
"""Characters, thinking included, after which a model is not listened to any more."""

_log = logging.getLogger("youju.generate")


@dataclass(slots=True)
class _Usage:
    """Tokens as the endpoint counts them: one instance for one answer."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def count(self, chunk: BaseMessage) -> None:
        usage = chunk.usage_metadata if isinstance(chunk, AIMessageChunk) else None
        if usage:
            self.prompt_tokens += usage["input_tokens"]
            self.completion_tokens += usage["output_tokens"]


@dataclass(frozen=True, slots=True)
class GenerativeAnswerer:
    """Writes with `model`; falls back on `extractive`."""

    model: BaseChatModel
    model_name: str
    prompt: Prompt
    extractive: Answerer
    catalogue: Callable[[], Catalogue]
    """Whose regions a sentence may name."""

    def answer(self, understood: Understood, evidence: tuple[Evidence, ...], emit: Callable[[str], None]) -> Draft:
        if not evidence or (understood.unknown_regions and not understood.regions):
            return self.extractive.answer(understood, evidence, emit)
        ground = Ground(self.catalogue(), understood.folded)
        written, usage = Writing(evidence, ground), _Usage()
        failure = ""
        try:
            for piece in self._pieces(understood, written, usage):
                emit(piece)
        except Exception as error:
            failure = type(error).__name__
            _log.warning("the language model %s failed: %s", self.model_name, failure)
        if failure and not written.pieces:
            return self._fallback(understood, evidence, emit, "language_model_failed", "语言模型暂时不可用", failure)
        draft = verify(written.draft(self._provenance(usage)), ground)
        if draft.status == "refused" and not written.refused:
            return self._fallback(understood, evidence, emit, "language_model_unsupported", "语言模型的回答找不到依据", "unsupported")
        return _interrupted(draft) if failure else draft

    def _pieces(self, understood: Understood, written: Writing, usage: _Usage) -> Iterator[str]:
        """Supported sentences, with marks [1], [2] … in place of the model's keys."""
        waiting, spoken, length = "", Spoken(), 0
        for chunk in self.model.stream(self._messages(understood, written.evidence)):
            usage.count(chunk)
            length += len(chunk.text)
            text, was_thinking = spoken.take(str(chunk.text))
            if was_thinking:
                waiting = ""
                written.clear()
            complete, waiting = complete_sentences(waiting + text, KEYS)
            yield from filter(None, map(written.take, complete))
            if length > LONGEST_WRITING:
                break
        yield from filter(None, map(written.take, split_marked(waiting + spoken.rest(), KEYS)))

    def _messages(self, understood: Understood, evidence: tuple[Evidence, ...]) -> list[BaseMessage]:
        listed = "\n\n".join(
            f"[{item.key}]《{_inert(item.document.header.title)}》{item.locator}\n{_inert(item.shown)}" for item in evidence
        )
        asked_on = understood.question.asked_on or date.today()
        rendered = self.prompt.render(evidence=listed, question=understood.text, asked_on=asked_on.isoformat())
        return [SystemMessage(text) if role == "system" else HumanMessage(text) for role, text in rendered]

    def _fallback(
        self, understood: Understood, evidence: tuple[Evidence, ...], emit: Callable[[str], None], code: str, message: str, why: str
    ) -> Draft:
        draft = self.extractive.answer(understood, evidence, emit)
        provenance = Provenance(prompt=self.prompt.label, model=f"{self.model_name} ({why})")
        return replace(draft, notices=(*draft.notices, Notice(code, f"{message}，已改用文件原文回答。")), provenance=provenance)

    def _provenance(self, usage: _Usage) -> Provenance:
        return Provenance(
            prompt=self.prompt.label, model=self.model_name, prompt_tokens=usage.prompt_tokens, completion_tokens=usage.completion_tokens
        )


def _interrupted(draft: Draft) -> Draft:
    notice = Notice("language_model_interrupted", "语言模型中途断开，回答可能不完整。")
    return replace(draft, status="partial", notices=(*draft.notices, notice))


def _inert(text: str) -> str:
    """Words of a document in which nothing looks like the key of a piece of evidence."""
    return KEYS.sub(lambda match: f"〈{match[0][1:-1]}〉", text)
