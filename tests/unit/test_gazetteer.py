from __future__ import annotations

import pytest

from index.gazetteer import is_place, reads_like_a_place


@pytest.mark.parametrize("name", ["江阴", "连云港", "呼和浩特", "岱山"])
def test_counties_and_prefectures_are_places(name: str) -> None:
    assert is_place(name)


@pytest.mark.parametrize("name", ["平安", "资源", "学校", "#"])
def test_ordinary_words_are_not(name: str) -> None:
    assert not is_place(name)


@pytest.mark.parametrize(("name", "expected"), [("棠坡", True), ("雁浦", True), ("钱紧", False), ("娃越", False), ("棠坡镇", False)])
def test_reads_like_a_place(name: str, expected: bool) -> None:
    assert reads_like_a_place(name) is expected
