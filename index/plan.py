"""Which files an ingest takes in, and under which keys.

A folder is walked in sorted order; hidden files, system files and the lock files of office programs are passed over in
silence, while a file of an unsupported type is taken up so that its failure is reported. The key of a file is its path
relative to the folder that was named, or its name. Where two folders of one call hold the same key, the later one is
prefixed with the name of its folder, so that no file counts as a new version of an unrelated one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index.errors import MissingPath
from index.records import Failure

_SYSTEM_FILES = {"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"}


@dataclass(frozen=True, slots=True)
class Candidate:
    path: Path
    key: str
    """POSIX path, unique within the plan."""
    root: str
    """Folder that was named, absolute; empty for a file named by itself or uploaded."""

    @property
    def source(self) -> str:
        """File name, for people."""
        return PurePosixPath(self.key).name


@dataclass(frozen=True, slots=True)
class Plan:
    candidates: tuple[Candidate, ...]
    roots: tuple[str, ...]
    """Folders that were walked."""
    failed: tuple[Failure, ...]
    """Paths that do not exist."""


def plan_ingest(paths: Sequence[Path]) -> Plan:
    """All files under `paths`, each once, in the order given and sorted within a folder."""
    planned: dict[Path, Candidate] = {}
    keys: set[str] = set()
    failed: list[Failure] = []
    for path in paths:
        if not path.exists():
            missing = MissingPath(readable_name(str(path)))
            failed.append(Failure(missing.subject, missing.code, missing.message))
        for file, key in _files(path):
            identity = file.resolve()
            if identity not in planned:
                unique = _unique(key, path, keys)
                planned[identity] = Candidate(file, unique, readable_name(str(path.resolve())) if path.is_dir() else "")
                keys.add(unique)
    roots = tuple(dict.fromkeys(readable_name(str(path.resolve())) for path in paths if path.is_dir()))
    return Plan(tuple(planned.values()), roots, tuple(failed))


def readable_name(name: str) -> str:
    """A name that can be stored: file names of old archives are often GBK, which Python passes on as lone surrogates."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    """Files with their keys."""
    if path.is_file():
        yield path, readable_name(path.name)
    elif path.is_dir():
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                file = Path(folder, name)
                if not _passed_over(name) and file.is_file():
                    yield file, readable_name(file.relative_to(path).as_posix())


def _passed_over(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _SYSTEM_FILES


def _unique(key: str, path: Path, taken: set[str]) -> str:
    folder = path if path.is_dir() else path.parent
    prefixed, number = key, 1
    while prefixed in taken:
        name = readable_name(folder.resolve().name)
        prefixed = f"{name}/{key}" if number == 1 else f"{name} ({number})/{key}"
        number += 1
    return prefixed
