"""Questions for a part that official documents have by custom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.answering import answered, lines
from tests.values import make_document

REPORT = make_document(
    "一、2024年工作成效\n(一)学位供给充足。新增学位900个。(二)校园更加安全。排查隐患30处。\n"
    "二、存在的困难和不足\n一是编制紧张。全区缺编60人。二是近视率偏高。初中尤为突出。\n三、2025年工作打算\n(一)建学校。新建小学2所。(二)招教师。招聘教师135名。",
    years=(2024, 2025),
)


@pytest.mark.parametrize(
    ("question", "heading", "first"),
    [
        pytest.param("云溪区自己承认有哪些短板？", "存在的困难和不足", "编制紧张", id="problems in another word"),
        pytest.param("云溪区还有哪些没做好", "存在的困难和不足", "编制紧张", id="problems in plain words"),
        pytest.param("云溪区自己认了哪几样没干好", "存在的困难和不足", "编制紧张", id="problems, counted as people do"),
        pytest.param("云溪区2024年有哪些亮点", "2024年工作成效", "学位供给充足", id="achievements"),
        pytest.param("云溪区下一步有哪些打算", "2025年工作打算", "建学校", id="plans"),
        pytest.param("云溪区2025年工作打算的两个方面", "2025年工作打算", "建学校", id="plans, and how many points"),
    ],
)
def test_what_stands_under_its_heading(question: str, heading: str, first: str) -> None:
    _, head, item, *_ = lines(answered(question, REPORT))
    assert heading in head
    assert item.startswith(f"1. {first}")


def test_a_topic_within_the_part_is_no_question_for_the_whole() -> None:
    assert "编制" not in answered("云溪区近视率方面有哪些不足？", REPORT).text


def test_of_two_documents_the_one_that_reports_on_the_year() -> None:
    before = make_document(
        "一、存在的问题\n一是校舍陈旧。二是操场太小。\n二、2024年工作思路\n(一)建学校。新建小学2所。", years=(2023, 2024)
    )
    before = replace(before, id="before")
    assert "编制紧张" in answered("云溪区2024年有哪些短板？", before, REPORT).text
    assert "校舍陈旧" in answered("云溪区2023年有哪些短板？", before, REPORT).text
    assert "编制紧张" in answered("云溪区有哪些短板？", before, REPORT).text
