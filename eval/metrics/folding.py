"""One canonical form for every comparison, so that 两所, 二所 and ２ 所 are the same and 一体 stays a word.

`fold` applies the rules of `_RULES` in order: script and width, dashes, dates, then numbers. A number before a measure
word becomes plain digits; a numeral without one (十四五, 第一) stays, and so does a weak 一 (一个, 一批), which counts nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache

from eval.metrics.numerals import DIGITS, plain, read_numeral

_MEASURE_WORDS = (
    "平方米 百分点 小时 分钟 学年 学期 课时 周年 个月 人次 部门 方面 公里 年 月 周 天 日 岁 元 人 名 位 所 家 个(?![亿万]) 项 条 件 起 次 "
    "回(?!事) 场 期 届 块 类 种 间 大 支 批 套 门 节 本 份 篇 处 台 辆 轮 点 级 亩 米 倍 组 队 户 座 张 款 %"
)
MEASURE = "|".join(_MEASURE_WORDS.split())
"""Alternatives of a pattern, longer words first. 3个亿 and 一回事 count no 个 and no 回."""

_WEAK = frozenset("个种类项批家位支条大级点块起门处本组队套期节方面")
"""After a single 一 these make a word, not a count: 一批, 一方面."""

NUMBER = r"\d+(?:\.\d+)?"
_DIGIT = "[一二两三四五六七八九]"
_NUMERAL = "[零一二两三四五六七八九十百千万]+"
_TENTHS = "成(?![员立为功绩果长效])"
_SCALES = {"亿": 100_000_000, "万": 10_000, "千": 1_000}

_DAY = r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)(?:\s*日)?"

_GLOSS = re.compile(r"\((?=[a-zü]*[^\x00-\x7f])[a-zà-öø-ÿāēīōūǎěǐǒǔǖǘǚǜńňǹḿ]{1,6}\)")
"""Pinyin in brackets, at least one letter with a tone: (qū)."""

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _numeral_or_same(match: re.Match[str]) -> str:
    return read_numeral(match[1]) or match[1]


def _counted(match: re.Match[str]) -> str:
    weak = match[1] == "一" and match[2] in _WEAK
    return match[1] if weak else _numeral_or_same(match)


def _rising(match: re.Match[str]) -> str:
    """2所至3所 → 2-3, unless it falls (2024-2023 is no range) or begins with a year."""
    low, high = match[1], match[2]
    return match[0] if YEAR.fullmatch(low) or float(low) >= float(high) else f"{low}-{high}"


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (_DAY, lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日"),  # before the space after it goes: 2025-02-18 09:30
        (r"[\s\u200b\ufeff]+", ""),
        ("〇", "零"),
        ("百分百", "100%"),
        ("[—―-]{2,}", ","),
        ("[‐‑‒–—―−~〜-]", "-"),
        (r"(?<=\d),(?=\d{3}(?!\d))", ""),  # 12,310,000
        (f"二零({_DIGIT}|零)({_DIGIT}|零)年", lambda m: f"20{DIGITS.get(m[1], 0)}{DIGITS.get(m[2], 0)}年"),
        (f"(零|{_DIGIT}(?=点{_DIGIT}(?:个?百分点|亿|万|%)))点({_DIGIT})", lambda m: f"{DIGITS.get(m[1], 0)}.{DIGITS[m[2]]}"),
        (f"百分之({NUMBER}|{_NUMERAL})", lambda m: f"{_numeral_or_same(m)}%"),
        (f"({NUMBER})([万亿千])(?![米克瓦])", lambda m: plain(Decimal(m[1]) * _SCALES[m[2]])),
        (f"({_NUMERAL})(?=[到至-](?:{NUMBER}|{_NUMERAL})(?:{MEASURE}))", _numeral_or_same),
        (rf"(?<!\d)({_NUMERAL})(?=[余多几]?(个(?=小时|学期|学年|百分点)|{MEASURE}|{_TENTHS}))", _counted),
        (f"({NUMBER}){_TENTHS}", lambda m: f"{plain(Decimal(m[1]) * 10)}%"),
        (r"(?<=\d)个?百分点", "%"),
        (r"(?<=\d)个(?=小时|学期|学年)", ""),
        (rf"(?<![\d.+-])({NUMBER})(?:{MEASURE})?[-至到]({NUMBER})(?=[余多]?(?:{MEASURE}))", _rising),
    )
)


@cache
def _simplify() -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415  loads its tables

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """NFKC, simplified, lower case, without spaces and pinyin glosses; dates, percentages, ranges and counted numbers in digits.

    百分之七十 = 七成 = 70个百分点 = `70%`; 2020-09-03 = `2020年9月3日`; 1231万元 = `12310000元`; 二至三所 = `2-3所`.
    """
    folded = _GLOSS.sub("", _simplify()(unicodedata.normalize("NFKC", text))).lower()
    for pattern, replacement in _RULES:
        folded = pattern.sub(replacement, folded)
    return folded


_NO_CONTENT = re.compile(r"[^\w%+]|_")


@lru_cache(maxsize=200_000)
def bare(text: str) -> str:
    """Folded text of letters, digits, % and + alone: what bigrams are taken of."""
    return strip(fold(text))


def strip(folded: str) -> str:
    """Folded text without punctuation."""
    return _NO_CONTENT.sub("", folded)


@lru_cache(maxsize=20_000)
def bigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def shared(part: frozenset[str], whole: frozenset[str]) -> float:
    """Share of `part` that is in `whole`, 0 to 1; 1 for an empty part."""
    return len(part & whole) / len(part) if part else 1.0
