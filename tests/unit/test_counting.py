"""What a question counts or measures."""

from __future__ import annotations

import pytest

from rag.question.counting import asked_head, things_counted
from tests.values import catalogue_of, make_document

CATALOGUE = catalogue_of(make_document("新增托位120个。"))


@pytest.mark.parametrize(
    ("topic", "head"),
    [("招聘多少名教师", "教师"), ("优良率的目标是多少", "优良率"), ("新建改扩建几个", "新建改扩建")],
)
def test_asked_head(topic: str, head: str) -> None:
    assert asked_head(topic) == head


@pytest.mark.parametrize(
    ("topic", "things"),
    [
        pytest.param("打算新增几个托位", ("托位",), id="a thing"),
        pytest.param("有多少人报了名", ("报名",), id="what they did"),
        pytest.param("得有几位老师看着", ("老师",), id="without what they do"),
        pytest.param("一共有几个班?", ("班",), id="of one character"),
        pytest.param("几分钟之内上报", (), id="a time counts nothing"),
        pytest.param("开多少家活动的场所", (), id="a noun that stands for any"),
        pytest.param("目标是多少个(不是完成数)", (), id="nothing named behind"),
    ],
)
def test_things_counted(topic: str, things: tuple[str, ...]) -> None:
    assert things_counted(topic, CATALOGUE) == things
