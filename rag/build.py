"""The composition root: the only place that reads `Settings` and constructs things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from pydantic import SecretStr

from index.boost import Boosts
from index.catalogue import Catalogue
from index.dictionary import OWN_NAME, DictionaryFile
from index.embed import load_embedder
from index.fuse import Weights
from index.learned import learned
from index.library import Library
from index.records import NewId, random_id
from index.search import Searcher
from index.types import Embedder
from rag.answers.imprint import about_documents
from rag.assistant import Assistant
from rag.extract import ExtractiveAnswerer
from rag.prompt import load_prompt
from rag.rank import AnswerWeights
from rag.record import record_of
from rag.settings import Settings
from rag.steps import Step, Steps, in_turn, steps_over
from rag.tracing import forbid_tracing
from rag.types import Answer, Answerer

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


@dataclass(frozen=True, slots=True)
class Youju:
    """The product over one library."""

    settings: Settings
    library: Library
    assistant: Assistant
    embedder: Callable[[], Embedder]
    """Loads the model at the first call."""
    digest: str
    """Of everything that may change an answer, as in its provenance."""
    catalogue: Callable[[], Catalogue]
    """What the library holds now."""

    def close(self) -> None:
        self.library.close()


def open_library(settings: Settings, *, create: bool = False, new_id: NewId = random_id) -> tuple[Library, Callable[[], Embedder]]:
    """The library alone, for commands that answer nothing. Raises UnknownHome unless `create`; see `Library.open` for the others."""

    @cache
    def embedder() -> Embedder:
        return load_embedder(settings.embedding_model)

    library = Library.open(
        settings.home,
        embedder,
        create=create,
        max_bytes=settings.max_upload_bytes,
        parse_timeout_seconds=settings.parse_timeout_seconds,
        new_id=new_id,
    )
    return library, embedder


def build(
    settings: Settings,
    *,
    create: bool = False,
    weights: Weights | None = None,
    enough: float | None = None,
    keep_answers: bool = True,
    new_id: NewId = random_id,
    chained: bool = True,
) -> Youju:
    """Everything, over the library in `settings.home`. Raises as `open_library` does, and ConfigurationError.

    An evaluation gives the engines other `weights` than those learned, moves the threshold below which a sentence does not
    answer (`enough`), keeps no answers in the libraries of others, and gives documents ids by their names in its own: equal
    scores are put in order by them. A command that answers one question and ends leaves the steps unchained.
    """
    forbid_tracing()
    values = learned()
    fusion, boosts = weights or values.values("fusion", Weights), values.values("boosts", Boosts)
    answering = values.values("answers", AnswerWeights)
    if enough is not None:
        answering = replace(answering, enough=enough)
    digest = settings.digest(values.digest, *(repr(other) for other in (weights, enough) if other is not None))
    library, embedder = open_library(settings, create=create, new_id=new_id)
    searcher = Searcher(library, embedder, weights=fusion, boosts=boosts, dictionary=DictionaryFile(settings.home / OWN_NAME))

    def keep(answer: Answer) -> None:
        if keep_answers:
            library.save_answer(record_of(answer))

    answerer = _answerer(settings, embedder, answering, searcher.catalogue)
    steps = steps_over(searcher, about_documents(searcher.catalogue, library.document, answerer))
    assistant = Assistant(
        searcher,
        _chain(steps) if chained or settings.has_language_model else in_turn(steps),
        keep=keep,
        generation=lambda: library.generation().number,
        settings_digest=digest,
        max_question_characters=settings.max_question_characters,
        evidence_characters=settings.evidence_characters,
    )
    return Youju(settings, library, assistant, embedder, digest, searcher.catalogue)


def _chain(steps: Steps) -> Step:
    from rag.chain import build_chain  # noqa: PLC0415  heavy, and not needed for a single question

    return build_chain(steps).invoke


def _answerer(settings: Settings, embedder: Callable[[], Embedder], weights: AnswerWeights, catalogue: Callable[[], Catalogue]) -> Answerer:
    """Quotations; or a chat model, which falls back on them."""
    extractive = ExtractiveAnswerer(embedder, weights)
    if not settings.has_language_model:
        return extractive
    from rag.generate import GenerativeAnswerer  # noqa: PLC0415  heavy, and needed only with a language model

    return GenerativeAnswerer(chat_model(settings), settings.llm_model, load_prompt("answer"), extractive, catalogue)


def chat_model(settings: Settings) -> BaseChatModel:
    """The language model of the settings; it must be set."""
    from langchain.chat_models import init_chat_model  # noqa: PLC0415  as above

    return init_chat_model(
        settings.llm_model,
        model_provider="openai",
        base_url=settings.llm_base_url,
        api_key=settings.llm_api_key or SecretStr("none"),
        timeout=settings.llm_timeout_seconds,
        max_completion_tokens=settings.llm_max_tokens,
        temperature=0,
        max_retries=1,
        stream_usage=True,
    )
