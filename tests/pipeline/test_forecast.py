"""Forecasts of a view: made once, told whole, with nothing from later; and what is kept of past days."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.pipeline.flows import flow_release
from tests.pipeline.small_lake import CLOCK, IMPORTERS, LAST, PRODUCTS, RELEASED, TODAY, figures, make_lake, until
from tocsin.core.errors import UsageError
from tocsin.foresight.blend import logit
from tocsin.foresight.channel import CHANNELS
from tocsin.foresight.explain import STANDING
from tocsin.foresight.panel import Panel, arrays_of
from tocsin.lake import Lake
from tocsin.pipeline import origins
from tocsin.pipeline import past as pasts
from tocsin.pipeline.forecast import Forecasts, Setting, _vintage, forecasts
from tocsin.pipeline.kept import FOLDER, find, keep, name_of
from tocsin.pipeline.origins import Book, Origin, book, draw, truth
from tocsin.pipeline.past import Past

BOOK = Book("baci", "HS1992")


@pytest.fixture(scope="module")
def lake(small_lake: Path) -> Lake:
    return Lake(small_lake, CLOCK)


@pytest.fixture(scope="module")
def made(lake: Lake) -> Forecasts:
    return forecasts(lake, lake.as_of(TODAY), jobs=1)


@pytest.fixture
def short(tmp_path: Path) -> Lake:
    """A lake that reaches back nine years: enough for one lesson and a half."""
    return make_lake(tmp_path / "short", [({"flow": until(figures(older=True), 2014)["flow"]}, RELEASED[0])])


def test_forecasts_are_stored_once_and_found_again(
    lake: Lake, made: Forecasts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr("tocsin.pipeline.forecast.make", never)
    count = len(lake.history())
    again = forecasts(lake, lake.as_of(TODAY), jobs=1)
    later = forecasts(lake, lake.as_of(date(2023, 8, 1)), jobs=1)
    assert made.load_id
    assert again.load_id == later.load_id == made.load_id
    assert (again.facts, again.rows()) == (made.facts, made.rows())
    assert len(lake.history()) == count
    with pytest.raises(AssertionError, match="made again"):
        forecasts(lake, lake.as_of(TODAY), Setting(label="severe"))
    with pytest.raises(AssertionError, match="made again"):
        forecasts(lake, lake.as_of(TODAY), Setting(lag="one"))


def test_another_year_asks_for_another_target_and_a_nowcast_does_not(lake: Lake, made: Forecasts) -> None:
    """The lake shows on both days the same; honest forecasts are of the day's year."""
    next_year = date(2024, 3, 1)
    assert lake.as_of(TODAY).digest == lake.as_of(next_year).digest
    later = forecasts(lake, lake.as_of(next_year), jobs=1)
    assert made.facts["targets"] == {"12": "2023", "24": "2023-2024"}
    assert later.facts["targets"] == {"12": "2024", "24": "2024-2025"}
    assert (later.facts["period"], later.load_id == made.load_id) == (str(LAST), False)
    assert [row["probability"] for row in later.rows()] != [row["probability"] for row in made.rows()]
    views = [lake.as_of(day) for day in (TODAY, next_year)]
    assert len({_vintage(lake, view, Setting(lag="one")) for view in views}) == 1
    assert len({_vintage(lake, view, Setting()) for view in views}) == 2
    assert Setting(lag="one").step(next_year, LAST) == 1


def test_facts_and_rows(made: Forecasts) -> None:
    facts, rows = made.facts, made.rows()
    assert (facts["basis"], facts["nomenclature"], facts["lag"], facts["label"]) == (
        "baci",
        "HS1992",
        "honest",
        "tight",
    )
    assert facts["reconstructed"] is False
    assert 0.01 < facts["rate"] < 0.3
    assert {"record", "governance", "production"} <= set(facts["channels"]) <= set(CHANNELS)
    assert {row["reporter"] for row in rows} == {*IMPORTERS, "EU"}
    assert {row["product"] for row in rows} == set(PRODUCTS)
    assert len(rows) == 2 * len({(row["reporter"], row["product"]) for row in rows}) > 800
    for near, far in zip(rows[::2], rows[1::2], strict=True):
        assert (near["reporter"], near["product"]) == (far["reporter"], far["product"])
        assert (near["horizon"], far["horizon"], far["detail"]) == ("12", "24", "")
        assert 0 <= near["low"] <= near["probability"] <= far["probability"] <= far["high"] <= 1
    assert made.rows("KOR") == [row for row in rows if row["reporter"] == "KOR"] != []


