"""Calendar years in folded or readable text."""

from __future__ import annotations

import re

_DIGITS = "〇零○一二三四五六七八九"
_ZEROS = str.maketrans(_DIGITS, "000123456789")
_COUNTED = (
    r"(?:\s?[余多]?(?:[万亿%个位次件块吨米亩间座套台辆册篇场]|所(?!有)|名(?![师校单额])|人(?![才事大力])|元(?!旦)|项(?!目)|条(?!例)"
    r"|家(?![长校庭])|户(?!外)|本(?![科级])|平方|公里|学时|课时))"
)
"""What follows a number that is no year: 2000个, but 2025人才引进."""
_ONE = rf"(?:(?:19|20)\d\d(?!\d|[.,]\d|{_COUNTED})|二[〇零○][{_DIGITS}]{{2}}(?=年))"
_SPAN = rf"(?<!\d)(?P<first>{_ONE})(?:年?\s*[-—~至到]\s*(?P<last>{_ONE}))?"
_YEAR = re.compile(_SPAN)
_WORDS = re.compile(rf"{_SPAN}\s*(?:年度?)?")


def years_in(text: str) -> tuple[int, ...]:
    """Years named in `text`, ascending, each once; 2023-2025 names three, 2000个 none."""
    found: set[int] = set()
    for match in _YEAR.finditer(text):
        first, last = (_year(year) for year in (match["first"], match["last"] or match["first"]))
        found.update(range(first, last + 1) if first <= last <= first + 20 else (first, last))
    return tuple(sorted(found))


def without_years(text: str) -> str:
    """`text` with a space in place of each year: 2025年度新增2000个 → ` 新增2000个`."""
    return _WORDS.sub(" ", text)


def _year(written: str) -> int:
    return int(written.translate(_ZEROS))
