from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.files import FileDamaged, FileRecord
from index.manifest import NAME, Manifest, decode, digest_ids, encode, publish_manifest, read_manifest

MANIFEST = Manifest(
    number=7,
    dimension=256,
    fingerprint="sha256:模型",
    ids=digest_ids(np.array([3, 1, 2])),
    lexical="lexical-7-ab",
    lexical_files=(FileRecord("lexical-7-ab/meta.json", 12, "00" * 32),),
    vector="vector-7-ab",
    vector_number=5,
    vector_files=(FileRecord("vector-7-ab.faiss", 34, "11" * 32),),
)


def test_decode_undoes_encode() -> None:
    assert decode(encode(MANIFEST)) == MANIFEST


def test_every_changed_byte_is_seen() -> None:
    data = encode(MANIFEST)
    for position in range(len(data)):
        for flipped in (data[position] ^ 1, data[position] ^ 0x20, 0x20):
            damaged = data[:position] + bytes([flipped]) + data[position + 1 :]
            if damaged != data:
                with pytest.raises(FileDamaged):
                    decode(damaged)


def test_every_truncation_is_seen() -> None:
    data = encode(MANIFEST)
    for length in range(len(data)):
        with pytest.raises(FileDamaged):
            decode(data[:length])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'"x"',
        b"[" * 100_000,
        b"\xff\xfe",
        encode(MANIFEST).replace(b'"format": 1', b'"format": 2'),
        encode(MANIFEST) + b"\n",
    ],
    ids=["empty", "null", "list", "object", "string", "deep", "not text", "another format", "one line more"],
)
def test_what_is_no_manifest_is_damaged(data: bytes) -> None:
    with pytest.raises(FileDamaged):
        decode(data)


def test_published_is_read_and_missing_is_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    publish_manifest(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_ids_count_but_not_their_order() -> None:
    assert digest_ids(np.array([2, 1], np.int64)) == digest_ids(np.array([1, 2], np.int64))
    assert len({digest_ids(np.array(ids, np.int64)) for ids in ([], [1], [1, 2], [1, 3], [1, 1])}) == 5
