from __future__ import annotations

from dataclasses import replace

import pytest

from eval.metrics.verdict import leading_verdict, score_yesno, verdict
from eval.types import Cited, Quote
from tests.metrics_world import answered, cite, item, seen

ALLOWED = item(
    "yesno",
    "青岚让不让住家补课？",
    "不允许，从严整治住家补课",
    ["不允许", "从严整治住家补课行为"],
    ["不让", "不行"],
    [("青岚计划.txt", "从严整治住家补课等行为")],
)
EVIDENCE = cite(1, "青岚计划.txt", "从严整治住家补课等行为")
ELSEWHERE = cite(1, "望湖计划.txt", "从严整治住家补课等行为")
BESIDE = cite(1, "青岚计划.txt", "公开招聘教师210名")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("是", "是"),
        ("是的，2025年实施。", "是"),
        ("对", "是"),
        ("没错，有这个要求", "是"),
        ("达到了，下降1.1个百分点", "是"),
        ("有，实施体育家庭作业制度", "是"),
        ("不是，只关停低端民办园", "否"),
        ("不允许", "否"),
        ("是不允许的", "否"),
        ("没有完成", "否"),
        ("否", "否"),
        ("未达到年初目标", "否"),
        ("沒有", "否"),
        ("未找到相关规定", "未提及"),
        ("没有提到", "未提及"),
        ("有会不是不允许", ""),
        ("是，不对", ""),
        ("", ""),
        ("青岚教育发展很快", ""),
        ("根据《工作计划》，不允许", "否"),
        ("答案：是", "是"),
        ("是不是要关停？不是。", "否"),
        ("社会力量办学", ""),
        ("青岚区教育局，全区上下，有要求", ""),
        ("**不能**。", "否"),
        ("不能[1]。", "否"),
    ],
)
def test_verdict(text: str, expected: str) -> None:
    assert verdict(text) == expected


@pytest.mark.parametrize(
    ("text", "citation", "leading", "score"),
    [
        pytest.param("不允许，从严整治住家补课。[1]", EVIDENCE, 1.0, 1.0, id="right and grounded"),
        pytest.param("不允许。", EVIDENCE, 1.0, 1.0, id="citation is the reason"),
        pytest.param("不允许，从严整治住家补课行为。", None, 1.0, 1.0, id="point is the reason"),
        pytest.param("不允许。", None, 1.0, 0.0, id="no reason"),
        pytest.param("不允许。[1]", BESIDE, 1.0, 0.0, id="citation of something else"),
        pytest.param("不允许。[1]", ELSEWHERE, 1.0, 0.0, id="citation of another district"),
        pytest.param("允许。[1]", EVIDENCE, 0.0, 0.0, id="wrong"),
        pytest.param("有会不是不允许。[1]", EVIDENCE, 0.0, 0.0, id="every verdict"),
        pytest.param("未提及。[1]", EVIDENCE, 0.0, 0.0, id="says it is not mentioned"),
        pytest.param("", EVIDENCE, 0.0, 0.0, id="empty"),
    ],
)
def test_yesno(text: str, citation: Cited | None, leading: float, score: float) -> None:
    view = seen(ALLOWED, answered(text, *[citation] if citation else []))
    assert (leading_verdict(view), score_yesno(view)) == (leading, score)


def test_a_refusal_has_no_verdict() -> None:
    assert leading_verdict(seen(ALLOWED, answered("不允许", EVIDENCE, status="refused"))) == 0.0


@pytest.mark.parametrize(("citation", "score"), [(BESIDE, 1.0), (ELSEWHERE, 0.0), (None, 0.0)], ids=["its document", "another", "none"])
def test_where_only_the_document_is_known_a_citation_of_it_is_the_reason(citation: Cited | None, score: float) -> None:
    known = replace(ALLOWED, evidence=(Quote("青岚计划.txt", ""),))
    assert score_yesno(seen(known, answered("不允许。[1]", *[citation] if citation else []))) == score
