"""Which regions a question names, as people write them.

Known are the regions of the library's own catalogue: in full, without suffix, by the one character of a province, with the
office behind them (海门教育局), or with one character wrong (芦松区), which is noted. A place that no document is about is
seen by its suffix (梁溪区), by the list of counties (江阴), or, where the library's documents never say the word and it is no
word of the language, by where it stands and how it reads (棠坡2025年…). Names are looked for where a question puts whom it is
about: at the start of a clause, and beside a known region. A city that only a province's documents speak of is looked for in
those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, takewhile
from typing import NamedTuple

from index.catalogue import Catalogue
from index.fold import fold
from index.gazetteer import LONGEST, is_place, reads_like_a_place
from index.language import word_tag
from index.places import COMMON_NOUNS, regions
from index.region import PROVINCES, abbreviations, rank, short_name
from index.years import without_years
from rag.question.institutions import asks_how_many, opens_institution, reads_like_one

GONE = "\0"
"""Stands for each character of a name that was taken out."""


class Places(NamedTuple):
    """The regions of one message."""

    regions: tuple[str, ...] = ()
    """Of the catalogue, in the order named."""
    unknown: tuple[str, ...] = ()
    """Places, as written, that no document is about."""
    within: tuple[str, ...] = ()
    """Places that no document is about, but that those of a city or province around them mention."""
    rest: str = ""
    """The folded message without the names of `regions` and `within`."""
    misspelt: tuple[tuple[str, str], ...] = ()
    """(as written, name meant)."""


class _Named(NamedTuple):
    """Where a region of the catalogue is named."""

    start: int
    end: int
    region: str


def places(folded: str, catalogue: Catalogue) -> Places:
    """The regions that a message names; years are written out in it already."""
    known, rest = _known(folded, catalogue)
    slips, rest = _slips(rest, catalogue)
    named = sorted([*known, *(_Named(start, end, region) for start, end, region, _ in slips)])
    meant = [one for one in named if not _is_prefix(one, named, folded)]
    opening = _opening(folded)
    if meant and _leads_up(folded[opening : meant[0].start]):
        rest = _blanked(rest, opening, meant[0].start)
    written = [folded[start:end] for start, end, _, _ in slips]
    foreign = tuple(name for name in _foreign(folded, named, catalogue) if not any(one in name or name in one for one in written))
    within = tuple(name for name in foreign if _is_told_by_others(name, catalogue))
    for name in within:
        rest = rest.replace(name, GONE * len(name))
    rest = _without_offices(rest)
    return Places(
        regions=tuple(dict.fromkeys(one.region for one in meant)),
        unknown=tuple(name for name in foreign if name not in within),
        within=within,
        rest=rest.replace(GONE, " "),
        misspelt=tuple((folded[start:end], name) for start, end, _, name in slips),
    )


# ------------------------------------------------------------------------------------------------ known regions
def _known(folded: str, catalogue: Catalogue) -> tuple[list[_Named], str]:
    """Regions of the catalogue and the text without their names."""
    found: list[_Named] = []
    rest = folded
    for name, region in catalogue.region_names:
        start = 0
        while (at := rest.find(name, start)) >= 0:
            start = at + len(name)
            if not _is_namesake(name, region, rest[start:]):
                found.append(_Named(at, start, region))
                rest = _blanked(rest, at, start)
    for region, at in _abbreviated(rest):
        if region not in catalogue.by_region:
            continue
        found.append(_Named(at, at + 1, region))
        rest = _blanked(rest, at, at + 1)
    return found, rest


_NAMESAKE_SUFFIX = r"(?:县|市(?![场政民级属县区])|区(?![域分块划县])|州(?!市))"
_NAMESAKE = re.compile(_NAMESAKE_SUFFIX)
_NAMESAKES = re.compile(rf"(?:{'|'.join(map(short_name, PROVINCES))}){_NAMESAKE_SUFFIX}")


def _is_namesake(name: str, region: str, behind: str) -> bool:
    """吉林市 and 河北区 are not the provinces of that name."""
    return region in PROVINCES and name != region and bool(_NAMESAKE.match(behind))


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + GONE * (end - start) + text[end:]


def _is_prefix(one: _Named, found: Sequence[_Named], folded: str) -> bool:
    """江苏省 in 江苏省南通市海门区: it says where the region behind it lies."""
    behind = [other for other in found if other.start >= one.end and rank(other.region) < rank(one.region)]
    return any(_leads_up(folded[one.end : other.start]) for other in behind)


def _leads_up(between: str) -> bool:
    """Nothing, or only names of places."""
    return "".join(regions(between)) == between


_LETTERS = {letter: province for province in PROVINCES for letter in abbreviations(province)}
_ONE = f"[{''.join(_LETTERS)}]"
_WHO = r"想|打算|准备|[今去明前]年|近[几两]?年|[那这]边|老百姓|全省"
"""What follows the name of who is asked about, and hardly ever a character within a word; 新打算 is none of 新疆."""
_ABBREVIATED = re.compile(
    rf"[\s“\"]*(?:{_ONE}(?=\d|省|\s|“|\")|(?!新){_ONE}(?={_WHO})|{_ONE}(?:[和与、]?{_ONE})+(?=\d|省|[两三四五]省?|地|的|各|\s|“|\"|、))"
)


def _abbreviated(folded: str) -> list[tuple[str, int]]:
    """冀2024年…, 苏浙两省…: provinces by one character at the start, before a year or 省; several also before a count of provinces."""
    run = _ABBREVIATED.match(folded)
    return [(_LETTERS[one], at) for at, one in enumerate(run[0]) if one in _LETTERS] if run else []


_OFFICE_NAME = "(?:(?:教育|教体|教科|文教|教文)[体育科技文化和与]{0,5}(?:局|厅|委员会|委)|教委)(?![长员])"
_OFFICE = re.compile(rf"(?<={GONE})[省市区县]?{_OFFICE_NAME}")


def _without_offices(rest: str) -> str:
    """海门教育局2025年… asks about 海门: the office says nothing about the topic."""
    return _OFFICE.sub(lambda match: GONE * len(match[0]), rest)


# ------------------------------------------------------------------------------------------------ slips of the pen
def _slips(rest: str, catalogue: Catalogue) -> tuple[list[tuple[int, int, str, str]], str]:
    """(start, end, region, name meant) of names with one character wrong, and the text without them. In full anywhere, without suffix
    only where a question names whom it is about; never what may mean two regions, or what is a word or a place itself."""
    heads = frozenset(_heads(rest, _BREAK, _AND))
    found: list[tuple[int, int, str, str]] = []
    for length in catalogue.name_lengths:
        for start in range(len(rest) - length + 1):
            written = rest[start : start + length]
            meant = catalogue.misspelt(written) if GONE not in written else ()
            if len(meant) != 1:
                continue
            name, region = meant[0]
            is_full = name == fold(region).text and len(name) > len(catalogue.stem(region))
            if not (_may_be_full_slip(written, region, catalogue) if is_full else start in heads and not _has_meaning(written, catalogue)):
                continue
            found.append((start, start + length, region, name))
            rest = _blanked(rest, start, start + length)
    return found, rest


def _may_be_full_slip(written: str, region: str, catalogue: Catalogue) -> bool:
    """With its suffix a name is no word: it is a slip unless it is a place, or the documents speak of it."""
    return not is_place(written[: len(catalogue.stem(region))]) and not catalogue.holds(written)


def _has_meaning(name: str, catalogue: Catalogue) -> bool:
    """The documents say it, or it is a place or a word of the language."""
    return catalogue.holds(name) or is_place(name) or bool(word_tag(name))


# ------------------------------------------------------------------------------------------------ places no document is about
_ASKING = re.compile(
    r"[\s“\",]*(?:请问|麻烦|我?想(?:问|知道|了解)|我问的是|帮我?(?:查|看|找)|[查找看](?:一?下)?|那么?|换成|如果是|关于|在|把|对|拿)*[\s“\",]*"
)
_BREAK = re.compile(r"[,;:?!。(（“\"《]\s*|年度?|(?<![现正存实潜内外所旨])在")
_AND = re.compile("[和与及跟、同]")
_NO_PLACE = re.compile("[和与及跟].*|(?:哪|各|某|几|本|该|这|全|其[他它余]|所有|[两二三四五六七八九十])[个些几]?[省市区县旗州]+")
_LEVELS = ("省市", "县市", "市县", "区县", "县区", "市区")
"""Levels of regions, not a name: 省市优质园."""
_MARK = re.compile(rf"[省市区县]?(?:(?:19|20)\d\d|(?:人民)?政府|{_OFFICE_NAME}|全[省市区县])|呢|的话|怎么样|如何")
"""What follows a name and shows that it is one."""
_INSTITUTION = re.compile(
    "[一二三四五六七八九十第]{0,3}(?:[中小大]学(?!生)|学[院校]|幼儿园|医院|[路街镇乡村湖河山桥站杯]|马拉松|工程|精神|模式|经验|论坛)"
)
_NOT_IN_NAMES = re.compile(
    "[的了着过我你您他她它们咱俺这那哪谁啥什么怎吗呢吧啊没不是在把被给让为从对于及或很最都还也就才再又想问请帮查看年月日要会能可想须需应考报招投转进办搞做弄]"
)
_BEHIND_NAMES = frozenset("在有是要的和跟与把被对从会能将想让为去今明打各全")
"""Characters that often follow a name, whatever they make with its last one."""
_NAME_TAGS = frozenset({"", "ns", "nr", "nrt", "nz", "nt"})
"""Of names, in jieba's list; it calls 萧山 a person."""


