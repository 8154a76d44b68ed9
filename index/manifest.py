"""The manifest of the caches: which files belong to the published generation, and what they must be, byte for byte.

One JSON file in one spelling only: it is written by `encode`, and a file that `encode` would not have written is damaged,
whichever byte differs. It is published last; whatever the folder holds and the manifest does not name is a leftover.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.files import FileDamaged, FileRecord, write_whole

NAME = "manifest.json"
FORMAT = 1
"""Of manifest and cache files: those of another one are made again from the database. Raise it whenever `index.fold` or
`index.terms` gives other terms for the same text."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One published generation."""

    number: int
    """The change of the store up to which it is complete."""
    dimension: int
    fingerprint: str
    """Of the model that made the vectors."""
    ids: str
    """`digest_ids` of the chunk ids that both engines serve."""
    lexical: str
    """Folder of the lexical index."""
    lexical_files: tuple[FileRecord, ...]
    vector: str = ""
    """Stem of the snapshot's files; empty where there is none."""
    vector_number: int = 0
    """The change of the store that the snapshot was taken at."""
    vector_files: tuple[FileRecord, ...] = ()

    @property
    def files(self) -> tuple[FileRecord, ...]:
        return (*self.lexical_files, *self.vector_files)


def digest_ids(ids: NDArray[np.int64]) -> str:
    """Tagged sha256 over chunk ids in ascending order, eight bytes each, little endian."""
    return "sha256:" + hashlib.sha256(np.sort(ids).astype("<i8").tobytes()).hexdigest()


def encode(manifest: Manifest) -> bytes:
    content = {"format": FORMAT, **asdict(manifest)}
    checksum = "sha256:" + hashlib.sha256(_spell(content)).hexdigest()
    return _spell({**content, "checksum": checksum})


def decode(data: bytes) -> Manifest:
    """Raises FileDamaged for anything but the exact bytes of `encode`."""
    try:
        content = json.loads(data)
        content.pop("checksum")
        version = content.pop("format")
        for files in ("lexical_files", "vector_files"):
            content[files] = tuple(FileRecord(**record) for record in content[files])
        manifest = Manifest(**content)
        intact = version == FORMAT and encode(manifest) == data
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FileDamaged(NAME) from error
    if not intact:
        raise FileDamaged(NAME)
    return manifest


def read_manifest(folder: Path) -> Manifest | None:
    """None where nothing was ever published. Raises FileDamaged."""
    try:
        return decode((folder / NAME).read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileDamaged(f"{NAME}: {error.strerror}") from error


def publish_manifest(folder: Path, manifest: Manifest) -> None:
    write_whole(folder, NAME, lambda write: write(encode(manifest)))


def _spell(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
