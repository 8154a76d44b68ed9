from __future__ import annotations

import pytest

from index.halves import LEADS, TRAILS, candidates, character_of
from index.language import Reading


def test_characters_are_those_of_the_codec() -> None:
    for lead in LEADS[::7]:
        for trail in TRAILS:
            decoded = bytes((lead, trail)).decode("gbk", "replace")
            assert character_of(lead, trail) == ("" if "\ufffd" in decoded else decoded)
    assert character_of(0x20, 0x40) == ""


@pytest.mark.parametrize("before", ["", "优化校门口", "教育工作，为", "同意…", "一、总体。人", "㎡不管", "a"])
@pytest.mark.parametrize(
    ("leads", "trails"),
    [((0xB8,), TRAILS), ((0xA1,), TRAILS), (tuple(range(0xA1, 0xFF)), (0xD3, 0x42)), ((0xF8, 0xA3), tuple(range(0xA1, 0xFF)))],
    ids=["one lead", "marks", "two trails", "other forms"],
)
def test_scores_are_those_of_reading_on(before: str, leads: tuple[int, ...], trails: tuple[int, ...]) -> None:
    reading = Reading().read(before).discounted(-4.0)
    options = candidates(leads, trails)
    expected = [reading.read(one).score if one else float("-inf") for one in options.characters]
    assert options.scores(reading).tolist() == expected
    assert list(options.characters) == [character_of(lead, trail) for lead in leads for trail in trails]


def test_a_byte_that_opens_no_pair_stands_for_nothing() -> None:
    assert candidates((0x4F, 0xB0), (0x40, 0xA1)).characters == ("", "", *candidates((0xB0,), (0x40, 0xA1)).characters)
