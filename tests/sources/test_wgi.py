"""Governance indicators: the service's pages, the long file, the workbook; and how they are fetched."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all, write_workbook
from tocsin.core.errors import FormatError
from tocsin.core.fetch import Ask, Call
from tocsin.core.period import parse_period
from tocsin.sources.wgi.fetch import fetch

FOLDER = SPECIMENS / "wgi" / "specimen"
PAGE = FOLDER / "synthetic_PV.json"
ESTIMATE = "Governance estimate (approx. -2.5 to +2.5)"


def test_a_page_of_the_service() -> None:
    ((release, rows, refused),) = read_all("wgi", PAGE)
    assert (release.vintage, release.released_on, release.lag_months) == ("2025-10-24", date(2025, 10, 24), 9)
    told = {(row["country"], row["period"]): (row["value"], row["status"]) for row in rows}
    assert told == {
        ("CHN", "2022"): (-0.5, "A"),
        ("CHN", "2023"): (-0.4, "B"),  # the method changed with the update of 2025
        ("KOR", "2023"): (0.7, "B"),
        ("PRK", "2023"): (None, "M"),
        ("XKX", "2023"): (-0.2, "B"),
    }
    assert {(row["dimension"], row["unit"], row["scope"]) for row in rows if row["period"] == "2022"} == {
        ("political_stability", "1", "CHN 2022")
    }
    assert refused == {"row is a group of countries": 1, "country is missing": 1}


def test_the_break_is_marked_by_the_date_of_the_release() -> None:
    ((_, rows, _),) = read_all("wgi", PAGE, released="2024-11-05")
    assert {row["status"] for row in rows} == {"A", "M"}


def test_the_long_file() -> None:
    ((release, rows, refused),) = read_all("wgi", FOLDER / "synthetic_long.csv")
    assert (release.vintage, release.released_on, len(rows), refused) == ("undated", None, 13, {})
    assert {row["dimension"] for row in rows} == {
        "voice_accountability",
        "political_stability",
        "government_effectiveness",
        "regulatory_quality",
        "rule_of_law",
        "control_of_corruption",
    }
    congo = next(row for row in rows if row["country"] == "COD")  # written ZAR
    assert (congo["dimension"], congo["value"], congo["status"]) == ("rule_of_law", -1.75, "A")
    assert [row["value"] for row in rows if row["status"] == "M"] == [None, None]  # '#N/A'


def test_the_workbook_of_2025(tmp_path: Path) -> None:
    head: list[object] = ["Economy (name)", "Economy (code)", "Year", ESTIMATE]
    sheets: dict[str, list[list[object]]] = {
        code: [head, ["Kosovo", "XKX", 2022, 0.5], ["Andorra", "ADO", 2022, ".."]] for code in ("va", "cc")
    }
    ((_, rows, refused),) = read_all("wgi", write_workbook(tmp_path / "wgi.xlsx", {"about": [["x"]], **sheets}))
    assert {(row["country"], row["dimension"], row["value"], row["status"]) for row in rows} == {
        ("XKX", "voice_accountability", 0.5, "A"),
        ("XKX", "control_of_corruption", 0.5, "A"),
        ("AND", "voice_accountability", None, "M"),
        ("AND", "control_of_corruption", None, "M"),
    }
    assert refused == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<html></html>", "web page"),
        ('[{"message": [{"id": "120", "key": "Invalid value"}]}]', "the service answered .*Invalid value"),
        (PAGE.read_text()[:200], "JSON is damaged"),
        ('[{"page": 1}, [{"date": "2022"}]]', "indicator, countryiso3code, date or value is missing"),
        ("code,year,estimate\nCHN,2022,1\n", "'indicator' is missing"),
        ("code,year,indicator,estimate\nCHN,2022\n", "2 cells under 4 headings"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "answer"
    path.write_text(content)
    with pytest.raises(FormatError, match=message):
        read_all("wgi", path)


def test_odd_rows_are_refused_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(
        "code,year,indicator,estimate\nCHN,2022,rl,high\nQQQ,2022,rl,1\nCHN,22,rl,1\nCHN,2022,xx,1\n"
        "CHN,2022,rl,1\nCHN,2022,rl,2\n"
    )
    ((_, rows, refused),) = read_all("wgi", path)
    assert len(rows) == 1
    assert refused == {
        "estimate is not a number": 1,
        "country is unknown": 1,
        "year is not a year": 1,
        "indicator is no estimate of a dimension": 1,
        "second figure for the same thing": 1,
    }


def test_all_dimensions_and_pages_are_fetched(tmp_path: Path) -> None:
    calls: list[Call] = []

    def get(call: Call) -> Path:
        calls.append(call)
        path = tmp_path / call.name
        row = {"indicator": {"id": f"{call.name[:2]}.EST"}, "countryiso3code": "KOR", "date": "2021", "value": 1}
        path.write_text(json.dumps([{"page": int(call.params["page"]), "pages": 2 if "PV" in call.name else 1}, [row]]))
        return path

    ask = Ask(reporters=("KOR", "CHN"), since=parse_period("2020-05"), base="http://127.0.0.1:9")
    (request,) = fetch(ask, get)
    assert [call.name[:2] for call in calls] == ["VA", "PV", "PV", "GE", "RQ", "RL", "CC"]
    assert [path.name for path in request.files] == [call.name for call in calls]
    assert calls[2].url == "http://127.0.0.1:9/country/KOR;CHN/indicator/PV.EST"
    assert calls[2].params == {
        "source": "3",
        "format": "json",
        "per_page": "20000",
        "page": "2",
        "date": "2020:2100",
    }
    assert len({call.name for call in calls}) == 7


def test_a_dry_run_asks_once_per_dimension() -> None:
    calls: list[Call] = []
    assert list(fetch(Ask(), calls.append)) == []
    assert [call.url.rsplit("/", 1)[1] for call in calls] == [f"{c}.EST" for c in ("VA", "PV", "GE", "RQ", "RL", "CC")]


def test_an_answer_without_pages_stops(tmp_path: Path) -> None:
    path = tmp_path / "error.json"
    path.write_text('[{"message": "no"}]')
    with pytest.raises(FormatError, match="how many pages"):
        list(fetch(Ask(), lambda _: path))
