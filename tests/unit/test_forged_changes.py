"""Sentences changed by program: which changes there are, and what becomes of them."""

from __future__ import annotations

import pytest

from eval.forged_changes import changed
from index.catalogue import Catalogue
from tests.values import make_document


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("全区今年新建公办幼儿园3所。", {"verbatim": 0, "another digit": 1, "numeral in Chinese": 0}, id="a count"),
        pytest.param(
            "公办园在园幼儿占比要达到60%以上。",
            {"verbatim": 0, "another digit": 1, "points for percent": 1, "another bound": 1, "percent in words": 0},
            id="a share with a bound behind it",
        ),
        pytest.param(
            "骨干教师在交流教师中的占比不低于15%。",
            {
                "verbatim": 0,
                "another digit": 1,
                "points for percent": 1,
                "another bound": 1,
                "percent in words": 0,
                "bound in other words": 0,
            },
            id="a share with a bound before it",
        ),
        pytest.param(
            "全年学生资助惠及学生1.5万人次。",
            {"verbatim": 0, "another digit": 1, "another scale": 1, "万 written out": 0},
            id="tens of thousands",
        ),
        pytest.param("全区教育工作总体平稳、稳中有进。", {}, id="no amount"),
        pytest.param("新建3所。", {}, id="too short"),
    ],
)
def test_changes_of_a_sentence(text: str, kinds: dict[str, int]) -> None:
    shares = changed([make_document(text)], Catalogue())
    assert {kind: share.holds for kind, share in shares.items()} == kinds
    assert {share.of for share in shares.values()} <= {1}
