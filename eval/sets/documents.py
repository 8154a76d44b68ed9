"""The documents a question set is about: their texts as the product holds them, and what their headers say they cover."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from index.header import read_header
from index.loaders import SUPPORTED, load
from index.text import find_repairs

_MOST_BYTES = 100 * 1024 * 1024
_PARSE_SECONDS = 120.0
_HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
"""Before a heading in Markdown; it hides the district with which a title opens."""


class About(NamedTuple):
    """What one document covers. Empty where its header does not say."""

    region: str
    """Canonical: 岱山县, 海门区."""
    years: tuple[int, ...]


Catalogue: TypeAlias = Mapping[str, About]
"""File name → what the document covers."""


def read_documents(*places: Path) -> dict[str, str]:
    """File name → text of the documents in `places`, files or folders, in the order of their names.

    Raises MissingPath and what else `index.loaders.load` raises.
    """
    found = (path for place in places for path in (sorted(place.iterdir()) if place.is_dir() else [place]))
    files = sorted((path for path in found if path.suffix.lower() in SUPPORTED or not path.exists()), key=lambda path: path.name)
    return {path.name: load(path, max_bytes=_MOST_BYTES, timeout_seconds=_PARSE_SECONDS).text for path in files}


def catalogue_of(texts: Mapping[str, str]) -> dict[str, About]:
    return {name: _about(name, text) for name, text in texts.items()}


def _about(name: str, text: str) -> About:
    plain = _HEADING.sub("", text)
    header = read_header(plain, find_repairs(plain), name)
    return About(header.region, header.years)
