from __future__ import annotations

from rag.cite import NOT_MENTIONED
from tests.answering import answered, lines
from tests.values import make_document

YUNXI = make_document("招聘教师120名。新建幼儿园3所,新增学位900个。近视率控制在50%以内。")
SHIQIAO = make_document("今年招聘教师80名。新建幼儿园5所。", "石桥县")
CITY = make_document("群众满意度：云溪区得91.4分，石桥县得88.2分。", "澜安市", years=(2024,))


def test_each_region_has_its_line_and_row() -> None:
    draft = answered("云溪区和石桥县招聘教师各多少名？", YUNXI, SHIQIAO)
    assert lines(draft) == ["云溪区（2025年）：招聘教师120名。[1]", "石桥县（2025年）：今年招聘教师80名。[2]"]
    assert draft.table is not None
    assert [(row.label, row.cells[0].citations) for row in draft.table.rows] == [("云溪区", (1,)), ("石桥县", (2,))]


def test_a_region_without_an_answer_is_said_to_have_none() -> None:
    draft = answered("云溪区和石桥县新增学位各多少个？", YUNXI, SHIQIAO)
    assert draft.status == "partial"
    assert lines(draft)[1] == f"石桥县：{NOT_MENTIONED}。"
    assert draft.table is not None
    assert (draft.table.rows[1].cells[0].text, draft.table.rows[1].cells[0].citations) == (NOT_MENTIONED, ())


def test_who_has_more_comes_first() -> None:
    first, *_ = lines(answered("云溪区和石桥县哪个招聘教师多？", YUNXI, SHIQIAO))
    assert first == "云溪区更多：云溪区120名，石桥县80名。[1][2]"


def test_a_difference_is_worked_out_from_both() -> None:
    first, *_ = lines(answered("云溪区比石桥县多招聘教师多少名？相差多少？", YUNXI, SHIQIAO))
    assert first == "由[1][2]计算得出，云溪区比石桥县多40人。"


def test_figures_of_different_years_are_pointed_out() -> None:
    earlier = make_document("招聘教师80名。", "石桥县", years=(2024,))
    draft = answered("云溪区和石桥县招聘教师各多少名？", YUNXI, earlier)
    assert [notice.code for notice in draft.notices] == ["years_differ"]


def test_a_document_of_the_city_around_them_tells_of_both() -> None:
    bare = (make_document("加强校园管理。"), make_document("改善办学条件。", "石桥县"))
    draft = answered("云溪区和石桥县群众满意度各得多少分？", CITY, *bare)
    assert [line[:3] for line in lines(draft)] == ["云溪区", "石桥县"]
    assert ["91.4分" in lines(draft)[0], "88.2分" in lines(draft)[1]] == [True, True]
