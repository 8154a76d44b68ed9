from __future__ import annotations

from tests.answering import answered, lines
from tests.values import make_document

YUNXI = make_document("招聘教师120名。")


def test_each_region_has_its_line_and_is_asked_about() -> None:
    other = make_document("招聘教师80名。", "青岚区")
    *said, back = lines(answered("招聘教师多少名？", YUNXI, other))
    assert sorted(said) == ["云溪区（2025年）：招聘教师120名。[1]", "青岚区（2025年）：招聘教师80名。[2]"]
    assert back == "您问哪个区？"


def test_regions_of_several_levels() -> None:
    *_, back = lines(answered("招聘教师多少名？", YUNXI, make_document("招聘教师80名。", "石桥县")))
    assert back == "您问哪里？"


def test_one_region_needs_no_question() -> None:
    assert lines(answered("招聘教师多少名？", YUNXI)) == ["云溪区（2025年）：招聘教师120名。[1]"]
