"""What an amount is about: the words that say what is counted, the year, and whether it is planned or achieved.

All three are read from the words of the amount's own sentence, nearest first; what the words do not say stays empty. The headings
above, which often say the period of a whole section, are not known here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from index.quantity.amount import Amount, amounts
from index.quantity.measures import PERCENT, POINTS

State = Literal["planned", "achieved", ""]


@dataclass(frozen=True, slots=True)
class Quantity(Amount):
    """An amount with what its sentence says about it."""

    indicator: str
    """The words that say what is counted: 新增学位, 公办园在园幼儿占比. Best effort; empty where none were found."""
    year: int | None
    """The calendar year that the sentence names for it."""
    state: State
    """`planned` or `achieved` where the wording says so; empty where it does not."""


class _Year(NamedTuple):
    start: int
    year: int
    is_base: bool
    """由2023年的, 比2023年的: of the next amount only."""
    is_difference: bool
    """比2023年提高: of no amount."""


_SENTENCE_ENDS = "。;!?\n"
_CLAUSE_ENDS = _SENTENCE_ENDS + ","
_LONGEST_SENTENCE = 200
"""Characters before an amount that are read at most, so that a text without an end costs no more than its length."""
_YEAR = re.compile(
    r"(?P<from>[由从比较在与同])?(?:(?P<digits>(?:19|20)\d\d)(?=\s?年)|(?P<chinese>二[〇零][〇零一二三四五六七八九]{2})(?=年)"
    r"|(?P<word>今年|本年度|去年|上年|上一年|明年))(?P<of>(?:\s?年)?[度底]?的)?"
)
_RELATIVE = {"今年": 0, "本年度": 0, "去年": -1, "上年": -1, "上一年": -1, "明年": 1}
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

_PLANNED = re.compile(
    r"(?<![超按])计划(?=[招聘新建投在于用到完开安组引创培增实推选派补改扩举筹启化的全分]|$)|力争|争取(?!上级|周转|到了)|拟(?!聘|录)|确保"
    r"|将(?=[坚持继续全新进努大认组加实推开于在按]|建[立成设])|预计|打算|目标(?=[是为:])|规划(?=[新建学])|须|应当|应(?=[不在于按])|(?<![主重需只概摘首必纪不简])要(?!求|点|素|闻|件)"
    r"|不得|继续|下一步|底前"
)
_ACHIEVED = re.compile(r"已(?!经?列入)|累计|实际|[新增落实招聘完成建组发放投入达到获得]了|超额|兑现|(?<=年)共(?=有|计|完|新|建成)")
_WEAKLY_ACHIEVED = re.compile(r"查实|查处|荣?获(?!取)")
"""Said of what is done, unless something planned is said in the same words: 确保获奖1个."""
_AIM = re.compile(r"(?:以[上下内])?的(?:[^,。;的]{0,4})?(?:目标|任务|要求|计划)")
"""Behind an amount: 下降0.6个百分点的目标."""

_VERBS = (
    "[提增扩上下降压缩控保稳突升减回延调放归][高升加大降低缩减制持定小破落长整宽并]?[到至在为]|达到?"
    "|提高|提升|下降|降低|增加|增长|上升|减少|缩小|缩短|压减|压缩|突破|超过|高于|低于|保持|分别"
    "|[合共总累]计|约|近|不少于|不低于|不高于|不超过|不得少于|不得低于|不得超过|至少|仅|只有|共"
    "|(?<!行)为|是|连续|占(?!比)|到|至|由|从|有|满|再|又|(?<![生人平户])均|各|还|了|以|按|多|(?<!占)比|较"
    "|上年|去年|上一学年|同比"
)
_TRAILING = re.compile(rf"(?:[由从比较在]?(?:19|20)\d\d\s?年[度底]?|基础上|[和与及]|{_VERBS}|[\s:\"()的、-])++$")
"""Between what is counted and the amount. Possessive: what documents say must not cost more time than it has characters."""
_LEADING = re.compile(
    r"(?:[\s\"()、·-]|的|以[上下内]|其中|全[年区县市校]|[今去明]年|年内|同时|力争|原?计划|确保|预计|至少|使|将|把|对(?![口象])"
    r"|由|从|在(?![校园职编岗建])|至|到|为|较|比|因|及|和|与|并|再(?!生)|也|还|另有|现有|约|共(?![享建同])|每年|年度?(?!初)|月|日"
    r"|底前?|其余|已|要|了|另|区级|底)++"
)
_HAN_RUN = re.compile(r"[\u3400-\u9fffa-z·\"+-]+$")
_LONGEST_BEFORE = 60
"""Characters before an amount in which its indicator is looked for."""
_FOLLOWING = re.compile(r"[\u3400-\u9fff]{1,12}")
_NOT_NAMED_AFTER = re.compile(
    r"主要|以[上下内]|左右|之[内外]|及以|提高|提升|增加|下降|降低|减少|达到|完成|开展|参加|参与|获|占|为|是|由|从|到|至|和|与|及|在|的"
    r"|中|内|前|后|被|均|已|未|需|要|建成|整改|惠及|分别|予|列|新增|拟|因|不|再|于|并|用|升级|提前|超|比|较|多|少|左"
)
_STOP_AFTER = re.compile(
    r"尤|难以|才|把|一律|逐一|确保|提供|开展|建成|进行|完成|达到|实现|参加|参与|获得|获|建立|的|和|与|及|由|从|在|被|等|予|按|全部"
    r"|投入|需|平均|均|约|缺口|将|已|为|是|有|改造为|列入|用于|率先|分别|适时|接受"
)
_MEASURED = frozenset((PERCENT, POINTS, "元", "分", "倍", "岁", "天", "月", "年", "小时", "分钟", "工作日", "周", "学期", "学年", ""))
"""Units whose amounts are named before them: 覆盖率为86.5%."""


@lru_cache(maxsize=4096)
def quantities(folded: str, base_year: int | None = None, period: State = "") -> tuple[Quantity, ...]:
    """All quantities of folded text, in order; 今年 is `base_year`, 去年 the one before it.

    `period` is what the section is about where the caller knows it: the state of quantities whose own wording leaves it open.
    """
    found = amounts(folded)
    if not found:
        return ()
    years = _years(folded, base_year)
    named: list[Quantity] = []
    nexts = [*(amount.start for amount in found[1:]), len(folded)]
    for before, amount, limit in zip((None, *found), found, nexts, strict=False):
        start = _behind_last(_SENTENCE_ENDS, folded, amount.start)
        floor = max(start, before.end if before else 0)
        indicator = _indicator(folded, amount, floor, limit) or _carried(named, start)
        year, state = _year(years, amount, start, floor), _state(folded, amount, start, floor) or period
        named.append(Quantity(amount.start, amount.end, amount.low, amount.high, amount.unit, amount.comparator, indicator, year, state))
    return tuple(named)


def _behind_last(marks: str, folded: str, end: int) -> int:
    """Where the sentence or clause begins that `end` lies in, or how far back it is read."""
    far = max(0, end - _LONGEST_SENTENCE)
    return max(far, max(folded.rfind(mark, far, end) for mark in marks) + 1)


def _years(folded: str, base_year: int | None) -> list[_Year]:
    found = []
    for match in _YEAR.finditer(folded):
        year = _calendar(match, base_year)
        if year is not None:
            leads = match["from"] is not None
            found.append(_Year(match.start(), year, leads, leads and match["from"] in "比较与同" and match["of"] is None))
    return found


def _calendar(match: re.Match[str], base_year: int | None) -> int | None:
    if match["digits"]:
        return int(match["digits"])
    if match["chinese"]:
        return int(match["chinese"].translate(_CHINESE_DIGITS))
    return None if base_year is None else base_year + _RELATIVE[match["word"]]


def _year(years: list[_Year], amount: Amount, start: int, floor: int) -> int | None:
    """The last year named before the amount in its sentence that is not only the base of a comparison."""
    named = years[bisect_left(years, (start,)) : bisect_left(years, (amount.start,))]
    ours = (year.year for year in reversed(named) if not year.is_difference and (not year.is_base or year.start >= floor))
    return next(ours, None)


def _state(folded: str, amount: Amount, start: int, floor: int) -> State:
    """By the nearest wording before the amount: first since the amount before it, then in its sentence. What was achieved is not
    carried past another year: 2024年实际新增3240个,今年的任务多1350个."""
    if _AIM.match(folded, amount.end):
        return "planned"
    for begin in (floor, start):
        words = folded[begin : amount.start]
        planned, achieved = _last(_PLANNED, words), _last(_ACHIEVED, words)
        if planned < 0:
            achieved = max(achieved, _last(_WEAKLY_ACHIEVED, words))
        if planned > achieved:
            return "planned"
        if achieved > planned and not (begin != floor and _YEAR.search(words, achieved)):
            return "achieved"
    return ""


def _last(pattern: re.Pattern[str], words: str) -> int:
    """Where the last match in `words` begins; -1 without one."""
    last = -1
    for match in pattern.finditer(words):
        last = match.start()
    return last


def _indicator(folded: str, amount: Amount, floor: int, limit: int) -> str:
    before = _before(folded, amount, floor)
    if amount.unit in _MEASURED:
        return before
    after = _after(folded, amount.end, limit)
    return before + after if after and before.endswith(("新增", "新建", "建成", "招聘", "新组建")) else after or before


def _before(folded: str, amount: Amount, floor: int) -> str:
    """The noun phrase before the amount in its clause, without verbs and comparators at its end."""
    start = max(floor, _behind_last(_CLAUSE_ENDS, folded, amount.start), amount.start - _LONGEST_BEFORE)
    between = _TRAILING.search(folded, start, amount.start)
    run = _HAN_RUN.search(folded, start, between.start() if between else amount.start)
    if not run:
        return ""
    leading = _LEADING.match(run[0])
    return run[0][leading.end() if leading else 0 :].strip('"')


def _after(folded: str, end: int, limit: int) -> str:
    """The noun that follows the measure word, up to a verb: 3所[公办幼儿园]."""
    following = _FOLLOWING.match(folded, end, limit)
    if not following or _NOT_NAMED_AFTER.match(following[0]):
        return ""
    stop = _STOP_AFTER.search(following[0])
    return following[0][: stop.start()] if stop else following[0]


def _carried(named: list[Quantity], start: int) -> str:
    """What the amount before in the same sentence counts: 由62%提高到71%."""
    return named[-1].indicator if named and named[-1].start >= start else ""
