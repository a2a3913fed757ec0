"""Replays on a small lake of real figures: no hindsight, two vintages, the same bits, and what a row says."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

from tests.backtest.conftest import TARGETS, Replayed
from tests.foresight.shipped import union
from tests.pipeline.small_lake import (
    CLOCK,
    IMPORTERS,
    LAST,
    RELEASED,
    SECOND_YEAR,
    TODAY,
    figures,
    make_lake,
    synthetic_noise_after,
    until,
)
from tocsin.backtest.baselines import listed
from tocsin.backtest.replay import predict, prepare
from tocsin.core.errors import UsageError
from tocsin.foresight.channel import CATALOGUE
from tocsin.foresight.flows import Flows, read_flows
from tocsin.foresight.labels import RULES, VOIDS, labels
from tocsin.foresight.panel import Panel
from tocsin.lake import Lake, View
from tocsin.lake.store import Store
from tocsin.pipeline import origins
from tocsin.pipeline.forecast import Setting
from tocsin.pipeline.kept import FOLDER
from tocsin.pipeline.origins import Book

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Up to this year the lakes are the same.
SAME = 2017
KEY = ("origin", "target", "horizon", "reporter", "product")
COLUMNS = [
    *("reporter", "product", "nomenclature", "origin", "target", "horizon", "lag", "last", "value", "probability"),
    *("low", "high", *(f"label_{rule}" for rule in RULES), "void", "hub", "stopped", "reconstructed"),
]
BASELINES = [
    *(
        "climatology",
        "product_rate",
        "volatility",
        "last_change",
        "top_share",
        "top50",
        "top70",
        "top80",
        "cdi",
        "geodep",
        "kita",
    ),
    *("country_risk_pv", "geopolrisk", "dera"),
]


def spoilt_lake(root: Path) -> Lake:
    """Make the small lake again, with noise for all that comes after the year: of the newer vintage all is."""
    older = synthetic_noise_after(until(figures(older=True), SECOND_YEAR), SAME)
    wholly = {"flow": synthetic_noise_after(figures(), 0)["flow"]}
    rest = {name: frame for name, frame in synthetic_noise_after(figures(), SAME).items() if name != "flow"}
    return make_lake(root, [(older, RELEASED[0]), (wholly | rest, RELEASED[1])])


def short_lake(root: Path) -> Lake:
    """Make the small lake again, with nothing after the year."""
    return make_lake(root, [(until(figures(older=True), SAME), RELEASED[0])])


def told(frame: pl.DataFrame) -> pl.DataFrame:
    """Return what was said, by origins that know no year after the last the lakes share."""
    baselines = [name for name in frame.columns if name.startswith("baseline_")]
    said = [*KEY, "last", "value", "probability", "low", "high", *baselines]
    return frame.filter(pl.col("last") <= SAME).select(said).sort(KEY)


def bits(column: pl.Series) -> tuple[bytes, list[bool]]:
    return column.fill_null(0).to_numpy().tobytes(), column.is_null().to_list()


def assert_same_bits(one: pl.DataFrame, other: pl.DataFrame) -> None:
    """Compare two tables bit by bit."""
    assert one.schema == other.schema
    assert one.select(KEY).rows() == other.select(KEY).rows(), "other imports"
    numbers = [name for name in one.columns if one.schema[name].is_numeric()]
    differing = [name for name in numbers if bits(one[name]) != bits(other[name])]
    assert not differing, f"differs in {differing}"


def shared_targets(lag: str) -> list[int]:
    return [one for one in TARGETS[lag] if one - (2 if lag == "honest" else 1) <= SAME]


Others = dict[str, tuple[Lake, dict[str, pl.DataFrame]]]


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Others:
    """Replay the spoilt and the short lake, by lag."""
    found = {}
    for name, make in (("spoilt", spoilt_lake), ("short", short_lake)):
        lake = make(tmp_path_factory.mktemp(name) / "lake")
        frames = {}
        for lag in TARGETS:
            replay = prepare(lake, TODAY, Setting(lag=lag), shared_targets(lag), jobs=1)
            frames[lag] = predict(replay, TODAY)
        found[name] = lake, frames
    return found


@pytest.mark.parametrize("name", ["spoilt", "short"])
def test_no_hindsight(replayed: Mapping[str, Replayed], others: Others, name: str) -> None:
    _, frames = others[name]
    for lag, there in frames.items():
        here = replayed[lag].frame
        assert len(told(here)["origin"].unique()) == len(shared_targets(lag)) == {"honest": 2, "one": 1}[lag]
        assert there["probability"].n_unique() > 800
        assert_same_bits(told(here), told(there))


def test_lists_do_not_hang_on_the_order_of_files(
    replayed: Mapping[str, Replayed], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lake's log names its files in any order, another in each lake: sums of floats must come out the same."""
    past = replayed["honest"].replay.past
    arguments = (past.lake, date(2019, 3, 1), past.rests_on, 2017)
    files, found = Store.files, []
    for order in (sorted, lambda paths: sorted(paths, reverse=True)):
        monkeypatch.setattr(Store, "files", lambda store, name, order=order: order(files(store, name)))
        found.append(listed(*arguments))
    assert {name: len(held) for name, held in found[0].items()}["country_risk_pv"] == 12
    assert found[0] == found[1]


