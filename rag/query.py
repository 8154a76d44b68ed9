"""What is asked: regions and years named, the kind of question, and what a follow-up leaves out.

Everything is recognised from the wording and from the library's own catalogue, by rule. History completes a question; it is
never evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from index.catalogue import Catalogue
from index.places import regions
from index.region import rank, short_name
from index.text import find_repairs, fold
from index.years import without_years, years_in
from rag.types import Question, Turn, Understood


class _Reading(NamedTuple):
    """One message read by itself."""

    folded: str
    regions: tuple[str, ...]
    years: tuple[int, ...]
    topic: str
    unknown: tuple[str, ...] = ()
    """Places named that no document is about."""


class _Named(NamedTuple):
    """Where a region of the catalogue is named."""

    start: int
    end: int
    region: str


def understand(question: Question, catalogue: Catalogue, today: date) -> Understood:
    """Read `question` in the light of its history. `today` resolves 今年 when the question does not say when it was asked."""
    asked_on = question.asked_on or today
    reading = _read(question.text, catalogue, asked_on)
    text = question.text.strip()
    previous = _previous(question.history, catalogue, asked_on)
    if previous is not None:
        reading, text = _completed(reading, previous, text)
    return Understood(
        question=question,
        text=text,
        folded=reading.folded,
        regions=reading.regions,
        unknown_regions=reading.unknown,
        years=reading.years,
        kind=_kind(reading),
        topic=reading.topic,
    )


# ------------------------------------------------------------------------------------------------ one message by itself
def _read(text: str, catalogue: Catalogue, asked_on: date) -> _Reading:
    folded = fold(text, find_repairs(text)).text.strip()
    folded = _relative_years(folded, asked_on)
    named, without = _regions(folded, catalogue)
    return _Reading(folded, named, years_in(folded), _topic(without), _unknown_regions(folded, catalogue))


_RELATIVE = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年度": 0, "本年": 0, "明年": 1}
_RELATIVE_YEAR = re.compile(rf"(?<![以此之])(?P<word>{'|'.join(_RELATIVE)})(?![级纪])")
_SHORT_YEAR = re.compile(r"(?<![\d.满龄校办教近达超过于第])'?(?P<year>[0-3]\d)年(?![级内以来间制前后教期历]|的?(?:教|工)龄|周年)")


def _relative_years(folded: str, asked_on: date) -> str:
    """今年 → 2025年, 25年 → 2025年, but not 教龄25年."""
    folded = _RELATIVE_YEAR.sub(lambda match: f"{asked_on.year + _RELATIVE[match['word']]}年", folded)
    return _SHORT_YEAR.sub(lambda match: f"20{match['year']}年", folded)


def _regions(folded: str, catalogue: Catalogue) -> tuple[tuple[str, ...], str]:
    """Regions of the catalogue in the order named, and the text without their names."""
    found: list[_Named] = []
    rest = folded
    for name, region in catalogue.region_names:
        while (at := rest.find(name)) >= 0:
            found.append(_Named(at, at + len(name), region))
            rest = _blanked(rest, at, at + len(name))
    for region, at in _abbreviated(rest, catalogue):
        found.append(_Named(at, at + 1, region))
        rest = _blanked(rest, at, at + 1)
    found.sort()
    meant = [one for one in found if not _is_prefix(one, found, folded)]
    opening = _opening(folded)
    if meant and _leads_up(folded[opening : meant[0].start]):
        rest = _blanked(rest, opening, meant[0].start)
    return tuple(dict.fromkeys(one.region for one in meant)), rest.replace("\0", " ")


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + "\0" * (end - start) + text[end:]


def _is_prefix(one: _Named, found: Sequence[_Named], folded: str) -> bool:
    """江苏省 in 江苏省南通市海门区: it says where the region behind it lies."""
    behind = [other for other in found if other.start >= one.end and rank(other.region) < rank(one.region)]
    return any(_leads_up(folded[one.end : other.start]) for other in behind)


def _leads_up(between: str) -> bool:
    """Nothing, or only names of places."""
    return "".join(regions(between)) == between


def _abbreviated(folded: str, catalogue: Catalogue) -> list[tuple[str, int]]:
    """冀2024年…, 苏浙两省…: a run of one-character names at the start, before a year, 省 or a count of provinces."""
    names = catalogue.region_letters
    if not names:
        return []
    run = re.match(
        rf"[\s“\"]*(?P<names>[{''.join(names)}](?:[和与、]?[{''.join(names)}])*)(?=\d|省|两|三|四|五|地|的|各|\s|“|\"|、)", folded
    )
    if run is None:
        return []
    return [(names[one], at) for at, one in enumerate(folded[: run.end("names")]) if one in names]


def _topic(folded: str) -> str:
    """What is asked about: no year, no region, white space single."""
    return re.sub(r"\s+", " ", without_years(folded)).strip()


_ASKING = re.compile(r"[\s“\",，]*(?:请问|我?想(?:问|知道)|我问的是|帮我?查|查(?:一?下)?|那么?|换成|如果是|在)*[\s“\",，]*")
_NO_PLACE = re.compile("[和与及跟].*|(?:哪|各|某|几|本|该|这|全|其[他它余]|所有|[两二三四五六七八九十])[个些几]?[省市区县旗州]+")
_LEVELS = ("省市", "县市", "市县", "区县", "县区", "市区")
"""Levels of regions, not a name: 省市优质园."""
_AND = re.compile("[和与及跟、]")


def _opening(folded: str) -> int:
    """Where the question begins behind 请问 and the like."""
    opening = _ASKING.match(folded)
    return opening.end() if opening else 0


def _unknown_regions(folded: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Places that no document is about: those the question opens with (梁溪区有多少…), and those joined to a known one by 和."""
    known = [name for name, _ in catalogue.region_names]
    joints = [joint for joint in _AND.finditer(folded) if folded.endswith(tuple(known), 0, joint.start())]
    paths = [takewhile(_is_place, regions(folded[start:])) for start in (_opening(folded), *(joint.end() for joint in joints))]
    innermost = dict.fromkeys(places[-1] for path in paths if (places := list(path)))
    return tuple(place for place in innermost if place not in catalogue.offices and not any(name in place for name in known))


