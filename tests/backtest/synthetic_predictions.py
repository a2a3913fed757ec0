"""A synthetic predictions table: events drawn from probabilities that the model says, so its calibration is known."""

from __future__ import annotations

import numpy as np
import polars as pl

from tocsin.backtest.sample import Flags, Ints, Reals

IMPORTERS = ("CHN", "DEU", "EU", "FRA", "IND", "JPN", "KOR", "MEX", "POL", "THA", "USA", "VNM")
LABELS = ("tight", "collapse", "severe", "raw", "own_price")
VOID = "weight unknown"


def synthetic_predictions(
    *,
    seed: int = 0,
    products: int = 30,
    importers: int = len(IMPORTERS),
    years: tuple[int, int] = (2010, 2023),
    lags: tuple[str, ...] = ("one",),
    skill: float = 1.0,
) -> pl.DataFrame:
    """Draw a row per importer, product, year, lag and horizon.

    The chance of an event is ``1 / (1 + exp(3 - 1.2 * heat))``; heat has a product's, a year's and a row's part. The
    model says that chance exactly at skill 1, and one of other rows at skill 0; the volatility logit knows the
    product's part alone.
    """
    frames = [_lag(seed + place, lag, (products, importers), years, skill) for place, lag in enumerate(lags)]
    return pl.concat(frames)


def _lag(seed: int, lag: str, size: tuple[int, int], years: tuple[int, int], skill: float) -> pl.DataFrame:
    chance = np.random.default_rng(seed)
    products, importers = size
    first, last = years
    count = last - first + 1
    product = np.repeat(np.arange(products), importers * count)
    importer = np.tile(np.repeat(np.arange(importers), count), products)
    year = np.tile(np.arange(first, last + 1), products * importers)
    lasting = chance.normal(size=products)[product]
    heat = lasting + 0.3 * chance.normal(size=count)[year - first] + 1.2 * chance.normal(size=len(year))
    p = _chance(heat)
    twelve = chance.random(len(p)) < p
    said = p if skill == 1 else skill * p + (1 - skill) * np.random.default_rng(seed + 100).permutation(p)
    value = np.exp(chance.normal(16, 1.5, len(p)))
    frame = pl.DataFrame(
        {
            "reporter": [IMPORTERS[one] if one < len(IMPORTERS) else f"X{one:02d}" for one in importer],
            "product": [f"{280000 + 10 * one}" for one in product],
            "nomenclature": "HS2017",
            "origin": [f"{one}-03-01" for one in year],
            "target": year,
            "lag": lag,
            "value": np.maximum(value, 5e5),
            "stopped": twelve & (chance.random(len(p)) < 0.1),
            "hub": chance.random(len(p)) < 0.05,
            "reconstructed": year < 2020,
            "void": [VOID if one else None for one in chance.random(len(p)) < 0.03],
            **_rivals(chance, lasting, twelve, year),
        }
    )
    one = _horizon(frame, 12, twelve, said, year)
    again = twelve | (chance.random(len(p)) < p)
    return pl.concat([one, _horizon(frame, 24, again, 1 - (1 - said) ** 2, year + 1)])


def _horizon(frame: pl.DataFrame, horizon: int, y: Flags, p: Reals, target: Ints) -> pl.DataFrame:
    known = pl.col("void").is_null()
    return frame.with_columns(
        pl.lit(horizon).alias("horizon"),
        pl.Series("target", target),
        pl.Series("probability", p),
        pl.Series("low", p * 0.7),
        pl.Series("high", 1 - (1 - p) * 0.9),
        *[pl.when(known).then(pl.Series(y)).otherwise(None).alias(f"label_{name}") for name in LABELS],
    )


def _rivals(chance: np.random.Generator, lasting: Reals, y: Flags, year: Ints) -> dict[str, pl.Series]:
    n = len(y)
    noise = chance.normal(size=(8, n))
    top = 1 / (1 + np.exp(-0.3 * y - noise[0]))
    return {
        "baseline_climatology": pl.Series(np.full(n, float(y.mean()))),
        "baseline_product_rate": pl.Series(_chance(1.5 * lasting)),
        "baseline_volatility": pl.Series(_chance(lasting)),
        "baseline_last_change": pl.Series(_chance(0.3 * y + noise[1])),
        "baseline_top_share": pl.Series(top),
        "baseline_top50": pl.Series(top > 0.5),
        "baseline_top70": pl.Series(top > 0.7),
        "baseline_top80": pl.Series(top > 0.8),
        "baseline_cdi": pl.Series(noise[2] > 1.5),
        "baseline_geodep": pl.Series(noise[3] > 1.5),
        "baseline_kita": pl.Series(noise[4] > 1.5),
        "baseline_country_risk_pv": pl.Series(noise[5]).set(pl.Series(year < 2014), None),
        "baseline_geopolrisk": pl.Series(noise[6]).set(pl.Series(year > 2020), None),
        "baseline_dera": pl.Series(
            [bool(one > 1) if at > 2012 else None for one, at in zip(noise[7], year, strict=True)]
        ),
    }


def _chance(heat: Reals) -> Reals:
    found: Reals = 1 / (1 + np.exp(3 - 1.2 * heat))
    return found
