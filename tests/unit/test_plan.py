from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.plan import plan_ingest, readable_name


def _make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def _keys(*paths: Path) -> list[str]:
    return [candidate.key for candidate in plan_ingest(paths).candidates]


def test_a_folder_is_walked_in_sorted_order(tmp_path: Path) -> None:
    _make(tmp_path, "乙/二.txt", "乙/一.txt", "a.txt", "b/c/d.md", "表.xlsx")
    assert _keys(tmp_path) == ["a.txt", "表.xlsx", "b/c/d.md", "乙/一.txt", "乙/二.txt"]


@pytest.mark.parametrize("name", [".DS_Store", ".hidden.txt", "Thumbs.db", "desktop.ini", "~$计划.docx", ".git/config", "甲/.cache/a.txt"])
def test_hidden_and_system_files_are_passed_over(tmp_path: Path, name: str) -> None:
    _make(tmp_path, name, "a.txt")
    assert _keys(tmp_path) == ["a.txt"]


def test_roots_and_sources(tmp_path: Path) -> None:
    _make(tmp_path, "甲/一.txt")
    (candidate,) = plan_ingest([tmp_path]).candidates
    assert (candidate.key, candidate.source, candidate.root) == ("甲/一.txt", "一.txt", str(tmp_path.resolve()))
    (alone,) = plan_ingest([tmp_path / "甲" / "一.txt"]).candidates
    assert (alone.key, alone.source, alone.root) == ("一.txt", "一.txt", "")


def test_a_missing_path_fails_and_the_others_go_on(tmp_path: Path) -> None:
    _make(tmp_path, "a.txt")
    plan = plan_ingest([tmp_path / "没有.txt", tmp_path])
    assert [(failure.path, failure.code) for failure in plan.failed] == [(str(tmp_path / "没有.txt"), "missing_path")]
    assert [candidate.key for candidate in plan.candidates] == ["a.txt"]
    assert plan.roots == (str(tmp_path.resolve()),)


def test_a_file_named_twice_is_taken_once(tmp_path: Path) -> None:
    _make(tmp_path, "a.txt", "b.txt")
    assert _keys(tmp_path / "b.txt", tmp_path, tmp_path) == ["b.txt", "a.txt"]


def test_the_same_key_in_two_folders_stays_two_documents(tmp_path: Path) -> None:
    _make(tmp_path, "2024/计划.txt", "2025/计划.txt", "旧/2025/计划.txt")
    assert _keys(tmp_path / "2024", tmp_path / "2025", tmp_path / "旧" / "2025") == ["计划.txt", "2025/计划.txt", "2025 (2)/计划.txt"]


def test_a_link_to_a_folder_above_is_not_followed(tmp_path: Path) -> None:
    _make(tmp_path, "甲/a.txt")
    (tmp_path / "甲" / "up").symlink_to(tmp_path)
    assert _keys(tmp_path) == ["甲/a.txt"]


def test_names_in_gbk_become_readable() -> None:
    assert readable_name(os.fsdecode("海门区.txt".encode("gbk"))) == "海门区.txt"
    assert readable_name("海门区𠀀.txt") == "海门区𠀀.txt"
