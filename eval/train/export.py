"""Writes the model as a sentence-transformers directory: StaticEmbedding (float16) and Normalize."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

_MODULES = "sentence_transformers.sentence_transformer.modules"
_LAYOUT = {
    "modules.json": [
        {"idx": 0, "name": "0", "path": "0_StaticEmbedding", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ],
    "config_sentence_transformers.json": {
        "model_type": "SentenceTransformer",
        "prompts": {"query": "", "document": ""},
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    },
}


def write_model(directory: Path, weights: NDArray[np.float32], tokenizer: Tokenizer) -> None:
    """`weights` has shape (vocabulary, dimension) and is scaled so that float16 holds it well."""
    module = directory / "0_StaticEmbedding"
    module.mkdir(parents=True, exist_ok=True)
    (directory / "1_Normalize").mkdir(exist_ok=True)
    scaled = (weights / np.sqrt(np.mean(np.square(weights)))).astype(np.float16)
    save_file({"embedding.weight": scaled}, module / "model.safetensors")
    tokenizer.save(str(module / "tokenizer.json"), pretty=False)
    for name, content in _LAYOUT.items():
        (directory / name).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
