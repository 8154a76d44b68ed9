"""Forgeries caught and true sentences left alone: on a small list by hand, and on the lists that ship."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.forged import FORGED, MOST_FALSE_ALARMS, TRUE, caught_by_kind, checked, read_written, unforged
from eval.library import library_of, loaded
from index.errors import UnusableFile

TEXT = "云溪区教育局2025年工作计划\n一、目标\n计划新建幼儿园3所,新增学位900个。\n"
PLACE = [{"document": "计划.txt", "words": "新增学位900个"}]


def write_list(path: Path, *records: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return path


def test_a_forgery_is_caught_and_what_it_was_made_of_is_not(tmp_path: Path) -> None:
    listed = read_written(
        write_list(
            tmp_path / "list.jsonl",
            {"id": "1", "kind": "figure", "rests_on": PLACE, "says": "新增学位990个。[e1]", "truth": "新增学位900个。[e1]"},
            {"id": "2", "kind": "key", "rests_on": PLACE, "says": "新增学位900个。[e2]"},
        )
    )
    with library_of([("计划.txt", TEXT)]) as world:
        forged = list(checked(world.youju, listed))
        originals = list(checked(world.youju, unforged(listed)))
    assert [one.is_kept for one in forged] == [False, False]
    assert [(one.written.says, one.is_kept) for one in originals] == [("新增学位900个。[e1]", True)]
    assert {kind: (share.holds, share.of) for kind, share in caught_by_kind(forged).items()} == {"figure": (1, 1), "key": (1, 1)}


def test_the_command_says_what_went_the_wrong_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "计划.txt").write_text(TEXT, encoding="utf-8")
    passed = write_list(tmp_path / "forged.jsonl", {"id": "1", "kind": "figure", "rests_on": PLACE, "says": "新增学位900个。[e1]"})
    stopped = write_list(tmp_path / "true.jsonl", {"id": "2", "rests_on": PLACE, "says": "新增学位990个。[e1]"})
    assert main(["forged", "--forged", str(passed), "--true", str(stopped), "--documents", str(tmp_path / "documents")]) == 1
    printed = capsys.readouterr().out
    assert "漏过  1" in printed
    assert "误伤  2" in printed
    assert "0/1 = 0.000" in printed


@pytest.mark.parametrize("content", ["{", '{"id": "1"}', '{"id": "1", "rests_on": "x", "says": "y"}'])
def test_a_list_that_is_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnusableFile):
        read_written(path)


def test_words_that_stand_nowhere(tmp_path: Path) -> None:
    place = [{"document": "计划.txt", "words": "新增学位1000个"}]
    listed = read_written(write_list(tmp_path / "list.jsonl", {"id": "1", "rests_on": place, "says": "新增。[e1]"}))
    with library_of([("计划.txt", TEXT)]) as world, pytest.raises(UnusableFile):
        list(checked(world.youju, listed))


def test_the_lists_that_ship() -> None:
    """Every forgery is caught, and hardly any true sentence is."""
    forged, true = read_written(FORGED), read_written(TRUE)
    assert len(forged) >= 100
    assert len(true) >= 300
    with loaded([FORGED.parent / "sample" / "documents"]) as (youju, _):
        passed = [one.written.id for one in checked(youju, forged) if one.is_kept]
        stopped = [one.written.says for one in checked(youju, (*unforged(forged), *true)) if not one.is_kept]
    assert passed == []
    assert len(stopped) <= MOST_FALSE_ALARMS * len(true)
