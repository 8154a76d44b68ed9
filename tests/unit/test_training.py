"""How the bundled model is made: which texts, which vocabulary, what is learned, what is measured."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest

from eval.train.contrastive import SPAN, Examples, Recipe, ragged, train
from eval.train.corpus import clean, document_pairs, read_documents, read_pairs
from eval.train.export import TOKENIZER, quantised, write_model
from eval.train.measure import RetrievalSet, measure, ndcg, read_set
from eval.train.start import initial_weights
from eval.train.vocabulary import sample, token_texts, train_tokenizer
from index.embed import load_embedder
from index.tokens import read_byte_level
from index.types import Vectors

ARTICLE = "学校应当建立健全安全管理制度，明确岗位职责，定期开展检查。"


def write_lines(path: Path, records: list[dict[str, str]]) -> Path:
    path.write_bytes(gzip.compress("\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()))
    return path


def test_only_permitted_sources_are_read(tmp_path: Path) -> None:
    records = [{"source": source, "query": "安全管理", "passage": ARTICLE} for source in ("law", "qbqtc", "gov", "cjrc_dev", "xwlb")]
    pairs = list(read_pairs(write_lines(tmp_path / "pairs.jsonl.gz", records), []))
    assert [pair.source for pair in pairs] == ["law", "gov", "xwlb"]


def test_passages_of_held_out_documents_are_not_read(tmp_path: Path) -> None:
    records = [
        {"source": "gov", "query": "安全管理", "passage": ARTICLE},
        {"source": "gov", "query": "经费", "passage": "保障经费投入。" * 5},
    ]
    pairs = list(read_pairs(write_lines(tmp_path / "pairs.jsonl.gz", records), ["第一条 " + clean(ARTICLE)]))
    assert [pair.query for pair in pairs] == ["经费"]


def test_held_out_documents_are_kept_apart(tmp_path: Path) -> None:
    records = [{"name": "hb00001.txt", "text": "通知\n正文"}, {"name": "pr001.txt", "text": "報告"}]
    assert read_documents(write_lines(tmp_path / "documents.jsonl.gz", records)) == (["通知\n正文"], ["报告"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(" 第二条 學校 ", "第二条 学校", id="folded and trimmed"),
        pytest.param("[查看原文](https://example.org/a)", "", id="link"),
        pytest.param("来源：某报，正文：今天发布", "今天发布", id="labels of a crawl"),
        pytest.param("原标题：某市开学", "某市开学", id="original headline"),
    ],
)
def test_texts_are_cleaned(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_pairs_of_a_document_stand_below_its_title() -> None:
    sentences = [f"第{number}项工作要求各校按照计划认真落实,并在年底前报送总结材料。" for number in range(40)]
    pairs = list(document_pairs("某区工作计划\n" + "".join(sentences), random.Random(1)))
    assert pairs
    for pair in pairs:
        assert pair.passage.startswith("某区工作计划 ")
        query = pair.query.removeprefix("某区工作计划 ")
        assert any(sentence.startswith(query) for sentence in sentences)
        assert all(part in "".join(sentences) for part in pair.passage.removeprefix("某区工作计划 ").split("。"))


def test_the_vocabulary_sample_is_bounded_and_without_repeats() -> None:
    million = [letter * 1_000_000 for letter in "甲乙丙丁戊己"]
    texts = list(sample([*million, *million], ["通知" * 50, "通知" * 50], random.Random(1)))
    assert (len(texts), len(set(texts))) == (5, 5)
    assert texts[-1] == "通知" * 50


def test_tokens_do_not_grow_across_words(tmp_path: Path) -> None:
    tokenizer = train_tokenizer(["教育工作,教育工作,工作教育。" * 20], 280)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    encoding = read_byte_level(tmp_path / "tokenizer.json")
    words = [encoding.decode([number]) for number in encoding.encode_ordinary("教育工作")]
    assert words == ["教育", "工作"]


def test_training_brings_pairs_together_and_is_repeatable() -> None:
    rng = np.random.default_rng(1)
    queries = ragged([[topic] * 3 for topic in range(16)], [f"q{topic}" for topic in range(16)])
    passages = ragged([[16 + topic, 32 + int(rng.integers(8))] for topic in range(16)], [f"p{topic}" for topic in range(16)])
    examples = Examples(queries, passages, np.zeros(16, dtype=np.int64))
    recipe = Recipe(dimension=16, epochs=60, batch=16, rate=0.1, dropout=0.0)
    losses: list[float] = []

    def once() -> Vectors:
        losses.clear()
        weights = train(examples, initial_weights(passages, [""] * 40, recipe), recipe, lambda _step, _steps, loss: losses.append(loss))
        return np.asarray(weights.numpy(), dtype=np.float32)

    assert np.array_equal(once(), once())
    assert losses[-1] < losses[0] / 4


def test_spans_are_runs_of_their_passage() -> None:
    passages = ragged([list(range(100)), list(range(100, 300)), [300, 301]], ["甲", "乙", "丙"])
    ids, offsets = passages.take_spans(np.array([1, 2, 0, 1]), np.random.default_rng(1))
    spans = [part.tolist() for part in ids.tensor_split(offsets[1:])]
    assert [span == list(range(span[0], span[0] + len(span))) for span in spans] == [True] * 4
    assert [span[0] // 100 for span in spans[::2]] == [1, 0]
    assert spans[1] == [300, 301]
    assert all(SPAN[0] <= len(span) <= SPAN[1] for span in (spans[0], spans[2], spans[3]))


def test_frequent_tokens_start_short() -> None:
    passages = ragged([[0, 0, 0, 1], [0, 0, 0, 0]], ["甲", "乙"])
    lengths = initial_weights(passages, ["", "", ""], Recipe(dimension=64)).norm(dim=1)
    assert lengths[0] < lengths[1] < lengths[2]


def test_tokens_start_near_their_characters() -> None:
    passages = ragged([[0, 1], [2], [3], [4]], list("甲乙丙丁"))
    start = initial_weights(passages, ["学", "校", "学校", "公路", ""], Recipe(dimension=512))
    near, far = (float(start[2] @ start[other] / start[2].norm() / start[other].norm()) for other in (0, 3))
    assert near > 0.2 > abs(far)


def test_token_texts_are_whole_characters(tmp_path: Path) -> None:
    train_tokenizer(["教育工作,教育工作,工作教育。" * 20], 280).save(str(tmp_path / "tokenizer.json"))
    encoding = read_byte_level(tmp_path / "tokenizer.json")
    texts = token_texts(encoding.decode, encoding.n_vocab)
    assert {"教育", "工作"} < set(texts)
    assert not any("\ufffd" in text for text in texts)


def test_eight_bits_are_off_by_half_a_step_at_most() -> None:
    weights = np.random.default_rng(1).normal(size=(50, 64)).astype(np.float32) * np.geomspace(1e-6, 1e6, 50, dtype=np.float32)[:, None]
    weights[7] = 0
    numbers, scales = quantised(weights)
    assert numbers.dtype == np.int8
    assert (np.abs(numbers * scales[:, None] - weights) <= 0.5001 * scales[:, None]).all()


def test_a_written_model_is_loaded(tmp_path: Path) -> None:
    tokenizer = train_tokenizer(["教育工作,教育工作,工作教育。" * 20], 280)
    (tmp_path / TOKENIZER).parent.mkdir()
    tokenizer.save(str(tmp_path / TOKENIZER))
    weights = np.random.default_rng(1).normal(size=(tokenizer.get_vocab_size(), 8)).astype(np.float32)
    write_model(tmp_path, 1e-6 * weights)
    embedder = load_embedder(str(tmp_path))
    expected = weights[tokenizer.encode("教育工作").ids].sum(axis=0)
    assert embedder.encode_passages(["教育工作"])[0] == pytest.approx(expected / np.linalg.norm(expected), abs=5e-3)


@pytest.mark.parametrize(
    ("hits", "relevant", "expected"),
    [
        pytest.param([True, False, False], 1, 1.0, id="first"),
        pytest.param([False, True, False], 1, 0.6309, id="second"),
        pytest.param([True, False, True], 2, 0.9197, id="two of two"),
        pytest.param([False, False, False], 1, 0.0, id="none"),
    ],
)
def test_ndcg(hits: list[bool], relevant: int, expected: float) -> None:
    assert ndcg(hits, relevant) == pytest.approx(expected, abs=1e-4)


class _Letters:
    """One dimension a letter: an embedder whose rankings can be told by hand."""

    fingerprint = "letters"
    dimension = 3

    def encode_passages(self, texts: tuple[str, ...]) -> Vectors:
        return np.array([[text.count(letter) for letter in "abc"] for text in texts], dtype=np.float32)

    encode_queries = encode_passages


def test_figures_are_means_over_queries(tmp_path: Path) -> None:
    content = {"passages": ["A", "B"], "queries": [{"text": "a", "relevant": [0]}, {"text": "b", "relevant": [0]}]}
    path = tmp_path / "set.json.gz"
    path.write_bytes(gzip.compress(json.dumps(content).encode()))
    data = read_set(path)
    assert data == RetrievalSet(("a", "b"), ("a", "b"), (frozenset({0}), frozenset({0})))
    scores = measure(_Letters(), data)  # type: ignore[arg-type]
    assert scores == pytest.approx((0.8155, 0.5, 1.0), abs=1e-4)
