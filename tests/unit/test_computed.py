from __future__ import annotations

import pytest

from rag.computed import holds, is_computed


@pytest.mark.parametrize(
    ("claimed", "quotes", "right"),
    [
        pytest.param("由计算得出,相差20万人。", ("新增就业120万人以上", "新增就业100万人以上"), True, id="difference"),
        pytest.param("由计算得出,相差30万人。", ("新增就业120万人以上", "新增就业100万人以上"), False, id="a wrong difference"),
        pytest.param("由计算得出,合计345人。", ("招聘教师210名", "招聘教师135名"), True, id="sum, in a word that means the same"),
        pytest.param("由计算得出,相差345人。", ("招聘教师210名", "招聘教师135名"), False, id="a sum called a difference"),
        pytest.param("由计算得出,2025年比2024年高2个百分点。", ("覆盖率93%", "覆盖率91%"), True, id="shares differ by points"),
        pytest.param("由计算得出,云溪区是石桥县的1.5倍。", ("新建3所", "新建2所"), True, id="ratio"),
        pytest.param("由计算得出,合计5所。", ("新建3所", "招聘2名"), False, id="of different things"),
        pytest.param("由计算得出,合计5所。", ("新建3所,改建2所",), False, id="of one quotation"),
        pytest.param("由计算得出,云溪区更多。", ("新建3所", "新建2所"), False, id="states no amount"),
    ],
)
def test_what_is_worked_out_follows_from_both_quotations(claimed: str, quotes: tuple[str, ...], right: bool) -> None:
    assert is_computed(claimed)
    assert holds(claimed, quotes) is right


def test_other_sentences_are_not_worked_out() -> None:
    assert not is_computed("全区合计345人。")
