"""The Census Bureau's arrays of arrays: totals and groups left out, one value read, gaps kept as gaps."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import tocsin.sources.census_us
from tests.sources.trade import counts, releases, take
from tocsin.core.errors import FormatError, UsageError
from tocsin.core.fetch import Ask, Call
from tocsin.core.period import parse_period
from tocsin.ref.countries import country, parse_country
from tocsin.sources.census_us.fetch import fetch
from tocsin.sources.census_us.read import schedule_c

SPECIMEN = Path(tocsin.sources.census_us.__file__).parent / "specimen"
IMPORTS = SPECIMEN / "imports_hs_2024-03.json"
HEAD = ["CTY_CODE", "I_COMMODITY", "GEN_VAL_MO", "time"]
GOOD = ["5700", "2504105000", "5", "2024-03"]


def answer(folder: Path, *rows: list[Any], head: list[str] = HEAD) -> Path:
    path = folder / "answer.json"
    path.write_text(json.dumps([head, *rows]), encoding="utf-8")
    return path


def test_the_specimen_of_imports_is_read_whole() -> None:
    rows, refused = take("census_us", IMPORTS)
    assert counts(refused) == {
        "country group": 2,
        "total over countries": 1,
        "member of the European Union, beside the Union": 1,
        "total over goods": 1,
        "total over longer codes, beside them": 1,
        "Census country code is unknown": 1,
        "added to a row of the same flow": 1,
    }
    assert len(rows) + sum(refusal.count for refusal in refused.values()) == 13
    assert refused["Census country code is unknown"].examples == ("line 12: '9999'",)
    found = {(row["partner"], row["product"]): row for row in rows}
    assert found["CHN", "2504105000"] == {
        "reporter": "USA",
        "partner": "CHN",
        "direction": "import",
        "product": "2504105000",
        "nomenclature": "HTS2024",
        "period": "2024-03",
        "freq": "M",
        "trade_value": 4_210_000,
        "net_weight": None,
        "quantity": None,
        "quantity_unit": None,
        "status": "A",
        "scope": "HTS import 2024-03",
    }
    assert found["PSE", "2504105000"]["trade_value"] == 5000  # Gaza and West Bank
    assert (found["KOR", "2504105000"]["trade_value"], found["KOR", "2504105000"]["status"]) == (None, "M")
    assert found["EUN", "2504105000"]["trade_value"] == 70_000


def test_another_value_is_taken_when_asked_for() -> None:
    rows, _ = take("census_us", IMPORTS, value="CON_VAL_MO")
    assert next(row for row in rows if row["partner"] == "CHN")["trade_value"] == 4_200_000
    with pytest.raises(FormatError, match="'DUT_VAL_MO' is missing"):
        releases("census_us", IMPORTS, value="DUT_VAL_MO")


def test_exports_and_sectors() -> None:
    rows, refused = take("census_us", SPECIMEN / "exports_hs_2024-03.json")
    assert counts(refused) == {"detail by DF below the national figure": 2}
    assert [(row["direction"], row["nomenclature"], row["trade_value"]) for row in rows] == [
        ("export", "SCHB2024", 120_000)
    ]
    rows, refused = take("census_us", SPECIMEN / "imports_naics_2024-03.json")
    assert [(row["product"], row["nomenclature"], row["scope"]) for row in rows] == [
        ("334", "NAICS2022", "NAICS import 2024-03"),
        ("3344", "NAICS2022", "NAICS import 2024-03"),
    ]
    assert refused == {}


def test_the_union_gives_way_to_its_members(tmp_path: Path) -> None:
    members = [code for code, iso3 in schedule_c().items() if iso3 in {"DEU", "FRA", "ITA", "ESP", "AUT", "BEL", "NLD"}]
    members += [
        code for code, iso3 in schedule_c().items() if iso3 in {"IRL", "POL", "SWE", "DNK", "FIN", "HUN", "PRT"}
    ]
    path = answer(tmp_path, *([code, *GOOD[1:]] for code in [*members, "0003", "4120"]))
    rows, refused = take("census_us", path)
    assert counts(refused) == {"European Union, beside its members": 1}
    assert len(rows) == 15


def test_all_countries_alone_are_a_total_too(tmp_path: Path) -> None:
    rows, refused = take("census_us", answer(tmp_path, ["-", *GOOD[1:]]))
    assert (rows, counts(refused)) == ([], {"total over countries": 1})


def test_six_digits_alone_are_of_the_harmonized_system(tmp_path: Path) -> None:
    rows, refused = take("census_us", answer(tmp_path, ["5700", "250410", "5", "2024-03"]))
    assert ([(row["product"], row["nomenclature"]) for row in rows], refused) == ([("250410", "HS2022")], {})


def test_districts_without_a_national_figure_add_up(tmp_path: Path) -> None:
    head = [*HEAD, "DISTRICT"]
    rows, refused = take("census_us", answer(tmp_path, [*GOOD, "01"], [*GOOD, "02"], head=head))
    assert ([row["trade_value"] for row in rows], counts(refused)) == ([10], {"added to a row of the same flow": 1})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["5700", "2504", "5", "2024-03"], "total over goods"),
        (["5700", "25041050", "5", "2024-03"], "goods code has neither ten nor six digits"),
        (["570", "2504105000", "5", "2024-03"], "Census country code is unknown"),
        (["5700", "2504105000", "many", "2024-03"], "GEN_VAL_MO is not a number"),
        (["5700", "2504105000", "-1", "2024-03"], "trade_value is negative"),
        (["5700", "2504105000", "5", "March"], "period is not a month"),
        ([None, "2504105000", "5", "2024-03"], "partner is missing"),
        (["5700", "2504105000", "5"], "row has more or fewer columns than the heading"),
    ],
)
def test_a_broken_row_is_refused_with_its_reason(tmp_path: Path, row: list[Any], reason: str) -> None:
    rows, refused = take("census_us", answer(tmp_path, GOOD, row))
    assert (len(rows), counts(refused)) == (1, {reason: 1})
    assert "line 3" in refused[reason].examples[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html><title>Missing Key</title></html>", "is a web page"),
        (IMPORTS.read_text(encoding="utf-8")[:-30], "is no JSON"),
        ("error: unknown variable 'GEN_VAL'", "is no JSON"),
        ('{"error": "quota"}', "no array of a heading and rows"),
        ('[["CTY_CODE"]]', "no array of a heading and rows"),
        ('[["CTY_CODE","I_COMMODITY","GEN_VAL_MO"],["5700","2504105000","5"]]', "column 'time' is missing"),
        (
            '[["CTY_CODE","I_COMMODITY","GEN_VAL_MO","time","NEW"],["5700","2504105000","5","2024-03","x"]]',
            "is unknown",
        ),
        ('[["time","CTY_CODE","CTY_CODE"],["2024-03","5700","5800"]]', "comes twice and differs"),
        ("", "empty"),
        ('[["\xff"]]', "is no JSON"),
    ],
)
def test_another_layout_is_refused_whole(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "answer.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(FormatError, match=message):
        releases("census_us", path)


def test_country_codes_are_countries_of_ours() -> None:
    known = schedule_c()
    assert all(re.fullmatch(r"\d{4}", code) and country(iso3) for code, iso3 in known.items())
    told = {code: known[code] for code in ("5700", "5800", "5880", "0003", "1220", "4280")}
    assert told == dict(zip(told, ("CHN", "KOR", "JPN", "EUN", "CAN", "DEU"), strict=True))


def test_country_codes_agree_with_the_names_of_real_files(shared_data: Path) -> None:
    import polars as pl

    files = [
        shared_data / "trade" / name for name in ("us_imports_hts10_2024.parquet", "us_exports_hs10_monthly.parquet")
    ]
    pairs = {pair for file in files for pair in pl.read_parquet(file, columns=["cty_code", "cty_name"]).unique().rows()}
    assert len(pairs) == 51 + 1  # Switzerland, Turkey and Vietnam are in both, Ireland is not
    assert {code: schedule_c()[code] for code, _ in pairs} == {
        code: parse_country(name, scheme="name") for code, name in pairs
    }


def test_a_real_month_in_the_service_s_layout(shared_data: Path, tmp_path: Path) -> None:
    import polars as pl

    file = shared_data / "trade" / "us_imports_hts10_2024.parquet"
    real = pl.read_parquet(file).select("cty_code", "hts10", "trade_value_usd", time=pl.lit("2024-12"))
    rows, refused = take("census_us", answer(tmp_path, *map(list, real.rows())))
    slovakia = real.filter(cty_code="4359")
    assert counts(refused) == {"member of the European Union, beside the Union": len(slovakia)}
    assert len(rows) == 209_616 - len(slovakia)
    total = sum(row["trade_value"] for row in rows) + slovakia["trade_value_usd"].sum()
    assert round(total / 1e9) == 3217


def test_what_would_be_fetched() -> None:
    calls: list[Call] = []

    def note(call: Call) -> None:
        calls.append(call)

    since = parse_period("2024-01")
    ask = Ask((), ("KOR",), ("2504",), since, since + 1, options={"flow": "both"}, key="secret")
    assert list(fetch(ask, note)) == []
    assert [call.name for call in calls] == [
        f"{flow}-hs-KOR-2504-{month}-{value}.json"
        for flow, value in (("import", "GEN_VAL_MO"), ("export", "ALL_VAL_MO"))
        for month in ("2024-01", "2024-02")
    ]
    assert calls[0].url.endswith("/intltrade/imports/hs")
    assert calls[0].params == {
        "get": "CTY_NAME,GEN_VAL_MO",
        "CTY_CODE": "5800",
        "I_COMMODITY": "2504*",
        "time": "2024-01",
        "SUMMARY_LVL": "DET",
        "COMM_LVL": "HS10",
        "key": "secret",
    }
    assert calls[0].secret == ("key",)
    (request,) = fetch(Ask(since=since, options={"table": "naics"}), lambda _: IMPORTS)
    assert request.files == (IMPORTS,)
    for wrong in (Ask(), Ask(("KOR",), since=since), Ask(since=since, options={"flow": "out"})):
        with pytest.raises(UsageError):
            list(fetch(wrong, note))
