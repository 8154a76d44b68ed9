"""The words of a claim, each with what documents may call it, and how much it counts.

Everyday words are put as documents write them (老师 → 教师), on both sides, and looked up in the dictionary; words that take a side
are met by those of either side (`rag.answers.senses`). Words that carry little meaning (开展, 可以, 的) part the stretches. A word
counts by how much it tells (`index.specificity`), and more towards the end of the question, where Chinese puts what is asked
behind what it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from index.dictionary import Expansion
from index.specificity import words as weighed
from rag.answers.polarity import denied, is_within
from rag.answers.senses import related, sided_words

_PLAIN = {
    "老师": "教师", "孩子": "学生", "娃娃": "学生", "小孩": "学生", "员工": "从业人员", "县区": "县(区)", "医院": "医疗机构",
    "房子": "住房", "普惠性": "普惠", "普惠园": "普惠幼儿园", "公办园": "公办幼儿园", "民办园": "民办幼儿园", "gdp": "地区生产总值",
    "回家": "返家", "打工": "务工", "交钱": "缴费", "收钱": "收费", "发出去": "发布", "上讲台": "上岗", "干满": "满", "用上": "使用",
    "第一方阵": "前列", "第一梯队": "前列",
    "关掉": "关停", "撤掉": "撤并", "关学校": "撤并学校", "撤教学点": "撤并教学点",
    "建好": "建成", "建起来": "建成", "盖好": "建成", "降幅": "下降", "涨幅": "增长", "个点": "个百分点",
    "务工人员的学生": "随迁子女", "务工人员子女": "随迁子女", "外来随迁子女": "随迁子女", "农民工子女": "随迁子女",
    "天天": "每天", "周周": "每周", "年年": "每年", "每个月": "每月", "每个学期": "每学期", "每个班": "每班",
}  # fmt: skip
"""Everyday and other words for what documents say; both sides are put into the second."""
_FORMS = {
    word: tuple(forms.split())
    for word, forms in {
        "涨": "提高 增加 上涨 上调 增长", "降": "下降 降低 减少 下调 降至", "换": "更换 更新", "关": "关停 关闭 停办",
        "停": "停止 停办 暂停", "撤": "撤并 撤销 撤点 稳妥调整", "退": "退还 退费 退出", "晚": "逾期 超期 过期 推迟",
        "招": "招聘 招引 招收 招生 招录", "建": "新建 建设 建成 在建 扩建", "发": "发放 发给 另发 发布",
        "办": "举办 开办 承办 筹建 创办 兴办", "收": "收取 收费 收受", "分": "分为 分设", "报": "报考 报名 限报", "住": "住宿 入住",
        "查": "检查 抽查 排查 核查 必查 查处 整治 治理 打击 执法", "管": "监管 管理 规范 查处 整治 治理",
        "抓": "查处 严查 整治 治理 打击 监管", "盯": "监管 监测 监控 跟踪", "改": "改造 更改 修改 变更 改报 调整",
        "评": "评为 评选 评定 评优", "派": "选派 派出", "引": "引进 招引 吸引", "转": "转型 转为 转岗 转化 转入",
        "拿": "获评 获奖 获得 荣获 创成", "学校": "学校 中小学 校园", "门槛": "门槛 障碍 壁垒 限制", "扣分": "扣分 扣",
        "摇号": "摇号 派位", "作弊": "作弊 弄虚作假 舞弊", "合并": "合并 整合 撤并", "愿意": "愿意 自愿",
        "筹备": "筹备 筹建", "菜价": "菜价 价格",
    }.items()
}  # fmt: skip
"""What verbs of one character, and a few everyday words, are in documents."""
_LITTLE = """
可以 允许 开展 实施 安排 提供 组织 推进 进行 设立 设置 要求 布置 规定 方面 实际 自己 直接 随便 随意 私自 擅自 年初 一阵子 控制 以内 以上
以下 超过 左右 至少 最低 最高 最多 最少 最长 最短 突破 达到 达标 就行 比例 占比 之前 之后 以前 以后 足够 充足 专门 所有 全部 全都 必须 一定
需要 计划 打算 准备 已经 曾经 时候 因为 如果 具体 现在 目前 真的 其中 一个 这个 那个 那些 这些 只要 只有 目标 想要 百分百 百分之百 完成 做到
怎么样 怎么 怎样 保证 单独 一起 开始 搞 够 掉 不 没 都 也 就 还 能 要 把 被 给 让 在 的 了 有 是 到 去 来 上 里 和 与 或 及 那 这 得 过
再 又 才 只 个 为 从 对 于 想 它 他 们 ,
"""
_EMPTY = re.compile(
    r"\d{1,2}月(?:\d{1,2}日)?|全[区县市省](?=都)|设(?![施备计])|着(?!力)|完(?![成善备])|(?<![长社协委员大议工集学])会(?![议同计商长员场诊面展])|"
    + "|".join(sorted(_LITTLE.split(), key=len, reverse=True))
)
"""What carries little meaning, dates (which are compared by themselves), and 完, 掉, 着 behind verbs."""
_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+|\d+(?:\.\d+)?|[a-z]+")
_ENDINGS = frozenset("率部班费号量度证")
"""Characters that end a word rather than being one."""
_KNOWN = "\ue000"
"""Stands where a word already read stood."""
_HALF = 0.5
"""Share of a word that must stand in a text for it to hold the word."""
_MOST = 5.0
"""What any word tells at most."""
_COMMON = 0.5
"""How much less a word counts that every sentence found holds."""
_FEW = 3
"""Sentences that tell hardly what is common."""
_FOCUS = 1.0
"""How much more the last word of a question counts than the first."""


class Word(NamedTuple):
    """A word of the claim."""

    text: str
    weight: float = 1.0
    """What it tells."""
    is_denied: bool = False
    official: tuple[str, ...] = ()
    """What documents may call it."""
    around: tuple[tuple[str, ...], ...] = ()
    """For each of its characters the pairs of its stretch that hold it: where a word begins is not always sure."""
    parts: tuple[str, ...] = ()
    """Words that it is put together from, which may stand apart: 优秀退休教师 for 优秀教师."""

    @property
    def forms(self) -> tuple[str, ...]:
        """How documents may write it."""
        return _forms(self.text, self.official)

    @property
    def is_telling(self) -> bool:
        """No single character, unless it is known what verb it is."""
        return len(self.text) > 1 or self.text in _FORMS

    def share_in(self, text: str) -> float:
        """How much of it folded text holds: all, or those of its characters that stand there beside one of their neighbours."""
        if any(form in text for form in self.forms) or (self.parts and all(part in text for part in self.parts)):
            return 1.0
        return sum(any(pair in text for pair in pairs) for pairs in self.around) / len(self.around) if self.around else 0.0

    def is_said_in(self, text: str) -> bool:
        """The same of itself, not of what documents may call it, which is often only something near: 视力筛查 for 配眼镜."""
        return self._replace(official=(), around=self.around or (_pairs(self.text) if len(self.text) > 1 else ())).is_in(text)

    def is_in(self, text: str) -> bool:
        """Whether folded text holds it, or half of it."""
        return self.share_in(text) >= _HALF


@lru_cache(maxsize=4096)
def _forms(text: str, official: tuple[str, ...]) -> tuple[str, ...]:
    return (*_FORMS.get(text, related(text)), *official)


def plain(folded: str) -> str:
    """Folded text with everyday words as documents write them."""
    for everyday, official in _PLAIN.items():
        folded = folded.replace(everyday, official)
    return folded


def stretches(claim: str, meant: Sequence[Expansion] = ()) -> Iterator[tuple[Word, ...]]:
    """Words of each stretch of a folded claim between words that carry little meaning. `meant`: its words in the dictionary."""
    no = denied(claim)
    rest, known = claim, {}
    telling = [(plain(one.word), one.official) for one in meant if len(_EMPTY.sub("", plain(one.word))) > 1]
    named = [(claim.find(word), word, official) for word, official in telling]
    for at, text, official in [*((at, text, ()) for at, text in sided_words(claim)), *named]:
        if at >= 0 and _KNOWN not in rest[at : at + len(text)]:
            known[at] = Word(text, _weight(text), is_within(at, no), tuple(map(plain, official)), parts=_parts(text))
            rest = rest[:at] + _KNOWN * len(text) + rest[at + len(text) :]
    rest = _EMPTY.sub(blank, rest)
    for run in re.finditer(r"\S+", rest):
        yield tuple(_of_run(run[0], run.start(), known, no))


def _of_run(run: str, offset: int, known: dict[int, Word], no: tuple[tuple[int, int], ...]) -> Iterator[Word]:
    for part in re.finditer(rf"{_KNOWN}+|{_RUN.pattern}", run):
        if part[0][0] == _KNOWN:
            yield from (known[at] for at in range(offset + part.start(), offset + part.end()) if at in known)
            continue
        around_all = _pairs(part[0])
        at = 0
        for text, weight in _joined(part[0]):
            at = max(part[0].find(text, at), 0)
            around = around_all[at : at + len(text)] if len(text) > 1 else ()
            yield Word(text, weight, is_within(offset + part.start() + at, no), (), around)


def _parts(text: str) -> tuple[str, ...]:
    """The words that a word of the dictionary is put together from; none where one of them is a single character."""
    found = tuple(part for part, _ in weighed(text))
    return found if len(found) > 1 and all(len(part) > 1 for part in found) else ()


def _pairs(run: str) -> tuple[tuple[str, ...], ...]:
    """For each character of a run the pairs that hold it."""
    pairs = ("", *map("".join, pairwise(run)), "")
    return tuple(tuple(filter(None, pairs[n : n + 2])) for n in range(len(run)))


def _joined(run: str) -> Iterator[tuple[str, float]]:
    """Words of a run with their weights; 率, 部, 费 … belong to the word before."""
    found = [*weighed(run), ("", 0.0)]
    skip = False
    for (text, weight), (after, more) in pairwise(found):
        if not skip:
            skip = len(text) > 1 and len(after) == 1 and after in _ENDINGS and text + after in run
            yield (text + after, weight + more) if skip else (text, weight)
        else:
            skip = False


def _weight(text: str) -> float:
    found = [weight for _, weight in weighed(text)]
    return sum(found) / len(found) if found else 1.0


def turned(word: Word, sentences: Sequence[str]) -> Word:
    """The word, or turned round where no sentence holds it but so: 课停 (把课停了) is 停课."""
    back = word._replace(text=word.text[::-1])
    is_turned = len(word.text) > 1 and not any(map(word.is_in, sentences)) and any(map(back.is_in, sentences))
    return back if is_turned else word


def weights(words: Sequence[Word], sentences: Sequence[str]) -> dict[Word, float]:
    """How much each word counts, adding up to 1; less where most of the `sentences` found hold it."""
    last = max(1, len(words) - 1)
    found = {
        word: min(word.weight, _MOST)
        * (1.0 + _FOCUS * position / last)
        * (1.0 - _COMMON * sum(map(word.is_in, sentences)) / max(3, len(sentences)))
        for position, word in enumerate(words)
    }
    total = sum(found.values())
    return {word: weight / total for word, weight in found.items()}


def blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
