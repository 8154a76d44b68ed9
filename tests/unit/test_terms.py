from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terms import held_terms, joined_terms, terms


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        pytest.param("教育局", ("教育", "育局"), id="pairs overlap"),
        pytest.param("区", ("区",), id="a single character stays"),
        pytest.param("达92.5%以上", ("达", "92.5%", "92.5", "以上"), id="percentage with and without its sign"),
        pytest.param("新增2所,3人", ("新增", "2", "所", "3", "人"), id="numbers part the runs"),
        pytest.param("教基〔2025〕3号", ("教基", "2025", "3", "号"), id="document number"),
        pytest.param("kpl电竞 6+n", ("kpl", "电竞", "6", "n"), id="latin words"),
        pytest.param("教育教育", ("教育", "育教", "教育"), id="repeats are kept"),
        pytest.param("，。!? ", (), id="punctuation is no term"),
        pytest.param("𠮷野家", ("𠮷野", "野家"), id="beyond the BMP"),
    ],
)
def test_terms(folded: str, expected: tuple[str, ...]) -> None:
    assert terms(folded) == expected
    assert joined_terms(folded) == " ".join(expected)


@given(st.text("教育局区92.5%kpl ,。𠮷", max_size=20), st.text("教育局区92.5%kpl ,。𠮷", max_size=20))
def test_held_are_the_terms_that_both_have(asked: str, folded: str) -> None:
    assert held_terms(terms(asked), folded) == tuple(term for term in terms(asked) if term in set(terms(folded)))
