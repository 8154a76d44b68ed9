"""Years that a question names: written out, or by 今年, 去年 and the like on the day it is asked."""

from __future__ import annotations

import re
from datetime import date

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)(?!\s*[个名所人元万次])")
RELATIVE = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}


def years_in(text: str, asked_on: date | None = None) -> tuple[int, ...]:
    """Ascending; those named by 今年, 去年 and the like only when it is known when they were said."""
    written = {int(match[0]) for match in YEAR.finditer(text)}
    relative = {asked_on.year + offset for word, offset in RELATIVE.items() if asked_on and word in text}
    return tuple(sorted(written | relative))
