"""Places by name alone: is 江阴, without 市, a place; does 棠坡 read like one.

Known are the counties and prefectures of China by their short names, from a plain list beside this file (`regions.txt`, public
knowledge; see its head). What stands in no list can still read like a name: by the characters of the names that do. Provinces
and suffixes are in `index.region`, and the regions of a library in its catalogue: this list only tells that a place the
library knows nothing of is a place.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_name("regions.txt")
_LANDFORMS = "山岭岗冈坡崖岩峰谷沟川河江湖海溪泉塘池潭洲岛屿渚汀湾港浦渡津桥岸原野坪坝墩堡寨营屯庄塬滩沙林竹"
"""Characters that names of places end in, whether or not a county's does."""
_NATURE = "云雨雪霜露星月日晴虹松柏柳桃李杏梅兰菊竹荷莲桂枫槐榆桐棠梧樱杉芦荻雁鹤鹿凤鹭鸥燕鹰龙马石玉珠金银铜铁青碧翠丹赤紫朝晓晨暮"
"""Characters that names of places like to begin with, likewise."""
LONGEST = 6
"""Characters of the longest names that are looked for."""


def is_place(name: str) -> bool:
    """True for the short name (江阴, 连云港), without suffix, of a county or a prefecture."""
    return name in _names()


def reads_like_a_place(name: str) -> bool:
    """True for two characters of which the one opens and the other ends names of places."""
    return len(name) == 2 and name[0] in _openings() and name[1] in _endings()


@cache
def _names() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split() if 2 <= len(name) <= LONGEST)


@cache
def _openings() -> frozenset[str]:
    return frozenset(name[0] for name in _names()) | frozenset(_NATURE)


@cache
def _endings() -> frozenset[str]:
    return frozenset(name[-1] for name in _names()) | frozenset(_LANDFORMS)
