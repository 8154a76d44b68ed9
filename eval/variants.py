"""The variants of the product that an evaluation compares, by name.

A variant differs from the product as set up in one thing at a time. Its engines are weighed; what comes after them (years,
regions, headings, the answer) is the product's own. All quote, so that they need nothing but the documents; only `llm` lets
the language model of the settings write. `hybrid@DIRECTORY` is the variant with another embedding model.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.errors import ConfigurationError
from index.fuse import Weights
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Variant:
    name: str
    weights: Weights | None = None
    """None: those learned."""
    language_model: bool = False
    embedding_model: str = ""
    """Empty: the one of the settings."""
    enough: float | None = None
    """How well a sentence must answer. None: as learned."""

    def settings(self, base: Settings) -> Settings:
        """What the product is built with. Raises ConfigurationError when a language model is wanted and none is set."""
        if self.language_model and not base.has_language_model:
            raise ConfigurationError("YOUJU_LLM_BASE_URL", detail=f"方案“{self.name}”要用语言模型，但没有设置它的地址和名称")
        update = {} if self.language_model else {"llm_base_url": "", "llm_model": ""}
        return base.model_copy(update={**update, "embedding_model": self.embedding_model or base.embedding_model})


VARIANTS = {
    one.name: one
    for one in (
        Variant("bm25", Weights(1.0, 0.0)),
        Variant("dense", Weights(0.0, 1.0)),
        Variant("hybrid"),
        Variant("llm", language_model=True),
    )
}


def variant(name: str) -> Variant:
    """The variant of this name; `NAME@MODEL` is it with another embedding model. Raises ConfigurationError."""
    base, at, model = name.partition("@")
    if base not in VARIANTS or (at and not model):
        known = "、".join(VARIANTS)
        raise ConfigurationError("variants", detail=f"没有名为“{name}”的方案，可选 {known}，或在名称后加 @向量模型，如 hybrid@/models/bge")
    return replace(VARIANTS[base], name=name, embedding_model=model)


def variants(names: str) -> tuple[Variant, ...]:
    """`bm25,dense,hybrid` → the variants, each once. Raises ConfigurationError."""
    return tuple(variant(name) for name in dict.fromkeys(part.strip() for part in names.split(",")))
