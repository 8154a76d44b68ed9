from __future__ import annotations

import pytest

from index.sentences import LONGEST_CLAUSE, clauses, sentences


def _cut(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("建成3所。招聘5人!", ["建成3所。", "招聘5人!"], id="full stop and exclamation"),
        pytest.param("一是扩容;二是提质;", ["一是扩容;", "二是提质;"], id="semicolons"),
        pytest.param("标题\n正文。", ["标题", "正文。"], id="line ends"),
        pytest.param("坚持“稳。进。好”原则。另起。", ["坚持“稳。进。好”原则。", "另起。"], id="nothing ends inside quotation marks"),
        pytest.param("他说“好。”然后走了。", ["他说“好。”然后走了。"], id="closing mark stays with what it closes"),
        pytest.param("“没有收尾。第二句。", ["“没有收尾。", "第二句。"], id="an opening mark without partner"),
        pytest.param("  \n 　\n", [], id="blank"),
        pytest.param("无标点", ["无标点"], id="no punctuation"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert _cut(text, sentences(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("扩容,提质。", ["扩容,", "提质。"], id="commas"),
        pytest.param("发布时间:2025-01-24 17:35", ["发布时间:", "2025-01-24 17:35"], id="a time is one clause"),
        pytest.param("投入12,310,000元,增长5%", ["投入12,310,000元,", "增长5%"], id="digit groups"),
        pytest.param("包括(幼,小,中)各段", ["包括(幼,小,中)各段"], id="nothing ends inside brackets"),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert _cut(text, clauses(text)) == expected


def test_offsets_count_from_the_whole_text() -> None:
    text = "前言。正文一。正文二。"
    assert _cut(text, sentences(text, 3, 7)) == ["正文一。"]
    assert sentences(text, 3, 7)[0] == (3, 7)


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        pytest.param("、".join(["实验小学"] * 60) + "。", "实验小学、", 60, id="a long list of names"),
        pytest.param("| 序号 |" + " 乡镇寄宿制学校 |" * 40, "|", 83, id="a wide row of a table"),
        pytest.param("学" * 450, "学" * LONGEST_CLAUSE, 3, id="no mark at all"),
        pytest.param("、".join(["实验小学"] * 20) + "。", "、".join(["实验小学"] * 20) + "。", 1, id="short enough"),
    ],
)
def test_no_clause_is_longer_than_a_quotation(text: str, first: str, count: int) -> None:
    parts = _cut(text, clauses(text))
    assert parts[0] == first
    assert len(parts) == count
    assert max(map(len, parts)) <= LONGEST_CLAUSE
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
