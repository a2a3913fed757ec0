"""Ensembles on a Dask cluster: two worker processes on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.scenario.made import markets, scenario
from tocsin.core.errors import UsageError
from tocsin.scenario.ensemble import ensemble

pytestmark = pytest.mark.services
distributed = pytest.importorskip("distributed")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            dashboard_address=None,
            host="127.0.0.1",
            local_directory=tmp_path / "dask",
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_a_cluster_gives_the_bits_that_this_process_gives(client: Any, tmp_path: Path) -> None:
    told: list[str] = []
    here = ensemble(scenario(), markets(), runs=60, workers=1)
    there = ensemble(scenario(), markets(), runs=60, backend="dask", folder=tmp_path / "kept", told=told.append)

    for id_, outcome in here.goods.items():
        for name in ("unmet", "worst_month", "first_day", "path", "stock", "price", "sales"):
            assert np.array_equal(getattr(outcome, name), getattr(there.goods[id_], name)), name
    assert np.array_equal(here.costs.target, there.costs.target, equal_nan=True)
    assert told[-2] == "3 of 3 batches of runs are followed"
    assert _followed_by(client) == 3


def test_without_a_client_the_remedy_is_told() -> None:
    with pytest.raises(UsageError, match=r"distributed\.Client"):
        ensemble(scenario(), markets(), runs=2, backend="dask")


def _followed_by(client: Any) -> int:
    """Return how many batches the workers of the cluster have followed."""
    prefixes = client.run_on_scheduler(
        lambda dask_scheduler: {name: dict(one.state_counts) for name, one in dask_scheduler.task_prefixes.items()}
    )
    return sum(counts.get("memory", 0) for name, counts in prefixes.items() if "follow_batch" in name)
