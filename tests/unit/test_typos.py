from __future__ import annotations

import random

import pytest

from eval.types import Item
from eval.typos import plant
from index.catalogue import Catalogue
from index.homophones import sound, syllables

TOLD = "学生近视率为42%。教师培训300人次。"
LIBRARY = Catalogue((), lambda word, _: word in TOLD)


@pytest.mark.parametrize("seed", range(8))
def test_a_slip_sounds_like_what_the_documents_say(seed: int) -> None:
    planted = plant(Item("q", "number", "海门学生近视率是多少?"), "学生近视率是多少?", LIBRARY, random.Random(seed))
    assert planted is not None
    assert planted.meant in TOLD
    assert planted.written != planted.meant
    assert planted.item.question == f"海门{'学生近视率'.replace(planted.meant, planted.written)}是多少?"
    spoken = [sound([syllables(character)[0]]) for character in planted.written]
    assert all(one in {sound([own]) for own in syllables(other)} for one, other in zip(spoken, planted.meant, strict=True))


def test_the_same_seed_plants_the_same() -> None:
    item = Item("q", "number", "教师培训多少人次")
    assert plant(item, item.question, LIBRARY, random.Random(3)) == plant(item, item.question, LIBRARY, random.Random(3))


@pytest.mark.parametrize("question", ["多少", "有没有食堂", "2025?", "培训培训"], ids=["asks only", "not told", "no Chinese", "twice"])
def test_where_there_is_nothing_to_slip_in(question: str) -> None:
    assert plant(Item("q", "number", question), "培训" if question == "培训培训" else question, LIBRARY, random.Random(1)) is None
