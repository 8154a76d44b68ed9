from __future__ import annotations

from dataclasses import replace

import pytest

from index.errors import UnknownDocument
from index.types import Document, Filter
from rag.answers.catalogue import MOST_LISTED, CatalogueFirst, title_span
from rag.cite import NOT_FOUND, is_exact, verify
from rag.types import Draft, Evidence, Understood
from tests.values import catalogue_of, make_document, make_understood, renamed

PLAN = make_document("云溪区教育局2025年工作计划\n招聘教师120名。", kinds=("计划",))
REPORT = make_document(
    "石桥县教育局2024年工作总结\n招聘教师80名。", "石桥县", years=(2024,), title="石桥县教育局2024年工作总结", kinds=("总结",)
)


class _Otherwise:
    def answer(self, understood: Understood, evidence: tuple[Evidence, ...], emit: object) -> Draft:
        return Draft("别的", (), "refused", "extractive")


def listed(question: str, *documents: Document, filter: Filter | None = None) -> Draft:
    by_id = {document.id: document for document in documents}
    answerer = CatalogueFirst(lambda: catalogue_of(*documents), by_id.__getitem__, _Otherwise())
    understood = make_understood(question, *documents)
    if filter:
        understood = replace(understood, question=replace(understood.question, filter=filter))
    return answerer.answer(understood, (), lambda _piece: None)


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        pytest.param("资料库里有哪些文件？", ["云溪区教育局2025年工作计划", "石桥县教育局2024年工作总结"], id="all"),
        pytest.param("云溪区有哪些文件？", ["云溪区教育局2025年工作计划"], id="of a region"),
        pytest.param("有哪些2024年的文件？", ["石桥县教育局2024年工作总结"], id="of a year"),
        pytest.param("哪些区县有总结？", ["石桥县教育局2024年工作总结"], id="of a kind"),
    ],
)
def test_documents_are_listed_with_their_titles_cited(question: str, titles: list[str]) -> None:
    draft = listed(question, PLAN, REPORT)
    assert [citation.quote for citation in draft.citations] == titles
    assert all(is_exact(citation) for citation in draft.citations)
    assert verify(draft) == draft


def test_the_count_comes_first() -> None:
    assert listed("资料库里有哪些文件？", PLAN, REPORT).text.startswith("共2项：\n1. 云溪区：《云溪区教育局2025年工作计划》。[1]")


def test_what_the_filter_shuts_out_is_not_listed() -> None:
    draft = listed("资料库里有哪些文件？", PLAN, REPORT, filter=Filter(regions=("石桥县",)))
    assert [citation.document.id for citation in draft.citations] == ["石桥县"]


def test_none() -> None:
    draft = listed("资料库里有哪些2021年的文件？", PLAN)
    assert (draft.status, draft.text[: len(NOT_FOUND)]) == ("refused", NOT_FOUND)


def test_more_than_an_answer_can_list_are_counted_in_a_notice() -> None:
    many = [renamed(PLAN, id=f"{n:03}") for n in range(MOST_LISTED + 3)]
    draft = listed("资料库里有哪些文件？", *many)
    assert len(draft.citations) == MOST_LISTED
    assert "共23份" in draft.notices[0].message
    assert not draft.text.startswith("共")


def test_a_document_deleted_meanwhile_is_left_out() -> None:
    def gone(document_id: str) -> Document:
        raise UnknownDocument(document_id)

    answerer = CatalogueFirst(lambda: catalogue_of(PLAN), gone, _Otherwise())
    assert answerer.answer(make_understood("资料库里有哪些文件？", PLAN), (), lambda _piece: None).status == "refused"


def test_other_questions_go_on() -> None:
    assert listed("云溪区招聘教师多少名？", PLAN).text == "别的"


def test_a_title_that_does_not_stand_in_the_document() -> None:
    document = make_document("  第一句。第二句。", title="另一个题目")
    span = title_span(document)
    assert document.text[span.start : span.end] == "第一句。"
