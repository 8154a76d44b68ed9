from __future__ import annotations

import pytest

from index.language import Reading
from index.outlook import Outlook

LATER = ("", "发展。", "育工作，推进高质量发展；2025年", "、", "。。教育", "…㎡理", "教育、卫生、文化工作。加快构建体系，")


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize("before", ["", "教", "为了发展教", "同意，", "…", "加快构建高质量教育体系"])
def test_an_outlook_is_what_reading_on_gives(before: str, later: str) -> None:
    reading = Reading().read(before)
    for start in (reading, reading.discounted(-3.5)):
        assert Outlook(later).score(start) == pytest.approx(start.read(later).score, abs=1e-9)
