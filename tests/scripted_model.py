"""A chat model that streams exactly the pieces it is given, and fails after them if it is told to."""

from __future__ import annotations

from collections.abc import Iterator

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult


class ScriptedModel(BaseChatModel):
    pieces: tuple[str, ...]
    fails: bool = False

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> ChatResult:
        raise NotImplementedError("it is only ever streamed")

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> Iterator[ChatGenerationChunk]:
        yield from (ChatGenerationChunk(message=AIMessageChunk(content=piece)) for piece in self.pieces)
        if self.fails:
            raise ConnectionError("the endpoint went away")
