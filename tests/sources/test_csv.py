"""A user's own file: what a column map can say, and what it is told when it says something else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import tocsin.sources.csv
from tests.sources.trade import counts, releases, take
from tocsin.core.errors import FormatError, UsageError
from tocsin.sources.csv.columnmap import read_map

SPECIMENS = Path(tocsin.sources.csv.__file__).parent / "specimens"
COLUMNS = ["reporter", "partner", "direction", "product", "period", "trade_value"]
MAP = """
[columns]
reporter = "reporter"
partner = "partner"
direction = "direction"
product = "product"
period = "period"
trade_value = "trade_value"

[constants]
nomenclature = "HS17"
freq = "A"
"""
GOOD = "KOR,CHN,import,250410,2022,5"


def write(
    folder: Path, *rows: str, told: str = MAP, head: str = ",".join(COLUMNS), encoding: str = "utf-8"
) -> dict[str, Any]:
    """Write a file and its map; return the arguments of `take`."""
    path = folder / "own.csv"
    path.write_bytes("\n".join([head, *rows, ""]).encode(encoding))
    (folder / "map.toml").write_text(told, encoding="utf-8")
    return {"path": path, "map": folder / "map.toml"}


def rows_of(folder: Path, *rows: str, **how: str) -> tuple[list[dict[str, Any]], dict[str, int]]:
    files = write(folder, *rows, **how)
    found, refused = take("csv", files["path"], map=files["map"])
    return found, counts(refused)


def test_the_specimen_of_national_imports() -> None:
    rows, refused = take("csv", SPECIMENS / "imports.csv", map=SPECIMENS / "imports.toml")
    assert [(row["partner"], row["period"], row["trade_value"], row["net_weight"]) for row in rows] == [
        ("KOR", "2024-01", pytest.approx((12_500 + 900.5) * 1000 * 1.0824), 31_500.0),
        ("CHN", "2024-01", pytest.approx(84_000 * 1000 * 1.0824), 295_000.0),
        ("KOR", "2024-02", pytest.approx(11_000 * 1000 * 1.0824), 28_000.0),
        ("CHN", "2024-02", None, 210_000.0),
    ]
    assert counts(refused) == {
        "left out by the column map (Herkunft)": 1,
        "Country is not known": 1,
        "added to a row with the same key": 1,
    }
    assert [reason for reason, refusal in refused.items() if not refusal.asked] == ["Country is not known"]
    assert refused["Country is not known"].examples == ("line 8: '999999'",)
    (release,) = releases("csv", SPECIMENS / "imports.csv", map=SPECIMENS / "imports.toml")
    assert (release.vintage, release.released_on, release.lag_months) == ("2024-03 release", date(2024, 3, 15), 1)


def test_the_graphite_extract(shared_data: Path) -> None:
    file = shared_data / "trade" / "china_graphite_exports_monthly.parquet"
    rows, refused = take("csv", file, map=SPECIMENS / "graphite.toml")
    assert (len(rows), refused) == (5_261, {})
    flake = [row for row in rows if row["product"] == "250410"]
    tonnes = {
        month: sum(row["net_weight"] for row in flake if row["period"] == month) / 1e6
        for month in ("2023-11", "2023-12")
    }
    assert tonnes["2023-11"] == pytest.approx(40.5, abs=0.05)
    assert tonnes["2023-12"] == pytest.approx(2.7, abs=0.05)


def test_us_imports_by_hts10(shared_data: Path, tmp_path: Path) -> None:
    told = """
    [columns]
    partner = "cty_name"
    product = "hts10"
    trade_value = "trade_value_usd"
    [constants]
    reporter = "USA"
    direction = "import"
    nomenclature = "HTS2024"
    freq = "A"
    period = 2024
    [countries]
    extra = { "EUROPEAN UNION" = "EUN" }
    """
    path = tmp_path / "us.toml"
    path.write_text(told)
    rows, refused = take("csv", shared_data / "trade" / "us_imports_hts10_2024.parquet", map=path)
    assert (len(rows), refused) == (209_616, {})
    assert sum(row["trade_value"] for row in rows) / 1e9 == pytest.approx(3_217, abs=0.5)
    assert {len(row["product"]) for row in rows} == {10}


def test_eurostat_by_cn8(shared_data: Path, tmp_path: Path) -> None:
    told = """
    [columns]
    reporter = "reporter"
    partner = "partner"
    direction = "flow"
    product = "product"
    period = "period"
    trade_value = "value_eur"
    net_weight = "qty_100kg"
    [constants]
    nomenclature = "CN"
    freq = "M"
    [values.direction]
    1 = "import"
    2 = "export"
    [units]
    trade_value = "EUR"
    net_weight = "100 kg"
    [rates]
    2023 = 1.08
    2024 = 1.08
    [drop]
    partner = "WORLD"
    """
    path = tmp_path / "eu.toml"
    path.write_text(told)
    rows, refused = take("csv", shared_data / "trade" / "eurostat_cn8_monthly.parquet", map=path)
    assert set(refused) <= {
        "left out by the column map (partner)",
        "no exchange rate for its year",
        "row holds neither value, weight nor quantity",
    }
    assert len(rows) + sum(counts(refused).values()) == 349_206
    first = next(row for row in rows if (row["reporter"], row["partner"], row["period"]) == ("AUT", "BEL", "2024-04"))
    assert (first["direction"], first["trade_value"], first["net_weight"]) == ("import", pytest.approx(295 * 1.08), 9.0)


def test_countries_by_name_code_and_number(tmp_path: Path) -> None:
    rows, refused = rows_of(
        tmp_path,
        '410,"China, Hong Kong SAR",M,2504.10,2022,5',
        "kr,Türkiye,X,250410.0,2022.0,",
        "KOR,Atlantis,import,250410,2022,1",
    )
    assert [(row["reporter"], row["partner"], row["direction"], row["product"]) for row in rows] == [
        ("KOR", "HKG", "import", "250410"),
        ("KOR", "TUR", "export", "250410"),
    ]
    assert rows[1]["trade_value"] is None
    assert refused == {"Country is not known": 1}


def test_values_and_extra_places_are_renamed(tmp_path: Path) -> None:
    told = (
        MAP
        + '[values.direction]\n"Ein fuhr" = "import"\n[values.product]\nGraphit = "250410"\n'
        + '[countries]\nextra = { Atlantis = "_X" }\n'
    )
    rows, refused = rows_of(tmp_path, "KOR,Atlantis, Ein fuhr ,Graphit,2022,1", told=told)
    assert (rows[0]["partner"], rows[0]["direction"], rows[0]["product"], refused) == ("_X", "import", "250410", {})


def test_a_declared_scheme_is_kept_to(tmp_path: Path) -> None:
    rows, refused = rows_of(tmp_path, GOOD, "KOR,NA,import,250410,2022,5", told=MAP + '[countries]\nscheme = "iso2"\n')
    assert (rows, refused) == ([], {"Country is not known in scheme iso2": 2})
    rows, _ = rows_of(tmp_path, "KR,NA,import,250410,2022,5", told=MAP + '[countries]\nscheme = "iso2"\n')
    assert rows[0]["partner"] == "NAM"


@pytest.mark.parametrize(
    ("unit", "rates", "factor"),
    [
        ("USD", "", 1),
        ("kUSD", "", 1e3),
        ("MUSD", "", 1e6),
        ("EUR", "2022 = 1.05", 1.05),
        ("kKRW", "2022 = 0.00077", 0.77),
    ],
)
def test_units_of_value(tmp_path: Path, unit: str, rates: str, factor: float) -> None:
    told = MAP + f'[units]\ntrade_value = "{unit}"\n' + (f"[rates]\n{rates}\n" if rates else "")
    rows, refused = rows_of(tmp_path, GOOD, told=told)
    assert (rows[0]["trade_value"], refused) == (pytest.approx(5 * factor), {})


@pytest.mark.parametrize(
    ("unit", "factor"), [("kg", 1), ("t", 1000), ("100 kg", 100), ("lb", 0.45359237), ("0.5 t", 500)]
)
def test_units_of_weight(tmp_path: Path, unit: str, factor: float) -> None:
    told = MAP.replace("trade_value =", "net_weight =") + f'[units]\nnet_weight = "{unit}"\n'
    rows, _ = rows_of(tmp_path, GOOD, told=told)
    assert rows[0]["net_weight"] == pytest.approx(5 * factor)


def test_a_year_without_rate_is_refused(tmp_path: Path) -> None:
    told = MAP + '[units]\ntrade_value = "EUR"\n[rates]\n2022 = 1.05\n'
    rows, refused = rows_of(tmp_path, GOOD, GOOD.replace("2022", "2023"), told=told)
    assert (len(rows), refused) == (1, {"no exchange rate for its year": 1})


def test_decimal_comma_reads_no_point_as_a_comma(tmp_path: Path) -> None:
    values = ["1,5", "1.234,5", "1.234.567", "1.5", "12.34,5", "1,2,3", ":", "7"]
    told = MAP + '[file]\ndecimal = ","\ndelimiter = ";"\n'
    lines = [f"KOR;CHN;import;{250410 + i};2022;{value}" for i, value in enumerate(values)]
    rows, refused = rows_of(tmp_path, *lines, told=told, head=";".join(COLUMNS))
    assert [row["trade_value"] for row in rows] == [1.5, 1234.5, 1234567, None, 7]
    assert refused == {"trade_value is not a number": 3}


@pytest.mark.parametrize(
    ("freq", "pattern", "value", "period"),
    [
        ("M", "", "202311", "2023-11"),
        ("M", "%b-%y", "Nov-23", "2023-11"),
        ("M", "%d/%m/%Y", "30/11/2023", "2023-11"),
        ("A", "%Y%m%d", "20231130", "2023"),
        ("Q", "", "2023Q4", "2023-Q4"),
        ("W", "", "2020-W53", "2020-W53"),
        ("D", "", "2024-02-29", "2024-02-29"),
    ],
)
def test_period_formats(tmp_path: Path, freq: str, pattern: str, value: str, period: str) -> None:
    told = MAP.replace('freq = "A"', f'freq = "{freq}"') + (f'[period]\nformat = "{pattern}"\n' if pattern else "")
    rows, refused = rows_of(tmp_path, GOOD.replace("2022", value), told=told)
    assert ([row["period"] for row in rows], refused) == ([period], {})


def test_a_period_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    told = MAP + '[period]\nformat = "%Y"\n'
    assert rows_of(tmp_path, GOOD.replace("2022", "Nov-22"), told=told)[1] == {"period does not fit '%Y'": 1}
    assert rows_of(tmp_path, GOOD.replace("2022", "2022-Q1"))[1] == {"period is not a year": 1}


def test_sum_adds_rows_of_one_key_and_an_absent_part_makes_the_sum_absent(tmp_path: Path) -> None:
    told = MAP + '[file]\nduplicates = "sum"\n'
    rows, refused = rows_of(
        tmp_path, GOOD, GOOD, GOOD.replace("CHN", "JPN"), GOOD.replace("CHN", "JPN")[:-1], told=told
    )
    assert [(row["partner"], row["trade_value"]) for row in rows] == [("CHN", 10), ("JPN", None)]
    assert refused == {"added to a row with the same key": 2}
    _, refused = rows_of(tmp_path, GOOD, GOOD.replace(",5", ",-5"), told=told)
    assert refused == {"trade_value is negative": 1}


def test_latin_1_is_read_when_declared_and_refused_when_not(tmp_path: Path) -> None:
    row = "KOR,Côte d'Ivoire,import,250410,2022,5"
    rows, _ = rows_of(tmp_path, row, told=MAP + '[file]\nencoding = "latin-1"\n', encoding="latin-1")
    assert rows[0]["partner"] == "CIV"
    assert rows_of(tmp_path, row, encoding="latin-1")[1] == {"text is not UTF-8 (declare its encoding)": 1}
    with pytest.raises(FormatError, match="klingon"):
        rows_of(tmp_path, row, told=MAP + '[file]\nencoding = "klingon"\n')


def test_parquet_columns_of_many_types(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "own file's.parquet"
    table = {
        "reporter": pa.array([410, 410]),
        "partner": pa.array(["China", "Japan"]).dictionary_encode(),
        "direction": pa.array(["import", "import"], pa.large_string()),
        "product": pa.array([10121.0, None]),
        "period": pa.array([date(2022, 5, 1), date(2023, 1, 1)]),
        "trade_value": pa.array([2**60 + 1, 2]),
    }
    pq.write_table(pa.table(table), path)
    rows, refused = take("csv", path, map=tmp_path / "map.toml")
    assert [(row["reporter"], row["partner"], row["product"], row["period"]) for row in rows] == [
        ("KOR", "CHN", "010121", "2022")
    ]
    assert counts(refused) == {"product is missing": 1}
    assert refused["product is missing"].examples == ("line 2: None",)
    for kind, says in (
        (pa.array([True, False]), "holds bool"),
        (pa.array([[1], [2]]), "holds list"),
        (table["period"], "date32"),
    ):
        pq.write_table(pa.table(table | {"trade_value": kind}), path)
        with pytest.raises(FormatError, match=says):
            take("csv", path, map=tmp_path / "map.toml")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("[", "cannot be read"),
        ("[colums]\nx = 1\n", "section 'colums' is unknown.*Did you mean columns"),
        ("colums = 1\n", "section 'colums' is unknown"),
        ("drop = 1\n", "drop is no section"),
        ('[file]\ndelimeter = ";"\n', r"entry of \[file\] 'delimeter' is unknown.*delimiter"),
        ('[file]\ndelimiter = ";;"\n', "is not one character"),
        ('[file]\ndecimal = "x"\n', "decimal = 'x' is unknown"),
        ('[file]\nduplicates = "add"\n', "duplicates = 'add' is unknown.*refuse, sum"),
        ('[file]\nabsent = "NA"\n', "absent = 'NA' has the wrong kind.*a list"),
        ('[dataset]\nlag_months = "two"\n', "lag_months = 'two' has the wrong kind.*whole number"),
        ("[dataset]\nlag_months = true\n", "wrong kind"),
        ('[dataset]\nvintage = "V1"\n', "vintage is 'V1' and its release date is None"),
        ('[dataset]\nvintage = "V1"\nreleased_on = "soon"\n', "'soon' is not a day"),
        ('[countries]\nscheme = "iso5"\n', "scheme = 'iso5' is unknown.*cepii"),
        ('[countries]\nextra = { Atlantis = "ATL" }\n', r"\[countries.extra\] 'Atlantis' = 'ATL'"),
        ('[values.partners]\nx = "y"\n', "'partners' is unknown.*partner"),
        ('[units]\nnet_wieght = "t"\n', "'net_wieght' is unknown.*net_weight"),
        ('[units]\ntrade_value = "EUR"\n', r"trade_value is in 'EUR'.*\[rates\]"),
        ('[units]\ntrade_value = "euro"\n', "trade_value is in 'euro'.*MEUR"),
        ("[rates]\n2022 = 1.1\n", r"\[rates\] are given, but trade_value is in USD"),
        ('[units]\ntrade_value = "EUR"\n[rates]\n2022 = "1"\n', "wrong kind"),
        ('[units]\ntrade_value = "EUR"\n[rates]\n22 = 1.0\n', r"\[rates\] 22"),
        ('[units]\ntrade_value = "EUR"\n[rates]\n2022 = nan\n', r"\[rates\] 2022"),
    ],
)
def test_a_map_with_a_mistake_names_file_entry_and_remedy(tmp_path: Path, change: str, says: str) -> None:
    told = change + MAP if change.startswith(("colums", "drop")) else MAP + change
    with pytest.raises(FormatError if "'soon'" not in says else Exception, match=f"(?s){says}") as caught:
        rows_of(tmp_path, GOOD, told=told)
    assert "map.toml" in str(caught.value)
    assert getattr(caught.value, "remedy", "")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('period = "period"\n', "", "says nothing of period"),
        ('freq = "A"', "", "says nothing of freq"),
        ('freq = "A"', 'freq = "Y"', "freq = 'Y' is unknown"),
        ('freq = "A"', 'freq = "A"\nperiod = 2022', "period has a column and a constant"),
        ('freq = "A"', 'freq = "A"\nstatus = "Q"', "status = 'Q' is unknown"),
        ('nomenclature = "HS17"', 'nomenclature = "HS18"', "HS edition 'HS18' is unknown"),
        ('reporter = "reporter"', "reporter = 5", "reporter = 5 has the wrong kind"),
        ('trade_value = "trade_value"', "", "names no measure"),
        ('trade_value = "trade_value"', 'quantity = "trade_value"', "quantity has no unit"),
        ('partner = "partner"\n', "", "says nothing of partner"),
        ('trade_value = "trade_value"', 'trade_value = "Wert"', "column 'Wert' is missing"),
    ],
)
def test_a_map_that_lacks_something(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(Exception, match=says) as caught:
        rows_of(tmp_path, GOOD, told=MAP.replace(old, new))
    assert getattr(caught.value, "remedy", "")


def test_a_constant_is_checked_like_a_column(tmp_path: Path) -> None:
    told = MAP.replace('partner = "partner"\n', "").replace("[constants]", '[constants]\npartner = "Atlantis"')
    with pytest.raises(FormatError, match=r"\[constants\] partner: Country 'Atlantis' is not known.*map.toml"):
        rows_of(tmp_path, GOOD, told=told)


def test_a_map_is_needed_and_found(tmp_path: Path) -> None:
    files = write(tmp_path, GOOD)
    with pytest.raises(UsageError, match="needs a column map"):
        releases("csv", files["path"])
    with pytest.raises(FormatError, match=r"none\.toml"):
        releases("csv", files["path"], map=tmp_path / "none.toml")
    with pytest.raises(UsageError, match=r"no option 'mpa'.*map"):
        releases("csv", files["path"], mpa="x")
    with pytest.raises(UsageError, match="needs a file"):
        releases("csv", map=files["map"])
    with pytest.raises(FormatError, match="is no file"):
        take("csv", tmp_path / "absent.csv", map=files["map"])


def test_options_name_the_release(tmp_path: Path) -> None:
    files = write(tmp_path, GOOD)
    (release,) = releases("csv", files["path"], map=files["map"], vintage="V7", released="2024-05-06")
    assert (release.vintage, release.released_on) == ("V7", date(2024, 5, 6))
    with pytest.raises(FormatError, match="needs both a name and a date"):
        releases("csv", files["path"], map=files["map"], vintage="V7")


def test_the_map_belongs_to_the_identity_of_a_load(tmp_path: Path) -> None:
    digests = set()
    for told in (MAP, MAP + '[units]\ntrade_value = "kUSD"\n'):
        files = write(tmp_path, GOOD, told=told)
        digests.add(releases("csv", files["path"], map=files["map"])[0].sha256)
    assert len(digests) == 2


def test_a_byte_order_mark_in_a_map_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(MAP, encoding="utf-8-sig")
    assert read_map(path).name == "map"