def test_later_years_do_differ(replayed: Mapping[str, Replayed], others: Others) -> None:
    """Else the test above would say nothing: what came is another thing in the lakes."""
    lake = others["spoilt"][0]
    here = replayed["honest"].replay.past
    for day, same in ((date(2019, 3, 1), True), (date(2020, 3, 1), False), (date(2023, 3, 1), False)):
        one = origins._drawn(here.lake.as_of(day), here.rests_on, None)
        other = origins._drawn(lake.as_of(day), here.rests_on, None)
        assert one is not None
        assert other is not None
        assert np.array_equal(one.features, other.features, equal_nan=True) == same


def leaking_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the lake show a day what is known a year later."""
    honest = Lake.as_of
    monkeypatch.setattr(Lake, "as_of", lambda lake, day: honest(lake, day.replace(year=day.year + 1)))


def leaking_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one number of each import be drawn with one more year of it."""
    honest = origins._drawn

    def drawn(view: View, rests_on: Book, shown: tuple[Flows, int] | None) -> Panel | None:
        rows = honest(view, rests_on, shown)
        if rows is None:
            return None
        later = view.store.connect()
        found = later.execute(
            f"""SELECT product || '|' || reporter, sum(trade_value)
            FROM ({Lake(view.store.root, CLOCK).as_of(RELEASED[0]).sql("flow")})
            WHERE year = {rows.last + 1} GROUP BY ALL"""
        ).fetchall()
        later.close()
        value = dict(found)
        names = origins.keys(rows.product, rows.reporter).tolist()
        features = rows.features.copy()
        features[:, list(CATALOGUE.features).index("leading_share")] = [np.log10(value.get(one, 1.0)) for one in names]
        return replace(rows, features=features)

    monkeypatch.setattr(origins, "_drawn", drawn)


