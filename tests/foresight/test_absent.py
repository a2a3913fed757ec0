"""Channels of which a lake holds nothing change no bit of what is learned from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.foresight.given import drawn
from tocsin.foresight import boosting, hazard
from tocsin.foresight.channel import CATALOGUE
from tocsin.foresight.model import asked
from tocsin.foresight.panel import Panel, column

if TYPE_CHECKING:
    from tests.foresight.given import Tables
    from tocsin.foresight.flows import Flags, Flows, Reals


@pytest.fixture(scope="module")
def rows(bundled: Flows, tables: Tables) -> Panel:
    found = drawn(bundled, 2015, tables)
    return found.where(asked(found))


@pytest.fixture(scope="module")
def known(rows: Panel) -> Flags:
    known: Flags = np.asarray(np.isfinite(rows.features).any(axis=0))
    absent = {channel for channel, told in zip(CATALOGUE.channel_of.values(), known, strict=True) if not told}
    assert {"stock", "monthly", "tension"} <= absent
    assert not absent & rows.present
    return known


@pytest.fixture(scope="module")
def outcome(rows: Panel) -> Reals:
    """Draw by lot what comes, more often after a fall."""
    falls = np.nan_to_num(column(rows.features, "weight_against_base"))
    return (np.random.default_rng(5).normal(size=len(rows)) - falls > 1).astype(np.float64)


def test_the_hazard_keeps_its_bits(rows: Panel, known: Flags, outcome: Reals) -> None:
    period = np.arange(len(rows)) % 3
    scores = [
        hazard.fit(features, outcome, rows.families, period).score(features, rows.families)
        for features in (rows.features, np.ascontiguousarray(rows.features[:, known]))
    ]
    assert scores[0].std() > 0.1
    assert scores[0].tobytes() == scores[1].tobytes()


def test_the_trees_keep_their_bits(rows: Panel, known: Flags, outcome: Reals) -> None:
    scores = [
        boosting.fit(features, outcome, np.arange(features.shape[1]), trees=10, leaves=7).score(features)
        for features in (rows.features, np.ascontiguousarray(rows.features[:, known]))
    ]
    assert scores[0].std() > 0.1
    assert scores[0].tobytes() == scores[1].tobytes()
