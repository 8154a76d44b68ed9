"""Leaves out what a reasoning model thinks before it answers: `<think>…</think>` in the text it streams.

Tags may arrive in pieces. Some servers leave out the opening tag, because it stood in their prompt: then everything before
the closing one was thinking.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAG = re.compile(r"<(?P<closes>/?)(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_LONGEST_TAG = len("</reasoning>")


@dataclass(slots=True)
class Spoken:
    """What of a stream is meant for the reader: one instance for one answer."""

    is_thinking: bool = False
    held: str = ""
    """The end of what came in, while it may be the beginning of a tag."""

    def take(self, text: str) -> tuple[str, bool]:
        """What is to be read of `text` and of what was held back; and whether everything read before was thinking after all."""
        text, was_thinking, spoken = self.held + text, False, ""
        at = 0
        for tag in _TAG.finditer(text):
            spoken += "" if self.is_thinking else text[at : tag.start()]
            if tag["closes"] and not self.is_thinking:
                spoken, was_thinking = "", True
            self.is_thinking = not tag["closes"]
            at = tag.end()
        begun = _tag_begun(text, at)
        self.held = text[begun:]
        return spoken + ("" if self.is_thinking else text[at:begun]), was_thinking

    def rest(self) -> str:
        """What was still held back when the stream ended."""
        return "" if self.is_thinking else self.held


def _tag_begun(text: str, at: int) -> int:
    """Where, behind `at`, a tag may have begun that is not yet complete; the end of `text` where none has."""
    begun = text.rfind("<", max(at, len(text) - _LONGEST_TAG + 1))
    return len(text) if begun < 0 or ">" in text[begun:] else begun
