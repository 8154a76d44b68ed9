"""Where the documents of an evaluation come from: folders, files, or records with a text each.

`RECORDS.jsonl` (also `.jsonl.gz`) holds `{"name", "text", …}` lines; `RECORDS.jsonl#FIELD=START` takes those of them whose
field starts so, such as `gov.jsonl.gz#name=pr` or `twins.jsonl.gz#kind=district`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from eval.library import written
from index.errors import MissingPath, UnusableFile

_RECORDS = (".jsonl", ".jsonl.gz")


@contextmanager
def documents_at(places: Sequence[str]) -> Iterator[tuple[Path, ...]]:
    """Folders and files to take in; records lie in temporary folders until the end. Raises MissingPath, UnusableFile."""
    with ExitStack() as stack:
        yield tuple(_path(stack, place) for place in places)


def _path(stack: ExitStack, place: str) -> Path:
    name, _, selection = place.partition("#")
    if not Path(name).exists():
        raise MissingPath(name)
    return stack.enter_context(written(read_records(Path(name), selection))) if name.endswith(_RECORDS) else Path(name)


def read_records(path: Path, selection: str = "") -> list[tuple[str, str]]:
    """(name, text) of each record selected; a name without a suffix gets `.txt`. Raises UnusableFile."""
    field, _, start = selection.partition("=")
    found = [(record["name"], record["text"]) for record in _lines(path) if not field or record.get(field, "").startswith(start)]
    if not found:
        raise UnusableFile(str(path), detail=f"没有符合“{selection}”的记录" if selection else "没有记录")
    return [(Path(name).name if Path(name).suffix else f"{Path(name).name}.txt", text) for name, text in found]


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _record(path, number, line)


def _record(path: Path, number: int, line: str) -> dict[str, str]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise UnusableFile(str(path), detail=f"第{number}行不是有效的 JSON") from error
    if not isinstance(record, dict) or not isinstance(record.get("name"), str) or not isinstance(record.get("text"), str):
        raise UnusableFile(str(path), detail=f"第{number}行应有 name 和 text")
    return {key: value for key, value in record.items() if isinstance(value, str)}
