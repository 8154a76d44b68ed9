"""What a yes/no question claims: its words, denied or not, its figures, and how far it goes.

The words that only ask (是不是, 有没有, 能不能 … 吗) are taken out, and decide how the verdict is worded; what remains is the
claim. Its words count by how rare they are among the sentences found, and more towards the end of the question, where Chinese
puts what is asked behind what it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import NamedTuple

from index.quantity import Amount, amounts
from index.text import fold
from rag.answers.polarity import denied, is_within


class Wording(NamedTuple):
    """How a verdict is said."""

    yes: str
    no: str


class Word(NamedTuple):
    """A pair of characters of the claim (one, where a run has only one)."""

    text: str
    is_denied: bool


@dataclass(frozen=True, slots=True)
class Claim:
    text: str
    """Folded, in the words of documents; what only asks is blank."""
    wording: Wording
    words: tuple[Word, ...]
    """In order, each once."""
    predicate: frozenset[str]
    """Those of the last run of words: what is asked about the rest."""
    amounts: tuple[Amount, ...]
    """With offsets in `text`."""
    permission: bool
    """Whether it asks if something is allowed."""
    fulfilment: bool
    """Whether it asks if something has been done or reached."""
    of_plan: bool
    """… as planned."""
    all_of: bool
    """全部, 都, 所有."""
    some_of: bool
    """只有部分."""
    obliged: bool
    """必须, 强制."""


_WORDINGS = (
    (re.compile("让不让|许不许|准不准|允不允许|允许|准许|[海湖]?让.{2,}吗"), Wording("允许", "不允许")),
    (re.compile("能不能|可不可以|可否|能否|可以|行不行|(?<![才功技职智性机效节失赋效])能(?![力源够量])"), Wording("可以", "不可以")),
    (re.compile("会不会|会否|(?<![社协委员大开议工集家都学])会(?!议|同|计|商|长|员|场|诊|面|展)"), Wording("会", "不会")),
    (re.compile("有没有|有无|^有"), Wording("有", "没有")),
    (re.compile(r"(?:了|过)[^,。]{0,4}吗|[了过]没有?\W*$|没有\W*$"), Wording("是", "没有")),
)
_ELSE = Wording("是", "不是")
_PERMISSION = frozenset(("允许", "可以"))
_ASKING = re.compile(
    r"是不是|有没有|是否|能不能|会不会|可不可以|要不要|让不让|许不许|准不准|算不算|用不用|对不对|行不行|有无|能否|可否|会否|[对是属]实?吗|允不允许"
    r"|[了过]?没有?\W*$|[吗么嘛呢吧]\W*$|请问|据说|听说|文件[里中上](?:说|写|有没有说|提)?"
)
_EMPTY = re.compile(
    r"可以|允许|开展|实施|安排|提供|组织|推进|进行|设立|设置|要求|布置|规定|方面|实际|自己|年初|一阵子|达到|达标|专门|所有|全部|全都|必须|一定|需要|计划|打算|准备|已经|曾经|时候|因为|如果|具体|现在|目前|真的|其中|一个|这个|那个|那些|这些"
    r"|[都也就还会能要把被给让在的了有是到去来上里和与或及那这得过再又才只个为从对于,]"
)
_PLAIN = {
    "老师": "教师", "孩子": "学生", "娃娃": "学生", "小孩": "学生", "回家": "返家", "打工": "务工", "交钱": "缴费", "收钱": "收费",
    "关掉": "关停", "医院": "医疗机构", "撤掉": "撤并", "房子": "住房", "降幅": "下降", "涨幅": "增长", "gdp": "地区生产总值",
    "普惠园": "普惠性幼儿园",    "公办园": "公办幼儿园", "民办园": "民办幼儿园", "位居第一": "位居最高", "倒数第一": "最低", "第一位": "最高", "首位": "最高",
    "末位": "最低", "最多": "最高", "最少": "最低",
}  # fmt: skip
"""Everyday and other words for what documents say; both sides are put into the second."""
_FULFILMENT = re.compile(
    r"(?:完成|达到|达标|实现|建成|建好|交付|开工|兑现|落实|到位|整改|按(?:原?计划|期|时)|如期|到\d).{0,14}(?:吗|没有?|\?)|[了过][^,。]{0,14}吗|[了过]没有?\W*$|了\W*$"
)
_OF_PLAN = re.compile("计划|目标|任务|年初|按期|按时|如期")
_ALL = re.compile("全部|所有|全都|一律|统统|每(?:个|所|名|位|家)|都(?!有(?:啥|什么))|全(?=关|撤|停|免)")
_SOME = re.compile("(?:只有?|仅)(?:有|是|限于?)?(?:一?部分|个别|少数|几)")
_OBLIGED = re.compile("必须|强制|一定要|非得|不得不")
_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+|\d+(?:\.\d+)?|[a-z]+")
_FOCUS = 1.0
"""How much more the last word of a question counts than the first."""


def read_claim(folded: str) -> Claim:
    """The claim of a folded question; regions and years are best left out before."""
    text = plain(folded)
    wording = next((wording for pattern, wording in _WORDINGS if pattern.search(text)), _ELSE)
    bare = _ASKING.sub(_blank, text)
    counted = amounts(bare)
    runs = list(_runs(bare, counted))
    return Claim(
        text=bare,
        wording=wording,
        words=tuple({word.text: word for run in runs for word in run}.values()),
        predicate=frozenset(word.text for word in runs[-1]) if runs else frozenset(),
        amounts=counted,
        permission=wording.yes in _PERMISSION,
        fulfilment=wording.yes not in _PERMISSION and _FULFILMENT.search(text) is not None,
        of_plan=_OF_PLAN.search(text) is not None,
        all_of=_ALL.search(bare) is not None,
        some_of=_SOME.search(bare) is not None,
        obliged=_OBLIGED.search(bare) is not None,
    )


def plain(folded: str) -> str:
    """Folded text with everyday words as documents write them."""
    for everyday, official in _PLAIN.items():
        folded = folded.replace(everyday, official)
    return folded


def weights(claim: Claim, sentences: Sequence[str]) -> dict[str, float]:
    """How much each word of the claim counts, adding up to 1. `sentences`: those found, folded."""
    count = len(claim.words)
    found: dict[str, float] = {}
    for position, word in enumerate(claim.words):
        holding = sum(word.text in sentence for sentence in sentences)
        rarity = log(1 + len(sentences) / (1 + holding)) + 0.1
        focus = 1.0 + _FOCUS * (position / (count - 1) if count > 1 else 1.0)
        found[word.text] = rarity * focus * (1.0 if len(word.text) > 1 else 0.4)
    total = sum(found.values())
    return {text: weight / total for text, weight in found.items()} if total else {}


def turned(claim: Claim, sentences: Sequence[str]) -> Claim:
    """The claim with words that no sentence holds turned round where they are held so: 课停 (把课停了) is 停课."""

    def one(text: str) -> str:
        back = text[::-1]
        return back if not any(text in held for held in sentences) and any(back in held for held in sentences) else text

    words = tuple(word._replace(text=one(word.text)) for word in claim.words)
    return replace(claim, words=words, predicate=frozenset(map(one, claim.predicate)))


def folded_plain(text: str) -> str:
    return plain(fold(text).text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _runs(bare: str, counted: Iterable[Amount]) -> Iterator[tuple[Word, ...]]:
    """Words of each stretch between words that carry little meaning."""
    stretches = denied(bare)
    for amount in counted:
        bare = bare[: amount.start] + " " * (amount.end - amount.start) + bare[amount.end :]
    for run in _RUN.finditer(_EMPTY.sub(_blank, bare)):
        size = 2 if run[0][0] > "\x7f" else len(run[0])
        places = range(max(1, len(run[0]) - size + 1))
        yield tuple(Word(run[0][at : at + size], is_within(run.start() + at, stretches)) for at in places)
