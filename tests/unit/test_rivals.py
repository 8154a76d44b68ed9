"""What is said of one side is not said of the other."""

from __future__ import annotations

import pytest

from rag.rivals import is_of_a_rival


@pytest.mark.parametrize(
    ("asked", "said", "rival"),
    [
        pytest.param("县城小学老师平均多大?", "村小教师平均年龄49.6岁。", True, id="the villages for the town"),
        pytest.param("县城小学老师平均多大?", "城区教师平均年龄41岁,乡镇47岁。", False, id="both"),
        pytest.param("民办园有几所?", "新建公办园3所。", True, id="public for private"),
        pytest.param("初中招多少人?", "高中招生1200人。", True, id="another stage"),
        pytest.param("初中招多少人?", "义务教育学校招生1200人。", False, id="all stages"),
        pytest.param("招多少教师?", "高中招聘教师20名。", False, id="no side asked for"),
    ],
)
def test_is_of_a_rival(asked: str, said: str, rival: bool) -> None:
    assert is_of_a_rival(asked, said) is rival
