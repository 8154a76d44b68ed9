"""tiktoken and Hugging Face's tokenizers give the same ids for any text: the bundled vocabulary is one, not two."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.tokens import BUNDLED_TOKENIZER, encoding

_HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
_COMMON = st.sampled_from(
    [*"教育局工作计划年月日，。、：；（）“”％ \n\t0123456789%abcXYZ'sll ve", "😀", "👨\u200d👩\u200d👧", "幼⼩", "區(qū)", "é"]
)
_BYTES = st.binary(max_size=60).map(lambda data: data.decode("utf-8", "replace"))
_TEXT = st.one_of(
    st.lists(_COMMON, max_size=80).map("".join),
    st.text(_HAN, max_size=80),
    st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=60),
    st.text(st.sampled_from(" \t\n\r\u00a0\u3000\u2028x"), max_size=40),
    _BYTES,
)


@cache
def _reference() -> Tokenizer:
    return Tokenizer.from_file(str(BUNDLED_TOKENIZER))


@settings(max_examples=400, deadline=None)
@given(_TEXT)
@example("2024年新吳區教育局工作總結　 全區(qū)… I'll 've  ")
@example("\U00020000\U0002a6df 𠮷野家")
def test_ids_are_equal(text: str) -> None:
    assert encoding().encode_ordinary(text) == _reference().encode(text, add_special_tokens=False).ids


@settings(max_examples=200, deadline=None)
@given(_TEXT)
def test_nothing_is_lost(text: str) -> None:
    assert encoding().decode(encoding().encode_ordinary(text)) == text


def test_ids_are_equal_on_real_documents(corpus: Path) -> None:
    for path in sorted(corpus.iterdir()):
        text = path.read_text(encoding="utf-8")
        assert encoding().encode_ordinary(text) == _reference().encode(text, add_special_tokens=False).ids
