from __future__ import annotations

from math import log

import pytest

from index.words import LONGEST_WORD, continuations, one_character_words, score_of, word_list, word_score


def test_scores_are_those_of_the_whole_list() -> None:
    listed = [line.split() for line in word_list().decode("utf-8").splitlines()]
    sample = [(word, int(frequency)) for word, frequency, _ in (*listed[:200], *listed[::1009]) if len(word) <= LONGEST_WORD]
    assert {word: word_score(word) for word, _ in sample} == {word: pytest.approx(log(n) - log(60_101_967)) for word, n in sample}


@pytest.mark.parametrize("word", ["", "棠坡坡", "龥", "a", "\U0002a6d5"], ids=["empty", "no word", "last", "letter", "beyond the BMP"])
def test_what_is_no_word_has_no_score(word: str) -> None:
    assert word_score(word) is None


def test_continuations_make_words() -> None:
    found = continuations("教")
    assert score_of(found["育"]) == word_score("教育")
    assert all(word_score("教" + character) == score_of(frequency) for character, frequency in found.items())
    assert continuations("教育局长室") == {}


def test_one_character_words_are_read_apart() -> None:
    found = one_character_words()
    assert {chr(code): score for code, score in list(found.items())[::97]} == {
        chr(code): word_score(chr(code)) for code in list(found)[::97]
    }
    assert len(found) > 10_000
