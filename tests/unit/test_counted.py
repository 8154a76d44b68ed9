from __future__ import annotations

import pytest

from rag.counted import count_line, recounted, without_count


@pytest.mark.parametrize(
    ("text", "right"),
    [
        pytest.param("共3项：\n1. 甲。[1]\n2. 乙。[2]\n3. 丙。[3]", "共3项：\n1. 甲。[1]\n2. 乙。[2]\n3. 丙。[3]", id="right"),
        pytest.param(
            "共3项：\n云溪区：举措：[1]\n1. 甲。[2]\n2. 乙。[3]", "共2项：\n云溪区：举措：[1]\n1. 甲。[2]\n2. 乙。[3]", id="behind a head"
        ),
        pytest.param("共2项：\n1. 甲。[1]", "1. 甲。[1]", id="a single item"),
        pytest.param("共2项：", "", id="no item"),
        pytest.param("共5项：\n1. 甲。[1]\n2. 乙。[2]\n其他。[3]", "共2项：\n1. 甲。[1]\n2. 乙。[2]\n其他。[3]", id="ends with the items"),
        pytest.param("全区共5项：甲、乙。[1]", "全区共5项：甲、乙。[1]", id="a document's own count"),
    ],
)
def test_a_count_is_of_the_items_that_follow(text: str, right: str) -> None:
    assert recounted(text) == right


def test_the_count_is_no_claim() -> None:
    assert without_count(count_line(4)) == ""
