from __future__ import annotations

from pathlib import Path

import pytest

from index.repair import find_repairs, show
from index.types import Repair


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("新吳區(qū)優(yōu)質發(fā)展", "新吳區優質發展", id="glosses"),
        pytest.param("綠(lǜ)色、女（nǚ）生", "綠色、女生", id="glosses with ü and wide brackets"),
        pytest.param("幼⼩贯通,⽂化", "幼小贯通,文化", id="Kangxi radicals"),
        pytest.param("⻓期⻛险", "长期风险", id="radicals without a mapping of their own"),
        pytest.param("部门协 作、市县联动", "部门协作、市县联动", id="a word split by a blank"),
        pytest.param("河 北 省 教 育 厅", "河北省 教育厅", id="spaced-out words"),
        pytest.param("入学率均达到 100%,其中", "入学率均达到100%,其中", id="blank before a figure"),
        pytest.param("组织开展 2025 年劳动教育,推广", "组织开展2025年劳动教育,推广", id="blanks around a year"),
        pytest.param("一、2024 年工作回顾", "一、2024年工作回顾", id="blank before 年 in a heading"),
        pytest.param("发布日期: 2024- 05- 24 15: 40 浏览", "发布日期: 2024-05-24 15:40 浏览", id="a date with blanks"),
        pytest.param("良好氛围。\u00a0持续强化", "良好氛围。 持续强化", id="hard blank"),
        pytest.param("正文/span>放大</p>好&nbsp;的", "正文放大好\u00a0的", id="leftover markup"),
        pytest.param("如下：\ue0041\ue010培训补贴", "如下： 1.培训补贴", id="private characters"),
    ],
)
def test_repaired(text: str, shown: str) -> None:
    assert show(text, find_repairs(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("10个校门口“幸福空间”(等候区)建设", id="real parentheses"),
        pytest.param("建立3(幼、小、中)+X(包括高中、高校)的培养体系", id="parentheses after a figure"),
        pytest.param("开展AI(人工智能)教学,用好APP(app)", id="Latin letters without tones"),
        pytest.param("“学在岱山 家育课堂”线上直播平台", id="a blank between two phrases"),
        pytest.param("发布机构 县教育局 文号", id="columns"),
        pytest.param("生成日期 2024-05-24 公开日期 2024-05-25", id="dates in columns"),
        pytest.param("附件2 名词解释", id="a blank after a number of its own"),
        pytest.param("什么是“双减”?为什么要减?怎么减?", id="question marks"),
        pytest.param("“崇德?卓越”校(园)长高级研修班", id="a lost dot cannot be known"),
        pytest.param("河北省实施<普通话水平测试管理规定>办法", id="angle brackets around a title"),
        pytest.param("朱镕基、喆、堃、犇、鑫昇?这些名字不改。", id="rare names"),
    ],
)
def test_healthy_text_is_left_alone(text: str) -> None:
    assert find_repairs(text) == ()


def test_show_of_a_part_applies_only_its_repairs() -> None:
    text = "區(qū)好區(qū)"
    repairs = find_repairs(text)
    assert repairs == (Repair("gloss", 1, 5, ""), Repair("gloss", 7, 11, ""))
    assert show(text, repairs, 0, 6) == "區好"
    assert show(text, repairs, 6) == "區"


def test_counts_in_the_real_document_with_glosses(corpus: Path) -> None:
    text = next(corpus.glob("002*")).read_text(encoding="utf-8")
    repairs = find_repairs(text)
    kinds = [repair.kind for repair in repairs]
    # of its 248 short brackets one, (幼、小、中), is real; 區(qū) occurs 70 times, once with its character lost
    assert (kinds.count("gloss"), kinds.count("mojibake"), kinds.count("markup")) == (247, 3, 1)
    shown = show(text, repairs)
    assert "3(幼、小、中)+X(包括" in shown
    assert "(等候區)" in shown
    assert "qū" not in shown
