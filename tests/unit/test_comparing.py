"""Topics of comparisons, without what only sets their sides side by side."""

from __future__ import annotations

import time

import pytest

from rag.question.comparing import without_comparing


@pytest.mark.parametrize(
    ("topic", "kept"),
    [
        pytest.param("课后服务, 和 各打算怎么安排", "课后服务,", id="how"),
        pytest.param("学生吃饭的事, 和 各做了什么安排", "学生吃饭的事,", id="what was done"),
        pytest.param("普惠园覆盖率, 跟 哪边高", "普惠园覆盖率,", id="which is more"),
        pytest.param("体质优良率, 、 、 各定多少,哪个最高", "体质优良率, 多少,", id="a figure, and which is most"),
        pytest.param(" 、 、 三省 城镇新增就业目标", "城镇新增就业目标", id="a count of provinces"),
        pytest.param("新增学位目标对比", "新增学位目标", id="at the end"),
        pytest.param(" 和 的培养计划有什么差别?", "的培养计划 ?", id="the difference"),
        pytest.param("给家长上课的平台 、 各叫什么名字?", "给家长上课的平台 各 ?", id="a name"),
        pytest.param("三区融合发展做法", "三区融合发展做法", id="a name that begins as a count does"),
        pytest.param(" 和 对比", "和 对比", id="nothing else is left"),
        pytest.param("校车安排多少辆", "校车安排多少辆", id="a word of the topic"),
    ],
)
def test_what_is_left(topic: str, kept: str) -> None:
    assert without_comparing(topic).strip() == kept


def test_filler_words_without_end_take_no_time() -> None:
    """0.01 s; each of thousands of words once more from every start were seconds."""
    started = time.perf_counter()
    without_comparing("都想" * 4000)
    assert time.perf_counter() - started < 1
