from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from index.header import read_header
from index.repair import find_repairs
from index.types import Header

BODY = (
    "\n\n今年全区教育工作的总体思路是:坚持以习近平新时代中国特色社会主义思想为指导,"
    "全面贯彻党的教育方针,落实立德树人根本任务,办好人民满意的教育。\n一、加强党建\n"
)


def header(text: str, source: str = "文件.txt") -> Header:
    return read_header(text, find_repairs(text), source)


def facts(found: Header) -> tuple[str, str, str, str, date | None, tuple[int, ...], tuple[str, ...]]:
    return found.title, found.issuer, found.issuer_raw, found.region, found.published_on, found.years, found.kinds


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(
            "青禾区教育体育局2025年工作计划\n来源: 临青市青禾区教育体育局 发布时间:2025-01-24 17:35 累计次数: 字体:[ ]",
            (
                "青禾区教育体育局2025年工作计划",
                "临青市青禾区教育体育局",
                "临青市青禾区教育体育局",
                "青禾区",
                date(2025, 1, 24),
                (2025,),
                ("计划",),
            ),
            id="fields with colons",
        ),
        pytest.param(
            "索引号 113309210026411518/2024-94391 生成日期 2024-05-24\n发布机构 县教育局 文号\n组配分类 计划总结 主题分类\n"
            "白石县教育局2024年工作要点\n信息来源: 县教育局 发布日期: 2024- 05- 21 15: 40 浏览次数:",
            ("白石县教育局2024年工作要点", "白石县教育局", "县教育局", "白石县", date(2024, 5, 21), (2024,), ("要点",)),
            id="fields without colons, some empty",
        ),
        pytest.param(
            "時間:2025-03-03 10:55\n| 信息索引號 | 014/2025-00429 | 生成日期 | 2025-03-02 |\n"
            "| 文件編號 | — — | 發(fā)布機構 | 云溪區(qū)教育局 | ||\n"
            "| 內容概述 | 云溪區(qū)教育局2024年工作總結及2025年工作打算 | ||||",
            (
                "云溪区教育局2024年工作总结及2025年工作打算",
                "云溪区教育局",
                "云溪区教育局",
                "云溪区",
                date(2025, 3, 3),
                (2024, 2025),
                ("总结", "计划"),
            ),
            id="pipe table in traditional characters",
        ),
        pytest.param(
            "2025年临明市明水区教育工作要点\n来源:区教育局 作者:区教育局 发布时间:2025-03-10 【字体大小:大中小】\n"
            "2025年临明市明水区教育工作要点",
            ("2025年临明市明水区教育工作要点", "明水区教育局", "区教育局", "明水区", date(2025, 3, 10), (2025,), ("要点",)),
            id="title twice, office by its district alone",
        ),
        pytest.param(
            "临北市北江区教育体育局\n2019年工作总结及2020年工作谋划\n来源: 教体局 发布时间:2020-09-03 19:15",
            (
                "临北市北江区教育体育局2019年工作总结及2020年工作谋划",
                "临北市北江区教育体育局",
                "教体局",
                "北江区",
                date(2020, 9, 3),
                (2019, 2020),
                ("总结", "计划"),
            ),
            id="title on two lines, office abbreviated",
        ),
        pytest.param(
            "2025年宁夏政府工作报告\n来源：宁夏日报\u00a0\u00a0\n"
            "——2025年1月19日在宁夏回族自治区第十三届人民代表大会第三次会议上\n自治区主席 某某",
            (
                "2025年宁夏政府工作报告",
                "宁夏回族自治区人民政府",
                "宁夏回族自治区人民政府",
                "宁夏回族自治区",
                date(2025, 1, 19),
                (2024, 2025),
                ("报告",),
            ),
            id="a newspaper issues nothing, a report looks back a year",
        ),
    ],
)
def test_forms_of_headers(head: str, expected: tuple[object, ...]) -> None:
    assert facts(header(head + BODY)) == expected


@pytest.mark.parametrize(
    ("head", "title", "number", "kinds", "region"),
    [
        pytest.param(
            "河北省教育厅关于印发《中小学劳动教育实施方案》的通知\n冀教基〔2023〕29号\n各市教育局：",
            "河北省教育厅关于印发《中小学劳动教育实施方案》的通知",
            "冀教基〔2023〕29号",
            ("方案", "通知"),
            "河北省",
            id="number under the title",
        ),
        pytest.param(
            "关于做好学生资助工作的意见\n为落实《学生资助办法》（财教〔2019〕19号）精神,现提出意见。",
            "关于做好学生资助工作的意见",
            "",
            ("意见",),
            "",
            id="a number in brackets is another document's",
        ),
        pytest.param(
            "发文字号：教办〔2024〕7号 索引号：2024-00429\n关于规范校园招标的通知（试行）\n",
            "关于规范校园招标的通知（试行）",
            "教办〔2024〕7号",
            ("通知",),
            "",
            id="number in a field",
        ),
        pytest.param(
            "《河北省课后服务管理办法》解读\n",
            "《河北省课后服务管理办法》解读",
            "",
            ("办法", "解读"),
            "河北省",
            id="reading of another document",
        ),
        pytest.param(
            "2020年青禾区营养改善计划试点的实施方案\n",
            "2020年青禾区营养改善计划试点的实施方案",
            "",
            ("方案",),
            "青禾区",
            id="a programme is no plan",
        ),
        pytest.param(
            "国务院办公厅关于加强控辍保学的通知\n国办发〔2017〕72号\n",
            "国务院办公厅关于加强控辍保学的通知",
            "国办发〔2017〕72号",
            ("通知",),
            "",
            id="national",
        ),
    ],
)
def test_title_number_kinds_region(head: str, title: str, number: str, kinds: tuple[str, ...], region: str) -> None:
    found = header(head + BODY)
    assert (found.title, found.number, found.kinds, found.region) == (title, number, kinds, region)


