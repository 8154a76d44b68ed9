"""A `Report` as one JSON file, and back.

Sections in fixed order, one record a line, so that two files can be compared with `diff`: format, provenance, figures,
refusals (where thresholds were tried), rows, items, passages, asked, timings. Floats have six decimals. Passages stand once,
whoever returned them, and are named by their position. Every duration of the run lies in `timings`: all else is the same
whenever the same product answers the same set. Fields that hold their default are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

from pydantic import NonNegativeInt, TypeAdapter, ValidationError

from eval.types import Asked, Figure, Given, Item, Passage, Provenance, RefusalPoint, Report, Row
from index.errors import UnusableFile

FORMAT = 1
DECIMALS = 6
Pairs: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Provenance:
    commit: str = ""
    set_name: str = ""
    set_sha256: str = ""
    variants: dict[str, Pairs] = field(default_factory=dict)
    versions: Pairs = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    item_id: str
    variant: str
    values: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class _Asked:
    """`passages`: pairs of position in the file's passages and score, best first."""

    item_id: str
    passages: tuple[tuple[NonNegativeInt, float], ...] = ()
    given: Given | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class _Timings:
    """`questions`: for each variant, in the order of its questions, the seconds of search and of answering."""

    whole: dict[str, float] = field(default_factory=dict)
    questions: dict[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _File:
    format: int
    provenance: _Provenance
    figures: tuple[Figure, ...]
    refusals: tuple[RefusalPoint, ...] = field(default=(), kw_only=True)
    rows: tuple[_Row, ...]
    items: tuple[Item, ...]
    passages: tuple[Passage, ...]
    asked: dict[str, tuple[_Asked, ...]]
    timings: _Timings


@cache
def _adapter() -> TypeAdapter[_File]:
    return TypeAdapter(_File)


def save(report: Report, path: Path) -> None:
    path.write_text(to_json(report), encoding="utf-8", newline="\n")


def load(path: Path) -> Report:
    """Raises UnusableFile."""
    try:
        return from_json(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile(str(path), detail="不存在，或无法读取") from error


def to_json(report: Report) -> str:
    """The file's text. Raises ValueError for a figure that is no number (NaN, infinity)."""
    kept = _adapter().dump_python(_filed(report), mode="json", exclude_defaults=True)
    sections = (f"{json.dumps(name)}: {_section(kept[name])}" for name in _File.__dataclass_fields__ if name in kept)
    return "{\n" + ",\n".join(sections) + "\n}\n"


def from_json(text: str, source: str = "report.json") -> Report:
    """`source` names the file in errors. Raises UnusableFile."""
    try:
        return _report(_adapter().validate_json(text))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "内容"
        raise UnusableFile(source, detail=f"不是评测报告（{place}：{first['msg']}）") from error
    except (KeyError, IndexError, ValueError) as error:
        raise UnusableFile(source, detail=f"各部分互不相符（{error}）") from error


def without_timings(report: Report) -> Report:
    """What two runs have in common."""
    return replace(report, asked=tuple((name, tuple(map(_untimed, asked))) for name, asked in report.asked), timings=())


def _untimed(asked: Asked) -> Asked:
    return replace(asked, search_seconds=0.0, given=asked.given and replace(asked.given, seconds=0.0))


def _section(value: object) -> str:
    """One record a line."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_line, value)) + "\n]"
    if isinstance(value, dict) and any(isinstance(each, list) and each for each in value.values()):
        return "{\n" + ",\n".join(f"{_line(name)}: {_section(each)}" for name, each in value.items()) + "\n}"
    return _line(value)


def _line(value: object) -> str:
    return json.dumps(_rounded(value), ensure_ascii=False, allow_nan=False)


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, DECIMALS) + 0.0  # no -0.0
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return value


def _filed(report: Report) -> _File:
    made = report.provenance
    passages = _pool(report)
    return _File(
        format=FORMAT,
        provenance=_Provenance(
            made.commit, made.set_name, made.set_sha256, {name: dict(each) for name, each in made.variants}, dict(made.versions)
        ),
        figures=report.figures,
        refusals=report.refusals,
        rows=tuple(_Row(row.item_id, row.variant, dict(row.values)) for row in report.rows),
        items=report.items,
        passages=tuple(passages),
        asked={name: tuple(_filed_asked(each, passages) for each in asked) for name, asked in report.asked},
        timings=_Timings(dict(report.timings), {name: tuple(map(_seconds, asked)) for name, asked in report.asked}),
    )


def _pool(report: Report) -> dict[Passage, int]:
    """Every passage without its score → position, in order of first appearance."""
    found = (replace(passage, score=0.0) for _, asked in report.asked for each in asked for passage in each.passages)
    return {passage: position for position, passage in enumerate(dict.fromkeys(found))}


def _filed_asked(asked: Asked, pool: dict[Passage, int]) -> _Asked:
    found = tuple((pool[replace(passage, score=0.0)], passage.score) for passage in asked.passages)
    return _Asked(asked.item.id, found, _untimed(asked).given, asked.error)


def _seconds(asked: Asked) -> tuple[float, float]:
    return asked.search_seconds, asked.given.seconds if asked.given else 0.0


def _report(file: _File) -> Report:
    if file.format != FORMAT:
        raise ValueError(f"format {file.format}")
    made = file.provenance
    return Report(
        provenance=Provenance(
            made.commit,
            made.set_name,
            made.set_sha256,
            tuple((name, tuple(each.items())) for name, each in made.variants.items()),
            tuple(made.versions.items()),
        ),
        items=file.items,
        asked=tuple((name, tuple(_asked(file, name, asked))) for name, asked in file.asked.items()),
        rows=tuple(Row(row.item_id, row.variant, tuple(row.values.items())) for row in file.rows),
        figures=file.figures,
        refusals=file.refusals,
        timings=tuple(file.timings.whole.items()),
    )


def _asked(file: _File, variant: str, asked: Sequence[_Asked]) -> Iterator[Asked]:
    items = {item.id: item for item in file.items}
    for each, (search_seconds, seconds) in zip(asked, file.timings.questions[variant], strict=True):
        passages = tuple(replace(file.passages[position], score=score) for position, score in each.passages)
        given = each.given and replace(each.given, seconds=seconds)
        yield Asked(items[each.item_id], passages, search_seconds, given, each.error)
