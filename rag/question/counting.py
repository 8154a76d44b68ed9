"""What a question counts or measures: 教师 in 招聘多少名教师, 优良率 in 优良率的目标是多少."""

from __future__ import annotations

import re

from index.catalogue import Catalogue
from index.quantity import is_measure, quantities_asked
from index.quantity.measures import units
from index.specificity import words
from rag.question.function_words import FUNCTION_WORDS

_ASKED = re.compile(r"(?:多少|几)[万亿]?大?(?P<measure>\w)?|多[大高长]")
_CLAUSE_END = re.compile(r"[,;:。!?(]")
_AS_IT_STANDS = re.compile(r"[是为在到达比占有能会要才就]")
"""How what follows 多少 begins when it names nothing."""
_ENDS_VERBS = "成完到了过着"
_AIM = re.compile(r"(?:的?(?:目标|计划|任务|要求|标准|数量|数)?[是为占达到有要能会定]*)$")
_LONGEST_HEAD = 6
"""Characters that name what is counted."""
_DONE = re.compile(r"(?<=[\u4e00-\u9fff])了(?=[\u4e00-\u9fff])")
"""报了名: the word is 报名."""
_STANDS_FOR_ANY = frozenset(["场所", "地点", "点位", "东西", "项目", "内容", "单位", "对象", "机构", "资金", "钱款"])
"""Nouns that documents have a narrower one for: 中心 for 场所."""
_SINGLE = frozenset("班镇乡村县")
"""Nouns of one character that people count by 个."""
_DOES = re.compile(r"[把被让给要能得在由来去到过着了看]|参加|参与")
_COUNTING = units("人 个 所 家 园 校 处 件 起 项 条 类 种")
"""Measure words of so many things that they do not say which; 台 and 公里 nearly do."""


def asked_head(topic: str) -> str:
    """The words of a folded topic that name what is counted or measured."""
    asked = _ASKED.search(topic)
    before = (_AIM.sub("", part.strip()) for part in reversed(_CLAUSE_END.split(topic[: asked.start() if asked else None].rstrip("?"))))
    return counted_noun(topic)[:_LONGEST_HEAD] or next((part for part in before if len(part) > 1), "")[-_LONGEST_HEAD:]


def counted_noun(topic: str) -> str:
    """What is named behind 多少: 教师 in 招聘多少名教师; empty where nothing is."""
    asked = _ASKED.search(topic)
    if asked is None:
        return ""
    end = asked.end() if not asked["measure"] or is_measure(asked["measure"]) else asked.end() - 1
    behind = _CLAUSE_END.split(topic[end:], maxsplit=1)[0].rpartition("的")[2]
    return behind if len(behind) > 1 and not _AS_IT_STANDS.match(behind) and behind[-1] not in _ENDS_VERBS else ""


def things_counted(topic: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Words that name what is counted, as far as documents of the library use them themselves: 托位 in 几个托位."""
    noun = _DONE.sub("", _named_behind(topic))
    named = [word for word, _ in words(noun, FUNCTION_WORDS) if len(word) > 1] if len(noun) > 1 else [noun] * (noun in _SINGLE)
    asked = quantities_asked(topic)
    if (asked and _COUNTING.isdisjoint(asked)) or not _STANDS_FOR_ANY.isdisjoint(named):
        return ()
    return tuple(word for word in named if word in _SINGLE or catalogue.holds(word))


def _named_behind(topic: str) -> str:
    """What stands behind 多少 up to a word that says what is done with it: 老师 in 几位老师看着."""
    asked = _ASKED.search(topic)
    if asked is None or counted_noun(topic):
        return counted_noun(topic)
    behind = topic[asked.end() if not asked["measure"] or is_measure(asked["measure"]) else asked.end() - 1 :]
    noun = _CLAUSE_END.split(behind, maxsplit=1)[0]
    return "" if _AS_IT_STANDS.match(noun) else _DOES.split(noun, maxsplit=1)[0].rpartition("的")[2]
