from __future__ import annotations

import pytest

from rag.answers.standing import Standing, bears_out, standing


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("排在全市前三吗", Standing(3, is_within=True)),
        ("是不是全国第一", Standing(1)),
        ("连续46年居全国首位", Standing(1)),
        ("位列全市第六", Standing(6)),
        ("全国第4的地位进一步巩固", Standing(4)),
        ("单产居粮食主产省第1位", Standing(1)),
        pytest.param("全国第一批试点", None, id="a batch is no place"),
        pytest.param("第三方机构", None, id="a third party is no place"),
        pytest.param("第三十五十名", None, id="no one place"),
        pytest.param("目前三所学校", None, id="目前三所 is not 前三"),
    ],
)
def test_places(words: str, expected: Standing | None) -> None:
    assert standing(words) == expected


def test_within_the_first_few() -> None:
    assert bears_out(Standing(3, is_within=True), Standing(2))
    assert not bears_out(Standing(3, is_within=True), Standing(6))
    assert not bears_out(Standing(1), Standing(4))
