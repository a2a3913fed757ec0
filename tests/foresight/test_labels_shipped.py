"""The labels of the shipped trade, worked out twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from tests.foresight import plain
from tocsin.foresight.labels import RULES, VOIDS, labels
from tocsin.ref.groups import members_by_year

if TYPE_CHECKING:
    from tocsin.foresight.flows import Flows


@pytest.mark.parametrize(("last", "target"), [(2019, 2020), (2021, 2023), (2008, 2010)])
def test_every_row_as_in_plain_polars(shipped: pl.DataFrame, bundled: Flows, last: int, target: int) -> None:
    members = {iso3 for year, iso3 in members_by_year("EU", last, last)}
    there = plain.labels(shipped, members, last, target)
    here = labels(bundled, last, target)
    names = np.asarray([*VOIDS, ""])
    frame = pl.DataFrame(
        {
            "product": np.asarray(bundled.products)[here.product],
            "reporter": np.asarray(bundled.places)[here.importer],
            **here.rules,
            "void": names[here.void],
            "hub": here.hub,
            "stopped": here.stopped,
            "value": here.value,
        }
    ).sort("product", "reporter")
    there = there.with_columns(pl.col("void").fill_null(""))
    assert frame["product"].to_list() == there["product"].to_list()
    assert frame["reporter"].to_list() == there["reporter"].to_list()
    known = frame["void"] == ""
    for name in ("void", "hub", "stopped", "value"):
        assert frame[name].to_list() == there[name].to_list(), name
    for name in RULES:
        assert frame.filter(known)[name].to_list() == there.filter(known)[name].to_list(), name
        assert 0 < frame.filter(known)[name].to_numpy().mean() < 0.5, name
    assert {"EU", "KOR", "JPN", "USA"} <= set(frame.filter(known)["reporter"])


def test_a_later_base_does_not_look_at_other_years(bundled: Flows) -> None:
    few = labels(bundled.of_years({2019, 2020, 2021, 2023}), 2021, 2023)
    every = labels(bundled, 2021, 2023)
    assert all(np.array_equal(few.rules[name], every.rules[name]) for name in RULES)
    assert np.array_equal(few.void, every.void)
