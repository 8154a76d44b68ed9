"""Outlines of the acceptance corpus, looked at by a person once: level, label, length in characters, start of the title."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeAlias

import pytest

from index.outline import read_outline
from index.repair import find_repairs

Row: TypeAlias = list[int | str]
GOLDEN: dict[str, list[Row]] = json.loads((Path(__file__).parent / "outlines.json").read_text(encoding="utf-8"))


def rows(text: str) -> list[Row]:
    sections = read_outline(text, find_repairs(text))
    return [[section.level, section.label, section.end - section.start, section.title[:8]] for section in sections]


@pytest.mark.parametrize("name", GOLDEN)
def test_outline(corpus: Path, name: str) -> None:
    assert rows(next(corpus.glob(f"{name}*")).read_text(encoding="utf-8")) == GOLDEN[name]
