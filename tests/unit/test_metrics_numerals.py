from __future__ import annotations

from decimal import Decimal

import pytest

from eval.metrics.numerals import plain, read_numeral


@pytest.mark.parametrize(
    ("word", "digits"),
    [
        ("三", "3"),
        ("两", "2"),
        ("十", "10"),
        ("十七", "17"),
        ("二十", "20"),
        ("一百零五", "105"),
        ("一千二百三十一", "1231"),
        ("一千二百三十一万", "12310000"),
        ("三万五千", "35000"),
        ("百万", "1000000"),
        ("万", "10000"),
        ("两三", "2-3"),
        ("七八", "7-8"),
        ("三二", None),
        ("十四五", None),
        ("二零", None),
        ("零", None),
        ("十百", None),
        ("三万万", None),
    ],
)
def test_read_numeral(word: str, digits: str | None) -> None:
    assert read_numeral(word) == digits


@pytest.mark.parametrize(("number", "text"), [("92.50", "92.5"), ("3.0", "3"), ("100", "100"), ("0.4", "0.4")])
def test_plain(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text
