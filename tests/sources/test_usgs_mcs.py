"""Mineral Commodity Summaries of both layouts: specimen and whole release, and what goes wrong with such files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.sources.usgs_mcs.balance import refine
from tocsin.sources.usgs_mcs.figures import read_figure
from tocsin.sources.usgs_mcs.sheets import parse_place

SPECIMEN = SPECIMENS / "usgs_mcs" / "specimen"
SALIENT = "DataSource,Commodity,Year,"


def tables(*files: Path, **options: str) -> dict[tuple[str, str], tuple[list[dict[str, Any]], dict[str, int]]]:
    return {(one.vintage, one.table): (rows, refused) for one, rows, refused in read_all("usgs_mcs", *files, **options)}


def salient(folder: Path, heading: str, *rows: str) -> Path:
    path = folder / "mcs2025-made_salient.csv"
    path.write_text("\n".join(["\ufeff" + SALIENT + heading, *(f"MCS2025,Cobalt,{row}" for row in rows)]) + "\n")
    return path


def test_the_specimen_of_both_editions() -> None:
    found = tables(SPECIMEN)
    counts = {key: (len(rows), refused) for key, (rows, refused) in found.items()}
    assert counts == {
        ("MCS2025", "stock"): (100, {}),
        ("MCS2025", "price"): (20, {}),
        ("MCS2025", "production"): (
            9,  # of three countries: two years of cobalt mined, and its reserves
            {"cell is empty": 16, "row is a total or a rest of several countries": 10},
        ),
        ("MCS2025", "pressure"): (
            36,
            {
                "suppliers are those of several years, of no one period": 4,
                "cell is empty": 2,
                "figure is given in words": 2,
                "class of a map: the count beside it says more": 2,
            },
        ),
        ("MCS2026", "stock"): (
            11,
            {"share of a supplier is a mean over several years, of no one period": 14, "figure is not a number": 1},
        ),
        ("MCS2026", "price"): (2, {}),
    }
    dates = {(one.vintage, one.table): one.released_on for one, _, _ in read_all("usgs_mcs", SPECIMEN)}
    assert dates == {
        **{("MCS2025", table): date(2025, 1, 31) for table in ("stock", "price", "production")},
        ("MCS2025", "pressure"): date(2025, 3, 7),  # the day of the latest file among them
        **{("MCS2026", table): date(2026, 2, 6) for table in ("stock", "price")},
    }


def test_a_remark_in_brackets_is_no_part_of_a_country() -> None:
    assert parse_place("Congo (Kinshasa)") == "COD"
    assert parse_place("United\xa0States (kyanite)") == "USA"
    for text, reason in (("World total (rounded) 10", "total"), ("United States and Canada", "unknown")):
        with pytest.raises(CodeError, match=reason):
            parse_place(text)


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [
        ("1,900", 1900.0, "A"),
        ("\u221216", -16.0, "A"),
        ("e1,900", 1900.0, "E"),
        ("1,900e", 1900.0, "E"),
        (" NA", None, "M"),
        ("W", None, "M"),
        ("—", 0.0, "A"),
        ("--", 0.0, "A"),
        ("Less than ½ unit.", 0.0, "E"),
        ("Less than 1/2 unit.", 0.0, "E"),
        ("<1,000", None, "M"),
        ("Less than 50,000\xa0tons", None, "M"),
    ],
)
def test_figures(text: str, value: float | None, status: str) -> None:
    figure = read_figure(text)
    assert (figure.value, figure.status) == (value, status)


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [("E", 0.0, "E"), (">50", 50.0, "E"), ("<25", 25.0, "E"), ("83", 83.0, "A"), ("W", None, "M")],
)
def test_a_reliance_may_be_a_bound(text: str, value: float | None, status: str) -> None:
    figure = read_figure(text, reliance=True)
    assert (figure.value, figure.status) == (value, status)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "cell is empty"),
        ("50\u2013300", "figure is a range"),
        ("Large", "figure is given in words"),
        ("XX", "not applicable"),
        ("?1", "figure is not a number"),
        ("1,90", "figure is not a number"),
        ("E", "figure is not a number"),
    ],
)
def test_what_is_no_figure(text: str, reason: str) -> None:
    with pytest.raises(CodeError, match=reason):
        read_figure(text)


@pytest.mark.parametrize(
    ("kind", "text", "full"),
    [
        ("stock", "Stocks, Treasury, yearend", "stock_government"),
        ("stock", "Stocks, yearend: LME, U.S. warehouse", "stock_exchange"),
        ("stock", "Stocks, producer, yearend", "stock_industry"),
        ("stock", "Ore", "stock_industry: ore"),
        ("consumption", "Consumption (includes secondary): Apparent", "apparent_consumption"),
        ("consumption", "Rprtd", "reported_consumption"),
        ("imports", "Imports for consumption: Germanium metal", "imports: metal"),
        ("net_import_reliance", "Net import reliance as a percentage of apparent consumption", "net_import_reliance"),
    ],
)
def test_kinds(kind: str, text: str, full: str) -> None:
    assert refine(kind, text, "germanium") == full


def test_a_row_of_the_balance(tmp_path: Path) -> None:
    path = salient(
        tmp_path, "Stocks_Industry_kt,NIR_ct,Price_LME_ctslb,Consump_t", "2023,1.5,>50,250,W", "2024,2,E,9,7"
    )
    found = tables(path)
    rows = {(row["kind"], row["period"]): row for row in found["MCS2025", "stock"][0]}
    assert rows["stock_industry", "2023"] == {
        "holder": "USA",
        "commodity": "cobalt",
        "kind": "stock_industry",
        "period": "2023",
        "freq": "A",
        "quantity": 1500.0,
        "quantity_unit": "t",
        "status": "A",
        "scope": "cobalt 2023",
    }
    told = {key: (row["quantity"], row["quantity_unit"], row["status"]) for key, row in rows.items()}
    assert told["net_import_reliance", "2023"] == (0.5, "1", "E")
    assert told["net_import_reliance", "2024"] == (0.0, "1", "E")
    assert told["apparent_consumption", "2023"] == (None, "t", "M")
    assert told["stock_industry", "2024"] == (2000.0, "t", "E")  # the last year of an edition is estimated
    price = found["MCS2025", "price"][0][0]
    assert (price["series"], price["value"], price["unit"]) == ("USGS Cobalt price: lme, USD/lb", 2.5, "lb")


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("Stocks_", "no unit is stated"),
        ("Stocks_msqft", "unit 'msqft' is not known"),
        ("Employment_num", "no supply figure"),
        ("Wonders_t", "heading names no statistic"),
        ("Price_dt,Price_dt", "heading occurs twice: nobody can tell which is which"),
    ],
)
def test_a_heading_that_cannot_be_read_is_refused(tmp_path: Path, heading: str, reason: str) -> None:
    path = salient(tmp_path, heading, "2023,5" + ",5" * heading.count(","))
    ((_, rows, refused),) = read_all("usgs_mcs", path)
    assert (rows, refused) == ([], {reason: 1 + heading.count(",")})


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("mcs2025-x_salient.csv", "<html><body>gone</body></html>", "web page"),
        ("mcs2025-x_salient.csv", "DataSource,Mineral,Year\nMCS2025,Cobalt,2023\n", "'Commodity' is missing"),
        ("mcs2025-x_salient.csv", "DataSource,Commodity,Year,Stocks_t\nMCS2025,Cob", "2 cells under 4 headings"),
        ("mcs2025-x_salient.csv", "DataSource,Commodity,Year,Stocks_t\n", "no row below the heading"),
        (
            "MCS2025_World_Data.csv",
            "SOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PRODUCED_2023\nMCS2025,Cobalt,China,Mine,metric tons,1\n",
            "'PRODUCED_2023' is not known",
        ),
        ("mcs2025-x_salient.csv", 'DataSource,Commodity,Year,Stocks_t\nMCS2025,"Cobalt,2023,1\n', "cannot be read"),
    ],
)
def test_other_files_are_no_release(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(FormatError, match=message):
        read_all("usgs_mcs", tmp_path / name)


def test_the_edition_must_be_told(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("Commodity,Year,Stocks_t\nCobalt,2023,1\n")
    with pytest.raises(UsageError, match="does not say its edition"):
        read_all("usgs_mcs", path)
    ((release, rows, _),) = read_all("usgs_mcs", path, edition="2027", released="2027-02-01")
    assert (release.vintage, release.released_on, len(rows)) == ("MCS2027", date(2027, 2, 1), 1)


def test_the_whole_release_of_2025(shared_data: Path) -> None:
    found = tables(shared_data / "minerals" / "usgs_mcs2025")
    counts = {table: (len(rows), sum(refused.values())) for (_, table), (rows, refused) in found.items()}
    assert counts["stock"] == (3660, 325)
    assert counts["price"] == (730, 40)
    assert counts["pressure"] == (952, 457)
    assert sum(counts["production"]) == 1250 * 5
    made = {
        (row["country"], row["commodity"], row["stage"], row["period"]): row
        for row in found["MCS2025", "production"][0]
    }
    assert made["COD", "cobalt", "mine", "2024"]["quantity"] == 220_000
    assert made["USA", "cobalt", "reserves", "2024"]["quantity"] == 70_000
    held = {(row["commodity"], row["kind"], row["period"]): row for row in found["MCS2025", "stock"][0]}
    assert held["cobalt", "stock_industry", "2024"]["quantity"] == 900
    assert held["germanium", "estimated_consumption", "2023"]["quantity_unit"] == "kg"


def test_the_whole_release_of_2026(shared_data: Path) -> None:
    found = tables(shared_data / "minerals" / "usgs_mcs2026_commodities.csv")
    assert sum(len(rows) + sum(refused.values()) for rows, refused in found.values()) == 8886
    made = {
        (row["country"], row["commodity"], row["stage"], row["period"]): row
        for row in found["MCS2026", "production"][0]
    }
    china = made["CHN", "graphite", "mine", "2025"]
    assert (china["quantity"], china["status"]) == (1_400_000, "E")
    assert found["MCS2026", "stock"][1]["figure is not a number"] == 2  # minus signs lost in the file: '?1', '?10'
