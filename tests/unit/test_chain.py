"""How much evidence a question gets."""

from __future__ import annotations

from dataclasses import replace

from rag.chain import evidence_budget
from tests.values import make_document, make_understood


def test_each_side_has_as_much_evidence_as_an_answer_by_itself() -> None:
    understood = make_understood("云溪区新增学位多少个？", make_document("新增学位900个。"))
    one = evidence_budget(understood)
    assert one == understood.question.budget
    assert evidence_budget(replace(understood, regions=())) == one
    assert evidence_budget(replace(understood, regions=("云溪区", "石桥县"))) == 2 * one


def test_many_sides_share() -> None:
    understood = make_understood("云溪区新增学位多少个？", make_document("新增学位900个。"))
    assert evidence_budget(replace(understood, regions=tuple("甲乙丙丁戊己"))) == 4 * understood.question.budget
