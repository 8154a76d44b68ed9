"""What a yes/no question claims: its words, its figures, and how far it goes.

The words that only ask (是不是, 有没有, 能不能 … 吗) are taken out, and decide how the verdict is worded; what remains is the claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.quantity import Amount, amounts
from rag.answers.words import Word, blank, plain, stretches, turned


class Wording(NamedTuple):
    """How a verdict is said."""

    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Claim:
    text: str
    """Folded, in the words of documents; what only asks is blank."""
    wording: Wording
    words: tuple[Word, ...]
    """In order, each once."""
    predicate: frozenset[Word]
    """Those of the last telling stretch: what is asked about the rest."""
    amounts: tuple[Amount, ...]
    """With offsets in `text`."""
    permission: bool
    """Whether it asks if something is allowed."""
    fulfilment: bool
    """Whether it asks if something has been done or reached …"""
    of_plan: bool
    """… as planned; or whether it is about a plan."""
    all_of: bool
    """全部, 都, 所有."""
    some_of: bool
    """只有部分."""
    obliged: bool
    """必须, 强制."""


_WORDINGS = (
    (re.compile("[让许准]不[让许准]|允不允许|允许|准许|(?<![请谦转能会要])让.{2,}吗"), Wording("允许", "不允许")),
    (re.compile("能不能|可不可以|可否|能否|可以|行不行|(?<![才功技职智性机效节失赋])能(?![力源够量])"), Wording("可以", "不可以")),
    (re.compile("会不会|会否|(?<![社协委员大开议工集家都学])会(?![议同计商长员场诊面展])"), Wording("会", "不会")),
    (re.compile("有没有|有无|^有"), Wording("有", "没有")),
    (re.compile(r"[了过][^,。]{0,14}吗|没有?\W*$"), Wording("是", "没有")),
)
_ELSE = Wording("是", "不是")
_PERMISSION = frozenset(("允许", "可以"))
_ASKING = re.compile(
    r"是不是|有没有|是否|能不能|会不会|可不可以|要不要|让不让|许不许|准不准|算不算|用不用|对不对|行不行|有无|能否|可否|会否|允不允许|(?:[对是]|属实)吗"
    r"|[了过]?没有?\W*$|[吗么嘛呢吧不]\W*$|请问|据说|听说|文件[里中上](?:说|写|提)?"
)
_DOING = "(?<![要会将])(?:完成|达到|达标|实现|建成|建好|交付|开工|兑现|落实|到位|整改|按(?:原?计划|期|时)|如期|到(?=\\d))"
_FULFILMENT = re.compile(
    rf"(?:有没有|是否|是不是|已经?)[^,。要会将]{{0,12}}{_DOING}|{_DOING}.{{0,14}}(?:了|没有)|[了过][^,。]{{0,14}}吗|[了过]没有?\W*$|了\W*$"
)
_OF_PLAN = re.compile("计划|目标|任务|年初|打算|预计|力争|按期|按时|如期")
_ALL = re.compile("全部|所有|全都|一律|统统|每[个所名位家]|都(?!有[啥什])|全(?=[关撤停免])")
_SOME = re.compile("(?:只有?|仅)(?:有|是|限于?)?(?:一?部分|个别|少数|几)")
_OBLIGED = re.compile("必须|强制|一定要|非得|不得不")


def read_claim(folded: str, sentences: Sequence[str]) -> Claim:
    """The claim of a folded question, best without regions and years; `sentences`: those found, in the words of documents."""
    text = plain(folded)
    wording = next((wording for pattern, wording in _WORDINGS if pattern.search(text)), _ELSE)
    bare = _ASKING.sub(blank, text)
    counted = amounts(bare)
    runs = [tuple(turned(word, sentences) for word in run) for run in stretches(_without(bare, counted))]
    permission = wording.yes in _PERMISSION
    return Claim(
        text=bare,
        wording=wording,
        words=tuple({word.text: word for run in reversed(runs) for word in reversed(run)}.values())[::-1],
        predicate=frozenset(next((run for run in reversed(runs) if any(word.is_telling for word in run)), ())),
        amounts=counted,
        permission=permission,
        fulfilment=not permission and _FULFILMENT.search(text) is not None,
        of_plan=_OF_PLAN.search(text) is not None,
        all_of=_ALL.search(bare) is not None,
        some_of=_SOME.search(bare) is not None,
        obliged=_OBLIGED.search(bare) is not None,
    )


def _without(bare: str, counted: Sequence[Amount]) -> str:
    for amount in counted:
        bare = bare[: amount.start] + " " * (amount.end - amount.start) + bare[amount.end :]
    return bare