def _opening(folded: str) -> int:
    """Where the question begins behind 请问 and the like."""
    opening = _ASKING.match(folded)
    return opening.end() if opening else 0


def _heads(text: str, *marks: re.Pattern[str]) -> Iterator[int]:
    """Where a question may put whom it is about: at its start and behind each of the marks."""
    yield _opening(text)
    for mark in chain.from_iterable(pattern.finditer(text) for pattern in marks):
        yield mark.end() + _opening(text[mark.end() :])


def _foreign(folded: str, named: Sequence[_Named], catalogue: Catalogue) -> tuple[str, ...]:
    """Places that no document is about. Beside known regions only those joined to one by 和."""
    if letters := _abbreviated(folded):
        return tuple(region for region, _ in letters if region not in catalogue.by_region)
    if named:
        heads = [_opening(folded), *(one.end + 1 for one in named if _AND.match(folded, one.end))]
    else:
        heads = list(dict.fromkeys(_heads(folded, _BREAK)))
    found = dict.fromkeys(place for head in heads if (place := _place_at(folded, head, named, catalogue)) is not None)
    if not named and not found:
        found = dict.fromkeys(_before_years(folded, catalogue))
    return tuple(place for place in found if place not in catalogue.offices and not _is_known(place, catalogue))


def _before_years(folded: str, catalogue: Catalogue) -> Iterator[str]:
    """棠坡 in 我能报棠坡2025年的招聘吗: two characters right before a year that read like a name."""
    for year in re.finditer(r"(?<!\d)(?:19|20)\d\d年", folded):
        name = folded[max(0, year.start() - 2) : year.start()]
        if reads_like_a_place(name) and _is_strange(name, catalogue):
            yield name


