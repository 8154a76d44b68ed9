"""What a document says about itself before its text begins: title, issuer, region, number, date, years, kinds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.repair import show
from index.text import simplified
from index.types import Header, Repair

_DATE = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_KIND = re.compile("计划|要点|总结|通知|方案|意见|报告|办法|公告|条例")


def read_header(text: str, repairs: Sequence[Repair], source: str) -> Header:
    """The header of `text`; `source`, a file name, is the title where the text has none."""
    lines = [simplified(line.strip()) for line in show(text, repairs, 0, min(len(text), 2000)).splitlines() if line.strip()]
    title = lines[0] if lines and len(lines[0]) < 80 else source
    found = _DATE.search("\n".join(lines[:8]))
    published = date(*map(int, found.groups())) if found else None
    years = tuple(sorted({int(year) for year in re.findall(r"20\d\d", title)}))
    return Header(title=title, published_on=published, years=years, kinds=tuple(dict.fromkeys(_KIND.findall(title))))
