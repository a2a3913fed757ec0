"""Forecasts made up for tests: invented numbers that add up; their rows say that they are synthetic."""

from __future__ import annotations

import math
import random
from dataclasses import replace

from tests.publish.synthetic import synthetic_board
from tocsin.foresight.outlook import Contribution, Outlook, Precedent, Relief
from tocsin.publish.board import Board, Forecast

RULE = "imports collapse while the price rises elsewhere"
TARGETS = {"12": "2026", "24": "2026-2027"}
SYNTHETIC_FORECAST = Forecast("tight", RULE, TARGETS, 0.074, "synthetic", "honest", reconstructed=False)
WITHOUT = (4, 11)
_CHANNELS = (
    ("record", "the import's own record", "import weight of the last year against its three-year mean: -35 %"),
    ("suppliers", "stress of its suppliers", "export weight of its suppliers to others against their mean: -12 %"),
    ("network", "its place in the network", "share of the largest supplier: 94 %"),
    ("price", "its price against the world", "unit value against that of all others: +18 %"),
    ("standing", "standing record of product, suppliers and importer", "how often it came true for them before"),
)


def synthetic_outlook(
    hs6: str = "250410", *, chance: float = 0.12, reporter: str = "KOR", basis: str = "synthetic", period: str = "2024"
) -> Outlook:
    """Make up a forecast of a given probability; the last channel with data makes all of them add up."""
    dice = random.Random(f"{hs6}{reporter}{chance}")  # noqa: S311 - numbers for a test
    base, odds = -2.4, math.log(chance / (1 - chance))
    parts = [dice.uniform(-0.5, 0.7) for _ in _CHANNELS[1:]]
    parts = [odds - base - sum(parts), *parts]
    told = [Contribution(*names[:2], True, part, names[2]) for names, part in zip(_CHANNELS, parts, strict=True)]
    told.sort(key=lambda one: -abs(one.log_odds))
    absent = Contribution("production", "production of its suppliers", False, 0.0, "the lake holds nothing of it")
    later = 1 - (1 - chance) * (1 - chance * 0.8)
    cases = [Precedent("JPN", hs6, str(2012 + k), str(2014 + k), k == 1) for k in range(2)]
    cases += [Precedent(who, "281820", "2016", "2018", False) for who in ("DEU", "EU", "USA")]
    text = "It would be usual with share of the largest supplier at 61 % instead of 94 %."
    return Outlook(
        basis=basis,
        nomenclature="HS1992",
        reporter=reporter,
        product=hs6,
        period=period,
        label="tight",
        targets=TARGETS,
        probability={"12": chance, "24": later},
        interval={"12": (chance * 0.65, chance + (1 - chance) * 0.06), "24": (later * 0.7, later + (1 - later) * 0.05)},
        rate=0.074,
        base=base,
        channels=(*told, absent),
        precedents=tuple(cases),
        relief=Relief(0.074, "top_share", text, 0.94, 0.61) if chance > 0.074 else None,
    )


def synthetic_forecast_board(reporter: str = "KOR", *, rows: int = 25) -> Board:
    """Make up a board whose rows have forecasts, all but two of them, in order of expected consequence."""
    board = synthetic_board(reporter, rows=rows)
    dice = random.Random(reporter)  # noqa: S311 - numbers for a test
    ahead = []
    for row in board.rows:
        if row.rank in WITHOUT:
            ahead.append(replace(row, no_forecast="imports under USD 500 thousand"))
            continue
        said = synthetic_outlook(row.hs6, chance=dice.choice((0.004, 0.03, 0.07, 0.12, 0.22, 0.41)), reporter=reporter)
        expected = None if row.exposure is None else said.probability["12"] * row.exposure
        ahead.append(replace(row, outlook=said, expected=expected))
    ahead.sort(key=lambda row: (row.outlook is None, -(row.expected or 0.0)))
    ranked = tuple(replace(row, rank=rank) for rank, row in enumerate(ahead, start=1))
    return replace(board, sort="expected", rows=ranked, forecast=SYNTHETIC_FORECAST, no_forecast="")
