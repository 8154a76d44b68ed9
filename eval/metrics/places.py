"""Which place and which years a document is of, read from its top: for telling a citation of the wrong document."""

from __future__ import annotations

import re
from functools import lru_cache

from eval.metrics.folding import YEAR, fold
from eval.metrics.sources import read_head

_TOP = 400
_PROVINCES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 "
    "陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾"
)
_PROVINCE = re.compile("|".join(_PROVINCES.split()))
_CITY = re.compile("([一-龥]{2,3})市教")
_KIND = re.compile("计划|总结|要点|打算|谋划|思路|安排|方案|通知|报告|公告|办法|清单|通报|问答")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年(?!\d{1,2}月)|(?=[-、]\d{4}年))")
"""A year that is no part of a date or number: 2023-2024学年 has two."""


@lru_cache(maxsize=4096)
def place_of(text: str) -> str:
    """District of the education office, else its city, else the first province named; empty when there is none."""
    top = fold(text[:_TOP])
    city, province = _CITY.search(top), _PROVINCE.search(top)
    return read_head(text).district or (city[1] if city else "") or (province[0] if province else "")


@lru_cache(maxsize=4096)
def years_of(text: str) -> frozenset[str]:
    """Years in the title, that is in lines that name a kind of document; else those of the first lines; else of their dates."""
    top = text[:_TOP]
    titles = "\n".join(line for line in top.split("\n") if _KIND.search(fold(line)) and len(line) <= 60)
    for part in (fold(titles), fold(top)):
        if years := frozenset(_YEAR.findall(part)):
            return years
    return frozenset(YEAR.findall(fold(top)))
