"""The text of an answer in sentences, each with the marks that follow it; whole, or while it is still being written.

Sentences end as in `index.sentences`: nothing ends inside a short quoted or bracketed stretch, and at a semicolon only what has a
mark, since a writer puts one behind several clauses (小学2所；初中1所。[1]). A sentence takes along the marks behind it and the line
end behind those, so that the sentences put together are the text. While a text is being written,
a sentence counts as complete only when nothing that may still come can change where it ends: however the text arrives in
pieces, the sentences are the same.
"""

from __future__ import annotations

import re

MARK = re.compile(r"\[(\d{1,3})\]")
"""How an answer points at its citations."""

_PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")"}
_LONGEST_ASIDE = 60
"""Code points after which an opening mark without its partner is taken for a slip of the pen."""
_LONGEST_MARK = 40
_LONGEST_SENTENCE = 2000
"""Where a sentence without an end is cut, so that reading a text costs no more than its length."""
_NOTHING = re.compile(rf"[^\n。！？!?；;{re.escape(''.join(_PAIRS))}]*")
_END = re.compile(r"[。！？!?；;]+[”’」』）)》\"]*")
_PAUSE = re.compile(r"[；;]+[”’」』）)》\"]*")
_BRACKETS = {"[": "]", "【": "】", "(": ")", "（": "）", "［": "］", "〔": "〕"}
_BLANK = re.compile(r"[^\S\n]*")
_LINE_END = re.compile(r"[^\S\n]*\n\s*")


def split_marked(text: str, marks: re.Pattern[str] = MARK) -> list[str]:
    """Sentences of `text`; joined, they are `text`. `marks` matches a mark with its brackets."""
    return complete_sentences(text, marks, is_whole=True)[0]


def complete_sentences(text: str, marks: re.Pattern[str], *, is_whole: bool = False) -> tuple[list[str], str]:
    """The sentences of `text` that nothing to come can change, and the rest; with `is_whole`, all of them and nothing."""
    found: list[str] = []
    start = 0
    while start < len(text):
        end = _sentence_end(text, start, marks, is_whole=is_whole)
        if end is None:
            break
        found.append(text[start:end])
        start = end
    return found, text[start:]


def _sentence_end(text: str, start: int, marks: re.Pattern[str], *, is_whole: bool) -> int | None:
    """Where the sentence ends that begins at `start`; None while that is open."""
    at, limit = start, start + _LONGEST_SENTENCE
    while (at := _skipped(text, at, limit)) < len(text):
        if at >= limit:
            return at
        if text[at] == "\n":
            return _behind_line(text, at, is_whole=is_whole)
        if end := _END.match(text, at):
            behind = _behind_marks(text, end.end(), marks, is_whole=is_whole)
            if behind is not None and _PAUSE.fullmatch(end[0]) and not marks.search(text, start, behind):
                at = end.end()
                continue
            return None if behind is None else _behind_line(text, behind, is_whole=is_whole)
        closing = _PAIRS.get(text[at])
        skipped = _closed(text, at, closing, _LONGEST_ASIDE, is_whole=is_whole) if closing else at
        if skipped is None:
            return None
        is_ended = skipped > at and _END.match(text, skipped - 2)  # 他说“好。”[1]
        if is_ended and _behind_marks(text, skipped, marks, is_whole=is_whole) != skipped:
            return _behind(text, skipped, marks, is_whole=is_whole)
        at = max(skipped, at + 1)
    return len(text) if is_whole else None


def _skipped(text: str, at: int, limit: int) -> int:
    """The next position at which something may end or open."""
    nothing = _NOTHING.match(text, at, max(at, limit))
    return nothing.end() if nothing else at


def _closed(text: str, opening: int, closing: str, longest: int, *, is_whole: bool) -> int | None:
    """Behind the closing partner of the mark at `opening`; `opening` where it has none in its line; None while that is open."""
    inside = text[opening + 1 : opening + 2 + longest]
    close = inside.find(closing)
    if "\n" in (inside if close < 0 else inside[:close]):
        return opening
    if close >= 0:
        return opening + close + 2
    return opening if is_whole or len(inside) > longest else None


def _behind(text: str, at: int, marks: re.Pattern[str], *, is_whole: bool) -> int | None:
    """Behind marks and line end of the sentence that ended at `at`; None while more may follow."""
    end = _behind_marks(text, at, marks, is_whole=is_whole)
    return None if end is None else _behind_line(text, end, is_whole=is_whole)


def _behind_marks(text: str, at: int, marks: re.Pattern[str], *, is_whole: bool) -> int | None:
    """Behind the marks that follow the sentence that ended at `at`; None while more may follow."""
    while True:
        blank = _BLANK.match(text, at)
        opening = blank.end() if blank else at
        if opening == len(text):
            return at if is_whole else None
        closing = _BRACKETS.get(text[opening])
        if closing is None:
            return at
        end = _closed(text, opening, closing, _LONGEST_MARK, is_whole=is_whole)
        if end is None:
            return None
        if not marks.fullmatch(text, opening, end):
            return at
        at = end


def _behind_line(text: str, at: int, *, is_whole: bool) -> int | None:
    """Behind the line end at `at`, with the blank lines after it; `at` where there is none; None while more may follow."""
    line_end = _LINE_END.match(text, at)
    end = line_end.end() if line_end else at
    reaches_end = end == len(text) or (line_end is None and not text[at:].strip())
    return None if reaches_end and not is_whole else end
