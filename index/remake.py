"""Makes stored things again: vectors with another model, documents with today's parsers. The originals stay as they are.

Both go document by document and may be killed at any moment: vectors of the coming model lie beside the current ones until
all are there, and a document made anew replaces itself in one transaction.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from index.errors import DocumentError
from index.ingest import embed_passages, store_parsed
from index.records import Content, Failure, Limits, VectorSpace
from index.store import Store
from index.taking import Parsed, cut, failure_of, parse_file
from index.types import Document, Embedder, Progress, Section


def reembed(store: Store, embedder: Embedder, progress: Progress) -> None:
    """Vectors of all passages from `embedder`, which becomes the model of the home."""
    space = VectorSpace(embedder.fingerprint, embedder.dimension)
    is_other = store.space() != space
    ids = store.live_documents()
    for done, document_id in enumerate(ids):
        progress("embed", done, len(ids))
        if is_other and store.has_vectors(document_id, space):
            continue  # from a run that was interrupted
        store.put_vectors(document_id, space, embed_passages(embedder, store.document(document_id), store.chunks_of(document_id)))
    store.switch_space(space)
    progress("embed", len(ids), len(ids))


def reparse(store: Store, embedder: Callable[[], Embedder], limits: Limits, progress: Progress) -> tuple[Failure, ...]:
    """Every document from its stored bytes. One whose text comes out different becomes its next version, so that stored
    citations keep the text they quote. Returns the documents whose bytes could not be read again; they stay as they were."""
    failed: list[Failure] = []
    ids = store.live_documents()
    for done, document_id in enumerate(ids):
        progress("parse", done, len(ids))
        try:
            made = _made_again(store, document_id, limits)
        except DocumentError as error:
            failed.append(failure_of(store.document(document_id).source, error))
            continue
        if made is not None:
            store_parsed(store, [made], embedder())
    progress("parse", len(ids), len(ids))
    return tuple(failed)


def _made_again(store: Store, document_id: str, limits: Limits) -> Parsed | None:
    """None when everything comes out as it is stored."""
    stored, content = store.document(document_id), store.content(document_id)
    fresh, sections, _ = _parse_bytes(content, limits)
    version = stored.version + (fresh.text != stored.text)
    document = replace(
        stored, version=version, text=fresh.text, encoding=fresh.encoding, parser=fresh.parser, repairs=fresh.repairs, header=fresh.header
    )
    made = cut(document, sections, content.original, content.root)
    same = document == stored and sections == store.sections(document_id) and made.chunks == store.chunks_of(document_id)
    return None if same else made


def _parse_bytes(content: Content, limits: Limits) -> tuple[Document, tuple[Section, ...], bytes]:
    with tempfile.TemporaryDirectory(prefix="youju-") as folder:
        path = Path(folder) / content.source
        path.write_bytes(content.original)
        return parse_file(path, content.source, limits)
