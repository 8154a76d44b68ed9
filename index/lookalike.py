"""Names with one character written wrong: 芦松区 for 芦淞区.

Which characters are taken for each other is a plain list beside this file (`lookalikes.txt`: groups that sound or look alike).
A name of two characters before its suffix is a slip of another only where the list says so, since 棠坡 and 棠溪 are two places;
in a longer name any one character may be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_LIST = Path(__file__).with_name("lookalikes.txt")


def is_slip(written: str, name: str) -> bool:
    """True when `written` is `name` (both without suffix, folded, of two characters or more) with one character wrong."""
    if len(written) != len(name) or len(name) < 2:
        return False
    different = [(one, other) for one, other in zip(written, name, strict=True) if one != other]
    return len(different) == 1 and (len(name) > 2 or are_alike(*different[0]))


def are_alike(one: str, other: str) -> bool:
    """True when the characters stand in one group of the list."""
    return bool(_groups().get(one, frozenset()) & _groups().get(other, frozenset()))


@cache
def _groups() -> Mapping[str, frozenset[int]]:
    """Character → the lines it stands in."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    found: dict[str, set[int]] = {}
    for number, line in enumerate(lines):
        for character in "" if line.startswith("#") else line.strip():
            found.setdefault(character, set()).add(number)
    return MappingProxyType({character: frozenset(numbers) for character, numbers in found.items()})
