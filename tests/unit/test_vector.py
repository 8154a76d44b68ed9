from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import vector
from index.files import FileDamaged
from index.types import EngineQuery, Match, Vectors
from index.vector import CODED_ROWS, Block, Rows, VectorIndex, index_type

DIMENSION = 8
DOCUMENTS = 30
EACH = 20


def unit(count: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def document(number: int) -> str:
    return f"{number:032x}"


VECTORS = unit(DOCUMENTS * EACH, 1)
IDS = np.random.default_rng(2).permutation(2**63 - 1 - np.arange(DOCUMENTS * EACH))
PARTS = [Rows(document(n), IDS[n * EACH : (n + 1) * EACH], VECTORS[n * EACH : (n + 1) * EACH]) for n in range(DOCUMENTS)]
QUERIES = [EngineQuery((), unit(1, seed)) for seed in range(10, 15)]


def oracle(query: EngineQuery, k: int, documents: frozenset[str] | None) -> list[int]:
    """Ids by brute force over all vectors."""
    scored = [
        (-float(np.dot(vector.astype(np.float64), query.vector[0].astype(np.float64))), int(chunk_id))
        for part in PARTS
        if documents is None or part.document_id in documents
        for chunk_id, vector in zip(part.ids, part.vectors, strict=True)
    ]
    return [chunk_id for _, chunk_id in sorted(scored)[:k]]


def ids(matches: tuple[Match, ...]) -> list[int]:
    return [match.chunk_id for match in matches]


CODED = index_type(CODED_ROWS, DIMENSION)


def split(*hidden: int, kind: str = "Flat") -> VectorIndex:
    """The same rows, some documents in a delta beside the snapshot."""
    snapshot = Block.of(PARTS, DIMENSION, kind).hiding([document(number) for number in hidden])
    return VectorIndex([snapshot, Block.of([PARTS[number] for number in hidden], DIMENSION)])


FILTERS = {
    "none": None,
    "one document": frozenset({document(4)}),
    "a fifth": frozenset(document(number) for number in range(6)),
    "most": frozenset(document(number) for number in range(1, DOCUMENTS)),
    "all": frozenset(document(number) for number in range(DOCUMENTS)),
    "unknown": frozenset({"f" * 32}),
    "nothing": frozenset[str](),
}


@pytest.mark.parametrize("documents", list(FILTERS.values()), ids=list(FILTERS))
@pytest.mark.parametrize("k", [1, 10, 100, 10_000])
@pytest.mark.parametrize("index", [split(), split(3, 4, 29), split(3, 4, 29, kind=CODED)], ids=["snapshot", "with delta", "coded"])
def test_the_nearest_are_those_of_brute_force(index: VectorIndex, k: int, documents: frozenset[str] | None) -> None:
    for query in QUERIES:
        assert ids(index.search(query, k, documents)) == oracle(query, k, documents)


def test_scores_do_not_depend_on_filter_or_block() -> None:
    everywhere = dict(split().search(QUERIES[0], 10_000))
    for index in (split(), split(4), split(1, 2, 3, 4)):
        for documents in (None, frozenset({document(4)}), frozenset(document(number) for number in range(4, 25))):
            for match in index.search(QUERIES[0], 50, documents):
                assert match.score == everywhere[match.chunk_id]


def test_more_ties_than_asked_for_are_cut_by_id() -> None:
    same = np.repeat(unit(1, 3), 500, axis=0)
    parts = [Rows(document(0), np.arange(500, 250, -1), same[:250]), Rows(document(1), np.arange(250, 0, -1), same[250:])]
    for index in (VectorIndex([Block.of(parts, DIMENSION)]), VectorIndex([Block.of([part], DIMENSION) for part in parts])):
        assert ids(index.search(QUERIES[0], 3)) == [1, 2, 3]


def test_hidden_documents_are_not_found_and_not_counted() -> None:
    block = Block.of(PARTS, DIMENSION)
    hiding = block.hiding([document(0), document(7), "f" * 32])
    assert len(hiding) == len(block) == DOCUMENTS * EACH
    assert len(hiding.ids()) == (DOCUMENTS - 2) * EACH
    assert VectorIndex([hiding]).search(QUERIES[0], 10, frozenset({document(7)})) == ()
    assert len(block.ids()) == DOCUMENTS * EACH


def test_places_are_documents_and_ordinals() -> None:
    wanted = [int(IDS[4 * EACH + 2]), int(IDS[3 * EACH]), 77, int(IDS[-1])]
    expected = {wanted[0]: (document(4), 2), wanted[1]: (document(3), 0), wanted[3]: (document(DOCUMENTS - 1), EACH - 1)}
    for index in (split(), split(3, 4, 29)):
        assert index.places(wanted) == expected
    assert VectorIndex([Block.of(PARTS, DIMENSION).hiding([document(4)])]).places(wanted[:2]) == {wanted[1]: (document(3), 0)}
    assert split().places([]) == VectorIndex([]).places(wanted) == {}


def test_documents_without_rows_take_no_place() -> None:
    empty = Rows("e" * 32, IDS[:0], VECTORS[:0])
    block = Block.of([empty, PARTS[0], empty._replace(document_id="f" * 32), PARTS[1], empty], DIMENSION)
    assert block.places(IDS[: 2 * EACH]) == {int(IDS[n]): (document(n // EACH), n % EACH) for n in range(2 * EACH)}


def test_a_block_comes_back_from_disk(tmp_path: Path) -> None:
    block = Block.of(PARTS, DIMENSION)
    records = block.write(tmp_path, "v")
    assert [record.name for record in records] == ["v.faiss", "v.json"] == sorted(path.name for path in tmp_path.iterdir())
    again = VectorIndex([Block.read(tmp_path, "v")])
    for query in QUERIES:
        assert again.search(query, 20, FILTERS["a fifth"]) == VectorIndex([block]).search(query, 20, FILTERS["a fifth"])


@pytest.mark.parametrize("name", ["v.faiss", "v.json"])
def test_files_that_do_not_fit_together_are_damaged(tmp_path: Path, name: str) -> None:
    Block.of(PARTS, DIMENSION).write(tmp_path, "v")
    Block.of(PARTS[:3], DIMENSION).write(tmp_path, "other")
    (tmp_path / name.replace("v.", "other.")).replace(tmp_path / name)
    with pytest.raises(FileDamaged):
        Block.read(tmp_path, "v")


@pytest.mark.parametrize("name", ["v.faiss", "v.json"])
def test_unreadable_files_are_damaged(tmp_path: Path, name: str) -> None:
    Block.of(PARTS, DIMENSION).write(tmp_path, "v")
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(FileDamaged):
        Block.read(tmp_path, "v")


@pytest.mark.parametrize("index", [VectorIndex([]), VectorIndex([Block.of([], DIMENSION)])], ids=["no block", "no rows"])
def test_an_empty_index(index: VectorIndex) -> None:
    assert index.search(QUERIES[0], 10) == ()
    assert index.ids().tolist() == []


def test_a_vector_of_zeros_is_near_nothing() -> None:
    assert split().search(EngineQuery((), np.zeros((1, DIMENSION), np.float32)), 10) == ()


# --- codes beside the vectors


MANY = 24_000
"""Rows of a block with codes, 12 to a document, in clusters as passages of one kind of document are."""


@pytest.fixture(scope="module")
def coded() -> tuple[Block, Block]:
    """The same rows with codes and without."""
    draw = np.random.default_rng(5)
    centres = draw.standard_normal((300, 32))
    rows = (centres[draw.integers(0, 300, MANY)] + draw.standard_normal((MANY, 32))).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    parts = [Rows(document(n), np.arange(n * 12, n * 12 + 12), rows[n * 12 : n * 12 + 12]) for n in range(MANY // 12)]
    return Block.of(parts, 32, index_type(MANY, 32)), Block.of(parts, 32)


def questions(n: int) -> list[EngineQuery]:
    rows = np.random.default_rng(6).standard_normal((n, 32)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return [EngineQuery((), row[None]) for row in rows]


@pytest.mark.parametrize("rows", [(0, 8, "Flat"), (CODED_ROWS - 1, 8, "Flat"), (CODED_ROWS, 8, "PQ4x4fs,RFlat"), (CODED_ROWS, 7, "Flat")])
def test_large_snapshots_have_codes(rows: tuple[int, int, str]) -> None:
    assert index_type(*rows[:2]) == rows[2]


@pytest.mark.parametrize("one_in", [1, 2, 10, 100, 1000], ids=lambda one_in: f"1/{one_in}")
def test_codes_lose_next_to_nothing(coded: tuple[Block, Block], one_in: int) -> None:
    documents = None if one_in == 1 else frozenset(document(n) for n in range(0, MANY // 12, one_in))
    quick, exact = (VectorIndex([block]) for block in coded)
    shares = []
    for question in questions(40):
        found, wanted = quick.search(question, 20, documents), exact.search(question, 20, documents)
        assert set(found) <= set(exact.search(question, 400, documents)), "a score that the vectors do not give"
        shares.append(len(set(found) & set(wanted)) / len(wanted))
        assert one_in <= vector.FLAT_SHARE or found == wanted
    assert np.mean(shares) >= 0.97


def test_the_exact_twin_looks_at_every_vector(coded: tuple[Block, Block]) -> None:
    quick, exact = (VectorIndex([block]) for block in coded)
    for question in questions(10):
        assert quick.exact().search(question, 300) == exact.search(question, 300)


def test_codes_and_vectors_come_back_from_disk(coded: tuple[Block, Block], tmp_path: Path) -> None:
    coded[0].write(tmp_path, "v")
    before, after = VectorIndex([coded[0]]), VectorIndex([Block.read(tmp_path, "v")])
    for question in questions(5):
        assert before.search(question, 20) == after.search(question, 20)


def test_what_is_hidden_is_not_proposed(coded: tuple[Block, Block]) -> None:
    gone = frozenset(document(n) for n in range(0, MANY // 12, 2))
    shown = VectorIndex([coded[0].hiding(gone)])
    for question in questions(10):
        found = shown.search(question, 100)
        assert len(found) == 100
        assert all((match.chunk_id // 12) % 2 for match in found)


def test_equal_vectors_have_equal_scores_in_codes_and_delta(coded: tuple[Block, Block]) -> None:
    question = questions(1)[0]
    best = VectorIndex([coded[0]]).search(question, 1)[0]
    twin = Rows("e" * 32, np.array([MANY + 1]), coded[1]._rows.reconstruct_batch(np.array([best.chunk_id])))
    assert VectorIndex([coded[0], Block.of([twin], 32)]).search(question, 2) == (best, Match(MANY + 1, best.score))
