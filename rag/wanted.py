"""What a question wants told: its own words, and whether others tell one of it: a figure of the measure asked for, a day.

Words about the very topic do not answer 哪天开跑 when no time is in them: the documents then do not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.dictionary import Expansion
from index.quantity import asks_frequency
from index.specificity import words
from index.terms import terms
from rag.answers.asked import asked_count, counts_named
from rag.answers.enumeration import item_counts
from rag.figure import has_figure, units_asked
from rag.forms import has_form
from rag.question.function_words import FUNCTION_WORDS
from rag.tables import is_row
from rag.types import Understood

_QUESTION_WORDS = re.compile(
    r"多少(?:[万亿]+元?|元)?|几[所个名位项家次年人条块种类支批辆台座栋间张份场本篇户亩门节天月周岁届轮期处件起]|哪[些几个里]?|什么|啥|怎么样?|如何|是不是|有没有|是否|吗|呢|请问|一下|分别"
    r"|目标|计划|打算|具体|情况|要|的|了|是|在|和|与|有"
)
_MOST_TELLING = 6.0
"""No word tells more: what documents hardly ever say is as often a turn of speech as a name."""
_FREQUENCY = re.compile(r"每.{0,4}(?:[年月周季天日]|学期|半年)|[年月周季天日期][^,。;]{0,4}[一1]次|不?定期|常态化")
_ASKS_NAME = re.compile(r"(?:叫|姓)(?:什么|啥)(?:名字?)?(?P<kind>[\u4e00-\u9fff]{0,3})|什么名字|名字叫?(?:什么|啥)")
_ASKS_SEVERAL = re.compile(r"(?:(?<!\d)[3-9]|[三四五六七八九十])[所家个位名条项座种支]")
_SEVERAL = re.compile(r"[^、,。;]、[^、,。;]+、[^、,。;]")
_NAME = re.compile(r"[“\"《「『:]|[叫称]|名为")
_ASKS_WHICH = re.compile(r"哪(?:[几两]|[二三四五六七八九十]|\d+)(?P<unit>[所家个位名条项])")
_COUNTED = r"(?:\d+|[一两二三四五六七八九十]+){unit}|\d+[所家个位名条项]"
_CLAUSE = re.compile(r"[^,;。!?]+")
_NAMES = re.compile(r"[、:\"“]")
_RATE = re.compile(r"[\u4e00-\u9fff]{2,12}率(?!先)")
"""The name of a rate: 公办园覆盖率. Official documents hardly ever call one by another name."""
_QUOTED = re.compile(r"[\"「『《]([^\"「」『』《》,。?]{3,20})[\"」』》]")
_DIGIT = re.compile(r"\d")
_ASKS_ORDINAL = re.compile(r"几年级|第几|几级")


class Wanted(NamedTuple):
    """A word of a question, or an everyday phrase of it that documents put otherwise."""

    forms: tuple[str, ...]
    """The word as asked, then what documents call it."""
    weight: float
    """What it tells: `index.specificity`."""
    parts: tuple[Wanted, ...] = ()
    """The words of a phrase."""

    def held(self, folded: str) -> float:
        """How much of it folded words hold, from 0 to 1: all with any of its forms, else as much as of its parts."""
        if any(form in folded for form in self.forms):
            return 1.0
        total = sum(part.weight for part in self.parts)
        return sum(part.weight * part.held(folded) for part in self.parts) / total if total else 0.0


def may_tell(understood: Understood, said: str) -> bool:
    """Whether folded words `said` hold something of what the question wants. A row of a table does: what its cells are measured in
    stands at the head of the table."""
    asked = understood.folded
    if asks_frequency(asked):
        return _FREQUENCY.search(said) is not None
    if (told := has_form(asked, said)) is not None:
        return told
    if _only_counts(asked, said):
        return False
    if understood.kind != "number" or is_row(said) or _ASKS_ORDINAL.search(asked):
        return True
    return has_figure(said, units_asked(asked)) and not _is_another_rate(understood.topic, said)


def _is_another_rate(topic: str, said: str) -> bool:
    """A rate is asked for by name, and the words do not hold the name, or hold another's: 公办园覆盖率 for 普惠园覆盖率."""
    asked = _RATE.search(_QUESTION_WORDS.sub("\n", topic))
    if not asked:
        return False
    *modifiers, (name, _) = words(asked[0])
    held = sum(weight for word, weight in modifiers if word in said)
    return name not in said or held < sum(weight for _, weight in modifiers) / 3


def _only_counts(folded: str, said: str) -> bool:
    """Names are asked for (叫什么, 哪两家), and the words hold none: neither quotation marks nor a list, only how many there are."""
    named, which = _ASKS_NAME.search(folded), _ASKS_WHICH.search(folded)
    if named and not _NAME.search(said) and not (_ASKS_SEVERAL.search(folded) and _SEVERAL.search(said)):
        kind = named["kind"]
        return not (kind and kind in said)
    if which is None:
        return False
    number = asked_count(folded)
    if number is not None:
        return _counts_without_names(said, number)
    return re.search(_COUNTED.format(unit=which["unit"]), said) is not None and not _NAMES.search(said)


def _counts_without_names(said: str, number: int) -> bool:
    """The words say that there are so many (年内稳妥调整4所), and neither that clause nor an enumeration of so many names them."""
    counting = [clause[0] for clause in _CLAUSE.finditer(said) if any(one.number == number for one in counts_named(clause[0]))]
    return bool(counting) and not any(_NAMES.search(clause) for clause in counting) and number not in item_counts(said)


def names_quoted(folded: str) -> tuple[str, ...]:
    """What a folded question puts in quotation marks: the very name that documents must use, "轮岗之星", not one much like it."""
    return tuple(name for name in _QUOTED.findall(folded) if not _DIGIT.search(name))


def content_terms(folded: str) -> frozenset[str]:
    """Terms of a question without its question words."""
    return frozenset(terms(_QUESTION_WORDS.sub(" ", folded)))


def apart(folded: str) -> str:
    """Folded words in which a name that two share is written out, so that no word is seen across them: 小学校 in 中小学校."""
    return folded.replace("中小学校", "中小学、学校")


@lru_cache(maxsize=16)
def content_words(understood: Understood) -> tuple[Wanted, ...]:
    """Words of a question without its question words; an everyday word is wanted as documents have it, too, and tells no more than the
    most frequent of those: 娃 may be any 学生."""
    return tuple(_wanted(_QUESTION_WORDS.sub("\n", understood.topic), sorted(understood.meant, key=lambda one: -len(one.word))))


def _wanted(text: str, meant: Sequence[Expansion]) -> Iterator[Wanted]:
    """The words of `text`, those with an entry among `meant` (longest first) as one, with what stands within them as its parts."""
    for n, expansion in enumerate(meant):
        if expansion.word in text:
            forms = (expansion.word, *expansion.official)
            parts = tuple(_wanted(expansion.word, meant[n + 1 :]))
            yield Wanted(forms, min(_MOST_TELLING, *map(_mean_weight, forms)), parts if len(parts) > 1 else ())
            text = text.replace(expansion.word, "\n")
    yield from (Wanted((word,), min(_MOST_TELLING, weight)) for word, weight in words(text, FUNCTION_WORDS))


def _mean_weight(phrase: str) -> float:
    weights = [weight for _, weight in words(phrase)]
    return sum(weights) / len(weights) if weights else 0.0