def _is_place(name: str) -> bool:
    """Not 哪些区, not 创建省市 (优质园), and not 和海门区, which is the next of several."""
    return not _NO_PLACE.fullmatch(name) and not name.endswith(_LEVELS)


# ------------------------------------------------------------------------------------------------ kind
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "yesno",
        re.compile(
            r"是不是|有没有|是否|能不能|会不会|可不可以|要不要|让不让|对不对|属实|[吗么]\s*[?？]?$|没有\s*[?？]?$|^(?:有|是).{2,}吗"
        ),
    ),
    (
        "summary",
        re.compile(
            r"概括|总结一下|归纳|压缩|梳理|简要|主要(?:做|讲|内容|任务|工作|措施)|哪些(?:成绩|成效|举措|措施|做法|工作|方面)|几句话|[一二三四五]句话|几点"
        ),
    ),
    (
        "list",
        re.compile(
            r"哪些|哪几|哪[两二三四五六七八九十]|都有(?:啥|什么|谁)|列(?:一下|出|举)|分别(?:是|有)(?:哪|什么)|[三四五六七八九十]大(?!赛)|是哪"
        ),
    ),
    (
        "number",
        re.compile(
            r"多少|几(?!乎)|比例|占比|百分之|[率数量额度](?:是|达|要|目标|到)|多大|多高|多长|多久|目标\s*[?？]?$|人数|任务\s*[?？]?$"
        ),
    ),
)


def _kind(reading: _Reading) -> str:
    if len(reading.regions) > 1 or re.search(r"各区|各县|哪个(?:区|县|市|省)|对比|对照|比较", reading.folded):
        return "compare"
    if len(reading.years) > 1:
        return "temporal"
    return next((kind for kind, pattern in _KINDS if pattern.search(reading.folded)), "fact")


# ------------------------------------------------------------------------------------------------ follow-ups
_LATEST_TURNS = 40
_LONGEST_TURN = 2000
"""Characters of a message. What lies further back, or beyond, completes no question."""


def _previous(history: tuple[Turn, ...], catalogue: Catalogue, asked_on: date) -> _Reading | None:
    """The last question of the user, itself completed by what came before."""
    reading: _Reading | None = None
    for turn in history[-_LATEST_TURNS:]:
        if turn.role == "user":
            own = _read(turn.content[:_LONGEST_TURN], catalogue, asked_on)
            reading = own if reading is None else _completed(own, reading, turn.content)[0]
    return reading


_FILLER = re.compile(r"那么?|呢|吗|的话|换成|如果是|同样|一样|情况|怎么样|又|则|还|也|是|[\s,，。?？!！:：;；、]")
_CORRECTION = re.compile(r"我(?:问|说|指)的是")
_EVERYWHERE = re.compile(r"各[个地]?[省市区县州]|哪[个些几]?[省市区县州]|哪里|哪些地方|其[他它余]|所有")


def _completed(reading: _Reading, previous: _Reading, text: str) -> tuple[_Reading, str]:
    """Fill in what a follow-up leaves out: topic, regions, years of the question before."""
    names_none = not (reading.regions or reading.unknown or _EVERYWHERE.search(reading.folded))
    named, unknown = (previous.regions, previous.unknown) if names_none else (reading.regions, reading.unknown)
    corrected = _CORRECTION.split(reading.folded)
    said = re.sub("|".join(map(re.escape, reading.unknown)) or r"\0", "", reading.topic)
    if len(corrected) > 1:
        years = years_in(corrected[-1]) or reading.years
        topic = _topic(corrected[-1])
    elif len(_FILLER.sub("", said)) <= 1:
        topic, years = previous.topic, reading.years or previous.years
    else:
        topic, years = reading.topic, reading.years or (previous.years if _is_elliptical(reading) else ())
    absent = [] if any(place in topic for place in unknown) else [*unknown]
    words = " ".join([*map(short_name, named), *absent, *(f"{year}年" for year in years), topic])
    merged = _Reading(words, named, years, topic, unknown)
    return (reading, text) if merged[1:] == reading[1:] else (merged, _spelled_out(merged, absent))


def _spelled_out(reading: _Reading, absent: Sequence[str]) -> str:
    """The question as it was understood, for people: 石桥县2024年招聘教师多少名?"""
    places, years = "、".join([*reading.regions, *absent]), "、".join(f"{year}年" for year in reading.years)
    return f"{places}{years}{re.sub(r'^那么?|[ ]+', '', reading.topic)}"


def _is_elliptical(reading: _Reading) -> bool:
    return not (reading.regions or reading.unknown) and bool(re.match(r"那|他们|它|其中|这|另|还有|为什么|原话", reading.folded))
