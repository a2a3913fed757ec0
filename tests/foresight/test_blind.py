"""No feature looks ahead: what happens after the last known year changes no bit of a panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.foresight.given import assert_blind, names
from tocsin.foresight.channel import CHANNELS, Function, Given, channel

if TYPE_CHECKING:
    from tests.foresight.given import Tables
    from tocsin.foresight.flows import Flows, Reals


@pytest.mark.parametrize("last", [1999, 2008, 2015, 2020, 2023])
def test_no_feature_looks_ahead(bundled: Flows, tables: Tables, last: int) -> None:
    assert_blind(bundled, last, tables)


def peek_at_flows(given: Given) -> Mapping[str, Reals]:
    """Look at the product's trade of the next year."""
    trade = given.trade
    later = trade.flows.between(trade.last + 1, trade.last + 1)
    sums = np.bincount(later.product, weights=later.value, minlength=len(trade.flows.products))
    return {"peeked": np.asarray(sums[trade.product], dtype=np.float64)}


def peek_at_one_row(given: Given) -> Mapping[str, Reals]:
    """Look at one import of the next year, and say nothing of all others."""
    trade = given.trade
    later = trade.flows.between(trade.last + 1, trade.last + 1)
    seen = np.full(len(trade.rows), np.nan)
    row = int(np.where(trade.importer != trade.flows.bloc, trade.value[:, -1], 0.0).argmax())
    mine = (later.product == trade.product[row]) & (later.importer == trade.importer[row])
    seen[row] = later.value[mine].sum()
    return {"peeked": seen}


def peek_at_scores(given: Given) -> Mapping[str, Reals]:
    """Look at the newest score of any year."""
    newest = max(year for _, year in given.scores)
    score = {place: score for (place, year), score in given.scores.items() if year == newest}
    names = [given.trade.flows.places[place] for place in given.trade.importer]
    return {"peeked": np.asarray([score.get(name, np.nan) for name in names])}


@pytest.mark.parametrize("peek", [peek_at_flows, peek_at_one_row, peek_at_scores])
def test_a_feature_that_looks_ahead_is_caught(
    bundled: Flows, tables: Tables, peek: Function, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same harness, with a channel that leaks."""
    assert "record" in CHANNELS
    monkeypatch.setattr(CHANNELS, "_items", dict(CHANNELS._items))  # put back after the test
    channel("one that leaks", peeked=("what it may not know", "number"))(peek)
    assert "peeked" in names()
    with pytest.raises(AssertionError, match=r"differs in \['peeked'\]"):
        assert_blind(bundled, 2015, tables)
