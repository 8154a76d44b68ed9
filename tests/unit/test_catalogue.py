from __future__ import annotations

import pytest

from index.types import Filter
from tests.values import catalogue_of, make_document

LIBRARY = catalogue_of(
    make_document("", "云溪区", (2024, 2025), kinds=("总结", "计划")),
    make_document("", "河北省", (2025,), kinds=("报告",)),
    make_document("", "", (2023,), title="无地区"),
)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        pytest.param(Filter(), None, id="no filter excludes nothing"),
        pytest.param(Filter(regions=("云溪区",)), {"云溪区"}, id="region"),
        pytest.param(Filter(regions=("云溪", "河北")), {"云溪区", "河北省"}, id="short names, either"),
        pytest.param(Filter(years=(2025,)), {"云溪区", "河北省"}, id="year"),
        pytest.param(Filter(years=(2025,), kinds=("总结",)), {"云溪区"}, id="fields combine"),
        pytest.param(Filter(documents=("河北省.txt",)), {"河北省"}, id="source name"),
        pytest.param(Filter(documents=("云溪区",)), {"云溪区"}, id="document id"),
        pytest.param(Filter(collections=("other",)), set(), id="nothing meets it"),
    ],
)
def test_select(wanted: Filter, ids: set[str] | None) -> None:
    assert LIBRARY.select(wanted) == ids


def test_regions_and_years() -> None:
    assert LIBRARY.of_region("云溪区") == {"云溪区"}
    assert LIBRARY.of_region("梁溪区") == frozenset()
    assert LIBRARY.of_years((2024, 2023)) == {"云溪区", ""}
    assert LIBRARY.region_names == (
        ("云溪区", "云溪区"),
        ("河北省", "河北省"),
        ("云溪", "云溪区"),
        ("河北", "河北省"),
        ("燕赵", "河北省"),
    )
    assert LIBRARY.years_by_region["云溪区"] <= LIBRARY.years_by_region[""]
