"""Question sets on disk: JSONL, one object a line, or a table of questions with answers.

JSONL has the fields of `eval.types.Item` (`filters` is `{}` or `{"doc": file name}`, `asked_on` may be missing). A file that
ends in .csv is read by `eval.sets.table`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath
from typing import TypeVar, cast, get_args

from eval.sets.checks import Problem, validate
from eval.sets.documents import read_documents
from eval.sets.table import read_table
from eval.types import Difficulty, Item, ItemType, Quote, Said
from index.errors import MissingPath, UndecodableDocument, UnusableFile
from index.text import decode

_TYPES = frozenset(get_args(ItemType))
_DIFFICULTIES = frozenset(get_args(Difficulty))
_T = TypeVar("_T")
_Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    name: str
    """File name without its suffix; of a file `questions` the name of its folder."""
    sha256: str
    """Hexadecimal digest of the file's bytes."""
    items: tuple[Item, ...]


class _Wrong(Exception):
    """A field that cannot be read; code and message for a Problem."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


def load_set(path: Path, documents: Path | None = None) -> QuestionSet:
    """The set in `path`, checked; against the files in the folder `documents` too, where one is given.

    Raises MissingPath, or UnusableFile with every problem in its detail.
    """
    texts = read_documents(documents) if documents else None
    found, problems = read_set(path, texts)
    if problems:
        raise UnusableFile(path.name, detail="\n".join(map(str, problems)))
    return found


def read_set(path: Path, texts: Mapping[str, str] | None = None) -> tuple[QuestionSet, tuple[Problem, ...]]:
    """The items that could be read, and all that is wrong with the file. `texts`: file name → text, see `validate`."""
    data = _bytes(path)
    items, broken = _read_items(path, data)
    named = [_with_file_names(item, texts or {}) for item in items]
    problems = (*broken, *validate(named, texts))
    empty = () if items or broken else (Problem(0, "empty_set", "文件中没有问题。"),)
    found = QuestionSet(_name(path), hashlib.sha256(data).hexdigest(), tuple(named))
    return found, (*empty, *sorted(problems, key=lambda problem: problem.line))


def _name(path: Path) -> str:
    return path.resolve().parent.name if path.stem == "questions" else path.stem


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise MissingPath(str(path))
    return path.read_bytes()


def _read_items(path: Path, data: bytes) -> tuple[list[Item], list[Problem]]:
    if not data.strip():
        return [], []
    try:
        text = decode(data, path.name).text
    except UndecodableDocument as error:
        raise UnusableFile(path.name, detail="无法识别文字编码，请另存为 UTF-8 编码") from error
    if path.suffix.lower() == ".csv":
        return read_table(text)
    return _read_lines(text)


def _read_lines(text: str) -> tuple[list[Item], list[Problem]]:
    items: list[Item] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            try:
                items.append(_item(line, number))
            except _Wrong as wrong:
                problems.append(Problem(number, wrong.code, wrong.message))
    return items, problems


def _item(line: str, number: int) -> Item:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise _Wrong("broken_line", f"不是有效的 JSON：{error}。") from error
    if not isinstance(record, dict):
        raise _Wrong("broken_line", "应为一个 JSON 对象。")
    filters = _field(record, "filters", dict, {})
    return Item(
        id=_required(record, "id"),
        type=cast("ItemType", _one_of(_required(record, "type"), _TYPES, "type", "unknown_type")),
        question=_required(record, "question"),
        history=_listed(record, "history", _said),
        doc_filter=_field(filters, "doc", str, ""),
        asked_on=_day(_field(record, "asked_on", str, "")),
        answer=_field(record, "answer", str, ""),
        answer_points=_listed(record, "answer_points", _word),
        accept=_listed(record, "accept", _word),
        evidence=_listed(record, "evidence", _quote),
        difficulty=cast("Difficulty", _one_of(_field(record, "difficulty", str, "medium"), _DIFFICULTIES, "difficulty", "wrong_field")),
        note=_field(record, "note", str, ""),
        line=number,
    )


def _field(record: _Record, name: str, kind: type[_T], default: _T) -> _T:
    value = record.get(name)
    if value is None:
        return default
    if not isinstance(value, kind):
        raise _Wrong("wrong_field", f"字段“{name}”的写法不对。")
    return value


def _required(record: _Record, name: str) -> str:
    value = _field(record, name, str, "").strip()
    if not value:
        raise _Wrong("missing_field", f"缺少字段“{name}”。")
    return value


def _one_of(value: str, known: frozenset[str], name: str, code: str) -> str:
    if value not in known:
        raise _Wrong(code, f"字段“{name}”不认识“{value}”，可用的有：{'、'.join(sorted(known))}。")
    return value


def _listed(record: _Record, name: str, read: Callable[[object], _T]) -> tuple[_T, ...]:
    return tuple(read(value) for value in cast("list[object]", _field(record, name, list, [])))


def _word(value: object) -> str:
    return _required({"": value}, "")


def _said(value: object) -> Said:
    record = _object(value, "history")
    role = _required(record, "role")
    if role not in ("user", "assistant"):
        raise _Wrong("wrong_field", f"history 中的 role 不认识“{role}”，应为 user 或 assistant。")
    return Said("user" if role == "user" else "assistant", _required(record, "content"))


def _quote(value: object) -> Quote:
    record = _object(value, "evidence")
    return Quote(_required(record, "doc"), _required(record, "quote"))


def _object(value: object, name: str) -> _Record:
    if not isinstance(value, dict):
        raise _Wrong("wrong_field", f"字段“{name}”的写法不对。")
    return value


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise _Wrong("wrong_field", f"字段“asked_on”的日期“{value}”不对，应写成 2025-06-01。") from error


def _with_file_names(item: Item, names: Iterable[str]) -> Item:
    """Documents named without their suffix, as people write them in a table, by their file names."""
    known = tuple(names)
    evidence = tuple(Quote(_file_name(quote.doc, known), quote.quote) for quote in item.evidence)
    return replace(item, evidence=evidence) if evidence != item.evidence else item


def _file_name(name: str, known: Sequence[str]) -> str:
    fitting = [each for each in known if PurePath(each).stem == name]
    return fitting[0] if name not in known and len(fitting) == 1 else name
