"""Scores from a synthetic predictions table: as by hand, whatever the order, absent where there is none."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest

from tests.backtest.synthetic_predictions import VOID, synthetic_predictions
from tocsin.backtest.alarms import count_alarms
from tocsin.backtest.effects import Effect
from tocsin.backtest.plain import plain
from tocsin.backtest.reliability import calibration_line, reliability_table
from tocsin.backtest.rivals import rivals_of
from tocsin.backtest.sample import Flags, Reals
from tocsin.backtest.score import BANDS, Block, Scores, score
from tocsin.backtest.skill import auprc, auroc, brier, brier_skill, log_score, partial_auroc
from tocsin.backtest.usefulness import usefulness
from tocsin.backtest.verdict import HARDLY
from tocsin.core.errors import FormatError, InputError, UsageError

DRAWS = 12


@cache
def synthetic() -> pl.DataFrame:
    return synthetic_predictions(lags=("honest", "one"))


@cache
def scored() -> Scores:
    return score(synthetic(), draws=DRAWS)


def block(name: str = "development", horizon: int = 12, found: Scores | None = None) -> Block:
    return next(one for one in (found or scored()).blocks if (one.name, one.horizon) == (name, horizon))


def rows(first: int = 2010, last: int = 2020, horizon: int = 12, lag: str = "one") -> pl.DataFrame:
    return synthetic().filter(
        pl.col("lag") == lag,
        pl.col("horizon") == horizon,
        pl.col("target").is_between(first, last),
        pl.col("value") > 5e6,
        pl.col("label_tight").is_not_null(),
    )


def outcome(part: pl.DataFrame, column: str = "probability") -> tuple[Flags, Reals]:
    return part["label_tight"].to_numpy().astype(np.bool_), part[column].cast(pl.Float64).to_numpy()


def effect(name: str) -> Effect:
    return next(one for one in block().effects if one.name == name)


@pytest.mark.parametrize(("name", "years"), [("development", (2010, 2020)), ("final", (2021, 2023))])
def test_the_model_is_scored_as_by_direct_calls(name: str, years: tuple[int, int]) -> None:
    y, p = outcome(rows(*years))
    reference = rows(*years)["baseline_climatology"].to_numpy()
    found = block(name).pooled
    model = found.model
    assert model is not None
    assert (found.rows, found.events) == (len(y), int(y.sum()))
    assert found.prevalence == pytest.approx(float(y.mean()))
    assert model.auroc is not None
    assert model.auprc is not None
    assert model.brier_skill is not None
    assert model.auroc.value == pytest.approx(auroc(y, p), rel=1e-12)
    assert model.auprc.value == pytest.approx(auprc(y, p), rel=1e-12)
    assert model.partial_auroc == pytest.approx(partial_auroc(y, p), rel=1e-12)
    assert model.brier == pytest.approx(brier(y, p), rel=1e-12)
    assert model.brier_skill.value == pytest.approx(brier_skill(y, p, reference), rel=1e-9)
    assert model.log_score == pytest.approx(log_score(y, p), rel=1e-12)
    line = calibration_line(y, p)
    assert model.intercept == pytest.approx(line.intercept)
    assert model.slope == pytest.approx(line.slope)
    assert [one.count for one in found.reliability] == [one.count for one in reliability_table(y, p)]


def test_alarms_are_raised_by_importer_and_year() -> None:
    part = rows()
    y, p = outcome(part)
    group = (part["reporter"] + part["target"].cast(pl.String)).to_numpy().astype(np.str_)
    model = block().pooled.model
    assert model is not None
    assert model.alarms == count_alarms(y, p, group=group, key=part["product"].to_numpy().astype(np.str_))


def test_a_probability_that_is_right_has_slope_one_and_the_volatility_logit_is_beaten() -> None:
    model = block().pooled.model
    assert model is not None
    assert model.slope == pytest.approx(1, abs=0.15)
    verdict = next(one for one in block().verdicts if one.rival == "volatility")
    assert verdict.answer == "yes"
    assert verdict.text.startswith("Beats own volatility (logit): yes (AUROC +0.")


@pytest.mark.slow
def test_a_forecast_drawn_by_lot_beats_nothing_and_is_said_to_hardly_warn() -> None:
    luck = score(synthetic_predictions(lags=("honest",), skill=0), lag="honest", draws=DRAWS)
    assert luck.warns == "no"
    assert luck.plainly.startswith(HARDLY)
    assert "own volatility (logit) (2010-2020)" in luck.plainly
    verdict = next(one for one in block(found=luck).verdicts if one.rival == "volatility")
    assert verdict.answer == "no"
    better = score(synthetic_predictions(lags=("one",), skill=0), lag="one", draws=DRAWS)
    assert HARDLY not in better.plainly


def test_the_order_of_rows_changes_no_bit() -> None:
    shuffled = synthetic().sample(fraction=1, shuffle=True, seed=3)
    assert plain(score(shuffled, draws=DRAWS)) == plain(scored())


def test_a_baseline_with_gaps_is_compared_on_its_own_rows() -> None:
    found = next(one for one in block().pooled.rivals if one.rival.name == "country_risk_pv")
    part = rows().drop_nulls("baseline_country_risk_pv")
    y, p = outcome(part)
    _, said = outcome(part, "baseline_country_risk_pv")
    assert found.own_rows
    assert found.rows == len(part) < len(rows())
    assert found.skill is not None
    assert found.skill.auroc is not None
    assert found.model is not None
    assert found.skill.auroc.value == pytest.approx(auroc(y, said), rel=1e-12)
    assert found.differences["auroc"].value == pytest.approx(auroc(y, p) - auroc(y, said), rel=1e-9)
    assert "brier_skill" not in found.differences


def test_a_baseline_that_is_silent_everywhere_is_absent() -> None:
    silent = next(one for one in block("final").pooled.rivals if one.rival.name == "geopolrisk")
    assert (silent.rows, silent.skill, silent.absent) == (0, None, "says nothing of these rows")
    verdict = next(one for one in block("final").verdicts if one.rival == "geopolrisk")
    assert verdict.answer == "unknown"


def test_a_list_meets_as_many_alarms_of_the_model_in_each_importer_and_year() -> None:
    found = next(one for one in block().pooled.rivals if one.rival.name == "top70")
    part = rows().sort("target", "reporter", "product")
    listed = part.filter(pl.col("baseline_top70"))
    best = (
        part.with_columns(pl.col("baseline_top70").sum().over("target", "reporter").alias("budget"))
        .sort(["probability", "product"], descending=[True, False])
        .with_columns(pl.int_range(pl.len()).over("target", "reporter").alias("place"))
        .filter(pl.col("place") < pl.col("budget"))
    )
    assert found.listed is not None
    assert found.model_listed is not None
    assert found.listed.raised == found.model_listed.raised == len(listed) == len(best)
    assert found.listed.hits == listed["label_tight"].sum()
    assert found.model_listed.hits == best["label_tight"].sum()
    gain = (found.model_listed.hits - found.listed.hits) / found.listed.events
    assert found.differences["hit_rate"].value == pytest.approx(gain)


def test_lists_given_as_numbers_are_lists_too() -> None:
    frame = synthetic().select("baseline_cdi", "baseline_volatility", "baseline_top_share")
    kinds = {one.name: one.kind for one in rivals_of(frame.cast(pl.Float64))}
    assert kinds == {"volatility": "probability", "top_share": "score", "cdi": "list"}


@pytest.mark.parametrize("name", list(BANDS))
def test_a_band_holds_its_rows_and_no_others(name: str) -> None:
    low, high = BANDS[name]
    part = synthetic().filter(
        pl.col("lag") == "one",
        pl.col("horizon") == 12,
        pl.col("target").is_between(2010, 2020),
        pl.col("label_tight").is_not_null(),
    )
    above = pl.col("value") >= low if name == "0.5-5m" else pl.col("value") > low
    y, p = outcome(part.filter(above, pl.col("value") <= high))
    found = block().bands[name]
    assert found.rows == len(y)
    assert found.model is not None
    assert found.model.auroc is not None
    assert found.model.auroc.value == pytest.approx(auroc(y, p), rel=1e-12)


def test_years_and_importers_each_make_up_all_rows() -> None:
    for parts in (block().years, block().importers):
        assert sum(one.rows for one in parts.values()) == block().pooled.rows
    assert block().importers["KOR"].rows == len(rows().filter(pl.col("reporter") == "KOR"))
    assert block().importers["EU"].rows > 0


def test_windows_of_two_years_lie_within_their_block() -> None:
    assert list(block(horizon=24).years) == [str(year) for year in range(2011, 2021)]
    assert list(block("final", 24).years) == ["2022", "2023"]
    assert block(horizon=24).pooled.rows == len(rows(2011, 2020, 24))


def test_years_that_were_asked_make_one_block() -> None:
    found = score(synthetic(), years=(2015, 2017), lag="honest", draws=DRAWS)
    assert [(one.name, one.horizon) for one in found.blocks] == [("asked", 12), ("asked", 24)]
    assert found.blocks[0].pooled.rows == len(rows(2015, 2017, lag="honest"))


def test_thresholds_of_the_earlier_block_are_tried_on_the_final_one() -> None:
    first, final = block().pooled, block("final").pooled
    assert first.model is not None
    y, p = outcome(rows(2021, 2023))
    chosen = first.model.usefulness[5]
    tried = usefulness(y, p, preference=chosen.preference, threshold=chosen.threshold)
    assert final.before[5] == tried
    assert first.before == ()


def test_odd_rows_and_their_effect_are_counted() -> None:
    part = rows()
    void = synthetic().filter(
        pl.col("lag") == "one",
        pl.col("horizon") == 12,
        pl.col("target").is_between(2010, 2020),
        pl.col("value") > 5e6,
        pl.col("void") == VOID,
    )
    assert block().unscored == {VOID: len(void)}
    found = effect(f"void: {VOID}")
    events, total = int(part["label_tight"].sum()), len(part) + len(void)
    assert (found.rows, found.low, found.high) == (len(void), events / total, (events + len(void)) / total)
    assert found.rate == pytest.approx((events + void["probability"].sum()) / total)
    hubs = part.filter(~pl.col("hub"))
    assert effect("hubs").rate == pytest.approx(hubs["label_tight"].mean())
    assert effect("hubs").rows == len(part) - len(hubs)
    assert effect("stops").rate == pytest.approx(part.filter(~pl.col("stopped"))["label_tight"].mean())
    assert effect("eu").rows == int((part["reporter"] == "EU").sum())
    assert block().pooled.reconstructed == pytest.approx(float((part["target"] < 2020).mean()))  # type: ignore[arg-type]


def test_a_table_that_does_not_say_what_stopped_is_scored_all_the_same() -> None:
    found = score(synthetic().drop("stopped", "hub", "void", "reconstructed"), draws=DRAWS)
    assert next(one for one in block(found=found).effects if one.name == "stops").absent
    assert block(found=found).unscored == {"not known yet": block().unscored[VOID]}
    assert block(found=found).pooled.model == block().pooled.model


def test_a_block_where_nothing_happened_is_absent_not_a_crash() -> None:
    quiet = synthetic().with_columns(
        pl.when(pl.col("target") > 2020)
        .then(pl.col("label_tight") & False)
        .otherwise("label_tight")
        .alias("label_tight")
    )
    found = block("final", found=score(quiet, draws=DRAWS)).pooled
    assert (found.model, found.events) == (None, 0)
    assert found.absent == f"no event in {found.rows} rows"
    none = score(quiet.filter(pl.col("target") <= 2020), draws=DRAWS)
    assert block("final", found=none).pooled.absent == "no rows"
    assert block("final", found=none).passes == "unknown"


def test_missing_probabilities_are_left_out_and_counted() -> None:
    gap = pl.when(pl.col("target") == 2012).then(None).otherwise(pl.col("probability")).alias("probability")
    found = block(found=score(synthetic().with_columns(gap), draws=DRAWS))
    assert found.unscored["no probability or no climatology"] == len(rows(2012, 2012))
    assert "2012" not in found.years
    nan = pl.when(pl.col("target") == 2012).then(np.nan).otherwise(pl.col("probability")).alias("probability")
    assert block(found=score(synthetic().with_columns(nan), draws=DRAWS)).pooled == found.pooled


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(UsageError, match="no label 'narrow'"):
        score(synthetic(), label="narrow")
    with pytest.raises(UsageError, match=r"no row of lag 'two'.*honest, one"):
        score(synthetic(), lag="two")
    with pytest.raises(UsageError, match="years 2020 to 2010"):
        score(synthetic(), years=(2020, 2010))
    with pytest.raises(FormatError, match="no column value"):
        score(synthetic().drop("value"))
    with pytest.raises(InputError, match="stands more than once"):
        score(pl.concat([synthetic(), synthetic()]))


def test_marks_are_set_for_the_settings_that_have_them() -> None:
    assert [one.name for one in block().marks] == ["auroc", "auprc", "brier_skill", "slope"]
    assert all(one.met == (one.found is not None and one.found >= one.wanted[0]) for one in block().marks[:3])
    assert block(found=score(synthetic(), label="severe", draws=DRAWS)).marks == ()
    assert block(found=score(synthetic(), band=1e6, draws=DRAWS)).marks == ()
    assert block(horizon=24).marks == ()
