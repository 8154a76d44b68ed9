"""Where folded words are denied: behind 不, 未, 没有, 不得, 严禁 …, up to where the denial ends.

A prohibition reaches to the end of its clause, over enumerations too (严禁使用农用车、三轮车接送学生); a plain denial to the end of its
item, to 的 (没有走完程序的｜不得停课) or to a blank, where a claim's asking words stood. Bounds (不少于, 不得超过) deny nothing, nor do
words that only look like denials (未来, 不断, 无障碍). Where something is asked to be allowed, what is fought (从严整治, 取缔) counts
as forbidden.
"""

from __future__ import annotations

import re
from functools import lru_cache

_BOUND = r"(?:少于|低于|超过|高于|小于|大于|多于|短于|突破|超(?!前|标))"
_MODAL = "(?:得|准|许|能|可以|允许|应当?|宜)"
_FORBIDDEN = re.compile(rf"不(?!能){_MODAL}(?!{_BOUND})|不予|不再|取消(?=[^,。;]{{0,14}}资格)|禁止|严禁|杜绝")
_MISUSED = re.compile("[^,。;]{0,6}(?:挪用|克扣|截留|挤占|侵占|骗取|套取)+(?:、(?:挪用|克扣|截留|挤占|侵占|骗取|套取)+)*")
"""What is done with a thing that is right itself: 不得挪用学费 forbids no 学费."""
_UNABLE = re.compile(rf"(?:不能|无法|难以)(?!{_BOUND})")
_LIFTED = re.compile(r"(?:打通|破除|取消|放开|消除|解除|清除|打破|废除)[^,。;]{0,16}?(?P<bar>限制|壁垒|门槛|障碍|堵点)")
"""What stands in the way is gone; what it stood in the way of is not denied."""
_DENIED = re.compile(
    rf"不(?!{_MODAL}|{_BOUND}|同(?!意)|[予再断仅但止只论管限等含下力良当及到变忘懈足满可]|动产|合格|达标|一致|定期|必要)"
    rf"|未(?![来必央知]|成年|{_BOUND})|没有?|无(?![锡线偿缝纸忧论证关理故私愧创]|障碍|人机|[^,;。!?:\n、]{{1,10}}(?:要求|限制|门槛))|并非"
)
_FOUGHT = re.compile("整治|(?<!政)治理|查处|打击(?!报复)|取缔|防止|避免|制止|清退|清理|遏制|纠正|防范")
_LACK = re.compile(r"不足(?!\d)|不多|偏少|较少|缺(?![陷席失])|不够|薄弱|有待|未实现|未能|尚未|还未|难以|差距|不高(?!于)|不强")
_WAIVED = re.compile("免(?:收|除|交|缴|去|于|予)|减免|无需|不需要?|不必(?!要)|不用")
_CLAUSE_END = re.compile(r"[,;。!?:\n]")
_ITEM_END = re.compile(r"[,;。!?:\n、]|\s{2}|的(?=[\u3400-\u9fff,])|(?<!可)能(?=[\u3400-\u9fff])|[就还](?=[\u3400-\u9fff])|可以")
_NO_BAR = re.compile(r"不(?:再)?(?:作为|设)[^,。;!?:\n]{0,16}(?:条件|门槛|限制)")
"""What something is no bar to is not denied by it: 证明不作为报名前置条件."""
_UNRELATED = re.compile(r"(?<![^,;。!?:\n])[^,;。!?:\n与和跟]*+[与和跟][^,;。!?:\n]*(?:无关|没有关系)")


@lru_cache(maxsize=4096)
def denied(folded: str, *, for_permission: bool = False, waived: bool = False) -> tuple[tuple[int, int], ...]:
    """Stretches (start, end) of folded text that are denied; with `for_permission` those that are fought too, with `waived`
    those that need not be paid or passed."""
    folded = _NO_BAR.sub(lambda match: " " * len(match[0]), folded)
    found = [match.span() for match in _UNRELATED.finditer(folded)]
    found += [match.span("bar") for match in _LIFTED.finditer(folded)]
    found += [(match.end(), _end_of_forbidden(folded, match.end())) for match in _FORBIDDEN.finditer(folded)]
    found += [
        (match.end(), _end(_ITEM_END, folded, match.end()))
        for pattern in (_DENIED, _UNABLE)
        for match in pattern.finditer(folded)
        if not _asks(folded, match)
    ]
    if for_permission:
        found += [(match.end(), _end(_CLAUSE_END, folded, match.end())) for match in _FOUGHT.finditer(folded)]
    if waived:
        found += [(match.end(), _end(_CLAUSE_END, folded, match.end())) for match in _WAIVED.finditer(folded)]
    return tuple(sorted(found))


def _asks(folded: str, denial: re.Match[str]) -> bool:
    """能不能, 浪费不浪费: an alternative denies nothing."""
    return any(
        folded[denial.start() - length : denial.start()] == folded[denial.start() + 1 : denial.start() + 1 + length] != ""
        for length in (1, 2)
        if denial.start() >= length
    )


def lacks(folded: str) -> int | None:
    """Where in a folded clause it is said that there is too little of what stands before it: 名校长依然缺乏."""
    found = _LACK.search(folded)
    return found.start() if found else None


def is_within(position: int, stretches: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= position < end for start, end in stretches)


def _end_of_forbidden(folded: str, start: int) -> int:
    misused = _MISUSED.match(folded, start)
    return misused.end() if misused else _end(_CLAUSE_END, folded, start)


def _end(pattern: re.Pattern[str], folded: str, start: int) -> int:
    match = pattern.search(folded, start)
    return match.start() if match else len(folded)
