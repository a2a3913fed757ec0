"""Episodes told from invented forecasts, and other ways to forecast the same past on the small lake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from tests.backtest.conftest import Replayed
from tests.pipeline.small_lake import SECOND_YEAR, TODAY
from tocsin.backtest import variants
from tocsin.backtest.replay import Replay, predict
from tocsin.backtest.score import BAND
from tocsin.backtest.told import ASKED, tell
from tocsin.foresight.channel import CATALOGUE, CHANNELS
from tocsin.foresight.model import asked
from tocsin.foresight.panel import Panel
from tocsin.foresight.pooling import Membership
from tocsin.pipeline.origins import keys, truth
from tocsin.ref.episodes import episodes

Row = tuple[str, str, str, int, float, bool | None]


def synthetic_rows(*rows: Row) -> pl.DataFrame:
    """Lay invented forecasts out: importer, code, day, target, probability, what came."""
    names = ("reporter", "product", "origin", "target", "probability", "label_tight")
    twelve = pl.DataFrame([dict(zip(names, row, strict=True)) for row in rows], infer_schema_length=None)
    twelve = twelve.with_columns(pl.col("label_tight").cast(pl.Boolean), horizon=pl.lit(12))
    return pl.concat([twelve, twelve.with_columns(pl.col("probability") + 0.3, pl.col("target") + 1, horizon=24)])


#: Nickel ore from Indonesia: first sign on 8 August 2019, in force from 2020.
NICKEL = [("CHN", "260400", f"{year}-03-01", year, year % 10 / 100, year == 2020) for year in range(2014, 2021)]


def test_only_what_was_said_before_the_first_sign_is_told() -> None:
    assert str(episodes()["E09"].first_public_signal) == "2019-08-08"
    (one,) = tell(synthetic_rows(*NICKEL))
    assert (one.id, one.first_sign, one.kind) == ("E09", "2019-08-08", "price, or partial")
    assert [each.origin for each in one.standings] == ["2017-03-01", "2018-03-01", "2019-03-01"]
    assert [each.probability for each in one.standings] == [0.07, 0.08, 0.09]
    assert "for 2019 9%, place 1 of 1 (it did not come)" in one.text
    assert "2020-03-01" not in {each.origin for each in one.standings}


@pytest.mark.parametrize(("day", "told"), [("2019-08-07", True), ("2019-08-08", False)])
def test_the_day_of_the_sign_itself_is_too_late(day: str, told: bool) -> None:
    found = tell(synthetic_rows(("CHN", "260400", day, 2020, 0.5, True)))
    assert bool(found) == told


def test_an_episode_without_a_word_before_it_is_not_told() -> None:
    assert tell(synthetic_rows(*(row for row in NICKEL if row[2] > "2019-08-08"))) == ()
    assert tell(synthetic_rows(*(row for row in NICKEL if row[3] < 2017))) == (), "three years before: too old"
    assert tell(synthetic_rows(*(("JPN", *row[1:]) for row in NICKEL))) == (), "not the importer that was hit"


def test_places_are_among_the_importers_own_imports_of_that_day() -> None:
    others = [("CHN", f"2606{one:02d}", "2019-03-01", 2019, 0.05 + 0.01 * one, False) for one in range(10)]
    abroad = [("JPN", "260600", "2019-03-01", 2019, 0.99, False)]
    (one,) = tell(synthetic_rows(*NICKEL, *others, *abroad))
    assert (one.standings[-1].rank, one.standings[-1].of) == (6, 11)
    assert (one.standings[0].rank, one.standings[0].of) == (1, 1)


def test_where_all_the_world_was_hit_four_importers_are_asked_beside_those_named() -> None:
    """The floods in Thailand: hard disks, first sign on 10 October 2011; those named beside the world stay asked."""
    assert set(episodes()["E04"].importers_hit) == {"WLD", "USA", "CHN", "EU"}
    who = ("KOR", "JPN", "USA", "EU", "DEU", "CHN")
    (one,) = tell(synthetic_rows(*((one, "847170", "2011-03-01", 2011, 0.1, None) for one in who)))
    assert {each.reporter for each in one.standings} == {*ASKED, "CHN"}
    assert "the European Union, HS 847170: for 2011 10%, place 1 of 1 (cannot be judged)" in one.text


def test_a_near_miss_is_told_as_one() -> None:
    """Indonesia's ban on coal of the first days of 2022."""
    (one,) = tell(synthetic_rows(("KOR", "270112", "2021-03-01", 2021, 0.2, False)))
    assert (one.id, one.kind) == ("E18", "near miss")
    assert "(near miss); first public sign 2021-12-31" in one.text


def test_an_episode_after_the_last_target_is_not_told() -> None:
    """Nobody knows yet what comes of an effect two years after the last target."""
    row: Row = ("KOR", "270112", "2020-03-01", 2020, 0.2, False)
    assert tell(synthetic_rows(row)) == ()
    assert len(tell(synthetic_rows(row, ("KOR", "270112", "2021-03-01", 2021, 0.2, False)))) == 1


@pytest.mark.slow
def test_the_small_lake_tells_of_nickel(replayed: Mapping[str, Replayed]) -> None:
    """Real forecasts: each standing is a row that was said before the first sign."""
    frame = replayed["honest"].frame
    told = {one.id: one for one in tell(frame)}
    assert {"E09", "E18"} <= set(told)
    for one in told.values():
        for each in one.standings:
            assert each.origin < one.first_sign
            of_day = frame.filter(
                (pl.col("horizon") == 12) & (pl.col("origin") == each.origin) & (pl.col("reporter") == each.reporter)
            )
            above = of_day.filter(pl.col("probability") > each.probability)
            assert (len(of_day), len(above) + 1) == (each.of, each.rank)


