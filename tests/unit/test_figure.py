from __future__ import annotations

import pytest

from rag.figure import figure_count, has_figure, units_asked


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("新增几所幼儿园", "所"),
        ("招聘多少名教师", "人"),
        ("招多少老师", "人"),
        ("公办园占比是多少", "%"),
        ("防近视总共花多少钱", "元"),
        ("录像要存多久", "天"),
        ("每学期检查几次", "次"),
    ],
)
def test_units_asked(question: str, unit: str) -> None:
    assert unit in units_asked(question)


def test_a_question_that_names_no_measure() -> None:
    assert units_asked("研修品牌叫什么") == frozenset()


@pytest.mark.parametrize(
    ("words", "units", "held"),
    [
        pytest.param("新增省优质园2所", frozenset(("所", "家")), True, id="the measure asked for"),
        pytest.param("新增省优质园2所", "元", False, id="another measure"),
        pytest.param("总投资约1231万元", "元", True, id="a scale between"),
        pytest.param("复评比例不低于三分之一", "%", True, id="a share in words"),
        pytest.param("覆盖率达92.5%以上", "%", True, id="per cent"),
        pytest.param("演练600余次", "次", True, id="an approximation"),
        pytest.param("第十七条 交流教师", "", False, id="the number of an article"),
        pytest.param("一是优化资源", "", False, id="a label"),
        pytest.param("2025年工作安排", "年", False, id="a year"),
        pytest.param("“学校、教师、家长”五位一体", "人", False, id="五位一体 counts nothing"),
        pytest.param("一批名师", "", False, id="一批 is a word"),
        pytest.param("三所幼儿园", "所", True, id="a Chinese numeral"),
        pytest.param("每千人口托位数4.5个", "个", True, id="an average"),
        pytest.param("四大活动", "人", False, id="no people"),
    ],
)
def test_has_figure(words: str, units: frozenset[str] | str, held: bool) -> None:
    assert has_figure(words, units) is held


def test_a_time_of_day_answers_when() -> None:
    assert has_figure("接待时间9:00至17:00", units_asked("几点开始接待"))
    assert not has_figure("接待3人", units_asked("几点开始接待"))


def test_figure_count() -> None:
    assert figure_count("2所小学新增学位2160个,初中学位1350个", "个") == 2
    assert figure_count("7所,总投资5.86亿元,新增学位4590个", "个") == 1
    assert figure_count("新增学位", "个") == 0
