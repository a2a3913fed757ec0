"""Japanese trade, a line a year: months told apart, totals checked, months not published yet are no zeros."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import tocsin.sources.japan_customs
from tests.sources.trade import counts, releases, take
from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.ref.gazetteer import countries
from tocsin.sources.japan_customs.countries import COUNTRIES
from tocsin.sources.japan_customs.read import COLUMNS

SPECIMEN = Path(tocsin.sources.japan_customs.__file__).parent / "specimen"
FILE = SPECIMEN / "synthetic_d41ma.csv"
RATES = SPECIMEN / "synthetic_rates.csv"
HEAD = ",".join(COLUMNS)


def line(hs: str = "'250410000'", country: str = "105", unit: str = "KG", *, values: tuple[int, ...] = (5, 7)) -> str:
    months = [(0, 10 * value, value) for value in (*values, *[0] * (12 - len(values)))]
    year = (0, 10 * sum(values), sum(values))
    return ",".join(
        map(str, ("2", "2024", hs, country, "  ", unit, *(cell for cells in (year, *months) for cell in cells)))
    )


def write(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "trade.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def test_the_specimen_is_read_whole() -> None:
    rows, refused = take("japan_customs", FILE, rates=RATES)
    assert (len(rows), refused) == (5 * 4, {})  # April is the last month in which any line has a value
    assert Counter(row["period"] for row in rows) == {f"2024-{month:02d}": 5 for month in range(1, 5)}
    china = [row for row in rows if row["partner"] == "CHN"]
    assert [row["net_weight"] for row in china] == [1_200_000.0, 1_100_000.0, 0.0, 1_350_000.0]
    assert [row["trade_value"] for row in china] == pytest.approx(
        [180e6 * 0.0066, 165e6 * 0.0067, 0.0, 201e6 * 0.0066]  # February has a rate of its own
    )
    car = next(row for row in rows if row["product"] == "870380100")
    assert (car["direction"], car["net_weight"], car["quantity"], car["quantity_unit"]) == ("export", None, 3.0, "NO")
    horse = next(row for row in rows if row["product"] == "010121000")
    assert (horse["net_weight"], horse["quantity"], horse["quantity_unit"]) == (1000.0, 2.0, "NO")
    assert (horse["reporter"], horse["nomenclature"], horse["scope"]) == ("JPN", "JPHS2024", "JPN 2024-01 M")


def test_the_last_published_month_may_be_said(tmp_path: Path) -> None:
    path = write(tmp_path, line())
    assert len(take("japan_customs", path, rates=RATES)[0]) == 2
    assert len(take("japan_customs", path, rates=RATES, until="2024-06")[0]) == 6
    rows, refused = take("japan_customs", path, rates=RATES, until="2024-01")
    assert (rows, counts(refused)) == ([], {"months do not add up to the year": 1})


def test_a_year_without_any_month_is_refused(tmp_path: Path) -> None:
    rows, refused = take("japan_customs", write(tmp_path, line(values=())), rates=RATES)
    assert (rows, counts(refused)) == ([], {"no month of its year is published": 1})


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (line("'25041000'"), "commodity code has 8 digits: was a leading zero lost in a spreadsheet?"),
        (line("'250410'"), "commodity code has 6 digits, not 9"),
        (line("'25041000X'"), "commodity code is not made of digits"),
        (line().replace("2024", "20X4", 1), "period is not a year"),
        (line(country="999"), "country code is unknown"),
        (line(country=""), "partner is missing"),
        (line().replace("2,2024", "3,2024", 1), "direction is unknown"),
        (line().replace(",0,120,12,", ",0,120,90,", 1), "months do not add up to the year"),
        (line().replace(",0,120,12,", ",0,900,12,", 1), "months do not add up to the year"),
    ],
)
def test_odd_lines_are_refused_in_every_month(tmp_path: Path, bad: str, reason: str) -> None:
    rows, refused = take("japan_customs", write(tmp_path, bad, line()), rates=RATES)
    assert (len(rows), counts(refused)) == (2, {reason: 2})
    assert "line 2" in refused[reason].examples[0]


def test_a_month_that_is_no_number_spoils_its_year(tmp_path: Path) -> None:
    bad = line().replace(",0,50,5,", ",0,50,x,", 1)
    rows, refused = take("japan_customs", write(tmp_path, bad, line()), rates=RATES)
    assert (len(rows), counts(refused)) == (2, {"Value-Jan is not a number": 1, "months do not add up to the year": 1})


def test_rounding_is_no_mismatch(tmp_path: Path) -> None:
    rows, refused = take("japan_customs", write(tmp_path, line().replace(",0,120,12,", ",0,121,13,", 1)), rates=RATES)
    assert (len(rows), refused) == (2, {})


def test_a_cut_off_line_counts_once(tmp_path: Path) -> None:
    rows, refused = take("japan_customs", write(tmp_path, line(), line()[:60]), rates=RATES)
    assert (len(rows), counts(refused)) == (2, {"row has more or fewer columns than the heading": 1})


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (HEAD.replace("Country,", ""), "column 'Country' is missing"),
        (HEAD.replace("Value-Dec", "Value-XII"), "column 'Value-XII' is unknown"),
        (HEAD.replace("Year,HS", "Year,Custom,HS", 1), "column 'Custom' is unknown"),
        ("<!DOCTYPE html>", "HTML"),
    ],
)
def test_layouts_that_are_another(tmp_path: Path, head: str, found: str) -> None:
    with pytest.raises(FormatError, match=found):
        take("japan_customs", write(tmp_path, line(), head=head), rates=RATES)


def test_values_in_yen_need_rates(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no exchange rates are given"):
        releases("japan_customs", FILE)
    rates = tmp_path / "rates.csv"
    rates.write_text("period,usd_per_jpy\n2023,0.007\n", encoding="utf-8")
    rows, refused = take("japan_customs", FILE, rates=rates)
    assert (rows, counts(refused)) == ([], {"no exchange rate for its period": 20})


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("year,rate\n2024,0.0066\n", FormatError),
        ("period,usd_per_jpy\n2024,151.5\n", FormatError),  # yen per dollar
        ("period,usd_per_jpy\n2024,\n", FormatError),
        ("period,usd_per_jpy\n2024,nan\n", FormatError),
        ("period,usd_per_jpy\n2024,0.0066\n2024,0.0067\n", FormatError),
        ("period,usd_per_jpy\n2024-Q1,0.0066\n", CodeError),
        ("period,usd_per_jpy\nsoon,0.0066\n", CodeError),
    ],
)
def test_rates_that_are_none(tmp_path: Path, text: str, error: type[Exception]) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error):
        releases("japan_customs", FILE, rates=path)


def test_release_date_and_identity(tmp_path: Path) -> None:
    (undated,) = releases("japan_customs", FILE, rates=RATES)
    (dated,) = releases("japan_customs", FILE, rates=RATES, released="2024-05-30")
    assert (undated.vintage, undated.released_on, undated.lag_months) == ("undated", None, 1)
    assert (dated.vintage, dated.released_on) == ("2024-05-30", date(2024, 5, 30))
    other = tmp_path / "rates.csv"
    other.write_text("period,usd_per_jpy\n2024,0.0065\n", encoding="utf-8")
    assert len({r.sha256 for r in (undated, dated, *releases("japan_customs", FILE, rates=other))}) == 3


def test_numbers_lead_to_places() -> None:
    assert set(COUNTRIES.values()) <= set(countries())
    assert len(COUNTRIES) > 150
    known = {"103": "KOR", "105": "CHN", "106": "TWN", "213": "DEU", "224": "RUS", "304": "USA", "410": "BRA"}
    assert known.items() <= COUNTRIES.items()
