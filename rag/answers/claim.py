"""What a yes/no question claims: its words, its figures, the sides it takes, and how far it goes.

The words that only ask (是不是, 有没有, 鼓不鼓励, 能不能 … 吗) are taken out, and decide how the verdict is worded; what remains is the
claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.dictionary import Expansion
from index.quantity import Amount, amounts
from rag.answers.senses import Side, taken
from rag.answers.standing import Standing, standing
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
    sides: frozenset[Side]
    """What is asked of 增加 or 减少, 收费 or 免费 …"""
    enough: bool
    """够, 就行: whether so much will do."""
    permission: bool
    """Whether it asks if something is allowed."""
    fulfilment: bool
    """Whether it asks if something has been done or reached …"""
    is_denied: bool
    """Whether what is asked is denied: 是不是不排名."""
    of_plan: bool
    """… as planned; or whether it is about a plan."""
    all_of: bool
    """全部, 都, 所有."""
    some_of: bool
    """只有部分, 还有一些没有."""
    obliged: bool
    """必须, 强制."""
    standing: Standing | None
    """第一, 前三."""
    compares: bool
    """比梁溪强."""
    already: bool
    """已经."""
    is_coming: bool
    """要新建, 会招聘: what is not done yet."""
    only: bool
    """只, 光, 仅: and nothing else."""
    negates: bool
    """Whether anything in it is denied, be it no word: 没过, 拿不到."""
    refuses: bool
    """Whether what is asked is denied at its end: 没过, 拿不到普惠政策."""
    supposed: bool
    """…吧, 对吗: put as what the asker takes for true."""
    unasked: bool
    """自己直接, 随便, 不经: without anybody's leave."""


_ALTERNATIVE = re.compile(r"([\u4e00-\u9fff]{1,2})[不没](?=\1)")
"""鼓不鼓励, 是不是, 有没有: the verb stays."""
_ABLE = r"(?<![才功技职智性机效节失赋只])能(?![力源够量上])"
_WORDINGS = (
    (re.compile("[让许准]不[让许准]|允不允许|允许|准许|(?<![请谦转能会要])让.{2,}吗"), Wording("允许", "不允许")),
    (re.compile(f"能不能|可不可以|可否|能否|可以|行不行|就行|{_ABLE}"), Wording("可以", "不可以")),
    (re.compile("会不会|会否|(?<![社协委员大开议工集家都学])会(?![议同计商长员场诊面展])"), Wording("会", "不会")),
    (re.compile("有没有|有无|^有"), Wording("有", "没有")),
    (re.compile(r"[了过][^,。]{0,14}吗|没有?\W*$"), Wording("是", "没有")),
)
_ELSE = Wording("是", "不是")
_PERMISSION = frozenset(("允许", "可以"))
_ASKING = re.compile(
    r"是否|有无|能否|可否|会否|(?:[对是]|属实|没错)[吗吧]|[了过]?没有?\W*$|[吗么嘛呢吧不啊呀]\W*$|请问|据说|听说|文件[里中上](?:说|写|提)?"
    r"|(?<=[了过])吧\W*$|行不行|对不对"
)
_DOING = "(?<![要会将])(?:完成|达到|达标|实现|建成|建好|交付|开工|兑现|落实|到位|整改|通过|过了|按(?:原?计划|期|时)|如期|到(?=\\d))"
_FULFILMENT = re.compile(
    rf"(?:了|(?<![超不])过)(?![来去程])[^,。]{{0,20}}没有?\W*$|(?:有没有|是否|是不是|已经?)[^,。要会将]{{0,12}}{_DOING}|{_DOING}.{{0,14}}(?:了|没有)|(?:了|(?<![超不])过)(?![来去程])[^,。]{{0,14}}[吗吧]|了\W*$|已经|是不是[^,。]{{1,8}}了"
)
_OF_PLAN = re.compile("计划|目标|任务|年初|打算|预计|力争|按期|按时|如期")
_ALL = re.compile(
    "全部|所有|全都|一律|统统|每[个所名位家](?![月周年学])|每班|凡是|只要|百分百|百分之百(?!了)|(?<!每[天周月年])(?<!每学[期年])(?<![成首古])都(?!有[啥什]|[市江匀])|全[区县市省](?:面|域)?(?=推[开行广]|铺开|实[行施])|全(?=[关撤停免])"
)
_SOME = re.compile(
    "(?:只有?|仅)(?:有|是|限于?|[挑选给让对])?(?:一?部分|个别|少数|几)|[还尚]有[^,。]{0,8}[没未]|[还尚]有?(?:一?部分|一?些|个别|少数)[^,。]{0,12}[没未]"
)
_OBLIGED = re.compile("必须|强制|一定要|非得|不得不|不[想愿]意?[^,。]{0,3}也[得要]")
_ENOUGH = re.compile("够了?(?:吗|没|不)|就[行能可够]|说了算|拍板")
_ONCE = re.compile(r"(?<![第一二三四五六七八九十百千\d])一(?=[次回趟遍])")
"""一次够了吗 counts."""
_COMING = re.compile("(?:打算|准备|将|(?<![需主只])要|(?<!机)会)[^,。]{0,3}[新建招设办增添扩改]")
_ALREADY = re.compile("已经|早就|早已|已[建达完通获]")
_TARGET = re.compile("(?:要求|目标)[^,。完实]{0,5}(?:达到?|定[到在为]|是|为)(?![^,。]*(?:完成|实现))")
"""目标定到六成了吗 asks what is planned."""
_EACH = frozenset("一1")
_NO_MORE_THAN_FIGURE = re.compile("(?:提高|提升|增加|增长|扩大|降低|下降|减少|压减|压缩|[升降增减])[到至]$|不?[少多低高大小]于$")
"""降到400万吨, 不少于100名: what a figure is to become and its bound say no more than the figure."""
_PAYING = frozenset("收交发拿给花钱付领掏多要")
"""What goes without saying of an amount of money."""
_COUNTED = "\ue001"
"""Stands where a figure stood, so that 招500名教师 stays one stretch."""
_COMPARES = re.compile(r"比[^,。;]{1,12}?(?:强|好|(?<![提])高|多|快|大|早|低|少|差)(?!于)")
_ONLY = re.compile(
    r"只(?!要|增不减|减不增)|(?<![不])仅(?!次于)|(?<=[^观风阳时发曝])光(?![荣明伏纤电缆谷华棍盘])|(?<!不)单单|才(?![能干智会华艺])(?=[^吗吧,。]*[吗吧]?\W*$)|唯一"
)
_NEGATION = re.compile(
    r"不(?![仅但断同管论少足止良限满含锈服]|低于|高于|超过|定期|动产|合格|达标|及时)|没|未(?!来|成年|央)|无(?![锡线论障偿缝人])|并非"
)
_REFUSING = re.compile(r"(?:[不没未])(?![断仅但同管论]|低于|高于|超过)[^,。的也就都还能可]{0,6}\W*$")
_SUPPOSED = re.compile(r"吧\W*$|(?:[对是]|属实|没错)[吗吧]\W*$|对不对\W*$|(?<=[,\s])是不是\W*$")
_UNASKED = re.compile("自己|直接|随便|随意|任意|私自|擅自|不打招呼|不经|未经|不用[^,。]{1,8}就|拍板|说了算|想[^,。]{1,4}就")


