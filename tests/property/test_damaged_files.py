"""A damaged file gives its text or an error of ours, never another exception."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import DocumentError
from index.loaders import docx, html, pdf
from tests.loader_files import docx_bytes, pdf_bytes

PAGE = (Path(__file__).parents[1] / "golden" / "pages" / "portal.html").read_bytes()
FILES: list[tuple[Callable[[bytes], str], bytes]] = [(docx.parse, docx_bytes()), (html.parse, PAGE), (pdf.parse, pdf_bytes())]


@pytest.mark.parametrize(("parse", "whole"), FILES, ids=["docx", "html", "pdf"])
@settings(max_examples=60, deadline=None)
@given(length=st.floats(0, 1), changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=40))
def test_damage_is_ours_to_name(parse: Callable[[bytes], str], whole: bytes, length: float, changes: list[tuple[float, int]]) -> None:
    data = bytearray(whole[: int(len(whole) * length)])
    for place, byte in changes:
        if data:
            data[int(place * len(data))] = byte
    with contextlib.suppress(DocumentError):
        assert parse(bytes(data)).strip()
