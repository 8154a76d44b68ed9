from __future__ import annotations

import pytest

from index.lookalike import is_slip


@pytest.mark.parametrize(
    ("written", "name", "expected"),
    [
        pytest.param("芦松", "芦淞", True, id="the same sound"),
        pytest.param("海闷", "海门", True, id="the same sound and part"),
        pytest.param("新昊", "新吴", True, id="the same shape"),
        pytest.param("棠坡", "棠溪", False, id="two places"),
        pytest.param("海门", "海门", False, id="the name itself"),
        pytest.param("门海", "海门", False, id="two characters differ"),
        pytest.param("连云岗", "连云港", True, id="any one of three characters"),
        pytest.param("连云", "连云港", False, id="of another length"),
    ],
)
def test_is_slip(written: str, name: str, expected: bool) -> None:
    assert is_slip(written, name) is expected
