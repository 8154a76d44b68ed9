"""Word: reading order, automatic numbers, tables, and what is not running text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from docx.document import Document

from index.loaders.docx import parse
from index.loaders.numbering import Labels, Level, Numbering, W, figures
from tests.loader_files import add_xml, docx_bytes, number_levels, numbered

Builder = Callable[[Document], None]


def lines(build: Builder) -> list[str]:
    return parse(docx_bytes(build)).splitlines()


def _order(document: Document) -> None:
    document.add_heading("一、主要指标", 1)
    document.add_table(1, 2).rows[0].cells[0].text = "指标"
    document.add_paragraph("  表后的话。  ")
    document.add_paragraph("")


def _numbers(document: Document) -> None:
    number_levels(document, [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("bullet", "•")])
    for text, level in (
        ("扩大学位", 0),
        ("学前教育", 1),
        ("新建3所", 2),
        ("改扩建2所", 2),
        ("义务教育", 1),
        ("新建1所", 2),
        ("说明", 3),
        ("提升质量", 0),
    ):
        numbered(document, text, level)


def _legal_numbers(document: Document) -> None:
    number_levels(document, [("chineseCounting", "第%1章"), ("decimal", "%1.%2")])
    numbered(document, "总则")
    numbered(document, "目的", 1)


def _empty_item(document: Document) -> None:
    number_levels(document, [("decimal", "%1.")])
    for text in ("甲", "", "丙"):
        numbered(document, text)


def _two_lists(document: Document) -> None:
    number_levels(document, [("decimal", "%1.")], number_id=50)
    number_levels(document, [("decimal", "(%1)")], number_id=51)
    numbered(document, "甲")
    numbered(document, "子", number_id=51)
    numbered(document, "乙")


def _numbered_style(document: Document) -> None:
    number_levels(document, [("decimal", "%1、")])
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    numbered(document, "", 0)  # lends its numbering to the style
    numbering = document.paragraphs[-1]._p.find(f".//{W}numPr")
    assert numbering is not None
    style.append(numbering)
    document.add_heading("加强领导", 1)
    document.add_heading("改进作风", 1)


def _merged_rows(document: Document) -> None:
    table = document.add_table(3, 3)
    for row, texts in enumerate((("指标", "2024年", "2025年"), ("学前教育", "62%", "65%"), ("", "90%", "92%"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))


def _merged_columns(document: Document) -> None:
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "学前教育"
    table.cell(0, 2).text = "备注"
    for column, text in enumerate(("公办", "民办", "无")):
        table.cell(1, column).text = text


def _cell_of_paragraphs(document: Document) -> None:
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "第一段\n第二段"
    table.cell(0, 1).text = "丙"


def _layout_table(document: Document) -> None:
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "第一段。"
    table.cell(0, 0).add_paragraph("第二段。")


def _tracked(document: Document) -> None:
    add_xml(
        document,
        "<w:p><w:r><w:t>原文</w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t>新增</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>删除</w:delText></w:r></w:del></w:p>",
    )


def _inline(document: Document) -> None:
    add_xml(
        document,
        "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>文字</w:t></w:r>"
        "<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:br/><w:t>换行</w:t><w:br w:type='page'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
    )


def _text_box(document: Document) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent>"
    namespace = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    add_xml(
        document,
        f"<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent {namespace}><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )


def _contents(document: Document) -> None:
    gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    add_xml(document, f"<w:sdt>{gallery}<w:sdtContent><w:p><w:r><w:t>一、总则 1</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    add_xml(document, "<w:p><w:pPr><w:pStyle w:val='TOC1'/></w:pPr><w:r><w:t>二、附则 2</w:t></w:r></w:p>")
    document.add_paragraph("一、总则")


def _margins(document: Document) -> None:
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    document.add_paragraph("正文")


CASES: list[tuple[str, Builder, list[str]]] = [
    ("order", _order, ["一、主要指标", "| 指标 |  |", "表后的话。"]),
    (
        "numbers",
        _numbers,
        ["一、扩大学位", "（一）学前教育", "1.新建3所", "2.改扩建2所", "（二）义务教育", "1.新建1所", "说明", "二、提升质量"],
    ),
    ("several-levels-in-a-number", _legal_numbers, ["第一章 总则", "一.1 目的"]),
    ("empty-item-counts", _empty_item, ["1.甲", "3.丙"]),
    ("two-lists", _two_lists, ["1.甲", "(1)子", "2.乙"]),
    ("numbered-style", _numbered_style, ["1、加强领导", "2、改进作风"]),
    ("merged-rows", _merged_rows, ["| 指标 | 2024年 | 2025年 |", "| 学前教育 | 62% | 65% |", "| 学前教育 | 90% | 92% |"]),
    ("merged-columns", _merged_columns, ["| 学前教育 | 备注 |", "| 公办 | 民办 | 无 |"]),
    ("cell-of-paragraphs", _cell_of_paragraphs, ["| 第一段 第二段 | 丙 |"]),
    ("layout-table", _layout_table, ["第一段。", "第二段。"]),
    ("tracked-changes", _tracked, ["原文新增"]),
    ("inline-elements", _inline, ["链接 文字控件", "换行"]),
    ("text-box-once", _text_box, ["正文", "框中文字"]),
    ("no-contents", _contents, ["一、总则"]),
    ("no-header-and-footer", _margins, ["正文"]),
]


@pytest.mark.parametrize(("build", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_document_as_lines(build: Builder, expected: list[str]) -> None:
    assert lines(build) == expected


@pytest.mark.parametrize(
    ("number", "number_format", "expected"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "chineseCounting", "二十"),
        (21, "japaneseCounting", "二十一"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (2005, "chineseCountingThousand", "二千零五"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (20, "ideographDigital", "二〇"),
        (3, "ideographTraditional", "丙"),
        (2, "decimalEnclosedCircleChinese", "②"),
        (21, "decimalEnclosedCircle", "21"),
        (4, "lowerLetter", "d"),
        (28, "upperLetter", "BB"),
        (9, "lowerRoman", "ix"),
        (1994, "upperRoman", "MCMXCIV"),
        (7, "someFormatWithoutARule", "7"),
    ],
)
def test_figures(number: int, number_format: str, expected: str) -> None:
    assert figures(number, number_format) == expected


def test_instance_that_restarts_counts_for_itself() -> None:
    levels = {0: Level(1, "decimal", "%1.")}
    numberings = {"1": Numbering("a", levels, False), "2": Numbering("a", levels, False), "3": Numbering("a", levels, True)}
    asked = [("1", 0), ("2", 0), ("3", 0), ("1", 0), ("3", 0), ("9", 0), ("1", 5)]
    labels = Labels(numberings)
    assert [labels.next(number_id, level) for number_id, level in asked] == ["1.", "2.", "1.", "3.", "2.", "", ""]


def test_level_starts_where_it_says() -> None:
    numberings = {"1": Numbering("a", {0: Level(5, "decimal", "%1、"), 1: Level(1, "decimal", "%1.%2", legal=True)}, False)}
    labels = Labels(numberings)
    assert [labels.next("1", level) for level in (0, 1, 0)] == ["5、", "5.1 ", "6、"]
