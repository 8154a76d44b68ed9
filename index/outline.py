"""The heading tree of a document: numbered headings, run-in headings inside paragraphs, bare headings.

Headings are found on the folded text and mapped back. A label alone proves nothing: 一是 opens a heading only when 二是 comes
after it, `2.` only after `1.`. Lists nest as their number forms usually do (一、 over (一) over 1. over (1)); run-in lists
(一是, 一要) nest in the order in which they open.

A heading's section ends where the next heading of its own or an outer list starts. The last one of a list ends earlier where
its list closes: a list within a paragraph ends with the paragraph (or, when its items were parts of one sentence, with the
sentence); a list of one-paragraph items ends with its last item's paragraph; and 同志们, … or 总之, … closes all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.bare import find_bare
from index.fold import Folded, fold, readable
from index.labels import BARE, RUN_IN, Label, find_labels, rank
from index.types import Repair, Section, Span

_LONGEST_LINE_TITLE = 60
_LONGEST_RUN_IN_TITLE = 40
_LONGEST_LONE_TITLE = 20
_SENTENCE_END = re.compile("[。:;!?]")
_CLAUSE_END = re.compile("[,。:;!?\n]")
_GAP = re.compile("\n|  +")
"""A line end, or the indent of a paragraph that lost it."""
_WIDEST_GAP = 8
_LINE_END = re.compile("\n")
_FULL_STOP = re.compile("。")
_TRAILING = "。:;, "
_STOCK = re.compile(
    "总体要求|总体目标|总体思路|指导思想|基本原则|主要目标|工作目标|目标任务|主要任务|重点任务|工作任务|工作要求|有关要求|保障措施|组织实施|组织领导|"
    "工作重点|实施步骤|总则|附则"
)
"""Titles that are recognised where the text has lost the line end after them: 一、总体要求以习近平…"""
_CLOSING = re.compile(r"[ ]*(?:同志们|各位代表|各位委员|总之|综上|特此|让我们|以上|附件|附:|在(?:全力)?做好[^。,]{0,14}的同时)")
_LABEL_VERBS = "是要"


@dataclass(slots=True, eq=False)
class _Heading:
    """One accepted heading while the tree is built. Offsets are in the folded text."""

    label: Label
    parent: _Heading | None
    title_start: int
    title_end: int
    run_in: bool
    siblings: list[_Heading]
    """Its list, itself included."""
    closed: int | None = None
    """Where its list closed while it was the last of it."""
    end: int = -1


@dataclass(slots=True, eq=False)
class _List:
    """An open list: the headings of one family under one parent."""

    family: str
    headings: list[_Heading]

    @property
    def last(self) -> _Heading:
        return self.headings[-1]

    def goes_on_with(self, label: Label) -> bool:
        """The next number; at the start of a line the source may have skipped one."""
        step = label.value - self.last.label.value
        return self.family == label.family and (step == 1 or (step == 2 and label.opens_line and label.family not in RUN_IN))


def read_outline(text: str, repairs: Sequence[Repair]) -> tuple[Section, ...]:
    """The sections of `text` in document order, parents before children; empty for a document without headings."""
    shown = readable(text, repairs)
    folded = fold(shown.text)
    headings = _accepted(folded.text)
    _set_ends(folded.text, headings)
    return tuple(_sections(shown, folded, headings))


def locator(sections: Sequence[Section], ordinal: int | None) -> str:
    """Where a section is, for people: `三、2. › 一是`. Numbers run together; a run-in or bare heading is set off by ` › `."""
    path: list[Section] = []
    while ordinal is not None:
        path.append(sections[ordinal])
        ordinal = sections[ordinal].parent
    shown = ""
    for section in reversed(path):
        set_off = not section.label or section.label[-1] in _LABEL_VERBS
        shown += (" › " if shown and set_off else "") + (section.label or section.title)
    return shown


def _accepted(text: str) -> list[_Heading]:
    """The labels that open headings, with their parents."""
    numbered = _without_contents(text, find_labels(text))
    labels = sorted([*numbered, *find_bare(text, numbered)], key=lambda label: label.start)
    lists: list[_List] = []
    headings: list[_Heading] = []
    position = 0
    for index, label in enumerate(labels):
        _close_lists(text, lists, position, label)
        depth = next((depth for depth in reversed(range(len(lists))) if lists[depth].goes_on_with(label)), None)
        if depth is not None:
            lists = lists[: depth + 1]
            _reopen(lists)
        elif _starts_list(text, labels, index, lists, headings):
            lists = [*_outer(lists, label), _List(label.family, [])]
        else:
            continue
        following = labels[index + 1].start if index + 1 < len(labels) else len(text)
        headings.append(_heading(text, label, lists, following))
        lists[-1].headings.append(headings[-1])
        position = label.end
    _close_lists(text, lists, position, None)
    return headings


def _close_lists(text: str, lists: Sequence[_List], position: int, label: Label | None) -> None:
    """Note which of the open lists close in the paragraphs without number between the last heading and `label`."""
    end = len(text) if label is None else label.start + (not label.opens_line)
    for depth, opened in enumerate(lists):
        sentence_end = _sentence_end(text, opened, position, end)
        if sentence_end < end:
            _close(lists[depth:], sentence_end)
    for line in _lines_after(text, position, end):
        closes_all = _CLOSING.match(text, *line) is not None
        for depth, opened in enumerate(lists):
            if closes_all or _ends_with_paragraph(text, opened):
                _close(lists[depth:], line.start)


def _close(lists: Sequence[_List], position: int) -> None:
    """A list closes with all lists inside it; what has closed before stays so."""
    for opened in lists:
        if opened.last.closed is None:
            opened.last.closed = position


def _lines_after(text: str, position: int, end: int) -> Iterator[Span]:
    """The lines that start after the line of `position` and before `end`, blank ones left out."""
    start = text.find("\n", position, end) + 1
    while start:
        following = text.find("\n", start, end) + 1
        if text[start : following or end].strip():
            yield Span(start, following or end)
        start = following


def _sentence_end(text: str, opened: _List, position: int, end: int) -> int:
    """After the sentence at `position` for a list whose items are parts of one sentence: 一是…;二是…;三是…。; else `end`."""
    first, last = opened.headings[0].label, opened.last.label
    before = text[first.start : last.start]
    if first.opens_line or len(opened.headings) == 1 or "。" in before or "\n" in before:
        return end
    return min(_first(_FULL_STOP, text, position, end) + 1, end)


def _ends_with_paragraph(text: str, opened: _List) -> bool:
    """True when the last heading of the list does not reach into a further paragraph without number."""
    if not opened.headings[0].label.opens_line:
        return True
    if len(opened.headings) < 3 or not opened.last.run_in:
        return False
    return all("\n" not in text[first.label.start : second.label.start].strip() for first, second in pairwise(opened.headings))


def _reopen(lists: Sequence[_List]) -> None:
    """A list that goes on was not closed after all, nor those around it."""
    for opened in lists:
        opened.last.closed = None


def _starts_list(text: str, labels: Sequence[Label], index: int, lists: Sequence[_List], headings: Sequence[_Heading]) -> bool:
    """True when `labels[index]` is the first of a list: a second one follows before an outer list goes on, or it stands out alone."""
    label = labels[index]
    if label.family == "article":
        last = next((heading.label.value for heading in reversed(headings) if heading.label.family == "article"), 0)
        return label.value in (1, last + 1)
    if label.value != 1:
        return False
    for later in labels[index + 1 :]:
        if later.family == label.family and later.value == 2:
            return True
        if later.family == label.family and later.value == 1 and later.opens_line == label.opens_line:
            break
        if any(opened.goes_on_with(later) for opened in lists):
            break
    return label.opens_line and label.family not in RUN_IN and _stands_out(text, label)


def _stands_out(text: str, label: Label) -> bool:
    """True for a short first sentence without commas or figures: （一）教育能级跨越升级。"""
    match = _CLAUSE_END.search(text, label.end)
    title = text[label.end : match.start() if match else len(text)]
    return 2 < len(title) <= _LONGEST_LONE_TITLE and (match is None or match[0] in "。\n") and not re.search(r"\d", title)


def _outer(lists: list[_List], label: Label) -> list[_List]:
    """The open lists that a new list of this family goes under: closed ones, its own family and more inward ones end."""
    kept: list[_List] = []
    for opened in lists:
        lone = label.family == BARE and len(opened.headings) == 1 and rank(opened.family) < rank(BARE) and opened.last.run_in
        if opened.family == label.family or rank(opened.family) > rank(label.family) or opened.last.closed is not None or lone:
            break
        kept.append(opened)
    return kept


def _heading(text: str, label: Label, lists: Sequence[_List], following: int) -> _Heading:
    """The heading that `label` opens, in the last of `lists`; the next label stands at `following`."""
    parent = lists[-2].last if len(lists) > 1 else None
    start, end, run_in = _title(text, label, following)
    return _Heading(label, parent, start, end, run_in, lists[-1].headings)


def _title(text: str, label: Label, following: int) -> tuple[int, int, bool]:
    """Where the title after `label` starts and ends, and whether text follows it on its line."""
    gap = text[label.end : label.end + _WIDEST_GAP]
    start = label.end + len(gap) - len(gap.lstrip(" "))
    line_end = min(_first(_GAP, text, start, len(text)), max(start, following))
    line = text[start:line_end].rstrip(_TRAILING)
    alone = line_end == len(text) or text[line_end] in "\n "
    if alone and label.opens_line and label.family not in RUN_IN and len(line) <= _LONGEST_LINE_TITLE and "。" not in line:
        return start, start + len(line), False
    stock = _STOCK.match(text, start)
    if stock and not label.opens_line:
        return start, stock.end(), True
    end = _first(_SENTENCE_END, text, start, line_end)
    if end - start > _LONGEST_RUN_IN_TITLE:
        end = _first(_CLAUSE_END, text, start, line_end)
    return start, end, True


def _first(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.search(text, start, end)
    return match.start() if match else end


def _without_contents(text: str, labels: Sequence[Label]) -> list[Label]:
    """Without a table of contents: lines that come again later as they are, with nothing but further ones after them."""
    lines = [text[label.start : _first(_LINE_END, text, label.end, len(text))].strip() for label in labels]
    last = {line: index for index, line in enumerate(lines)}
    kept = []
    for index, (label, line) in enumerate(zip(labels, lines, strict=True)):
        repeated = label.opens_line and last[line] > index
        if not (repeated and label.start + len(line) == len(text[: labels[index + 1].start].rstrip())):
            kept.append(label)
    return kept


def _set_ends(text: str, headings: Sequence[_Heading]) -> None:
    """Where each section ends, in the folded text, white space trimmed."""
    open_headings: list[_Heading] = []
    for heading in headings:
        while open_headings and open_headings[-1] is not heading.parent:
            _set_end(text, open_headings.pop(), heading.label.start)
        open_headings.append(heading)
    while open_headings:
        _set_end(text, open_headings.pop(), len(text))


def _set_end(text: str, heading: _Heading, limit: int) -> None:
    """`limit` is where the next heading that is not under this one starts."""
    end = limit if heading.closed is None else min(limit, heading.closed)
    heading.end = heading.label.start + len(text[heading.label.start : end].rstrip())


def _sections(shown: Folded, folded: Folded, headings: Sequence[_Heading]) -> Iterator[Section]:
    """`folded` is the folded form of `shown`, which leads back into the original."""
    ordinals = {heading: ordinal for ordinal, heading in enumerate(headings)}
    for ordinal, heading in enumerate(headings):
        section = folded.span(heading.label.start, heading.end)
        label = folded.span(heading.label.start, heading.label.end)
        title = folded.span(heading.title_start, heading.title_end)
        yield Section(
            ordinal=ordinal,
            parent=None if heading.parent is None else ordinals[heading.parent],
            level=1 + sum(1 for _ in _ancestors(heading)),
            label="".join(shown.text[label.start : label.end].split()),
            title=shown.text[title.start : title.end].strip(),
            start=shown.span(*section).start,
            title_end=shown.span(label.start, min(max(title.end, label.end), section.end)).end,  # blanks behind a bare label
            end=shown.span(*section).end,
            run_in=heading.run_in,
        )


def _ancestors(heading: _Heading) -> Iterator[_Heading]:
    parent = heading.parent
    while parent is not None:
        yield parent
        parent = parent.parent
