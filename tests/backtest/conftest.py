"""The small lake replayed once for all tests, at both lags."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pipeline.small_lake import CLOCK, TODAY
from tocsin.backtest.replay import Replay, predict, prepare
from tocsin.lake import Lake
from tocsin.pipeline.forecast import Setting

if TYPE_CHECKING:
    import polars as pl

#: First target years: of the newest origin, what comes is not known yet.
TARGETS = {"honest": (2018, 2019, 2021, 2023), "one": (2018, 2022)}


@dataclass(frozen=True)
class Replayed:
    """One lag of the small lake, replayed."""

    replay: Replay
    frame: pl.DataFrame


@pytest.fixture(scope="session")
def replayed(small_lake: Path) -> dict[str, Replayed]:
    """Replay the small lake, by lag."""
    lake = Lake(small_lake, CLOCK)
    made = {}
    for lag, targets in TARGETS.items():
        replay = prepare(lake, TODAY, Setting(lag=lag), targets, jobs=1)
        made[lag] = Replayed(replay, predict(replay, TODAY))
    return made
