"""Exact match and F1 of a text against reference answers, as CMRC 2018 defines them for Chinese.

Cui et al., "A Span-Extraction Dataset for Chinese Machine Reading Comprehension" (2019), and its `cmrc2018_evaluate.py`:
texts become tokens, one for each Chinese character and one for each run of other letters and digits; EM is 1 for equal texts;
F1 is taken over the longest run of tokens that both have in common, contiguous in both (not a subsequence). The best
reference counts.

Deviations: texts are folded first, so that script, width and 两所/2所 make no difference; all punctuation goes, where the
original lists its marks; runs of letters are one token, where the original asks NLTK.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from eval.metrics.folding import fold

_TOKEN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|[^\W_\u3400-\u9fff\U00020000-\U0003ffff]+(?:\.\d+)?|%")


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(fold(text))


def exact_match(said: str, references: Sequence[str]) -> float:
    """1 when the text is one of the references, punctuation aside."""
    return float(any(tokens(said) == tokens(reference) for reference in references))


def f1(said: str, references: Sequence[str]) -> float:
    """0 to 1, of the best reference; 0 without one."""
    return max((_f1(tokens(said), tokens(reference)) for reference in references), default=0.0)


def _f1(said: Sequence[str], reference: Sequence[str]) -> float:
    common = longest_run(said, reference)
    return 2 * common / (len(said) + len(reference)) if common else 0.0


def longest_run(first: Sequence[str], second: Sequence[str]) -> int:
    """Length of the longest stretch of tokens that both have."""
    return SequenceMatcher(None, first, second, autojunk=False).find_longest_match().size
