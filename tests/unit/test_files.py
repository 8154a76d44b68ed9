from __future__ import annotations

import hashlib
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.files import FileDamaged, FileRecord, check_file, discard, record_of, sha256_of, share_file, write_whole

CONTENT = "言之有据\n".encode() * 100


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The operating system refuses to write beyond `size` bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_was_written_is_there_and_on_record(tmp_path: Path) -> None:
    record = write_whole(tmp_path, "a", lambda write: (write(CONTENT[:10]), write(CONTENT[10:])))
    assert (tmp_path / "a").read_bytes() == CONTENT
    assert record == FileRecord("a", len(CONTENT), hashlib.sha256(CONTENT).hexdigest()) == record_of(tmp_path, "a")
    assert names(tmp_path) == ["a"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(OSError), largest_file(100):
        write_whole(tmp_path, "a", lambda write: write(CONTENT))
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_failing_writer_leaves_the_old_file(tmp_path: Path) -> None:
    def fail(write: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path, "a", fail)
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_an_intact_file_passes(tmp_path: Path) -> None:
    check_file(tmp_path, write_whole(tmp_path, "a", lambda write: write(CONTENT)))


@pytest.mark.parametrize(
    "damaged",
    [b"", CONTENT[:-1], CONTENT + b"x", b"x" + CONTENT[1:], CONTENT[:500] + b"\0" + CONTENT[501:]],
    ids=["empty", "cut", "longer", "first byte", "byte in the middle"],
)
def test_damage_is_seen(tmp_path: Path, damaged: bytes) -> None:
    record = write_whole(tmp_path, "a", lambda write: write(CONTENT))
    (tmp_path / "a").write_bytes(damaged)
    with pytest.raises(FileDamaged):
        check_file(tmp_path, record)


def test_a_missing_file_is_damage(tmp_path: Path) -> None:
    with pytest.raises(FileDamaged):
        check_file(tmp_path, FileRecord("a", 0, sha256_of(Path(__file__))))


def test_a_shared_file_outlives_its_first_name(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(CONTENT)
    share_file(tmp_path / "a", tmp_path / "b")
    discard(tmp_path / "a")
    assert (tmp_path / "b").read_bytes() == CONTENT


def test_discard_removes_files_folders_and_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").touch()
    (tmp_path / "b").touch()
    for name in ("folder", "b", "missing"):
        discard(tmp_path / name)
    assert names(tmp_path) == []