@pytest.mark.parametrize(("leak", "column"), [(leaking_day, "value"), (leaking_number, "probability")])
def test_hindsight_is_caught(
    leak: Callable[[pytest.MonkeyPatch], None], column: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak(monkeypatch)
    day = date(2019, 3, 1)
    flows = {"flow": until(figures(older=True), SECOND_YEAR)["flow"].filter(pl.col("year") >= 2010)}
    said = []
    for name, tables in (("real", flows), ("synthetic noise", synthetic_noise_after(flows, SAME))):
        lake = make_lake(tmp_path / name, [(tables, RELEASED[0])])
        replay = prepare(lake, day, Setting(), [2019], jobs=1)
        said.append(predict(replay, day, baselines=False).select(*KEY, "value", "probability").sort(KEY))
    shared = said[0].join(said[1], on=KEY, how="semi").sort(KEY), said[1].join(said[0], on=KEY, how="semi").sort(KEY)
    assert len(shared[0]) > 500
    with pytest.raises(AssertionError, match=rf"differs in \[.*'{column}'"):
        assert_same_bits(*shared)


def test_two_vintages_are_each_shown_whole_in_their_time(replayed: Mapping[str, Replayed]) -> None:
    frame = replayed["honest"].frame.filter(pl.col("horizon") == 12)
    truths = {}
    for name, older in (("first", True), ("second", False)):
        flow = figures(older=older)["flow"]
        truths[name] = flow.group_by("reporter", "product", pl.col("year").alias("last").cast(pl.Int32)).agg(
            pl.col("trade_value").sum().alias(name)
        )
    rows = frame.filter(pl.col("reporter") != "EU")
    for truth in truths.values():
        rows = rows.join(truth, on=["reporter", "product", "last"], how="left")
    shown_second = pl.col("origin") >= RELEASED[1].isoformat()
    assert set(rows.filter(shown_second)["origin"]) == {"2023-03-01"}
    differing = rows.filter(pl.col("first").fill_null(0) != pl.col("second"))
    assert len(differing.filter(~shown_second)) >= 10, "the vintages must differ where it is looked"
    for row in rows.iter_rows(named=True):
        expected = row["second" if row["origin"] >= RELEASED[1].isoformat() else "first"]
        assert row["value"] == pytest.approx(expected, rel=1e-12), row
    shown = {(f"{year}-03-01", year - 2) for year in TARGETS["honest"]}
    assert set(frame.select("origin", "last").rows()) == shown


def test_reconstructed_is_told(replayed: Mapping[str, Replayed]) -> None:
    """Views before the first release stand in for one that was not out; from its day on they show what was."""
    for here in replayed.values():
        for origin, reconstructed in here.frame.select("origin", "reconstructed").unique().rows():
            assert reconstructed == (date.fromisoformat(origin) < RELEASED[0]), origin
        assert here.frame["reconstructed"].n_unique() == 2


def test_workers_change_no_bit(others: Others, tmp_path: Path) -> None:
    """Two make everything anew, in a copy of the lake where nothing is kept."""
    lake, frames = others["short"]
    shutil.copytree(lake.store.root, tmp_path / "copy", ignore=shutil.ignore_patterns(FOLDER))
    copy = Lake(tmp_path / "copy", CLOCK)
    replay = prepare(copy, TODAY, Setting(), [2019], jobs=2)
    assert replay.past._jobs == 2
    made = predict(replay, TODAY).sort(KEY)
    alone = frames["honest"].filter(pl.col("origin") == "2019-03-01").sort(KEY)
    assert len(made) > 800
    assert_same_bits(told(alone), told(made))
    assert made.equals(alone)


def test_columns(replayed: Mapping[str, Replayed]) -> None:
    for lag, here in replayed.items():
        frame = here.frame
        assert frame.columns == [*COLUMNS, *(f"baseline_{name}" for name in BASELINES)]
        assert set(frame["lag"]) == {lag}
        assert set(frame["horizon"]) == {12, 24}
        kinds = {"probability": pl.Float64, "target": pl.Int32, "reconstructed": pl.Boolean, "origin": pl.String}
        kinds |= {f"label_{rule}": pl.Boolean for rule in RULES} | {"hub": pl.Boolean, "void": pl.String}
        assert {name: frame.schema[name] for name in kinds} == kinds
        for name in ("climatology", "product_rate", "volatility", "last_change"):
            assert frame[f"baseline_{name}"].is_between(0, 1).all()
            assert frame[f"baseline_{name}"].n_unique() > 5
        for name in ("top50", "top70", "top80", "cdi", "kita"):
            assert set(frame[f"baseline_{name}"].drop_nulls()) == {0.0, 1.0}, name
        share = pl.col("baseline_top_share")
        assert frame.select(((share >= 0.7) == (pl.col("baseline_top70") == 1)).all()).item()


def test_horizons(replayed: Mapping[str, Replayed]) -> None:
    for here in replayed.values():
        assert not here.frame.select(KEY).is_duplicated().any()
        names = ["origin", "reporter", "product"]
        near, far = (here.frame.filter(pl.col("horizon") == horizon).sort(names) for horizon in (12, 24))
        assert near.select(names).equals(far.select(names))
        assert (far["target"] == near["target"] + 1).all()
        assert (far["probability"] >= near["probability"]).all()
        assert (far["probability"] > near["probability"]).mean() > 0.9  # type: ignore[operator]
        for frame in (near, far):
            assert (frame["low"] <= frame["probability"]).all()
            assert (frame["probability"] <= frame["high"]).all()


def test_rows_are_established_imports_of_half_a_million(replayed: Mapping[str, Replayed]) -> None:
    frame = replayed["honest"].frame
    assert frame["value"].min() >= 5e5  # type: ignore[operator]
    assert set(frame["reporter"]) == {*IMPORTERS, "EU"}
    assert frame.filter(pl.col("reporter") == "EU")["product"].n_unique() > 6
    flow = figures()["flow"]
    sums = flow.group_by("reporter", "product", "year").agg(pl.col("trade_value", "net_weight").sum())
    full = sums.filter((pl.col("trade_value") > 0) & (pl.col("net_weight") > 0) & pl.col("year").is_between(2019, LAST))
    last = sums.filter((pl.col("year") == LAST) & (pl.col("trade_value") >= 5e5)).select("reporter", "product")
    known = full.group_by("reporter", "product").len().filter(pl.col("len") == 3)
    wanted = set(last.join(known, on=["reporter", "product"], how="semi").rows())
    newest = frame.filter((pl.col("last") == LAST) & (pl.col("reporter") != "EU"))
    assert set(newest.select("reporter", "product").rows()) == wanted
    assert wanted < set(last.rows()), "some import of that size must not be established"


@pytest.fixture(scope="module")
def newest_flows() -> Flows:
    flow = figures()["flow"].rename({"trade_value": "value", "net_weight": "weight"})
    return read_flows(flow.to_arrow(), union())


def labelled(flows: Flows, last: int, target: int) -> dict[tuple[str, str], dict[str, Any]]:
    """Label by the rules themselves, without a lake."""
    found = labels(flows, last, target)
    rows = {}
    for place in range(len(found.product)):
        name = flows.places[found.importer[place]], flows.products[found.product[place]]
        void = VOIDS[found.void[place]] if found.void[place] >= 0 else None
        rules = {rule: bool(found.rules[rule][place]) if void is None else None for rule in RULES}
        rows[name] = {**rules, "void": void, "hub": bool(found.hub[place]), "stopped": bool(found.stopped[place])}
    return rows


@pytest.mark.parametrize("lag", ["honest", "one"])
def test_labels_are_those_of_the_newest_view(replayed: Mapping[str, Replayed], newest_flows: Flows, lag: str) -> None:
    nothing = {**dict.fromkeys(RULES), "void": "not established", "hub": False, "stopped": False}
    voids = set()
    for (last, target, horizon), rows in replayed[lag].frame.group_by("last", "target", "horizon"):
        first = int(target) - int(horizon) // 12 + 1
        years = range(first, int(target) + 1)
        if years[-1] > LAST:
            assert set(rows["void"]) == {"target not known yet"}
            for name in (*(f"label_{rule}" for rule in RULES), "hub", "stopped"):
                assert rows[name].is_null().all()
            continue
        known = [labelled(newest_flows, int(last), year) for year in years]
        for row in rows.iter_rows(named=True):
            each = [one.get((row["reporter"], row["product"]), nothing) for one in known]
            for rule in RULES:
                parts = [one[rule] for one in each]
                assert row[f"label_{rule}"] == (None if None in parts else any(parts)), (row, rule)
            assert row["void"] == next((one["void"] for one in each if one["void"]), None)
            assert (row["label_tight"] is None) == (row["void"] is not None)
            assert (row["hub"], row["stopped"]) == (each[0]["hub"], each[0]["stopped"])
            voids.add(row["void"])
    assert {None, "weight unknown", "unit value off"} <= voids
    assert replayed[lag].frame["label_tight"].sum() > 30


def test_a_source_that_teaches_nothing_is_refused(small_lake: Path, tmp_path: Path) -> None:
    empty = Lake.create(tmp_path / "empty", CLOCK)
    with pytest.raises(UsageError, match="eight years"):
        prepare(empty, TODAY, Setting(), [2018], jobs=1)
    with pytest.raises(UsageError, match="2001 to 2003 from is in this lake"):
        prepare(Lake(small_lake, CLOCK), TODAY, Setting(), [2001, 2003], jobs=1)


def test_where_nothing_was_known_nothing_is_said(small_lake: Path) -> None:
    """The first origins have no lesson to learn from: their targets have no row."""
    replay = prepare(Lake(small_lake, CLOCK), TODAY, Setting(), [2014], jobs=1)
    assert list(replay.origins) == [2014]
    assert predict(replay, TODAY, baselines=False).is_empty()
