"""Korean trade by item and country: both layouts, both encodings, units that are stated or refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import tocsin.sources.korea_customs
from tests.sources.trade import counts, releases, take
from tocsin.core.errors import FormatError, UsageError
from tocsin.ref.gazetteer import countries
from tocsin.sources.korea_customs.countries import NAMES

SPECIMEN = Path(tocsin.sources.korea_customs.__file__).parent / "specimen"
DOWNLOAD = SPECIMEN / "synthetic_by_item_and_country.csv"
SERVICE = SPECIMEN / "synthetic_api.csv"
HEAD = "기간,국가,HS코드,품목명,수출 중량(kg),수출 금액(천 달러),수입 중량(kg),수입 금액(천 달러),무역수지(천 달러)"
GOOD = "2024.01,중국,2504101000,천연흑연,12,3,7,2,1"
TOTAL = "total, not a flow of one item and country"


def write(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "trade.csv"
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def test_the_download_is_read_whole() -> None:
    rows, refused = take("korea_customs", DOWNLOAD)
    assert (len(rows), counts(refused)) == (12, {TOTAL: 2})  # 7 lines, each an export and an import
    assert refused[TOTAL].asked
    china = [row for row in rows if row["partner"] == "CHN" and row["period"] == "2024-01"]
    assert [(row["direction"], row["trade_value"], row["net_weight"]) for row in china] == [
        ("export", 36_000.0, 12_000.0),
        ("import", 4_210_000.0, 3_100_000.0),
    ]
    assert {row["partner"] for row in rows} == {"CHN", "JPN", "USA", "IND", "VNM"}
    assert {row["scope"] for row in rows} == {"KOR 2024-01 M", "KOR 2024-02 M"}
    assert {(row["reporter"], row["nomenclature"], row["freq"], row["status"]) for row in rows} == {
        ("KOR", "HSK2024", "M", "A")
    }
    velvet = [row for row in rows if row["product"] == "0507901110"]
    assert [row["trade_value"] for row in velvet] == [0.0, 0.0]  # a zero is a measurement


def test_the_service_states_its_units_in_its_documents() -> None:
    rows, refused = take("korea_customs", SERVICE)
    assert (len(rows), counts(refused)) == (6, {TOTAL: 2})
    assert rows[0]["trade_value"] == 36_000.0
    assert {row["partner"] for row in rows} == {"CHN", "JPN", "NAM"}  # NA is Namibia here, not "not available"


def test_a_code_and_a_name_that_are_two_places(tmp_path: Path) -> None:
    lines = SERVICE.read_text(encoding="utf-8").replace("일본,JP", "일본,CN").replace("나미비아", "아무곳").splitlines()
    rows, refused = take("korea_customs", write(tmp_path, *lines))
    assert counts(refused) == {TOTAL: 2, "country code and name are two places": 2}
    assert {row["partner"] for row in rows} == {"CHN", "NAM"}  # a name that is not known contradicts nothing


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    rows, refused = take("korea_customs", write(tmp_path, HEAD, GOOD, encoding=encoding))
    assert ([row["partner"] for row in rows], refused) == (["CHN", "CHN"], {})


def test_korean_names_under_an_ascii_heading_in_the_old_code_page(tmp_path: Path) -> None:
    text = SERVICE.read_text(encoding="utf-8").replace("statCd,", "").replace(",CN,", ",").replace(",JP,", ",")
    lines = [line for line in text.splitlines() if line.split(",")[1] not in ("-", "나미비아")]
    rows, _ = take("korea_customs", write(tmp_path, *lines, encoding="cp949"))
    assert {row["partner"] for row in rows} == {"CHN", "JPN"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (GOOD.replace("2504101000", "504101000"), "hsk10 has 9 digits: was a leading zero lost in a spreadsheet?"),
        (GOOD.replace("2504101000", "250410"), "hsk10 has 6 digits, not 10"),
        (GOOD.replace("2504101000", "25041010AB"), "hsk10 is not made of digits"),
        (GOOD.replace("2024.01", "2024.1"), "period may be of month 1 or 10: a zero is gone"),
        (GOOD.replace("2024.01", "2024"), "period is not a month"),
        (GOOD.replace("2024.01", ""), "period is missing"),
        (GOOD.replace("중국", "아틀란티스"), "Country is not known in scheme name"),
        (GOOD.replace("중국", ""), "partner is missing"),
        (GOOD.replace(",2,1", ",2,9"), "balance is not exports less imports"),
    ],
)
def test_odd_lines_are_refused_in_both_directions(tmp_path: Path, line: str, reason: str) -> None:
    rows, refused = take("korea_customs", write(tmp_path, HEAD, line, GOOD))
    assert (len(rows), counts(refused)) == (2, {reason: 2})
    assert "line 2" in refused[reason].examples[0]


def test_an_odd_number_is_refused_in_its_direction(tmp_path: Path) -> None:
    lines = [GOOD.replace(",12,3,", ',12,"1,23",'), GOOD.replace(",7,2,1", ",-7,2,1"), GOOD.replace(",12,3,", ",,3,")]
    rows, refused = take("korea_customs", write(tmp_path, HEAD, *lines))
    assert counts(refused) == {"export_value is not a number": 1, "net_weight is negative": 1}
    assert [row["net_weight"] for row in rows if row["direction"] == "export"] == [12.0, None]


def test_a_cut_off_line_counts_once(tmp_path: Path) -> None:
    rows, refused = take("korea_customs", write(tmp_path, HEAD, GOOD, GOOD[:-14]))
    assert (len(rows), counts(refused)) == (2, {"row has more or fewer columns than the heading": 1})


def test_layouts_that_are_another(tmp_path: Path) -> None:
    for head, found in (
        (HEAD.replace("수입 금액(천 달러),", ""), "column '수입금액' is missing"),
        (HEAD.replace("국가,", ""), "column '국가' is missing"),
        (HEAD + ",비고", "column '비고' is unknown"),
        (HEAD.replace("천 달러", "천 원"), "the unit of column '수출 금액.천 원.' is unknown"),
        (HEAD.replace("품목명", "국가"), "are the same"),
        ("<html><body>로그인</body></html>", "HTML"),
    ):
        with pytest.raises(FormatError, match=found):
            releases("korea_customs", write(tmp_path, head, GOOD))


def test_a_unit_is_not_guessed(tmp_path: Path) -> None:
    bare = HEAD.replace("(천 달러)", "").replace("(kg)", "")
    path = write(tmp_path, bare, GOOD)
    with pytest.raises(FormatError, match=r"the unit of column '수출 중량' is not stated"):
        releases("korea_customs", path)
    rows, _ = take("korea_customs", path, unit="thousand USD", weight_unit="t")
    assert (rows[0]["trade_value"], rows[0]["net_weight"]) == (3000.0, 12_000.0)
    rows, _ = take("korea_customs", path, unit="USD", weight_unit="kg")
    assert (rows[0]["trade_value"], rows[0]["net_weight"]) == (3.0, 12.0)
    with pytest.raises(UsageError, match="unit is 'EUR'"):
        releases("korea_customs", path, unit="EUR", weight_unit="kg")
    with pytest.raises(UsageError, match="in thousand USD, but unit says USD"):
        releases("korea_customs", DOWNLOAD, unit="USD")


def test_release_date_and_identity() -> None:
    (undated,) = releases("korea_customs", DOWNLOAD)
    (dated,) = releases("korea_customs", DOWNLOAD, released="2024-03-15")
    assert (undated.vintage, undated.released_on, undated.lag_months) == ("undated", None, 1)
    assert (dated.vintage, dated.released_on) == ("2024-03-15", date(2024, 3, 15))
    assert undated.sha256 != dated.sha256


def test_names_lead_to_places() -> None:
    assert set(NAMES.values()) <= set(countries())
    assert len(set(NAMES.values())) > 100
