from __future__ import annotations

from tests.answering import answered, lines
from tests.values import make_document

REPORT = make_document(
    "一、2024年主要工作\n(一)教师队伍建设。全年招聘教师157名。交流轮岗教师251人。加强师德建设。\n(二)校园安全。排查隐患30处。\n"
    "二、存在的不足\n一是编制紧张。全区缺编60人。二是近视率偏高。初中尤为突出。\n三、2025年工作打算\n(一)教师队伍。计划招聘教师135名。",
    years=(2024, 2025),
)


def test_the_section_that_is_about_it_is_told_in_order() -> None:
    draft = answered("概括云溪区2024年教师队伍建设做了哪些工作", REPORT)
    assert lines(draft) == [
        "云溪区（2024年）：教师队伍建设：[1]",
        "1. 全年招聘教师157名。[2]",
        "2. 交流轮岗教师251人。[3]",
        "3. 加强师德建设。[4]",
    ]


def test_with_figures_what_has_none_is_left_out() -> None:
    draft = answered("概括云溪区2024年教师队伍建设做了哪些工作，带上数字", REPORT)
    assert [line[3:] for line in lines(draft)[1:]] == ["全年招聘教师157名。[2]", "交流轮岗教师251人。[3]"]


def test_a_heading_with_others_under_it_gives_these() -> None:
    first, head, *items = lines(answered("云溪区有哪些不足？", REPORT))
    assert (first, head[-9:]) == ("共2项：", "存在的不足：[1]")
    assert items == ["1. 编制紧张。[2]", "2. 近视率偏高。[3]"]


def test_no_more_points_than_asked_for() -> None:
    assert len(lines(answered("用两句话概括云溪区2024年教师队伍建设", REPORT))) == 3
