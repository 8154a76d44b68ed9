"""What words tell, as the bundled table has it."""

from __future__ import annotations

import math

import numpy as np

from eval.train.specificity import specificity
from index.specificity import TABLE, words
from index.tokens import encoding


def weight(word: str) -> float:
    return dict(words(word))[word]


def test_a_rare_word_tells_more_than_a_frequent_one() -> None:
    assert weight("学位") > 1.5 * weight("教育") > 1.5 * weight("工作")


def test_a_rare_word_of_single_characters_is_taken_in_pairs() -> None:
    assert [word for word, _ in words("普惠园覆盖率")] == ["普惠", "惠园", "覆盖率"]


def test_a_character_by_itself_counts_half() -> None:
    alone = dict(words("引"))["引"]
    first, second = (dict(words("普惠园"))[pair] for pair in ("普惠", "惠园"))
    assert alone < min(first, second)


def test_punctuation_and_white_space_are_no_words() -> None:
    assert words("。,\n ") == ()


def test_every_token_has_a_weight() -> None:
    table = np.load(TABLE, allow_pickle=False)
    assert table.shape == (encoding().n_vocab,)
    assert np.isfinite(table).all()
    assert table.min() >= 0


def test_the_table_is_made_of_passages_that_hold_a_token() -> None:
    token = encoding().encode_ordinary("学位")[0]
    made = specificity(["新增学位", "学位学位", "教育"], encoding().n_vocab)
    assert math.isclose(made[token], math.log(4 / 3), rel_tol=1e-6)


def test_no_word_reaches_over_a_mark() -> None:
    assert [word for word, _ in words("引,惠")] == ["引", "惠"]


def test_letters_with_digits_are_one_word() -> None:
    assert [word for word, _ in words("pm2.5浓度")] == ["pm2.5", "浓度"]
    assert [word for word, _ in words("5g基站")] == ["5g", "基站"]
