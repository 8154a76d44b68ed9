from __future__ import annotations

import json
from pathlib import Path

import pytest

import index.learned as module
from index.boost import Boosts
from index.errors import ConfigurationError
from index.fuse import Weights
from index.learned import learned, parse

VALUES = {"fusion": {"lexical": 0.6, "vector": 0.4}}


def content(**changes: object) -> str:
    return json.dumps({"format": 1, "version": 3, "values": VALUES, **changes})


def test_a_section_becomes_the_values_its_user_declares() -> None:
    found = parse(content())
    assert found.version == 3
    assert found.values("fusion", Weights) == Weights(lexical=0.6, vector=0.4)


def test_the_digest_is_of_the_values_alone() -> None:
    same, other = parse(content(version=9, provenance={"date": "2025-06-01"})), parse(content(values={"fusion": {"lexical": 1}}))
    assert parse(content()).digest == same.digest != other.digest
    assert len(same.digest) == 12


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("{", "JSON", id="cut off"),
        pytest.param("[]", "格式", id="no object"),
        pytest.param(content(format=2), "格式", id="another format"),
        pytest.param(content(version="1"), "版本号", id="no version"),
        pytest.param(content(values=[1]), "数值", id="no sections"),
        pytest.param(content(values={"fusion": 1}), "数值", id="a section without names"),
        pytest.param(content(values={}), "fusion", id="a section is missing"),
        pytest.param(content(values={"fusion": {"lexical": 1}}), "vector", id="a value is missing"),
        pytest.param(content(values={"fusion": {"lexical": 1, "vector": 1, "other": 1}}), "other", id="a value too many"),
        pytest.param(content(values={"fusion": {"lexical": "1", "vector": 1}}), "fusion.lexical", id="a word for a number"),
        pytest.param(content(values={"fusion": {"lexical": True, "vector": 1}}), "fusion.lexical", id="true for a number"),
        pytest.param(content(values={"fusion": {"lexical": float("nan"), "vector": 1}}), "fusion.lexical", id="not a number"),
    ],
)
def test_a_malformed_file_says_what_is_wrong(written: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        parse(written).values("fusion", Weights)


def test_a_missing_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "files", lambda _package: tmp_path)
    learned.cache_clear()
    with pytest.raises(ConfigurationError, match="不存在"):
        learned()
    learned.cache_clear()


def test_the_products_own_file_holds_all_sections() -> None:
    found = learned()
    assert found.values("fusion", Weights).lexical > 0
    assert found.values("boosts", Boosts).neighbour >= 0
