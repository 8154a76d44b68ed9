"""Whether words tell something of what a question wants."""

from __future__ import annotations

import pytest

from rag.wanted import may_tell


@pytest.mark.parametrize(
    ("question", "kind", "said", "tells"),
    [
        pytest.param("马拉松哪天开跑?", "fact", "举办马拉松赛,打造赛事名区。", False, id="no day"),
        pytest.param("综合楼哪天交付?", "fact", "8月15日前交付。", True, id="a day"),
        pytest.param("规划什么时候拿出来?", "fact", "9月底前形成初稿。", True, id="the end of a month"),
        pytest.param("摇号截止到几号?", "fact", "摇号由公证处监督。", False, id="no date to end at"),
        pytest.param("2025年招了多少名教师?", "number", "举办了四期教育大讲坛。", False, id="another measure"),
        pytest.param("2025年招了多少名教师?", "number", "招聘教师120名。", True, id="the measure asked for"),
        pytest.param("每月补贴多少?", "number", "争取20名教师跟岗锻炼。", False, id="people for money"),
        pytest.param("每月补贴多少?", "number", "每人每月补贴500元。", True, id="money"),
        pytest.param("这个项目投资多少?", "number", "| 1 | 县二小北校区 | 6400 |", True, id="a row of a table"),
        pytest.param("覆盖率目标?", "number", "稳步提升覆盖率。", False, id="no figure"),
        pytest.param("怎么管住小权?", "fact", "落实小微权力清单制度。", True, id="nothing particular wanted"),
    ],
)
def test_may_tell(question: str, kind: str, said: str, tells: bool) -> None:
    assert may_tell(question, kind, said) is tells
