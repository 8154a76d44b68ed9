"""Questions about a document itself: when it was published, by whom, under which number.

The words that name a document stand right before what is asked of it (工作要点是哪天发的, 发布日期是), so that 什么时候发布学区划分通知,
which asks what a document plans, is none of these.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Imprint: TypeAlias = Literal["published_on", "issuer", "number"]
"""A field of `index.types.Header`."""

DOCUMENT = "文件|计划|要点|总结|打算|谋划|方案|通知|公告|通报|报告|办法|意见|文"
_BEHIND = rf"(?:{DOCUMENT})[》\"]?(?:是|在|都|到底|各自?|分别){{0,4}}(?:由|于)?"
_ISSUED = "(?:对外)?(?:印发|公布|发布|公开|下发|出台|上网|出来|出的|发|挂|贴)"
_ASKS: tuple[tuple[Imprint, re.Pattern[str]], ...] = (
    (
        "published_on",
        re.compile(
            rf"{_BEHIND}(?:哪一?[天日]|哪年哪月|什么时[候间]|啥时候?|何时|哪个?月|几月几?[号日]?|几[号日])份?{_ISSUED}"
            r"|(?:发布|公布|印发|发文|公开)(?:的)?(?:日期|时间)"
        ),
    ),
    ("number", re.compile(r"发文字号|文件编号|文号(?!召)")),
    (
        "issuer",
        re.compile(
            rf"{_BEHIND}(?:哪一?[个家]|什么|啥|谁)?(?:单位|部门|机关|机构|局|地方|谁){_ISSUED}"
            r"|发(?:文|布)(?:的)?(?:单位|机关|机构|部门)"
        ),
    ),
)
_NO_NAME = re.compile(rf"{DOCUMENT}|份|篇|这|那|的|是|什么|多少|哪一?[个天]|几号|工作|年|\d+|[^\w\s]")
"""What names no document in particular."""


def imprint_asked(folded: str) -> Imprint | None:
    """What the folded question asks of a document itself."""
    return next((field for field, pattern in _ASKS if pattern.search(folded)), None)


def without_imprint(folded: str) -> str:
    """The folded question without the words that ask for it and those that stand for any document."""
    for _, pattern in _ASKS:
        folded = pattern.sub("\n", folded)
    return _NO_NAME.sub("\n", folded)


def asked_of(folded: str) -> str:
    """Of what it is asked: the two characters right before the words that ask for it, 成绩 in 招聘成绩公布时间; empty where those that
    stand for any document do."""
    match = next((found for _, pattern in _ASKS if (found := pattern.search(folded))), None)
    if match is None or _NO_NAME.match(match[0]):
        return ""
    return _NO_NAME.sub("\n", folded[: match.start()].rstrip('的》"'))[-2:].rpartition("\n")[2]
