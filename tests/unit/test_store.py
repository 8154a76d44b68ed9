from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from index import rows
from index import store as module
from index.chunk import chunk_id
from index.errors import IntegrityFailed, UnknownAnswer, UnknownDocument, UnknownJob
from index.records import DELETED, AnswerRecord, Change, CitedSpan, Failure, IngestReport, Intake, Job, Segment, VectorSpace
from index.store import Store
from index.types import Chunk, Document, Header, Repair, Section, Span

SPACE = VectorSpace("toy-a", 4)
FULL_HEADER = Header(
    title="云溪区教育局2025年工作计划",
    issuer="云溪区教育局",
    issuer_raw="区教育局",
    region="云溪区",
    number="云教〔2025〕3号",
    published_on=date(2025, 1, 24),
    years=(2024, 2025),
    kinds=("总结", "计划"),
    raw=(("来源", "云溪区教育局"), ("来源", "")),
)


def intake(
    name: str, text: str = "一、学前教育。新建公办园3所。", version: int = 1, *, header: Header | None = None, root: str = ""
) -> Intake:
    """A document with one passage for each sentence."""
    identity = hashlib.sha256(name.encode()).hexdigest()[:32]
    document = Document(
        id=identity,
        version=version,
        content_sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=f"{name}.txt",
        source_key=f"甲/{name}.txt",
        collection="default",
        text=text,
        encoding="gb18030",
        parser="text@1",
        repairs=(Repair("gloss", 1, 2, ""), Repair("mojibake", 3, 5, "𠀀")),
        header=header or Header(name),
        ingested_at=datetime(2025, 3, 1, 8, 30, 0, 5, tzinfo=UTC),
        valid_from=date(2025, 1, 1),
    )
    ends = [position + 1 for position, letter in enumerate(text) if letter == "。"]
    spans = [Span(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    chunks = tuple(Chunk(chunk_id(identity, version, span), identity, i, *span, ("学前教育",), 9, 0) for i, span in enumerate(spans))
    vectors = np.eye(4, dtype=np.float32)[np.arange(len(chunks)) % 4]
    sections = (Section(0, None, 1, "一、", "学前教育", 0, 6, len(text)), Section(1, 0, 2, "", "新建", 7, 9, len(text), True))
    return Intake(document, sections, chunks, vectors, text.encode("gb18030"), root, "test-1", ("拼音注音 1 处",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "youju.sqlite", str(tmp_path))
    yield store
    store.close()


# --- documents


def test_what_is_stored_comes_back_equal(store: Store) -> None:
    one = intake("甲", header=FULL_HEADER)
    store.put([one], SPACE)
    fresh = _reopened(store)
    assert fresh.document(one.document.id) == one.document
    assert fresh.sections(one.document.id) == one.sections
    assert fresh.chunks_of(one.document.id) == one.chunks
    assert fresh.content(one.document.id).original == one.original
    assert fresh.chunks(chunk.id for chunk in one.chunks) == {chunk.id: (one.document, chunk) for chunk in one.chunks}
    assert fresh.passages([chunk.id for chunk in one.chunks] + [1]) == {chunk.id: chunk for chunk in one.chunks}
    ids, vectors = fresh.vectors_of(one.document.id)
    assert ids.tolist() == [chunk.id for chunk in one.chunks]
    assert vectors.dtype == np.float32
    assert np.array_equal(vectors, one.vectors)
    fresh.close()


def test_catalogue_is_the_documents_without_text(store: Store) -> None:
    one, other = intake("乙", header=FULL_HEADER), intake("甲")
    store.put([one, other], SPACE)
    rows = store.documents()
    assert [row.source_key for row in rows] == ["甲/乙.txt", "甲/甲.txt"]
    first = rows[0]
    assert (first.header, first.version, first.chunks, first.characters) == (FULL_HEADER, 1, 2, len(one.document.text))
    assert (first.repairs, first.encoding, first.ingested_at) == (("拼音注音 1 处",), "gb18030", one.document.ingested_at)
    assert store.counts() == (2, 4)


def test_outlines_of_many_documents(store: Store) -> None:
    one, flat = intake("甲"), replace(intake("乙"), sections=())
    store.put([one, flat], SPACE)
    for _ in range(2):  # from the database, and from memory
        assert store.outlines([flat.document.id, "f" * 32, one.document.id]) == {one.document.id: one.sections, flat.document.id: ()}
    store.delete([one.document.id])
    assert store.outlines([one.document.id, flat.document.id]) == {flat.document.id: ()}


def test_a_document_without_passages(store: Store) -> None:
    empty = replace(intake("空"), chunks=(), vectors=np.zeros((0, 4), np.float32), sections=())
    store.put([empty], SPACE)
    ids, vectors = store.vectors_of(empty.document.id)
    assert (ids.shape, vectors.shape) == ((0,), (0, 4))
    assert store.documents()[0].chunks == 0


def test_the_next_version_replaces_passages_and_keeps_the_old_text(store: Store) -> None:
    first = intake("甲", "旧的一句。旧的二句。旧的三句。")
    second = intake("甲", "新的一句。", 2)
    store.put([first], SPACE)
    store.put([second], SPACE)
    identity = first.document.id
    assert store.document(identity) == second.document
    assert store.document(identity, 1).text == first.document.text
    assert store.chunks([chunk.id for chunk in first.chunks]) == {}
    assert store.live_chunk_ids().tolist() == [second.chunks[0].id]
    assert len(store.vectors_of(identity)[0]) == 1
    assert store.counts() == (1, 1)


def test_the_same_version_made_again_replaces_itself(store: Store) -> None:
    first = intake("甲")
    again = replace(first, chunks=first.chunks[:1], vectors=first.vectors[:1], repair_lines=())
    store.put([first], SPACE)
    store.put([again], SPACE)
    assert store.chunks_of(first.document.id) == first.chunks[:1]
    assert store.documents()[0].version == 1


@pytest.mark.parametrize("version", [2, 3])
def test_a_version_that_follows_nothing_is_refused(store: Store, version: int) -> None:
    store.put([intake("乙")], SPACE)
    with pytest.raises(ValueError, match="does not follow"):
        store.put([intake("丙"), intake("甲", version=version)], SPACE)
    assert store.counts()[0] == 1


def test_a_version_may_not_be_left_out(store: Store) -> None:
    store.put([intake("甲")], SPACE)
    with pytest.raises(ValueError, match="does not follow"):
        store.put([intake("甲", version=3)], SPACE)


def test_a_batch_is_stored_whole_or_not_at_all(store: Store) -> None:
    with pytest.raises(IntegrityFailed):
        store.put([intake("甲"), intake("乙"), intake("甲", "另一份同名文件。")], SPACE)
    assert store.counts() == (0, 0)
    assert store.change_seq() == 0


def test_known_sources_by_key(store: Store) -> None:
    one = intake("甲", root="/资料")
    store.put([one], SPACE)
    assert store.known("default") == {"甲/甲.txt": (one.document.id, 1, one.document.content_sha256, "/资料")}
    assert store.known("other") == {}
    store.set_root([one.document.id], "/新")
    assert store.known("default")["甲/甲.txt"].root == "/新"


@pytest.mark.parametrize("name", ["甲.txt", "甲/甲.txt"], ids=["source", "key"])
def test_a_name_means_the_only_document_that_has_it(store: Store, name: str) -> None:
    one = intake("甲")
    store.put([one, intake("乙")], SPACE)
    assert store.resolve(name) == store.resolve(one.document.id) == one.document.id


def test_a_name_that_two_documents_have_means_none(store: Store) -> None:
    one, two = intake("甲"), intake("乙")
    store.put([one, replace(two, document=replace(two.document, source="甲.txt"))], SPACE)
    with pytest.raises(UnknownDocument):
        store.resolve("甲.txt")


def test_unknown_things_have_their_errors(store: Store) -> None:
    for asked in (store.document, store.content, store.resolve):
        with pytest.raises(UnknownDocument):
            asked("nothing")
    with pytest.raises(UnknownAnswer):
        store.answer("nothing")
    with pytest.raises(UnknownAnswer):
        store.save_feedback("nothing", "good", "")
    with pytest.raises(UnknownJob):
        store.job("nothing")


def test_facets_hold_what_documents_are_selected_by(store: Store, tmp_path: Path) -> None:
    import sqlite3  # noqa: PLC0415 - a look from outside

    store.put([intake("甲", header=FULL_HEADER), intake("乙")], SPACE)
    with sqlite3.connect(tmp_path / "youju.sqlite") as connection:
        found = set(connection.execute("SELECT field, value FROM facets"))
    connection.close()
    assert found == {("region", "云溪区"), ("year", "2024"), ("year", "2025"), ("kind", "总结"), ("kind", "计划")}


# --- changes


def test_changes_name_the_latest_of_each_document(store: Store) -> None:
    one, two = intake("甲"), intake("乙")
    store.put([one, two], SPACE)
    assert store.change_seq() == 2
    store.put([intake("甲", "新。", 2)], SPACE)
    store.delete([two.document.id])
    assert store.changes(0) == (Change(3, one.document.id, False), Change(4, two.document.id, True))
    assert store.changes(3) == (Change(4, two.document.id, True),)
    assert store.changes(4) == ()


def test_numbers_of_changes_are_never_given_twice(store: Store) -> None:
    store.put([intake("甲")], SPACE)
    store.delete([intake("甲").document.id])
    store.put([intake("甲")], SPACE)
    assert store.change_seq() == 3


# --- vectors


def test_vectors_of_another_model_are_refused(store: Store) -> None:
    store.put([intake("甲")], SPACE)
    with pytest.raises(ValueError, match="another model"):
        store.put([intake("乙")], VectorSpace("toy-b", 4))
    assert store.counts()[0] == 1


def test_an_emptied_home_takes_on_another_model(store: Store) -> None:
    store.put([intake("甲")], SPACE)
    other = VectorSpace("toy-b", 4)
    assert not store.adopt_space(other)
    store.delete([intake("甲").document.id])
    assert store.adopt_space(other)
    assert store.space() == other


def test_coming_vectors_wait_beside_the_current_ones(store: Store) -> None:
    one, coming = intake("甲"), VectorSpace("toy-b", 2)
    store.put([one], SPACE)
    store.put_vectors(one.document.id, coming, np.ones((2, 2), np.float32))
    assert store.has_vectors(one.document.id, coming)
    assert store.vectors_of(one.document.id)[1].shape == (2, 4)
    store.switch_space(coming)
    assert store.vectors_of(one.document.id)[1].shape == (2, 2)
    assert not store.has_vectors(one.document.id, SPACE)
    assert store.changes(1) == (Change(2, one.document.id, False),)


def test_missing_vectors_are_an_integrity_error(store: Store) -> None:
    one = intake("甲")
    store.put([replace(one, vectors=one.vectors[:1])], SPACE)
    with pytest.raises(IntegrityFailed, match=one.document.id):
        store.vectors_of(one.document.id)


# --- deleting and answers


def _answer(identity: str, *names: str) -> AnswerRecord:
    """One sentence and one citation for each document, and one sentence of its own."""
    documents = [intake(name).document for name in names]
    segments = [Segment(f"{document.source}说，新建3所[{n}]。", (document.id,)) for n, document in enumerate(documents, 1)]
    citations = [CitedSpan(n, document.id, 1, 7, 14, "0" * 64) for n, document in enumerate(documents, 1)]
    return AnswerRecord(
        identity, "新建几所？", "新建几所？", "answered", "extractive", datetime(2025, 3, 1, tzinfo=UTC),
        (*segments, Segment("以上。")), tuple(citations), {"table": {"rows": ["新建3所"]}, "seconds": 0.5},
    )  # fmt: skip


def test_an_answer_comes_back_equal(store: Store) -> None:
    store.put([intake("甲"), intake("乙")], SPACE)
    answer = _answer("a1", "甲", "乙")
    store.save_answer(answer)
    store.save_feedback("a1", "good", "有用")
    assert store.answer("a1") == answer


def test_deleting_a_document_blanks_what_rests_on_it(store: Store) -> None:
    store.put([intake("甲"), intake("乙")], SPACE)
    for identity, names in (("a1", ("甲", "乙")), ("a2", ("乙",))):
        store.save_answer(_answer(identity, *names))
    store.delete([intake("甲").document.id])
    blanked = store.answer("a1")
    assert [segment.text for segment in blanked.segments] == [DELETED, "乙.txt说，新建3所[2]。", "以上。"]
    assert [cited.n for cited in blanked.citations] == [2]
    assert blanked.extra == {}
    assert store.answer("a2") == _answer("a2", "乙")


def test_an_answer_saved_after_the_delete_is_blanked_at_once(store: Store) -> None:
    store.put([intake("甲"), intake("乙")], SPACE)
    store.delete([intake("甲").document.id])
    store.save_answer(_answer("a1", "甲", "乙"))
    assert store.answer("a1").segments[0].text == DELETED
    assert [cited.n for cited in store.answer("a1").citations] == [2]


def test_a_deleted_document_leaves_no_word_in_the_file(store: Store, tmp_path: Path) -> None:
    words = ["澜安特色项目", "早先的澜安说法"]
    store.put([intake("甲", f"{words[1]}。"), intake("乙")], SPACE)
    store.put([intake("甲", f"{words[0]}。", 2, header=Header("澜安特色项目"))], SPACE)
    store.save_answer(replace(_answer("a1", "甲"), segments=(Segment(f"{words[0]}。", (intake("甲").document.id,)),)))
    assert all(word.encode() in _bytes(tmp_path) for word in words)
    store.delete([intake("甲").document.id])
    assert store.purge_pending()
    assert store.purge()
    assert not any(word.encode() in _bytes(tmp_path) or word.encode("gb18030") in _bytes(tmp_path) for word in words)
    assert not store.purge_pending()


def test_copies_that_moving_rows_left_behind_are_gone_too(store: Store, tmp_path: Path) -> None:
    """SQLite moves rows between pages when documents come and go; these leave a copy behind that `secure_delete` misses."""
    chance = random.Random(1)  # these rounds left a copy of one text of document 3
    versions, words = dict[int, int](), dict[int, list[str]]()
    for turn in range(8):
        chosen = sorted(chance.sample(range(24), 8))
        for number in chosen:
            versions[number] = versions.get(number, 0) + 1
            words.setdefault(number, []).append("".join(f"〔{number:03}-{turn:02}〕第{line}条。" for line in range(8)))
        store.put([intake(str(number), words[number][-1], versions[number]) for number in chosen], SPACE)
        for number in chance.sample(sorted(versions), 2):
            store.delete([intake(str(number)).document.id])
            del versions[number]
    assert store.purge()
    left = _bytes(tmp_path)
    assert [text for number in words.keys() - versions.keys() for text in words[number] if text[:40].encode() in left] == []


def test_what_another_process_deleted_is_gone_from_memory_too(store: Store, tmp_path: Path) -> None:
    one = intake("甲")
    store.put([one], SPACE)
    assert store.document(one.document.id) == one.document
    other = Store.open(tmp_path / "youju.sqlite", "other")
    other.delete([one.document.id])
    other.close()
    assert store.chunks([chunk.id for chunk in one.chunks]) == {}
    with pytest.raises(UnknownDocument):
        store.document(one.document.id)


def test_memory_for_decoded_documents_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CACHED_BYTES", 200)
    store = Store.open(tmp_path / "youju.sqlite", "home")
    documents = [intake(str(number), "长" * 39 + "。") for number in range(5)]
    store.put(documents, SPACE)
    for one in documents:
        assert store.document(one.document.id) == one.document
    assert store._cache.kept() == tuple(one.document.id for one in documents[3:])
    store.close()


def _everything(store: Store, one: Intake) -> tuple[object, ...]:
    return store.chunks([chunk.id for chunk in one.chunks]), store.sections(one.document.id), store.live_documents()


@pytest.mark.parametrize("by", ["this process", "another process"])
def test_nothing_kept_in_memory_outlives_its_document(store: Store, tmp_path: Path, by: str) -> None:
    gone, stays = intake("甲"), intake("乙")
    store.put([gone, stays], SPACE)
    before = _everything(store, gone), _everything(store, stays)
    assert before[0][0] == {chunk.id: (gone.document, chunk) for chunk in gone.chunks}
    other = Store.open(tmp_path / "youju.sqlite", "other")
    (store if by == "this process" else other).delete([gone.document.id])
    other.close()
    assert _everything(store, gone) == ({}, (), (stays.document.id,))
    assert _everything(store, stays)[:2] == before[1][:2]
    assert store._cache.kept() == (stays.document.id,)


def test_what_is_kept_is_of_the_version_that_is_current(store: Store, tmp_path: Path) -> None:
    first = intake("甲")
    store.put([first], SPACE)
    assert store.chunks([chunk.id for chunk in first.chunks])
    second = intake("甲", "二、义务教育。改扩建小学2所。", 2)
    other = Store.open(tmp_path / "youju.sqlite", "other")
    other.put([second], SPACE)
    other.close()
    assert store.chunks([chunk.id for chunk in (*first.chunks, *second.chunks)]) == {
        chunk.id: (second.document, chunk) for chunk in second.chunks
    }
    assert store.document(first.document.id, 1) == first.document


def test_a_reader_of_an_older_state_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    """It began before the delete and reads after it: what it saw must not come back to others."""
    one = intake("甲")
    store.put([one, intake("乙")], SPACE)
    with store._database.read() as old:
        assert rows.latest_change(old) == 2
        store.delete([one.document.id])
        assert store.chunks([chunk.id for chunk in one.chunks]) == {}
        assert store._cache.documents(old, [(one.document.id, 1)]) == {(one.document.id, 1): one.document}
        assert store._cache.chunks(old, [chunk.id for chunk in one.chunks]) != []
        assert store._cache.sections(old, one.document.id) == one.sections
    assert store._cache.kept() == ()
    assert store.chunks([chunk.id for chunk in one.chunks]) == {}


# --- jobs


def test_a_job_comes_back_equal(store: Store) -> None:
    job = Job("j1", "queued")
    store.put_job(job, "owner")
    assert store.job("j1") == job
    failed = Failure("甲.txt", "empty_document", "文件“甲.txt”是空的。")
    done = Job("j1", "failed", "store", 1, 2, IngestReport(added=1, failed=(failed,), documents=1, chunks=2, seconds=0.5), failed)
    store.update_job(done)
    assert store.job("j1") == done
    assert store.owners_at_work() == ()


def test_jobs_of_a_process_that_is_gone_are_failed(store: Store) -> None:
    for identity, owner, state in (("j1", "dead", "running"), ("j2", "dead", "done"), ("j3", "alive", "queued")):
        store.put_job(Job(identity, state), owner)  # type: ignore[arg-type]
    assert set(store.owners_at_work()) == {"dead", "alive"}
    store.interrupt_jobs("dead")
    assert [store.job(identity).state for identity in ("j1", "j2", "j3")] == ["failed", "done", "queued"]
    error = store.job("j1").error
    assert error is not None
    assert error.code == "job_interrupted"


# --- many at once


def test_twenty_threads_read_whole_states_during_a_write(store: Store) -> None:
    """Every state has as many passages as documents say, and the versions only grow."""
    store.put([intake(str(number)) for number in range(10)], SPACE)
    stop, broken = threading.Event(), list[str]()

    def read() -> None:
        latest = 0
        while not stop.is_set():
            rows = store.documents()
            ids = store.live_chunk_ids()
            found = store.chunks(ids.tolist())
            if len(rows) != 10 or {row.version for row in rows} != {rows[0].version} or rows[0].version < latest:
                broken.append(f"{[row.version for row in rows]}")
            if any(document.text[chunk.start : chunk.end][-1] != "。" for document, chunk in found.values()):
                broken.append("a passage of another text")
            latest = rows[0].version

    threads = [threading.Thread(target=read) for _ in range(20)]
    for thread in threads:
        thread.start()
    for version in range(2, 12):
        store.put([intake(str(number), "句。" * version, version) for number in range(10)], SPACE)
    stop.set()
    for thread in threads:
        thread.join()
    assert broken == []


def _reopened(store: Store) -> Store:
    """Another store over the same file, with nothing in memory."""
    return Store.open(Path(store._database.name) / "youju.sqlite", store._database.name)


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
