"""Which figure of a sentence is meant."""

from __future__ import annotations

import pytest

from rag.asked import asked_figure
from tests.values import make_document, make_understood

DOCUMENT = make_document("招聘教师120名。")


@pytest.mark.parametrize(
    ("question", "said", "figure"),
    [
        pytest.param(
            "特殊教育公用经费提高到多少元？", "将特殊教育公用经费从每生每年6000元提高至7000元,学前教育2000元", "7000元", id="after a change"
        ),
        pytest.param("班主任津贴原来每月多少钱？", "班主任津贴由每月600元提高到每月800元", "600元", id="before it, when asked"),
        pytest.param("班主任津贴每月多少钱？", "班主任津贴由每月600元提高到每月800元", "800元", id="after it, else"),
        pytest.param("农村公路改造多少公里？", "改造农村户厕42座,改造农村公路735.7公里", "735.7公里", id="of the measure asked for"),
        pytest.param("招聘保安多少名？", "新建幼儿园3所,招聘教师120名、保安40名", "40名", id="with its own words"),
        pytest.param("幼儿园新建几所？", "新建公办幼儿园3所,改造小学5所", "3所", id="words before it"),
        pytest.param("怎么管食堂？", "每学期检查食堂2次", "", id="no figure asked for"),
        pytest.param("招聘教师多少名？", "新建幼儿园3所", "", id="none of the measure"),
    ],
)
def test_asked_figure(question: str, said: str, figure: str) -> None:
    clauses = said.split(",")
    found = asked_figure(make_understood(question, DOCUMENT), clauses)
    assert (clauses[found.clause][found.amount.start : found.amount.end] if found else "") == figure
