"""The kind of a question, from its wording: what shape of answer it wants."""

from __future__ import annotations

import re

from rag.reading import Reading

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


def kind_of(reading: Reading) -> str:
    if len(reading.regions) > 1 or re.search(r"各区|各县|哪个(?:区|县|市|省)|对比|对照|比较", reading.folded):
        return "compare"
    if len(reading.years) > 1:
        return "temporal"
    return next((kind for kind, pattern in _KINDS if pattern.search(reading.folded)), "fact")
