"""Writes to a home until it is killed, and says on standard output what it is about to do and what is done.

`begin N:V …` and `done K` frame an ingest: the first K files of the line are acknowledged. `delete N` and `deleted N` frame a
delete. With `--point MODULE:NAME:WHEN:COUNT` the process kills itself before or after that call of that function.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import os
import random
import signal
from pathlib import Path
from typing import Any

from index import ingest
from index.library import Library
from tests.library_world import document_text, open_library

NUMBERS = 24


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("version", type=int)
    parser.add_argument("--point")
    arguments = parser.parse_args()
    ingest.BATCH_FILES = 3
    if arguments.point:
        _arm(*arguments.point.split(":"))
    chance = random.Random(arguments.seed)
    _say("ready")
    library = open_library(arguments.home)
    while True:
        _take_in(library, arguments.folder, sorted(chance.sample(range(NUMBERS), 8)), arguments.version)
        for row in chance.sample(library.documents(), 2):
            _say(f"delete {int(row.source.removesuffix('.txt'))}")
            assert library.delete(row.id).purged
            _say(f"deleted {int(row.source.removesuffix('.txt'))}")


def _take_in(library: Library, folder: Path, numbers: list[int], version: int) -> None:
    paths = [_written(folder, number, version) for number in numbers]
    _say("begin " + " ".join(f"{number}:{version}" for number in numbers))

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "store":
            _say(f"done {done}")

    report = library.ingest(paths, progress=progress)
    assert not report.failed, report.failed


def _written(folder: Path, number: int, version: int) -> Path:
    path = folder / f"{number:04}.txt"
    temporary = path.with_suffix(".tmp")
    temporary.write_text(document_text(number, version), encoding="utf-8")
    return temporary.replace(path)


def _arm(module_name: str, name: str, when: str, count: str) -> None:
    """Replaces a function, or a method given as Class.method, by one that ends the process."""
    owner: Any = importlib.import_module(module_name)
    *outer, attribute = name.split(".")
    for part in outer:
        owner = getattr(owner, part)
    original = getattr(owner, attribute)
    calls = itertools.count(1)

    def armed(*arguments: object, **options: object) -> object:
        is_the_call = next(calls) == int(count)
        if is_the_call and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result: object = original(*arguments, **options)
        if is_the_call and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, attribute, armed)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    main()
