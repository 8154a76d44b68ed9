"""Names of regions: one canonical form, and the other names people use for it.

Only the provincial level is a list (34 names, public knowledge); everything below is recognised by its suffix and by what the
library's own headers say.
"""

from __future__ import annotations

from functools import lru_cache

PROVINCES: dict[str, tuple[str, ...]] = {
    "北京市": ("北京", "京"),
    "天津市": ("天津", "津门", "津"),
    "河北省": ("河北", "燕赵", "冀"),
    "山西省": ("山西", "三晋", "晋"),
    "内蒙古自治区": ("内蒙古", "内蒙", "蒙"),
    "辽宁省": ("辽宁", "辽"),
    "吉林省": ("吉林", "吉"),
    "黑龙江省": ("黑龙江", "龙江", "黑"),
    "上海市": ("上海", "沪上", "申城", "沪"),
    "江苏省": ("江苏", "苏"),
    "浙江省": ("浙江", "浙"),
    "安徽省": ("安徽", "皖"),
    "福建省": ("福建", "八闽", "闽"),
    "江西省": ("江西", "赣鄱", "赣"),
    "山东省": ("山东", "齐鲁", "鲁"),
    "河南省": ("河南", "豫"),
    "湖北省": ("湖北", "荆楚", "鄂"),
    "湖南省": ("湖南", "三湘", "湘"),
    "广东省": ("广东", "南粤", "粤"),
    "广西壮族自治区": ("广西", "八桂", "桂"),
    "海南省": ("海南", "琼"),
    "重庆市": ("重庆", "巴渝", "渝"),
    "四川省": ("四川", "川", "蜀"),
    "贵州省": ("贵州", "黔", "贵"),
    "云南省": ("云南", "滇", "云"),
    "西藏自治区": ("西藏", "藏"),
    "陕西省": ("陕西", "三秦", "陕", "秦"),
    "甘肃省": ("甘肃", "陇原", "甘", "陇"),
    "青海省": ("青海", "青"),
    "宁夏回族自治区": ("宁夏", "宁"),
    "新疆维吾尔自治区": ("新疆", "新"),
    "香港特别行政区": ("香港", "港"),
    "澳门特别行政区": ("澳门", "澳"),
    "台湾省": ("台湾", "台"),
}
"""Canonical name → short name, names that people are fond of, and the one-character names."""

SUFFIXES = (
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "特别行政区",
    "开发区",
    "高新区",
    "新区",
    "地区",
    "省",
    "市",
    "区",
    "县",
    "州",
    "盟",
    "旗",
    "镇",
    "乡",
    "街道",
)


HIGHEST = 3
"""Rank of the provincial level."""


@lru_cache(maxsize=4096)
def short_name(region: str) -> str:
    """海门区 → 海门, 新疆维吾尔自治区 → 新疆; a name of two characters stays whole (郊区)."""
    if region in PROVINCES:
        return PROVINCES[region][0]
    suffix = next((s for s in SUFFIXES if region.endswith(s)), "")
    return region.removesuffix(suffix) if len(region) - len(suffix) >= 2 else region


@lru_cache(maxsize=4096)
def aliases(region: str) -> tuple[str, ...]:
    """Names of two characters or more by which a question may call `region`, longest first."""
    names = {region, short_name(region), *(name for name in PROVINCES.get(region, ()) if len(name) > 1)}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@lru_cache(maxsize=4096)
def abbreviations(region: str) -> tuple[str, ...]:
    """One-character names (冀, 粤): they mean the region only where the question's wording shows it."""
    return tuple(name for name in PROVINCES.get(region, ()) if len(name) == 1)


def rank(region: str) -> int:
    """3 for the provincial level, 2 for a city or prefecture, 1 for what is below, and for what shows no level."""
    if region in PROVINCES:
        return HIGHEST
    return 2 if region.endswith(("市", "自治州", "地区", "盟")) else 1
