"""How far a question reaches: all regions of the library (各区, 两地), the city above them (全市), and which kinds of document.

What it names but the library does not hold is put into words here, for whoever must say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.catalogue import Catalogue
from index.region import rank
from rag.question.reading import Reading

MOST_REGIONS = 12
"""A question about all regions names each of them up to so many."""
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ALL = re.compile(
    r"(?:各|其[他它余]的?|每[个一]|哪[个些几一]{0,2}|所有的?|全部的?|几个|不同)(?P<level>省|市|区县|县区|区|县|旗|州|地区|地方(?!性)|地(?!方))(?![域级位])|哪[里儿]的"
)
_COUNTED = re.compile(r"(?:这|那)?(?P<count>[两二三四五六七八九十])个?(?P<level>省|市|区|县|地)(?![方级域])")
_WHOLE = re.compile(r"(?<![在居列占])全(?P<level>[省市])(?![域级])")
_LEVELS = {"省": 3, "市": 2}

_EXPLICIT_KIND = re.compile(
    r"(?:工作)?(?P<kind>总结|计划|要点|通知|方案|公告|通报|报告|办法|意见)(?:里面?|中|上|当中|文件|》)(?!期|心|学|小|等|层|级|面临)"
)
_SAME_KIND = {"打算": "计划"}


def regions_asked(reading: Reading, catalogue: Catalogue, before: Sequence[str] = ()) -> tuple[str, ...] | None:
    """All the regions of the level asked for, by name (none where there are more than `MOST_REGIONS`), for 其他 without those asked
    `before`; None where the question asks certain ones, or does not say."""
    if reading.regions or reading.unknown or reading.within:
        return None
    asked = _ALL.search(reading.folded) or _COUNTED.search(reading.folded)
    if asked is None:
        return None
    found = _of_level(asked["level"] or "地", catalogue)
    count = _NUMBERS.get(asked.groupdict().get("count") or "")
    if count is not None and len(found) != count:
        return None
    if asked[0].startswith("其"):
        found = tuple(region for region in found if region not in before)
    return found if len(found) <= MOST_REGIONS else ()


def _of_level(level: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Regions of the level; 地 and 地方 of the commonest one."""
    ranks = {region: rank(region) for region in catalogue.by_region}
    wanted = _LEVELS.get(level, 1)
    if level.startswith("地") and ranks:
        wanted = Counter(ranks.values()).most_common(1)[0][0]
    return tuple(sorted(region for region, own in ranks.items() if own == wanted))


def whole_region(reading: Reading, catalogue: Catalogue) -> tuple[str, ...]:
    """The one city or province of the library when the question asks about 全市 or 全省 and names no region."""
    asked = _WHOLE.search(reading.folded)
    if asked is None or reading.regions or reading.unknown or reading.within:
        return ()
    found = _of_level(asked["level"], catalogue)
    return found if len(found) == 1 else ()


def reaches_beyond(folded: str) -> bool:
    """The question leaves the district spoken of before: 全市, 各区, 其他县, 所有."""
    return bool(_WHOLE.search(folded) or _ALL.search(folded) or re.search(r"其[他它余]|所有|全国|哪里|哪些地方", folded))


def kinds_named(folded: str) -> tuple[str, ...]:
    """Kinds of document that the question says to look in: 在工作总结里."""
    kinds = (match["kind"] for match in _EXPLICIT_KIND.finditer(folded))
    return tuple(dict.fromkeys(_SAME_KIND.get(kind, kind) for kind in kinds))


def kinds_held(kinds: Sequence[str], regions: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Those of `kinds` that documents of the regions (of all, where none is named) are of."""
    held = frozenset[str]().union(*(catalogue.kinds_by_region.get(region, frozenset()) for region in regions or ("",)))
    return tuple(kind for kind in kinds if kind in held)


def gaps(reading: Reading, kinds: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """What of region, year and kind no document is of, in a sentence each: 资料库中没有海门区所问年份的文件。"""
    without = [f"资料库中没有{region}所问年份的文件。" for region, _ in _years_held_instead(reading, catalogue)]
    absent = [kind for kind in kinds if kind not in kinds_held(kinds, reading.regions, catalogue)]
    return (*without, *(f"资料库中没有{'、'.join(reading.regions)}{'的' if reading.regions else ''}{kind}。" for kind in absent))


def hints(reading: Reading, catalogue: Catalogue) -> tuple[str, ...]:
    """What to ask instead of years that no document is of: 海门区没有2027年的文件，最近的是2025年的，可以改问2025年。"""
    asked = "、".join(f"{year}年" for year in reading.years)
    return tuple(
        f"{region}没有{asked}的文件，最近的是{year}年的，可以改问{year}年。" for region, year in _years_held_instead(reading, catalogue)
    )


def latest_held(reading: Reading, catalogue: Catalogue) -> int | None:
    """The latest year that documents of the regions (of all, where none is named) cover; None where they cover a year asked for, or
    none is asked or known."""
    wanted = reading.regions or tuple(catalogue.years_by_region)
    held = frozenset[int]().union(*(catalogue.years_by_region.get(region, frozenset()) for region in wanted))
    return max(held) if held and reading.years and not held & set(reading.years) else None


def _years_held_instead(reading: Reading, catalogue: Catalogue) -> list[tuple[str, int]]:
    """Regions asked (empty for none named) of which no document covers a year asked → the nearest year, sooner before than after."""
    found = []
    for region in reading.regions or ("",):
        held = catalogue.years_by_region.get(region, frozenset())
        if reading.years and held and not held & set(reading.years):
            found.append((region, max((year for year in held if year < reading.years[0]), default=min(held))))
    return found
