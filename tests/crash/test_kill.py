from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.kill import Crashes

POINTS = {
    "while the tables are made": "index.database:_upgrade:after:1",
    "after a batch is committed": "index.store:Store.put:after:2",
    "after all is committed, before the engines": "index.engines:Engines.update:before:1",
    "before the manifest is published": "index.engines:publish_manifest:before:1",
    "after the manifest is published": "index.engines:publish_manifest:after:1",
    "before the second manifest": "index.engines:publish_manifest:before:2",
    "after a delete is committed": "index.store:Store.delete:after:1",
    "before older generations are purged": "index.engines:Engines.purge:before:1",
    "after older generations are purged": "index.engines:Engines.purge:after:1",
    "before the database is purged": "index.database:Database.purge:before:1",
    "after the database is purged": "index.database:Database.purge:after:1",
}


@pytest.fixture(scope="module")
def crashes(tmp_path_factory: pytest.TempPathFactory) -> Crashes:
    """One home for all named moments: each process finds what the kill before it left."""
    return Crashes(tmp_path_factory.mktemp("crashes"), seed=1)


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS.keys())
def test_nothing_acknowledged_is_lost_whatever_the_moment(crashes: Crashes, point: str) -> None:
    crashes.strike(point)


@pytest.mark.parametrize("times", [pytest.param(5, id="5 kills"), pytest.param(50, id="50 kills", marks=pytest.mark.long)])
def test_nothing_acknowledged_is_lost_at_random_moments(tmp_path: Path, times: int) -> None:
    crashes = Crashes(tmp_path, seed=20250301)
    for _ in range(times):
        crashes.strike()
    assert crashes.acknowledged
