from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date

from index.catalogue import Catalogue
from rag.chain import build_chain
from rag.query import understand
from rag.steps import Steps, Working, evidence_budget, in_turn
from rag.types import Question
from tests.values import make_document, make_hits, make_understood

HITS = tuple(make_hits(make_document("招聘教师120名。新建学校3所。")))


def _steps() -> Steps:
    """Each fails unless the one before it was done."""

    def evidence(working: Working) -> Working:
        return replace(working, hits=working.hits[:1])

    def answer(working: Working) -> Working:
        return replace(working, hits=(*working.hits, working.hits[0]))

    return Steps(lambda working: replace(working, hits=HITS), evidence, answer, lambda working: replace(working, hits=working.hits[1:]))


def test_one_after_the_other_the_steps_are_the_chain_invoked() -> None:
    working = Working(understand(Question("招聘多少教师"), Catalogue(), date(2025, 3, 1)), lambda _piece: None)
    done = in_turn(_steps())(working)
    assert done.hits == HITS[:1]
    assert build_chain(_steps()).invoke(working) == done


def test_what_a_single_question_needs_loads_no_langchain() -> None:
    code = "import rag.build, rag.commands, sys; print({'langchain_core', 'langsmith', 'langchain'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "set()"


def test_each_side_has_as_much_evidence_as_an_answer_by_itself() -> None:
    understood = make_understood("云溪区新增学位多少个？", make_document("新增学位900个。"))
    one = evidence_budget(understood)
    assert one == understood.question.budget
    assert evidence_budget(replace(understood, regions=())) == one
    assert evidence_budget(replace(understood, regions=("云溪区", "石桥县"))) == 2 * one


def test_many_sides_share() -> None:
    understood = make_understood("云溪区新增学位多少个？", make_document("新增学位900个。"))
    assert evidence_budget(replace(understood, regions=tuple("甲乙丙丁戊己"))) == 4 * understood.question.budget