def _is_known(place: str, catalogue: Catalogue) -> bool:
    """A known name stands in it: 海门市, as 海门区 was called."""
    return any(name in place and not _is_namesake(name, region, place[len(name) :]) for name, region in catalogue.region_names)


def _place_at(folded: str, head: int, named: Sequence[_Named], catalogue: Catalogue) -> str | None:
    """The place that stands at `head`, if any; within others the innermost."""
    namesake = _NAMESAKES.match(folded, head)
    if namesake and namesake[0] not in PROVINCES:
        return namesake[0]
    with_suffix = list(takewhile(_is_region, regions(folded[head:])))
    if with_suffix:
        name, behind = with_suffix[-1], folded[_end_of(with_suffix, folded, head) :]
        is_institution = reads_like_one(behind) if named else opens_institution(name, behind, catalogue)
        return name if _is_place_to(name, catalogue) and not is_institution else None
    if any(one.start == head for one in named):
        return None
    bare = _bare(folded, head, catalogue)
    if bare and named and reads_like_one(folded[head + len(bare) :]):
        return None
    is_beside = not named or head > named[0].start or bool(_AND.match(folded, head + len(bare or "")))
    return bare if is_beside else None


def _end_of(names: Sequence[str], folded: str, start: int) -> int:
    """Where `names`, one behind the other from `start` on, end; a province may be written short."""
    for name in names:
        start += len(name if folded.startswith(name, start) else short_name(name))
    return start


