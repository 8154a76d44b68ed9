from __future__ import annotations

import pytest

from index.places import is_media, is_national, leading_office, regions, resolved_office, separated_offices, title_regions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("南通市海门区教育体育局", ("南通市", "海门区")),
        ("河北省石家庄市市场监督管理局", ("河北省", "石家庄市")),
        ("石家庄市城市管理局", ("石家庄市",)),
        ("内蒙古自治区教育厅", ("内蒙古自治区",)),
        ("恩施土家族苗族自治州教育局", ("恩施土家族苗族自治州",)),
        ("中共河北省委办公厅", ("河北省",)),
        ("河北雄安新区管委会", ("河北省", "雄安新区")),
        ("教育部办公厅", ()),
        ("县教育局", ()),
        ("社区教育中心", ()),
    ],
)
def test_regions(text: str, expected: tuple[str, ...]) -> None:
    assert regions(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2025年株洲市芦淞区教育工作要点", ("株洲市", "芦淞区")),
        ("关于印发《河北省科技特派员管理办法》的通知", ("河北省",)),
        ("关于做好河北省2019年招聘工作的通知", ("河北省",)),
        ("关于加强全市学校管理的通知", ()),
    ],
)
def test_title_regions(title: str, expected: tuple[str, ...]) -> None:
    assert title_regions(title) == expected


@pytest.mark.parametrize(
    ("raw", "heads", "resolved"),
    [
        ("县教育局", ("岱山县教育局2024年工作要点",), "岱山县教育局"),
        ("教体局", ("南通市崇川区教育体育局2019年工作总结",), "南通市崇川区教育体育局"),
        ("区教育局", ("2025年株洲市芦淞区教育工作要点",), "芦淞区教育局"),
        ("教育局", ("2025年青禾区教育工作要点",), "青禾区教育局"),
        ("省教育厅", ("河北省中小学管理办法",), "河北省教育厅"),
        ("区教育局", ("教育工作要点",), "区教育局"),
        ("新吴区教育局", ("2025年工作要点",), "新吴区教育局"),
    ],
)
def test_resolved_office(raw: str, heads: tuple[str, ...], resolved: str) -> None:
    assert resolved_office(raw, heads) == resolved


def test_offices_without_a_mark_between_them() -> None:
    assert separated_offices("河北省教育厅河北省财政厅") == "河北省教育厅、河北省财政厅"


def test_what_offices_are() -> None:
    assert leading_office("河北省教育厅关于做好招生工作的通知") == "河北省教育厅"
    assert leading_office("2025年工作要点") == ""
    assert is_national("国家税务总局")
    assert not is_national("河北省税务局")
    assert is_media("河北日报")
    assert not is_media("河北省教育厅")