def read_claim(folded: str, sentences: Sequence[str], meant: Sequence[Expansion] = ()) -> Claim:
    """The claim of a folded question, best without regions and years; `sentences`: those found, in the words of documents; `meant`:
    the question's words in the dictionary."""
    text = plain(folded)
    wording = next((wording for pattern, wording in _WORDINGS if pattern.search(text)), _ELSE)
    bare = _UNASKED.sub(blank, _ALTERNATIVE.sub(blank, _ASKING.sub(blank, text)))
    is_enough = _ENOUGH.search(text) is not None
    bare = _ONCE.sub("1", bare) if is_enough else bare
    counted = _meant(amounts(bare), bare)
    is_of_money = any(amount.unit == "元" for amount in counted)
    runs = [
        tuple(turned(word, sentences) for word in run if not (is_of_money and set(word.text) <= _PAYING))
        for run in stretches(_without(bare, amounts(bare)), meant)
    ]
    words = {word.text: word for run in runs for word in run}
    asked = {word.text for word in next((run for run in reversed(runs) if any(word.is_telling for word in run)), ())}
    predicate = frozenset(word for word in words.values() if word.text in asked)
    permission, is_denied = wording.yes in _PERMISSION, any(word.is_denied for word in predicate)
    return Claim(
        text=bare,
        wording=_ELSE if is_denied or (is_enough and counted and not permission) else wording,
        words=tuple(words.values()),
        predicate=predicate,
        amounts=counted,
        sides=frozenset(side for word in predicate for side in taken(word.text, is_denied=word.is_denied)),
        enough=is_enough,
        permission=permission,
        fulfilment=not permission and not (is_enough and counted) and _TARGET.search(text) is None and _FULFILMENT.search(text) is not None,
        is_denied=is_denied,
        of_plan=_OF_PLAN.search(text) is not None,
        all_of=_ALL.search(bare) is not None,
        some_of=_SOME.search(bare) is not None,
        obliged=_OBLIGED.search(bare) is not None,
        standing=standing(bare),
        compares=_COMPARES.search(bare) is not None,
        already=_ALREADY.search(text) is not None,
        is_coming=_COMING.search(text) is not None,
        only=_ONLY.search(text) is not None,
        negates=_NEGATION.search(bare) is not None,
        refuses=_REFUSING.search(bare) is not None,
        supposed=_SUPPOSED.search(text) is not None,
        unasked=_UNASKED.search(text) is not None and (permission or _ENOUGH.search(text) is not None),
    )


def _meant(found: Sequence[Amount], bare: str) -> tuple[Amount, ...]:
    """Those claimed, not what they are for: 一学期可以收500元, 一间宿舍住12人."""
    last = len(found) - 1
    return tuple(
        amount
        for n, amount in enumerate(found)
        if n == last or not (bare[amount.start] in _EACH and amount.value == 1 and "," not in bare[amount.end : found[n + 1].start])
    )


def _without(bare: str, counted: Sequence[Amount]) -> str:
    for amount in counted:
        if before := _NO_MORE_THAN_FIGURE.search(bare[: amount.start]):
            bare = bare[: before.start()] + blank(before) + bare[before.end() :]
        bare = bare[: amount.start] + _COUNTED * (amount.end - amount.start) + bare[amount.end :]
    return bare
