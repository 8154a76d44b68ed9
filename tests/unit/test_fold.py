from __future__ import annotations

import pytest

from index.fold import SHORT, fold, readable, simplified
from index.types import Repair, Span


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("區發著力，顯著", "区发着力,显著", id="traditional, and the two readings of 著"),
        pytest.param("ＡＩ　１２％（试行）", "ai 12%(试行)", id="full width"),
        pytest.param("“双减”‘双减’「雙減」", '"双减"\'双减\'"双减"', id="quotation marks"),
        pytest.param("2024－2025——年", "2024-2025--年", id="dashes"),
        pytest.param("冀教〔2025〕3号", "冀教[2025]3号", id="brackets of a number"),
        pytest.param("二○二五", "二〇二五", id="zero"),
        pytest.param("20㎡…Ⅲ", "20m2...iii", id="what grows"),
        pytest.param("①2024年", "①2024年", id="a circled figure does not join the year"),
        pytest.param("幼⼩", "幼小", id="radical"),
        pytest.param("a\u200bb\ufeffc", "abc", id="zero width"),
        pytest.param("cafe\u0301", "caf\u00e9", id="separate accent"),
        pytest.param("𠀀𝐀", "𠀀a", id="beyond the basic plane"),
        pytest.param("", "", id="empty"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_spans_lead_back_through_repairs_and_growth() -> None:
    text = "新吳區(qū)20㎡"
    folded = fold(text, [Repair("gloss", 3, 7, "")])
    assert folded.text == "新吴区20m2"
    assert folded.span(0, 3) == Span(0, 3)
    assert folded.span(2, 4) == Span(2, 8)  # the gloss lies between 區 and 2
    assert folded.span(5, 6) == Span(9, 10)  # m is half of ㎡, which cannot be cut
    assert folded.span(0, len(folded.text)) == Span(0, len(text))
    assert folded.span(3, 3) == Span(7, 7)


def test_cut_is_the_folded_text_of_an_original_span() -> None:
    text = "新吳區(qū)20㎡，好"
    folded = fold(text, [Repair("gloss", 3, 7, "")])
    assert folded.cut(1, 7) == "吴区"
    assert folded.cut(9, 10) == "m2"
    assert folded.cut(10, 12) == ",好"


def test_readable_form_keeps_the_script() -> None:
    shown = readable("新吳區(qū)好", [Repair("gloss", 3, 7, "")])
    assert shown.text == "新吳區好"
    assert shown.span(3, 4) == Span(7, 8)


def test_simplified_for_reading_keeps_everything_else() -> None:
    assert simplified("顯著提升，著力構建（ＡＢ）") == "显著提升，着力构建（ＡＢ）"


@pytest.mark.parametrize("text", ["區發著力，顯著", "20㎡…Ⅲ", "a\u200bb", "cafe\u0301", "①2024年", "𠀀𝐀", "薴", ""])
def test_short_texts_fold_as_within_long_ones(text: str) -> None:
    long = "教育" * SHORT
    assert fold(f"{long}\n{text}").text == f"{long}\n{fold(text).text}"
    assert fold(text).span(0, len(fold(text).text)) == Span(0, len(text))
