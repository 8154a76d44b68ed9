"""The map between folded and original text, on any text at all."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from index.fold import fold
from index.repair import find_repairs, show
from index.types import Repair

CHINESE = "區发著顯著，。（）“”①㎡…Ⅲ⼩\u3000\u00a0 𠀀Aé\u0301２\u200bqū?^g一是要、1.\n"
TEXTS = st.one_of(st.text(), st.text(alphabet=CHINESE))


@st.composite
def repaired(draw: st.DrawFn) -> tuple[str, list[Repair]]:
    """A text with repairs that do not overlap."""
    text = draw(TEXTS)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    shown = st.text(alphabet="区Aé２", max_size=3)
    return text, [Repair("mojibake", start, end, draw(shown)) for start, end in zip(edges[::2], edges[1::2], strict=False)]


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text).text
    assert fold(folded).text == folded


@given(repaired())
def test_spans_ascend_cover_and_lie_within_the_original(case: tuple[str, list[Repair]]) -> None:
    text, repairs = case
    folded = fold(text, repairs)
    spans = [folded.span(index, index + 1) for index in range(len(folded.text))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.start <= second.start and first.end <= second.end for first, second in itertools.pairwise(spans))
    if spans:
        whole = folded.span(0, len(folded.text))
        assert whole == (spans[0].start, spans[-1].end)


@given(repaired())
def test_each_folded_character_is_found_again_in_its_original(case: tuple[str, list[Repair]]) -> None:
    text, repairs = case
    folded = fold(text, repairs)
    for index in range(len(folded.text)):
        span = folded.span(index, index + 1)
        assert folded.text[index] in folded.cut(*span)


@given(repaired())
def test_cuts_of_a_partition_at_pieces_join_to_the_whole(case: tuple[str, list[Repair]]) -> None:
    text, repairs = case
    folded = fold(text, repairs)
    edges = [0, *folded.starts, *folded.ends, len(text)]
    parts = sorted(set(edges))
    assert "".join(folded.cut(start, end) for start, end in itertools.pairwise(parts)) == folded.text


@settings(deadline=None)  # the first suspicious text reads the word list
@given(TEXTS)
def test_repairs_ascend_do_not_overlap_and_leave_the_text_alone(text: str) -> None:
    repairs = find_repairs(text)
    assert all(first.end <= second.start for first, second in itertools.pairwise(repairs))
    assert all(0 <= repair.start < repair.end <= len(text) for repair in repairs)
    assert show(text, ()) == text
