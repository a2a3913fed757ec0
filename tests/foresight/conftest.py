"""The trade that ships, as the box is given it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.foresight.given import Tables
from tests.foresight.shipped import trade, union
from tocsin.foresight.flows import Flows, read_flows
from tocsin.sources.bundled.tables import table

if TYPE_CHECKING:
    import polars as pl


@pytest.fixture(scope="session")
def shipped() -> pl.DataFrame:
    """Read the newer shipped release."""
    return trade()


@pytest.fixture(scope="session")
def bundled(shipped: pl.DataFrame) -> Flows:
    """Read the same as flows."""
    return read_flows(shipped.to_arrow(), union())


@pytest.fixture(scope="session")
def tables() -> Tables:
    """Read the shipped scores, and production under one code of each of two commodities."""
    scores = {(iso3, year): value for iso3, year, value, _ in table("country_score").iter_rows()}
    codes = {"graphite": "250410", "fluorspar": "252921"}
    output = {
        (codes[name], iso3, year): quantity * 1000
        for iso3, name, stage, year, quantity, _, _ in table("production").iter_rows()
        if name in codes and stage == "mine"
    }
    assert scores
    assert output
    return Tables(scores, output)
