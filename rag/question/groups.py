"""Several regions by one name: 东三省, 江浙沪. Written out where they are asked about, not where they name a topic (京津冀协同发展)."""

from __future__ import annotations

import re

from index.catalogue import Catalogue
from index.region import short_name

_GROUPS = {
    "东北三省": "辽宁、吉林、黑龙江",
    "东三省": "辽宁、吉林、黑龙江",
    "京津冀": "北京、天津、河北",
    "江浙沪": "江苏、浙江、上海",
    "苏浙沪": "江苏、浙江、上海",
    "沪苏浙皖": "上海、江苏、浙江、安徽",
    "云贵川": "云南、贵州、四川",
    "川渝": "四川、重庆",
    "成渝": "四川、重庆",
    "两广": "广东、广西",
    "两湖": "湖北、湖南",
    "西北五省": "陕西、甘肃、青海、宁夏、新疆",
    "中部六省": "山西、安徽、江西、河南、湖北、湖南",
    "直辖市": "北京、天津、上海、重庆",
}
_TOPIC_BEHIND = "(?!协同|一体化|都市|经济|双城|发展|生态|地区|城市群|合作)"
_NAME = re.compile(rf"(?:[四4五5][个大])?(?P<name>{'|'.join(sorted(_GROUPS, key=len, reverse=True))})(?:[三四]?[地省市])?{_TOPIC_BEHIND}")


def with_groups_written_out(folded: str, catalogue: Catalogue) -> str:
    """The folded message with the regions of a group in its place, where the library has documents of at least two of them."""
    held = {short_name(region) for region in catalogue.by_region}

    def written_out(match: re.Match[str]) -> str:
        names = _GROUPS[match["name"]].split("、")
        return "、".join(names) if len(held & set(names)) > 1 else match[0]

    return _NAME.sub(written_out, folded)
