"""What was repaired in a document, in lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from index.types import Repair, RepairKind

_EXAMPLES = 3
_LONGEST_EXAMPLE = 12
"""Code points."""
_NAMES: dict[RepairKind, str] = {
    "gloss": "拼音注音",
    "mojibake": "错位编码",
    "kangxi": "部首字符",
    "space": "多余空格",
    "markup": "网页标记",
}


def repair_lines(text: str, repairs: Sequence[Repair]) -> tuple[str, ...]:
    """One line for each kind, in the order of `_NAMES`: `拼音注音 248 处：區(qū) 70、優(yōu) 30、發(fā) 27`."""
    by_kind = ((kind, [one for one in repairs if one.kind == kind]) for kind in _NAMES)
    return tuple(_line(text, kind, found) for kind, found in by_kind if found)


def _line(text: str, kind: RepairKind, repairs: Sequence[Repair]) -> str:
    count = f"{_NAMES[kind]} {len(repairs)} 处"
    if kind == "space":
        return count
    return f"{count}：{_examples(_example(text, repair) for repair in repairs)}"


def _example(text: str, repair: Repair) -> str:
    """What stands in the text; a gloss with the character it belongs to, anything else with what is read instead."""
    if repair.kind == "gloss":
        return text[max(0, repair.start - 1) : repair.end]
    printed = text[repair.start : repair.end][:_LONGEST_EXAMPLE]
    return f"{printed}→{repair.shown[:_LONGEST_EXAMPLE]}" if repair.shown else printed


def _examples(found: Iterable[str]) -> str:
    """The most frequent, ties in the order of the text."""
    return "、".join(f"{' '.join(example.split())} {count}" for example, count in Counter(found).most_common(_EXAMPLES))
