from __future__ import annotations

from dataclasses import replace

import pytest

from index.dictionary import Expansion
from index.types import Document, Repair
from rag.answers.quoting import quotations
from rag.answers.selection import close_second
from rag.cite import NOT_FOUND, is_exact, verify
from rag.evidence import gather
from rag.extract import ExtractiveAnswerer
from rag.rank import candidates
from rag.types import Draft, Evidence
from tests.values import ANSWERING, BagEmbedder, make_document, make_evidence, make_hits, make_understood

YUNXI = make_document("一、扩容。新建幼儿园3所,新增学位900个,公办园覆盖率达65%以上。招聘教师120名。加强食堂管理,每学期检查2次。")
SHIQIAO = make_document("今年招聘教师80名。新建幼儿园5所。", "石桥县")


def answer(text: str, *documents: Document) -> Draft:
    used = documents or (YUNXI,)
    return ExtractiveAnswerer(BagEmbedder, ANSWERING).answer(make_understood(text, *used), make_evidence(*used), lambda _piece: None)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("云溪区招聘教师多少名？", "120名"),
        ("云溪区公办园覆盖率是多少？", "65%以上"),
        ("云溪区食堂每学期检查几次？", "2次"),
    ],
)
def test_the_sentence_that_answers_is_quoted(question: str, holds: str) -> None:
    draft = answer(question)
    assert draft.status == "answered"
    assert holds in draft.text.split("[1]")[0]
    assert draft.text.startswith("云溪区（2025年）：")
    assert all(is_exact(citation) for citation in draft.citations)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        pytest.param("云溪区马拉松哪天开跑？", "云溪区教育局2025年工作计划", id="nothing answers"),
        pytest.param("梁溪区招聘教师多少名？", "梁溪区", id="a region nobody wrote about"),
        pytest.param("梁溪区招聘教师，2024年多少，2025年多少？", "梁溪区", id="in several years"),
        pytest.param("梁溪区招聘教师的计划和实际对一下", "梁溪区", id="planned beside done"),
    ],
)
def test_refusal_says_what_is_missing(question: str, named: str) -> None:
    draft = answer(question)
    assert (draft.status, draft.citations) == ("refused", ())
    assert draft.text.startswith(NOT_FOUND)
    assert named in draft.text + "".join(notice.message for notice in draft.notices)


def test_no_evidence() -> None:
    draft = ExtractiveAnswerer(BagEmbedder, ANSWERING).answer(make_understood("招聘多少名", YUNXI), (), lambda _piece: None)
    assert draft.status == "refused"


def test_comparison_gives_each_region_its_row() -> None:
    draft = answer("云溪区和石桥县招聘教师各多少名？", YUNXI, SHIQIAO)
    assert draft.table is not None
    assert [row.label for row in draft.table.rows] == ["云溪区", "石桥县"]
    assert "120名" in draft.table.rows[0].cells[0].text
    assert "80名" in draft.table.rows[1].cells[0].text


def test_without_a_region_every_region_that_answers_is_given() -> None:
    draft = answer("招聘教师多少名？", YUNXI, SHIQIAO)
    assert {citation.document.header.region for citation in draft.citations} == {"云溪区", "石桥县"}


def test_another_years_figure_does_not_answer() -> None:
    assert answer("云溪区2023年招聘教师多少名？").status == "refused"


def test_a_question_for_a_figure_wants_one() -> None:
    document = make_document("加大教师招聘力度,组织联合招聘教师。")
    assert answer("云溪区招聘教师多少名？", document).status == "refused"


def test_several_years_get_a_line_each() -> None:
    document = make_document("2024年招聘教师80名。2025年招聘教师60名。", years=(2024, 2025))
    trails = ("2024年工作", "2025年打算")
    done, planned = (replace_trail(item, trail) for item, trail in zip(make_evidence_of_each(document), trails, strict=True))
    understood = make_understood("云溪区2024年、2025年招聘教师各多少名？", document)
    draft = ExtractiveAnswerer(BagEmbedder, ANSWERING).answer(understood, (done, planned), lambda _piece: None)
    assert draft.text.split("\n") == ["云溪区（2024年）：2024年招聘教师80名。[1]", "云溪区（2025年）：2025年招聘教师60名。[2]"]


def make_evidence_of_each(document: Document) -> tuple[Evidence, ...]:
    """One piece of evidence for each sentence."""
    return tuple(item for hit in make_hits(document) for item in gather((hit,), 100))


def replace_trail(item: Evidence, *trail: str) -> Evidence:
    hits = tuple(replace(hit, chunk=replace(hit.chunk, trail=trail)) for hit in item.hits)
    return replace(item, hits=hits)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("招聘教师120名[1]。", "云溪区（2025年）：招聘教师120名［1］。[1]", id="a footnote is no citation"),
        pytest.param(
            "招聘教师（含“青蓝。结对”；新入编）120名。", "云溪区（2025年）：招聘教师（含“青蓝。结对”；新入编）120名。[1]", id="marks inside"
        ),
        pytest.param("喊出“招聘教师120名。”", "云溪区（2025年）：喊出“招聘教师120名。”[1]", id="a closing quotation mark"),
        pytest.param("招聘教师120名！", "云溪区（2025年）：招聘教师120名！[1]", id="an exclamation"),
    ],
)
def test_a_quotation_becomes_one_supported_sentence(text: str, line: str) -> None:
    draft = answer("云溪区招聘教师多少名？", make_document(text))
    assert draft.text == line
    assert verify(draft) == draft