def _is_region(name: str) -> bool:
    """Not 哪些区, not 创建省市 (优质园), not 普惠区 or 老旧小区, and not 和海门区, which is the next of several."""
    stem = short_name(name)
    if name in PROVINCES or is_place(stem):
        return True
    is_phrase = bool(_NO_PLACE.fullmatch(name) or _NOT_IN_NAMES.search(stem)) or name.endswith(_LEVELS) or name[-2:] in COMMON_NOUNS
    return not is_phrase and word_tag(stem) in _NAME_TAGS


def _is_place_to(name: str, catalogue: Catalogue) -> bool:
    """In the list, or unheard of, or told of by those above; 普惠区 is what the documents speak of with 区 behind it."""
    stem = short_name(name)
    is_listed = is_place(stem) or name in PROVINCES or name in catalogue.by_region
    return is_listed or len(stem) == len(name) or not catalogue.holds(stem) or _is_told_by_others(name, catalogue)


def _bare(folded: str, head: int, catalogue: Catalogue) -> str | None:
    """A place without suffix at `head`."""
    for length in range(LONGEST, 1, -1):
        name = folded[head : head + length]
        if len(name) == length and is_place(name) and _is_meant(name, folded[head + length :], catalogue):
            return name
    read = next((name for name in _marked(folded, head) if _is_strange(name, catalogue)), None) or _unmarked(folded, head, catalogue)
    return read if read and _is_meant(read, folded[head + len(read) :], catalogue) else None


def _is_meant(name: str, behind: str, catalogue: Catalogue) -> bool:
    """A county of the list; where the documents mention the name, not one that names a school or the like (镇海中学)."""
    if not catalogue.holds(name):
        return True
    return asks_how_many(behind) or not (_INSTITUTION.match(behind) or opens_institution(name, behind, catalogue))


def _marked(folded: str, head: int) -> Iterator[str]:
    """棠坡 in 棠坡2025年…, 棠坡教育局…, 棠坡呢."""
    for length in (2, 3, 4):
        name = folded[head : head + length]
        if re.fullmatch(r"[\u4e00-\u9fff]+", name) and len(name) == length and _MARK.match(folded, head + length):
            yield name


def _is_strange(name: str, catalogue: Catalogue) -> bool:
    """No word of the language or of the documents, unless these call a place so, and nothing in it that names do not have."""
    if _NOT_IN_NAMES.search(name):
        return False
    if _is_called_so(name, catalogue):
        return word_tag(name) in _NAME_TAGS
    if catalogue.holds(name) or word_tag(name):
        return False
    return len(name) == 2 or {word_tag(name[:2]), word_tag(name[-2:])} <= _NAME_TAGS


def _is_called_so(name: str, catalogue: Catalogue) -> bool:
    """The documents have the name with what places end in: 汀洲区."""
    return catalogue.says is not None and any(catalogue.holds(name + suffix) for suffix in "区县市")


def _unmarked(folded: str, head: int, catalogue: Catalogue) -> str | None:
    """棠坡 in 棠坡有几所学校: two characters that read like a name."""
    name, across = folded[head : head + 2], folded[head + 1 : head + 3]
    is_name = (reads_like_a_place(name) or _is_called_so(name, catalogue)) and _is_strange(name, catalogue)
    is_cut = across[1:] not in _BEHIND_NAMES and (bool(word_tag(across)) or (len(across) == 2 and catalogue.holds(across)))
    return name if is_name and not is_cut else None


def _is_told_by_others(name: str, catalogue: Catalogue) -> bool:
    """The documents of a city or province mention it, and may tell of it; a neighbour's say it only by the way."""
    return catalogue.holds_above(name, rank(name))


def without_names(rest: str) -> str:
    """What is asked about: no year, no region, white space single."""
    return re.sub(r"\s+", " ", without_years(rest)).strip()