@pytest.mark.parametrize(
    ("head", "years"),
    [
        pytest.param("青禾区教育事业发展规划（2023—2025年）", (2023, 2024, 2025), id="a range"),
        pytest.param("青禾区教育局二〇二四年工作总结", (2024,), id="Chinese figures"),
        pytest.param("青禾区教育局工作要点\n发布时间:2024-02-01", (2024,), id="publication, where a plan says nothing else"),
        pytest.param("青禾区校车管理办法\n发布时间:2024-02-01", (), id="rules are for no year"),
    ],
)
def test_years(head: str, years: tuple[int, ...]) -> None:
    assert header(head + BODY).years == years


def test_years_of_a_report_without_one_in_its_title_come_from_its_headings() -> None:
    text = "教育局工作总结\n发布时间:2020-09-03\n一、2019年开展的主要工作\n开展了工作。\n二、2020年的工作谋划\n继续。"
    assert header(text).years == (2019, 2020)


def test_an_impossible_day_is_passed_over() -> None:
    head = "青禾区工作要点\n生成日期 2024-05-24\n发布日期: 2024- 05- 34 15: 32"
    assert header(head + BODY).published_on == date(2024, 5, 24)


@pytest.mark.parametrize("text", ["", "各位代表：\n大家好。"], ids=["nothing", "no title"])
def test_the_file_name_stands_in_for_a_title(text: str) -> None:
    assert header(text, "会议材料.docx").title == "会议材料"


def test_raw_fields_are_kept_as_printed() -> None:
    found = header("工作要点\n来源: 县教育局 发布时间:2024-05-24 09:00")
    assert found.raw == (("来源", "县教育局"), ("发布时间", "2024-05-24 09:00"))


TABLE = {
    "000": (
        "海门区教育体育局2025年工作计划",
        "南通市海门区教育体育局", "南通市海门区教育体育局", "海门区", date(2025, 1, 24), (2025,), ("计划",),
    ),
    "001": ("岱山县教育局2024年工作要点", "岱山县教育局", "县教育局", "岱山县", date(2024, 5, 24), (2024,), ("要点",)),
    "002": (
        "新吴区教育局2024年工作总结及2025年工作打算",
        "新吴区教育局", "新吴区教育局", "新吴区", date(2025, 3, 3), (2024, 2025), ("总结", "计划"),
    ),
    "003": ("2025年株洲市芦淞区教育工作要点", "芦淞区教育局", "区教育局", "芦淞区", date(2025, 3, 10), (2025,), ("要点",)),
    "004": (
        "南通市崇川区教育体育局2019年工作总结及2020年工作谋划",
        "南通市崇川区教育体育局", "教体局", "崇川区", date(2020, 9, 3), (2019, 2020), ("总结", "计划"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_acceptance_corpus(corpus: Path, name: str) -> None:
    path = next(corpus.glob(f"{name}*"))
    assert facts(header(path.read_text(encoding="utf-8"), path.name)) == TABLE[name]


def test_provincial_reports_and_twins(shared: Path) -> None:
    with gzip.open(shared / "data" / "gov_documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        reports = [document for document in map(json.loads, lines) if document["name"].startswith("pr")]
    found = [header(report["text"]) for report in reports]
    assert len({one.region for one in found}) == 31
    assert all(one.region.endswith(("省", "市", "自治区")) for one in found)
    assert {(one.years, one.kinds) for one in found} == {((2024, 2025), ("报告",))}
    with gzip.open(shared / "data" / "twins.jsonl.gz", "rt", encoding="utf-8") as lines:
        districts = [twin for twin in map(json.loads, lines) if twin["kind"] == "district"]
    for twin in districts:
        district = twin["name"].removesuffix(".txt").rpartition("-")[2]
        assert header(twin["text"]).region in {f"{district}区", f"{district}县"}


def test_markdown_marks_are_no_part_of_the_title() -> None:
    text = "# 云溪市课后服务政策问答\n\n> 编发单位：云溪市教育局　　发布日期：2024-08-23\n\n正文。"
    header = read_header(text, (), "问答.md")
    assert (header.title, str(header.published_on)) == ("云溪市课后服务政策问答", "2024-08-23")
