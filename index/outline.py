"""The heading tree of a document: numbered headings, run-in headings inside paragraphs, bare headings.

Headings are found on the folded text and mapped back. A label alone proves nothing: 一是 opens a heading only when 二是 comes
after it, `2.` only after `1.`. Lists nest as their number forms usually do (一、 over (一) over 1. over (1)); run-in lists
(一是, 一要) nest in the order in which they open. A list ends where a heading of an outer list goes on, where its paragraph
ends (for run-in headings within one), or at a paragraph that no longer fits its pattern (同志们, …).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.fold import Folded, fold
from index.labels import RANKS, RUN_IN, Label, find_labels
from index.repair import show
from index.types import Repair, Section

_LONGEST_LINE_TITLE = 60
_LONGEST_RUN_IN_TITLE = 40
_TITLE_END = re.compile(r"[。:;!?！？\n]")
_CLAUSE_END = re.compile(r"[,，。:;!?！？\n]")
_TRAILING = "。:;,， 　"


@dataclass(slots=True)
class _Heading:
    """One accepted heading while the tree is built. Offsets are in the folded text."""

    label: Label
    parent: _Heading | None
    title_start: int
    title_end: int
    run_in: bool
    end: int = -1


@dataclass(slots=True)
class _List:
    """An open list: the headings of one family under one parent."""

    family: str
    headings: list[_Heading] = field(default_factory=list)

    @property
    def last(self) -> _Heading:
        return self.headings[-1]


def read_outline(text: str, repairs: Sequence[Repair]) -> tuple[Section, ...]:
    """The sections of `text` in document order, parents before children; empty for a document without headings."""
    folded = fold(text, repairs)
    headings = _accepted(folded.text)
    ends = _ends(folded.text, headings)
    return tuple(_sections(text, repairs, folded, headings, ends))


def locator(sections: Sequence[Section], ordinal: int | None) -> str:
    """Where a section is, for people: `三、2. › 一是`. Numbers run together, a run-in heading or a title is set off by ` › `."""
    path: list[Section] = []
    while ordinal is not None:
        path.append(sections[ordinal])
        ordinal = sections[ordinal].parent
    shown = ""
    for section in reversed(path):
        set_off = not section.label or section.label[-1] in "是要"
        shown += (" › " if shown and set_off else "") + (section.label or section.title)
    return shown


def _accepted(text: str) -> list[_Heading]:
    labels = find_labels(text)
    open_lists: list[_List] = []
    headings: list[_Heading] = []
    for index, label in enumerate(labels):
        open_lists = _closed_by_paragraph(text, open_lists, label)
        depth = _continued(open_lists, label)
        if depth is None:
            if not _starts_list(text, labels, index, open_lists):
                continue
            open_lists = _outer(open_lists, label)
            open_lists.append(_List(label.family))
        else:
            open_lists = open_lists[: depth + 1]
        parent = open_lists[-2].last if len(open_lists) > 1 else None
        heading = _heading(text, label, parent)
        open_lists[-1].headings.append(heading)
        headings.append(heading)
    return headings


def _continued(open_lists: Sequence[_List], label: Label) -> int | None:
    """Index of the open list that `label` goes on with."""
    for depth in reversed(range(len(open_lists))):
        if open_lists[depth].family == label.family and label.value == open_lists[depth].last.label.value + 1:
            return depth
    return None


def _closed_by_paragraph(text: str, open_lists: list[_List], label: Label) -> list[_List]:
    """Run-in lists that opened within a paragraph do not outlive it."""
    for depth, opened in enumerate(open_lists):
        first = opened.headings[0].label
        if opened.family in RUN_IN and not first.opens_line and "\n" in text[opened.last.label.start : label.start]:
            return open_lists[:depth]
    return open_lists


def _starts_list(text: str, labels: Sequence[Label], index: int, open_lists: Sequence[_List]) -> bool:
    label = labels[index]
    if label.value != 1:
        return False
    for later in labels[index + 1 :]:
        if later.family == label.family:
            return later.value == 2
        if any(opened.family == later.family and later.value == opened.last.label.value + 1 for opened in open_lists):
            break
    return False


def _outer(open_lists: list[_List], label: Label) -> list[_List]:
    """The open lists that a new list of this family goes under."""
    rank = RANKS[label.family]
    kept = []
    for opened in open_lists:
        if opened.family == label.family or RANKS[opened.family] > rank:
            break
        kept.append(opened)
    return kept


def _heading(text: str, label: Label, parent: _Heading | None) -> _Heading:
    line_end = text.find("\n", label.end)
    line_end = len(text) if line_end < 0 else line_end
    line = text[label.end : line_end].rstrip(_TRAILING)
    start = label.end + len(text[label.end : line_end]) - len(text[label.end : line_end].lstrip(" "))
    if label.opens_line and label.family not in RUN_IN and len(line) <= _LONGEST_LINE_TITLE and "。" not in line:
        return _Heading(label, parent, start, label.end + len(line), run_in=False)
    match = _TITLE_END.search(text, start, line_end)
    end = match.start() if match else line_end
    if end - start > _LONGEST_RUN_IN_TITLE:
        match = _CLAUSE_END.search(text, start, line_end)
        end = match.start() if match else line_end
    return _Heading(label, parent, start, end, run_in=True)


def _ends(text: str, headings: Sequence[_Heading]) -> list[int]:
    ends: list[int] = []
    for index, heading in enumerate(headings):
        ancestors = set(map(id, _ancestors(heading)))
        end = next(
            (later.label.start for later in headings[index + 1 :] if later.parent is None or id(later.parent) in ancestors), len(text)
        )
        if heading.run_in and not heading.label.opens_line and heading.label.family in RUN_IN:
            line_end = text.find("\n", heading.label.start, end)
            end = line_end if line_end >= 0 else end
        ends.append(heading.label.start + len(text[heading.label.start : end].rstrip()))
    return ends


def _ancestors(heading: _Heading) -> Iterator[_Heading]:
    parent = heading.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _sections(text: str, repairs: Sequence[Repair], folded: Folded, headings: Sequence[_Heading], ends: Sequence[int]) -> Iterator[Section]:
    ordinals = {id(heading): ordinal for ordinal, heading in enumerate(headings)}
    for ordinal, (heading, end) in enumerate(zip(headings, ends, strict=True)):
        span = folded.span(heading.label.start, end)
        title = folded.span(heading.title_start, heading.title_end)
        label = folded.span(heading.label.start, heading.label.end)
        yield Section(
            ordinal=ordinal,
            parent=None if heading.parent is None else ordinals[id(heading.parent)],
            level=1 + sum(1 for _ in _ancestors(heading)),
            label="".join(show(text, repairs, label.start, label.end).split()),
            title=show(text, repairs, title.start, title.end).strip(),
            start=span.start,
            title_end=max(title.end, label.end),
            end=span.end,
            run_in=heading.run_in,
        )
