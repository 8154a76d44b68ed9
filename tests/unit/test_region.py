from __future__ import annotations

import pytest

from index.region import PROVINCES, abbreviations, aliases, rank, short_name


@pytest.mark.parametrize(
    ("region", "short"),
    [
        ("海门区", "海门"),
        ("岱山县", "岱山"),
        ("河北省", "河北"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("郊区", "郊区"),
        ("恩施州", "恩施"),
    ],
)
def test_short_name(region: str, short: str) -> None:
    assert short_name(region) == short


def test_aliases_are_longest_first_and_never_of_one_character() -> None:
    assert aliases("海门区") == ("海门区", "海门")
    assert aliases("内蒙古自治区") == ("内蒙古自治区", "内蒙古", "内蒙")
    assert all(len(name) > 1 for region in PROVINCES for name in aliases(region))


def test_abbreviations_belong_to_one_province_each() -> None:
    letters = [letter for region in PROVINCES for letter in abbreviations(region)]
    assert len(PROVINCES) == 34
    assert len(letters) == len(set(letters))
    assert abbreviations("海门区") == ()


def test_rank_says_which_region_may_hold_which() -> None:
    assert rank("河北省") == rank("北京市") > rank("南通市") == rank("恩施自治州") > rank("海门区") == rank("岱山县")
