"""What every embedder promises, asked of both adapters on the bundled model; and that the two agree."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from index.embed import BUNDLED_MODEL, StaticEmbedder, TransformerEmbedder, load_embedder
from index.errors import UnknownModel
from index.types import Embedder

TEXTS = (
    "全区公办幼儿园在园幼儿占比达到61.5%",
    "",
    " \n\u3000",
    "一",
    "加强教师队伍建设。" * 400,
    "Mixed 中英 text, 2025年 😀",
    "區(qū)級教學能手",
)


@cache
def static() -> Embedder:
    return StaticEmbedder(BUNDLED_MODEL)


@cache
def transformer() -> Embedder:
    return TransformerEmbedder(BUNDLED_MODEL)


@pytest.fixture(params=[static, transformer], ids=["static", "transformer"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    made: Embedder = request.param()
    return made


def test_shape_type_and_length(embedder: Embedder) -> None:
    vectors = embedder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert lengths == pytest.approx([1, 0, 0, 1, 1, 1, 1], abs=1e-6)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.encode_queries([]).shape == (0, embedder.dimension)


def test_a_row_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    together = embedder.encode_passages(TEXTS)
    alone = np.concatenate([embedder.encode_passages([text]) for text in TEXTS])
    assert np.abs(together - alone).max() < 1e-6


def test_the_end_of_a_long_text_counts(embedder: Embedder) -> None:
    start = "加强教师队伍建设。" * 400
    plain, longer = embedder.encode_passages([start, start + "中小学生近视率下降。" * 40])
    assert np.abs(plain - longer).max() > 1e-3


def test_related_texts_are_nearer_than_others(embedder: Embedder) -> None:
    question = embedder.encode_queries(["幼儿园的普惠率是多少"])
    near, far = embedder.encode_passages(["普惠性幼儿园覆盖率保持在90%以上", "推进农村公路养护和桥梁检测"])
    assert float(question[0] @ near) > float(question[0] @ far) + 0.1


def test_threads_get_the_same_vectors(embedder: Embedder) -> None:
    expected = embedder.encode_passages(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: embedder.encode_passages(TEXTS), range(8)))
    assert all(np.array_equal(vectors, expected) for vectors in found)


def test_both_adapters_agree() -> None:
    assert np.abs(static().encode_passages(TEXTS) - transformer().encode_passages(TEXTS)).max() < 1e-6
    assert np.abs(static().encode_queries(TEXTS) - transformer().encode_queries(TEXTS)).max() < 1e-6
    assert (static().dimension, static().fingerprint) == (transformer().dimension, transformer().fingerprint)


def test_a_static_model_loads_without_torch() -> None:
    script = "import sys; from index.embed import load_embedder; load_embedder(); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=BUNDLED_MODEL.parents[1])
    assert done.stdout.strip() == "False"


def test_the_bundled_model_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in BUNDLED_MODEL.rglob("*") if path.is_file()) < 20_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model of three byte-pairs and two dimensions, in the layout of the bundled one."""
    return write_model(tmp_path / "model", [[1, 0], [0, 1], [3, 4]])


def write_model(folder: Path, rows: Sequence[Sequence[float]], prompts: dict[str, str] | None = None) -> Path:
    from safetensors.numpy import save_file  # noqa: PLC0415  only this test writes models

    module = folder / "0_StaticEmbedding"
    module.mkdir(parents=True)
    shutil.copytree(BUNDLED_MODEL / "1_Normalize", folder / "1_Normalize")
    shutil.copy(BUNDLED_MODEL / "modules.json", folder)
    vocabulary = {"a": 0, "b": 1, "c": 2}
    tokenizer = {
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": 2, "strategy": "LongestFirst", "stride": 0},
        "added_tokens": [],
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "."}, "behavior": "Isolated", "invert": False},
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "a"},
    }
    (module / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts or {}}), encoding="utf-8")
    save_file({"embedding.weight": np.array(rows, dtype=np.float16)}, module / "model.safetensors")
    return folder


@pytest.mark.parametrize("adapter", [StaticEmbedder, TransformerEmbedder])
def test_another_static_model(folder: Path, adapter: type[StaticEmbedder] | type[TransformerEmbedder]) -> None:
    vectors = adapter(folder).encode_passages(["c", "ab", "aab", "aaac"])
    expected = [[0.6, 0.8], [2**-0.5, 2**-0.5], [2 / 5**0.5, 1 / 5**0.5], [6 / 52**0.5, 4 / 52**0.5]]
    assert vectors == pytest.approx(np.array(expected), abs=1e-6)


