"""The table of errors: complete, and with statuses that fit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.errors import LanguageModelFailed, YoujuError
from rag.api.problems import TABLE, entry, problem_of, response
from rag.cli import exit_status
from tests.api.client import client_for


def leaves(error: type[YoujuError]) -> Iterator[type[YoujuError]]:
    below = error.__subclasses__()
    if not below:
        yield error
    for each in below:
        yield from leaves(each)


LEAVES = tuple(leaves(YoujuError))


@pytest.mark.parametrize("error", LEAVES, ids=lambda error: error.code)
def test_every_error_has_its_own_line(error: type[YoujuError]) -> None:
    assert error in TABLE
    status, title = entry(error)
    assert 400 <= status < 600
    assert title


@pytest.mark.parametrize("error", LEAVES, ids=lambda error: error.code)
def test_every_error_has_an_exit_status(error: type[YoujuError]) -> None:
    assert exit_status(error) in {1, 2, 3}


def test_a_new_error_counts_as_the_nearest_above_it() -> None:
    class Slower(LanguageModelFailed):
        pass

    assert entry(Slower) == TABLE[LanguageModelFailed]


def test_codes_are_distinct() -> None:
    assert len({error.code for error in LEAVES}) == len(LEAVES)


def test_every_code_is_explained_where_its_problem_points() -> None:
    page = client_for().get("/docs").text
    assert [error.code for error in LEAVES if f'id="{error.code}"' not in page] == []


def test_only_openai_addresses_carry_openai_errors() -> None:
    problem = problem_of(YoujuError("x"))
    assert b'"error"' in bytes(response(problem, "/v1/chat/completions").body)
    assert b'"error"' not in bytes(response(problem, "/v1/ask").body)
