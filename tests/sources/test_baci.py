"""BACI as CEPII publishes it, and as it comes back from a spreadsheet, a broken download, a hurried colleague."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date
from pathlib import Path

import pytest

import tocsin.sources.baci
from tests.sources.trade import HEAD, baci, counts, releases, take
from tocsin.core.errors import CodeError, FormatError, UsageError

SPECIMEN = Path(tocsin.sources.baci.__file__).parent / "specimen"
GOOD = "2022,156,410,250410,120.5,30\n"


def test_the_specimen_is_read_whole() -> None:
    rows, refused = take("baci", SPECIMEN)
    assert (len(rows), refused) == (30, {})
    korea = next(row for row in rows if (row["reporter"], row["partner"]) == ("KOR", "CHN"))
    assert korea == {
        "reporter": "KOR",
        "partner": "CHN",
        "direction": "import",
        "product": "250410",
        "nomenclature": "HS1992",
        "period": "2020",
        "freq": "A",
        "trade_value": pytest.approx(85_242_740, abs=0.01),
        "net_weight": pytest.approx(43_649_057, abs=0.01),
        "quantity": None,
        "quantity_unit": None,
        "status": "A",
        "scope": "HS1992",
    }


@pytest.mark.parametrize(
    ("name", "nomenclature", "vintage", "released"),
    [
        ("BACI_HS17_Y2022_V202401b.csv", "HS2017", "V202401b", date(2024, 2, 1)),
        ("BACI_HS92_Y1995_V202501.csv", "HS1992", "V202501", date(2025, 2, 1)),
        ("BACI_HS22_Y2023_V202412.csv", "HS2022", "V202412", date(2025, 1, 1)),
        ("baci_hs07_y2010_v202401B.csv", "HS2007", "v202401B", date(2024, 2, 1)),
    ],
)
def test_name_says_edition_and_release(
    tmp_path: Path, name: str, nomenclature: str, vintage: str, released: date
) -> None:
    year = name.upper().split("_Y")[1][:4]
    rows = "".join(f"{year}{line[4:]}\n" for line in GOOD.splitlines())
    (release,) = releases("baci", baci(tmp_path, rows, name))
    assert (release.vintage, release.released_on, release.lag_months) == (vintage, released, 13)
    assert {row["nomenclature"] for batch in release.batches for row in batch.rows.to_pylist()} == {nomenclature}


def test_options_say_what_the_name_does_not(tmp_path: Path) -> None:
    path = baci(tmp_path, GOOD, "trade.csv")
    with pytest.raises(UsageError, match=r"'trade.csv' does not say its HS edition.*--option edition"):
        releases("baci", path)
    (release,) = releases("baci", path, edition="HS17", vintage="mine", released="2024-05-06")
    assert (release.vintage, release.released_on) == ("mine", date(2024, 5, 6))
    with pytest.raises(UsageError, match="bears no date"):
        releases("baci", path, edition="HS17", vintage="mine")
    with pytest.raises(CodeError, match="HS99"):
        releases("baci", path, edition="HS99", vintage="V202401")
    with pytest.raises(CodeError, match="--option released"):
        releases("baci", path, edition="HS17", vintage="V202401", released="soon")


def test_the_same_bytes_of_two_releases_are_two_things(tmp_path: Path) -> None:
    first, again = baci(tmp_path, GOOD), baci(tmp_path, GOOD, "BACI_HS17_Y2022_V202501.csv")
    digests = {releases("baci", path)[0].sha256 for path in (first, again)}
    assert len(digests) == 2


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"no BACI_\*\.csv"):
        releases("baci", tmp_path)
    for year in (2021, 2020):
        baci(tmp_path, f"{year},156,410,250410,1,1\n", f"BACI_HS17_Y{year}_V202401b.csv")
    baci(tmp_path, "x", "notes.csv")
    found = releases("baci", tmp_path)
    assert [release.origin[:15] for release in found] == ["BACI_HS17_Y2020", "BACI_HS17_Y2021"]


def test_lost_zeros_of_codes_come_back(tmp_path: Path) -> None:
    rows, refused = take(
        "baci", baci(tmp_path, '2022,36,76,10121,1,1\n2022.0,036,0076,"010129",1,1\n2022,36.0,76,250410,1,1\n')
    )
    assert [(row["product"], row["partner"], row["reporter"], row["period"]) for row in rows] == [
        ("010121", "AUS", "BRA", "2022"),
        ("010129", "AUS", "BRA", "2022"),
        ("250410", "AUS", "BRA", "2022"),
    ]
    assert refused == {}


def test_an_absent_weight_stays_absent_and_zero_stays_zero(tmp_path: Path) -> None:
    text = "2022,36,76,250410,1,NA\n2022,36,76,250420,2,\n2022,36,76,250490,3,   NA \n2022,36,76,251110,0,0\n"
    rows, refused = take("baci", baci(tmp_path, text))
    assert [(row["trade_value"], row["net_weight"]) for row in rows] == [(1e3, None), (2e3, None), (3e3, None), (0, 0)]
    assert refused == {}


@pytest.mark.parametrize(
    ("row", "reason", "value"),
    [
        ("2022,667,410,250410,1,1", "country code is unknown", "667"),
        ("2022,156,KOR,250410,1,1", "country code is unknown", "KOR"),
        ("2022,,410,250410,1,1", "partner is missing", None),
        ("2022,156,410,,1,1", "product is missing", None),
        ("2022,156,410,2504100,1,1", "hs6 has 7 digits", "2504100"),
        ("2022,156,410,25O410,1,1", "hs6 is not made of digits", "25O410"),
        ("2022,156,410,1234,1,1", "hs6 has 4 digits", "1234"),
        ("20x2,156,410,250410,1,1", "period is not a year", "20x2"),
        ("2022-05,156,410,250410,1,1", "period is not a year", "2022-05"),
        (",156,410,250410,1,1", "period is missing", None),
        ('2022,156,410,250410,"1,234",1', "v is not a number", "1,234"),
        ("2022,156,410,250410,NA,1", "v is not a number", "NA"),
        ("2022,156,410,250410,1,a lot", "q is not a number", "a lot"),
        ("2022,156,410,250410,-5,1", "trade_value is negative", "-5"),
        ("2022,156,410,250410,1,-0.1", "net_weight is negative", "-0.1"),
        ("2022,156,410,250410,nan,1", "trade_value is not a finite number", "nan"),
        ("2022,156,410,250410,inf,1", "trade_value is not a finite number", "inf"),
        ("2022,156,410,250410,1e999,1", "trade_value is not a finite number", "1e999"),
    ],
)
def test_a_broken_row_is_refused_with_reason_line_and_value(tmp_path: Path, row: str, reason: str, value: str) -> None:
    rows, refused = take("baci", baci(tmp_path, GOOD + row + "\n" + "2022,156,392,250410,1,1\n"))
    assert len(rows) == 2
    assert counts(refused) == {reason: 1}
    assert refused[reason].examples == (f"line 3: {value!r}",)


@pytest.mark.parametrize(
    ("row", "columns"), [("2022,156,410,2504", 4), ("2022,156,410,250410,1,1,1", 7), ("2022;156;410;250410;1;1", 1)]
)
def test_a_row_of_another_width_is_refused_with_its_line(tmp_path: Path, row: str, columns: int) -> None:
    rows, refused = take("baci", baci(tmp_path, GOOD + "\n\n" + row + "\n" + GOOD + row))
    reason = "row has more or fewer columns than the heading"
    assert (len(rows), counts(refused)) == (2, {reason: 2})
    assert refused[reason].examples == tuple(f"line {line}: {columns} columns instead of 6" for line in (5, 7))


def test_one_row_is_refused_for_one_reason(tmp_path: Path) -> None:
    _, refused = take("baci", baci(tmp_path, "x,667,667,y,z,-1\n"))
    assert counts(refused) == {"country code is unknown": 1}


def test_numbers_have_many_spellings(tmp_path: Path) -> None:
    rows, refused = take(
        "baci", baci(tmp_path, "2022,36,76,250410,1.5E3, 7 \n2022,36,76,250420,99999999999999999999,+1\n")
    )
    assert [(row["trade_value"], row["net_weight"]) for row in rows] == [(1.5e6, 7e3), (1e23, 1e3)]
    assert refused == {}


@pytest.mark.parametrize(
    "data",
    [
        HEAD.encode() + GOOD.encode(),
        b"\xef\xbb\xbf" + HEAD.encode() + GOOD.encode(),
        (HEAD + GOOD).replace("\n", "\r\n").encode(),
        (HEAD + GOOD).rstrip("\n").encode(),
        b'"t","i","j","k","v","q"\n"2022","156","410","250410","120.5","30"\n',
        b"q,v,k,j,i,t,note\n30,120.5,250410,410,156,2022,caf\xe9\n",
        HEAD.encode() + b"\n\n" + GOOD.encode() + b"\n\n",
    ],
    ids=["plain", "BOM", "CRLF", "no last newline", "quoted", "other order, foreign note", "blank lines"],
)
def test_one_table_in_many_dresses(tmp_path: Path, data: bytes) -> None:
    rows, refused = take("baci", baci(tmp_path, data, head=""))
    assert refused == {}
    assert [(row["reporter"], row["partner"], row["trade_value"]) for row in rows] == [("KOR", "CHN", 120_500)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (HEAD.encode(), "one line, so no rows"),
        ((HEAD + GOOD).replace(",", ";").encode(), r"column 't', 'i'.* is missing.*Is the delimiter right"),
        (b"t,i,j,k,v\n2022,156,410,250410,1\n", r"column 'q' is missing.*Columns found: 't'"),
        (b"t,i,j,k,v,q,v\n2022,156,410,250410,1,1,2\n", "column 'v' occurs twice"),
        ((HEAD + GOOD).encode("utf-16"), "UTF-16"),
        (gzip.compress((HEAD + GOOD).encode(), mtime=0), "a gzip file.*Unpack"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file"),
        (b"<!DOCTYPE html>\n<html>not found</html>\n", "is missing"),
        (b"PAR1 and no more", "cannot be read"),
        (b"\x00\x01\x02\n\x03", "is missing"),
    ],
    ids=["empty", "heading", "semicolons", "no q", "v twice", "UTF-16", "gzip", "xls", "html", "cut parquet", "bytes"],
)
def test_a_file_that_is_no_such_table_is_refused_whole(tmp_path: Path, data: bytes, says: str) -> None:
    path = baci(tmp_path, data, head="")
    with pytest.raises(FormatError, match=says) as caught:
        take("baci", path)
    assert path.name in str(caught.value)
    assert caught.value.remedy


def test_a_workbook_by_another_name_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS17_Y2022_V202401b.csv"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(FormatError, match="a zip or Excel file"):
        releases("baci", path)
    with pytest.raises(FormatError, match="is no file"):
        releases("baci", tmp_path / "absent.csv")


def test_rows_that_are_no_utf8_are_refused_with_their_lines(tmp_path: Path) -> None:
    rows, refused = take("baci", baci(tmp_path, GOOD.encode() + b"2022,156,410,25\xff410,1,1\n" + GOOD.encode()))
    reason = "text is not UTF-8 (declare its encoding)"
    assert (len(rows), counts(refused), refused[reason].examples) == (2, {reason: 1}, ("line 3",))


def test_a_quote_left_open_is_reported_with_what_it_swallows(tmp_path: Path) -> None:
    rows, refused = take("baci", baci(tmp_path, GOOD + '2022,156,410,"250410,1,1\n' + GOOD + GOOD))
    (refusal,) = refused.values()
    assert len(rows) == 1
    assert refusal.examples == ("line 3: 4 columns instead of 6, a quote left open swallows 2 more lines",)


def test_the_release_s_own_lists_add_countries_and_limit_codes(tmp_path: Path) -> None:
    (tmp_path / "country_codes_V202401b.csv").write_text(
        "country_code,country_name,country_iso2,country_iso3\n156,China,CN,XXX\n993,Ruritania,RU,ZZR\n994,Nowhere,,N/A\n"
    )
    (tmp_path / "product_codes_HS17_V202401b.csv").write_bytes(
        b'code,description\n10121,"Horses; live, caf\xe9"\n250410,Graphite\n'
    )
    text = "2022,993,156,10121,1,1\n2022,994,156,10121,1,1\n2022,156,410,250420,1,1\n"
    rows, refused = take("baci", baci(tmp_path, text))
    assert [(row["reporter"], row["partner"], row["product"]) for row in rows] == [("CHN", "ZZR", "010121")]
    assert counts(refused) == {"country code is unknown": 1, "hs6 is not in the product file": 1}
    (tmp_path / "country_codes_V202401b.csv").write_text("number,name\n1,x\n")
    with pytest.raises(FormatError, match="'country_code' and 'country_iso3' are missing"):
        take("baci", baci(tmp_path, text))


def test_lines_are_right_over_many_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.sources.textfile.BLOCK", 512)
    broken = {7: "x", 99: "2022,667,410,250410,1,1", 100: "", 150: "2022,156,410,250410,-1,1", 201: "y,z"}
    lines = [broken.get(line, GOOD.strip()) for line in range(2, 302)]
    rows, refused = take("baci", baci(tmp_path, "\n".join(lines) + "\n"))
    assert len(rows) == 295
    found = sorted(int(text.split()[1].strip(":")) for refusal in refused.values() for text in refusal.examples)
    assert found == [7, 99, 150, 201]


def test_a_row_of_another_year_than_the_file_is_refused(tmp_path: Path) -> None:
    late = f"2021{GOOD[4:]}"
    rows, refused = take("baci", baci(tmp_path, GOOD + late, "BACI_HS17_Y2022_V202401b.csv"))
    assert len(rows) == 1
    assert counts(refused) == {"year is not that of the file": 1}
