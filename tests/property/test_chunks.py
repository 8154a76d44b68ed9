"""Whatever the text, passages lie in order, do not overlap, hold whole sentences, and never cross a heading."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunk import chunk_id, cut_chunks, search_texts
from index.outline import read_outline
from index.sentences import sentences
from index.text import fold
from index.types import Span
from tests.values import make_document

PIECES = (
    "一、扩大资源",
    "（一）建园",
    "1.提质。",
    "一是扩容。",
    "二是提质。",
    "新建3所,新增900个。",
    "招聘120名；",
    "“稳。进”",
    "\n",
    "𠮷野家。",
    "!",
    "区(qū)",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(max_examples=150)
@given(TEXTS, st.integers(min_value=4, max_value=60))
def test_passages(text: str, budget: int) -> None:
    document = make_document(text)
    sections = read_outline(text, document.repairs)
    chunks = cut_chunks(document, sections, len, budget)
    edges = sorted({0, len(text), *(s.start for s in sections), *(s.end for s in sections)})
    whole = [span for region in pairwise(edges) for span in sentences(text, *region)]

    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))
    assert all(before.end <= after.start for before, after in pairwise(chunks))
    for chunk in chunks:
        assert not any(chunk.start < edge < chunk.end for edge in edges)
        assert chunk.tokens <= 4 * budget + 24
        if all(span.end - span.start <= 4 * budget for span in whole):
            assert chunk.start in {span.start for span in whole}
            assert chunk.end in {span.end for span in whole}


@settings(max_examples=100)
@given(TEXTS)
def test_nothing_but_headings_is_left_out(text: str) -> None:
    document = make_document(text)
    sections = read_outline(text, document.repairs)
    chunks = cut_chunks(document, sections, len, 30)
    covered = {position for chunk in chunks for position in range(chunk.start, chunk.end)}
    headings = {position for section in sections for position in range(section.start, section.title_end)}
    assert all(text[position].isspace() for position in set(range(len(text))) - covered - headings)


@given(TEXTS)
def test_search_text_is_the_folded_passage(text: str) -> None:
    document = make_document(text)
    chunks = cut_chunks(document, (), len, 30)
    assert [one.body for one in search_texts(document, chunks)] == [fold(text, document.repairs).cut(c.start, c.end) for c in chunks]


def test_ids_depend_on_document_version_and_span() -> None:
    names = {chunk_id(document, version, Span(0, end)) for document in "ab" for version in (1, 2) for end in (5, 6)}
    assert len(names) == 8
    assert all(0 <= name < 2**63 for name in names)
