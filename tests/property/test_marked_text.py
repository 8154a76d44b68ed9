"""However the text of an answer arrives in pieces, its sentences are the same."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rag.marked import complete_sentences, split_marked

KEYS = re.compile(r"[\[【(]\s*e\d[^\]】)]*[\]】)]")
TEXTS = st.text('甲1。；?“”（）()[]【】《》e2, \n"　😀', max_size=160)


@settings(max_examples=300)
@given(TEXTS, st.lists(st.integers(min_value=0, max_value=160), max_size=12))
def test_sentences_do_not_depend_on_the_pieces(text: str, cuts: list[int]) -> None:
    found: list[str] = []
    rest = ""
    for start, end in pairwise([0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]):
        complete, rest = complete_sentences(rest + text[start:end], KEYS)
        found += complete
    assert found + split_marked(rest, KEYS) == split_marked(text, KEYS)


@given(TEXTS)
def test_nothing_is_lost(text: str) -> None:
    assert "".join(split_marked(text, KEYS)) == text
