from __future__ import annotations

import pytest

from index.types import Document
from rag.answers.years import period
from rag.rank import candidates
from tests.answering import answered, lines
from tests.values import BagEmbedder, make_document, make_evidence, make_understood, renamed

EARLIER = renamed(make_document("全年新增学位2880个。", years=(2023,), title="云溪区教育局2023年工作总结", kinds=("总结",)), id="earlier")
PLAN = renamed(make_document("全年新增学位1710个。", years=(2024,), title="云溪区教育局2024年工作计划", kinds=("计划",)), id="plan")
REPORT = renamed(make_document("全年新增学位1530个。", years=(2024,), title="云溪区教育局2024年工作总结", kinds=("总结",)), id="report")


def test_each_year_has_its_line_as_it_turned_out() -> None:
    assert lines(answered("云溪区2023年和2024年新增学位各多少个？", EARLIER, PLAN, REPORT)) == [
        "云溪区（2023年）：全年新增学位2880个。[1]",
        "云溪区（2024年）：全年新增学位1530个。[2]",
    ]


def test_what_was_planned_when_that_is_asked() -> None:
    said = lines(answered("云溪区2023年新增学位实际多少个，2024年计划多少个？", EARLIER, PLAN, REPORT))
    assert said[1] == "云溪区（2024年）：全年新增学位1710个。[2]"


def test_a_year_without_an_answer_is_named() -> None:
    draft = answered("云溪区2022年和2023年新增学位各多少个？", EARLIER)
    assert draft.status == "partial"
    assert [notice.message for notice in draft.notices] == ["2022年：在现有文件中未找到相关表述。"]


def test_plan_and_outcome_of_one_year() -> None:
    said = lines(answered("云溪区2024年新增学位，计划和实际对比", PLAN, REPORT))
    assert said == ["云溪区（2024年）：全年新增学位1710个。[1]", "云溪区（2024年）：全年新增学位1530个。[2]"]


def test_the_change_between_two_years_is_worked_out() -> None:
    first, *_ = lines(answered("云溪区2024年比2023年新增学位少多少个？", EARLIER, REPORT))
    assert first == "由[1][2]计算得出，2023年比2024年多1350个。"


@pytest.mark.parametrize(("document", "expected"), [(PLAN, "planned"), (REPORT, "done")])
def test_the_period_of_a_sentence_is_that_of_its_document(document: Document, expected: str) -> None:
    (candidate,) = candidates(make_understood("新增学位多少个？", document), make_evidence(document), BagEmbedder)
    assert period(candidate) == expected
