"""Names of institutions that begin with the name of a place: 无锡科技职院, 北京市第四中学, 上海大众.

A question about one asks nothing of the place: the documents of a district speak of a college in the city around it. By itself, what
reads like such a name is taken for one where the documents say how it begins: a school that they never name is told of as little as its
place. Beside a region that is asked about, it is a partner of that region (海门和南京师范大学), named by the documents or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.catalogue import Catalogue
from index.language import word_tag
from index.region import short_name

_KINDS = (
    "大学(?!生)|学院|职院|职大|[学党团]校|[中小]学(?!生)|高中|幼儿园|[一二三四五六七八九十]中|附[中小]|[实师]小|医院|集团|公司|银行|[协学商]会"
    "|联盟|基金会?|研究[院所]|中心|博物馆|图书馆|文化馆|科技馆|体育[馆场]|少年宫|出版社|电视台|日报|晚报|报社|机场|车站|大桥"
    "|杯|联?赛|论坛|峰会|博览会|模式|经验|精神|马拉松|工程|[路街镇乡村湖河山桥站]"
)
"""What names of institutions, and of what is called after a place, end in."""
_NO_NAME = "的了着过和与及跟在是有为把被对从到将要会能几多少哪各每全什么怎吗呢、"
"""Characters that stand in a question, not in the name of an institution."""
_KIND = re.compile(rf"[^\W\d{_NO_NAME}]{{0,9}}?(?:{_KINDS})")
_OWN = re.compile(rf"[^\W\d{_NO_NAME}]{{1,9}}?(?:{_KINDS})")
"""The kind of an institution with a word of its own before it: 师范大学."""
_ANY = re.compile(
    "公办|民办|公立|私立|普惠|普通|优质|薄弱|新[建增办]|改扩?建|城[区乡市镇]|农村|乡[镇村]|中小|小学|初中|幼儿|学前|义务|基础|特殊|职业|高等|中等"
)
"""How an own name does not begin: 无锡公办幼儿园 are those of 无锡."""
_NUMBERED = re.compile("第?(?P<number>[一二三四五六七八九十]{1,3})(?P<kind>[中小])学?")
_COUNTED = re.compile(r"(?:现在|目前|一?共|总共|都)?(?:有|开|建|办)?(?:了|着)?(?:几|多少)(?:[所家座]|个?(?:$|\W))")
"""无锡小学有多少所 asks about all of them."""
_LONGEST = 6
"""Characters behind the place of a name that the list of words has: 上海大众."""


def opens_institution(place: str, behind: str, catalogue: Catalogue) -> bool:
    """`place` with the folded text `behind` it is the name of an institution that a document speaks of."""
    short = short_name(place)
    if not reads_like_one(behind) and not _is_listed(short, behind):
        return False
    return any(catalogue.holds(name) for name in _beginnings(place, short, behind))


def reads_like_one(behind: str) -> bool:
    """Behind a place stands the rest of the name of an institution, with a word of its own in it."""
    return bool(_OWN.match(behind)) and not _ANY.match(behind) and not asks_how_many(behind)


def asks_how_many(behind: str) -> bool:
    """Behind a place: how many institutions of a kind there are (小学有多少所)."""
    kind = _KIND.match(behind)
    return kind is not None and bool(_COUNTED.match(behind, kind.end()))


def _beginnings(place: str, short: str, behind: str) -> Iterator[str]:
    """How a document may begin the name: with two characters behind the place, 北京四中 for 北京市第四中学."""
    yield from dict.fromkeys([place + behind[:2], short + behind[:2]])
    numbered = _NUMBERED.match(behind)
    if numbered:
        yield short + numbered["number"] + numbered["kind"]


def _is_listed(short: str, behind: str) -> bool:
    """The list of words has the name, as one of an institution."""
    return any(word_tag(short + behind[:length]) == "nt" for length in range(2, min(_LONGEST, len(behind)) + 1))
