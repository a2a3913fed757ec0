"""The labels once more, in plain Polars, written from their description in words and from no code of the box.

Whoever checks Tocsin from outside does the same. Where the words leave a choice it is marked "choice".
"""

from __future__ import annotations

import polars as pl

AMOUNTS = ("value", "weight", "weighed")


def labels(flows: pl.DataFrame, members: set[str], last: int, target: int) -> pl.DataFrame:
    """Label every import that had a value in the last year of the base.

    Parameters
    ----------
    flows : polars.DataFrame
        Columns ``product``, ``reporter``, ``partner``, ``year``, ``value``, ``weight``.
    members : set of str
        Members of the Union in the last year of the base.
    last, target : int
        Last year of the base, and year looked at.

    Returns
    -------
    polars.DataFrame
        ``product``, ``reporter``, the five rules, ``void`` (reason or null), ``hub``, ``stopped``, ``value``; sorted.
    """
    base = [last - 2, last - 1, last]
    when = {**{year: f"b{place}" for place, year in enumerate(base)}, target: "t"}
    seen = flows.filter(pl.col("year").is_in(list(when))).with_columns(
        pl.col("year").replace_strict(when, return_dtype=pl.String).alias("when"),
        pl.col("weight").fill_null(0.0),
        pl.when(pl.col("weight").fill_null(0.0) > 0).then("value").otherwise(0.0).alias("weighed"),
    )
    inside = pl.col("reporter").is_in(sorted(members))
    union = seen.filter(inside & ~pl.col("partner").is_in(sorted(members))).with_columns(reporter=pl.lit("EU"))
    own = _wide(seen, ("product", "reporter"))
    imports = pl.concat([own, _wide(union, ("product", "reporter"))])
    return (
        imports.filter(pl.col("value_b2") > 0)
        .join(_outside(seen, own, sorted(members)), on=("product", "reporter"), how="left")
        .join(_of_product(seen, own), on="product", how="left")
        .join(_exports(seen), on=("product", "reporter"), how="left")
        .with_columns(
            reports=_reports(seen, members),
            fall=pl.col("weight_t") / _mean("weight"),
            cheap=pl.col("value_t") < 0.9 * _mean("value"),
            own_t=pl.col("weighed_t") / pl.col("weight_t"),
            own_b2=pl.col("weighed_b2") / pl.col("weight_b2"),
        )
        .select(
            "product",
            "reporter",
            (
                ((pl.col("fall") < 0.7) & pl.col("cheap") & pl.col("rises").fill_null(value=False))
                | (pl.col("value_t") == 0)  # a flow that stops is positive
            ).alias("tight"),
            ((pl.col("fall") < 0.7) & pl.col("cheap")).alias("collapse"),
            ((pl.col("fall") < 0.5) & pl.col("cheap")).alias("severe"),
            (pl.col("fall") < 0.7).alias("raw"),
            # choice: a stop has no unit value and counts as dearer
            ((pl.col("fall") < 0.7) & ((pl.col("value_t") == 0) | (pl.col("own_t") > 1.10 * pl.col("own_b2")))).alias(
                "own_price"
            ),
            _void().alias("void"),
            (pl.col("resold").fill_null(0.0) >= 0.5 * pl.sum_horizontal([f"value_b{n}" for n in range(3)])).alias(
                "hub"
            ),
            (pl.col("value_t") == 0).alias("stopped"),
            pl.col("value_b2").alias("value"),
        )
        .sort("product", "reporter")
    )


def _wide(seen: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    """Add up by keys; one column per measure and year, nought where there is none."""
    sums = [
        pl.col(name).filter(pl.col("when") == year).sum().alias(f"{name}_{year}")
        for name in AMOUNTS
        for year in ("b0", "b1", "b2", "t")
    ]
    return seen.group_by(keys).agg(sums)


def _mean(name: str) -> pl.Expr:
    return pl.sum_horizontal([f"{name}_b{place}" for place in range(3)]) / 3


def _outside(seen: pl.DataFrame, own: pl.DataFrame, members: list[str]) -> pl.DataFrame:
    """Tell for every importer and product whether the price that all other importers paid rose against others."""
    places = pl.concat([own.select("reporter").unique(), pl.DataFrame({"reporter": ["EU"]})])
    union = _wide(seen.filter(pl.col("reporter").is_in(members)), ("product",)).with_columns(reporter=pl.lit("EU"))
    mine = pl.concat([own, union.select(own.columns)])
    grid = (
        own.select("product")
        .unique()
        .join(places, how="cross")
        .join(mine, on=("product", "reporter"), how="left")
        .fill_null(0.0)
        .join(_wide(seen, ("product",)), on="product", suffix="_world")
    )
    years = ("b0", "b1", "b2", "t")
    # choice: only flows whose weight is known have a price, and without one in each year there is no verdict
    grid = grid.with_columns(
        pl.when(pl.col(f"weight_{year}_world") - pl.col(f"weight_{year}") > 0)
        .then(
            (pl.col(f"weighed_{year}_world") - pl.col(f"weighed_{year}"))
            / (pl.col(f"weight_{year}_world") - pl.col(f"weight_{year}"))
        )
        .alias(f"p_{year}")
        for year in years
    )
    usual = (pl.col("p_b0") + pl.col("p_b1") + pl.col("p_b2")) / 3
    grid = grid.with_columns(
        (pl.col(f"p_{year}") / (pl.col(f"p_{year}") / usual).median().over("reporter")).alias(f"r_{year}")
        for year in years
    )
    rises = pl.col("r_t") > 1.10 * (pl.col("r_b0") + pl.col("r_b1") + pl.col("r_b2")) / 3
    return grid.select("product", "reporter", rises.alias("rises"))


def _of_product(seen: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Tell what is left of each product's world trade, and the middle importer's unit value in the target year."""
    left = _wide(seen, ("product",)).select("product", (pl.col("value_t") / _mean("value")).alias("left"))
    paid = own.filter(pl.col("weight_t") > 0).with_columns(paid=pl.col("weighed_t") / pl.col("weight_t"))
    return left.join(paid.group_by("product").agg(pl.col("paid").median().alias("usual")), on="product", how="left")


def _exports(seen: pl.DataFrame) -> pl.DataFrame:
    sold = seen.filter(pl.col("when") != "t").group_by("product", "partner").agg(pl.col("value").sum().alias("resold"))
    return sold.rename({"partner": "reporter"})


def _reports(seen: pl.DataFrame, members: set[str]) -> pl.Expr:
    alive = set(seen.filter(pl.col("when") == "t")["reporter"].unique().to_list())
    return pl.col("reporter").is_in(sorted(alive | ({"EU"} if alive & members else set())))


def _void() -> pl.Expr:
    known = [pl.col(f"{name}_b{place}") > 0 for name in ("value", "weight") for place in range(3)]
    held = [
        (pl.col(f"value_{year}") > 0) & (pl.col(f"weighed_{year}") / pl.col(f"value_{year}") < 0.8)
        for year in ("b0", "b1", "b2", "t")
    ]
    # choice: it is the unit value of the target year that is looked at
    times = pl.col("own_t") / pl.col("usual")
    return (
        pl.when(~pl.all_horizontal(known))
        .then(pl.lit("not established"))
        .when(~pl.col("reports"))
        .then(pl.lit("reporter stopped"))
        .when(pl.col("left") < 0.2)
        .then(pl.lit("code break"))
        .when(pl.any_horizontal(held))
        .then(pl.lit("weight unknown"))
        .when((pl.col("weight_t") > 0) & ((times > 3) | (times < 1 / 3)))
        .then(pl.lit("unit value off"))
        .otherwise(None)
    )
