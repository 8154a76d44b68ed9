from __future__ import annotations

import pytest

from index.language import Reading, likelihood, plausibility, word_tag
from index.words import word_list


@pytest.mark.parametrize(
    ("text", "share"),
    [("教育工作,2025", 1.0), ("教育發展。", 1.0), ("喆堃", 0.0), ("ㄒ┙", -1.0), ("plain", 0.0), ("", 0.0)],
    ids=["simplified", "traditional", "rare names", "symbols", "ascii", "empty"],
)
def test_plausibility(text: str, share: float) -> None:
    expected = {"喆堃": (-1.0, 0.0)}.get(text, (share, share))
    assert expected[0] <= plausibility(text) <= expected[1]


def test_words_are_likelier_than_their_scrambled_characters() -> None:
    assert likelihood("加强教育工作") > likelihood("教工加作强育") + 10


def test_a_traditional_text_is_as_likely_as_the_simplified_one() -> None:
    assert likelihood("教育發展") == pytest.approx(likelihood("教育发展"))


def test_reading_in_steps_is_reading_at_once() -> None:
    assert Reading().read("教育").read("工作").score == pytest.approx(likelihood("教育工作"))


def test_a_long_clause_ends_rather_than_lists() -> None:
    clause = "加快构建高质量教育体系"
    assert likelihood(f"{clause}。") > likelihood(f"{clause}、")
    assert likelihood("语文、") > likelihood("语文。")


@pytest.mark.parametrize(("word", "tag"), [("一", "m"), ("学校", "n"), ("江阴", "ns"), ("棠坡", ""), ("学校的", ""), ("龥", "")])
def test_word_tag(word: str, tag: str) -> None:
    assert word_tag(word) == tag


def test_every_word_is_found_by_bisection() -> None:
    lines = [line.split() for line in word_list().decode("utf-8").splitlines()]
    first = next(number for number, (word, _, _) in enumerate(lines) if word == "一")
    han = [(word, tag) for word, _, tag in lines[first:]]
    assert [word for word, tag in han[:: len(han) // 500] if word_tag(word) != tag] == []
