"""Keeps both engines in step with the store: one generation served, the next one made beside it.

The store is the truth; the folder, which belongs to this module alone, holds caches: a folder of the lexical index, a snapshot
of the vectors, and the manifest that names every file with its digest and the chunk ids with theirs. The writer replays the
changes since the published generation into new files, compares the ids of both engines with those of the store, publishes the
manifest, and only then removes what the manifest no longer names: a kill at any moment leaves a whole generation, old or new,
and leftovers that the next write removes. Served objects never change; a new generation replaces the reference to them.

On opening, and whenever another process has published, every file is compared with the manifest and the ids with the store.
What does not match is not served: a writer makes it again, a reader serves an index made in memory from the store. The caller
of `update`, `rebuild` and `purge` holds the lock of the home; reading needs none.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeAlias

from index import lexical
from index.errors import FingerprintMismatch, IntegrityFailed, StorageFailed
from index.files import FileDamaged, FileRecord, check_file, discard, record_of
from index.generation import (
    Fresh,
    Generation,
    Published,
    check_against_store,
    check_ids,
    difference,
    generation_in_memory,
    hidden_rows,
    open_generation,
    rows_of,
    snapshot_is_due,
    stored_passages,
)
from index.manifest import NAME, Manifest, digest_ids, publish_manifest, read_manifest
from index.records import VectorSpace
from index.store import Store
from index.types import Progress
from index.vector import Block, index_type

__all__ = ["Engines", "Generation"]

LOOK_SECONDS = 0.5
"""How often a query looks for a generation that another process published."""
_LEXICAL, _VECTOR = "lexical-", "vector-"

_log = logging.getLogger("youju.engines")
_Identity: TypeAlias = tuple[int, int, int, int]


class _Vectors(NamedTuple):
    """The snapshot that a generation is to name, if it has one."""

    name: str
    number: int
    files: tuple[FileRecord, ...]
    snapshot: Block | None


class Engines:
    """Both engines over one folder. Reading is thread-safe and goes on during a write."""

    def __init__(self, directory: Path, store: Store, *, dimension: int, fingerprint: str) -> None:
        """Raises FingerprintMismatch where the vectors of the store are of another model."""
        self._folder = directory
        self._store = store
        self._space = VectorSpace(fingerprint, dimension)
        self._check_space()
        self._swap = threading.Lock()
        self._write = threading.RLock()
        self._published: Published | None = None
        self._memory: Generation | None = None
        self._intact = False
        self._checked: dict[_Identity, str] = {}
        self._stamp: _Identity | None = None
        self._looked = 0.0
        self._look()

    def current(self) -> Generation:
        """The newest generation published by any process, at most half a second late."""
        if time.monotonic() - self._looked > LOOK_SECONDS and self._swap.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._swap.release()
        published = self._published
        return published.generation if published else self._in_memory()

    def update(self, progress: Progress | None = None, fresh: Fresh | None = None) -> Generation:
        """Replays what changed in the store since the published generation; makes again what is damaged. `fresh` documents are not read
        again. Raises StorageFailed."""
        with self._writing():
            before = self._sound()
            if before is not None and before.manifest.number == self._store.change_seq():
                self._tidy()
                return before.generation
            if before is not None:
                try:
                    return self._replay(before, progress, fresh or {})
                except FileDamaged as damage:
                    _log.warning("%s: replay does not match (%s), making the index again", self._folder, damage)
            return self._rebuild(progress, fresh or {})

    def rebuild(self, progress: Progress | None = None) -> Generation:
        """Makes both caches again from the store. Raises StorageFailed, IntegrityFailed."""
        with self._writing():
            return self._rebuild(progress, {})

    def purge(self) -> None:
        """Leaves nothing of deleted documents in the folder: no older generation, no hidden rows or terms. Raises StorageFailed."""
        with self._writing():
            self.update()
            before = self._sound()
            if before is None or not self._holds_deleted(before):
                return
            base = self._folder / before.manifest.lexical
            try:
                self._publish(before.manifest.number, lambda folder: lexical.compact(folder, base), None)
            except FileDamaged as damage:
                _log.warning("%s: cannot be compacted (%s), making the index again", self._folder, damage)
                self._rebuild(None, {})

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the caches, in Chinese; nothing is repaired."""
        number, ids = self._store.change_seq(), self._store.live_chunk_ids()
        try:
            manifest = read_manifest(self._folder)
        except FileDamaged:
            return ("检索索引的清单已损坏",)
        if manifest is None:
            return ("没有检索索引",) if number else ()
        damaged = tuple(f"检索索引文件已损坏或缺失：{record.name}" for record in manifest.files if not self._is_intact(record))
        if damaged:
            return damaged
        if manifest.number != number:
            return (f"检索索引与资料库不同步：索引为第 {manifest.number} 次变更，资料库为第 {number} 次",)
        try:
            opened = open_generation(self._folder, self._store, manifest)
        except FileDamaged as damage:
            return (f"检索索引与资料库不一致：{damage}",)
        found = {"全文索引": opened.lexical.ids(), "向量索引": opened.vector.ids()}
        return tuple(problem for name, held in found.items() for problem in difference(name, held, ids))

    def close(self) -> None:
        """Lets go of the files. Generations handed out before go on working."""
        with self._write, self._swap:
            self._published, self._memory = None, None

    # --- reading

    def _look(self) -> None:
        """Takes up what is on disk if it is new. What is damaged is not taken up: the generation before it stays."""
        self._looked = time.monotonic()
        while (stamp := _identity_of(self._folder / NAME)) != self._stamp:
            try:
                loaded = self._load()
            except FileDamaged as damage:
                if _identity_of(self._folder / NAME) != stamp:
                    continue  # replaced while it was read
                _log.warning("%s: search index not usable: %s", self._folder, damage)
                loaded = None
            self._take(loaded, stamp)

    def _take(self, loaded: Published | None, stamp: _Identity | None) -> None:
        self._stamp, self._intact = stamp, loaded is not None
        if loaded:
            self._published, self._memory = loaded, None

    def _load(self) -> Published | None:
        """None where nothing is published. Raises FileDamaged."""
        manifest = read_manifest(self._folder)
        if manifest is None:
            return None
        if VectorSpace(manifest.fingerprint, manifest.dimension) != self._space:
            raise FileDamaged("made with another model")
        for record in manifest.files:
            self._check(record)
        published = open_generation(self._folder, self._store, manifest)
        check_against_store(self._store, published)
        return published

    def _check(self, record: FileRecord) -> None:
        """Compares a file with its record, once in the life of the process: a published file is never written to."""
        identity = _identity_of(self._folder / record.name)
        if identity is None or self._checked.get(identity) != record.sha256:
            check_file(self._folder, record)
        if identity is not None:
            self._checked[identity] = record.sha256

    def _is_intact(self, record: FileRecord) -> bool:
        try:
            check_file(self._folder, record)
        except FileDamaged:
            return False
        return True

    def _in_memory(self) -> Generation:
        with self._swap:
            if self._published:
                return self._published.generation
            if self._memory is None:
                if self._store.change_seq():
                    _log.warning("%s: serving an index made in memory", self._folder)
                self._memory = generation_in_memory(self._store, self._space.dimension)
            return self._memory

    def _check_space(self) -> None:
        space = self._store.space()
        if space not in {None, self._space}:
            detail = f"现有 {space.fingerprint}，{space.dimension} 维" if space else ""
            raise FingerprintMismatch(str(self._folder.parent), detail=detail)

    # --- writing

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time within the process; what the disk refuses is StorageFailed."""
        with self._write:
            self._check_space()
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                yield
            except OSError as error:
                raise StorageFailed(str(self._folder.parent), detail=error.strerror or str(error)) from error

    def _sound(self) -> Published | None:
        """The generation on disk, if it can be built upon."""
        with self._swap:
            self._look()
            return self._published if self._intact else None

    def _replay(self, before: Published, progress: Progress | None, fresh: Fresh) -> Generation:
        number = self._store.change_seq()
        changes = self._store.changes(before.manifest.number)
        changed = [change.document_id for change in changes]
        passages = stored_passages(self._store, [change.document_id for change in changes if not change.removed], progress, fresh)
        base = self._folder / before.manifest.lexical
        rows = len(before.snapshot) if before.snapshot else 0
        due = snapshot_is_due(rows, hidden_rows(self._store, before), self._store.counts()[1])
        return self._publish(number, lambda folder: lexical.extend(folder, base, changed, passages), None if due else before)

    def _rebuild(self, progress: Progress | None, fresh: Fresh) -> Generation:
        number = self._store.change_seq()
        passages = stored_passages(self._store, self._store.live_documents(), progress, fresh)
        try:
            return self._publish(number, lambda folder: lexical.build(folder, passages), None)
        except FileDamaged as damage:
            raise IntegrityFailed(str(self._folder.parent), detail=str(damage)) from damage

    def _publish(self, number: int, write_lexical: Callable[[Path], None], keep: Published | None) -> Generation:
        """Writes a generation, checks it, publishes its manifest and serves it. With `keep`, its snapshot stays in use.

        Raises OSError and FileDamaged; then nothing is published and what was written is removed.
        """
        token = f"{number}-{secrets.token_hex(4)}"
        try:
            with ThreadPoolExecutor(1) as beside:  # both engines let go of the interpreter while they write
                vectors = beside.submit(self._vectors, number, token, keep)
                write_lexical(self._folder / (_LEXICAL + token))
            manifest = self._manifest(number, token, vectors.result())
            published = open_generation(self._folder, self._store, manifest, vectors.result().snapshot)
            check_ids(manifest, lexical=published.lexical.ids(), vector=published.vector.ids())
            publish_manifest(self._folder, manifest)
        finally:
            self._tidy()
        with self._swap:
            self._take(published, _identity_of(self._folder / NAME))
        return published.generation

    def _manifest(self, number: int, token: str, vectors: _Vectors) -> Manifest:
        """Of files that were written."""
        return Manifest(
            number=number,
            dimension=self._space.dimension,
            fingerprint=self._space.fingerprint,
            ids=digest_ids(self._store.live_chunk_ids()),
            lexical=_LEXICAL + token,
            lexical_files=self._lexical_records(_LEXICAL + token),
            vector=vectors.name,
            vector_number=vectors.number,
            vector_files=vectors.files,
        )

    def _vectors(self, number: int, token: str, keep: Published | None) -> _Vectors:
        """The snapshot of `keep`, or a new one with everything, written here."""
        if keep:
            return _Vectors(keep.manifest.vector, keep.manifest.vector_number, keep.manifest.vector_files, keep.snapshot)
        parts = list(rows_of(self._store, self._store.live_documents()))
        if not parts:
            return _Vectors("", number, (), None)
        kind = index_type(sum(len(part.ids) for part in parts), self._space.dimension)
        snapshot = Block.of(parts, self._space.dimension, kind)
        name = _VECTOR + token
        return _Vectors(name, number, snapshot.write(self._folder, name), snapshot)

    def _lexical_records(self, folder: str) -> tuple[FileRecord, ...]:
        """A file shared with the generation before keeps its record: digesting it again would take damage for truth."""
        shared = {record.name.split("/")[-1]: record for record in self._published.manifest.lexical_files} if self._published else {}
        segments = frozenset(lexical.segment_files(self._folder / folder))
        names = lexical.index_files(self._folder / folder)
        kept = {name: replace(shared[name], name=f"{folder}/{name}") for name in names if name in shared and name in segments}
        return tuple(kept.get(name) or record_of(self._folder, f"{folder}/{name}") for name in names)

    def _holds_deleted(self, published: Published) -> bool:
        return lexical.has_deleted(self._folder / published.manifest.lexical) or hidden_rows(self._store, published) > 0

    def _tidy(self) -> None:
        """Removes what the manifest on disk does not name: older generations and what a failure or a kill left behind."""
        try:
            manifest = read_manifest(self._folder)
        except FileDamaged:
            manifest = None  # nobody can use what it named
        named = {NAME, *(record.name.split("/")[0] for record in manifest.files)} if manifest else {NAME}
        for path in self._folder.iterdir():
            if path.name not in named:
                discard(path)


def _identity_of(path: Path) -> _Identity | None:
    """Changes whenever the file is replaced; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
