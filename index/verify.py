"""Checks a home against itself: everything that can be derived from something stored is derived again and compared.

The bytes must have their digest, passages must lie in their text and have the ids that follow from their place, and every
passage must have its vector. Nothing is repaired. That the engines hold the same passages is checked by the engines.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from index.chunk import CHUNKER, chunk_id
from index.errors import IntegrityFailed
from index.records import VectorSpace
from index.store import Store
from index.types import Chunk, Document, Span

_UNIT_TOLERANCE = 1e-3


def store_problems(store: Store) -> tuple[str, ...]:
    """What is wrong, in Chinese; empty when nothing."""
    damage = store.problems()
    return damage or (*_change_problems(store), *(problem for one in store.live_documents() for problem in _document_problems(store, one)))


def _change_problems(store: Store) -> Iterator[str]:
    """The engines follow the changes: what lives must have one that says so. Passages are of current versions only."""
    followed = {change.document_id for change in store.changes(0) if not change.removed}
    for one in sorted(set(store.live_documents()) ^ followed):
        yield f"变更记录与文件不符：{one}"
    for one in store.documents_with_old_chunks():
        yield f"文件 {one} 还有旧版本的段落"


def _document_problems(store: Store, document_id: str) -> Iterator[str]:
    try:
        yield from _derived_problems(store, document_id)
    except IntegrityFailed as error:
        yield f"文件 {document_id} 无法读取：{error.detail}"


def _derived_problems(store: Store, document_id: str) -> Iterator[str]:
    damaged = store.damaged_versions(document_id)
    if damaged:
        yield from (f"文件 {document_id} 第 {version} 版的原件或文本与摘要不符" for version in damaged)
        return
    document, chunks = store.document(document_id), store.chunks_of(document_id)
    yield from (f"文件“{document.source}”：{problem}" for problem in _chunk_problems(document, chunks, store.chunker(document_id)))
    yield from (f"文件“{document.source}”：{problem}" for problem in _vector_problems(store, document_id, store.space()))


def _chunk_problems(document: Document, chunks: tuple[Chunk, ...], chunker: str) -> Iterator[str]:
    if [chunk.ordinal for chunk in chunks] != list(range(len(chunks))):
        yield "段落编号不连续"
    for chunk in chunks:
        if not 0 <= chunk.start < chunk.end <= len(document.text):
            yield f"段落 {chunk.ordinal} 超出全文"
        elif chunker == CHUNKER and chunk.id != chunk_id(document.id, document.version, Span(chunk.start, chunk.end)):
            yield f"段落 {chunk.ordinal} 的编号与位置不符"


def _vector_problems(store: Store, document_id: str, space: VectorSpace | None) -> Iterator[str]:
    _, vectors = store.vectors_of(document_id)
    if len(vectors) and (space is None or vectors.shape[1] != space.dimension):
        yield "向量维数不符"
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.all((lengths == 0) | (np.abs(lengths - 1) < _UNIT_TOLERANCE)):  # not a number fails as well
        yield "向量长度不符"
