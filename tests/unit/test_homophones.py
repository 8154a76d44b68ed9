from __future__ import annotations

import pytest

from eval.train.homophones import read_characters, read_phrases, syllable_lines, toneless, vocabulary, word_lines
from index.homophones import WORDS, Homophone, characters_like, homophones, official_words, sound, sound_alike
from index.specificity import weight


@pytest.mark.parametrize(
    ("written", "found"),
    [
        pytest.param("进视", Homophone("近视", is_exact=True), id="one character"),
        pytest.param("进士", Homophone("近视", is_exact=True), id="both characters"),
        pytest.param("集团话", Homophone("集团化", is_exact=True), id="of three"),
        pytest.param("普慧", Homophone("普惠", is_exact=True), id="of official documents, no token"),
        pytest.param("警视", Homophone("近视", is_exact=False), id="ng for n"),
        pytest.param("老斯", Homophone("老师", is_exact=False), id="s for sh"),
        pytest.param("连龄", Homophone("年龄", is_exact=False), id="l for n"),
    ],
)
def test_words_of_one_sound(written: str, found: Homophone) -> None:
    assert found in homophones(written)


def test_a_word_is_no_homophone_of_itself() -> None:
    assert "近视" not in {one.word for one in homophones("近视")}


@pytest.mark.parametrize("written", ["", "a1", "龘龘", "近视防控率"])
def test_what_has_none(written: str) -> None:
    assert homophones(written) == ()


@pytest.mark.parametrize(("one", "other", "alike"), [("进", "近", True), ("行", "航", True), ("陪", "培", True), ("进", "精", False)])
def test_characters_sound_alike(one: str, other: str, alike: bool) -> None:
    assert sound_alike(one, other) is alike


def test_characters_exactly_or_only_nearly_alike() -> None:
    exactly, nearly = characters_like("进", exactly=True), characters_like("进", exactly=False)
    assert ("近" in exactly, "精" in exactly, "近" in nearly, "精" in nearly, "进" in exactly) == (True, False, False, True, False)


def test_syllables_that_are_not_told_apart() -> None:
    assert sound(["zhang", "nü"]) == sound(["zan", "lü"])


def test_the_list_is_in_order_and_of_known_words() -> None:
    lines = [line for line in WORDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert [line.split(" ")[0].encode() for line in lines] == sorted(line.split(" ")[0].encode() for line in lines)
    words = {word for line in lines for word in line.split(" ")[1:]}
    assert words <= vocabulary()
    assert official_words() <= words
    assert not [word for word in official_words() if weight(word) is not None]


def test_tables_are_made_from_readings() -> None:
    phrases = read_phrases({"银行": [["yín"], ["háng"]], "行走": [["xíng"], ["zǒu"]], "一点儿": [["yì"], ["diǎnr"]]})
    characters = read_characters({str(ord("行")): "xíng,háng,hàng", str(ord("绿")): "lǜ", str(ord("銀")): "yín"}, phrases)
    assert phrases == {"银行": ("yin", "hang"), "行走": ("xing", "zou")}
    assert characters == {"行": ("xing",), "绿": ("lv",)}
    assert syllable_lines(characters) == ["lv 绿", "xing 行"]
    assert word_lines(frozenset({"行绿", "银行"}), characters, phrases) == ["xinnv 行绿"]


@pytest.mark.parametrize(("syllable", "plain"), [("lǜ", "lv"), ("nǚ", "nv"), ("zhōng", "zhong"), ("ér", "er"), ("ü", "v")])
def test_tones_are_left_out(syllable: str, plain: str) -> None:
    assert toneless(syllable) == plain
