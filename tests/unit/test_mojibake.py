"""Shifted text is made here as it comes about: a first byte is lost to `?`, pairs that mean nothing vanish."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from index.mojibake import shifted_runs
from index.repair import find_repairs, show


def shifted(text: str, start: int) -> str:
    """`text` as a reader of GBK shows it that takes the first byte of `text[start]` alone."""
    data = text[start:].encode("gbk")
    shown, position = "?", 1
    while position < len(data) and data[position] >= 0x80:
        pair = data[position : position + 2]
        shown += pair.decode("gbk", "ignore") if pair[1:] >= b"\x40" else "?"
        position += 2
        if pair[1:] < b"\x40":
            break
    if position < len(data) and data[position] >= 0x40 and data[position] < 0x80:
        shown, position = shown + chr(data[position]), position + 1
    return text[:start] + shown + data[position:].decode("gbk")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        pytest.param("優化校門口幸福空間項目建設", 6, id="realigned by a letter"),
        pytest.param("工作\n（一）教育能級跨越升級。區政府履行教育職責", 3, id="indent, lost pair, realigned by a sign"),
    ],
)
def test_undone(text: str, start: int) -> None:
    damaged = shifted(text.replace("\n（", "\n\u3000（"), start)
    assert damaged != text
    assert show(damaged, find_repairs(damaged)) == text


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        pytest.param("持续优化幸??臻g项目", "持续优化幸福空間项目", id="a wide question mark shown narrow"),
        pytest.param("字體大?。?/span>放大", "字體大小：放大", id="the last half swallowed a bracket"),
        pytest.param("复如下：　　?ヒ弧⑼?意保留", "复如下：　　一、同意保留", id="second half lost alone"),
        pytest.param("收费项目。　　?ザ?、保留一个站点", "收费项目。　　二、保留一个站点", id="a number that opens a paragraph"),
    ],
)
def test_forms_seen_on_sites(damaged: str, text: str) -> None:
    assert show(damaged, find_repairs(damaged)) == text


def test_the_same_damage_is_put_right_wherever_it_stands() -> None:
    damaged = "持续优化幸??臻g项目，" + "加快推进学校建设。" * 20
    text = damaged * 3 + "优化幸??臻g"
    repairs = [repair for repair in find_repairs(text) if repair.kind == "mojibake"]
    assert [text[repair.start : repair.end] for repair in repairs[:3]] == ["??臻g"] * 3
    assert show(text, find_repairs(text)).count("幸福空間") == 4


@pytest.mark.parametrize(
    "text",
    [
        "为什么要推进?怎样推进?由谁负责?",
        "您对“双减”工作是否满意?满意率达95%。",
        "教学?教研?还是师资?必须把问题找准g",
        "4.8元/平方米?；；；年",
        "?????",
        "合格率?%",
    ],
)
def test_question_marks_stay(text: str) -> None:
    assert not any(repair.kind == "mojibake" for repair in find_repairs(text))


def test_official_documents_stay_as_they_are(shared: Path) -> None:
    """Of 1,457 documents two have shifted text; every other question mark is one."""
    hidden = re.compile(r"(?!)")
    with gzip.open(shared / "data" / "gov_documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    repaired = {
        document["name"] for document in documents if "ヒ弧" not in document["text"] and any(shifted_runs(document["text"], hidden))
    }
    assert repaired == set()
