"""Both reports of a flow side by side: gaps, withheld cells, months that make a year, and what --fob says."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import typer
from typer.testing import CliRunner

import tocsin.sources.csv
import tocsin.sources.japan_customs
import tocsin.sources.korea_customs
from tocsin.cli import mirror as command
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import UsageError
from tocsin.core.release import Batch, Release, Request
from tocsin.core.schema import FLOW
from tocsin.indicators.declaration import INDICATORS
from tocsin.indicators.run import run
from tocsin.lake import Lake
from tocsin.pipeline.collect import collect
from tocsin.pipeline.given import flows_sql, give_tables
from tocsin.pipeline.mirror import mirror, wanted_codes

TODAY = date(2026, 3, 1)
CLOCK = fixed_clock(TODAY)
GRAPHITE = wanted_codes("250410")
KOREA = Path(tocsin.sources.korea_customs.__file__).parent / "specimen"
JAPAN = Path(tocsin.sources.japan_customs.__file__).parent / "specimen"
MAP = Path(tocsin.sources.csv.__file__).parent / "specimens" / "graphite.toml"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "lake", CLOCK)


def report(
    reporter: str, partner: str, direction: str, period: str, value: float | None, **more: Any
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "reporter": reporter,
        "partner": partner,
        "direction": direction,
        "product": "250410",
        "nomenclature": "HS2017",
        "period": period,
        "freq": "A" if len(period) == 4 else "M",
        "trade_value": value,
        "net_weight": None if value is None else value / 2,
        "status": "A",
        "scope": "all",
    }
    return row | more


def load(
    lake: Lake, rows: list[dict[str, Any]], *, source: str = "comtrade", released: date = date(2025, 6, 1)
) -> None:
    table = pa.Table.from_pylist([{name: row.get(name) for name in FLOW.columns.names} for row in rows], FLOW.columns)
    name = released.isoformat()
    lake.load(
        Release("flow", name, released, 2, f"{source} {name} {rows}", iter([Batch(table)])), source=source, licence=""
    )


def ask(lake: Lake, **options: Any) -> dict[str, Any]:
    return mirror(lake, options.pop("day", TODAY), ("KOR", "CHN"), GRAPHITE, **options)


def bought(period: str, value: float | None, **more: Any) -> dict[str, Any]:
    return report("KOR", "CHN", "import", period, value, **more)


def sold(period: str, value: float | None, **more: Any) -> dict[str, Any]:
    return report("CHN", "KOR", "export", period, value, **more)


def test_a_gap_in_percent_and_log(lake: Lake) -> None:
    load(lake, [bought("2023", 106.0), sold("2023", 100.0), report("CHN", "JPN", "export", "2023", 7.0)])
    answer = ask(lake)
    (row,) = answer["rows"]
    assert (answer["adjusted"], answer["freq"], row["period"], row["reason"]) == (None, "A", "2023", None)
    assert row["gap_percent"] == pytest.approx(6.0)
    assert row["gap_log"] == pytest.approx(math.log(1.06))
    assert row["weight_gap_percent"] == pytest.approx(6.0)
    assert row["importer_reports"] == [
        {
            "source": "comtrade",
            "vintage": "2025-06-01",
            "nomenclature": "HS2017",
            "codes": ["250410"],
            "value_usd": 106.0,
            "net_weight_kg": 53.0,
            "status": "A",
            "withheld": False,
            "months_summed": 0,
            "divided_by": 1.0,
        }
    ]


def test_fob_divides_and_says_so(lake: Lake) -> None:
    load(lake, [bought("2023", 106.0), sold("2023", 100.0)])
    answer = ask(lake, cif=0.06)
    (row,) = answer["rows"]
    assert answer["adjusted"] == {"cif": 0.06}
    assert row["gap_log"] == pytest.approx(0.0, abs=1e-12)
    assert (row["importer_reports"][0]["divided_by"], row["exporter_reports"][0]["divided_by"]) == (1.06, 1.0)
    assert row["weight_gap_percent"] == pytest.approx(6.0)  # a weight holds no freight
    assert "divided by 1.06" in answer["notes"][0]


def test_values_without_freight_are_left_as_they_are(lake: Lake) -> None:
    load(lake, [bought("2023", 106.0)], source="baci")
    load(lake, [sold("2023", 100.0)])
    answer = ask(lake, cif=0.06)
    (row,) = answer["rows"]
    assert row["importer_reports"][0]["value_usd"] == 106.0
    assert row["gap_percent"] == pytest.approx(6.0)
    (note,) = answer["notes"]
    assert note.startswith("BACI is reconciled from both reports")
    assert note.endswith("left as they are.")


def test_withheld_is_neither_zero_nor_the_sum_of_the_rest(lake: Lake) -> None:
    rows = [
        bought("2023", 90.0, product="25041010", nomenclature="CN2023"),
        bought("2023", None, product="25041020", nomenclature="CN2023", status="M"),
        sold("2023", 100.0),
    ]
    load(lake, rows)
    (row,) = ask(lake)["rows"]
    held = row["importer_reports"][0]
    assert (held["withheld"], held["value_usd"], held["net_weight_kg"], held["status"]) == (True, None, None, "A, M")
    assert (row["gap_usd"], row["gap_log"], row["reason"]) == (None, None, "withheld")


def test_a_zero_has_a_difference_and_no_logarithm(lake: Lake) -> None:
    load(lake, [bought("2023", 5.0), sold("2023", 0.0)])
    (row,) = ask(lake)["rows"]
    assert (row["gap_usd"], row["gap_percent"], row["gap_log"], row["reason"]) == (5.0, None, None, "a report is zero")


def test_twelve_months_make_a_year_and_eleven_do_not(lake: Lake) -> None:
    months = [sold(f"2022-{month:02d}", 10.0) for month in range(1, 13)]
    months += [sold(f"2023-{month:02d}", 10.0) for month in range(1, 12)]
    load(lake, [bought("2022", 132.0), bought("2023", 140.0), *months])
    answer = ask(lake)
    first, second = answer["rows"]
    assert (first["exporter_reports"][0]["value_usd"], first["exporter_reports"][0]["months_summed"]) == (120.0, 12)
    assert first["gap_percent"] == pytest.approx(10.0)
    assert (second["exporter_reports"], second["reason"]) == ([], "no report of the exporter")
    assert answer["notes"] == ["comtrade has 11 of 12 months of 2023: they are not summed up to a year."]


def test_a_withheld_month_withholds_its_year(lake: Lake) -> None:
    months = [sold(f"2022-{month:02d}", 10.0) for month in range(1, 12)] + [sold("2022-12", None, status="M")]
    load(lake, [bought("2022", 132.0), *months])
    assert ask(lake)["rows"][0]["reason"] == "withheld"


def test_months_are_compared_when_months_are_asked_for(lake: Lake) -> None:
    load(lake, [bought("2023", 99.0), bought("2023-02", 9.0), sold("2023-02", 10.0), sold("2023-03", 11.0)])
    answer = ask(lake, periods=("2023-01", "2023-02"))
    assert (answer["freq"], [row["period"] for row in answer["rows"]]) == ("M", ["2023-02"])
    assert answer["rows"][0]["gap_percent"] == pytest.approx(-10.0)
    assert [row["period"] for row in ask(lake, periods=("2023", "2023"))["rows"]] == ["2023"]


def test_the_source_of_higher_precedence_is_compared_and_the_other_shown(lake: Lake) -> None:
    load(lake, [bought("2023", 80.0)], source="bundled")
    load(lake, [bought("2023", 90.0)], source="baci")
    load(lake, [sold("2023", 100.0)])
    (row,) = ask(lake)["rows"]
    assert [one["source"] for one in row["importer_reports"]] == ["baci", "bundled"]
    assert row["gap_percent"] == pytest.approx(-10.0)


def test_nothing_unknown_on_the_day_is_used(lake: Lake) -> None:
    load(lake, [bought("2023", 106.0), sold("2023", 100.0)])
    load(lake, [bought("2023", 106.0), sold("2023", 103.0)], released=date(2026, 1, 1))
    assert ask(lake, day=date(2025, 7, 1))["rows"][0]["exporter_reports"][0]["value_usd"] == 100.0
    assert ask(lake)["rows"][0]["exporter_reports"][0]["value_usd"] == 103.0


def test_national_statistics_of_both_sides(lake: Lake) -> None:
    """National codes of ten digits become one of six."""
    (load_kr,) = collect(lake, "korea_customs", Request((KOREA / "synthetic_by_item_and_country.csv",)))
    rates = {"rates": str(JAPAN / "synthetic_rates.csv")}
    (load_jp,) = collect(lake, "japan_customs", Request((JAPAN / "synthetic_d41ma.csv",), rates))
    assert (load_kr.rows_in, load_kr.rows_kept) == (14, 12)
    assert (load_jp.rows_in, load_jp.rows_kept) == (20, 20)
    answer = mirror(lake, TODAY, ("KOR", "JPN"), GRAPHITE)
    assert answer["freq"] == "M"
    assert answer["rows"][0]["importer_reports"][0]["codes"] == ["2504101000"]
    assert answer["rows"][0]["importer_reports"][0]["nomenclature"] == "HSK2024"


def test_wanted_codes() -> None:
    assert "HS1992:250410" in GRAPHITE
    assert "national:250410" in GRAPHITE
    assert wanted_codes("2504.10") == GRAPHITE
    assert "HS2017:280429" in wanted_codes("helium")
    with pytest.raises(UsageError, match="5 digits"):
        wanted_codes("25041")
    with pytest.raises(UsageError, match="heliun"):
        wanted_codes("heliun")


@pytest.fixture
def shown(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("TOCSIN_TODAY", TODAY.isoformat())
    app = typer.Typer()
    command.add(app)
    app.callback()(lambda: None)

    def run(*words: str) -> str:
        given = ["mirror", "KOR", "--partner", "China", "--product", "250410", *words, "--lake", str(lake.store.root)]
        answer = CliRunner().invoke(app, given, catch_exceptions=False)
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    return run


def test_the_command_says_what_it_did(lake: Lake, shown: Any) -> None:
    load(lake, [bought("2023", 106_000.0), sold("2023", 100_000.0), sold("2022", None, status="M")])
    plain, fob = shown(), shown("--fob")
    assert "+6.0 %" in plain
    assert "divided" not in plain
    assert "withheld" in plain
    assert "b: comtrade, vintage 2025-06-01, HS2017, status A" in plain
    assert "divided by 1.06" in " ".join(fob.split())
    told = json.loads(shown("--fob", "--cif", "0.1", "--json"))
    assert told["adjusted"] == {"cif": 0.1}
    assert "nothing" in shown("--period", "2010")


@pytest.mark.parametrize(
    "words",
    [("--cif", "0.06"), ("--fob", "--cif", "6"), ("--partner", "EU"), ("--as-of", "soon"), ("--product", "25041")],
)
def test_requests_that_make_no_sense(shown: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        shown(*words)


def test_china_and_korea_on_real_data(lake: Lake, shared_data: Path) -> None:
    """China's months of natural graphite to Korea, summed up, beside BACI's years."""
    baci = {"2016": 23_078_000.0, "2017": 33_104_000.0, "2023": 100_828_925.0}
    load(lake, [bought(year, value, nomenclature="HS1992") for year, value in baci.items()], source="bundled")
    file = shared_data / "trade" / "china_graphite_exports_monthly.parquet"
    (stored,) = collect(lake, "csv", Request((file,), {"map": str(MAP)}))
    assert stored.rows_kept == 5261
    rows = {row["period"]: row for row in ask(lake, periods=("2016", "2024"))["rows"]}
    assert sorted(rows) == [str(year) for year in range(2016, 2025)]
    assert rows["2020"]["reason"] == "no report of the importer"
    assert rows["2016"]["reason"] == "no report of the exporter"
    assert rows["2023"]["exporter_reports"][0]["value_usd"] == pytest.approx(105_445_815)
    assert rows["2023"]["gap_percent"] == pytest.approx(-4.378, abs=1e-3)
    assert rows["2017"]["gap_log"] == pytest.approx(-0.517, abs=1e-3)


def test_the_indicator_is_given_the_exporters_reports(lake: Lake) -> None:
    load(lake, [bought("2023", 106.0), sold("2023", 50.0), sold("2023", None, status="M", nomenclature="HS2022")])
    load(lake, [bought("2023", 99.0)], source="baci")
    with lake.as_of(TODAY).connect() as connection:
        give_tables(connection)
        made = run(connection, flows_sql(), [INDICATORS["mirror_gap"]])
        rows = [row for _, batches in made for row in batches.read_all().to_pylist()]
    assert [(row["basis"], row["reporter"]) for row in rows] == [("comtrade", "KOR")]
    assert rows[0]["value"] == pytest.approx(math.log(2))
