from __future__ import annotations

import pytest

from rag.query import understand
from rag.types import Question
from tests.values import TODAY, catalogue_of, make_document

LIBRARY = catalogue_of(make_document("", "云溪区", (2025,)), make_document("", "石桥县", (2024, 2025)))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("资料库里有哪些文件", "catalogue"),
        ("现在收录了多少份材料", "catalogue"),
        ("有哪几个区的2025年计划", "catalogue"),
        ("哪些区有工作总结？", "catalogue"),
        ("云溪区引进老师靠的是哪份文件", "fact"),
        ("哪些文件提到了延时服务", "list"),
        ("云溪和石桥新增学位相差多少", "arithmetic"),
        ("石桥2025年比2024年多招多少老师", "arithmetic"),
        ("云溪和石桥一共新增多少学位", "arithmetic"),
        ("各区县加起来新增多少学位", "arithmetic"),
        ("云溪区建学校一共投多少钱", "number"),
        ("云溪和石桥谁新增的学位多，多多少", "compare"),
        ("哪个县招的老师最多", "compare"),
        ("云溪区督导垫底的是哪个县", "fact"),
        ("石桥县招聘的计划和实际对一下", "compare"),
        ("原文怎么写的延时服务", "wording"),
        ("云溪区对延时服务怎么表述", "wording"),
        ("课堂改革范式叫什么？", "fact"),
        ("在编的老师能报名不", "yesno"),
        ("老师可以收礼么", "yesno"),
        ("石桥鼓不鼓励民办园转型", "yesno"),
        ("石桥给不给老师发补贴", "yesno"),
        ("石桥维修花的钱超过一千万了吧", "yesno"),
        ("石桥延时托管另外收钱不", "yesno"),
        ("石桥的补贴还翻倍不", "yesno"),
        ("石桥的经济涨到自己预想的没", "yesno"),
        ("石桥的校车全换新能源了对吧", "yesno"),
        ("石桥真有四十多年没发生过大事故？", "yesno"),
        ("孩子算不算特殊学生、怎么入学，石桥靠哪个部门来定", "fact"),
        ("石桥几所高中各自往哪个方向走，挨个说", "list"),
        ("去年哪俩学校升格了", "list"),
        ("石桥管校园安全那段，领导要听个要点", "summary"),
        ("云溪区今年要建5所学校？", "yesno"),
        ("石桥的高中已经建好了？", "yesno"),
        ("石桥的粮食没完成任务吧", "yesno"),
        ("云溪区老师的培训要求？", "fact"),
        ("石桥有什么优惠？", "list"),
        ("云溪区给我讲讲吧", "summary"),
        ("今年的任务做成了什么", "summary"),
        ("宿舍怎么管，捋几条", "summary"),
        ("取得了哪些成效", "summary"),
        ("数字化打算干些啥，简单说说", "summary"),
        ("要搞什么球赛", "fact"),
        ("2023-2025年总共捧回几块牌子", "number"),
        ("延时托管最晚到几点？", "fact"),
        ("从哪天开始，试行几年", "fact"),
        ("课堂六要素", "list"),
        ("培训有几种方式", "list"),
        ("五个行动分别叫什么", "list"),
        ("3个实验室叫什么？", "list"),
        ("工作打算的四个方面", "list"),
        ("2023-2024学年参加的学生人数", "number"),
        ("升学率", "number"),
        ("云溪和梁溪区的托位哪个多", "compare"),
        ("石桥的托位数", "number"),
        ("普惠率这几年怎么变的", "temporal"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert understand(Question(text), LIBRARY, TODAY).kind == kind
