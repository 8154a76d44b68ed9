from __future__ import annotations

import pytest

from index.quantity import amounts
from rag.answers.claim import read_claim
from rag.answers.conditions import excepts, is_condition, meets
from rag.answers.statement import Statement
from rag.rank import candidates
from tests.values import BagEmbedder, make_document, make_evidence, make_understood


def said(words: str) -> Statement:
    document = make_document(words)
    (candidate,) = candidates(make_understood("云溪区怎么考核？", document), make_evidence(document), BagEmbedder)
    return Statement(candidate)


@pytest.mark.parametrize(
    ("claimed", "words", "is_met"),
    [
        pytest.param("70%", "合格率低于80%的食堂,责令整改。", True, id="below"),
        pytest.param("80%", "合格率低于80%的食堂,责令整改。", False, id="below does not hold the bound itself"),
        pytest.param("80%", "合格率80%以下的食堂,责令整改。", True, id="以下 does"),
        pytest.param("95分", "得分90分以上的为优秀。", True, id="above"),
        pytest.param("85分", "得分90分以上的为优秀。", False, id="not above"),
        pytest.param("90分", "得分超过90分的为优秀。", False, id="above does not hold the bound itself either"),
        pytest.param("90分", "得分90分以上的为优秀。", True, id="nor is it left out by 以上"),
        pytest.param("70人", "合格率低于80%的食堂,责令整改。", False, id="another measure"),
        pytest.param("70%", "合格率不低于80%。", False, id="a bound that is no condition"),
    ],
)
def test_whether_a_figure_meets_a_condition(claimed: str, words: str, is_met: bool) -> None:
    (amount,) = amounts(claimed)
    assert meets(amount, said(words)) is is_met


def test_a_sentence_about_other_figures_is_passed_over() -> None:
    sentence = said("合格率低于80%的食堂,责令整改。")
    assert excepts(read_claim("合格率90%的食堂要整改吗", ()), sentence)
    assert not excepts(read_claim("合格率70%的食堂要整改吗", ()), sentence)
    assert not excepts(read_claim("不合格的食堂要整改吗", ()), sentence)


def test_the_same_group_named_again_is_meant() -> None:
    assert not excepts(read_claim("不足60人的教学点都要关吗", ()), said("不足60人的教学点分类处置。"))


def test_only_bounds_that_say_whoever_is_meant_are_conditions() -> None:
    (condition,), (bound,) = amounts("低于85分的学校"), amounts("每班不超过45人")
    assert is_condition(condition, "低于85分的学校")
    assert not is_condition(bound, "每班不超过45人")


def test_a_condition_may_go_on_with_another() -> None:
    (condition,), (bound,) = amounts("交流满2年且本人自愿的,可以调动"), amounts("每班不超过45人且不分重点班")
    assert is_condition(condition, "交流满2年且本人自愿的,可以调动")
    assert not is_condition(bound, "每班不超过45人且不分重点班")