def test_a_sentence_end_inside_a_repaired_quotation_gets_its_mark_too() -> None:
    document = make_document("抓紧培训　招聘教师120名。")
    item = make_evidence(document)[0]
    start = document.text.index("　")
    repaired = replace(item, document=replace(document, repairs=(Repair("mojibake", start, start + 1, "。"),)))
    draft = ExtractiveAnswerer(BagEmbedder, ANSWERING).answer(
        make_understood("云溪区招聘教师多少名？", document), (repaired,), lambda _piece: None
    )
    assert verify(draft).text == "云溪区（2025年）：抓紧培训。[1]招聘教师120名。[1]"


def test_a_sentence_that_opens_with_another_year_does_not_answer() -> None:
    document = make_document("2024年全区招聘教师80名。今年计划招聘教师60名。")
    draft = answer("云溪区2025年招聘教师多少名？", document)
    assert draft.text == "云溪区（2025年）：今年计划招聘教师60名。[1]"
    assert answer("云溪区2024年招聘教师多少名？", document).text.startswith("云溪区（2024年）：2024年全区招聘教师80名。")


def test_the_year_of_a_heading_that_the_header_does_not_know_holds() -> None:
    document = make_document("招聘教师80名。", years=(2025,))
    evidence = tuple(replace_trail(item, "2023年回顾") for item in make_evidence(document))
    draft = ExtractiveAnswerer(BagEmbedder, ANSWERING).answer(
        make_understood("云溪区招聘教师多少名？", document), evidence, lambda _piece: None
    )
    assert verify(draft).text == "云溪区（2023年）：招聘教师80名。[1]"


def test_a_line_of_the_title_is_no_answer() -> None:
    document = make_document("云溪区教育体育局\n2025年荣誉工作计划\n获得教育荣誉称号。", title="云溪区教育体育局2025年荣誉工作计划")
    draft = answer("云溪区教育体育局获得教育荣誉称号", document)
    assert [citation.quote for citation in draft.citations] == ["获得教育荣誉称号。"]


def test_a_year_that_is_not_covered_is_named() -> None:
    draft = answer("云溪区2024年、2025年招聘教师各多少名？")
    assert (draft.status, [notice.message for notice in draft.notices]) == ("partial", ["2024年：在现有文件中未找到相关表述。"])


def test_a_region_that_is_not_covered_is_named_beside_one_that_is() -> None:
    draft = answer("云溪区和梁溪区招聘教师各多少名？")
    assert (draft.status, [notice.message for notice in draft.notices]) == ("partial", ["梁溪区：在现有文件中未找到相关表述。"])
    assert "120名" in draft.text


def test_without_a_region_the_best_sentence_of_each_comes_in_its_order() -> None:
    two = make_document("招聘教师80名。另外招聘教师60名。", "石桥县")
    third = make_document("招聘教师70名。", "松溪县")
    draft = answer("招聘教师多少名？", YUNXI, two, third)
    assert [citation.quote for citation in draft.citations] == ["招聘教师120名。", "招聘教师80名。", "招聘教师70名。"]


def test_an_item_that_is_a_heading_answers_with_its_figure() -> None:
    document = make_document("一、办好实事。①改造住房50套,新建充电桩500个。②改造公路30公里,新建基站70个。", "云溪区")
    assert "充电桩500个" in answer("云溪区充电桩新建几个？", document).text


def test_the_figure_asked_for_comes_first() -> None:
    document = make_document("一、待遇。将班主任津贴由每月600元提高到每月800元。", "云溪区")
    said = answer("云溪区班主任津贴每月提高到多少元？", document).text
    assert said == "云溪区（2025年）：800元（将班主任津贴由每月600元提高到每月800元）。[1]"


CLOSE = make_document("食堂管理由后勤科负责。食堂管理由后勤处负责。")


@pytest.mark.parametrize(
    ("share", "question", "quoted"),
    [
        pytest.param(0.9, "云溪区食堂管理由谁负责？", ["后勤科", "后勤处"], id="hardly worse"),
        pytest.param(0.8, "云溪区食堂管理由谁负责？", ["后勤科"], id="worse"),
        pytest.param(0.9, "云溪区管理食堂的有多少名？", ["后勤科"], id="of figures only one"),
    ],
)
def test_of_two_sentences_that_answer_alike_both_are_quoted(share: float, question: str, quoted: list[str]) -> None:
    understood = make_understood(question, CLOSE)
    first, second = candidates(make_understood("云溪区食堂管理由谁负责？", CLOSE), make_evidence(CLOSE), BagEmbedder)
    good = [replace(first, score=0.6), replace(second, score=0.6 * share)]
    draft = quotations(understood, good[:1], close_second(understood, good))
    lines = draft.text.split("\n")
    assert [line for line in lines if "[" not in line] == ["另有相近的表述："][: len(quoted) - 1]
    assert all(word in citation.quote for word, citation in zip(quoted, draft.citations, strict=True))


def test_a_figure_that_only_the_dictionary_chooses_is_not_said_first() -> None:
    document = make_document("新增婴幼儿托位180个、基础教育学位380个。")
    understood = replace(make_understood("云溪区名额新增多少个？", document), meant=(Expansion("名额", ("学位",)),))
    draft = ExtractiveAnswerer(BagEmbedder, ANSWERING).answer(understood, make_evidence(document), lambda _piece: None)
    assert draft.text == "云溪区（2025年）：新增婴幼儿托位180个、基础教育学位380个。[1]"
