"""Logged forecasts against what came, worked by hand."""

from __future__ import annotations

import math
from typing import Any, cast

import pytest

from tocsin.backtest.matured import score
from tocsin.lake.log_record import NONE, Question, Record, question


def record(product: str, probability: float, **changes: Any) -> Record:
    told: dict[str, Any] = {"product": product, "probability": probability, "low": 0.0, "high": 1.0, "seq": 1}
    told |= {"made_at": "2026-03-02T09:00:00+00:00", "origin": "2026-03-02", "reporter": "KOR", "basis": "invented"}
    told |= {"nomenclature": "HS1992", "period": "2024", "label": "tight", "horizon": "12", "target": "2026"}
    told |= {"model_version": "1", "input_digest": "1", "previous": NONE, "digest": NONE}
    return cast("Record", told | changes)


SAID = [record("a", 0.8), record("b", 0.4), record("c", 0.2), record("d", 0.2), record("e", 0.5), record("f", 0.5)]
CAME = dict(zip(map(question, SAID), (True, True, False, False, None), strict=False))


def test_scores_by_hand() -> None:
    total = score(SAID, CAME).total
    assert (total.matured, total.waiting, total.void, total.events) == (4, 1, 1, 2)
    assert total.rate == 0.5
    assert total.brier == pytest.approx((0.04 + 0.36 + 0.04 + 0.04) / 4)
    assert total.brier_skill == pytest.approx(1 - 0.12 / 0.25)
    assert total.log_score == pytest.approx(-(math.log(0.8) + math.log(0.4) + 2 * math.log(0.8)) / 4)
    assert [(one.count, one.said, one.came) for one in total.reliability] == [
        (2, pytest.approx(0.2), 0.0),
        (1, 0.4, 1.0),
        (1, 0.8, 1.0),
    ]


def test_five_bins_hold_about_equally_many() -> None:
    said = [record(f"{i}", (i + 1) / 102) for i in range(100)]
    total = score(said, {question(one): i % 2 == 0 for i, one in enumerate(said)}).total
    assert [one.count for one in total.reliability] == [20] * 5
    assert [one.came for one in total.reliability] == [0.5] * 5


def test_groups_are_scored_apart_and_horizons_do_not_mix() -> None:
    other = record("a", 0.9, horizon="24", target="2026-2027")
    later = record("b", 0.1, origin="2026-04-01")
    card = score([*SAID, other, later], CAME | {question(other): False})
    assert [(one.label, one.horizon, one.matured) for one in card.by_label] == [("tight", "12", 5), ("tight", "24", 1)]
    assert [(one.horizon, one.origin, one.matured) for one in card.by_origin] == [
        ("12", "2026-03-02", 4),
        ("12", "2026-04-01", 1),
        ("24", "2026-03-02", 1),
    ]
    assert card.by_label[1].brier == pytest.approx(0.81)
    assert card.by_label[1].brier_skill is None  # a rate of 0 cannot be bettered
    assert card.total.matured == sum(one.matured for one in card.by_label) == 6


@pytest.mark.parametrize(
    ("target", "made_at", "late"),
    [
        ("2026", "2026-12-31T23:59:59+00:00", False),
        ("2026", "2027-01-01T00:00:00+00:00", True),
        ("2026-2027", "2027-12-31T00:00:00+00:00", False),
        ("2026-2027", "2028-01-01T00:00:00+00:00", True),
    ],
)
def test_what_was_logged_afterwards_counts_nowhere_else(target: str, made_at: str, *, late: bool) -> None:
    one = record("z", 0.99, target=target, made_at=made_at)
    card = score([*SAID, one], CAME | {question(one): True})
    assert (card.late.matured, card.total.matured) == ((1, 4) if late else (0, 5))
    assert (card.total == score(SAID, CAME).total) == late


def test_nothing_matured_gives_no_score() -> None:
    card = score(SAID, {})
    assert (card.total.matured, card.total.waiting) == (0, 6)
    assert (card.total.rate, card.total.brier, card.total.log_score, card.total.reliability) == (None, None, None, ())
    none: dict[Question, bool | None] = {}
    assert score([], none).by_label == ()
    assert score(iter(SAID), CAME) == score(SAID, CAME)
