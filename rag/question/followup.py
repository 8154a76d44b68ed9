"""What a follow-up leaves out, filled in from the conversation: 那石桥呢? asks the question before of another district.

Region, year and topic carry over where the message names none of its own; what it points back to (这个项目, 第二条) is put into
words. History completes a question; it is never evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from index.catalogue import Catalogue
from index.dictionary import Dictionary, bundled
from index.fold import fold
from index.region import short_name
from index.years import years_in
from rag.marked import MARK
from rag.question.places import without_names
from rag.question.reading import Reading, read
from rag.question.scope import reaches_beyond
from rag.types import Turn

_LATEST_TURNS = 40
_LONGEST_TURN = 2000
"""Characters of a message. What lies further back, or beyond, completes no question."""
_LONGEST_ITEM = 60
"""Characters of an earlier answer that 第二条 brings in."""


def previous(
    history: tuple[Turn, ...], catalogue: Catalogue, asked_on: date, dictionary: Callable[[], Dictionary] = bundled
) -> Reading | None:
    """The last question of the user, itself completed by what came before."""
    reading: Reading | None = None
    said = ""
    for turn in history[-_LATEST_TURNS:]:
        if turn.role == "user":
            own = read(turn.content[:_LONGEST_TURN], catalogue, asked_on, dictionary)
            reading = own if reading is None else completed(own, reading, turn.content, catalogue, said)[0]
        else:
            said = turn.content[:_LONGEST_TURN]
    return reading


def last_answer(history: tuple[Turn, ...]) -> str:
    """What was answered last."""
    return next((turn.content[:_LONGEST_TURN] for turn in reversed(history) if turn.role == "assistant"), "")


_FILLER = re.compile(
    r"[那这][边里儿]|那么?|呢|吗|的话|还有|别的|其[他它余]的?|换成|如果是|同样|一样|情况|怎么样|又|则|还|也|是|最后|最终|实际|到底|究竟|结果|[定提]的?|干成|做成|完成|实现|达到|落实"
    r"|了|多少|有|要?到|几[个所名]?|[\s,，。?？!！:：;；、]"
)
"""What a message may say without naming a topic: 那2024年呢, 最后实际干成了多少."""
_BESIDE = re.compile(r"^(?:那么?)?[比较跟和与].{2,12}(?:比|相比)?.{0,3}(?:[多少高低差增减快慢]|怎么样|如何)")
"""比去年多多少: the same of another year or region beside it."""
_CORRECTION = re.compile(r"我(?:问|说|指)的是")
_WHY = re.compile(r"^(?:那|这|这是)?(?:为什么|为啥|为何|什么原因|怎么回事|依据是?什么|有什么依据)(?:呢|啊|要这样|这样)?$")
_WORDS = re.compile(
    r"^(?:那|文件|文件里|它)?(?:的?原话|原文|原句|怎么表述的?|怎么[写说]的|具体怎么[写说表述]+的?)(?:是|怎么[写说]的?|呢|是什么)*$"
)
_MORE = re.compile(r"^(?:请|再|能)?(?:展开|详细|具体|细)(?:点|一点|一下)?[说讲介绍]*[说讲]?(?:吗|呢|一下)?$")
_ITEM = re.compile(r"第(?P<number>[一二三四五六七八九十\d]+)[条点项个](?![目])")
_BACK = re.compile(r"^(?:那么?)?(?:这|那|该|它|其|里面|其中|上述|前面)")
_ELLIPTIC = re.compile(r"^(?:那么?)?(?P<name>[\u4e00-\u9fff]{1,12})呢$")
_INTERROGATIVE = re.compile(r"多少|[几哪谁啥吗]|什么|怎[么样]|如何|为何|是否|[是能会要]不|有没有")
_STAGES = (
    ("幼儿园", "小学", "初中", "高中", "中职", "大学"),
    ("男生", "女生"),
    ("教师", "学生", "校长", "家长"),
    ("公办", "民办"),
    ("上午", "下午"),
)
"""What is asked of one is asked of the others: 初中呢."""
_EARLIER = re.compile(r"(?:再)?往前(?:推|数)?一?年|(?:再)?前一年")
_LATER = re.compile(r"(?:再)?往后(?:推|数)?一?年|后一年|次年")
_OUTCOME = re.compile("实际|完成|干成|做成|落实")
_THIS_ONE = re.compile("(?:那么?)?(?:这|那|该)[个项些条家所]")
_OWNER = re.compile(r"^[^:,。]{1,20}:")
"""青岚区(2025年): before what an answer quotes."""
_PUNCTUATION = re.compile(r"[\s,，。?？!！:：;；、]")
_NUMERALS = {digit: value for value, digit in enumerate("一二三四五六七八九十", 1)}


def completed(reading: Reading, before: Reading, text: str, catalogue: Catalogue, answer: str = "") -> tuple[Reading, str]:
    """Fill in what a follow-up leaves out: topic, regions, years of the question `before`, words of the `answer` to it. With the
    question as it is then understood: `text` where nothing was missing. Years are not carried over to other regions of which no
    document covers them: nobody asked for them."""
    inherits = not (reading.regions or reading.unknown or reading.within or reaches_beyond(reading.folded))
    if _BESIDE.search(reading.folded):
        return _beside(reading, before)
    source = before if inherits else reading
    named, unknown, within = source.regions, source.unknown, source.within
    topic = _topic(reading, before, answer)
    years = _years(reading, before, inherits=inherits or topic != reading.topic)
    if named != before.regions and not reading.years and not _is_covered(years, named, catalogue):
        years = ()
    merged, said = _merged(reading._replace(regions=named, years=years, topic=topic, unknown=unknown, within=within))
    return (reading, text) if merged[1:] == reading[1:] else (merged, said)


def _beside(reading: Reading, before: Reading) -> tuple[Reading, str]:
    """比去年多多少, 比石桥高多少: what was asked before, and the same of the year or region named now."""
    return _merged(
        reading._replace(
            regions=tuple(dict.fromkeys((*before.regions, *reading.regions))),
            years=tuple(sorted({*before.years, *reading.years})),
            topic=f"{before.topic} {reading.topic}",
            unknown=tuple(dict.fromkeys((*before.unknown, *reading.unknown))),
            within=tuple(dict.fromkeys((*before.within, *reading.within))),
        )
    )


def _merged(reading: Reading) -> tuple[Reading, str]:
    """With everything it is about among its words, and spelled out for people."""
    absent = [] if any(place in reading.topic for place in reading.unknown) else [*reading.unknown]
    words = [*map(short_name, reading.regions), *reading.within, *absent, *(f"{year}年" for year in reading.years), reading.topic]
    return reading._replace(folded=" ".join(words)), _spelled_out(reading, absent)


def _topic(reading: Reading, before: Reading, answer: str) -> str:
    corrected = _CORRECTION.split(reading.folded)
    if len(corrected) > 1:
        meant = without_names(corrected[-1])
        return f"{before.topic} {meant}" if _names_no_topic(meant) else meant
    own = re.sub("|".join(map(re.escape, reading.unknown)) or r"\0", "", reading.topic).strip()
    bare = _PUNCTUATION.sub("", own)
    item, elliptic = _ITEM.search(own), _ELLIPTIC.match(bare)
    if item:
        return f"{_item(answer, item['number']) or before.topic} {own}"
    if any(pattern.match(bare) for pattern in (_WHY, _WORDS, _MORE)):
        return f"{before.topic} {own}"
    if _names_no_topic(own):
        return f"{before.topic} {own}" if _OUTCOME.search(own) or reaches_beyond(own) else before.topic
    if elliptic and not _INTERROGATIVE.search(bare):
        return _of_sibling(elliptic["name"], before.topic)
    return f"{own} {before.topic}" if _THIS_ONE.match(own) else reading.topic


def _names_no_topic(own: str) -> bool:
    return len(_FILLER.sub("", own)) <= 1 or bool(_EARLIER.search(own) or _LATER.search(own))


def _years(reading: Reading, before: Reading, *, inherits: bool) -> tuple[int, ...]:
    corrected = _CORRECTION.split(reading.folded)
    if len(corrected) > 1:
        return years_in(corrected[-1]) or reading.years
    if reading.years:
        return reading.years
    step = -1 if _EARLIER.search(reading.folded) else int(bool(_LATER.search(reading.folded)))
    if step:
        return tuple(year + step for year in before.years)
    return before.years if inherits or _BACK.match(reading.topic) else ()


def _is_covered(years: Sequence[int], regions: Sequence[str], catalogue: Catalogue) -> bool:
    """Documents of each of the regions cover one of the years, as far as is known."""
    held = (catalogue.years_by_region.get(region, frozenset()) for region in regions)
    return all(not of or bool(of & set(years)) for of in held)


def _item(answer: str, number: str) -> str:
    """The words of the answer's item of that number, without marks: one line each (a line without a mark is none), or numbered within a
    line."""
    n = _NUMERALS.get(number) or (int(number) if number.isdecimal() else 0)
    lines = [line for line in answer.splitlines() if MARK.search(line)] or [line for line in answer.splitlines() if line.strip()]
    items = lines if len(lines) >= n else re.split(r"[;；]|(?<=[。,，:：])\s*(?:\d+[.、)]|[一二三四五六七八九]是)", answer)
    words = _OWNER.sub("", fold(MARK.sub("", items[n - 1])).text) if 0 < n <= len(items) else ""
    return words[:_LONGEST_ITEM].strip()


def _of_sibling(name: str, topic: str) -> str:
    """初中呢 after 小学哪天公布结果: 初中哪天公布结果; any other words are added: 要评优秀 怎样才算合格."""
    for group in _STAGES:
        if name in group:
            for other in group:
                if other in topic:
                    return topic.replace(other, name)
    return f"{name} {topic}"


def _spelled_out(reading: Reading, absent: Sequence[str]) -> str:
    """The question as it was understood, for people: 石桥县2024年招聘教师多少名?"""
    named = "、".join([*reading.regions, *reading.within, *absent])
    years = "、".join(f"{year}年" for year in reading.years)
    return f"{named}{years}{re.sub(r'^那么?|(?<![?？])[ ]+', '', reading.topic)}"
