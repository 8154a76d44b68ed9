"""One home: a folder with a database and the caches made from it, behind one object.

Thread-safe. Reading never waits for writing. Writing documents holds the lock of the home, and ends with the engines
brought up to date; a process that was killed in between leaves a database that is ahead of its engines, and whoever opens or
reads the home next catches up as soon as the lock is free. A delete is acknowledged when the database, its log and all
index generations are clear of the document; one that was interrupted is finished in the same way.

The home: `youju.sqlite` (the truth), `index/` (caches), `lock` and `lock.json`, `work/` (uploads in hand, locks of workers).
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from index import jobs, verify
from index.dictionary import OWN_NAME
from index.engines import Engines, Generation
from index.errors import FingerprintMismatch, HomeLocked, MissingPath, StorageFailed, UnknownHome
from index.files import FileDamaged
from index.generation import Fresh
from index.jobs import Jobs
from index.lock import HomeLock
from index.manifest import read_manifest
from index.plan import Candidate, Plan, plan_ingest, readable_name
from index.records import (
    AnswerRecord,
    CatalogueRow,
    Failure,
    IngestReport,
    Job,
    Limits,
    NewId,
    Receipt,
    VectorSpace,
    VerifyReport,
    random_id,
)
from index.store import Store
from index.types import Chunk, Document, Embedder, Progress, Section

if TYPE_CHECKING:
    from index.ingest import Outcome

__all__ = ["AnswerRecord", "CatalogueRow", "Failure", "Generation", "IngestReport", "Job", "Library", "Receipt", "VerifyReport"]

DATABASE = "youju.sqlite"
_OWN_FILES = {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", "index", "lock", "lock.json", "work", OWN_NAME}
_LOOK_SECONDS = 1.0
"""How often a reader asks whether the engines are behind the database."""
_INGEST_WAIT_SECONDS = 3.0
"""Longer than a reader takes to finish what a killed process left; another ingest is not waited for."""
_UPLOAD_WAIT_SECONDS = 600.0
_WAIT_SECONDS = 30.0
"""What a delete, a check or a rebuild waits for a job in hand."""
_LONGEST_NAME_BYTES = 200

_log = logging.getLogger("youju.library")


class Library:
    def __init__(self, home: Path, store: Store, embedder: Callable[[], Embedder], limits: Limits, new_id: NewId) -> None:
        self._home = home
        self._store = store
        self._load_embedder = embedder
        self._limits = limits
        self._new_id = new_id
        self._lock = HomeLock(home)
        self._jobs = Jobs(store, home / "work")
        self._opening = threading.RLock()
        self._open_engines: tuple[VectorSpace, Engines] | None = None
        self._looked = float("-inf")

    @classmethod
    def open(
        cls,
        home: Path,
        embedder: Callable[[], Embedder],
        *,
        create: bool = False,
        max_bytes: int,
        parse_timeout_seconds: float,
        new_id: NewId = random_id,
    ) -> Library:
        """Opens a home, and with `create` makes it in a folder that is empty or absent. Raises UnknownHome, NewerHome, StorageFailed.

        The model is not loaded, and engines are not opened, before they are needed: FingerprintMismatch comes then.
        """
        _prepare_home(home, create=create)
        store = Store.open(home / DATABASE, str(home))
        jobs.interrupt_orphans(store, home / "work")
        return cls(home, store, embedder, Limits(max_bytes, parse_timeout_seconds), new_id)

    def close(self) -> None:
        """Waits a while for the upload in hand."""
        self._jobs.close()
        with self._opening:
            if self._open_engines:
                self._open_engines[1].close()
                self._open_engines = None
        self._store.close()

    # --- taking in

    def ingest(
        self, paths: Sequence[Path], *, collection: str = "default", prune: bool = False, progress: Progress | None = None
    ) -> IngestReport:
        """Takes in files and folders. With `prune`, documents of the named folders whose files are gone are deleted.

        Raises HomeLocked, FingerprintMismatch, UnknownModel, StorageFailed. What was reported as stored stays stored.
        """
        with self._lock.held("ingest", wait_seconds=_INGEST_WAIT_SECONDS):
            return self._ingest(plan_ingest(paths), collection, prune, progress or _silent)

    def submit_upload(self, name: str, data: bytes, *, collection: str = "default") -> Job:
        """Takes in one file of this name, later and elsewhere; see `job`. Raises StorageFailed when it cannot be kept."""
        source = _file_name(name)
        try:
            path = self._jobs.workspace() / source
            path.write_bytes(data)
        except OSError as error:
            raise StorageFailed(str(self._home), detail=error.strerror or type(error).__name__) from error
        return self._jobs.submit(partial(self._take_upload, Candidate(path, source, ""), collection))

    def job(self, job_id: str) -> Job:
        """Raises UnknownJob."""
        return self._store.job(job_id)

    def _take_upload(self, upload: Candidate, collection: str, progress: Progress) -> IngestReport:
        try:
            with self._lock.held("upload", wait_seconds=_UPLOAD_WAIT_SECONDS):
                return self._ingest(Plan((upload,), (), ()), collection, False, progress)
        finally:
            shutil.rmtree(upload.path.parent, ignore_errors=True)

    def _ingest(self, plan: Plan, collection: str, prune: bool, progress: Progress) -> IngestReport:
        from index.ingest import ingest  # noqa: PLC0415  reads files of all kinds: nothing that a question needs

        started = time.monotonic()
        outcome = ingest(
            self._store,
            plan.candidates,
            self.embedder,
            collection=collection,
            limits=self._limits,
            progress=progress,
            new_id=self._new_id,
        )
        removed = self._prune(plan, collection) if prune else 0
        self._catch_up(progress, outcome.fresh)
        return self._report(plan, outcome, removed, time.monotonic() - started)

    def _prune(self, plan: Plan, collection: str) -> int:
        present = {candidate.key for candidate in plan.candidates}
        known = self._store.known(collection).items()
        gone = [one.document_id for key, one in known if one.root in plan.roots and key not in present]
        if gone:
            self._store.delete(gone)
        return len(gone)

    def _report(self, plan: Plan, outcome: Outcome, removed: int, seconds: float) -> IngestReport:
        documents, chunks = self._store.counts()
        failed = (*plan.failed, *outcome.failed)
        return IngestReport(outcome.added, outcome.updated, outcome.unchanged, removed, failed, documents, chunks, seconds)

    # --- reading

    def documents(self) -> tuple[CatalogueRow, ...]:
        return self._store.documents()

    def document(self, document_id: str) -> Document:
        """By id, or by a source name that only one document has. Raises UnknownDocument."""
        return self._store.document(self._store.resolve(document_id))

    def outline(self, document_id: str) -> tuple[Section, ...]:
        """Raises UnknownDocument."""
        return self._store.outline(document_id)

    def chunks(self, chunk_ids: Sequence[int]) -> dict[int, tuple[Document, Chunk]]:
        """Those that exist: what was deleted meanwhile is not there."""
        return self._store.chunks(chunk_ids)

    def outlines(self, document_ids: Iterable[str]) -> dict[str, tuple[Section, ...]]:
        """By id; documents that were deleted meanwhile are not there."""
        return self._store.outlines(document_ids)

    def passages(self, chunk_ids: Sequence[int]) -> dict[int, Chunk]:
        """As `chunks`, without their documents."""
        return self._store.passages(chunk_ids)

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """In document order. Raises UnknownDocument."""
        return self._store.chunks_of(self._store.resolve(document_id))

    def original(self, document_id: str) -> tuple[str, bytes]:
        """File name and the bytes as loaded. Raises UnknownDocument."""
        content = self._store.content(self._store.resolve(document_id))
        return content.source, content.original

    def embedder(self) -> Embedder:
        """The model of this home; a home without documents takes on any. Raises FingerprintMismatch, UnknownModel."""
        embedder = self._load_embedder()
        space = self._store.space()
        wanted = VectorSpace(embedder.fingerprint, embedder.dimension)
        if space not in {None, wanted} and not self._store.adopt_space(wanted):
            detail = f"资料库 {space.fingerprint[:12]}，当前 {embedder.fingerprint[:12]}" if space else ""
            raise FingerprintMismatch(str(self._home), detail=detail)
        return embedder

    def generation(self) -> Generation:
        """The newest published engines, whichever process published them, made to fit the database where they do not.

        Raises FingerprintMismatch, UnknownModel.
        """
        opened = self._open_engines
        if opened and time.monotonic() - self._looked < _LOOK_SECONDS:
            return opened[1].current()
        self.embedder()
        self._looked = time.monotonic()
        if not opened or self._is_behind():
            with suppress(HomeLocked), self._lock.held("recover"):  # whoever holds it will publish
                self._recover()
        return self._engines().current()

    # --- answers

    def save_answer(self, record: AnswerRecord) -> None:
        self._store.save_answer(record)

    def answer(self, answer_id: str) -> AnswerRecord:
        """Raises UnknownAnswer."""
        return self._store.answer(answer_id)

    def save_feedback(self, answer_id: str, verdict: str, comment: str) -> None:
        """Raises UnknownAnswer."""
        self._store.save_feedback(answer_id, verdict, comment)

    # --- removing, checking, making again

    def delete(self, document_id: str) -> Receipt:
        """Removes a document with all its versions from everywhere, stored answers included. Raises UnknownDocument, HomeLocked."""
        with self._lock.held("delete", wait_seconds=_WAIT_SECONDS):
            resolved = self._store.resolve(document_id)
            source = self._store.content(resolved).source
            self._store.delete([resolved])
            self._catch_up(_silent)
        purged = not self._store.purge_pending()
        message = f"“{source}”已彻底删除。" if purged else f"“{source}”已删除，残留数据将在资料库空闲时清除。"
        return Receipt(resolved, source, purged, message)

    def verify(self) -> VerifyReport:
        """Checks everything against everything, after finishing what a killed process left. Raises HomeLocked."""
        with self._lock.held("verify", wait_seconds=_WAIT_SECONDS):
            problems = verify.store_problems(self._store)
            if not problems:
                if self._is_behind():
                    self._recover()
                problems = self._engines().verify() if self._store.space() else ()
            documents, chunks = self._store.counts()
        return VerifyReport(not problems, documents, chunks, problems)

    def rebuild(self, *, reembed: bool = False, reparse: bool = False, progress: Progress | None = None) -> None:
        """Makes the caches again; before that, as asked, all vectors with the current model and all documents from their bytes.

        Raises HomeLocked, StorageFailed; with `reparse` FingerprintMismatch too.
        """
        from index import remake  # noqa: PLC0415  as in `_ingest`

        report = progress or _silent
        with self._lock.held("rebuild", wait_seconds=_WAIT_SECONDS):
            if reembed:
                remake.reembed(self._store, self._load_embedder(), report)
            if reparse:
                remake.reparse(self._store, self.embedder, self._limits, report)
            if self._store.space():
                self._engines().rebuild(report)
                self._catch_up(report)

    # --- engines

    def _engines(self) -> Engines:
        """Over the vectors as they are now; for a home without any, over those its first document will get."""
        space = self._store.space() or self._own_space()
        with self._opening:
            if self._open_engines is None or self._open_engines[0] != space:
                if self._open_engines:
                    self._open_engines[1].close()
                engines = Engines(self._home / "index", self._store, dimension=space.dimension, fingerprint=space.fingerprint)
                self._open_engines = space, engines
            return self._open_engines[1]

    def _own_space(self) -> VectorSpace:
        embedder = self._load_embedder()
        return VectorSpace(embedder.fingerprint, embedder.dimension)

    def _is_behind(self) -> bool:
        """True when a process ended between storing and publishing. Damage is another thing: a check reports it."""
        if self._store.purge_pending():
            return True
        try:
            manifest = read_manifest(self._home / "index")
        except FileDamaged:
            return False
        return (manifest.number if manifest else 0) != self._store.change_seq()

    def _recover(self) -> None:
        """Finishes what a killed process left; makes damaged caches again. The caller holds the lock."""
        if self._is_behind():
            _log.warning("%s: the index was behind the database, catching up", self._home)
        self._catch_up(_silent)

    def _catch_up(self, progress: Progress, fresh: Fresh | None = None) -> None:
        """Brings the engines up to the database and finishes deletes. The caller holds the lock."""
        if self._store.space() is None:
            return
        engines = self._engines()
        engines.update(progress, fresh)
        if self._store.purge_pending():
            engines.purge()
            try:
                self._store.purge()
            except (StorageFailed, HomeLocked) as error:  # a full disk, a long write: tried again later
                _log.warning("deleted documents are not yet purged: %s", error.detail)


def _prepare_home(home: Path, *, create: bool) -> None:
    """Raises UnknownHome for a folder that is no home, or that holds something else where a new one is wanted."""
    if (home / DATABASE).is_file() and (home / DATABASE).stat().st_size:
        return
    if not create or (home.exists() and (not home.is_dir() or {path.name for path in home.iterdir()} - _OWN_FILES)):
        raise UnknownHome(str(home))
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFailed(str(home), detail=error.strerror or type(error).__name__) from error


def _file_name(name: str) -> str:
    """The last part of an upload's name, short enough for a file system. Raises MissingPath when nothing is left."""
    source = PurePosixPath(readable_name(name).replace("\\", "/").replace("\0", "")).name.strip()
    if source in {"", ".", ".."}:
        raise MissingPath(name)
    suffix = PurePosixPath(source).suffix
    room = _LONGEST_NAME_BYTES - len(suffix.encode())
    stem = source[: len(source) - len(suffix)].encode()[:room].decode(errors="ignore")
    return stem + suffix if room > 0 and stem else source.encode()[:_LONGEST_NAME_BYTES].decode(errors="ignore")


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
