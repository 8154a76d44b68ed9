"""Precision and recall of quantities against a list: counted by hand on a small text, and held on the list that ships."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.quantities import DOCUMENTS, compared, found_in, read_list, shares
from index.errors import UnusableFile
from index.loaders import load

TEXT = "全年新增学位2880个，其中小学１３５０个。\n力争建成3所以上，第2批。"


def listed(text: str, value: str, unit: str, comparator: str = "exact", state: str = "") -> dict[str, str | int]:
    start = TEXT.index(text)
    end = start + len(text)
    return {
        "document": "a.txt",
        "start": start,
        "end": end,
        "text": text,
        "value": value,
        "unit": unit,
        "comparator": comparator,
        "state": state,
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def write_list(folder: Path, *records: dict[str, str | int]) -> Path:
    path = folder / "list.jsonl"
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def test_what_is_right_wrong_and_missed(folder: Path) -> None:
    path = write_list(
        folder,
        listed("2880个", "2880", "个"),
        listed("１３５０个", "1350", "人"),  # another unit: missed, and what is found there is wrong
        listed("3所", "3", "所", "exact", "achieved"),  # found as at least 3, planned
    )
    reading = compared(read_list(path), found_in(folder / "a.txt"))
    assert [label.text for label, _ in reading.right] == ["2880个", "3所"]
    assert [found.text for found in reading.wrong] == ["１３５０个"]
    assert [label.text for label in reading.missed] == ["１３５０个"]
    measured = {name: (share.holds, share.of) for name, share in shares([reading]).items()}
    assert measured == {
        "precision": (2, 3),
        "recall": (2, 3),
        "span": (2, 2),
        "comparator": (1, 2),
        "state said": (1, 1),
        "state right": (0, 1),
    }


def test_the_command_names_what_was_misread(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_list(folder, listed("2880个", "2881", "个"), listed("3所", "3", "所", "about", "achieved"))
    assert main(["quantities", "--list", str(path), "--documents", str(folder), "--verbose"]) == 0
    told = capsys.readouterr().out
    assert "wrong  6 2880个 = 2880 个" in told
    assert "missed 6 2880个 = 2881 个" in told
    assert "comparator" in told
    assert "state" in told
    assert "documents 1\n" in told


def test_a_list_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "list.jsonl").write_text('{"document": "a.txt"}\n', encoding="utf-8")
    with pytest.raises(UnusableFile):
        read_list(tmp_path / "list.jsonl")


def test_every_listed_quantity_stands_at_its_place() -> None:
    names = {label.document for label in read_list()}
    texts = {name: load(DOCUMENTS / name, max_bytes=10**7, timeout_seconds=60.0).text for name in names}
    assert [label for label in read_list() if texts[label.document][label.start : label.end] != label.text] == []


def test_the_list_that_ships_is_read_well() -> None:
    listed = read_list()
    names = sorted({label.document for label in listed if label.document.endswith(".txt")})
    readings = [compared([label for label in listed if label.document == name], found_in(DOCUMENTS / name)) for name in names]
    measured = shares(readings)
    assert len(listed) > 1000
    for name in ("precision", "recall", "comparator"):
        assert measured[name].holds >= 0.97 * measured[name].of
