"""Token counts and encodings: the bundled one by default, named ones only from disk."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from index.errors import ConfigurationError
from index.tokens import BUNDLED_TOKENIZER, count_tokens, encoding, read_byte_level


def test_the_bundled_encoding_reads_back_what_it_wrote() -> None:
    text = "2025年，全区公办幼儿园在园幼儿占比达到 61.5%。😀"
    bundled = encoding()
    assert bundled.name == "youju"
    assert bundled.n_vocab == 32_000
    assert bundled.decode(bundled.encode_ordinary(text)) == text


def test_common_words_are_one_token() -> None:
    assert [count_tokens(word) for word in ("", "教育", "幼儿园", "工作")] == [0, 1, 1, 1]


def test_special_tokens_in_a_document_are_plain_text() -> None:
    assert encoding().decode(encoding().encode_ordinary("<|endoftext|>")) == "<|endoftext|>"


def test_the_encoding_is_made_once() -> None:
    assert encoding() is encoding("youju")


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="没有名为“gpt5_base”的分词表"):
        encoding("gpt5_base")


@pytest.mark.parametrize("variable", ["TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"])
def test_a_named_encoding_that_is_not_on_disk_is_not_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    monkeypatch.setenv(variable, str(tmp_path))
    url = "https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken"
    place = tmp_path / hashlib.sha1(url.encode()).hexdigest()
    with pytest.raises(ConfigurationError) as caught:
        encoding("cl100k_base")
    assert caught.value.subject == "YOUJU_TOKENIZER"
    assert url in caught.value.detail
    assert str(place) in caught.value.detail


def test_a_wrong_file_is_neither_used_nor_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    place = tmp_path / hashlib.sha1(b"https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken").hexdigest()
    place.write_bytes(b"AAAA 0\n")
    with pytest.raises(ConfigurationError):
        encoding("o200k_base")
    assert place.read_bytes() == b"AAAA 0\n"


@pytest.mark.parametrize(
    ("part", "change"),
    [
        pytest.param("model", {"type": "Unigram"}, id="another model"),
        pytest.param("model", {"ignore_merges": True}, id="whole words first"),
        pytest.param("pre_tokenizer", {"type": "Whitespace"}, id="another splitter"),
        pytest.param("pre_tokenizer", {"add_prefix_space": True}, id="a space in front"),
        pytest.param("model", {"merges": [["b", "a"], ["a", "b"]]}, id="merges out of order"),
    ],
)
def test_a_tokenizer_that_would_differ_is_refused(tmp_path: Path, part: str, change: dict[str, object]) -> None:
    content: dict[str, Any] = {
        "normalizer": None,
        "added_tokens": [],
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "use_regex": True},
        "model": {"type": "BPE", "dropout": None, "vocab": {"a": 0, "b": 1, "ab": 256, "ba": 257}, "merges": [["a", "b"], ["b", "a"]]},
    }
    content[part] = {**content[part], **change}
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ValueError, match="byte-level BPE"):
        read_byte_level(path)


def test_the_bundled_tokenizer_has_the_full_byte_alphabet() -> None:
    vocabulary = json.loads(BUNDLED_TOKENIZER.read_text(encoding="utf-8"))["model"]["vocab"]
    assert sorted(vocabulary.values()) == list(range(32_000))
    assert {encoding().decode_single_token_bytes(number) for number in range(256)} == {bytes([byte]) for byte in range(256)}


def test_importing_loads_no_library() -> None:
    script = "import sys, index.tokens, index.embed; print([name for name in ('tiktoken', 'tokenizers', 'torch') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]"
