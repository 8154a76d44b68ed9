"""The table of folds: its file says what the definition says."""

from __future__ import annotations

import pytest

from index import folds


def test_the_file_is_what_the_definition_makes() -> None:
    assert folds.FILE.read_bytes().decode() == folds.file_text()


@pytest.mark.parametrize(
    ("character", "folded"),
    [
        pytest.param("區", "区", id="traditional"),
        pytest.param("薴", "苎", id="simplified twice"),
        pytest.param("Ａ", "a", id="full width capital"),
        pytest.param("①", "①", id="circled figures stay"),
        pytest.param("教", "教", id="nothing to fold"),
    ],
)
def test_one_character_to_one(character: str, folded: str) -> None:
    assert chr(folds.table()[ord(character)]) == folded


@pytest.mark.parametrize("character", ["…", "㎡", "\u200b", "\u0301"], ids=["three", "two", "none", "an accent"])
def test_what_does_not_fold_to_one_is_marked(character: str) -> None:
    assert folds.table()[ord(character)] == folds.PIECE
