"""Counting tokens with tiktoken.

The bundled vocabulary is the one of the bundled embedding model, read as a `tiktoken.Encoding`: a byte-level BPE without
normaliser and with GPT-2's pattern gives the same ids in both libraries, token for token. It counts *our* tokens: keep a
margin for other models. Encodings by name are used when their file is on disk; nothing is ever downloaded.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from index.errors import ConfigurationError

if TYPE_CHECKING:
    import tiktoken

BUNDLED_TOKENIZER = Path(__file__).parent / "model" / "0_StaticEmbedding" / "tokenizer.json"

# GPT-2's pattern as tiktoken writes it: possessive quantifiers, the same matches.
_PATTERN = r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"""
_SOURCE = "https://openaipublic.blob.core.windows.net/encodings/"


class _Vocabulary(NamedTuple):
    file: str
    sha256: str


# Where tiktoken looks and what it expects there: tiktoken_ext/openai_public.py. A wrong file it would fetch again.
_NAMED = {
    "cl100k_base": _Vocabulary("cl100k_base.tiktoken", "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"),
    "o200k_base": _Vocabulary("o200k_base.tiktoken", "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"),
}


def count_tokens(text: str) -> int:
    """Tokens of `text` in the bundled encoding."""
    return len(encoding().encode_ordinary(text))


def encoding(name: str = "youju") -> tiktoken.Encoding:
    """The bundled encoding, or a named one of tiktoken whose file is on disk. Raises ConfigurationError otherwise."""
    return _open(name)


@lru_cache
def _open(name: str) -> tiktoken.Encoding:
    if name == "youju":
        return read_byte_level(BUNDLED_TOKENIZER)
    vocabulary = _NAMED.get(name)
    if vocabulary is None:
        raise ConfigurationError("YOUJU_TOKENIZER", detail=f"没有名为“{name}”的分词表，可用的有 youju、{'、'.join(_NAMED)}")
    _require_on_disk(name, vocabulary)

    import tiktoken  # noqa: PLC0415

    return tiktoken.get_encoding(name)


@lru_cache(maxsize=2)
def read_byte_level(path: Path) -> tiktoken.Encoding:
    """The encoding in a tokenizer.json of Hugging Face. Raises ValueError where tiktoken would not give the same ids."""
    import tiktoken  # noqa: PLC0415

    content = json.loads(path.read_text(encoding="utf-8"))
    _require_plain(content)
    vocabulary: dict[str, int] = content["model"]["vocab"]
    ranks = dict(zip(_as_bytes(vocabulary), vocabulary.values(), strict=True))
    return tiktoken.Encoding("youju", pat_str=_PATTERN, mergeable_ranks=ranks, special_tokens={})


def _require_plain(content: dict[str, Any]) -> None:
    """Raise ValueError unless the tokenizer is a byte-level BPE whose merges are numbered in their order after the bytes."""
    model, splitter = content["model"], content.get("pre_tokenizer") or {}
    plain = (
        (model.get("type"), model.get("dropout"), model.get("ignore_merges", False)) == ("BPE", None, False)
        and (splitter.get("type"), splitter.get("add_prefix_space"), splitter.get("use_regex", True)) == ("ByteLevel", False, True)
        and not content.get("normalizer")
        and not content.get("added_tokens")
    )
    merged = map(model["vocab"].get, map("".join, model["merges"])) if plain else ()
    if not plain or list(merged) != list(range(256, 256 + len(model["merges"]))):
        raise ValueError("not a byte-level BPE with GPT-2's pattern")


def _as_bytes(tokens: Collection[str]) -> Iterator[bytes]:
    """Tokens written with one letter for each byte, all read in one go: thousands one by one take twice as long."""
    content, _ = codecs.charmap_encode("".join(tokens), "strict", codecs.charmap_build("".join(_byte_letters())))
    ends = list(accumulate(map(len, tokens)))
    return (content[start:end] for start, end in zip([0, *ends], ends, strict=False))


def _byte_letters() -> list[str]:
    """The letter that stands for each byte in GPT-2's vocabularies: itself where it prints, else one from U+0100 on."""
    prints = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = (chr(0x100 + number) for number in range(256))
    return [chr(byte) if byte in prints else next(others) for byte in range(256)]


def _require_on_disk(name: str, vocabulary: _Vocabulary) -> None:
    url = _SOURCE + vocabulary.file
    path = _cache_directory() / hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest()
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != vocabulary.sha256:
        detail = f"分词表“{name}”不在本机，程序不会自动下载；请从 {url} 取得后存为 {path}，或改用 youju"
        raise ConfigurationError("YOUJU_TOKENIZER", detail=detail)


def _cache_directory() -> Path:
    """Where tiktoken keeps its files."""
    for variable in ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"):
        if variable in os.environ:
            return Path(os.environ[variable])
    return Path(tempfile.gettempdir()) / "data-gym-cache"
