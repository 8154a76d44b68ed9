"""Licences of everything that an installation brings: what constraints.txt names, judged by what each distribution says of itself.

A distribution may offer several licences (OR): one permitted is enough, unless a GNU licence is among them; then the choice is
written down in CHOSEN. What a distribution does not say in a form that can be read is in STATED, with where it says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PERMITTED = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Unlicense",
    "Zlib",
}
"""SPDX names of licences that ask for no more than their text, or (MPL) for changes to their own files."""

OTHER_NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""What classifiers and older metadata say → SPDX."""

CHOSEN: dict[str, str] = {}
"""Distribution → the licence under which it is used, where a GNU licence is offered beside it."""

STATED = {
    "pypdfium2": ("BSD-3-Clause AND Apache-2.0", "its LICENSES folder: the bindings, and PDFium with what is built into it"),
    "tiktoken": ("MIT", "the text of its License field"),
}
"""Distribution → licence, and where it says so."""


def pinned() -> list[str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line.partition("==")[0] for line in lines if line and not line.startswith("#")]


def licence_of(name: str) -> str:
    """An SPDX expression; empty when the distribution does not say. Raises PackageNotFoundError."""
    if name in STATED:
        return STATED[name][0]
    said = metadata(name)
    if "License-Expression" in said:
        return said["License-Expression"]
    classifiers = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or () if line.startswith("License ::")]
    known = [OTHER_NAMES.get(words, words) for words in classifiers if words != "OSI Approved"]
    if known or "License" not in said:
        return " AND ".join(known)
    return OTHER_NAMES.get(said["License"], said["License"])


def is_permitted(expression: str) -> bool:
    """Whether an SPDX expression can be met with permitted licences alone."""
    tokens = iter(re.findall(r"[()]|[^()\s]+(?:\s+WITH\s+[^()\s]+)?", expression))
    return _any_of(tokens) if expression else False


def _any_of(tokens: Iterator[str]) -> bool:
    """Up to the closing parenthesis or the end. AND binds more tightly than OR."""
    alternatives = [True]
    for token in tokens:
        if token == ")":
            break
        if token == "OR":
            alternatives.append(True)
        elif token != "AND":
            alternatives[-1] &= _any_of(tokens) if token == "(" else token in PERMITTED
    return any(alternatives)


@pytest.mark.parametrize(
    ("expression", "permitted"),
    [
        pytest.param("MIT", True, id="one"),
        pytest.param("MPL-2.0 AND (Apache-2.0 OR MIT)", True, id="all of several"),
        pytest.param("Apache-2.0 WITH LLVM-exception", True, id="with an exception"),
        pytest.param("MIT OR GPL-2.0-only", True, id="a choice"),
        pytest.param("GPL-2.0-only AND MIT OR BSD-3-Clause", True, id="and before or"),
        pytest.param("GPL-3.0-or-later", False, id="gpl"),
        pytest.param("AGPL-3.0-only", False, id="agpl"),
        pytest.param("LGPL-3.0-or-later", False, id="lgpl"),
        pytest.param("MIT AND GPL-3.0-only", False, id="gpl in a part"),
        pytest.param("MIT AND (GPL-2.0-only OR LGPL-2.1-only)", False, id="no permitted choice"),
        pytest.param("", False, id="not said"),
        pytest.param("Proprietary", False, id="unknown"),
    ],
)
def test_is_permitted(expression: str, permitted: bool) -> None:
    assert is_permitted(expression) is permitted


@pytest.mark.parametrize("name", pinned())
def test_licence(name: str) -> None:
    try:
        said = licence_of(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not needed on this platform")
    if "GPL" in said:
        assert CHOSEN.get(name, "") in said.split(" OR "), f"{name} offers {said}: say in CHOSEN which is taken"
        said = CHOSEN[name]
    assert is_permitted(said), f"{name}: {said or 'it does not say'}"


def test_tables_name_only_what_is_there() -> None:
    assert {*CHOSEN, *STATED} <= set(pinned())


def test_torch_is_pinned() -> None:
    """Other versions bring gigabytes of libraries for graphics processors."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(("torch=", "nvidia"))] == ["torch==2.13.0"]