def few(here: Replayed, target: int) -> Replay:
    return replace(here.replay, origins={target: here.replay.origins[target]})


def test_a_channel_left_out_is_unknown_and_nothing_else_changes(replayed: Mapping[str, Replayed]) -> None:
    past = replayed["honest"].replay.past
    before = {last: one.panel.features.copy() for last, one in past.origins.items()}
    other = past.variant(without=("record", "price"))
    gone = np.asarray([name in {"record", "price"} for name in CATALOGUE.channel_of.values()])
    assert 0 < gone.sum() < len(gone)
    assert set(other.origins) == set(past.origins)
    for last, one in other.origins.items():
        here = past.origins[last]
        assert (one.day, one.digest, one.reconstructed) == (here.day, here.digest, here.reconstructed)
        assert np.isnan(one.panel.features[:, gone]).all()
        assert one.panel.features[:, ~gone].tobytes() == here.panel.features[:, ~gone].tobytes()
        assert one.panel.reporter.tolist() == here.panel.reporter.tolist()
        assert one.panel.present == here.panel.present - {"record", "price"}
        assert here.panel.features.tobytes() == before[last].tobytes()
        assert np.isfinite(here.panel.features[:, gone]).any()


def test_without_a_channel_other_things_are_said_of_the_same_rows(replayed: Mapping[str, Replayed]) -> None:
    here = replayed["honest"]
    replay = few(here, 2019)
    past = here.replay.past.variant(without=("record",))
    found = variants._predicted(replay, past, TODAY)
    full = here.frame.filter(pl.col("origin") == "2019-03-01")
    assert "record" in CHANNELS
    same = [
        "reporter",
        "product",
        "target",
        "horizon",
        "value",
        "void",
        *(one for one in full.columns if "label" in one),
    ]
    assert found.select(same).equals(full.select(same))
    assert (found["probability"] - full["probability"]).abs().max() > 0.01  # type: ignore[operator]
    again = predict(replay, TODAY, baselines=False)
    assert again["probability"].equals(full["probability"]), "the full model is as it was"


def test_permuted_labels_keep_the_rate_of_each_product_and_size(replayed: Mapping[str, Replayed]) -> None:
    past = replayed["honest"].replay.past
    known = truth(past.lake, TODAY, past.rests_on, [(last, last + 2) for last in past.origins])
    drawn = variants._permuted(past.origins, known, "tight", 2)
    moved = 0
    counts: dict[tuple[str, bool], list[float]] = {}
    for (last, _), verdicts in known.verdicts.items():
        rows = past.origins[last].panel
        rows = rows.where(asked(rows))
        label = verdicts.of(rows, "tight")
        names = keys(rows.product, rows.reporter)
        assert set(drawn[last]) == set(names[np.isfinite(label)])
        for name, real, value in zip(names.tolist(), label.tolist(), rows.value.tolist(), strict=True):
            if name in drawn[last]:
                place = counts.setdefault((name.split("|")[0], value > BAND), [0.0, 0.0, 0.0])
                place[:] = [place[0] + real, place[1] + drawn[last][name], place[2] + 1]
                moved += real != drawn[last][name]
    assert len({product for product, _ in counts}) == 12
    assert {large for _, large in counts} == {True, False}
    for real_sum, drawn_sum, _ in counts.values():
        assert real_sum == drawn_sum
    assert moved > 100


def test_the_placebo_is_scored_by_the_permuted_labels(replayed: Mapping[str, Replayed]) -> None:
    here = replayed["honest"]
    ((_, found),) = variants.placebo(few(here, 2019), TODAY)
    real = here.frame.filter((pl.col("origin") == "2019-03-01") & (pl.col("horizon") == 12))
    assert found.select("reporter", "product").equals(real.select("reporter", "product"))
    assert found["label_tight"].is_null().to_list() == real["label_tight"].is_null().to_list()
    both = pl.DataFrame({"real": real["label_tight"], "drawn": found["label_tight"]}).drop_nulls()
    assert (both["real"] != both["drawn"]).sum() > 10
    assert (found["probability"] - real["probability"]).abs().max() > 0.01  # type: ignore[operator]


def test_two_views_label_the_same_imports(replayed: Mapping[str, Replayed]) -> None:
    here = replayed["honest"].replay
    found = variants.releases(here, date(2021, 3, 1), TODAY)
    assert set(found["target"]) == {one for one in here.origins if one <= SECOND_YEAR}
    both = found.filter(pl.col("label") == "tight").drop_nulls()
    assert 0 < (both["older"] != both["newer"]).mean() < 0.1  # type: ignore[operator]
    alike = variants.releases(here, TODAY, TODAY)
    assert alike["older"].equals(alike["newer"].alias("older"))


def test_the_leader_is_the_first_by_code_where_shares_are_equal() -> None:
    rows = np.asarray([0, 0, 0, 1, 1, 3])
    group = np.asarray(["JPN", "CHN", "USA", "ZAF", "AUS", "KOR"])
    part = np.asarray([0.4, 0.4, 0.2, 0.3, 0.7, 1.0])
    count = 4
    blank = np.full(count, "X")
    features = np.zeros((count, len(CATALOGUE.features)), dtype=np.float32)
    links = Membership(rows, group, part, count)
    panel = Panel(2020, blank, blank, np.ones(count), np.ones(count, dtype=bool), features, frozenset(), links)
    assert variants.leader(panel).tolist() == ["CHN", "AUS", "", "KOR"]
    turned = Membership(rows[::-1], group[::-1], part[::-1], count)
    assert variants.leader(replace(panel, suppliers=turned)).tolist() == ["CHN", "AUS", "", "KOR"]
