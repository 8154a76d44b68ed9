"""What was learned from questions: weights and thresholds, read from the one file `learned.json`.

`python -m eval learn` writes the file, with what it was learned from and how well it did; nothing of it is typed into code.
A section of the file becomes the frozen dataclass that its user declares, field by field, so that neither can have a value
that the other does not know. What the values mean stands there; how they were found is no business of this module.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar, cast

from index.errors import ConfigurationError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

NAME = "index/learned.json"
FORMAT = 1
"""Of the file as such; the values have a version of their own."""

Values = TypeVar("Values", bound="DataclassInstance")
"""A frozen dataclass of numbers."""


@dataclasses.dataclass(frozen=True, slots=True)
class Learned:
    """The file, read and checked as far as its form goes."""

    version: int
    """One higher with every set of values."""
    digest: str
    """12 hexadecimal digits of sha256 over the values, for the provenance of an answer."""
    sections: Mapping[str, Mapping[str, object]]

    def values(self, section: str, kind: type[Values]) -> Values:
        """The values of one section. Raises ConfigurationError unless they are numbers for exactly the fields of `kind`."""
        found = self.sections.get(section, {})
        wanted = {field.name for field in dataclasses.fields(kind)}
        if set(found) != wanted:
            raise ConfigurationError(NAME, detail=f"“{section}”应有 {sorted(wanted)}，实际有 {sorted(found)}")
        for name, value in found.items():
            if not _is_number(value):
                raise ConfigurationError(NAME, detail=f"“{section}.{name}”不是数：{value!r}")
        return kind(**{name: float(cast("float", value)) for name, value in found.items()})


@cache
def learned() -> Learned:
    """What the product goes by. Raises ConfigurationError when the file is missing or malformed."""
    try:
        return parse(files("index").joinpath("learned.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigurationError(NAME, detail="文件不存在") from error


def parse(content: str) -> Learned:
    """Read the content of a file. Raises ConfigurationError."""
    try:
        record = json.loads(content)
    except ValueError as error:
        raise ConfigurationError(NAME, detail=f"不是有效的 JSON：{error}") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ConfigurationError(NAME, detail=f"格式应为 {FORMAT}")
    version, sections = record.get("version"), record.get("values")
    if type(version) is not int or not isinstance(sections, dict) or not all(isinstance(one, dict) for one in sections.values()):
        raise ConfigurationError(NAME, detail="缺少版本号或数值")
    return Learned(version, _digest(sections), sections)


def _digest(sections: Mapping[str, object]) -> str:
    canonical = json.dumps(sections, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(b"learned:" + canonical.encode()).hexdigest()[:12]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
