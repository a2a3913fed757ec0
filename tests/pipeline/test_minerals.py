"""Minerals, stocks and governance from their files to the indicators that need them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS
from tocsin.core.clock import fixed_clock
from tocsin.core.release import Request
from tocsin.lake import Lake
from tocsin.pipeline.collect import collect
from tocsin.pipeline.index import index

DAY = date(2026, 3, 1)
FLOWS = """t,i,j,k,v,q
2023,156,410,810510,60,6
2023,392,410,810510,40,4
2023,410,392,810510,10,1
2023,156,392,810510,30,3
"""


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Hold four flows of cobalt in 2023. Net exports: CHN 90, JPN 0; KOR none: China has a share of 1."""
    lake = Lake.create(tmp_path / "lake", fixed_clock(DAY))
    path = tmp_path / "BACI_HS92_Y2023_V202501.csv"
    path.write_text(FLOWS)
    collect(lake, "baci", Request((path,)))
    return lake


def values(lake: Lake, name: str, day: date = DAY) -> dict[tuple[str, str], float]:
    with index(lake, lake.as_of(day)).connect() as connection:
        rows = connection.execute(
            "SELECT reporter, product, value FROM indicator WHERE name = ? AND period = '2023'", [name]
        ).fetchall()
    return {(reporter, product): value for reporter, product, value in rows}


def governance(folder: Path, dimensions: dict[str, float]) -> Request:
    files = []
    for code, score in dimensions.items():
        row = {"indicator": {"id": f"{code}.EST"}, "countryiso3code": "CHN", "date": "2023", "value": score}
        files.append(folder / f"{code}.json")
        files[-1].write_text(json.dumps([{"page": 1, "pages": 1, "lastupdated": "2025-10-24"}, [row]]))
    return Request(tuple(files))


def test_six_dimensions_give_the_country_risk_and_the_risk_group(lake: Lake, tmp_path: Path) -> None:
    assert values(lake, "country_risk") == {}
    scores = {"VA": -1.5, "PV": -0.5, "GE": 0.5, "RQ": -0.4, "RL": -0.1, "CC": 0.2}  # mean -0.3
    (load,) = collect(lake, "wgi", governance(tmp_path, scores))
    assert (load.rows_in, load.rows_kept) == (6, 6)
    assert values(lake, "country_risk") == {("WLD", "810510"): pytest.approx(-0.3)}
    assert values(lake, "dera_group") == {("WLD", "810510"): 3.0}  # HHI 1 > .25, risk <= .5
    with lake.as_of(date(2024, 9, 30)).connect() as connection:  # nine months after 2023 they were not out yet
        assert connection.execute("SELECT count(*) FROM country_score").fetchone() == (0,)


def test_five_dimensions_are_not_enough(lake: Lake, tmp_path: Path) -> None:
    collect(lake, "wgi", governance(tmp_path, dict.fromkeys(("VA", "PV", "GE", "RQ", "RL"), 0.0)))
    assert values(lake, "country_risk") == {}


def test_us_stocks_give_days_of_cover(lake: Lake) -> None:
    loads = collect(lake, "usgs_mcs", Request((SPECIMENS / "usgs_mcs" / "specimen",)))
    assert [load.rows_in - load.rows_kept for load in loads] == [
        sum(refusal.count for refusal in load.refused) for load in loads
    ]
    cover = pytest.approx((925 + 34) / (6440 / 365))  # cobalt, 2023, as MCS 2025 has it
    assert values(lake, "days_of_cover") == {("USA", "810510"): cover}
    assert values(lake, "days_of_cover", date(2025, 2, 1)) == {("USA", "810510"): cover}


def test_an_edition_replaces_the_years_it_states_and_leaves_the_others(lake: Lake, tmp_path: Path) -> None:
    def edition(year: int, *rows: str) -> Path:
        path = tmp_path / f"mcs{year}-cobal_salient.csv"
        path.write_text("\n".join(["DataSource,Commodity,Year,Stocks_Industry_t,Consump_Apparent_t", *rows]) + "\n")
        return path

    collect(lake, "usgs_mcs", Request((edition(2026, "MCS2026,Cobalt,2023,20,365"),)))
    collect(lake, "usgs_mcs", Request((edition(2025, "MCS2025,Cobalt,2022,9,365", "MCS2025,Cobalt,2023,10,365"),)))
    assert values(lake, "days_of_cover") == {("USA", "810510"): pytest.approx(20.0)}
    assert values(lake, "days_of_cover", date(2025, 6, 1)) == {("USA", "810510"): pytest.approx(10.0)}
    with lake.as_of(DAY).connect() as connection:
        shown = connection.execute(
            "SELECT period, vintage FROM stock WHERE kind = 'stock_industry' ORDER BY 1"
        ).fetchall()
    assert shown == [("2022", "MCS2025"), ("2023", "MCS2026")]
