"""PDF: lines put together into paragraphs, page numbers and running headers left out."""

from __future__ import annotations

import pytest

from index.loaders.pdf import Line, join_lines, parse
from tests.loader_files import pdf_bytes, turned_pdf_bytes

LONG = (
    "统筹各类教育协调发展，加快构建高质量教育体系，办好人民满意的教育，努力建设现代化教育强区，"
    "推动各项工作再上新台阶，为全区经济社会发展提供坚实支撑。"
)
PAGES = [
    [" 青溪区教育局", " 2025年工作要点", "一、扩大学位供给", f"1.新建幼儿园3所。{LONG}", "2.新增学位1080个。", f"到2025年底，{LONG}{LONG}"],
    [f"续页的第一段。{LONG}", "二、提升教育质量", f"（一）深化改革。{LONG}"],
    ["三、加强保障", LONG],
]
TEXT = [paragraph.strip() for page in PAGES for paragraph in page]


@pytest.mark.parametrize("columns", [24, 31, 36])
@pytest.mark.parametrize(
    ("header", "footer"),
    [("", ""), ("", "{page}"), ("", "- {page} -"), ("", "— {page} —"), ("青溪区教育局文件", "第 {page} 页 共 3 页"), ("", "{page} / 3")],
    ids=["none", "number", "hyphens", "dashes", "header-and-pages", "slash"],
)
def test_paragraphs_come_back(columns: int, header: str, footer: str) -> None:
    assert parse(pdf_bytes(PAGES, header=header, footer=footer, columns=columns)).splitlines() == TEXT


def test_paragraph_over_two_pages() -> None:
    """The second page begins without an indent, in the middle of a sentence."""
    whole = "　　" + LONG * 3
    pages = [["　　一、总则", whole[: 36 * 3]], [whole[36 * 3 :], "　　二、附则"]]
    assert parse(pdf_bytes(pages, footer="{page}", indent="")).splitlines() == ["一、总则", LONG * 3, "二、附则"]


@pytest.mark.parametrize("shown", [0, 90], ids=["upright", "shown-turned"])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_turned_pages(turned: int, shown: int) -> None:
    assert parse(turned_pdf_bytes(pdf_bytes(PAGES, footer="{page}"), turned, shown)).splitlines() == TEXT


def test_character_beyond_the_first_plane() -> None:
    assert parse(pdf_bytes([["校名用字：𠮷野小学。"]])) == "校名用字：𠮷野小学。"


def line(text: str, left: float = 90.0, right: float = 500.0, row: int = 0, size: float = 16.0, page: int = 0) -> Line:
    """Rows stand 28 points apart; the text runs from 90 to 506 points."""
    baseline = 700.0 - 28.0 * row
    return Line(text, left, right, baseline, size, page, baseline / 842)


BODY = [
    line("全区教育工作总的要求是坚持立德树人", 122.0, 506.0, 0),
    *(line("办好人民满意的教育推动工作再上新台阶", 90.0, 506.0, row) for row in range(1, 9)),
]
JOINS: list[tuple[str, Line, Line, bool]] = [
    ("wrapped", line("甲，", right=505, row=10), line("乙。", right=200, row=11), True),
    ("line-ends-early", line("甲。", right=300, row=10), line("乙。", row=11), False),
    ("next-is-indented", line("甲。", right=505, row=10), line("乙。", left=122, row=11), False),
    ("over-the-page", line("甲，", right=505, row=20), line("乙。", right=200, page=1), True),
    ("heading-after-full-line", line("甲。", right=505, row=10), line("一、乙", right=200, row=11), False),
    ("number-inside-a-sentence", line("比上年增长", right=505, row=10), line("3.5个百分点。", right=200, row=11), True),
    ("hanging-item", line("1.甲，", left=122, right=505, row=10), line("乙。", left=122, right=200, row=11), True),
    ("signature", line("某区教育局", left=426, right=506, row=10), line("2025年2月18日", left=420, right=506, row=11), False),
    (
        "long-title",
        line("关于印发工作要点的通", left=100, right=496, row=10, size=22),
        line("知", left=287, right=309, row=11, size=22),
        True,
    ),
    ("larger-letters-end", line("甲", right=505, row=10, size=22), line("乙", row=11), False),
    ("far-below", line("甲", right=505, row=10), line("乙", row=14), False),
]


@pytest.mark.parametrize(("before", "after", "joined"), [case[1:] for case in JOINS], ids=[case[0] for case in JOINS])
def test_line_goes_on(before: Line, after: Line, joined: bool) -> None:
    last = join_lines([*BODY, before, after])[-1]
    assert last == (before.text + after.text if joined else after.text)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [("学习", "方法", "学习方法"), ("online", "learning", "online learning"), ("共20", "25所", "共2025所"), ("用AI", "教学", "用AI教学")],
)
def test_joint(before: str, after: str, expected: str) -> None:
    assert join_lines([*BODY, line(before, right=505, row=10), line(after, row=11)])[-1] == expected


def test_no_lines() -> None:
    assert join_lines([]) == []


def test_lines_of_the_body_are_one_paragraph() -> None:
    assert join_lines(BODY) == ["".join(line.text for line in BODY)]
