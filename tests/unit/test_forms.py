"""Words that tell hold something of the form of what is asked for."""

from __future__ import annotations

import pytest

from rag.forms import has_form


@pytest.mark.parametrize(
    ("asked", "said", "held"),
    [
        pytest.param("哪天交付?", "8月15日前交付。", True, id="a day"),
        pytest.param("几月份颁奖?", "每年评选20名。", False, id="every year is no month"),
        pytest.param("几月份颁奖?", "每年9月颁奖。", True, id="a month"),
        pytest.param("这份办法的文号是多少?", "办法自印发之日起施行。", False, id="no number of a document"),
        pytest.param("这份办法的文号是多少?", "见云教规〔2024〕5号。", True, id="a number of a document"),
        pytest.param("是哪家公司施工?", "推进三个项目建设,完成投资1.2亿元。", False, id="no company"),
        pytest.param("是哪家公司施工?", "由云溪建工集团承建。", True, id="a company"),
        pytest.param("去哪家医院体检?", "与两家医院建立转介通道。", False, id="hospitals counted"),
        pytest.param("去哪家医院体检?", "在县人民医院体检。", True, id="a hospital"),
        pytest.param("是哪所学校的?", "全县现有各级各类学校、幼儿园89所。", False, id="schools of all kinds"),
        pytest.param("都有哪几所学校?", "包括云溪一小和柳河中学。", True, id="schools by name"),
        pytest.param("云溪一小集团里有哪几所学校?", "新组建云溪一小教育集团。", False, id="the name that was asked about"),
        pytest.param("是哪些企业出的?", "财政8260万元、上级9800万元、社会3000万元。", False, id="an enumeration of figures"),
        pytest.param("请了哪些专家?", "举办四期大讲坛。", False, id="no expert"),
        pytest.param("指定看哪本书?", "笔试成绩5月30日公布。", False, id="no book"),
        pytest.param("指定看哪本书?", "笔试以《教育学》为参考。", True, id="a book"),
        pytest.param("在哪个乡?", "取缔无证办园点2个。", False, id="no township"),
        pytest.param("在哪个乡?", "河口乡的办园点已取缔。", True, id="a township"),
        pytest.param("在哪几个村?", "撤并教学点3个,须经村民代表会。", False, id="villagers are no village"),
        pytest.param("在哪几个村?", "撤并柳树村、杨家村教学点。", True, id="villages"),
        pytest.param("面试在什么地方考?", "加试占面试成绩的40%。", False, id="no place"),
        pytest.param("面试在什么地方考?", "面试在县第一中学进行。", True, id="a place"),
        pytest.param("园长是谁?", "幼儿园8月底前完工。", False, id="nobody"),
        pytest.param("园长是谁?", "任命张小云同志为园长。", True, id="somebody"),
        pytest.param("什么时候、在哪里摇号?", "在区文化中心摇号。", False, id="the narrowest of two"),
        pytest.param("怎么管住小权?", "落实小微权力清单制度。", None, id="no form asked for"),
    ],
)
def test_has_form(asked: str, said: str, held: bool | None) -> None:
    assert has_form(asked, said) is held