def test_channels_and_base_add_up_to_what_is_said(made: Forecasts) -> None:
    count = 0
    for reporter in ("KOR", "EU", "USA", "IND"):
        for (basis, nomenclature, product), outlook in made.outlooks(reporter).items():
            assert (basis, nomenclature, product) == ("baci", "HS1992", outlook.product)
            assert sorted(one.channel for one in outlook.channels) == sorted([*CHANNELS, STANDING])
            total = outlook.base + sum(one.log_odds for one in outlook.channels)
            assert total == pytest.approx(logit(np.asarray([outlook.probability["12"]]))[0], abs=1e-9)
            strength = [(not one.present, -abs(one.log_odds)) for one in outlook.channels]
            assert strength == sorted(strength)
            count += 1
    assert count > 30


def test_precedents_come_from_before_and_came_as_told(lake: Lake, made: Forecasts) -> None:
    found = [(one, each) for who in IMPORTERS for one in made.outlooks(who).values() for each in one.precedents]
    pairs = {(int(each.period), int(each.target)) for _, each in found}
    known = truth(lake, TODAY, BOOK, pairs)
    assert len(found) > 100
    assert {each.happened for _, each in found} == {True, False}
    for outlook, each in found:
        assert int(each.target) == int(each.period) + 2 <= LAST
        assert each.product[:2] == outlook.product[:2]
        verdicts = known.verdicts[int(each.period), int(each.target)]
        assert verdicts.named(np.asarray([f"{each.product}|{each.reporter}"]), "tight")[0] == each.happened


def test_relief_is_told_above_the_usual_rate_and_only_there(made: Forecasts) -> None:
    above = below = 0
    for who in ("KOR", "USA", "EU", "IND", "PHL"):
        for outlook in made.outlooks(who).values():
            assert (outlook.relief is not None) == (outlook.probability["12"] > outlook.rate)
            above += outlook.relief is not None
            below += outlook.relief is None
            if outlook.relief is not None:
                assert outlook.relief.threshold == outlook.rate
    assert above > 5
    assert below > 5


@pytest.mark.parametrize(
    ("years", "products", "reason"),
    [
        (0, PRODUCTS, "no source in this lake holds eight years of annual imports"),
        (3, PRODUCTS, "no source in this lake holds eight years of annual imports"),
        (7, PRODUCTS, "no source in this lake holds eight years of annual imports"),
        (9, ("250410",), "too few past imports in this lake came true, or did not, to learn from"),
    ],
)
def test_too_little_history_gives_a_reason(tmp_path: Path, years: int, products: tuple[str, ...], reason: str) -> None:
    flow = figures()["flow"].filter((pl.col("year") > LAST - years) & pl.col("product").is_in(products))
    lake = make_lake(tmp_path / "lake", [({"flow": flow}, RELEASED[1])] if years else [])
    for lag in ("honest", "one"):
        found = forecasts(lake, lake.as_of(TODAY), Setting(lag=lag), jobs=1)
        assert (found.load_id, found.facts) == ("", {"reason": reason})
        assert (found.rows(), found.outlooks("KOR")) == ([], {})
    assert "forecast" not in {row["table_name"] for row in lake.history()}


def test_unknown_settings_name_what_is_near() -> None:
    with pytest.raises(UsageError, match="label 'sever' is unknown") as caught:
        Setting(label="sever")
    assert caught.value.remedy == "Did you mean severe?"
    with pytest.raises(UsageError, match="lag 'two' is unknown") as caught:
        Setting(lag="two")
    assert "honest" in str(caught.value.remedy)
    assert Setting().step(date(2026, 3, 1), 2024) == 2
    assert Setting().step(date(2026, 3, 1), 2026) == 1
    assert Setting(lag="one").step(date(2026, 3, 1), 2024) == 1


