"""Words that exclude one another: what is said of the town is not said of the villages, of public kindergartens not of private ones.

A figure of the other side is the likeliest wrong answer there is: it stands in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple


class _Rivals(NamedTuple):
    sides: Sequence[re.Pattern[str]]
    of_all: re.Pattern[str]
    """What speaks of all sides."""


def _rivals(of_all: str, *sides: str) -> _Rivals:
    return _Rivals([re.compile(side) for side in sides], re.compile(of_all))


_RIVALS = (
    _rivals(r"城乡|全[区县市省]", r"县城|城区|城里|市区|中心城", r"村小|乡村|农村|乡镇|村级|村里|乡下|下乡|山区"),
    _rivals(r"公民办|各类", r"公办|公立|公家", r"民办|私立|社会力量"),
    _rivals(r"义务教育|中小学|各级|各学段|学校", r"幼儿园?|学前|园所", r"小学|村小|完小", r"初中", r"高中|普高|中职"),
)


def is_of_a_rival(asked: str, said: str) -> bool:
    """The folded question asks of one side, and the folded words speak of another one alone."""
    return any(_is_of_another(rivals, asked, said) for rivals in _RIVALS)


def _is_of_another(rivals: _Rivals, asked: str, said: str) -> bool:
    wanted = {n for n, side in enumerate(rivals.sides) if side.search(asked)}
    held = {n for n, side in enumerate(rivals.sides) if side.search(said)}
    return bool(wanted and held) and wanted.isdisjoint(held) and not rivals.of_all.search(said)
