"""Files that are written whole or not at all, and known by their digest.

A file is written beside its name, synced, read back and compared with what was meant, and only then renamed into place and
the folder synced: a full disk or a kill leaves the old file or the new one, never half of one. Errors of the operating
system (OSError) are passed on as they are.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

Write = Callable[[bytes], object]
"""Takes the next bytes of a file."""


class FileDamaged(Exception):
    """A file is missing or is not what its record says. Internal to the caches: they are made again."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was when it was published."""

    name: str
    """POSIX path relative to the folder of the manifest."""
    size: int
    """Bytes."""
    sha256: str
    """Hexadecimal."""


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def record_of(folder: Path, name: str) -> FileRecord:
    """What `folder / name` is now."""
    path = folder / name
    return FileRecord(name, path.stat().st_size, sha256_of(path))


def check_file(folder: Path, record: FileRecord) -> None:
    """Raises FileDamaged unless every byte is as recorded."""
    path = folder / record.name
    try:
        intact = path.stat().st_size == record.size and sha256_of(path) == record.sha256
    except OSError as error:
        raise FileDamaged(f"{record.name}: {error.strerror}") from error
    if not intact:
        raise FileDamaged(record.name)


def write_whole(folder: Path, name: str, write: Callable[[Write], object]) -> FileRecord:
    """Calls `write` with a function that takes bytes; what it took becomes `folder / name`, replacing what was there."""
    path = folder / name
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            sink = _HashingSink(file)
            write(sink)
            file.flush()
            os.fsync(file.fileno())
        meant = FileRecord(temporary.name, sink.size, sink.digest.hexdigest())
        try:
            check_file(temporary.parent, meant)
        except FileDamaged as error:
            raise OSError(f"{name}: what was read back is not what was written") from error
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return FileRecord(name, meant.size, meant.sha256)


def sync_folder(folder: Path) -> None:
    """Makes renames and new names in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def share_file(source: Path, target: Path) -> None:
    """Gives a file that no longer changes a second name; copies it where the file system has no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def discard(path: Path) -> None:
    """Removes a file or a folder with all in it; what is already gone or cannot be removed now is left for the next time."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


class _HashingSink:
    """Writes, and digests what it was asked to write (not what the disk took)."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def __call__(self, data: bytes) -> None:
        self.digest.update(data)
        self.size += len(data)
        self._file.write(data)