def load(lake: Lake, source: str, importers: tuple[str, ...], years: range, released_on: date = RELEASED[0]) -> None:
    rows = [(who, "CHN", "250410", str(year), 5.0) for who in importers for year in years]
    lake.load(flow_release(rows, vintage=str(released_on), released_on=released_on), source=source, licence="")


def test_the_book_holds_the_world_before_it_is_newer(tmp_path: Path) -> None:
    lake, everyone = Lake.create(tmp_path / "lake", CLOCK), ("KOR", "JPN", "USA", "IND")
    load(lake, "baci", everyone, range(2008, 2020))
    load(lake, "bundled", everyone, range(2008, 2020))
    load(lake, "comtrade", everyone[:1], range(2008, 2022))
    assert book(lake.as_of(TODAY)) == BOOK
    assert book(lake.as_of(date(2014, 1, 1))) is None, "not yet eight years"
    load(lake, "csv", everyone[:2], range(2008, 2021))
    found = book(lake.as_of(TODAY))
    assert found is not None
    assert found.basis.startswith("csv"), "half as many imports hold the world, and it is newer"


def test_a_release_that_changes_only_the_past_asks_for_new_forecasts(tmp_path: Path) -> None:
    """The view of the day shows the same as before; what its model would have learned from does not."""
    lake = Lake.create(tmp_path / "lake", CLOCK)
    load(lake, "baci", ("KOR",), range(2008, 2020), RELEASED[1])
    before = lake.as_of(TODAY).digest, _vintage(lake, lake.as_of(TODAY), Setting())
    load(lake, "baci", ("KOR",), range(2008, 2018), RELEASED[0])
    after = lake.as_of(TODAY).digest, _vintage(lake, lake.as_of(TODAY), Setting())
    assert (before[0] == after[0], before[1] == after[1]) == (True, False)


def same(one: Panel, other: Panel) -> bool:
    here, there = arrays_of(one), arrays_of(other)
    assert here.keys() == there.keys()
    return all(here[name].tobytes() == there[name].tobytes() for name in here)


