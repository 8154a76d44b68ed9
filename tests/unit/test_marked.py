from __future__ import annotations

import re

import pytest

from rag.marked import complete_sentences, split_marked

KEYS = re.compile(r"[\[(]\s*e\d+[^\])]*[\])]")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("甲。[1]乙。[2][3]", ["甲。[1]", "乙。[2][3]"], id="marks go with the sentence before"),
        pytest.param("甲[1]。乙", ["甲[1]。", "乙"], id="a mark inside"),
        pytest.param("甲。乙。 [1]", ["甲。", "乙。 [1]"], id="a space before the mark"),
        pytest.param("甲；乙。[1]", ["甲；乙。[1]"], id="a semicolon before the mark"),
        pytest.param("甲；[1]乙[2]；丙。[3]", ["甲；[1]", "乙[2]；", "丙。[3]"], id="a semicolon behind a mark"),
        pytest.param("含小学(甲所；乙所)3所。[1]", ["含小学(甲所；乙所)3所。[1]"], id="nothing ends inside brackets"),
        pytest.param("喊出“好！”口号。[1]", ["喊出“好！”口号。[1]"], id="nothing ends inside quotation marks"),
        pytest.param("他说“好。”[1]乙", ["他说“好。”[1]", "乙"], id="closing marks stay with what they close"),
        pytest.param("“没有收尾。乙。", ["“没有收尾。", "乙。"], id="an opening mark without partner"),
        pytest.param("甲。[1]\n\n乙。\n", ["甲。[1]\n\n", "乙。\n"], id="line ends go with the sentence before"),
        pytest.param("情况如下：\n甲", ["情况如下：\n", "甲"], id="a line is a sentence"),
        pytest.param("甲。[2025]乙", ["甲。", "[2025]乙"], id="a number in brackets that is no mark"),
        pytest.param("学" * 4500, ["学" * 2000, "学" * 2000, "学" * 500], id="no end at all"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_split_marked(text: str, sentences: list[str]) -> None:
    assert split_marked(text) == sentences


@pytest.mark.parametrize(
    ("text", "complete", "rest"),
    [
        pytest.param("甲。", [], "甲。", id="a mark may follow"),
        pytest.param("甲。[e1", [], "甲。[e1", id="a mark has begun"),
        pytest.param("甲。[e1]", [], "甲。[e1]", id="another may follow"),
        pytest.param("甲。[e1]乙", ["甲。[e1]"], "乙", id="the next has begun"),
        pytest.param("甲。[注]乙", ["甲。"], "[注]乙", id="brackets of another kind"),
        pytest.param("甲“乙。", [], "甲“乙。", id="the quotation may be closed"),
        pytest.param("甲“乙。\n丙", ["甲“乙。\n"], "丙", id="not beyond its line"),
    ],
)
def test_complete_sentences(text: str, complete: list[str], rest: str) -> None:
    assert complete_sentences(text, KEYS) == (complete, rest)
