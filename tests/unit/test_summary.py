from __future__ import annotations

import pytest

from index.summary import repair_lines
from index.types import Repair


@pytest.mark.parametrize(
    ("text", "repairs", "expected"),
    [
        pytest.param("healthy", [], (), id="nothing"),
        pytest.param(
            "區(qū)優(yōu)區(qū)",
            [Repair("gloss", 1, 5, ""), Repair("gloss", 6, 11, ""), Repair("gloss", 12, 16, "")],
            ("拼音注音 3 处：區(qū) 2、優(yōu) 1",),
            id="glosses, most frequent first",
        ),
        pytest.param("(qū)", [Repair("gloss", 0, 4, "")], ("拼音注音 1 处：(qū) 1",), id="a gloss at the beginning"),
        pytest.param("幼⼩贯通", [Repair("kangxi", 1, 2, "小")], ("部首字符 1 处：⼩→小 1",), id="radical"),
        pytest.param(
            "2025 年 度", [Repair("space", 4, 5, ""), Repair("space", 6, 7, "")], ("多余空格 2 处",), id="spaces are only counted"
        ),
        pytest.param("a</p>b", [Repair("markup", 1, 5, "")], ("网页标记 1 处：</p> 1",), id="markup"),
        pytest.param(
            "x" * 40, [Repair("mojibake", 0, 30, "好" * 30)], (f"错位编码 1 处：{'x' * 12}→{'好' * 12} 1",), id="long ones are cut"
        ),
        pytest.param(
            "1 2 3 4 ⼩",
            [*(Repair("markup", n, n + 1, "") for n in (0, 2, 4, 6)), Repair("kangxi", 8, 9, "小")],
            ("部首字符 1 处：⼩→小 1", "网页标记 4 处：1 1、2 1、3 1"),
            id="three examples, kinds in a fixed order",
        ),
    ],
)
def test_repair_lines(text: str, repairs: list[Repair], expected: tuple[str, ...]) -> None:
    assert repair_lines(text, repairs) == expected
