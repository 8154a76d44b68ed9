"""Whatever a model writes and however it arrives in pieces, what was streamed is what the finished answer says."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalogue import Catalogue
from rag.cite import is_exact, verify
from rag.extract import ExtractiveAnswerer
from rag.generate import GenerativeAnswerer
from rag.prompt import load_prompt
from rag.types import Draft
from tests.scripted_model import ScriptedModel
from tests.values import ANSWERING, BagEmbedder, make_document, make_evidence, make_understood

DOCUMENT = make_document("新建幼儿园3所（含“好。新”园）,新增学位900个。招聘教师120名[1]。公办园覆盖率达65%以上。")
EVIDENCE = make_evidence(DOCUMENT)
UNDERSTOOD = make_understood("云溪区招聘教师多少名？", DOCUMENT)
FRAGMENTS = (
    "招聘教师120名",
    "新建幼儿园3所",
    "新增学位901个",
    "喊“好。新”",
    "（含“好",
    "”）",
    "情况如下：",
    "。",
    "；",
    "？",
    "[e1]",
    "【E1】",
    "[1]",
    "[[1]1]",
    "(e1、e9)",
    "[e",
    "1]",
    "<think>",
    "</think",
    ">",
    "<",
    "<b>",
    "![x](http://h/)",
    "**",
    "# ",
    "2. ",
    "\n",
    " ",
    "“",
    "”",
    "（",
    "）",
    "😀",
)
WRITTEN = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)


def answer(pieces: tuple[str, ...], *, fails: bool = False) -> tuple[Draft, str]:
    shown: list[str] = []
    head = GenerativeAnswerer(
        ScriptedModel(pieces=pieces, fails=fails), "m", load_prompt("answer"), ExtractiveAnswerer(BagEmbedder, ANSWERING), Catalogue
    )
    return head.answer(UNDERSTOOD, EVIDENCE, shown.append), "".join(shown)


def thought_without_saying_so(text: str) -> bool:
    """A closing tag alone takes back what came before it, which may have been streamed."""
    return "</think>" in re.sub(r"<think>.*?</think>", "", text, flags=re.DOTALL)


@settings(max_examples=200)
@given(WRITTEN, st.lists(st.integers(min_value=0, max_value=200), max_size=15), st.booleans())
def test_streamed_text_is_the_answers_text(text: str, cuts: list[int], fails: bool) -> None:
    edges = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    draft, shown = answer(tuple(text[start:end] for start, end in pairwise(edges)), fails=fails)
    checked = verify(draft)
    whole, _ = answer((text,), fails=fails)
    assert (draft.text, draft.kind, draft.citations) == (whole.text, whole.kind, whole.citations)
    if draft.status != "refused":
        assert draft.text == checked.text
        assert shown.endswith(draft.text) if thought_without_saying_so(text) else shown == draft.text
        assert draft.citations == checked.citations
        assert all(is_exact(citation) for citation in draft.citations)
    for never in ("<think>", "</think>", "http", "901", "<b>"):
        assert never not in checked.text
