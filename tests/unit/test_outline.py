from __future__ import annotations

import pytest

from index.labels import find_labels, numeral
from index.outline import locator, read_outline
from index.repair import find_repairs
from index.types import Section


def outline(text: str) -> tuple[Section, ...]:
    return read_outline(text, find_repairs(text))


def tree(text: str) -> list[str]:
    """One line a section: depth as indent, label, title."""
    return [f"{'  ' * (section.level - 1)}{section.label}{section.title}" for section in outline(text)]


LONG = "加大投入力度,完善工作机制,优化资源配置,确保各项任务按期完成,让人民群众有更多获得感。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"一、党的建设\n1.把好方向。{LONG}\n2.建强队伍。{LONG}\n二、教育教学\n1.抓好课堂。{LONG}\n2.抓好作业。{LONG}\n",
            ["一、党的建设", "  1.把好方向", "  2.建强队伍", "二、教育教学", "  1.抓好课堂", "  2.抓好作业"],
            id="numbers restart under each heading",
        ),
        pytest.param(
            f"(一)打好基础\n\n一是确保质量。{LONG}一要办好课程。{LONG}二要办好活动。{LONG}\n\n二是确保安全。{LONG}\n\n(二)打好攻坚\n{LONG}",
            ["(一)打好基础", "  一是确保质量", "    一要办好课程", "    二要办好活动", "  二是确保安全", "(二)打好攻坚"],
            id="run-in lists nest in order of appearance",
        ),
        pytest.param(
            "第一章 总则\n第一条 为了规范管理,制定本办法。\n第二条 本办法适用于全区。\n第二章 附则\n第三条 本办法自发布之日起施行。",
            ["第一章总则", "  第一条为了规范管理,制定本办法", "  第二条本办法适用于全区", "第二章附则", "  第三条本办法自发布之日起施行"],
            id="articles number on through the chapters",
        ),
        pytest.param(
            "现通知如下：一、总体要求以党的精神为指导。二、主要任务（一）加强管理。各校要落实。（二）加强督查。各校要自查。三、工作要求要高度重视。",
            ["一、总体要求", "二、主要任务", "  （一）加强管理", "  （二）加强督查", "三、工作要求"],
            id="line ends lost",
        ),
        pytest.param(f"一是只有这一条。{LONG}\n再无其他。{LONG}", [], id="a first without a second is no list"),
        pytest.param("要做到一是一、二是二。我们要第一时间处理。", [], id="numbers in a sentence"),
        pytest.param("2019年启动\n2.5万人参加\n1.6亿元投入\n2.3亿元到位", [], id="figures at the start of lines"),
        pytest.param("依照第三条规定处理。\n第五条所称学校是指中小学。", [], id="articles referred to"),
        pytest.param("", [], id="empty"),
        pytest.param(
            f"一、回顾\n资源提档升级。{LONG}\n改革亮点纷呈。\n{LONG}{LONG}\n队伍全面提升。{LONG}\n二、打算\n继续努力。",
            ["一、回顾", "  资源提档升级", "  改革亮点纷呈", "  队伍全面提升", "二、打算"],
            id="bare headings of sibling paragraphs",
        ),
        pytest.param(
            f"一是夯实基础。{LONG}全面加强领导。{LONG}引育并举强师。{LONG}严守安全底线。{LONG}{LONG}\n二是提升质量。{LONG}",
            ["一是夯实基础", "  全面加强领导", "  引育并举强师", "  严守安全底线", "二是提升质量"],
            id="bare sentences of one length within a paragraph",
        ),
        pytest.param(
            f"目录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 {LONG}\n第二章 附则\n第二条 {LONG}",
            ["第一章总则", f"  第一条{LONG[:-1]}", "第二章附则", f"  第二条{LONG[:-1]}"],
            id="a table of contents is no outline",
        ),
        pytest.param(
            "工作\n?。ㄒ唬┙逃芗壙缭缴墶^(qū)政府履行教育職責評價水平連續五年位列全市第一。",
            ["（一）教育能級跨越升級"],
            id="a heading whose bytes were shifted",
        ),
    ],
)
def test_trees(text: str, expected: list[str]) -> None:
    assert tree(text) == expected


def test_spans_of_heading_and_section() -> None:
    text = f"前言。\n一、党的建设\n{LONG}\n二、教育教学\n1.抓好课堂。{LONG}\n2.抓好作业。{LONG}\n"
    sections = outline(text)
    printed = [(text[section.start : section.title_end], section.run_in) for section in sections]
    assert printed == [("一、党的建设", False), ("二、教育教学", False), ("1.抓好课堂", True), ("2.抓好作业", True)]
    assert text[sections[0].start : sections[0].end] == f"一、党的建设\n{LONG}"
    assert sections[1].end == sections[3].end == len(text) - 1
    assert [section.parent for section in sections] == [None, None, 1, 1]


def test_a_list_within_one_sentence_ends_with_it() -> None:
    text = "1.保障机制。重点实施举措:一是优化资源,达60%以上;二是建强队伍,达标率100%;三是提升质量。全力支持试点工作。\n2.师德师风。好。"
    sections = {section.label: text[section.start : section.end] for section in outline(text)}
    assert sections["三是"] == "三是提升质量。"
    assert sections["1."].endswith("全力支持试点工作。")


@pytest.mark.parametrize(
    "closing",
    ["同志们,蓝图变成现实,关键在执行。", "总之,我们将持续努力。", "在全力做好以上工作的同时,统筹做好其他工作。"],
)
def test_a_closing_paragraph_belongs_to_no_heading(closing: str) -> None:
    text = f"一、党的建设\n{LONG}\n一是抓实学习。{LONG}\n二是抓实组织。{LONG}\n{closing}"
    assert all(section.end < text.index(closing) for section in outline(text))


def test_a_further_paragraph_ends_a_list_of_single_paragraphs() -> None:
    text = f"1.党建引领。{LONG}\n2.五育并举。{LONG}\n3.队伍建设。{LONG}\n推进党务公开。{LONG}"
    assert outline(text)[-1].end == text.index("\n推进")


def test_labels_drop_blanks_and_titles_keep_the_script() -> None:
    text = "一、 區(qū)域佈局\n好。\n二 、不是標題\n二、師資建設\n好。"
    assert [(section.label, section.title) for section in outline(text)] == [("一、", "區域佈局"), ("二、", "師資建設")]


def test_locators() -> None:
    text = f"三年目标\n一、概况\n好。\n二、问题\n好。\n三、打算\n1.课堂。{LONG}\n2.作业。一是减量。{LONG}二是提质。{LONG}\n"
    sections = outline(text)
    assert locator(sections, None) == ""
    assert [locator(sections, section.ordinal) for section in sections] == [
        "一、", "二、", "三、", "三、1.", "三、2.", "三、2. › 一是", "三、2. › 二是"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("一百零二", 102), ("12", 12), ("⑫", 12), ("〇", 0)],
)
def test_numerals(text: str, value: int) -> None:
    assert numeral(text) == value


def test_labels_stand_at_line_starts_and_after_sentences() -> None:
    found = [(label.family, label.value, label.opens_line) for label in find_labels("一、总则\n(二)好。三是抓实;(4)落实,五、不算")]
    assert found == [("chinese", 1, True), ("bracketed", 2, True), ("is", 3, False), ("bracketed_number", 4, False)]


def test_circled_numbers_go_beyond_nine() -> None:
    text = "办好实事。" + "".join(f"{number}建成{n}个站。" for n, number in enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪", 1))
    assert [section.label for section in read_outline(text, ())] == list("①②③④⑤⑥⑦⑧⑨⑩⑪")
