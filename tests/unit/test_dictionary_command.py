"""`youju dictionary` as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.cli import main


def said(capsys: pytest.CaptureFixture[str], *arguments: str, home: Path, status: int = 0) -> dict[str, list[dict[str, object]]]:
    assert main(["dictionary", *arguments, "--home", str(home), "--json"]) == status
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def test_add_list_remove(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "add", "园长", "幼儿园负责人", home=tmp_path)
    listed = said(capsys, "list", "园长", home=tmp_path)
    assert listed == {"items": [{"word": "园长", "official": ["幼儿园负责人"], "source": "自定"}]}
    said(capsys, "remove", "园长", home=tmp_path)
    assert said(capsys, "list", "园长", home=tmp_path) == {"items": []}


def test_a_bundled_entry_can_be_taken_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "remove", "娃", home=tmp_path)
    assert (tmp_path / "dictionary.txt").read_text(encoding="utf-8") == "- 娃\n"


def test_what_cannot_be_an_entry_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dictionary", "add", "幼儿", "幼儿", "--home", str(tmp_path)]) == 2
    assert "写成了它自己" in capsys.readouterr().err
    assert not (tmp_path / "dictionary.txt").exists()


def test_nothing_is_added_where_there_is_no_library(tmp_path: Path) -> None:
    assert main(["dictionary", "add", "园长", "负责人", "--home", str(tmp_path / "没有")]) != 0


def test_check_names_the_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dictionary.txt").write_text("园长 = 负责人\n园长\n", encoding="utf-8")
    checked = said(capsys, "check", home=tmp_path, status=1)
    assert [problem["line"] for problem in checked["problems"]] == [2]


def test_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["dictionary", "list", "娃娃", "--home", str(tmp_path)])
    assert capsys.readouterr().out.startswith("娃娃 → 幼儿、儿童、学生（教育法")