def test_a_panel_is_kept_and_found_again(short: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2016, 3, 1)
    first = draw(short, day, BOOK)
    (file,) = (short.store.root / FOLDER).iterdir()
    good = file.read_bytes()
    monkeypatch.setattr(origins, "_drawn", lambda *_: pytest.fail("drawn again"))
    again = draw(short, day, BOOK)
    assert isinstance(first, Origin)
    assert isinstance(again, Origin)
    assert same(first.panel, again.panel)
    assert (first.day, first.digest, first.reconstructed) == (again.day, again.digest, again.reconstructed)
    monkeypatch.undo()
    for damaged in (good[: len(good) // 2], b"", good[:1000] + bytes(64) + good[1064:], b"PK" + bytes(100)):
        file.write_bytes(damaged)
        anew = draw(short, day, BOOK)
        assert anew is not None
        assert same(first.panel, anew.panel)
        assert find(short.store.root, file.stem) is not None
        assert [one.name for one in file.parent.iterdir()] == [file.name], "whole again, and nothing beside it"


def test_another_model_finds_nothing_of_this_one(short: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2016, 3, 1)
    draw(short, day, BOOK)
    drawn = []

    def noted(view: Any, rests_on: Book, *_: Any) -> None:
        drawn.append((view, rests_on))

    monkeypatch.setattr(origins, "_drawn", noted)
    for module in (origins, pasts):
        monkeypatch.setattr(module, "maker", lambda: "another")
    assert draw(short, day, BOOK) is None
    assert len(drawn) == 1
    monkeypatch.undo()
    monkeypatch.setattr(origins, "_drawn", noted)
    assert draw(short, day, Book("baci", "HS2017")) is None, "nor do other flows"
    assert draw(short, day, BOOK) is not None
    assert len(drawn) == 2


def test_what_was_learned_is_kept_by_view_step_and_label(
    lake: Lake, made: Forecasts, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made.load_id
    monkeypatch.setattr(pasts, "learn", lambda _: pytest.fail("learned again"))
    past = Past(lake, TODAY, BOOK, jobs=1)
    wanted = past.folds(past.origins[LAST], 2)
    past.learned(wanted, 2, "tight")
    scores = [past._scores[last, 2, "tight"] for last in wanted]
    assert any(one is not None for one in scores)
    names = {past._name(last, step, label) for last in wanted for step in (1, 2) for label in ("tight", "severe")}
    assert len(names) == 4 * len(wanted)
    with pytest.raises(pytest.fail.Exception, match="learned again"):
        past.learned(wanted[-1:], 2, "severe")
    with pytest.raises(pytest.fail.Exception, match="learned again"):
        past.variant(years=3).learned(wanted[-1:], 2, "tight")
    monkeypatch.setattr(pasts, "maker", lambda: "another")
    assert not past._recall(wanted[-1], 2, "tight")


def test_names_tell_everything_apart() -> None:
    assert name_of("panel", "a", BOOK, "1") == name_of("panel", "a", BOOK, "1")
    texts = [("panel", "a"), ("panel", "b"), ("scores", "a"), ("panel", "a", 1), ("panel", "a", 2)]
    assert len({name_of(*one) for one in texts}) == len(texts)


def test_a_file_damaged_anywhere_is_as_good_as_none(tmp_path: Path) -> None:
    arrays: Mapping[str, Any] = {"scores": np.arange(100.0) % 7, "reporter": np.asarray(["KOR", "EU"])}
    keep(tmp_path, "one", arrays)
    file = tmp_path / FOLDER / "one.npz"
    good = file.read_bytes()

    def whole() -> bool:
        held = find(tmp_path, "one")
        assert held is None or all(held[name].tobytes() == arrays[name].tobytes() for name in arrays)
        return held is not None

    assert whole()
    spoilt = 0
    for place in range(good.index(b"PK\x01\x02")):  # up to the table of contents
        for bit in (0x08, 0xFF):
            file.write_bytes(good[:place] + bytes([good[place] ^ bit]) + good[place + 1 :])
            spoilt += not whole()
    assert spoilt > 300
    for place in range(0, len(good), 5):
        file.write_bytes(good[:place])
        assert not whole()
    np.save(file.with_suffix(".npy"), np.arange(3))
    file.with_suffix(".npy").replace(file)
    assert not whole(), "a bare array is none of ours"
    assert find(tmp_path, "never kept") is None


def test_objects_are_never_loaded(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    np.savez(tmp_path / FOLDER / "one.npz", scores=np.asarray([{"a": 1}], dtype=object))
    assert find(tmp_path, "one") is None


def refuse(*_: object, **__: object) -> None:
    raise PermissionError("read-only file system")


@pytest.mark.parametrize("name", ["mkdir", "mkstemp", "savez_compressed", "replace"])
def test_a_disk_that_refuses_breaks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    owner = {"mkdir": Path, "mkstemp": tempfile, "savez_compressed": np, "replace": Path}[name]
    monkeypatch.setattr(owner, name, refuse)
    keep(tmp_path, "one", {"scores": np.arange(3.0)})
    monkeypatch.undo()
    assert find(tmp_path, "one") is None
    assert not list(tmp_path.rglob("*.part"))
    keep(tmp_path, "one", {"scores": np.arange(3.0)})
    assert find(tmp_path, "one") is not None


def test_a_lake_where_nothing_can_be_kept_is_drawn_all_the_same(short: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    day = date(2016, 3, 1)
    one, other = draw(short, day, BOOK), draw(short, day, BOOK)
    assert one is not None
    assert other is not None
    assert same(one.panel, other.panel)
    assert not list((short.store.root / FOLDER).iterdir())


def test_details_are_finite_json(made: Forecasts) -> None:
    for row in made.rows("KOR")[::2]:
        detail = json.loads(row["detail"], parse_constant=pytest.fail)
        assert set(detail) == {"base", "channels", "precedents", "relief"}
