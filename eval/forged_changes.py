"""Sentences of documents, each changed in one place by program: in what it says (a forgery), or only in how it says it.

For `python -m eval forged --documents-changed`: any documents do, so that what was written by hand is not the only measure. Each
sentence with an amount is cited as it stands; one of its amounts, drawn by the sentence's own words, is changed in every way that
applies. A changed figure that stands in the same sentence for something else is a forgery that no comparison of figures can see.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from eval.forged_shares import Share
from index.catalogue import Catalogue
from index.quantity import Amount, amounts
from index.sentences import sentences
from index.text import fold
from index.types import Document
from rag.cite import LONGEST_QUOTE, cite
from rag.holds import Ground, unheld

_OTHER_BOUND = {"不低于": "低于", "不少于": "少于", "不超过": "超过", "不高于": "高于", "以上": "以下", "以内": "以上"}
_SAME_BOUND = {"不低于": "至少", "不少于": "至少", "不超过": "最多", "不高于": "最多"}
_DIGITS = "零一二三四五六七八九"
_SHORTEST = 12
"""Characters of a sentence worth changing."""


def changed(documents: Sequence[Document], catalogue: Catalogue) -> dict[str, Share]:
    """Kind of change → sentences taken out, of those changed so; `verbatim` for the sentences as they stand."""
    removed, made = Counter[str](), Counter[str]()
    ground = Ground(catalogue)
    for document in documents:
        for span in sentences(document.text):
            if not _SHORTEST <= span.end - span.start <= LONGEST_QUOTE:
                continue
            cited = cite(1, document, span, "")
            for kind, says in _told(fold(cited.shown).text):
                made[kind] += 1
                removed[kind] += bool(unheld(says, [cited], ground))
    return {kind: Share(removed[kind], made[kind]) for kind in made}


def _told(folded: str) -> Iterator[tuple[str, str]]:
    """The sentence as it stands and in all its changes; nothing without an amount."""
    found = amounts(folded)
    if not found:
        return
    yield "verbatim", folded
    drawn = found[hashlib.sha256(f"change:{folded}".encode()).digest()[0] % len(found)]
    for kind, written in (*_forged(folded, drawn), *_retold(folded, drawn)):
        if written != folded:
            yield kind, written


def _forged(folded: str, amount: Amount) -> Iterator[tuple[str, str]]:
    before, written, after = _parts(folded, amount)
    if digit := re.search(r"\d", written):
        other = str(int(digit[0]) % 9 + 1)
        yield "another digit", before + written[: digit.start()] + other + written[digit.end() :] + after
    for scale, other in (("亿", "万"), ("万", "亿")):
        if scale in written:
            yield "another scale", before + written.replace(scale, other) + after
            break
    if written.endswith("%"):
        yield "points for percent", before + written.replace("%", "个百分点") + after
    yield from (("another bound", text) for text in _bounded(folded, amount, _OTHER_BOUND))


def _retold(folded: str, amount: Amount) -> Iterator[tuple[str, str]]:
    before, written, after = _parts(folded, amount)
    if re.match(r"[2-9](?=[^\d.,])", written) and not before.endswith(("-", "至", "到", ".")) and "-" not in written:
        yield "numeral in Chinese", before + _DIGITS[int(written[0])].replace("二", "两") + written[1:] + after
    if (
        (ten_thousand := re.fullmatch(r"(\d+(?:\.\d+)?)万(?!亿)(.*)", written))
        and amount.value is not None
        and amount.comparator == "exact"
    ):
        yield "万 written out", f"{before}{_plain(amount.value)}{ten_thousand[2]}{after}"
    if percent := re.fullmatch(r"(\d{1,2})%", written):
        yield "percent in words", f"{before}百分之{_in_words(int(percent[1]))}{after}"
    yield from (("bound in other words", text) for text in _bounded(folded, amount, _SAME_BOUND))


def _parts(folded: str, amount: Amount) -> tuple[str, str, str]:
    return folded[: amount.start], folded[amount.start : amount.end], folded[amount.end :]


def _bounded(folded: str, amount: Amount, others: dict[str, str]) -> Iterator[str]:
    """The sentence with the bound right before or behind the amount in other words."""
    before, written, after = _parts(folded, amount)
    for bound, other in others.items():
        if before.endswith(bound):
            yield before.removesuffix(bound) + other + written + after
        elif after.startswith(bound):
            yield before + written + other + after.removeprefix(bound)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens in (0, 1) else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")
