"""What measures, groups and types are called in front of officials, and which way of a measure is better.

A measure that is not listed goes by its own name, its value between 0 and 1, higher being better: reports need no change
when a measure is added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """`label`: a few characters. `sentence`: what the value says, in one plain sentence."""

    label: str
    sentence: str = ""
    lower_is_better: bool = False
    is_judged: bool = True
    """False for what is only told: a low value is no fault."""


MEASURES = {
    "score": Meaning("答对得分", "回答按题型评分的平均得分；完全答对得满分，该拒答时拒答也得满分。"),
    "number_support": Meaning("数字有据", "回答里的每个数字，能在所引原文里找到的比例。"),
    "citation_exact": Meaning("引文无误", "引文与原文对应位置逐字一致的比例。"),
    "citation_recall": Meaning("句句有据", "回答的句子中，有引文支持的比例。"),
    "citation_precision": Meaning("引文切题", "所列引文中，确实支持所在句子的比例。"),
    "quote_short": Meaning("引文简短", "不超过200字的引文的比例。"),
    "concise": Meaning("回答简短", "问数字时，引文之前的回答不超过160字的比例。"),
    "verdict": Meaning("是否判断", "问是否时，开头的判断正确的比例。"),
    "focus": Meaning("内容集中", "回答的内容中，与问题有关的比例。"),
    "wrong_document_first": Meaning("首段错文件", "检索到的第一段来自错误文件的比例。", lower_is_better=True),
    "wrong_district": Meaning("错引地区", "引用了其他地区文件的回答的比例。", lower_is_better=True),
    "wrong_year": Meaning("错引年份", "引用了其他年份文件的回答的比例。", lower_is_better=True),
    "em": Meaning("逐字一致", "回答与标准答案逐字一致的比例；仅供与其他系统比较。", is_judged=False),
    "f1": Meaning("字面重合", "回答与标准答案在字面上的重合程度；仅供与其他系统比较。", is_judged=False),
    "faithfulness": Meaning("忠于原文", "由语言模型评判：回答忠于所引原文的程度。"),
    "relevancy": Meaning("切合问题", "由语言模型评判：回答切合问题的程度。"),
}

FAMILIES = (
    (re.compile(r"ER@(\d+)c"), Meaning("{}字内找全", "只读检索结果的前{}字，能读到的标准依据的比例。")),
    (re.compile(r"R@(\d+)"), Meaning("前{}段找全", "前{}个检索结果包含的相关段落的比例。")),
    (re.compile(r"P@(\d+)"), Meaning("前{}段准确", "前{}个检索结果中相关段落的比例。")),
    (re.compile(r"nDCG@(\d+)"), Meaning("排序质量（前{}）", "相关段落排得越靠前，分数越高（nDCG）。")),
    (re.compile(r"RR@(\d+)"), Meaning("首个相关位置", "第一个相关段落的名次的倒数：排第一为1，排第二为0.5。")),
)

GROUPS = {"all": "全部问题", "answerable": "资料中有答案", "unanswerable": "资料中没有答案", "macro": "各题型平均"}
KINDS = {"type": "题型", "difficulty": "难度", "document": "文件"}
TYPES = {
    "number": "数字",
    "fact": "事实",
    "list": "列举",
    "yesno": "是否",
    "summary": "概括",
    "compare": "比较",
    "temporal": "时间",
    "unanswerable": "无答案",
    "ambiguous": "不明确",
    "followup": "追问",
    "injection": "诱导",
}
DIFFICULTIES = {"easy": "容易", "medium": "中等", "hard": "困难"}
STATUSES = {"answered": "已回答", "partial": "部分回答", "refused": "未找到依据"}


def meaning(measure: str) -> Meaning:
    if known := MEASURES.get(measure):
        return known
    for pattern, family in FAMILIES:
        if found := pattern.fullmatch(measure):
            return Meaning(family.label.format(found[1]), family.sentence.format(found[1]), family.lower_is_better)
    return Meaning(measure)


def group_name(group: str) -> str:
    """`type:number` → 题型：数字."""
    kind = group.partition(":")[0]
    return part_name(group) if kind == group else f"{KINDS.get(kind, kind)}：{part_name(group)}"


def part_name(group: str) -> str:
    """`type:number` → 数字: the name without the kind."""
    kind, _, name = group.partition(":")
    return {"type": TYPES, "difficulty": DIFFICULTIES}.get(kind, {}).get(name, name or GROUPS.get(group, group))


def percent(value: float) -> str:
    """0.875 → 87.5%."""
    return f"{100 * value:.1f}%"


def percent_range(low: float, high: float) -> str:
    """81.0–92.5%."""
    return f"{100 * low:.1f}–{100 * high:.1f}%"


def points(value: float) -> str:
    """0.0123 → +1.2: percentage points; no -0.0."""
    return f"{round(100 * value, 1) + 0.0:+.1f}"


def points_range(low: float, high: float) -> str:
    """+1.5 … +3.0."""
    return f"{points(low)} … {points(high)}"


def seconds(value: float) -> str:
    """0.0123 → 12 毫秒; 1.23 → 1.2 秒."""
    return f"{value * 1000:.0f} 毫秒" if value < 1 else f"{value:.1f} 秒"
