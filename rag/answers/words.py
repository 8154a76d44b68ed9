"""The words of a claim: pairs of characters of its telling stretches, in the words of documents, each with how much it counts.

Everyday words are put as documents write them (老师 → 教师), on both sides; words that carry little meaning (开展, 可以, 的) part the
stretches. A word counts by how rare it is among the sentences found, and more towards the end of the question, where Chinese puts
what is asked behind what it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import log
from typing import NamedTuple

from rag.answers.polarity import denied, is_within

_PLAIN = {
    "老师": "教师", "孩子": "学生", "娃娃": "学生", "小孩": "学生", "回家": "返家", "打工": "务工", "交钱": "缴费", "收钱": "收费",
    "关掉": "关停", "撤掉": "撤并", "房子": "住房", "医院": "医疗机构", "降幅": "下降", "涨幅": "增长", "gdp": "地区生产总值",
    "普惠性": "普惠", "普惠园": "普惠幼儿园", "公办园": "公办幼儿园", "民办园": "民办幼儿园",
    "位居第一": "位居最高", "倒数第一": "最低", "第一位": "最高", "首位": "最高", "末位": "最低", "最多": "最高", "最少": "最低",
}  # fmt: skip
"""Everyday and other words for what documents say; both sides are put into the second."""
_FORMS = {
    "涨": ("提高", "增加", "上涨", "上调", "增长"), "降": ("下降", "降低", "减少", "下调", "降至"), "换": ("更换", "更新"),
    "关": ("关停", "关闭", "停办"), "停": ("停止", "停办", "暂停"), "撤": ("撤并", "撤销", "撤点"), "退": ("退还", "退费", "退出"),
    "招": ("招聘", "招引", "招收", "招生", "招录"), "建": ("新建", "建设", "建成", "在建", "扩建"), "发": ("发放", "发给", "另发"),
    "办": ("举办", "开办", "承办"), "收": ("收取", "收费", "收受"), "分": ("分为", "分设"), "报": ("报考", "报名", "限报"),
    "住": ("住宿", "入住"), "查": ("检查", "抽查", "排查", "查处"), "评": ("评为", "评选", "评定", "评优"),
}  # fmt: skip
"""What a verb of one character is in documents."""
_EMPTY = re.compile(
    "可以|允许|开展|实施|安排|提供|组织|推进|进行|设立|设置|要求|布置|规定|方面|实际|自己|年初|一阵子|控制|以内|以上|以下|超过|左右|至少|最低|最高"
    "|达到|达标|专门|所有|全部|全都|必须|一定|需要|计划|打算|准备|已经|曾经|时候|因为|如果|具体|现在|目前|真的|其中|一个|这个|那个|那些|这些"
    "|[不没都也就还会能要把被给让在的了有是到去来上里和与或及那这得过再又才只个为从对于,]"
)
_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+|\d+(?:\.\d+)?|[a-z]+")
_FOCUS = 1.0
"""How much more the last word of a question counts than the first."""
_SINGLE = 0.4
"""What a single character counts beside a pair, when it is no known verb."""


class Word(NamedTuple):
    """A pair of characters of the claim (one, where a stretch has only one), a number or a Latin word."""

    text: str
    is_denied: bool = False
    beside: tuple[str, ...] = ()
    """The pairs that overlap it on both sides (招聘 and 教师 of 聘教); empty at an end of its stretch."""

    @property
    def forms(self) -> tuple[str, ...]:
        """How documents may write it."""
        return _FORMS.get(self.text, (self.text,))

    @property
    def is_telling(self) -> bool:
        """No single character, unless it is known what verb it is."""
        return len(self.text) > 1 or self.text in _FORMS

    def is_in(self, text: str) -> bool:
        """Whether folded text holds it, or both pairs beside it: then it only joins two words."""
        return any(form in text for form in self.forms) or (bool(self.beside) and all(pair in text for pair in self.beside))


def plain(folded: str) -> str:
    """Folded text with everyday words as documents write them."""
    for everyday, official in _PLAIN.items():
        folded = folded.replace(everyday, official)
    return folded


def stretches(claim: str) -> Iterator[tuple[Word, ...]]:
    """Words of each stretch of a folded claim between words that carry little meaning."""
    no = denied(claim)
    for run in _RUN.finditer(_EMPTY.sub(blank, claim)):
        size = 2 if run[0][0] > "\x7f" else len(run[0])
        pairs = [run[0][at : at + size] for at in range(max(1, len(run[0]) - size + 1))]
        yield tuple(
            Word(pair, is_within(run.start() + at, no), (pairs[at - 1], pairs[at + 1]) if 0 < at < len(pairs) - 1 else ())
            for at, pair in enumerate(pairs)
        )


def turned(word: Word, sentences: Sequence[str]) -> Word:
    """The word, or turned round where no sentence holds it but so: 课停 (把课停了) is 停课."""
    back = Word(word.text[::-1], word.is_denied)
    is_turned = len(word.text) > 1 and not any(map(word.is_in, sentences)) and any(map(back.is_in, sentences))
    return back if is_turned else word


def weights(words: Sequence[Word], sentences: Sequence[str]) -> dict[Word, float]:
    """How much each word counts, adding up to 1. `sentences`: those found, folded."""
    found: dict[Word, float] = {}
    for position, word in enumerate(words):
        holding = sum(map(word.is_in, sentences))
        rarity = log(1 + len(sentences) / (1 + holding)) + 0.1
        focus = 1.0 + _FOCUS * (position / (len(words) - 1) if len(words) > 1 else 1.0)
        found[word] = rarity * focus * (1.0 if word.is_telling else _SINGLE)
    total = sum(found.values())
    return {word: weight / total for word, weight in found.items()}


def blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
