"""Writes the model as a sentence-transformers directory: StaticEmbedding (8 bits) and Normalize.

A row of the table is stored as whole numbers from -127 to 127 and one float32 that they are multiplied by, under the names
of model2vec, which sentence-transformers reads as well.
"""

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
    """Everything but the tokenizer."""
    for name, content in _LAYOUT.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    numbers, scales = quantised(weights)
    save_file({"embeddings": numbers, "weights": scales}, directory / TOKENIZER.with_name("model.safetensors"))


def quantised(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """`weights` is nearly the first times the second, row by row: off by at most half the second."""
    scales = np.abs(weights).max(axis=1) / np.float32(127)
    scales[scales == 0] = 1
    return np.rint(weights / scales[:, None]).astype(np.int8), scales
