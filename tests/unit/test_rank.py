from __future__ import annotations

from dataclasses import replace

import pytest

from index.learned import learned
from rag.rank import AnswerWeights, Features, candidates, rank, score
from tests.values import ANSWERING, BagEmbedder, make_document, make_evidence, make_understood

WEIGHTS = AnswerWeights(
    coverage=0.5,
    from_headings=0.5,
    nearness=0.25,
    prior=0.25,
    figure=0.01,
    measured_figure=0.04,
    told=0.0,
    several_figures=0.5,
    enough=0.4,
    nearly_as_good=0.8,
)


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        pytest.param(Features(1.0, 0.0, 1.0, 1.0, 0), 1.0, id="a perfect sentence"),
        pytest.param(Features(0.0, 0.0, 0.0, 0.0, 0), 0.0, id="nothing speaks for it"),
        pytest.param(Features(0.4, 0.4, 0.0, 0.0, 0), 0.3, id="a word in the headings counts half"),
        pytest.param(Features(0.0, 0.0, 0.4, 0.8, 0), 0.3, id="nearness and prior"),
        pytest.param(Features(0.0, 0.0, 0.0, 0.0, 1), 0.01, id="a figure"),
        pytest.param(Features(0.0, 0.0, 0.0, 0.0, 2), 0.02, id="several of the measure"),
        pytest.param(Features(0.0, 0.0, 0.0, 0.0, 3), 0.04, id="one of the measure"),
    ],
)
def test_score(features: Features, expected: float) -> None:
    assert score(features, WEIGHTS) == pytest.approx(expected)


def test_the_order_follows_the_weights() -> None:
    document = make_document("招聘教师120名。教师培训教师交流教师评聘。")
    found = candidates(make_understood("云溪区招聘教师多少名？", document), make_evidence(document), BagEmbedder)
    assert [candidate.score for candidate in found] == [0.0] * len(found)
    ranked = rank(found, ANSWERING)
    assert ranked[0].folded == "招聘教师120名。"
    assert [candidate.score for candidate in ranked] == sorted((score(one.features, ANSWERING) for one in found), reverse=True)


def test_no_evidence_has_no_candidates() -> None:
    assert candidates(make_understood("招聘多少名"), (), BagEmbedder) == ()


def test_the_products_own_shares_sum_to_one() -> None:
    """So that a threshold means the same whatever they are."""
    own = learned().values("answers", AnswerWeights)
    assert own.coverage + own.nearness + own.prior == pytest.approx(1.0)
    assert 0 < own.enough < 1


def test_a_name_in_quotation_marks_is_of_the_passage() -> None:
    document = make_document("一、激励\n每年评选“轮岗之星”20名。\n二、培养\n每年评选教坛新秀30名。")
    found = candidates(make_understood("每年评多少名“轮岗之星”？", document), make_evidence(document), BagEmbedder)
    assert [candidate.folded for candidate in found] == ['每年评选"轮岗之星"20名。']


def test_a_line_that_explains_its_name_is_no_heading() -> None:
    line = "海洋修复“五大工程”：岸线整治、湿地恢复、海湾建设"
    document = make_document(f"{line}。", title=line)
    found = candidates(make_understood("海洋修复五大工程有哪些？", document), make_evidence(document), BagEmbedder)
    assert len(found) == 1
    heading = make_document("岸线整治湿地恢复。", title="岸线整治湿地恢复")
    assert candidates(make_understood("湿地恢复有哪些？", heading), make_evidence(heading), BagEmbedder) == ()


def test_a_question_of_a_document_answers_none() -> None:
    document = make_document("学生受伤怎么处理？\n学校依法承担学生受伤的管理责任。")
    found = candidates(make_understood("学生受伤怎么处理", document), make_evidence(document), BagEmbedder)
    assert [candidate.folded for candidate in found] == ["学校依法承担学生受伤的管理责任。"]
    claimed = candidates(make_understood("学生受伤学校管不管", document), make_evidence(document), BagEmbedder)
    assert len(claimed) == 2


def test_of_a_district_a_city_tells_where_it_names_it() -> None:
    city = make_document("望湖区建成学校9所。汀洲区建成学校4所。", "澜安市")
    understood = replace(make_understood("建成学校几所", city), within=("汀洲",))
    found = candidates(understood, make_evidence(city), BagEmbedder)
    assert [candidate.folded for candidate in found] == ["汀洲区建成学校4所。"]


def test_a_day_in_a_heading_is_no_year_that_is_told_of() -> None:
    document = make_document("本办法自2025年1月1日起施行，试行期2年。")
    (found,) = candidates(make_understood("试行几年", document), make_evidence(document), BagEmbedder)
    for heading, years in (("本办法自2025年1月1日起施行", ()), ("2025年重点工作", (2025,))):
        assert replace(found, chunk=replace(found.chunk, trail=("附则", heading))).own_years == years


def test_how_a_summary_is_wanted_tells_nothing() -> None:
    document = make_document("加强食堂管理,每学期检查食堂。")
    asked, plain = (make_understood(f"云溪区食堂管理{form}", document) for form in ("那一条压缩成几点", ""))
    (found,), (expected,) = (candidates(replace(one, kind="summary"), make_evidence(document), BagEmbedder) for one in (asked, plain))
    assert found.features.words == pytest.approx(expected.features.words)
