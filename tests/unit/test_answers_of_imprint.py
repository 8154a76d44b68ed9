from __future__ import annotations

from datetime import date

import pytest

from index.types import Document
from rag.answers.imprint import about_documents
from rag.cite import is_exact, verify
from rag.types import Draft, Evidence, Understood
from tests.values import catalogue_of, make_document, make_understood

PLAN = make_document(
    "云溪区教育局2025年工作要点\n来源：云溪区教育局 发布时间：2025- 03- 04 15:20 浏览次数：\n4月发布学区划分通知。",
    title="云溪区教育局2025年工作要点",
    kinds=("要点",),
    issuer="云溪区教育局",
    issuer_raw="云溪区教育局",
    published_on=date(2025, 3, 4),
)
NOTICE = make_document(
    "石桥县教育局关于做好招生工作的通知\n石教〔2024〕7号\n各学校：……\n石桥县教育局\n2024年5月9日",
    "石桥县",
    years=(2024,),
    title="石桥县教育局关于做好招生工作的通知",
    kinds=("通知",),
    number="石教〔2024〕7号",
    published_on=date(2024, 5, 9),
)


class _Otherwise:
    def answer(self, understood: Understood, evidence: tuple[Evidence, ...], emit: object) -> Draft:
        return Draft("别的", (), "refused", "extractive")


def answered(question: str, *documents: Document) -> Draft:
    by_id = {document.id: document for document in documents}
    answerer = about_documents(lambda: catalogue_of(*documents), by_id.__getitem__, _Otherwise())
    return answerer.answer(make_understood(question, *documents), (), lambda _piece: None)


@pytest.mark.parametrize(
    ("question", "text", "quote"),
    [
        pytest.param(
            "云溪2025年工作要点是哪天发的？",
            "《云溪区教育局2025年工作要点》的发布日期为2025年3月4日。[1]",
            "来源：云溪区教育局 发布时间：2025- 03- 04 15:20 浏览次数：",
            id="day, printed with blanks",
        ),
        pytest.param(
            "云溪区的要点由哪个单位发布的",
            "《云溪区教育局2025年工作要点》的发布单位为云溪区教育局。[1]",
            "云溪区教育局2025年工作要点",
            id="issuer",
        ),
        pytest.param(
            "石桥县招生通知的文号是多少？",
            "《石桥县教育局关于做好招生工作的通知》的文号为“石教〔2024〕7号”。[1]",
            "石教〔2024〕7号",
            id="number",
        ),
        pytest.param(
            "石桥县招生工作的通知什么时候印发的",
            "《石桥县教育局关于做好招生工作的通知》的发布日期为2024年5月9日。[1]",
            "2024年5月9日",
            id="day, signed",
        ),
        pytest.param(
            "石桥县招生工作的发布日期",
            "《石桥县教育局关于做好招生工作的通知》的发布日期为2024年5月9日。[1]",
            "2024年5月9日",
            id="day, by a word of the title",
        ),
    ],
)
def test_what_a_document_says_of_itself(question: str, text: str, quote: str) -> None:
    draft = answered(question, PLAN, NOTICE)
    assert draft.text == text
    assert [citation.quote for citation in draft.citations] == [quote]
    assert all(is_exact(citation) for citation in draft.citations)
    assert verify(draft) == draft


def test_documents_of_several_regions_have_a_line_each() -> None:
    assert answered("云溪区和石桥县的文件分别是哪天发布的", PLAN, NOTICE).text.splitlines() == [
        "《云溪区教育局2025年工作要点》的发布日期为2025年3月4日。[1]",
        "《石桥县教育局关于做好招生工作的通知》的发布日期为2024年5月9日。[2]",
    ]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("云溪区什么时候发布学区划分通知？", id="what a document plans"),
        pytest.param("云溪区的教师轮岗办法是哪天印发的？", id="a document that is not there"),
        pytest.param("云溪区2025年工作要点的文号是多少？", id="what is not printed"),
        pytest.param("石桥县招生工作名单公布时间是哪天？", id="when something else is published"),
        pytest.param("石桥县招生工作摇号结果的发布单位是谁？", id="who publishes something else"),
        pytest.param("石桥县招生通知的成文日期", id="another date of the document"),
        pytest.param("云溪区招聘教师多少名？", id="something else"),
    ],
)
def test_all_else_is_for_the_search(question: str) -> None:
    assert answered(question, PLAN, NOTICE).text == "别的"
