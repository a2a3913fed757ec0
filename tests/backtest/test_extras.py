"""Extras: variants are paired with the full model on the rows of both, a placebo from a model, releases agree."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest

from tests.backtest.synthetic_predictions import synthetic_predictions
from tocsin.backtest.extras import ALL, agreement, compare, placebos
from tocsin.backtest.skill import auprc, auroc
from tocsin.core.errors import FormatError, UsageError

DRAWS = 12


@cache
def full() -> pl.DataFrame:
    return synthetic_predictions()


@cache
def blunt() -> pl.DataFrame:
    return synthetic_predictions(skill=0.5)


def scored(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(
        pl.col("horizon") == 12,
        pl.col("target").is_between(2010, 2020),
        pl.col("value") > 5e6,
        pl.col("label_tight").is_not_null(),
    )


def test_a_variant_is_paired_with_the_full_model_row_by_row() -> None:
    shuffled = blunt().sample(fraction=0.8, shuffle=True, seed=2)
    (one,) = compare(full(), {"network": shuffled}, kind="ablation", draws=DRAWS).variants
    keys = ["target", "reporter", "product"]
    both = scored(full()).join(scored(shuffled).select(*keys, pl.col("probability").alias("other")), on=keys)
    y = both["label_tight"].to_numpy().astype(np.bool_)
    p, other = both["probability"].to_numpy(), both["other"].to_numpy()
    assert (one.rows, one.events) == (len(both), int(y.sum()))
    assert one.differences["auroc"].value == pytest.approx(auroc(y, p) - auroc(y, other), rel=1e-9)
    assert one.differences["auprc"].value == pytest.approx(auprc(y, p) - auprc(y, other), rel=1e-9)
    assert one.differences["auroc"].ninety_five[0] > 0


def test_the_full_model_beside_itself_loses_nothing() -> None:
    (one,) = compare(full(), {"nothing": full()}, kind="ablation", draws=DRAWS).variants
    assert one.differences["auroc"].ninety_five == pytest.approx((0, 0), abs=0)
    assert one.full == one.variant


def test_left_out_families_are_also_taken_together() -> None:
    codes = sorted(full()["product"].unique().to_list())
    families = {
        "first": blunt().filter(pl.col("product").is_in(codes[:15])),
        "second": blunt().filter(pl.col("product").is_in(codes[15:])),
    }
    found = compare(full(), families, kind="families", draws=DRAWS)
    assert [one.name for one in found.variants] == ["first", "second", ALL]
    first, second, together = found.variants
    assert first.rows + second.rows == together.rows == len(scored(full()))
    (whole,) = compare(full(), {"all": blunt()}, kind="ablation", draws=DRAWS).variants
    assert together.differences == whole.differences


def test_a_variant_without_rows_or_events_is_absent() -> None:
    quiet = full().with_columns(pl.lit(value=False).alias("label_tight"))
    none = full().filter(pl.col("target") > 2020)
    (empty,) = compare(full(), {"none": none}, kind="learning", draws=DRAWS).variants
    (same,) = compare(quiet, {"quiet": quiet}, kind="learning", draws=DRAWS).variants
    assert empty.absent == "no rows in common"
    assert empty.rows == 0
    assert same.absent.startswith("no event in")
    with pytest.raises(UsageError, match="extra 'colour'"):
        compare(full(), {}, kind="colour")


def shuffled() -> pl.DataFrame:
    """Labels that keep how often each product runs short, and nothing else."""
    return full().with_columns(pl.col("label_tight").shuffle(seed=5).over("product", "horizon"))


def test_labels_shuffled_within_products_leave_chance_within_and_their_rates_over_all() -> None:
    real, drawn = placebos({"by product": shuffled()}, full=full(), draws=100)
    assert (real.shuffled, drawn.shuffled, drawn.name) == (False, True, "by product")
    assert real.within is not None
    assert drawn.within is not None
    assert drawn.at_chance
    assert drawn.within.auroc.value == pytest.approx(0.5, abs=0.04)
    assert not real.at_chance
    assert real.within.auroc.ninety_five[0] > 0.55
    assert drawn.skill is not None
    assert drawn.skill.auroc is not None
    assert drawn.skill.auroc.ninety_five[0] > 0.5, "pooled, the products' own rates are still told apart"
    assert drawn.above_reference is not None
    assert drawn.above_reference.value < 0
    assert real.above_reference is not None
    assert real.above_reference.ninety_five[0] > 0


def test_a_placebo_without_own_rates_or_events_says_so() -> None:
    (bare,) = placebos({"x": shuffled().drop("baseline_product_rate")}, draws=DRAWS)
    assert (bare.reference, bare.above_reference, bare.absent) == (None, None, "")
    (quiet,) = placebos({"x": full().with_columns(pl.lit(value=False).alias("label_tight"))}, draws=DRAWS)
    assert quiet.absent.startswith("no event in")
    assert (quiet.within, quiet.at_chance) == (None, None)


def test_releases_agree_as_far_as_both_call_the_same_imports_short() -> None:
    frame = pl.DataFrame(
        {
            "label": ["tight"] * 5 + ["raw"],
            "target": [2020, 2020, 2021, 2021, 2021, 2020],
            "older": [True, True, False, True, None, False],
            "newer": [True, False, True, True, True, False],
        }
    )
    raw, raw_all, first, second, total = agreement({"old and new": frame})
    assert (raw.either, raw.agreement, raw_all.year) == (0, None, "all")
    assert (first.year, first.both, first.either, first.agreement) == ("2020", 1, 2, 0.5)
    assert (second.rows, second.agreement, second.confirmed) == (2, 0.5, 1.0)
    assert (total.both, total.either, total.agreement) == (2, 4, 0.5)
    with pytest.raises(FormatError, match="no column newer"):
        agreement({"old and new": frame.drop("newer")})
