"""Products broken on purpose, in an invented world: each defect does what it says, and is caught by the measure it names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from eval.broken import GOLD, Finding, as_json, findings, passes, row
from eval.defects import DEFECTS, REFUSAL, Defect, World, reference
from eval.sets import About
from eval.types import Asked, CellGiven, Given, Item, ItemType, Passage, RowGiven, TableGiven
from tests.metrics_world import NEIGHBOUR, PLACES_CITED, REVIEW, answered, cite, item
from tests.metrics_world import TEXTS as SHORT

TEXTS = SHORT | {"青岚计划.txt": SHORT["青岚计划.txt"] + "\n" + "切实加强组织领导，压紧压实工作责任。" * 10}
"""A whole document is longer than a quotation may be."""
PLAN = TEXTS["青岚计划.txt"]

WORLD = World(
    TEXTS, {"青岚计划.txt": About("青岚区", (2025,)), "青岚总结.txt": About("青岚区", (2024,)), "望湖计划.txt": About("望湖区", (2025,))}
)
BY_NAME = {defect.name: defect for defect in DEFECTS}
FOUND = (
    Passage("青岚计划.txt", PLAN[PLAN.index("2025年,") :], PLAN.index("2025年,"), len(PLAN)),
    Passage("望湖计划.txt", NEIGHBOUR * 20),
)


def asked_of(kind: ItemType, question: str, answer: str, quote: str, place: int) -> Asked:
    source = "青岚总结.txt" if quote in REVIEW else "青岚计划.txt"
    evidence = [(source, quote)] if quote else []
    about = item(kind, question, answer, [answer] if answer else [], [answer] if answer else [], evidence)
    return Asked(replace(about, id=f"q{place}"), FOUND)


KINDS: tuple[tuple[ItemType, str, str, str], ...] = (
    ("number", "青岚区2025年计划招聘多少名教师？", "210名", "公开招聘教师210名"),
    ("yesno", "青岚区2025年要招聘210名教师吗？", "是，公开招聘教师210名。", "公开招聘教师210名"),
    ("fact", "青岚区2024年招聘了多少教师？", "招聘教师186名", "招聘教师186名"),
    ("unanswerable", "青岚区2026年新增多少学位？", "", ""),
)
SET = [asked_of(*kind, place) for place, kind in enumerate(kind for kind in KINDS for _ in range(4))]
"""Sixteen questions: four of each of four types."""


def broken(name: str, given: Given, about: Item = SET[0].item, passages: Sequence[Passage] = FOUND) -> Given:
    (one,) = BY_NAME[name].broken([Asked(about, tuple(passages), given=given)], WORLD)
    assert one.given is not None
    return one.given


RIGHT = answered("新增学位4590个，92.5%。[1]", PLACES_CITED)


def test_the_reference_gives_the_gold_answers_with_their_evidence() -> None:
    first, *_, last = reference(SET, TEXTS)
    assert first.given == Given("answered", "210名[1]", (cite(1, "青岚计划.txt", "公开招聘教师210名"),))
    assert last.given == Given("refused", REFUSAL)


def test_figures_go_up_by_one_and_marks_stay() -> None:
    table = TableGiven(("地区", "数"), (RowGiven("青岚", (CellGiven("4590个", (1,)),)),))
    made = broken("figures off by one", replace(RIGHT, table=table))
    assert made.text == "新增学位4591个，93.6%。[1]"
    assert made.table == replace(table, rows=(RowGiven("青岚", (CellGiven("4591个", (1,)),)),))


def test_figures_are_sprayed_from_what_was_found() -> None:
    assert broken("sprayed figures", RIGHT).text.startswith("2025年、4590个、210名、60名、92.5")


def test_a_hedge_leads() -> None:
    assert broken("hedged verdict", RIGHT).text == "有会不是不允许。" + RIGHT.text


def test_refusing_always_and_never() -> None:
    assert broken("always refusing", RIGHT) == Given("refused", REFUSAL)
    assert broken("never refusing", RIGHT) == RIGHT
    instead = broken("never refusing", Given("refused", REFUSAL))
    assert (instead.status, instead.text) == ("answered", "2025年,新增学位4590个,公开招聘教师210名,其中研究生不少于60名。[1]")
    assert instead.citations[0].quote == PLAN[instead.citations[0].start : instead.citations[0].end]
    assert broken("never refusing", Given("refused", REFUSAL), passages=()) == Given("refused", REFUSAL)


def test_quotations_grow_and_move() -> None:
    (whole,) = broken("whole documents", RIGHT).citations
    assert (whole.start, whole.end, whole.quote) == (0, len(PLAN), PLAN)
    (moved,) = broken("moved citations", RIGHT).citations
    assert (moved.start, moved.quote) == (PLACES_CITED.start + 1, PLACES_CITED.quote)


@pytest.mark.parametrize(
    ("name", "source", "said"), [("wrong district", "望湖计划.txt", "2430个"), ("wrong year", "青岚总结.txt", "3240个")]
)
def test_the_same_words_from_elsewhere(name: str, source: str, said: str) -> None:
    made = broken(name, RIGHT)
    (cited,) = made.citations
    assert (cited.source, cited.quote) == (source, TEXTS[source][cited.start : cited.end])
    assert said in made.text


def test_without_evidence_nothing_can_be_elsewhere() -> None:
    assert broken("wrong district", RIGHT, about=SET[-1].item) == RIGHT


def test_citations_are_dealt_out_to_other_answers() -> None:
    other = cite(1, "青岚总结.txt", "招聘教师186名")
    asked = [Asked(SET[0].item, given=RIGHT), Asked(SET[8].item, given=answered("招聘教师186名。[1]", other))]
    first, second = BY_NAME["shuffled citations"].broken(asked, WORLD)
    assert first.given is not None
    assert second.given is not None
    assert (first.given.citations, second.given.citations) == ((other,), (PLACES_CITED,))


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_what_was_not_answered_stays_so(defect: Defect) -> None:
    assert [each.given for each in defect.broken([replace(SET[0], passages=()), SET[-1]], WORLD)] == [None, None]


@pytest.mark.parametrize("found", list(findings(GOLD, reference(SET, TEXTS), WORLD)), ids=lambda found: found.defect.name)
def test_every_defect_is_caught_by_the_measure_it_names(found: Finding) -> None:
    assert found.verdict == "caught"


HARMLESS = Defect("harmless", "什么也没坏", "score", "all", lambda asked, _: list(asked))


def test_what_changes_nothing_is_missed() -> None:
    (found,) = findings(GOLD, reference(SET, TEXTS), WORLD, [HARMLESS])
    assert (found.verdict, passes([found])) == ("missed", False)
    assert row(found)[-3:] == ("100.0%", "+0.0 … +0.0", "没有识破")


def test_where_no_question_has_the_measure_nothing_is_shown() -> None:
    (found,) = findings(GOLD, reference(SET, TEXTS)[:1], WORLD, [replace(HARMLESS, measure="verdict")])
    assert (found.change, found.verdict, row(found)[4]) == (None, "missed", "0")
    assert json.loads(as_json([found]))[0] == {
        "defect": "harmless",
        "measure": "verdict",
        "group": "all",
        "product": GOLD,
        "verdict": "missed",
    }


def test_a_product_that_has_nothing_to_lose_is_excused_and_the_gold_answers_are_not() -> None:
    wrong = [replace(each, given=answered("不知道。")) for each in SET]
    (found,) = findings("hybrid", wrong, WORLD, [BY_NAME["hedged verdict"]])
    assert (found.room, found.verdict, passes([found])) == (0, "nothing to lose", True)
    assert not passes([replace(found, product=GOLD)])
