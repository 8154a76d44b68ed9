"""What the wording of a question says about the form of its answer: how many items, and what it is about apart from that."""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.types import Understood

_COUNT = re.compile(
    r"(?P<number>十[一二三四五六七八九]?|[两二三四五六七八九]|(?<!\d)(?:1\d|[2-9])(?!\d))(?P<measure>[个大项条种点方件类所家步位名句样段栏处支道座门块科]|要(?![求点素闻]))"
)
_QUOTED = re.compile(r"[\"“](?P<number>[二三四五六七八九十])[\u4e00-\u9fff]{1,3}[\"”]")
"""A name that counts what it stands for: "四公开"."""
_NUMBERS = {**{digit: value for value, digit in enumerate("一二三四五六七八九", 1)}, "两": 2}
_MANNER = re.compile(
    r"[带用]上?(?:具体)?(?:数字|数据)(?:说说)?|(?:概括|归纳|总结|梳理|压缩|捋)(?:一下|成|出)?|[一二两三四五六几](?:句话|点|条|方面)|几?件事"
    r"|哪些事|(?:干|做)了|怎么[做管办]|方面|这块|那一?[条块]|主要|简要"
    r"|可以|怎么|怎样|如何|都(?=有|要)|几[种类]|一共|全都?"
)
"""How the summary is wanted, not what of."""


class Counted(NamedTuple):
    number: int
    measure: str
    """The measure word, of one character."""


_WHICH = re.compile(r"哪([^,;?]{1,4})")
_OF_THEIR_OWN = frozenset("所家位名座门支")
_ALIKE = ({"位", "名"}, {"所", "家"})


def asked_count(folded: str) -> int | None:
    """How many items the question says there are: 哪三项 → 3, 四个要 → 4."""
    asked = counted(folded)
    return asked.number if asked else None


def counted(folded: str) -> Counted | None:
    """How many items of which kind are asked for: those behind 哪 (那3个老师缺在哪两处), else the first named."""
    asked = counts_named("".join(_WHICH.findall(folded)))
    return next(iter(asked or counts_named(folded)), None)


def counts_named(folded: str) -> tuple[Counted, ...]:
    """The counts of things that folded words name, in order: 三项机制, 4座."""
    return tuple(
        Counted(int(n) if (n := found["number"]).isdigit() else _value(n), found["measure"][0]) for found in _COUNT.finditer(folded)
    )


def counts_quoted(folded: str) -> tuple[Counted, ...]:
    """The counts in names that folded words give to what they list: "四公开"."""
    return tuple(Counted(_value(found["number"]), "个") for found in _QUOTED.finditer(folded))


def may_count_same(asked: str, said: str) -> bool:
    """Whether one measure word may stand for the other; those of people and institutions for none but their own."""
    return asked == said or not {asked, said} & _OF_THEIR_OWN or {asked, said} in _ALIKE


def topic_of(understood: Understood) -> str:
    """What the question is about, without how it is to be told."""
    return _MANNER.sub(" ", understood.topic)


def _value(numeral: str) -> int:
    """二 → 2, 十 → 10, 十二 → 12."""
    return 10 + _NUMBERS.get(numeral[1:], 0) if numeral[0] == "十" else _NUMBERS[numeral]
