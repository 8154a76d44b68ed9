"""Headings without a number: short sentences or lines of one shape that open sibling paragraphs, or divide one.

One such sentence proves nothing; three together do: 优质资源扩面提档。… / 教师素养全面提升。… / 育人方式改革创新。…
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence

from index.labels import BARE, BARE_SENTENCE, Label
from index.types import Span

_OPENING = re.compile(r"[ ]*(?P<heading>[\u4e00-\u9fff、\"·]{4,18})(?:(?P<stop>。)|(?=[ ]*(?:\n|\Z)))")
_SHORT_SENTENCE = re.compile(r"[。;!?\n] *(?P<heading>[\u4e00-\u9fff]{5,10})(?=。(?! *(?:\n|\Z)))")
_LEAST_SIBLINGS = 3
_LEAST_BODY = 30
"""Code points that must follow a heading."""
_LONG_PARAGRAPH = 200
_NEVER = re.compile(r"如下|附件|各位代表|同志们|目录|(?:通知|局|厅|部|委员会|政府|办公室|省长|市长|主席)$|^(?:来源|索引号|发布)|[吗呢吧]$")


def find_bare(folded: str, labels: Sequence[Label]) -> list[Label]:
    """Bare headings of `folded`, ascending, as labels without characters; values count from 1 in each group."""
    openings = list(_paragraph_openings(folded, list(_lines(folded)), labels))
    taken = {label.start for label in (*labels, *openings)}
    return sorted([*openings, *_within_paragraphs(folded, taken)], key=lambda label: label.start)


def _paragraph_openings(text: str, lines: Sequence[Span], labels: Sequence[Label]) -> Iterator[Label]:
    """Sibling paragraphs between two numbered ones."""
    numbered = {label.start for label in labels if label.opens_line}
    segment: list[Span] = []
    for line in (*lines, None):
        if line is not None and line.start not in numbered:
            segment.append(line)
            continue
        yield from _siblings(text, segment)
        segment = []


def _siblings(text: str, segment: Sequence[Span]) -> Iterator[Label]:
    """Headings of a segment, if from the first of them on at least every second paragraph has one."""
    headings = [index for index in range(len(segment)) if _opens(text, segment, index)]
    if len(headings) < _LEAST_SIBLINGS:
        return
    alone = sum(_fills_line(text, segment[index]) for index in headings)
    if 2 * len(headings) >= len(segment) - headings[0] - alone:
        yield from _group([segment[index].start for index in headings], BARE, opens_line=True)


def _opens(text: str, segment: Sequence[Span], index: int) -> bool:
    line = segment[index]
    match = _OPENING.match(text, *line)
    if match is None or _NEVER.search(match["heading"]):
        return False
    if not _fills_line(text, line):
        return bool(match["stop"]) and line.end - match.end() >= _LEAST_BODY
    following = segment[index + 1] if index + 1 < len(segment) else None
    return following is not None and following.end - following.start >= _LEAST_BODY and not _fills_line(text, following)


def _fills_line(text: str, line: Span) -> bool:
    match = _OPENING.match(text, *line)
    return match is not None and match.end() == line.end


def _within_paragraphs(text: str, taken: Container[int]) -> Iterator[Label]:
    """Sentences of equal length, Chinese characters only, that divide a long paragraph: 全面加强党的领导。… 引育并举优化队伍。…"""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for match in _SHORT_SENTENCE.finditer(text):
        if match.start("heading") in taken:
            continue
        groups[text.rfind("\n", 0, match.start("heading")), len(match["heading"])].append(match.start("heading"))
    for (line_end, _), starts in groups.items():
        following = text.find("\n", starts[-1])
        length = (len(text) if following < 0 else following) - line_end
        if len(starts) >= _LEAST_SIBLINGS and length > _LONG_PARAGRAPH:
            yield from _group(starts, BARE_SENTENCE, opens_line=False)


def _group(starts: Sequence[int], family: str, opens_line: bool) -> Iterator[Label]:
    for value, start in enumerate(starts, start=1):
        yield Label(family, value, start, start, opens_line)


def _lines(text: str) -> Iterator[Span]:
    """Lines that are not blank, without surrounding blanks."""
    for match in re.finditer(r"[^\n]+", text):
        line = match[0]
        start = match.start() + len(line) - len(line.lstrip(" "))
        end = match.start() + len(line.rstrip(" "))
        if start < end:
            yield Span(start, end)
