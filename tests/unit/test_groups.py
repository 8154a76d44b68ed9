"""Several regions by one name."""

from __future__ import annotations

import pytest

from rag.question.groups import with_groups_written_out
from tests.values import catalogue_of, make_document

LIBRARY = catalogue_of(*(make_document("", region, (2025,)) for region in ("辽宁省", "吉林省", "黑龙江省", "广东省")))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        pytest.param("东三省2025年新增就业各多少", "辽宁、吉林、黑龙江2025年新增就业各多少", id="a group"),
        pytest.param("东北三省新增就业", "辽宁、吉林、黑龙江新增就业", id="its longer name"),
        pytest.param("两广新增就业", "两广新增就业", id="one of which the library holds"),
        pytest.param("辽宁推进东三省一体化", "辽宁推进东三省一体化", id="a topic"),
        pytest.param("辽宁新增就业", "辽宁新增就业", id="none"),
    ],
)
def test_groups(asked: str, meant: str) -> None:
    assert with_groups_written_out(asked, LIBRARY) == meant
