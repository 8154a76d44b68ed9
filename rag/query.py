"""What is asked: regions and years named, the kind of question, and what a follow-up leaves out.

Everything is recognised from the wording and from the library's own catalogue, by rule. History completes a question; it is
never evidence.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from index.catalogue import Catalogue
from index.places import regions
from index.region import short_name
from index.text import find_repairs, fold
from index.years import years_in
from rag.types import Question, Turn, Understood


class _Reading(NamedTuple):
    """One message read by itself."""

    folded: str
    regions: tuple[str, ...]
    years: tuple[int, ...]
    topic: str


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
        unknown_regions=_unknown_regions(reading.folded, catalogue),
        years=reading.years,
        kind=_kind(reading),
        topic=reading.topic,
    )


# ------------------------------------------------------------------------------------------------ one message by itself
def _read(text: str, catalogue: Catalogue, asked_on: date) -> _Reading:
    folded = fold(text, find_repairs(text)).text.strip()
    folded = _relative_years(folded, asked_on)
    named, without = _regions(folded, catalogue)
    return _Reading(folded, named, years_in(folded), _topic(without))


_RELATIVE = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年度": 0, "本年": 0, "明年": 1}


def _relative_years(folded: str, asked_on: date) -> str:
    """今年 → 2025年, 25年 → 2025年; 前年 before its shorter neighbours."""
    for word, offset in _RELATIVE.items():
        folded = folded.replace(word, f"{asked_on.year + offset}年")
    return re.sub(r"(?<!\d)(?:')?([0-3]\d)年(?!级|内|以|来|间|制|前|后)", r"20\1年", folded)


def _regions(folded: str, catalogue: Catalogue) -> tuple[tuple[str, ...], str]:
    """Regions of the catalogue in the order named, and the text without their names."""
    found: dict[str, int] = {}
    rest = folded
    for name, region in catalogue.region_names:
        at = rest.find(name)
        if at >= 0:
            found[region] = min(at, found.get(region, at))
            rest = rest.replace(name, "\0" * len(name))
    for region, at in _abbreviated(rest, catalogue):
        found.setdefault(region, at)
        rest = rest[:at] + "\0" + rest[at + 1 :]
    return tuple(sorted(found, key=lambda region: found[region])), rest.replace("\0", " ")


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


_YEAR_WORDS = re.compile(r"(?:19|20)\d\d(?:\s*[-—~至到]\s*(?:19|20)\d\d)?\s*(?:年度?)?")


def _topic(folded: str) -> str:
    """What is asked about: no year, no region, white space single."""
    return re.sub(r"\s+", " ", _YEAR_WORDS.sub(" ", folded)).strip()


def _unknown_regions(folded: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Places the question begins with (梁溪区有多少…) that no document is about."""
    named = regions(folded.lstrip(' “"'))
    known = [name for name, _ in catalogue.region_names]
    return () if any(name in place for place in named for name in known) else named


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
def _previous(history: tuple[Turn, ...], catalogue: Catalogue, asked_on: date) -> _Reading | None:
    """The last question of the user, itself completed by what came before."""
    reading: _Reading | None = None
    for turn in history:
        if turn.role == "user":
            own = _read(turn.content, catalogue, asked_on)
            reading = own if reading is None else _completed(own, reading, turn.content)[0]
    return reading


_FILLER = re.compile(r"那么?|呢|吗|的话|换成|如果是|同样|一样|情况|怎么样|又|则|还|也|是|[\s,，。?？!！:：;；、]")
_CORRECTION = re.compile(r"我(?:问|说|指)的是")


def _completed(reading: _Reading, previous: _Reading, text: str) -> tuple[_Reading, str]:
    """Fill in what a follow-up leaves out: topic, regions, years of the question before."""
    named = reading.regions or previous.regions
    corrected = _CORRECTION.split(reading.folded)
    if len(corrected) > 1:
        years = years_in(corrected[-1]) or reading.years
        topic = _topic(corrected[-1])
    elif len(_FILLER.sub("", reading.topic)) <= 1:
        topic, years = previous.topic, reading.years or previous.years
    else:
        topic, years = reading.topic, reading.years or (previous.years if _is_elliptical(reading) else ())
    merged = _Reading(" ".join([*map(short_name, named), *(f"{year}年" for year in years), topic]), named, years, topic)
    return (reading, text) if merged[1:] == reading[1:] else (merged, merged.folded)


def _is_elliptical(reading: _Reading) -> bool:
    return not reading.regions and bool(re.match(r"那|他们|它|其中|这|另|还有|为什么|原话", reading.folded))
