"""Weights and other quantities of a line, of which it has up to two."""

from __future__ import annotations

import polars as pl

#: Kilograms per unit of weight.
WEIGHTS = {"KG": 1.0, "MT": 1000.0, "GR": 0.001}


def weight_of(name: str) -> pl.Expr:
    """Return the weight [kg]: of Unit2, else of Unit1, else absent."""
    first, second = (
        pl.col(f"Quantity{i}-{name}").cast(pl.Float64, strict=False)
        * pl.col(f"Unit{i}").replace_strict(WEIGHTS, default=None, return_dtype=pl.Float64)
        for i in (1, 2)
    )
    return pl.coalesce(second, first).alias("weight")


def quantity_of(name: str) -> pl.Expr:
    """Return the quantity in a unit that is no weight: the second, else the first."""
    return pl.coalesce(
        *(pl.when(_counts(i)).then(pl.col(f"Quantity{i}-{name}").cast(pl.Float64, strict=False)) for i in (2, 1))
    ).alias("quantity")


def unit_of() -> pl.Expr:
    """Return the unit of that quantity, empty if there is none."""
    return pl.coalesce(*(pl.when(_counts(i)).then(pl.col(f"Unit{i}")) for i in (2, 1))).fill_null("").alias("unit")


def _counts(i: int) -> pl.Expr:
    return pl.col(f"Unit{i}").fill_null("").is_in(["", *WEIGHTS]).not_()
