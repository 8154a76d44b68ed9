"""Texts into vectors of length 1: the bundled model, or any sentence-transformers model that is on this machine.

Two adapters, one contract (`index.types.Embedder`):

- `StaticEmbedder` reads a `StaticEmbedding` directory with numpy alone: a text is the mean of its tokens' vectors. It
  loads without torch and takes texts of any length.
- `TransformerEmbedder` runs everything else through sentence-transformers. What is longer than the model reads at once
  is halved at sentence ends until it fits, and the vectors of the parts are averaged by their length: nothing is cut off.

Texts are embedded as they are given, behind the prompt that the model's own configuration names for queries or passages;
folding is the caller's. Blank texts become rows of zeros. Models are looked for in a folder or in the local Hugging Face
cache, never downloaded, and only safetensors weights are read.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.errors import UnknownModel, YoujuError
from index.sentences import sentences
from index.tokens import read_byte_level
from index.types import Embedder, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED_MODEL = Path(__file__).parent / "model"

_Tokenise = Callable[[Sequence[str]], Iterable[Sequence[int]]]
FEW_TEXTS = 1000
"""Fewer passages at once are embedded as questions are: bringing the whole table to single precision takes longer than they do."""
_DECIDING = {".json", ".safetensors", ".txt", ".model"}
"""Suffixes of the files of a model that decide its vectors."""


class _Prompts(NamedTuple):
    query: str
    passage: str


class _Table(NamedTuple):
    """Weights as stored, in whatever precision; sums are made in float32."""

    stored: NDArray[np.generic]
    """Shape (rows, dimension)."""
    mapping: NDArray[np.integer] | None = None
    """The row of each token, where that is not its number."""
    factors: NDArray[np.generic] | None = None
    """Of each token, where rows are scaled."""

    def of(self, ids: Sequence[int]) -> Vectors:
        """The vectors of tokens."""
        rows = self.stored[ids if self.mapping is None else self.mapping[ids]].astype(np.float32)
        if self.factors is not None:
            rows *= self.factors[ids].astype(np.float32)[:, None]
        return rows

    def whole(self) -> Vectors:
        """The vectors of all tokens."""
        return self.of(range(len(self.stored if self.mapping is None else self.mapping)))


def load_embedder(model: str = "bundled") -> Embedder:
    """`bundled`, a folder, or a name in the local Hugging Face cache. Raises UnknownModel."""
    directory = _locate(model)
    with _explained(model):
        if not any(directory.rglob("*.safetensors")):
            raise UnknownModel(model, detail="其中没有 safetensors 格式的权重")
        return StaticEmbedder(directory) if _is_static(directory) else TransformerEmbedder(directory)


class StaticEmbedder:
    """A `StaticEmbedding` directory in plain numpy. Thread-safe: nothing changes after loading, but that the whole table is brought
    to single precision for the first many passages; a question has the rows of its own tokens brought there, which is the same."""

    def __init__(self, directory: Path) -> None:
        module = directory / _modules(directory)[0]["path"]
        with ThreadPoolExecutor(1) as beside:  # digesting lets go of the interpreter
            fingerprint = beside.submit(_fingerprint, directory)
            self._table = _read_table(module / "model.safetensors")
            self._tokenise = _tokeniser(module / "tokenizer.json")
            self._prompts = _read_prompts(directory)
        self.fingerprint = fingerprint.result()

    @property
    def dimension(self) -> int:
        return int(self._table.stored.shape[1])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._prompts.passage, self._table.of if len(texts) < FEW_TEXTS else self._weights.__getitem__)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._prompts.query, self._table.of)

    @cached_property
    def _weights(self) -> Vectors:
        return self._table.whole()

    def _encode(self, texts: Sequence[str], prompt: str, rows_of: Callable[[Sequence[int]], Vectors]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        rows = [row for row, text in enumerate(texts) if text.strip()]
        for row, ids in zip(rows, self._tokenise([prompt + texts[row] for row in rows]), strict=True):
            vectors[row] = rows_of(ids).sum(axis=0)
        return _unit(vectors)


class TransformerEmbedder:
    """Any sentence-transformers model in a folder. Thread-safe: one call at a time (its tokenizer is not)."""

    def __init__(self, directory: Path) -> None:
        self._model = _open_model(directory)
        self._prompts = _read_prompts(directory)
        self._lock = threading.Lock()
        self.fingerprint = _fingerprint(directory)

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._prompts.passage, self._model.encode_document)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._prompts.query, self._model.encode_query)

    def _encode(self, texts: Sequence[str], prompt: str, encode: Callable[..., object]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        with self._lock:
            parts = [(row, part) for row, text in enumerate(texts) if text.strip() for part in self._parts(text, prompt)]
            if parts:
                rows, pieces = (list(column) for column in zip(*parts, strict=True))
                found = np.asarray(encode(pieces, prompt=prompt, normalize_embeddings=True, show_progress_bar=False), dtype=np.float32)
                np.add.at(vectors, rows, found * np.array([[len(piece)] for piece in pieces], dtype=np.float32))
        return _unit(vectors)

    def _parts(self, text: str, prompt: str) -> Iterator[str]:
        """`text` in parts that the model reads whole."""
        if len(text) < 2 or self._fits(prompt + text):
            yield text
        else:
            middle = _middle(text)
            yield from self._parts(text[:middle], prompt)
            yield from self._parts(text[middle:], prompt)

    def _fits(self, text: str) -> bool:
        limit = self._model.max_seq_length
        if limit is None or limit == float("inf"):
            return True
        tokens = self._model.tokenizer(text, truncation=False, verbose=False)["input_ids"]
        return len(tokens) <= limit


def _locate(model: str) -> Path:
    if model == "bundled":
        return BUNDLED_MODEL
    if Path(model).is_dir():
        return Path(model)
    _stay_offline()
    with _explained(model):
        from huggingface_hub import snapshot_download  # noqa: PLC0415
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

        for name in (model, f"sentence-transformers/{model}"):
            try:
                return Path(snapshot_download(name, local_files_only=True))
            except (LocalEntryNotFoundError, HFValidationError):
                continue
    raise UnknownModel(model, detail="既不是文件夹，也不在本机的模型缓存中；程序不会自动下载模型")


def _stay_offline() -> None:
    """Before the Hugging Face libraries are imported: they read this once."""
    os.environ["HF_HUB_OFFLINE"] = "1"


@contextmanager
def _explained(model: str) -> Iterator[None]:
    """Whatever the libraries raise over a broken model (tokenizers raises bare Exception) names the model."""
    try:
        yield
    except YoujuError:
        raise
    except Exception as error:
        raise UnknownModel(model, detail=f"无法读取：{error}") from error


def _modules(directory: Path) -> list[dict[str, str]]:
    """The `modules.json` of a sentence-transformers directory; empty where there is none."""
    path = directory / "modules.json"
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else []


def _is_static(directory: Path) -> bool:
    """True for one `StaticEmbedding`, with or without `Normalize` behind it, whose weights are one row per token."""
    from safetensors import safe_open  # noqa: PLC0415

    modules = _modules(directory)
    types = [module["type"].rpartition(".")[2] for module in modules]
    if types not in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]):
        return False
    with safe_open(directory / modules[0]["path"] / "model.safetensors", framework="numpy") as tensors:
        return not {"embedding.weight", "embeddings"}.isdisjoint(tensors.keys())


def _read_table(path: Path) -> _Table:
    """Either one table, or as model2vec stores it: a table, perhaps of whole numbers, with a factor for each token and, when
    tokens share rows, the row of each."""
    from safetensors.numpy import load_file  # noqa: PLC0415

    tensors = load_file(path)
    if "embedding.weight" in tensors:
        return _Table(tensors["embedding.weight"])
    return _Table(tensors["embeddings"], tensors.get("mapping"), tensors.get("weights"))


def _tokeniser(path: Path) -> _Tokenise:
    """tiktoken where it gives the same ids (twice as fast, no thread pool of its own), else tokenizers."""
    try:
        encoding = read_byte_level(path)
    except ValueError:
        return _other_tokeniser(path)
    return lambda texts: map(encoding.encode_ordinary, texts)


def _other_tokeniser(path: Path) -> _Tokenise:
    from tokenizers import Tokenizer  # noqa: PLC0415

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda texts: (tokenizer.encode(text, add_special_tokens=False).ids for text in texts)


def _read_prompts(directory: Path) -> _Prompts:
    """Under the names that sentence-transformers uses, else its default prompt."""
    path = directory / "config_sentence_transformers.json"
    config = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    prompts = config.get("prompts") or {}
    default = prompts.get(config.get("default_prompt_name"), "")
    passage = next((prompts[name] for name in ("document", "passage", "corpus") if name in prompts), default)
    return _Prompts(prompts.get("query", default), passage)


def _open_model(directory: Path) -> SentenceTransformer:
    """On the processor, in float32, offline, without code from the model's folder."""
    _stay_offline()
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    model = SentenceTransformer(str(directory), device="cpu", local_files_only=True, trust_remote_code=False)
    if hasattr(model.tokenizer, "no_truncation"):
        model.tokenizer.no_truncation()
    return model.float()


def _fingerprint(directory: Path) -> str:
    """64 hexadecimal digits over every file that decides a vector: weights, tokenizer, modules, pooling, prompts."""
    digest = hashlib.sha256(b"embedder-1:")
    for path in sorted(path for path in directory.rglob("*") if path.suffix in _DECIDING):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(directory).as_posix()}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def _middle(text: str) -> int:
    """Where to halve a text: the sentence end nearest to its middle, or the middle itself inside one long sentence."""
    ends = [span.end for span in sentences(text) if 0 < span.end < len(text)]
    return min(ends, key=lambda end: abs(2 * end - len(text)), default=len(text) // 2)


def _unit(vectors: Vectors) -> Vectors:
    """Rows at length 1; rows of zeros stay."""
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return vectors / lengths