@pytest.mark.parametrize("adapter", [StaticEmbedder, TransformerEmbedder])
@pytest.mark.parametrize("mapping", [None, [0, 1, 2], [2, 2, 0]], ids=["a row each", "in order", "shared rows"])
def test_a_table_of_whole_numbers_with_factors(
    folder: Path, adapter: type[StaticEmbedder] | type[TransformerEmbedder], mapping: list[int] | None
) -> None:
    from safetensors.numpy import save_file  # noqa: PLC0415  only tests of this file write models

    rows, factors = np.array([[100, -3], [7, 127], [-20, 64]], dtype=np.int8), np.array([0.5, 2, 1e-3], dtype=np.float32)
    shared = {} if mapping is None else {"mapping": np.array(mapping, dtype=np.int64)}
    save_file({"embeddings": rows, "weights": factors, **shared}, folder / "0_StaticEmbedding" / "model.safetensors")
    table = rows[mapping or [0, 1, 2]] * factors[:, None]
    expected = np.array([table[2], table[0] + 2 * table[1]])
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert adapter(folder).encode_passages(["c", "abb"]) == pytest.approx(expected, abs=1e-6)
    assert isinstance(load_embedder(str(folder)), StaticEmbedder)


@pytest.mark.parametrize("adapter", [StaticEmbedder, TransformerEmbedder])
def test_prompts_of_the_model_are_used(tmp_path: Path, adapter: type[StaticEmbedder] | type[TransformerEmbedder]) -> None:
    embedder = adapter(write_model(tmp_path / "model", [[1, 0], [0, 1], [3, 4]], {"query": "b", "passage": "a"}))
    assert embedder.encode_queries(["a", ""]) == pytest.approx(np.array([[2**-0.5, 2**-0.5], [0, 0]]), abs=1e-6)
    assert embedder.encode_passages(["a"]) == pytest.approx(np.array([[1, 0]]), abs=1e-6)


def test_a_static_folder_needs_no_transformers(folder: Path) -> None:
    assert isinstance(load_embedder(str(folder)), StaticEmbedder)
    assert isinstance(load_embedder(), StaticEmbedder)


def test_another_weight_is_another_fingerprint(folder: Path, tmp_path: Path) -> None:
    other = write_model(tmp_path / "other", [[1, 0], [0, 1], [3, 5]])
    same = write_model(tmp_path / "same", [[1, 0], [0, 1], [3, 4]])
    prompted = write_model(tmp_path / "prompted", [[1, 0], [0, 1], [3, 4]], {"query": "b"})
    made = [load_embedder(str(path)).fingerprint for path in (folder, same, other, prompted)]
    assert made[0] == made[1]
    assert len(set(made)) == 3
    assert all(len(fingerprint) == 64 for fingerprint in made)


@pytest.mark.parametrize(
    ("damage", "detail"),
    [
        pytest.param("absent", "既不是文件夹，也不在本机的模型缓存中", id="absent"),
        pytest.param("no weights", "没有 safetensors 格式的权重", id="no weights"),
        pytest.param("broken weights", "无法读取", id="broken weights"),
        pytest.param("broken tokenizer", "无法读取", id="broken tokenizer"),
        pytest.param("broken modules", "无法读取", id="broken modules"),
    ],
)
def test_a_model_that_cannot_be_used_is_named(folder: Path, damage: str, detail: str) -> None:
    module = folder / "0_StaticEmbedding"
    if damage == "absent":
        shutil.rmtree(folder)
    elif damage == "no weights":
        (module / "model.safetensors").rename(module / "model.bin")
    else:
        broken = {"weights": module / "model.safetensors", "tokenizer": module / "tokenizer.json", "modules": folder / "modules.json"}
        broken[damage.removeprefix("broken ")].write_text("{", encoding="utf-8")
    with pytest.raises(UnknownModel) as caught:
        load_embedder(str(folder))
    assert caught.value.subject == str(folder)
    assert detail in caught.value.detail


def test_a_name_is_looked_for_on_this_machine_only() -> None:
    with pytest.raises(UnknownModel, match="程序不会自动下载模型"):
        load_embedder("no-such-organisation/no-such-model")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> TransformerEmbedder:
    """A transformer with random weights that reads eight tokens at once, two of them its own marks."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  heavy
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer  # noqa: PLC0415
    from transformers import BertConfig, BertModel, BertTokenizer  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("reader")
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"教育工作计划。"]), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    config = BertConfig(
        vocab_size=12, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8, max_position_embeddings=16
    )
    BertModel(config).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=8)
    SentenceTransformer(modules=[transformer, Pooling(8)], device="cpu").save(str(folder / "model"))
    made = load_embedder(str(folder / "model"))
    assert isinstance(made, TransformerEmbedder)
    return made


def test_what_a_transformer_cannot_read_at_once_is_read_in_parts(reader: TransformerEmbedder) -> None:
    first, second = "教育教育。", "工作计划工。"
    whole, *parts = reader.encode_passages([first + second, first, second])
    expected = len(first) * parts[0] + len(second) * parts[1]
    assert whole == pytest.approx(expected / np.linalg.norm(expected), abs=1e-5)


def test_one_endless_sentence_is_read_whole(reader: TransformerEmbedder) -> None:
    plain, changed = reader.encode_passages(["教育" * 50, "教育" * 49 + "计划"])
    assert np.linalg.norm(plain) == pytest.approx(1, abs=1e-6)
    assert np.abs(plain - changed).max() > 1e-4
