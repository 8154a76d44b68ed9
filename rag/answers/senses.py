"""Words that take a side: what stays against what goes, more against less, strict against lax. A table anyone may add to.

What documents call a thing is often the other side of what was asked: 还能留用吗 is answered by 一律清退, 另外收钱不 by 不再另行收费.
The words of one side say nearly the same of a thing, those of the other side the reverse; a denied word is of the other side.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rag.answers.polarity import denied, is_within

_TABLE = (
    (
        "增加 增长 提高 提升 上升 上涨 上调 涨 扩大 新增 加大 只增不减 攀升 走高 回升 增多 变多 又多 多了 变高 高了 变大 大了",
        "减少 降低 下降 下调 降至 降到 压减 压缩 压降 压到 缩小 缩短 只减不增 回落 走低 变少 又少 少了 变低 低了 变小 小了",
    ),
    ("继续 接着 保留 留用 留下 续约 留任", "不再 撤并 撤销 取消 关停 关闭 停办 清退 淘汰 离岗 退出 辞退"),
    ("新建 新组建 增设 设立 新增 开办 创办", "撤并 撤销 取消 停办"),
    ("放松 放开 放宽 随意 随便 宽松 一只眼 不管 放任", "从严 严格 严控 高压 零容忍 严禁 整治 查处 严肃 严防 严守 强化监管"),
    ("收费 收钱 要钱 交钱 缴费 付费 自费 掏钱 花钱", "免费 免收 免除 全免 免交 免缴 财政补助 财政承担 全额补助"),
    ("公开 公示 公布 透明", "保密 隐瞒"),
    ("考试 笔试 测试", "免试 免考"),
    ("提前", "推迟 延期 延后 滞后 暂缓 逾期 拖后 拖延 拖期"),
    ("按时 按期 如期 准时", "推迟 延期 延后 滞后 暂缓 逾期 超期"),
    ("消除 清零 化解 解决", ""),
    ("都拿 都领 重复享受 同时享受 兼得 叠加", "不重复 不叠加 二选一 择一"),
    ("必须 强制 硬性 非得", "自愿 鼓励 提倡 参照 原则上"),
    ("辞退 解聘 开除 下岗", "转岗 安置 分流 消化"),
    ("合并 整合 撤并 关停 撤 稳妥调整", "保留 保存"),
    ("延长 延迟", "缩短 提前"),
    ("持续 保持 提升 完善 深化 办好 巩固 加强", "取消 停办 暂停 停止 废除 放弃"),
    ("专职", "兼职 兼任"),
    ("合格 达标 过关", "不合格 不达标 责令整改 责令重新整改 责令限期整改"),
    ("重点班 快慢班", "均衡编班 随机编班 均衡分班"),
    ("恢复 反弹 回潮", "清零 取缔 关停"),
    ("首位 居首 榜首", "垫底 末位 末尾 倒数第一"),
    ("第一时间 立即 立行立改 马上 当场", "等到 拖到 缓一缓"),
)
"""One line for each opposition: the words of its two sides."""


_CLASHES = tuple(
    (re.compile(one), re.compile(other))
    for pair in (
        ("单独|分开|分别|各自", "混合|合用|共用|合并|合一|一起|一同"),
        ("重新|从头", "连续|接续|累计"),
        ("受影响|受限|耽误", "正常|照常|不受"),
        ("更死|更严|更紧|收紧|从严", "放宽|放松|放开|简化"),
        ("主导", "参与|协助|配合"),
    )
    for one, other in (pair, pair[::-1])
)
"""Opposites too common to be what a claim is told by."""
_NEUTRAL = ("多了解", "收费标准", "公开招聘", "公开遴选")
"""What holds such a word and takes no side."""


class Side(NamedTuple):
    """One side of one opposition, as it stands in words."""

    row: int
    is_first: bool

    @property
    def reverse(self) -> Side:
        return self._replace(is_first=not self.is_first)


_SIDES: dict[str, frozenset[Side]] = dict.fromkeys(_NEUTRAL, frozenset())
for _row, _pair in enumerate(_TABLE):
    for _is_first, _words in zip((True, False), _pair, strict=True):
        for _word in _words.split():
            _SIDES[_word] = _SIDES.get(_word, frozenset()) | {Side(_row, _is_first)}
_WORD = re.compile("|".join(sorted(map(re.escape, _SIDES), key=len, reverse=True)))


def sides(folded: str) -> frozenset[Side]:
    """The sides that folded words take."""
    no = denied(folded)
    found: set[Side] = set()
    for match in _WORD.finditer(folded):
        found |= taken(match[0], is_denied=is_within(match.start(), no))
    return frozenset(found)


def taken(word: str, *, is_denied: bool) -> frozenset[Side]:
    """The sides that a word takes."""
    own = _SIDES.get(word, frozenset())
    return frozenset(side.reverse for side in own) if is_denied else own


def clash(claimed: str, stated: str) -> bool:
    """Whether folded words say one thing and those of a document only its opposite: 合用 and 单独设置."""
    return any(one.search(claimed) and other.search(stated) and not one.search(stated) for one, other in _CLASHES)


@lru_cache(maxsize=4096)
def related(word: str) -> tuple[str, ...]:
    """The words of the oppositions that the word is of, itself included: what speaks about the same."""
    rows = {side.row for side in _SIDES.get(word, ())}
    return tuple(dict.fromkeys((word, *(one for row in sorted(rows) for side in _TABLE[row] for one in side.split()))))


def sided_words(folded: str) -> tuple[tuple[int, str], ...]:
    """Where words that take a side stand, and which."""
    return tuple((match.start(), match[0]) for match in _WORD.finditer(folded))
