"""Writes the model as a sentence-transformers directory: StaticEmbedding (float16) and Normalize."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

TOKENIZER = Path("0_StaticEmbedding") / "tokenizer.json"
_LAYOUT = {
    "modules.json": [
        {"idx": 0, "name": "0", "path": "0_StaticEmbedding", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ],
    "1_Normalize/config.json": {},
    "config_sentence_transformers.json": {
        "model_type": "SentenceTransformer",
        "prompts": {"query": "", "document": ""},
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    },
}


def write_model(directory: Path, weights: NDArray[np.float32]) -> None:
    """Everything but the tokenizer. `weights` has shape (vocabulary, dimension); scaled so that float16 holds it well."""
    for name, content in _LAYOUT.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    scaled = weights / np.sqrt(np.mean(np.square(weights)))
    save_file({"embedding.weight": scaled.astype(np.float16)}, directory / TOKENIZER.with_name("model.safetensors"))
